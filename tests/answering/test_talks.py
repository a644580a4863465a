"""What the customer's own words tell, as the knowledge base holds it, and how it is checked."""

from __future__ import annotations

from functools import cache

import pytest
import yaml

from bot.answering import load
from bot.answering.check import check
from bot.answering.talks import Talks
from bot.domain.cases import Kind
from bot.domain.told import Told

from .small import REAL, base


@cache
def talks() -> Talks:
    return Talks.model_validate(yaml.safe_load((REAL / "forms.yaml").read_text("utf-8")))


@pytest.mark.parametrize(
    "text",
    [
        "tutup akun saya",
        "tolong nonaktifkan akun saya dong",
        "please close my account",
        "I'd like to deactivate this account",
    ],
)
def test_closing_an_account_is_heard(text: str) -> None:
    assert talks().told_by(text).closing


@pytest.mark.parametrize(
    "text", ["hapus akun saya", "delete my account", "close my account and erase all data"]
)
def test_where_deletion_is_said_closing_is_not_in_doubt(text: str) -> None:
    assert not talks().told_by(text).closing


@pytest.mark.parametrize(
    "text",
    [
        "delete everything but keep my account",
        "erase it all, don't close the account",
        "hapus semua data tapi akun tetap ada",
        "hapus data saya tanpa menutup akun",
    ],
)
def test_keeping_an_account_is_heard(text: str) -> None:
    assert talks().told_by(text).keeping


@pytest.mark.parametrize(
    "text",
    ["delete my data", "hapus data saya", "berapa lama data akun disimpan?", "stop the mails"],
)
def test_plain_words_tell_nothing_more(text: str) -> None:
    assert talks().told_by(text) == Told()


def test_the_finder_reaches_every_kind_in_at_most_two_questions() -> None:
    finder = talks().finder
    start = finder["start"].answers
    second = [answer for one in start if one.next for answer in finder[one.next].answers]
    assert {answer.kind for answer in (*start, *second)} - {None} == set(Kind)
    assert all(answer.next is None for answer in second)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("hints: {closing: ['(']}", "not a regular expression"),
        ("finder: {start: {ask: {en: a, id: b}, answers: []}}", "answers"),
        ("unknown: 1", "unknown"),
        (
            "finder: {start: {ask: {en: a, id: b}, answers: ["
            "{label: {en: a, id: b}, next: gone}, {label: {en: a, id: b}, kind: human}]}}",
            "leads to gone",
        ),
        (
            "finder: {start: {ask: {en: a, id: b}, answers: ["
            "{label: {en: a, id: b}}, {label: {en: a, id: b}, kind: human}]}}",
            "either next or kind",
        ),
    ],
)
def test_a_broken_file_is_named_with_its_reason(text: str, reason: str) -> None:
    found = check(base() | {"forms.yaml": text}, None)
    assert any(one.path == "forms.yaml" and reason in one.reason for one in found)


def test_without_the_file_everything_is_asked() -> None:
    knowledge, problems = load.parse(base())
    assert knowledge is not None, problems
    assert knowledge.talks.told_by("tutup akun saya, ana@example.org").closing is False
