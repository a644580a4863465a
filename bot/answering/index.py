"""An inverted index of one policy: which ways of asking and which articles a question is like."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

from bot.answering.postings import Numbers, Postings, dot
from bot.answering.reading import Reading
from bot.answering.usage import Asked, Usage

PAIR_SHARE = 0.6


class Rarity:
    """How telling a word is: the fewer documents have it, the more."""

    def __init__(self, documents: Iterable[Iterable[str]]) -> None:
        seen: Counter[str] = Counter()
        count = 0
        for document in documents:
            count += 1
            seen.update(set(document))
        self._weight = {key: log(1 + count / found) for key, found in seen.items()}
        self._unseen = log(1 + 2 * max(1, count))

    def __getitem__(self, key: str) -> float:
        return self._weight.get(key, self._unseen)

    def vector(self, counts: Mapping[str, float]) -> dict[str, float]:
        """These words weighted, of length one."""
        weights = {key: self[key] * count for key, count in counts.items()}
        length = sqrt(sum(weight * weight for weight in weights.values()))
        return {key: weight / length for key, weight in weights.items()} if length else {}


def ideas(reading: Reading) -> dict[str, float]:
    """The ideas of a sentence, and which of them stand together."""
    return dict.fromkeys(reading.keys, 1.0) | dict.fromkeys(reading.pairs, PAIR_SHARE)


def wording(readings: Iterable[Reading]) -> dict[str, float]:
    """The words as they stand; often said counts more, but not in proportion."""
    counted = Counter(part for reading in readings for part in reading.beginnings)
    return {part: 1 + log(count) for part, count in counted.items()}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for one article: parts from 0 to 1, and how its askers talk, without bounds."""

    best: float = 0.0
    told: float = 0.0
    said: float = 0.0
    worded: float = 0.0


@dataclass(frozen=True, slots=True)
class Read:
    """An article as read: the ways to ask for it, and what it says."""

    asked: Asked
    said: Sequence[Reading]


@dataclass(frozen=True, slots=True)
class Shared:
    """What the indexes of all policies have in common."""

    ideas: Rarity
    words: Rarity
    numbers: Numbers


class PolicyIndex:
    """Built once for a policy; a question only touches the articles it shares words with."""

    def __init__(self, articles: Sequence[Read], shared: Shared, usage: Usage) -> None:
        self._shared = shared
        ideal, worded, numbers = shared.ideas, shared.words, shared.numbers
        self._owner = array("H", (n for n, r in enumerate(articles) for _ in r.asked.readings))
        asks = (ask for read in articles for ask in read.asked.readings)
        self._asks = Postings((ideal.vector(ideas(ask)) for ask in asks), numbers)
        self._told = Postings((usage.row(r.asked) for r in articles), numbers)
        self._doubts = [usage.doubt(r.asked) for r in articles]
        self._said = Postings(
            (dict.fromkeys((k for text in r.said for k in text.keys), 1.0) for r in articles),
            numbers,
        )
        self._worded = Postings((worded.vector(wording(r.said)) for r in articles), numbers)

    def weigh(self, reading: Reading) -> dict[int, Evidence]:
        """The evidence for each article the question touches, by its place in the policy."""
        best: dict[int, float] = {}
        ideal = self._shared.ideas
        for number, score in dot(self._asks, ideal.vector(ideas(reading))).items():
            place = self._owner[number]
            best[place] = max(score, best.get(place, 0.0))
        weights = {key: ideal[key] for key in reading.keys}
        total = sum(weights.values()) or 1.0
        said = dot(self._said, {key: weight / total for key, weight in weights.items()})
        worded = dot(self._worded, self._shared.words.vector(wording([reading])))
        uttered = [key for key in reading.uttered if key in self._shared.numbers]
        told, length = dot(self._told, dict.fromkeys(uttered, 1.0)), len(uttered)
        return {
            place: Evidence(
                best.get(place, 0.0), told.get(place, 0.0) + length * self._doubts[place],
                said.get(place, 0.0), worded.get(place, 0.0),
            )
            for place in best.keys() | told.keys() | said.keys() | worded.keys()
        }  # fmt: skip


class Examples:
    """The nearest example of each label."""

    def __init__(self, examples: Iterable[tuple[str, Asked]], shared: Shared) -> None:
        self._rarity = shared.ideas
        spread = [(label, reading) for label, asked in examples for reading in asked.readings]
        self._labels = [label for label, _ in spread]
        rows = (self._rarity.vector(ideas(reading)) for _, reading in spread)
        self._postings = Postings(rows, shared.numbers)

    def nearest(self, reading: Reading) -> dict[str, float]:
        best: dict[str, float] = {}
        for number, score in dot(self._postings, self._rarity.vector(ideas(reading))).items():
            label = self._labels[number]
            best[label] = max(score, best.get(label, 0.0))
        return best
