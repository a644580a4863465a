"""One question put to several companies: the article of each that speaks of the same topic."""

from __future__ import annotations

from collections import Counter
from itertools import dropwhile

from bot.answering.answer import Engine
from bot.answering.articles import Article, Policy, Stance
from bot.answering.fold import words

FITS = 0.6
"""From this score on an article is taken for what it says, not only for its topic."""


def overview(policy: Policy, topic: str) -> Article | None:
    """The article that speaks of a topic as a whole; its first one where none does."""
    found = [one for one in policy.articles if one.topic == topic]
    whole = (one for one in found if one.id == f"{policy.policy}.{topic}")
    return next(whole, found[0] if found else None)


def matter(engine: Engine, question: str) -> str:
    """What is to be compared, without the words that only ask for a comparison before it."""
    asking = frozenset(engine.knowledge.lexicon.followups.get("comparing", ()))
    rest = list(dropwhile(asking.__contains__, words(question)))
    return " ".join(rest) or question


def side_by_side(
    engine: Engine, question: str, policies: tuple[str, ...], topic: str | None = None
) -> tuple[str, ...]:
    """Articles by id, those that speak before those that are silent, each in the order given."""
    hits = engine.compare(matter(engine, question), policies)
    votes: Counter[str] = Counter()
    for hit in hits:
        votes[hit.article.topic] += int(hit.score * 1000)
    if topic is None and votes:
        topic = votes.most_common(1)[0][0]
    best = {hit.policy: hit for hit in hits}
    found: list[Article] = []
    for name in policies:
        if (near := best.get(name)) and near.article.topic == topic and near.score >= FITS:
            found.append(near.article)
        elif topic and (article := overview(engine.knowledge.policies[name], topic)):
            found.append(article)
    return tuple(one.id for one in sorted(found, key=lambda one: one.stance is Stance.SILENT))
