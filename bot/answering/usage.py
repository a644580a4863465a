"""Which words people use when they ask for a thing, of this company and of any other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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
    uses: Counter[int] = Counter()
    for way in ways:
        uses.update(way.uttered)
    return Asked(name, ways, uses)


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

    def row(self, asked: Asked) -> dict[int, float]:
        """How much likelier each word is from those who ask for this than from anybody."""
        own, usual, usually = asked.uses, self._usual, self._usually
        row = {}
        for key, count in self._uses[asked.name].items():
            here = own.get(key, 0)
            weighed = here + _ELSEWHERE * (count - here)
            row[key] = log(1 + weighed / (usually * usual[key]))
        return row

    def doubt(self, asked: Asked) -> float:
        """What a word counts against a thing that many have asked for without it."""
        here = len(asked.ways)
        elsewhere = self._askers[asked.name] - here
        return log(_DOUBT / (_DOUBT + here + _ELSEWHERE * elsewhere))
