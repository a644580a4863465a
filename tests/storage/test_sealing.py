"""What is sealed opens where it stands, under its key, and nowhere else."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import KeyMissing, SealBroken, SettingsError, StorageError
from bot.storage.keyfile import beside
from bot.storage.sealing import Keyring

from .examples import MARK

OLD, NEW = bytes(range(32)), bytes(range(32, 64))
RING = Keyring([OLD])
PLACE = ("messages", "words", "17")
SEALED_ONCE = (
    "0165559ce8a059f5564eb297372e3dfdd312419fceb31258d8a4dd249804b082dbd2c84adbf218e5"
    "adca83274d79c25d7d3818497fa76510ba8cef024e9a123885ab342ed5b1cee930f37cc75fb6ba6a"
    "d0724158e364c78f428bba13d33af66eea"
)
INDEXED_ONCE = "9807edeb45258547328be8d750308ba2"
any_text = st.text(st.characters(exclude_categories=[]))  # lone surrogates too


def encoded(root: bytes) -> str:
    return base64.urlsafe_b64encode(root).decode().rstrip("=")


@given(any_text)
def test_any_text_comes_back(text: str) -> None:
    assert RING.open(*PLACE, RING.seal(*PLACE, text)) == text


@pytest.mark.parametrize(
    "place",
    [
        ("messages", "words", "18"),
        ("messages", "note", "17"),
        ("history", "words", "17"),
        ("messages", "word", "s17"),
    ],
)
def test_it_does_not_open_in_another_place(place: tuple[str, str, str]) -> None:
    with pytest.raises(SealBroken):
        RING.open(*place, RING.seal(*PLACE, MARK))


@given(st.data())
def test_a_changed_bit_does_not_pass(data: st.DataObject) -> None:
    blob = bytearray(RING.seal(*PLACE, MARK))
    blob[data.draw(st.integers(0, len(blob) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises((SealBroken, KeyMissing)):
        RING.open(*PLACE, bytes(blob))


@pytest.mark.parametrize("length", [0, 1, 5, 17, 33])
def test_a_stump_is_refused(length: int) -> None:
    with pytest.raises((SealBroken, KeyMissing)):
        RING.open(*PLACE, RING.seal(*PLACE, MARK)[:length])


def test_the_same_text_never_looks_the_same_but_short_ones_are_equally_long() -> None:
    yes, no, yes_again = (RING.seal(*PLACE, text) for text in ("ya", "tidak", "ya"))
    assert yes != yes_again
    assert len(yes) == len(no)


def test_what_earlier_versions_sealed_still_opens() -> None:
    """Whoever changes the format breaks every database: this value was sealed on 2026-11-22."""
    assert RING.open(*PLACE, bytes.fromhex(SEALED_ONCE)) == "Halo, Ana"
    assert RING.index("customers.chat_index", "42").hex() == INDEXED_ONCE


def test_a_rotated_ring_reads_the_old_and_writes_the_new() -> None:
    old = RING.seal(*PLACE, MARK)
    both = Keyring([NEW, OLD])
    assert both.open(*PLACE, old) == MARK
    with pytest.raises(KeyMissing, match=both.ids[0]):
        RING.open(*PLACE, both.seal(*PLACE, MARK))


def test_an_index_is_found_under_every_key_and_differs_between_labels() -> None:
    both = Keyring([NEW, OLD])
    assert both.indexes("chat", "42") == [both.index("chat", "42"), RING.index("chat", "42")]
    assert RING.index("chat", "42") != RING.index("user", "42")
    assert len(RING.index("chat", "42")) == 16


def test_keys_for_other_purposes_are_other_keys() -> None:
    digests = {RING.mac(purpose, "x", "42") for purpose in ("index", "code", "history")}
    assert len(digests) == 3


def test_a_ring_shows_the_ids_of_its_keys_and_nothing_else() -> None:
    ring = Keyring.parse(f"{encoded(NEW)},{encoded(OLD)}")
    assert re.fullmatch(r"Keyring\([0-9a-f]{8}, [0-9a-f]{8}\)", repr(ring))
    assert [repr(key) for key in ring.keys] == [f"Key(id='{ident}')" for ident in ring.ids]


@pytest.mark.parametrize("padding", ["", "="])
def test_keys_are_read_with_and_without_padding(padding: str) -> None:
    ring = Keyring.parse(f" {encoded(NEW)}{padding}, {encoded(OLD)}{padding}\n")
    assert ring.ids == Keyring([NEW, OLD]).ids


@pytest.mark.parametrize(
    "text",
    [
        "",
        " , ",
        "hunter2hunter2",
        encoded(OLD)[:-1],
        encoded(OLD + b"x"),
        encoded(OLD)[:-2] + "+/",
        f"{encoded(OLD)},{encoded(OLD)}",
    ],
)
def test_a_bad_key_is_refused_with_what_is_expected_and_not_quoted(text: str) -> None:
    with pytest.raises(SettingsError, match="expected 32 random bytes as base64url") as refused:
        Keyring.parse(text)
    assert not text.strip(" ,") or text not in str(refused.value)


def test_a_new_database_gets_a_key_file_only_its_owner_can_read(tmp_path: Path) -> None:
    database = tmp_path / "privasi.db"
    made = Keyring.made_beside(database)
    assert beside(database).stat().st_mode & 0o777 == 0o600
    assert Keyring.made_beside(database).ids == made.ids
    assert [path.name for path in tmp_path.iterdir()] == ["privasi.db.keys"]


def test_an_unreadable_key_file_is_named(tmp_path: Path) -> None:
    beside(tmp_path / "privasi.db").mkdir()
    with pytest.raises(SettingsError, match=r"privasi\.db\.keys"):
        Keyring.made_beside(tmp_path / "privasi.db")


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="nowhere"):
        Keyring.made_beside(tmp_path / "nowhere" / "privasi.db")
