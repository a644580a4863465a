"""Text as people type it, made even: one script, one case, plain words."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST = 2_000

_LOOKALIKES = str.maketrans(
    "аеорсухівкмнтгзьјѕԁԛԝαεοριυνκτηγҝɡıłøđ",
    "aeopcyxibkmhtr3bjsdqwaeopiuvktnykgilod",
)
_APOSTROPHES = dict.fromkeys(map(ord, "\u2019\u2018\u00b4\u02bc`"), "'")
_ADDRESS = re.compile(r"\S+@\S+\.\S+")
_DIGITS = str.maketrans("013457", "oieast")
_CONTRACTIONS = {
    "can't": "can not", "won't": "will not", "n't": " not", "'d": " will", "'ll": " will",
    "'re": " are", "'ve": " have", "i'm": "i am", "'s": "", "'": "",
}  # fmt: skip
_CONTRACTED = re.compile(r"\bcan't\b|\bwon't\b|n't\b|'(?:d|ll|re|ve)\b|\bi'm\b|'s\b|'")
_RUN = re.compile(r"([a-z])\1{2,}")
_WORD = re.compile(r"[^\W_]+")
_DOUBLED = re.compile(r"^([a-z]{2,})2([a-z]{0,4})$")
_MIXED = re.compile(r"^(?=[a-z0-9]*[a-z][a-z0-9]*$)(?=.*\d)[a-z0-9]{3,}$")


def fold(text: str) -> str:
    """Lower case, plain letters, single spaces; zero-width marks and look-alike letters gone."""
    return " ".join(words(text))


def words(text: str) -> list[str]:
    """The words of a text, evened out one by one."""
    text = text[:LONGEST]
    text = text.lower() if text.isascii() else _folded(text)
    text = text.replace("e-mail", "email")
    if "@" in text:
        text = _ADDRESS.sub(" emailaddress ", text)
    if "'" in text:
        text = _CONTRACTED.sub(lambda found: _CONTRACTIONS[found[0]], text)
    return [_even(word) for word in _WORD.findall(text)]


def _folded(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).casefold()
    return text if text.isascii() else _plain(text)


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES))
    kept = (c for c in letters if unicodedata.category(c) not in {"Mn", "Cf", "Cc"} or c.isspace())
    return "".join(kept).translate(_LOOKALIKES)


@lru_cache(maxsize=8192)
def _even(word: str) -> str:
    """A letter typed again and again stands once, and so does a word that is said twice."""
    word = _RUN.sub(r"\1", word)
    if not word.isalpha() and (doubled := _DOUBLED.match(word)):
        return doubled[1] + doubled[2]
    return word


def spelled_out(word: str) -> str | None:
    """A word with digits for letters ("d4ta") as it is meant; none where it is not one."""
    return word.translate(_DIGITS) if _MIXED.match(word) else None
