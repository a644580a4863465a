"""How single words are folded, stripped and understood, and how patterns see them."""

from __future__ import annotations

import re

import pytest

from bot.answering.fold import fold, words
from bot.answering.load import parse
from bot.answering.patterns import Malformed, compile_all
from bot.answering.reading import Reader

from .small import base, wide

KNOWLEDGE, _ = parse(base())
assert KNOWLEDGE is not None
READER = Reader(KNOWLEDGE.lexicon)
READER.learn(["privacy retention encryption marketing kepemilikan"])


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("  Hello,   WORLD!! ", "hello world"),
        ("gimanaaaa", "gimana"),
        ("data2nya", "datanya"),
        ("don't", "do not"),
        ("I’m here", "i am here"),
        ("company's", "company"),
        ("write to ana@example.org now", "write to emailaddress now"),
        ("e-mail", "email"),
        ("cafe\u0301", "cafe"),
        ("co\u200bokie", "cookie"),
        ("сооkiе", "cookie"),  # noqa: RUF001 - Cyrillic letters
        (wide("full"), "full"),
        ("\ud800", ""),
        ("1000", "1000"),
    ],
)
def test_text_is_evened_out(typed: str, folded: str) -> None:
    assert fold(typed) == folded


def test_very_long_text_is_cut() -> None:
    assert len(words("a b " * 10_000)) <= 1_000


@pytest.mark.parametrize(
    ("typed", "idea"),
    [
        ("hapus", "erase"),
        ("menghapus", "erase"),
        ("dihapusin", "erase"),
        ("penghapusan", "erase"),
        ("hapusin", "erase"),
        ("deleting", "erase"),
        ("delet", "erase"),
        ("removed", "erase"),
        ("dimusnahkan", "erase"),
        ("menyimpan", "store"),
        ("disimpen", "store"),
        ("credit cards", "card"),
        ("kartu kredit", "card"),
        ("third parties", "third_party"),
        ("pihak ketiga", "third_party"),
        ("d4ta", "data"),
        ("encripted", "encrypt"),
    ],
)
def test_words_of_both_languages_meet_in_one_idea(typed: str, idea: str) -> None:
    assert [token.key for token in READER.read(typed).tokens] == [idea]


def test_a_word_nobody_knows_is_kept_and_marked() -> None:
    reading = READER.read("zyxwvutsrq please")
    assert reading.strange == ("zyxwvutsrq",)
    assert reading.tokens[0].word == "zyxwvutsrq"


def compiled(pattern: str) -> re.Pattern[str]:
    made = compile_all([pattern])
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("erase ... account", "please hapus semua akun", True),
        ("erase account", "hapus semua akun", False),
        ("erase all? account", "hapus semua akun", True),
        ("^ erase", "please hapus", False),
        ("account $", "hapus akun", True),
        ("account $", "akun hapus", False),
        ("sell|erase data", "jual data", True),
        ("hapus", "delete", False),
        ("erase", "undeletedness", False),
        ("erase ... account", "hapus " + "lagi " * 9 + "akun", False),
    ],
)
def test_a_pattern_finds_ideas_in_order(pattern: str, text: str, found: bool) -> None:
    match = compiled(pattern).search(READER.read(text).line)
    assert (match is not None) == found


@pytest.mark.parametrize("pattern", ["", "...", "^ $", "a ^ b", "$ a", "(a)", "a.*", "a||b"])
def test_what_is_no_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(Malformed):
        compiled(pattern)


def test_no_patterns_find_nothing() -> None:
    assert compile_all([]) is None
