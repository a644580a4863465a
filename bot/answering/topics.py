"""What a question is about, learnt from all the ways people ask anything of any policy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import chain
from math import exp, log

from bot.answering.postings import Postings, post
from bot.answering.usage import Asked
from bot.answering.vocabulary import Numbered

OFFTOPIC = "offtopic"
_SMOOTH = 0.3
_OFTEN = 2
_TRUST = 0.7


def senses(examples: Iterable[tuple[str, Asked]]) -> tuple[tuple[str, ...], Postings]:
    """The topics, and the log-odds of each, idea by idea: a row for each topic."""
    counts: dict[str, Counter[int]] = {}
    totals: Counter[str] = Counter()
    for topic, asked in examples:
        found = counts.setdefault(topic, Counter())
        found.update(chain.from_iterable([way.keys for way in asked.ways]))
        totals[topic] += len(asked.ways)
    names, everything = tuple(sorted(counts)), totals.total()
    overall = Counter[int]()
    for uses in counts.values():
        overall.update(uses)
    often = {key: count for key, count in overall.items() if count >= _OFTEN}

    def row(topic: str) -> dict[int, float]:
        uses, total = counts[topic], totals[topic] + _SMOOTH

        def odds(used: int, count: int) -> float:
            usual = total * (count + _SMOOTH) / (everything + _SMOOTH)
            return log((used + _SMOOTH * count / everything) / usual)

        never = {count: odds(0, count) for count in set(often.values())}
        return {
            key: odds(uses[key], count) if key in uses else never[count]
            for key, count in often.items()
        }

    return names, post(map(row, names))


def likely(topics: tuple[str, ...], odds: Postings, said: Numbered) -> dict[str, float]:
    """How likely each topic is; they add up to one."""
    sums = odds.dot(dict.fromkeys(said.keys, 1.0))
    raised = [exp(_TRUST * sums.get(place, 0.0)) for place in range(len(topics))]
    total = sum(raised) or 1.0
    return {topic: value / total for topic, value in zip(topics, raised, strict=True)}
