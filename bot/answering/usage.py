"""Which words people use when they ask for a thing, of this company and of any other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from math import log

from bot.answering.vocabulary import Numbered

_ELSEWHERE = 0.3
_DOUBT = 3.0


@dataclass(frozen=True, slots=True)
class Asked:
    """The ways to ask for a thing, and how many of them use each word."""

    name: str
    ways: Sequence[Numbered]
    uses: Mapping[int, int]


def gather(name: str, ways: Sequence[Numbered]) -> Asked:
    """Things of the same name are alike, whichever company they are asked of."""
    return Asked(name, ways, Counter(chain.from_iterable([way.uttered for way in ways])))


class Usage:
    """How many of the askers of each thing used each word."""

    def __init__(self, every: Iterable[Asked]) -> None:
        self._uses: dict[str, Counter[int]] = {}
        self._askers: Counter[str] = Counter()
        self._usual: Counter[int] = Counter()
        for asked in every:
            self._uses.setdefault(asked.name, Counter()).update(asked.uses)
            self._askers[asked.name] += len(asked.ways)
        for uses in self._uses.values():
            self._usual.update(uses)
        self._usually = _DOUBT / (self._askers.total() or 1)
        self._elsewhere = {
            name: {key: self._weight(key, _ELSEWHERE * count) for key, count in uses.items()}
            for name, uses in self._uses.items()
        }

    def row(self, asked: Asked) -> dict[int, float]:
        """How much likelier each word is from those who ask for this than from anybody."""
        every = self._uses[asked.name]
        own = {
            key: self._weight(key, here + _ELSEWHERE * (every[key] - here))
            for key, here in asked.uses.items()
        }
        return self._elsewhere[asked.name] | own

    def _weight(self, key: int, uses: float) -> float:
        return log(1 + uses / (self._usually * self._usual[key]))

    def doubt(self, asked: Asked) -> float:
        """What a word counts against a thing that many have asked for without it."""
        here = len(asked.ways)
        elsewhere = self._askers[asked.name] - here
        return log(_DOUBT / (_DOUBT + here + _ELSEWHERE * elsewhere))
