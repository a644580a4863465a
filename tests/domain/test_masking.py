"""What staff see of a customer's words: no contact data, no numbers of cards or papers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.cases import reference
from bot.domain.forms import is_address
from bot.domain.masking import hidden, masked, masked_with
from bot.domain.messages import Mark


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("email saya ana@gmail.com ya", "email saya a•••@•••.com ya"),
        ("ana.maria+promo@mail.budi.co.id", "a•••@•••.id"),
        ("(ana@gmail.com), terima kasih", "(a•••@•••.com), terima kasih"),
        ("<ana@gmail.com>", "<a•••@•••.com>"),
        ("mailto:ana@gmail.com", "mailto:a•••@•••.com"),
        ("o'brien/ana@example.com", "o•••@•••.com"),
        ("ana@gmail.com, budi@yahoo.co.id", "a•••@•••.com, b•••@•••.id"),
        ("ana@gmail", "a•••@•••"),
    ],
)
def test_an_address_shows_its_first_letter_and_its_ending(said: str, shown: str) -> None:
    assert masked(said) == shown


@pytest.mark.parametrize(
    "number",
    [
        "081234567890",
        "+62 812-3456-7890",
        "0812 - 3456 - 7890",
        "(021) 555-1234",
        "0812.3456.7890",
        "+62\u00a0812\u20113456\u20117890",
        "3174012345678901",
        "01.234.567.8-901.000",
        "4111 1111 1111 1111",
        "0812\u20133456\u20137890",
        "12345678901234567890123456",
        "٠٨١٢٣٤٥٦٧٨٩٠",
    ],
)
@pytest.mark.parametrize("around", ["{}", "nomor {} saya", "HP{}ya", "wa-{}", "hp:{}.", "{}\n{}"])
def test_phones_cards_and_identity_numbers_are_hidden(number: str, around: str) -> None:
    shown = masked(around.replace("{}", number))
    assert "••••" in shown
    assert not any(sign.isdigit() for sign in shown)


@pytest.mark.parametrize(
    "said",
    [
        "ana at gmail dot com",
        "ana (at) gmail (dot) com",
        "ana[at]gmail.com",
        "ana\uff20gmail.com",
        "ana.maria at mail titik co titik id",
    ],
)
def test_an_address_spelt_out_is_hidden_too(said: str) -> None:
    assert masked(f"tulis ke {said} ya") == "tulis ke a•••@••• ya"
    assert hidden(f"tulis ke {said} ya") == [said]


@pytest.mark.parametrize(
    "number",
    [
        "4111/1111/1111/1111",
        "4111, 1111, 1111, 1111",
        "4 1 1 1_1 1 1 1_1 1 1 1_1 1 1 1",
        "4111\n1111\n1111\n1111",
        "4111\u28001111\ufe001111\U000e00201111",
        "3174/0123/0588/0001",
    ],
)
def test_cards_and_identity_numbers_are_found_between_any_signs(number: str) -> None:
    assert not any(sign.isdigit() for sign in masked(f"ini {number} ya"))


def test_dates_in_a_row_are_no_card() -> None:
    said = "16/11/2026, 17/11/2026"
    assert masked(said) == said


@pytest.mark.parametrize(
    "said",
    ["meet me at noon", "I was at gmail yesterday", "look at mailcamp.com",
     "", "hapus data saya", "16/11/2026 pukul 09.12", "3×24 jam", "Rp 150.000", "kirim ke @budi",
     "pasal 12(3)", "1. akun 2. email", "tahun 2019-2026"[:10]],
)  # fmt: skip
def test_ordinary_words_and_short_numbers_stay(said: str) -> None:
    assert masked(said) == said


@given(st.integers(0, 2**40 - 1))
def test_a_reference_stays_readable(chance: int) -> None:
    said = f"kapan {reference(chance)} selesai?"
    assert masked(said) == said


def test_a_reference_of_digits_alone_stays_readable() -> None:
    assert masked("PR-1234-5678") == "PR-1234-5678"


@given(st.emails())
def test_whatever_the_desk_takes_as_an_address_is_hidden(address: str) -> None:
    name, _, domain = address.rpartition("@")
    shown = masked(f"ini {address} ya")
    if is_address(address):
        assert "•••@•••" in shown
        assert len(name) == 1 or name not in shown
        assert domain not in shown


@given(st.text(max_size=200))
def test_masking_twice_hides_no_more_than_once(text: str) -> None:
    assert masked(masked(text)) == masked(text)


@pytest.mark.parametrize(
    "unseen", ["\u200b", "\u200d", "\u2060", "\u202e", "\u2066", "\ufeff", "\u00ad"]
)
def test_marks_nobody_sees_neither_split_a_number_nor_stay(unseen: str) -> None:
    assert masked(f"kartu 4111{unseen}1111{unseen}1111") == "kartu ••••"


def test_no_words_of_a_customer_turn_the_direction_of_the_line_they_stand_in() -> None:
    assert masked("\u202eSari setuju\u202c") == "Sari setuju"


@given(st.text("a1.@ \u200b-", max_size=60), st.integers(0, 59), st.integers(1, 60))
def test_marks_stay_inside_what_is_shown(text: str, at: int, length: int) -> None:
    mark = Mark("bold", at, length)
    shown, marks = masked_with(text, (mark,) if at + length <= len(text) else ())
    assert shown == masked(text)
    assert all(one.at >= 0 and 0 < one.length <= len(shown) - one.at for one in marks)


def test_a_mark_covers_what_stands_for_what_it_covered() -> None:
    said = "call 0812 3456 7890 or mail ana@gmail.com today"
    marks = tuple(
        Mark("bold", said.index(one), len(one)) for one in ("0812 3456 7890", "gmail", "today")
    )
    shown, moved = masked_with(said, marks)
    words = [shown[one.at : one.at + one.length] for one in moved]
    assert words == ["••••", "today"]
