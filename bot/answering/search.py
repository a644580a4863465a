"""Ranks the articles of one policy for a question, and says how sure that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp

from bot.answering.articles import Article, Asks
from bot.answering.gate import Gate, Nearness
from bot.answering.index import Evidence, Examples, PolicyIndex, Rarity, Read, Shared
from bot.answering.load import Knowledge
from bot.answering.reading import Reader, Reading
from bot.answering.topics import OFFTOPIC, TopicSense
from bot.answering.usage import Asked, Usage, gather

NOTHING = Evidence()
RANKED = 10


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each part of the evidence counts: learnt once from held-out ways of asking."""

    best: float = 4.2
    told: float = 0.18
    said: float = 2.75
    worded: float = 9.4
    topic: float = 1.36
    generic: float = 3.6


@dataclass(frozen=True, slots=True)
class Scored:
    """An article with its evidence."""

    article: Article
    evidence: Evidence
    topic: float
    generic: float
    sum: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """The articles best first, and how likely the question is one for them."""

    scored: tuple[Scored, ...]
    near: Nearness
    ours: float

    @property
    def sureness(self) -> float:
        """How likely the first article is the right one, from 0 to 1."""
        if not self.scored:
            return 0.0
        top = self.scored[0].sum
        return 1 / sum(exp(scored.sum - top) for scored in self.scored)


class Search:
    """All policies' indexes; each question looks into one of them only."""

    def __init__(self, knowledge: Knowledge, reader: Reader) -> None:
        self._weights = Weights()
        self._articles = {name: p.articles for name, p in knowledge.policies.items()}
        read = {
            name: [_read(article, reader) for article in articles]
            for name, articles in self._articles.items()
        }
        shared = [(topic, _asked(topic, t.ask, reader)) for topic, t in knowledge.topics.items()]
        others = gather(OFFTOPIC, [reader.read(text) for text in knowledge.lexicon.offtopic])
        own = [
            (article.topic, one.asked)
            for name, articles in self._articles.items()
            for article, one in zip(articles, read[name], strict=True)
        ]
        common, usage = _common(read, shared), Usage(asked for _, asked in own)
        self._gate = Gate((asked for _, asked in [*own, *shared]), others)
        shared.append((OFFTOPIC, others))
        self._sense = TopicSense([*own, *shared])
        self._shared = Examples(shared, common)
        self._indexes = {name: PolicyIndex(r, common, usage) for name, r in read.items()}

    def rank(self, policy: str, reading: Reading) -> Ranking:
        """The best articles of a policy; only those that share a word with the question."""
        articles = self._articles[policy]
        topics, generic = self.topics(reading), self._shared.nearest(reading)
        scored = [
            self._score(articles[place], evidence, topics, generic)
            for place, evidence in self._indexes[policy].weigh(reading).items()
        ]
        scored.sort(key=lambda s: (-s.sum, s.article.id))
        near = Nearness(
            generic.pop(OFFTOPIC, 0.0),
            max(generic.values(), default=0.0),
            self._gate.strangeness(reading),
            len(reading.keys),
        )
        ours = self._gate.ours(scored[0].evidence, near) if scored else 0.0
        return Ranking(tuple(scored[:RANKED]), near, ours)

    def strangeness(self, reading: Reading) -> float:
        """Above nought where the words are rather those of questions about anything else."""
        return self._gate.strangeness(reading)

    def topics(self, reading: Reading) -> dict[str, float]:
        return self._sense.weigh(reading)

    def _score(
        self,
        article: Article,
        evidence: Evidence,
        topics: Mapping[str, float],
        generic: Mapping[str, float],
    ) -> Scored:
        w = self._weights
        topic, near = topics.get(article.topic, 0.0), generic.get(article.topic, 0.0)
        total = (
            w.best * evidence.best + w.told * evidence.told + w.said * evidence.said
            + w.worded * evidence.worded + w.topic * topic + w.generic * near
        )  # fmt: skip
        return Scored(article, evidence, topic, near, total)


def _read(article: Article, reader: Reader) -> Read:
    said = [article.summary.en, article.summary.id]
    if article.label is not None:
        said += [article.label.en, article.label.id]
    name = article.id.partition(".")[2]
    return Read(_asked(name, article.ask, reader), [reader.read(text) for text in said])


def _asked(name: str, asks: Asks, reader: Reader) -> Asked:
    return gather(name, [reader.read(ask) for ask in (*asks.en, *asks.id)])


def _common(read: Mapping[str, list[Read]], shared: list[tuple[str, Asked]]) -> Shared:
    every = [one for articles in read.values() for one in articles]
    asked = [_ideas(one.asked.readings) for one in every]
    asked += [_ideas([reading]) for _, one in shared for reading in one.readings]
    said = [{part for text in one.said for part in text.beginnings} for one in every]
    return Shared(Rarity(asked), Rarity(said), {})


def _ideas(readings: Sequence[Reading]) -> set[str]:
    found: set[str] = set()
    for reading in readings:
        found.update(reading.keys, reading.pairs)
    return found
