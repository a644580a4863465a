"""Learns from a knowledge base how people ask for what it says; always the same result."""

from __future__ import annotations

import gc
from array import array
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from bot.answering.articles import Article, Asks, Policy
from bot.answering.demands import learn_leanings, signs
from bot.answering.fold import words
from bot.answering.gate import strangeness
from bot.answering.learnt import Examples, Learnt, PolicyIndex
from bot.answering.load import Knowledge
from bot.answering.names import exact_names, mentioned
from bot.answering.postings import post
from bot.answering.reading import Reader, Reading
from bot.answering.topics import OFFTOPIC, senses
from bot.answering.usage import Asked, Usage, gather
from bot.answering.vocabulary import (
    Numbered,
    Rarity,
    Vocabulary,
    by_number,
    ideas,
    rarity,
    wording,
)

_SAMPLE = 7


@dataclass(frozen=True, slots=True)
class _Read:
    """An article as read: the ways to ask for it, and what it says."""

    asked: Asked
    said: Sequence[Numbered]


def learn(knowledge: Knowledge, reader: Reader) -> Learnt:
    """The reader learns the words as well."""
    with _nothing_is_waste():
        return _learnt(knowledge, reader)


@contextmanager
def _nothing_is_waste() -> Iterator[None]:
    """All that is made while learning is needed to its end: looking for waste takes a quarter."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _learnt(knowledge: Knowledge, reader: Reader) -> Learnt:
    split = {text: words(text) for text in _texts(knowledge)}
    spelt = sorted({word for raw in split.values() for word in raw})
    reader.learn(spelt)
    learner = _Learner(reader, split)
    articles = {
        name: [learner.article(article) for article in policy.articles]
        for name, policy in knowledge.policies.items()
    }
    shared = [(topic, learner.asked(topic, t.ask)) for topic, t in knowledge.topics.items()]
    others = learner.gathered(OFFTOPIC, knowledge.lexicon.offtopic)
    own = [
        (article.topic, read.asked)
        for name, policy in knowledge.policies.items()
        for article, read in zip(policy.articles, articles[name], strict=True)
    ]
    keys = learner.vocabulary.keys
    idea, worded = _rarities([r for read in articles.values() for r in read], shared, len(keys))
    usage, familiar = Usage(asked for _, asked in own), [*own, *shared]
    topics, odds = senses([*familiar, (OFFTOPIC, others)])
    strange = strangeness((asked for _, asked in familiar), others)
    return Learnt(
        words=tuple(spelt),
        keys=keys,
        mentions=_mentions(knowledge),
        ideas=idea,
        wording=worded,
        examples=_examples([*shared, (OFFTOPIC, others)], idea),
        topics=topics,
        senses=odds,
        strange=by_number(strange, len(keys)),
        policies={name: _index(read, idea, worded, usage) for name, read in articles.items()},
        demands=learn_leanings(learner.demands(knowledge)),
    )


class _Learner:
    """Reads texts into numbers, making them as they are needed."""

    def __init__(self, reader: Reader, split: Mapping[str, list[str]]) -> None:
        self._reader = reader
        self._split = split
        self._readings: dict[str, Reading] = {}
        self.vocabulary = Vocabulary()

    def article(self, article: Article) -> _Read:
        """Articles of the same name after the company's are alike."""
        said = [article.summary.en, article.summary.id]
        if article.label is not None:
            said += [article.label.en, article.label.id]
        name = article.id.partition(".")[2]
        learn = self.vocabulary.learn_said
        return _Read(self.asked(name, article.ask), [learn(self._read(text)) for text in said])

    def asked(self, name: str, asks: Asks) -> Asked:
        return self.gathered(name, (*asks.en, *asks.id))

    def gathered(self, name: str, texts: Sequence[str]) -> Asked:
        return gather(name, [self.vocabulary.learn(self._read(text)) for text in texts])

    def demands(self, knowledge: Knowledge) -> Iterator[tuple[str, set[str]]]:
        """Each sentence's signs with the act it demands, if any; not all ways of asking count."""
        for label, texts in _demands(knowledge).items():
            for text in texts:
                yield label, signs(self._read(text), asks=text.rstrip().endswith("?"))

    def _read(self, text: str) -> Reading:
        reading = self._readings.get(text)
        if reading is None:
            reading = self._readings[text] = self._reader.read_words(self._split[text])
        return reading


