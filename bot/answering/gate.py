"""Whether a question is one a privacy policy could answer, or one about anything else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp, log

from bot.answering.index import Evidence
from bot.answering.reading import Reading
from bot.answering.usage import Asked

_MOST = 4.0


@dataclass(frozen=True, slots=True)
class Nearness:
    """How like the nearest question about anything else, and about any policy, this one is."""

    foreign: float
    familiar: float
    strange: float
    length: int


@dataclass(frozen=True, slots=True)
class Leaning:
    """What each part of the evidence says for a question being ours: learnt on held-out ones."""

    always: float = -4.3
    told: float = 0.146
    said: float = 2.93
    worded: float = 4.87
    foreign: float = -4.04
    familiar: float = 4.25
    strange: float = -0.292
    length: float = 0.034


class Gate:
    """Log-odds, word by word, of a question being about anything else."""

    def __init__(self, ours: Iterable[Asked], others: Asked) -> None:
        uses: Counter[str] = Counter()
        asked = 0
        for one in ours:
            uses.update(one.uses)
            asked += len(one.readings)
        self._leaning = Leaning()
        self._odds = _odds(uses, asked, others.uses, len(others.readings))

    def strangeness(self, reading: Reading) -> float:
        return sum(self._odds.get(key, 0.0) for key in reading.uttered)

    def ours(self, first: Evidence, near: Nearness) -> float:
        """How likely a policy could answer this, given the evidence for its first article."""
        w = self._leaning
        z = (
            w.always + w.told * first.told + w.said * first.said
            + w.worded * first.worded + w.foreign * near.foreign + w.familiar * near.familiar
            + w.strange * near.strange + w.length * near.length
        )  # fmt: skip
        return 1 / (1 + exp(-z))


def _odds(
    ours: Mapping[str, int], asked: int, others: Mapping[str, int], strange: int
) -> dict[str, float]:
    odds = {}
    for key in ours.keys() | others.keys():
        if key[0] != "_":
            continue
        here, there = ours.get(key, 0), others.get(key, 0)
        usual = 2 * (here + there) / (asked + strange + 1)
        ratio = ((there + usual + 0.02) / (strange + 2)) / ((here + 0.5) / (asked + 1))
        odds[key] = max(-_MOST, min(_MOST, log(ratio)))
    return odds
