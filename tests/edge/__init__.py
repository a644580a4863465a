"""The Telegram edge under faults: real processes, a real server, a wire that breaks."""
