"""`ask --json`: one line in, one line out, in order, whatever stands in it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.ask_json import ask_line, ask_lines

from .small import engine

ENGINE = engine()


def ask(**asked: Any) -> dict[str, Any]:
    line, is_good = ask_line(ENGINE, json.dumps(asked))
    assert is_good
    answered: dict[str, Any] = json.loads(line)
    return answered


def test_an_answer_has_all_its_parts() -> None:
    answered = ask(id={"a": [1]}, question="do you sell my data", policy="tokoku", extra=1)
    assert list(answered) == [
        "id", "outcome", "policy", "policies", "language", "answers", "offer",
    ]  # fmt: skip
    assert answered["id"] == {"a": [1]}
    assert (answered["outcome"], answered["policy"], answered["offer"]) == (
        "answer", "tokoku", None,
    )  # fmt: skip
    first = answered["answers"][0]
    assert list(first) == [
        "article", "policy", "topic", "stance", "score", "summary", "citations",
    ]  # fmt: skip
    assert first["summary"].startswith("Yes.")
    assert first["citations"] == [
        {"document": "tokoku", "section": "A section", "lines": [[3, 3]]}
    ]


def test_the_summary_is_in_the_language_asked_for() -> None:
    answered = ask(question="do you sell my data", policy="tokoku", language="id")
    assert (answered["language"], answered["answers"][0]["summary"][:3]) == ("id", "Ya.")


def test_a_silent_article_comes_first_and_cites_nothing() -> None:
    answered = ask(question="can my child sign up", policy="tokoku")
    assert (answered["outcome"], answered["answers"][0]["citations"]) == ("silent", [])


def test_a_request_offers_its_kinds() -> None:
    answered = ask(question="hapus data saya dan stop emailnya", policy="tokoku")
    assert answered["offer"] == {"kind": "erasure", "kinds": ["erasure", "opt_out_marketing"]}


def test_the_company_named_is_told() -> None:
    answered = ask(question="does warungin sell my data", policy=None)
    assert (answered["policy"], answered["policies"]) == ("warungin", ["warungin"])


@pytest.mark.parametrize(
    ("line", "ident", "reason"),
    [
        ("not json", None, "not JSON"),
        ("[1]", None, "not a JSON object"),
        ("[" * 100_000, None, "not JSON"),
        ('{"id": 7, "policy": "tokoku"}', 7, "question must be a text"),
        ('{"id": 7, "question": "x", "policy": "nope"}', 7, "unknown policy 'nope'"),
        ('{"id": 7, "question": "x", "policy": ["tokoku"]}', 7, "unknown policy ['tokoku']"),
        ('{"id": 7, "question": "x", "language": "fr"}', 7, "language must be en or id"),
        ('{"id": 7, "question": "x", "language": []}', 7, "language must be en or id"),
    ],
)
def test_a_bad_line_is_an_error_of_its_own(line: str, ident: object, reason: str) -> None:
    answered, is_good = ask_line(ENGINE, line)
    assert not is_good
    assert json.loads(answered) == {"id": ident, "error": reason}


def test_lines_are_answered_in_order_and_empty_ones_skipped() -> None:
    lines = ['{"id": 1, "question": "hello"}\n', "\n", "bad\n", '{"id": 2, "question": "test"}']
    answered = [(json.loads(line)["id"], good) for line, good in ask_lines(ENGINE, lines)]
    assert answered == [(1, True), (None, False), (2, True)]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80), st.recursive(st.none() | st.text() | st.integers(), st.lists))
def test_every_line_gives_one_line(question: str, ident: object) -> None:
    answered, is_good = ask_line(ENGINE, json.dumps({"id": ident, "question": question}))
    assert is_good
    assert "\n" not in answered
    assert answered.isascii()
    assert json.loads(answered)["id"] == ident
