"""A small Bot API server on loopback, for the tests of the Telegram edge."""
