"""Whether a text leans on what was said before: "and how long?", "same for Talenta"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.answering.articles import Topic
from bot.answering.names import Named
from bot.answering.reading import Reader, Reading, Token
from bot.answering.shared import Lexicon

Way = Literal["pick", "more", "why", "related", "none", "elsewhere", "bare", "about"]
PLACES = {"first": 0, "second": 1, "third": 2, "last": -1}
BEGINNING = 5
"""So many first letters tell the words of a topic's label from others."""
PLAIN: dict[Way, str] = {
    "bare": "joining",
    "more": "filling",
    "why": "filling",
    "related": "filling",
    "none": "filling",
}
"""Ways, and the words that may stand beside their signs."""


@dataclass(frozen=True, slots=True)
class Follow:
    """How a text leans: which of what was shown, which companies, or which topic it only names."""

    way: Way
    place: int = 0
    policies: tuple[str, ...] = ()
    topic: str | None = None


class Follows:
    """Knows such texts by their words alone: each is a sign of one way, or filling."""

    def __init__(self, lexicon: Lexicon, topics: Mapping[str, Topic], reader: Reader) -> None:
        self._words = {name: frozenset(words) for name, words in lexicon.followups.items()}
        owners: dict[str, set[str]] = {}
        for name, topic in topics.items():
            for label in (topic.label.en, topic.label.id):
                for token in reader.read(label).tokens:
                    owners.setdefault(_begun(token), set()).add(name)
        self._topics = {word: min(names) for word, names in owners.items() if len(names) == 1}

    def find(self, text: str, named: Named, reading: Reading) -> Follow | None:
        """The way it leans, or none: a question that stands by itself is never taken for one."""
        asked = text.rstrip().endswith("?")
        if named.policies:
            if not reading.tokens:
                return Follow("elsewhere", policies=named.policies) if asked else None
            if not self._others(reading, "elsewhere"):
                return Follow("elsewhere", policies=named.policies)
        for name, place in PLACES.items():
            if not named.policies and self._is(reading, name, "picking"):
                return Follow("pick", place)
        for way, filling in PLAIN.items():
            if not named.policies and self._is(reading, way, filling):
                return Follow(way)
        return self._about(reading, named.policies)

    def _about(self, reading: Reading, policies: tuple[str, ...]) -> Follow | None:
        """Hardly more than the name of a topic: "what about cookies", "soal keamanan"."""
        rest = self._others(reading, "leading")
        topic = self._topics.get(_begun(rest[0])) if len(rest) == 1 else None
        return Follow("about", policies=policies, topic=topic) if topic else None

    def _is(self, reading: Reading, way: str, filling: str) -> bool:
        signs = Counter(self._has(way, token) for token in reading.tokens)
        return signs[True] > 0 and all(
            self._has(way, token) or self._has(filling, token) for token in reading.tokens
        )

    def _others(self, reading: Reading, name: str) -> list[Token]:
        return [token for token in reading.tokens if not self._has(name, token)]

    def _has(self, name: str, token: Token) -> bool:
        words = self._words.get(name, frozenset())
        return token.key in words or token.word in words


def _begun(token: Token) -> str:
    """A word by its first letters; words that belong together only as a whole."""
    return token.word if "_" in token.word else token.word[:BEGINNING]
