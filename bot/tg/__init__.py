"""The Telegram edge: the only door to python-telegram-bot."""

import os

# The library's own switch: pauses are given as timedeltas, without a warning each time.
os.environ.setdefault("PTB_TIMEDELTA", "true")
