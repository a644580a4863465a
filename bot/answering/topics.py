"""What a question is about, learnt from all the ways people ask anything of any policy."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable
from math import exp, log

from bot.answering.reading import Reading

OFFTOPIC = "offtopic"
SMALLTALK = "smalltalk"
_SMOOTH = 0.3


class TopicSense:
    """Log-odds of each topic, word by word."""

    def __init__(self, examples: Iterable[tuple[str, Reading]]) -> None:
        counts: dict[str, Counter[str]] = {}
        totals: Counter[str] = Counter()
        overall: Counter[str] = Counter()
        for topic, reading in examples:
            found = (*reading.keys, *reading.pairs)
            counts.setdefault(topic, Counter()).update(found)
            overall.update(found)
            totals[topic] += 1
        self.topics = tuple(sorted(counts))
        everything = totals.total()
        self._odds: dict[str, array[float]] = {}
        for key, count in overall.items():
            usual = (count + _SMOOTH) / (everything + _SMOOTH)
            share = _SMOOTH * count / everything
            self._odds[key] = array(
                "f",
                (
                    log((counts[topic][key] + share) / (totals[topic] + _SMOOTH) / usual)
                    for topic in self.topics
                ),
            )

    def weigh(self, reading: Reading) -> dict[str, float]:
        """How likely each topic is; they add up to one."""
        sums = [0.0] * len(self.topics)
        for share, keys in ((1.0, reading.keys), (0.5, reading.pairs)):
            for key in keys:
                odds = self._odds.get(key)
                if odds is not None:
                    sums = [a + share * b for a, b in zip(sums, odds, strict=True)]
        highest = max(sums, default=0.0)
        raised = [exp(0.7 * (value - highest)) for value in sums]
        total = sum(raised) or 1.0
        return {t: value / total for t, value in zip(self.topics, raised, strict=True)}
