"""Which act a sentence demands: learnt from demands, and from what sounds alike and is none."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import log

from bot.answering.postings import Postings, post_all
from bot.answering.reading import Reading, pairs
from bot.domain.cases import Kind

NO_DEMAND = ("question", "ask", "else")
"""Questions in the words of demands, ways of asking a policy, and whatever is not ours."""
_OFTEN = 2
_SMOOTH = 2.0


@dataclass(frozen=True, slots=True)
class Leanings:
    """Log-odds of each label, sign by sign; a row for each label."""

    labels: tuple[str, ...]
    signs: tuple[str, ...]
    odds: Postings


@dataclass(frozen=True, slots=True)
class Lean:
    """The likeliest act; by how much it beats the next one, and that nothing is demanded."""

    kind: Kind
    over_next: float
    over_none: float
    scores: Mapping[str, float]


def signs(reading: Reading, *, asks: bool) -> set[str]:
    """What tells demands apart: ideas, words, neighbours, and how the sentence begins and ends."""
    keys = [token.key for token in reading.tokens]
    found = {*keys, *reading.beginnings}
    found.update(f"{a}>{b}" for a, b in pairwise(keys))
    found.update(pairs(reading.kept))
    if keys:
        found.add(f"^{keys[0]}")
    return found | {"?"} if asks else found


def learn_leanings(examples: Iterable[tuple[str, set[str]]]) -> Leanings:
    """From sentences by label, each as its signs; what occurs only once says nothing."""
    uses: dict[str, Counter[str]] = {}
    counts: Counter[str] = Counter()
    for label, found in examples:
        uses.setdefault(label, Counter()).update(found)
        counts[label] += 1
    overall = Counter[str]()
    for own in uses.values():
        overall.update(own)
    often = sorted(sign for sign, count in overall.items() if count >= _OFTEN)
    number = {sign: place for place, sign in enumerate(often)}
    many = counts.total() + 1

    def row(label: str) -> array[float]:
        total = counts[label] + _SMOOTH
        odds = array("f", [log(_SMOOTH / total)]) * len(often)
        for sign in uses[label].keys() & number.keys():
            usual = overall[sign] / many
            odds[number[sign]] = log((uses[label][sign] + _SMOOTH * usual) / (total * usual))
        return odds

    labels = tuple(sorted(uses))
    return Leanings(labels, tuple(often), post_all([row(label) for label in labels]))


class Demands:
    """Weighs a sentence against everything that was learnt."""

    def __init__(self, leanings: Leanings) -> None:
        self._leanings = leanings
        self._numbers = {sign: number for number, sign in enumerate(leanings.signs)}

    def lean(self, reading: Reading, *, asks: bool) -> Lean | None:
        """None where nothing was learnt about demands."""
        met = (self._numbers.get(sign) for sign in sorted(signs(reading, asks=asks)))
        odds = self._leanings.odds.dot({n: 1.0 for n in met if n is not None})
        scores = {label: odds.get(row, 0.0) for row, label in enumerate(self._leanings.labels)}
        acts = sorted((k for k in scores if k not in NO_DEMAND), key=lambda k: -scores[k])
        if len(acts) < 2:
            return None
        best, none = scores[acts[0]], max((scores.get(k, 0.0) for k in NO_DEMAND), default=0.0)
        return Lean(Kind(acts[0]), best - scores[acts[1]], best - none, scores)
