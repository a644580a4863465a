"""The whole bot against the strict Bot API emulator in `../shared/botapi`."""
