"""What is kept of a question: enough to answer it better, too little to tell who asked it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.redaction import redacted


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("is ana@gmail.com on your list?", "is [email] on your list?"),
        ("apa 0812-3456-7890 punya saya", "apa [number] punya saya"),
        ("kartu 4111 1111 1111 1111?", "kartu [number]?"),
        ("NIK 3174012345678901", "NIK [number]"),
        ("born 12/03/1990, can you see it", "born [number], can you see it"),
        ("pelanggan 55021", "pelanggan [number]"),
        ("what of @ana_maria", "what of [handle]"),
        ("see https://example.com/u/ana?x=1 please", "see [link] please"),
        ("see example.co.id/u/ana please", "see [link] please"),
        ("where is PR-7K3Q-9XWD", "where is [reference]"),
        ("my name is ana, what do you hold", "my name is [name], what do you hold"),
        ("My name's Ana Maria Dewi. Delete?", "My name's [name]. Delete?"),
        ("nama saya budi, datanya di mana", "nama saya [name], datanya di mana"),
        ("nama gw Budi Santoso apa ada", "nama gw [name] apa ada"),
        ("I'm Ana and I want to know", "I'm [name] and I want to know"),
        ("atas nama Budi Santoso", "atas nama [name]"),
        ("Pak Budi bisa baca chat saya?", "Pak [name] bisa baca chat saya?"),
    ],
)
def test_addresses_numbers_links_and_told_names_are_taken_out(asked: str, kept: str) -> None:
    assert redacted(asked) == kept


@pytest.mark.parametrize(
    "asked",
    [
        "can my boss read my chats",
        "i'm worried about cookies",
        "I am not sure what you keep",
        "saya mau tahu data apa yang disimpan",
        "does the policy of 2019 still hold, article 12(3)?",
        "how long, 30 days or 60 days?",
        "apa nama perusahaannya",
        "apakah nama saya dijual?",
        "my name is wrong in your records",
    ],
)
def test_what_names_nobody_stays_as_it_was_asked(asked: str) -> None:
    assert redacted(asked) == asked


def test_what_the_asker_is_called_is_taken_out_wherever_it_stands() -> None:
    names = ("Ana Maria", "anamaria_88")
    asked = "ANA here, anamaria_88: analytics for maria?"
    assert redacted(asked, names=names) == "[name] here, [name]: analytics for [name]?"


def test_the_names_of_companies_stay_readable() -> None:
    assert redacted("hi Tokoku, is Tokoku mine", spare=["Tokoku"]) == "hi Tokoku, is Tokoku mine"
    assert redacted("does Chat sell", names=("Chat",), spare=["Mekari Chat"]) == "does Chat sell"


@given(st.emails())
def test_no_address_is_left(address: str) -> None:
    assert address not in redacted(f"is {address} yours")


@given(st.text(max_size=200), st.text(max_size=20))
def test_whatever_was_asked_is_redacted_once_and_for_all(text: str, name: str) -> None:
    once = redacted(text, names=[name])
    assert isinstance(once, str)
