"""Ranks the articles of one policy for a question, and says how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp

from bot.answering.articles import Article, Asks
from bot.answering.index import Evidence, Examples, PolicyIndex, Rarities, Rarity, Read
from bot.answering.index import ideas as ideas_of
from bot.answering.load import Knowledge
from bot.answering.reading import Reader, Reading
from bot.answering.topics import OFFTOPIC, TopicSense

NOTHING = Evidence()
RANKED = 10


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each part of the evidence counts: learnt once from held-out ways of asking."""

    best: float = 5.0
    covered: float = 5.3
    said: float = 3.4
    worded: float = 9.2
    topic: float = 1.9
    generic: float = 3.0


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
    """The articles best first, and how near the question is to what is not ours to answer."""

    scored: tuple[Scored, ...]
    offtopic: float
    foreign: float
    familiar: float

    @property
    def sureness(self) -> float:
        """How likely the first article is the right one, from 0 to 1."""
        if not self.scored:
            return 0.0
        top = self.scored[0].sum
        return 1 / sum(exp(scored.sum - top) for scored in self.scored)

    @property
    def ours(self) -> float:
        """How likely the question is one a privacy policy could answer, from 0 to 1."""
        if not self.scored:
            return 0.0
        first = self.scored[0].evidence
        z = (
            -1.65 - 5.71 * self.offtopic - 4.19 * self.foreign + 4.77 * self.familiar
            + 0.59 * first.best + 1.67 * first.covered + 8.35 * first.worded
        )  # fmt: skip
        return 1 / (1 + exp(-z))


class Search:
    """All policies' indexes; each question looks into one of them only."""

    def __init__(self, knowledge: Knowledge, reader: Reader) -> None:
        self._weights = Weights()
        self._articles = {name: p.articles for name, p in knowledge.policies.items()}
        read = {
            name: [_read(article, reader) for article in articles]
            for name, articles in self._articles.items()
        }
        shared = [
            (topic, reading)
            for topic, value in knowledge.topics.items()
            for reading in _asked(value.ask, reader)
        ]
        shared += [(OFFTOPIC, reader.read(text)) for text in knowledge.lexicon.offtopic]
        rarities = _rarities(read, shared)
        own = [
            (article.topic, reading)
            for name, articles in self._articles.items()
            for article, one in zip(articles, read[name], strict=True)
            for reading in one.asked
        ]
        self._sense = TopicSense([*own, *shared])
        self._shared = Examples(shared, rarities.ideas)
        self._indexes = {name: PolicyIndex(r, rarities) for name, r in read.items()}

    def rank(self, policy: str, reading: Reading) -> Ranking:
        """The best articles of a policy; only those that share a word with the question."""
        articles = self._articles[policy]
        topics, generic = self.topics(reading), self._shared.nearest(reading)
        scored = [
            self._score(articles[place], evidence, topics, generic)
            for place, evidence in self._indexes[policy].weigh(reading).items()
        ]
        scored.sort(key=lambda s: (-s.sum, s.article.id))
        foreign = generic.pop(OFFTOPIC, 0.0)
        familiar = max(generic.values(), default=0.0)
        return Ranking(tuple(scored[:RANKED]), topics.get(OFFTOPIC, 0.0), foreign, familiar)

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
            w.best * evidence.best + w.covered * evidence.covered + w.said * evidence.said
            + w.worded * evidence.worded + w.topic * topic + w.generic * near
        )  # fmt: skip
        return Scored(article, evidence, topic, near, total)


def _read(article: Article, reader: Reader) -> Read:
    said = [article.summary.en, article.summary.id]
    if article.label is not None:
        said += [article.label.en, article.label.id]
    return Read(_asked(article.ask, reader), [reader.read(text) for text in said])


def _asked(asks: Asks, reader: Reader) -> list[Reading]:
    return [reader.read(ask) for ask in (*asks.en, *asks.id)]


def _rarities(read: Mapping[str, list[Read]], shared: list[tuple[str, Reading]]) -> Rarities:
    every = [one for articles in read.values() for one in articles]
    asked = [{key for reading in one.asked for key in ideas_of(reading)} for one in every]
    asked += [set(ideas_of(reading)) for _, reading in shared]
    said = [{part for text in one.said for part in text.beginnings} for one in every]
    return Rarities(Rarity(asked), Rarity(said))
