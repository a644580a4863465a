"""The plain form of an English or Indonesian word, found by taking endings and prefixes away."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

_CLITICS = ("nya", "lah", "kah", "pun", "ku", "mu")
_ENDINGS = ("kan", "in", "an", "i")
_NASAL = (
    ("meny", "s"), ("peny", "s"), ("meng", ""), ("meng", "k"), ("peng", ""), ("peng", "k"),
    ("mem", ""), ("mem", "p"), ("pem", ""), ("pem", "p"), ("men", ""), ("men", "t"),
    ("pen", ""), ("pen", "t"), ("me", ""), ("pe", ""), ("nge", ""), ("ng", ""), ("ng", "k"),
    ("ny", "s"),
)  # fmt: skip
_PREFIXES = ("memper", "diper", "ber", "ter", "per", "di", "ke", "se", "ku")
_FIRST = tuple({prefix[:2] for prefix in (*_PREFIXES, *(prefix for prefix, _ in _NASAL))})
_SHORTEST = 3


@lru_cache(maxsize=8192)
def plain(word: str) -> str:
    """The word without plural and clitics: enough to tell phrases by."""
    for clitic in _CLITICS:
        if word.endswith(clitic) and len(word) - len(clitic) > _SHORTEST:
            return word[: -len(clitic)]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > _SHORTEST:
        return word[:-1]
    return word


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """A stand-in for words no concept has: the same for the word's commonest forms."""
    short = plain(word)
    for ending in ("ing", "ed", "kan"):
        if short.endswith(ending) and len(short) - len(ending) > _SHORTEST:
            short = short[: -len(ending)]
            break
    return short[:-1] if short.endswith("e") and len(short) > 4 else short


@lru_cache(maxsize=8192)
def forms(word: str) -> tuple[str, ...]:
    """The word and what it may be a form of, likeliest first."""
    return tuple(dict.fromkeys(form for form in _forms(word) if len(form) >= min(3, len(word))))


def _forms(word: str) -> Iterator[str]:
    yield word
    short = plain(word)
    yield short
    yield from _english(word)
    bare = list(_without_endings(word))
    yield from bare
    for rest in bare:
        yield from _without_prefix(rest)


def _english(word: str) -> Iterator[str]:
    if word.endswith("es"):
        yield word[:-2]
    for ending in ("ing", "ed", "er", "ers", "ly", "ation", "ations", "ion", "ment"):
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            rest = word[: -len(ending)]
            yield rest
            yield rest + "e"
            if rest[-1] == rest[-2]:
                yield rest[:-1]
            if ending == "ed" and rest.endswith("i"):
                yield rest[:-1] + "y"


def _without_endings(word: str) -> Iterator[str]:
    yield word
    without = [word]
    if word.endswith(_CLITICS):
        without += _cut(word, _CLITICS)
    yield from without[1:]
    for rest in without:
        if rest.endswith(_ENDINGS):
            yield from _cut(rest, _ENDINGS)


def _cut(word: str, endings: tuple[str, ...]) -> Iterator[str]:
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            yield word[: -len(ending)]


def _without_prefix(word: str) -> Iterator[str]:
    if not word.startswith(_FIRST):
        return
    for prefix, instead in _NASAL:
        if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST:
            yield instead + word[len(prefix) :]
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST:
            yield word[len(prefix) :]
