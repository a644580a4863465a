"""Sentences as numbers: every idea and word that was met while learning has one of its own."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from math import log, sqrt

from bot.answering.postings import Weights
from bot.answering.reading import Reading, pairs

PAIR_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Numbered:
    """A reading as numbers, each once but for `begun`; what was never met is below nought."""

    keys: tuple[int, ...]
    pairs: tuple[int, ...]
    begun: tuple[int, ...]

    @property
    def uttered(self) -> tuple[int, ...]:
        """The ideas, and after them the words as they begin, each once."""
        return (*self.keys, *dict.fromkeys(self.begun))


class _Numbers(dict[str, int]):
    def __missing__(self, key: str) -> int:
        self[key] = number = len(self)
        return number


class Vocabulary:
    """Numbers for keys; only `learn` makes new ones."""

    def __init__(self, keys: Iterable[str] = ()) -> None:
        self._numbers = _Numbers((key, number) for number, key in enumerate(keys))

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(self._numbers)

    def learn(self, reading: Reading) -> Numbered:
        """Whatever was never met gets the next number."""
        return _numbered(reading, self._numbers.__getitem__)

    def learn_said(self, reading: Reading) -> Numbered:
        """Of what articles say, nobody asks which ideas stand together."""
        return _numbered(reading, self._numbers.__getitem__, is_said=True)

    def look_up(self, reading: Reading) -> Numbered:
        """Whatever was never met gets a number of its own below nought, in this reading only."""
        numbers, strange = self._numbers, dict[str, int]()

        def number(key: str) -> int:
            found = numbers.get(key)
            return strange.setdefault(key, -1 - len(strange)) if found is None else found

        return _numbered(reading, number)


def _numbered(
    reading: Reading, number: Callable[[str], int], *, is_said: bool = False
) -> Numbered:
    kept = reading.kept
    return Numbered(
        tuple(map(number, dict.fromkeys(kept))),
        () if is_said else tuple(map(number, pairs(kept))),
        tuple(map(number, reading.beginnings)),
    )


@dataclass(frozen=True, slots=True)
class Rarity:
    """How telling a key is, by number: the fewer documents have it, the more; 0 is never met."""

    weights: Weights
    unseen: float

    def of(self, number: int) -> float:
        is_met = 0 <= number < len(self.weights)
        return (self.weights[number] if is_met else 0.0) or self.unseen

    def vector(self, counts: Mapping[int, float]) -> dict[int, float]:
        """These keys weighted, of length one."""
        weights = {number: self.of(number) * count for number, count in counts.items()}
        length = sqrt(sum([weight * weight for weight in weights.values()]))
        return {number: weight / length for number, weight in weights.items()} if length else {}


def rarity(documents: Sequence[Iterable[int]], count: int) -> Rarity:
    """Learnt from documents, each the numbers it has; `count` is that of all numbers."""
    seen, many = Counter(chain.from_iterable(map(set, documents))), len(documents)
    weights = {key: log(1 + many / found) for key, found in seen.items()}
    return Rarity(by_number(weights, count), log(1 + 2 * max(1, many)))


def ideas(said: Numbered) -> dict[int, float]:
    """The ideas of a sentence, and which of them stand together."""
    return dict.fromkeys(said.keys, 1.0) | dict.fromkeys(said.pairs, PAIR_SHARE)


def wording(texts: Iterable[Numbered]) -> dict[int, float]:
    """The words as they stand; often said counts more, but not in proportion."""
    counted = Counter(number for text in texts for number in text.begun)
    return {number: 1 + log(count) for number, count in counted.items()}


def by_number(values: Mapping[int, float], count: int) -> array[float]:
    """One value for each number, 0 where there is none."""
    laid = array("f", bytes(4 * count))
    for number, value in values.items():
        laid[number] = value
    return laid
