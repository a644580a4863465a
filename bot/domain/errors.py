"""Every error of the desk, in one tree; each name is a condition.

BotError
├── IllegalMove          the lifecycle has no such move from this status
├── NotLonger            the law does not let the desk take longer, or not any more
├── Changed              somebody else changed it first
├── StorageError         the database refused or failed
│   ├── Unwritable       the database cannot be reached or written just now; it passes
│   ├── SealBroken       a sealed value does not open where it stands
│   ├── KeyMissing       rows are sealed under a key that was not given
│   └── SchemaTooNew     the database was written by a newer version of the desk
├── SettingsError        a setting that cannot be used; says what is expected
├── KnowledgeError       no usable knowledge base
└── Behind               another version is in use by now, and loading it takes long
"""

from __future__ import annotations


class BotError(Exception):
    """Root of every error the desk raises on purpose; its text is safe to show and to log."""


class IllegalMove(BotError):
    """The lifecycle has no such move from this status."""

    def __init__(self, status: str, move: str) -> None:
        super().__init__(f"cannot {move} a request that is {status}")
        self.status, self.move = status, move


class NotLonger(BotError):
    """The law does not let the desk take longer, or not any more."""

    def __init__(self, rule: str, reason: str) -> None:
        super().__init__(f"{rule} cannot be extended: {reason}")
        self.rule, self.reason = rule, reason


class Changed(BotError):
    """Somebody else changed it first."""


class StorageError(BotError):
    """The database refused or failed."""


class Unwritable(StorageError):
    """The database cannot be reached or written just now; what it was given is sound."""


class SealBroken(StorageError):
    """A sealed value does not open where it stands."""


class KeyMissing(StorageError):
    """Rows are sealed under a key that was not given."""


class SchemaTooNew(StorageError):
    """The database was written by a newer version of the desk."""


class SettingsError(BotError):
    """A setting that cannot be used; says what is expected."""


class KnowledgeError(BotError):
    """No usable knowledge base."""


class Behind(BotError):
    """Another version of the knowledge base is in use by now, and loading it takes long."""
