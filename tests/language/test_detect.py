"""Telling English from Indonesian, as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.detect import detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("How long do you keep my data?", "en"),
        ("can u delete my acct pls", "en"),
        ("card number?", "en"),
        ("retention period", "en"),
        ("Berapa lama data saya disimpan?", "id"),
        ("gmn cara hapus akun gw", "id"),
        ("data dijual ga", "id"),
        ("nomor kartu?", "id"),
        ("penyimpanan data", "id"),
        ("\uff22\uff25\uff32\uff21\uff30\uff21 lama", "id"),
    ],
)
def test_the_language_of_a_sentence(text: str, language: str) -> None:
    assert detect(text).language == language


@pytest.mark.parametrize("text", ["gw mau delete account gw please", "can you hapus data saya"])
def test_two_languages_at_once_are_seen(text: str) -> None:
    assert detect(text).mixed


@pytest.mark.parametrize("text", ["stop promosi onee", "stop promo", "stop iklan"])
def test_a_word_both_languages_use_turns_nobody_to_english(text: str) -> None:
    found = detect(text, "id")
    assert found.language == "id" or not found.sure


@pytest.mark.parametrize("text", ["do you sell my data", "apakah data saya dijual"])
def test_one_language_is_not_mixed(text: str) -> None:
    assert not detect(text).mixed


@pytest.mark.parametrize("text", ["", "12345", "???", "email", "data"])
def test_where_nothing_tells_the_language_at_hand_stays(text: str) -> None:
    assert not detect(text).sure
    assert detect(text, "id").language == "id"
    assert detect(text, "en").language == "en"


@given(st.text())
def test_any_text_has_a_language(text: str) -> None:
    assert detect(text).language in {"en", "id"}


@pytest.mark.parametrize("text", ["ana@example.org", "https://sama.org/utk", "ana@contoh.example"])
def test_an_address_is_in_no_language(text: str) -> None:
    assert not detect(text, "en").sure
    assert detect(f"please delete {text}", "id").language == "en"
