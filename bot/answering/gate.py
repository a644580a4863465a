"""Whether a question is one a privacy policy could answer, or one about anything else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from math import exp, log

from bot.answering.usage import Asked

_MOST = 4.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for one article: parts from 0 to 1, and how its askers talk, without bounds."""

    best: float = 0.0
    told: float = 0.0
    said: float = 0.0
    worded: float = 0.0


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

    always: float = -6.5
    best: float = 4.7
    told: float = 0.075
    worded: float = 7.7
    foreign: float = -3.6
    familiar: float = 9.7
    strange: float = -0.325
    length: float = 0.22


LEANING = Leaning()


def ours(first: Evidence, near: Nearness) -> float:
    """How likely a policy could answer this, given the evidence for its first article."""
    w = LEANING
    z = (
        w.always + w.best * first.best + w.told * first.told + w.worded * first.worded
        + w.foreign * near.foreign + w.familiar * near.familiar + w.strange * near.strange
        + w.length * near.length
    )  # fmt: skip
    return 1 / (1 + exp(-z))


def strangeness(own: Iterable[Asked], others: Asked) -> dict[int, float]:
    """Log-odds, word by word as it begins, of a question being about anything else."""
    uses: Counter[int] = Counter()
    asked = 0
    for one in own:
        uses.update(chain.from_iterable([set(way.begun) for way in one.ways]))
        asked += len(one.ways)
    strange = Counter(chain.from_iterable([set(way.begun) for way in others.ways]))
    odds = {}
    for key in uses.keys() | strange.keys():
        here, there = uses[key], strange[key]
        usual = 2 * (here + there) / (asked + len(others.ways) + 1)
        ratio = ((there + usual + 0.02) / (len(others.ways) + 2)) / ((here + 0.5) / (asked + 1))
        odds[key] = max(-_MOST, min(_MOST, log(ratio)))
    return odds
