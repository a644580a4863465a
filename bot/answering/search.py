"""Ranks the articles of one policy for a question, and says how sure that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp
from typing import TypeVar

from bot.answering import gate
from bot.answering.articles import Article, Policy
from bot.answering.gate import Evidence, Nearness
from bot.answering.learnt import Learnt, PolicyIndex
from bot.answering.reading import Reading
from bot.answering.topics import OFFTOPIC, likely
from bot.answering.vocabulary import Numbered, Vocabulary, ideas, wording

RANKED = 10
WRITTEN_DOWN = 0.99
"""So like a way of asking that it is the same one, by its ideas."""
_Label = TypeVar("_Label", str, int)


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each part of the evidence counts: learnt once from held-out ways of asking."""

    best: float = 4.2
    told: float = 0.18
    said: float = 2.75
    worded: float = 9.4
    topic: float = 1.36
    generic: float = 3.6


WEIGHTS = Weights()


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

    @property
    def certainty(self) -> float:
        """How likely the question is for a policy and the first article the right one."""
        return self.sureness * self.ours

    def joined(self, asked: Ranking) -> Ranking:
        """The evidence of a whole text and of what it asks, for each article together."""
        one, two = ({s.article.id: s for s in ranking.scored} for ranking in (self, asked))
        if not one or not two:
            return asked if two else self
        low, less = self.scored[-1].sum, asked.scored[-1].sum
        both = [
            replace(
                each, sum=(one[i].sum if i in one else low) + (two[i].sum if i in two else less)
            )
            for i, each in (one | two).items()
        ]
        both.sort(key=lambda s: (-s.sum, s.article.id))
        return Ranking(tuple(both[:RANKED]), asked.near, max(self.ours, asked.ours))


class Search:
    """All policies' indexes; each question looks into one of them only."""

    def __init__(self, policies: Mapping[str, Policy], learnt: Learnt) -> None:
        self._policies = policies
        self._learnt = learnt
        self._vocabulary = Vocabulary(learnt.keys)

    def rank(self, policy: str, reading: Reading) -> Ranking:
        """The best articles of a policy; only those that share a word with the question."""
        said, articles = self._vocabulary.look_up(reading), self._policies[policy].articles
        topics = likely(self._learnt.topics, self._learnt.senses, said)
        generic = self._nearest(said)
        scored = [
            _score(articles[place], evidence, topics, generic)
            for place, evidence in self._weigh(self._learnt.policies[policy], said).items()
        ]
        scored.sort(key=lambda s: (-s.sum, s.article.id))
        near = Nearness(
            generic.pop(OFFTOPIC, 0.0),
            max(generic.values(), default=0.0),
            self._strangeness(said),
            len(said.keys),
        )
        ours = _ours(scored[0].evidence, near) if scored else 0.0
        return Ranking(tuple(scored[:RANKED]), near, ours)

    def topics(self, reading: Reading) -> dict[str, float]:
        """How likely each topic is."""
        said = self._vocabulary.look_up(reading)
        return likely(self._learnt.topics, self._learnt.senses, said)

    def _strangeness(self, said: Numbered) -> float:
        """Above nought where the words are rather those of questions about anything else."""
        strange = self._learnt.strange
        return sum(strange[number] for number in {*said.begun} if number >= 0)

    def _nearest(self, said: Numbered) -> dict[str, float]:
        """How like the nearest example of each topic this is."""
        examples = self._learnt.examples
        scores = examples.asks.dot(self._learnt.ideas.vector(ideas(said)))
        return _best(examples.labels, scores)

    def _weigh(self, index: PolicyIndex, said: Numbered) -> dict[int, Evidence]:
        """The evidence for each article the question touches, by its place in the policy."""
        idea, words = self._learnt.ideas, self._learnt.wording
        best = _best(index.owner, index.asks.dot(idea.vector(ideas(said))))
        total = sum(map(idea.of, said.keys)) or 1.0
        says = index.said.dot({number: idea.of(number) / total for number in said.keys})
        worded = index.worded.dot(words.vector(wording([said])))
        met = [number for number in said.uttered if number >= 0]
        told = index.told.dot(dict.fromkeys(met, 1.0))
        return {
            place: Evidence(
                best.get(place, 0.0), told.get(place, 0.0) + len(met) * index.doubts[place],
                says.get(place, 0.0), worded.get(place, 0.0),
            )
            for place in best.keys() | told.keys() | says.keys() | worded.keys()
        }  # fmt: skip


def _best(labels: Sequence[_Label], scores: Mapping[int, float]) -> dict[_Label, float]:
    """The highest score of each label's rows."""
    best: dict[_Label, float] = {}
    for row, score in scores.items():
        label = labels[row]
        best[label] = max(score, best.get(label, 0.0))
    return best


def _ours(first: Evidence, near: Nearness) -> float:
    """What was written down as a way of asking is ours, whatever else its words are used for."""
    return 1.0 if first.best > WRITTEN_DOWN else gate.ours(first, near)


def _score(
    article: Article,
    evidence: Evidence,
    topics: Mapping[str, float],
    generic: Mapping[str, float],
) -> Scored:
    w = WEIGHTS
    topic, near = topics.get(article.topic, 0.0), generic.get(article.topic, 0.0)
    total = (
        w.best * evidence.best + w.told * evidence.told + w.said * evidence.said
        + w.worded * evidence.worded + w.topic * topic + w.generic * near
    )  # fmt: skip
    return Scored(article, evidence, topic, near, total)
