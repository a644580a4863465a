"""Logs: one line an event, no secret, and nothing that a person wrote, whoever is speaking."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator

import pytest
import structlog

from bot import logs

WORDS = "Ana lives at 12 Example Street"


@pytest.fixture(autouse=True)
def as_it_was(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What is set up here is set up for the whole process."""
    monkeypatch.setattr(threading, "excepthook", logs.thread_failed)
    yield
    structlog.reset_defaults()


def raised(text: str) -> ValueError:
    try:
        raise ValueError(text)
    except ValueError as error:
        return error


def test_a_fault_is_told_by_kind_and_place_only() -> None:
    told = logs.fault(raised(WORDS))
    assert told.startswith("ValueError in raised line ")
    assert WORDS not in told


def test_an_event_is_one_line_without_tokens(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("info", "json")
    log = structlog.get_logger()
    log.info("asked", address="https://api.example/bot123456:AAlongsecrettoken/getMe", more="a\nb")
    log.debug("unheard")
    [line] = capsys.readouterr().err.splitlines()
    event = json.loads(line)
    assert event["address"] == "https://api.example/bot<token>/getMe"
    assert (event["event"], event["more"]) == ("asked", "a\\nb")


def test_other_libraries_do_not_quote_anybody() -> None:
    record = logging.LogRecord("asyncio", logging.ERROR, "", 1, "failed: %s", (WORDS,), None)
    assert logs.Bare().format(record) == "ERROR asyncio"
    error = raised(WORDS)
    record.exc_info = (type(error), error, error.__traceback__)
    assert logs.Bare().format(record).startswith("ERROR asyncio ValueError in raised line ")
    assert WORDS not in logs.Bare().format(record)


def test_a_thread_that_fails_is_an_event_and_no_traceback(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.configure("info", "json")
    thread = threading.Thread(target=int, args=(WORDS,))
    thread.start()
    thread.join()
    [line] = capsys.readouterr().err.splitlines()
    assert json.loads(line)["event"] == "thread_failed"
    assert WORDS not in line