def _rarities(
    every: Sequence[_Read], shared: Sequence[tuple[str, Asked]], count: int
) -> tuple[Rarity, Rarity]:
    asked = [[n for way in read.asked.ways for n in (*way.keys, *way.pairs)] for read in every]
    asked += [[*way.keys, *way.pairs] for _, one in shared for way in one.ways]
    said = [[n for text in read.said for n in text.begun] for read in every]
    return rarity(asked, count), rarity(said, count)


def _examples(shared: Sequence[tuple[str, Asked]], idea: Rarity) -> Examples:
    spread = [(label, way) for label, asked in shared for way in asked.ways]
    labels = tuple(label for label, _ in spread)
    return Examples(labels, post(idea.vector(ideas(way)) for _, way in spread))


def _index(articles: Sequence[_Read], idea: Rarity, worded: Rarity, usage: Usage) -> PolicyIndex:
    asks = (way for read in articles for way in read.asked.ways)
    said = (dict.fromkeys((n for text in r.said for n in text.keys), 1.0) for r in articles)
    return PolicyIndex(
        owner=array("H", (n for n, r in enumerate(articles) for _ in r.asked.ways)),
        asks=post(idea.vector(ideas(way)) for way in asks),
        told=post(usage.row(read.asked) for read in articles),
        doubts=array("f", (usage.doubt(read.asked) for read in articles)),
        said=post(said),
        worded=post(worded.vector(wording(read.said)) for read in articles),
    )


def _mentions(knowledge: Knowledge) -> dict[str, tuple[str, ...]]:
    names = exact_names(knowledge.policies, frozenset(knowledge.lexicon.ordinary))
    return {
        name: mentioned(names, _article_texts(policy))
        for name, policy in knowledge.policies.items()
    }


def _demands(knowledge: Knowledge) -> dict[str, list[str]]:
    demanded, lexicon = knowledge.demanded, knowledge.lexicon
    found = {kind.value: [*said.en, *said.id] for kind, said in demanded.kinds.items()}
    if not found:
        return {}
    asked = [text for p in knowledge.policies.values() for text in _ask_texts(p)]
    found["question"] = [*demanded.questions.en, *demanded.questions.id]
    found["ask"] = asked[::_SAMPLE]
    found["else"] = [*lexicon.offtopic, *(t for said in lexicon.smalltalk.values() for t in said)]
    return found


def _ask_texts(policy: Policy) -> Iterator[str]:
    for article in policy.articles:
        yield from (*article.ask.en, *article.ask.id)


def _texts(knowledge: Knowledge) -> Iterator[str]:
    yield from knowledge.lexicon.offtopic
    for examples in knowledge.lexicon.smalltalk.values():
        yield from examples
    for marks in knowledge.lexicon.followups.values():
        yield from marks
    for said in (*knowledge.demanded.kinds.values(), knowledge.demanded.questions):
        yield from (*said.en, *said.id)
    for topic in knowledge.topics.values():
        yield from (*topic.ask.en, *topic.ask.id)
    for policy in knowledge.policies.values():
        yield from (*_article_texts(policy), *_labels(policy))


def _article_texts(policy: Policy) -> Iterator[str]:
    for article in policy.articles:
        yield from (*article.ask.en, *article.ask.id, article.summary.en, article.summary.id)


def _labels(policy: Policy) -> Iterator[str]:
    for article in policy.articles:
        if article.label is not None:
            yield from (article.label.en, article.label.id)


def without_asks(policies: Mapping[str, Policy]) -> dict[str, Policy]:
    """Once learnt from, the ways of asking have done their work."""
    return {
        name: policy.model_copy(
            update={
                "articles": tuple(a.model_copy(update={"ask": Asks()}) for a in policy.articles)
            }
        )
        for name, policy in policies.items()
    }
