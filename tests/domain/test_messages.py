"""Messages: text in pieces Telegram takes, buttons in rows for one thumb."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.messages import LIMIT, MESSAGES, Button, Message, pages, rows, size

signs = st.sampled_from(
    ["a", "é", "あ", "😀", "👩‍👩‍👧", "\U0001d54f", " ", "\n", "  \n", "\u00a0", "kata "]
)
texts = st.lists(signs, max_size=60).map("".join)


def ink(text: str) -> str:
    """A text without its white space."""
    return "".join(text.split())


def check_pages(text: str, limit: int) -> None:
    pieces = pages(text, limit)
    assert ink("".join(pieces)) == ink(text)
    assert all(size(piece) <= limit for piece in pieces)
    assert all(pieces) or not ink(text)
    for piece in pieces:
        assert piece.encode("utf-16-le").decode("utf-16-le") == piece


@given(texts, st.integers(2, 40))
def test_pages_lose_nothing_but_white_space_and_always_fit(text: str, limit: int) -> None:
    check_pages(text, limit)


@given(texts, st.integers(60, 300))
def test_pages_of_a_long_text_fit_what_telegram_takes(text: str, times: int) -> None:
    check_pages(text * times, LIMIT)


@given(st.text(max_size=80), st.integers(2, 20))
def test_pages_take_any_text(text: str, limit: int) -> None:
    check_pages(text, limit)


@given(texts)
def test_a_text_that_fits_is_left_as_it_is(text: str) -> None:
    assert pages(text) == [text]


def test_a_text_is_counted_as_telegram_counts_it() -> None:
    assert (size("Ana"), size("é"), size("😀"), size("👩‍👩‍👧")) == (3, 1, 2, 8)


@pytest.mark.parametrize(("length", "count"), [(LIMIT, 1), (LIMIT + 1, 2), (LIMIT * 2, 2)])
def test_a_page_is_full_before_the_next_begins(length: int, count: int) -> None:
    assert len(pages("a" * length)) == count


def test_an_emoji_on_the_edge_goes_whole_to_the_next_page() -> None:
    assert pages("a" * (LIMIT - 1) + "😀") == ["a" * (LIMIT - 1), "😀"]


def test_a_page_ends_with_a_line_or_a_word() -> None:
    assert pages("satu dua\ntiga empat", 12) == ["satu dua", "tiga empat"]
    assert pages("satu dua tiga", 9) == ["satu dua", "tiga"]


def test_no_page_is_empty_though_a_text_ends_in_blanks() -> None:
    assert pages("a" * LIMIT + " " * 9) == ["a" * LIMIT]
    assert pages(" " * (LIMIT + 9) + "a") == ["a"]


@given(st.lists(st.integers(), max_size=9), st.integers(1, 4))
def test_rows_keep_every_button_in_order(numbers: list[int], wide: int) -> None:
    laid = rows((Button(str(number)) for number in numbers), wide=wide)
    assert [int(one.label) for row in laid for one in row] == numbers
    assert all(0 < len(row) <= wide for row in laid)


def test_a_message_survives_its_storage() -> None:
    message = Message(
        "Halo", ((Button("Ya", "f:1:offer:go"), Button("Situs", url="https://a.id")),)
    )
    assert MESSAGES.validate_json(MESSAGES.dump_json(message)) == message
