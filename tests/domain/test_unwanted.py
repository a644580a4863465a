"""Cards, identity numbers and passwords: found, taken out, and nothing else touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import unwanted
from bot.domain.unwanted import GONE


@pytest.mark.parametrize(
    ("text", "what", "left"),
    [
        ("kartu saya 4111 1111 1111 1111 ya", "card", f"kartu saya {GONE} ya"),
        ("5555-5555-5555-4444", "card", GONE),
        ("it is 378282246310005.", "card", f"it is {GONE}."),
        ("NIK 3201014507900001", "identity", f"NIK {GONE}"),
        ("ini 3201014507900003 saya", "identity", f"ini {GONE} saya"),
        ("nomor KTP saya: 3201.0145.0790.0001", "identity", f"nomor KTP saya: {GONE}"),
        ("my passport number is X1234567", "identity", f"my passport number is {GONE}"),
        ("npwp 01.234.567.8-901.000", "identity", f"npwp {GONE}"),
        ("password: hunter2", "password", f"password: {GONE}"),
        ("kata sandi saya adalah r4hasia!", "password", f"kata sandi saya adalah {GONE}"),
        ("PIN saya = 1234", "password", f"PIN saya = {GONE}"),
    ],
)
def test_what_nobody_needs_is_found_and_taken_out(text: str, what: str, left: str) -> None:
    assert unwanted.found(text) == what
    assert unwanted.without(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "0812 3456 7890",
        "+62 812-3456-7890",
        "4999 9999 9934 5671",
        "0000 0000 0000 0000",
        "PR-7K3Q-9XWD",
        "482913",
        "5 Juni 2026",
        "is my password stored safely?",
        "password saya bocor",
        "reset kata sandi",
        "apakah KTP saya disimpan?",
        "invoice 20260605123456",
    ],
)
def test_other_numbers_and_words_stay(text: str) -> None:
    assert unwanted.found(text) is None
    assert unwanted.without(text) == text


def test_several_are_all_taken_out_and_a_second_look_finds_none() -> None:
    text = "4111111111111111 dan 5555555555554444, password: a1, NIK 3201014507900001"
    left = unwanted.without(text)
    assert left == f"{GONE} dan {GONE}, password: {GONE} NIK {GONE}"
    assert unwanted.without(left) == left


@given(st.text(alphabet="0123456789 -.:abpin", max_size=60))
def test_taking_out_twice_changes_nothing_more(text: str) -> None:
    left = unwanted.without(text)
    assert unwanted.without(left).count(GONE) >= left.count(GONE)
    assert unwanted.found(text) is not None or left == text


def test_it_is_known_whether_hardly_anything_else_was_said() -> None:
    assert unwanted.is_little_else(f"password saya: {GONE}")
    assert not unwanted.is_little_else(f"hapus semua data saya, kartu {GONE}")
