"""Logs carry events, ids and counts; never what a person wrote, never a secret."""

from __future__ import annotations

import logging
import re
import sys
import threading
from collections.abc import MutableMapping
from typing import Any, Literal

import structlog

from bot.domain.errors import Unwritable

TOKEN = re.compile(r"\d{5,}:[\w-]{8,}")


def hide_secrets(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Whatever looks like a bot's token is cut out, in any value."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = TOKEN.sub("<token>", value)
    return event


def one_line(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A line break in a value cannot forge a second event."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = value.replace("\n", "\\n").replace("\r", "\\r")
    return event


def fault(error: BaseException) -> str:
    """An error's kind and place, without its text: that may quote what a person wrote.

    A database that cannot be written says why: those words are the desk's own.
    """
    if isinstance(error, Unwritable):
        return f"{type(error).__name__}: {error}"
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = ""
    if trace is not None:
        code = trace.tb_frame.f_code
        where = f" in {code.co_name} line {trace.tb_lineno}"
    cause = f" from {type(error.__cause__).__name__}" if error.__cause__ else ""
    return f"{type(error).__name__}{where}{cause}"


class Bare(logging.Formatter):
    """Of what other libraries say, who spoke and of which fault: the rest may quote a person."""

    def format(self, record: logging.LogRecord) -> str:
        error = record.exc_info[1] if record.exc_info else None
        told = f"{record.levelname} {record.name}"
        return f"{told} {fault(error)}" if error else told


def thread_failed(given: threading.ExceptHookArgs) -> None:
    """A thread of a library ended by a fault, such as a driver's whose loop is closed already."""
    if given.exc_value is not None:
        structlog.get_logger().warning("thread_failed", error=fault(given.exc_value))


NOISY = ("aiohttp", "httpx", "httpcore", "telegram", "tornado.access", "sqlalchemy", "aiosqlite")


def configure(level: str, form: Literal["text", "json"] | None) -> None:
    """Set up once, at start; other libraries speak only from warning on."""
    number = getattr(logging, level.upper())
    threading.excepthook = thread_failed
    others = logging.StreamHandler(sys.stderr)
    others.setFormatter(Bare())
    logging.basicConfig(level=logging.WARNING, handlers=[others])
    for noisy in (
        "aiohttp",
        "httpx",
        "httpcore",
        "telegram",
        "tornado.access",
        "sqlalchemy",
        "aiosqlite",
    ):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    chosen = form or ("text" if sys.stderr.isatty() else "json")
    shape: Any = structlog.processors.JSONRenderer()
    if chosen == "text":
        shape = structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"])
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            hide_secrets,
            one_line,
            shape,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
