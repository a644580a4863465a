"""Puts questions together that ask alike, the same way every time."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from rapidfuzz import fuzz, process

from bot.answering.fold import fold

ALIKE = 72
"""Out of 100: the same words in another order, a typo, a word more or less."""


def groups(questions: Sequence[tuple[Hashable, str]]) -> list[list[int]]:
    """Places of questions of one kind that are like the first of their group, in order.

    A question is its kind, across which nothing is put together, and its words.
    """
    made: list[list[int]] = []
    leaders: dict[Hashable, dict[int, str]] = {}
    for place, (kind, words) in enumerate(questions):
        known = leaders.setdefault(kind, {})
        folded = fold(words)
        found = process.extractOne(folded, known, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE)
        if found is None:
            known[len(made)] = folded
            made.append([place])
        else:
            made[found[2]].append(place)
    return made
