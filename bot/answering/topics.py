"""What a question is about, learnt from all the ways people ask anything of any policy."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable
from math import exp, log

from bot.answering.reading import Reading
from bot.answering.usage import Asked

OFFTOPIC = "offtopic"
SMALLTALK = "smalltalk"
_SMOOTH = 0.3
_OFTEN = 2


class TopicSense:
    """Log-odds of each topic, word by word."""

    def __init__(self, examples: Iterable[tuple[str, Asked]]) -> None:
        counts: dict[str, Counter[str]] = {}
        totals: Counter[str] = Counter()
        overall: Counter[str] = Counter()
        for topic, asked in examples:
            found = {key: n for key, n in asked.uses.items() if key[0] != "_"}
            counts.setdefault(topic, Counter()).update(found)
            overall.update(found)
            totals[topic] += len(asked.readings)
        self.topics = tuple(sorted(counts))
        everything = totals.total()
        known = [(counts[topic], totals[topic] + _SMOOTH) for topic in self.topics]
        self._odds: dict[str, array[float]] = {}
        for key, count in overall.items():
            if count < _OFTEN:
                continue
            usual = (count + _SMOOTH) / (everything + _SMOOTH)
            share = _SMOOTH * count / everything
            self._odds[key] = array(
                "f", [log((uses[key] + share) / (total * usual)) for uses, total in known]
            )

    def weigh(self, reading: Reading) -> dict[str, float]:
        """How likely each topic is; they add up to one."""
        sums = [0.0] * len(self.topics)
        for key in reading.keys:
            odds = self._odds.get(key)
            if odds is not None:
                sums = [a + b for a, b in zip(sums, odds, strict=True)]
        highest = max(sums, default=0.0)
        raised = [exp(0.7 * (value - highest)) for value in sums]
        total = sum(raised) or 1.0
        return {t: value / total for t, value in zip(self.topics, raised, strict=True)}
