"""Which act a sentence demands: learnt from demands, and from what sounds alike and is none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import log

from bot.answering.postings import Postings, post
from bot.answering.reading import Reading
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
    found = {*keys, *(f"_{part}" for part in reading.beginnings)}
    found.update(f"{a}>{b}" for a, b in pairwise(keys))
    found.update(reading.pairs)
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
    overall = sum(uses.values(), Counter[str]())
    often = sorted(sign for sign, count in overall.items() if count >= _OFTEN)
    number = {sign: place for place, sign in enumerate(often)}
    usual = {sign: overall[sign] / (counts.total() + 1) for sign in often}

    def row(label: str) -> dict[int, float]:
        own, total = uses[label], counts[label] + _SMOOTH
        return {
            number[sign]: log((own[sign] + _SMOOTH * usual[sign]) / (total * usual[sign]))
            for sign in often
        }

    labels = tuple(sorted(uses))
    return Leanings(labels, tuple(often), post(map(row, labels)))


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
