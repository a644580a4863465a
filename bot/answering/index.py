"""An inverted index of one policy: which ways of asking and which articles a question is like."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

from bot.answering.reading import Reading

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
    """What speaks for one article, each part from 0 to about 1."""

    best: float = 0.0
    covered: float = 0.0
    said: float = 0.0
    worded: float = 0.0


@dataclass(frozen=True, slots=True)
class Read:
    """An article as read: the ways to ask for it, and what it says."""

    asked: Sequence[Reading]
    said: Sequence[Reading]


@dataclass(frozen=True, slots=True)
class Rarities:
    """How telling ideas are in questions, and words in summaries."""

    ideas: Rarity
    words: Rarity


class PolicyIndex:
    """Built once for a policy; a question only touches the articles it shares words with."""

    def __init__(self, articles: Sequence[Read], rarities: Rarities) -> None:
        self._rarities = rarities
        self._owner = array("H", (n for n, read in enumerate(articles) for _ in read.asked))
        asks = (ask for read in articles for ask in read.asked)
        self._asks = Postings(rarities.ideas.vector(ideas(ask)) for ask in asks)
        self._asked = Postings(_often(read.asked) for read in articles)
        self._said = Postings(
            dict.fromkeys((key for text in read.said for key in text.keys), 1.0)
            for read in articles
        )
        self._worded = Postings(rarities.words.vector(wording(read.said)) for read in articles)

    def weigh(self, reading: Reading) -> dict[int, Evidence]:
        """The evidence for each article the question touches, by its place in the policy."""
        best: dict[int, float] = {}
        for number, score in dot(self._asks, self._rarities.ideas.vector(ideas(reading))).items():
            place = self._owner[number]
            best[place] = max(score, best.get(place, 0.0))
        weights = {key: self._rarities.ideas[key] for key in reading.keys}
        total = sum(weights.values()) or 1.0
        shares = {key: weight / total for key, weight in weights.items()}
        covered, said = dot(self._asked, shares), dot(self._said, shares)
        worded = dot(self._worded, self._rarities.words.vector(wording([reading])))
        return {
            place: Evidence(
                best.get(place, 0.0), covered.get(place, 0.0), said.get(place, 0.0),
                worded.get(place, 0.0),
            )
            for place in best.keys() | covered.keys() | said.keys() | worded.keys()
        }  # fmt: skip


class Examples:
    """The nearest example of each label."""

    def __init__(self, examples: Sequence[tuple[str, Reading]], rarity: Rarity) -> None:
        self._rarity = rarity
        self._labels = [label for label, _ in examples]
        self._postings = Postings(rarity.vector(ideas(reading)) for _, reading in examples)

    def nearest(self, reading: Reading) -> dict[str, float]:
        best: dict[str, float] = {}
        for number, score in dot(self._postings, self._rarity.vector(ideas(reading))).items():
            label = self._labels[number]
            best[label] = max(score, best.get(label, 0.0))
        return best


class Postings:
    """For each key the rows that have it, laid end to end: a pair of arrays a key would cost
    many times what it holds."""

    def __init__(self, rows: Iterable[Mapping[str, float]]) -> None:
        gathered: dict[str, tuple[array[int], array[float]]] = {}
        for place, row in enumerate(rows):
            for key, weight in row.items():
                places, weights = gathered.setdefault(key, (array("H"), array("f")))
                places.append(place)
                weights.append(weight)
        self._place = {key: number for number, key in enumerate(gathered)}
        self._starts, self._rows, self._weights = array("L", [0]), array("H"), array("f")
        for places, weights in gathered.values():
            self._rows.extend(places)
            self._weights.extend(weights)
            self._starts.append(len(self._rows))

    def of(self, key: str) -> Iterable[tuple[int, float]]:
        """Row and weight, for each row that has the key."""
        number = self._place.get(key)
        if number is None:
            return ()
        part = slice(self._starts[number], self._starts[number + 1])
        return zip(self._rows[part], self._weights[part], strict=True)


def dot(postings: Postings, weights: Mapping[str, float]) -> dict[int, float]:
    """The inner product with each row that shares a key."""
    sums: dict[int, float] = {}
    for key, weight in weights.items():
        for place, share in postings.of(key):
            sums[place] = sums.get(place, 0.0) + weight * share
    return sums


def _often(readings: Sequence[Reading]) -> dict[str, float]:
    """The oftener an article is asked for with a word, the surer the word speaks for it."""
    counted = Counter(key for reading in readings for key in reading.keys)
    return {key: 1.0 - 0.5**count for key, count in counted.items()}
