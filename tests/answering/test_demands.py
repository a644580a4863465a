"""What a sentence demands is learnt from demands and from questions that sound alike."""

from __future__ import annotations

from functools import cache

import pytest

from bot.answering.answer import Engine
from bot.answering.demands import Demands, Lean, learn_leanings, signs
from bot.answering.load import parse
from bot.answering.reading import Reader
from bot.answering.shared import Demanded, Lexicon
from bot.domain.cases import Kind

from .small import base, policy, written

SAID = {
    "erasure": ["wipe me off your books", "kick me out of the records", "scrub my name off"],
    "human": ["fetch me your boss", "somebody with a pulse please", "fetch a grown-up"],
}
QUESTIONS = ["who wipes the books when a name is old?", "is there a boss with a pulse?"]


def lean(text: str) -> Lean:
    reader = Reader(Lexicon())
    told = [(label, text) for label, texts in SAID.items() for text in texts]
    told += [("question", text) for text in QUESTIONS]
    leanings = learn_leanings((k, signs(reader.read(t), asks=t.endswith("?"))) for k, t in told)
    found = Demands(leanings).lean(reader.read(text), asks=text.endswith("?"))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "kind"),
    [("scrub me off your records", Kind.ERASURE), ("fetch somebody please", Kind.HUMAN)],
)
def test_words_heard_in_demands_lean_to_the_act_they_were_heard_with(
    text: str, kind: Kind
) -> None:
    assert lean(text).kind is kind
    assert lean(text).over_none > 0


def test_the_same_words_asked_as_a_question_lean_less() -> None:
    assert lean("wipe the books").over_none > lean("who wipes the books?").over_none


def test_words_never_heard_say_nothing() -> None:
    assert lean("qwzx").over_none == lean("qwzx").over_next == 0


def test_without_examples_the_patterns_decide_alone() -> None:
    assert Demands(learn_leanings(())).lean(Reader(Lexicon()).read("wipe me"), asks=False) is None


@cache
def desk() -> Engine:
    asks = {kind: {"en": texts} for kind, texts in SAID.items()}
    texts = base(policy("tokoku", "Tokoku"))
    texts["demands.yaml"] = written({"kinds": asks, "questions": {"en": QUESTIONS}})
    knowledge, problems = parse(texts)
    assert knowledge is not None, problems
    return Engine(knowledge)


def test_a_demand_no_pattern_knows_is_taken_as_the_request_it_is() -> None:
    reply = desk().answer("scrub me off your records", "tokoku")
    assert (reply.outcome, reply.offer) == ("request", (Kind.ERASURE,))
    assert reply.hits[0].article.id == "tokoku.right_erasure"


def test_a_demand_is_heard_before_the_company_is_known() -> None:
    reply = desk().answer("scrub me off your records")
    assert (reply.outcome, reply.policy, reply.offer) == ("request", None, (Kind.ERASURE,))


def test_a_question_is_never_taken_for_a_demand_by_likeness_alone() -> None:
    assert desk().answer("scrub me off your records?", "tokoku").outcome != "request"


def test_a_kind_nobody_knows_is_a_problem_of_the_file() -> None:
    texts = base() | {"demands.yaml": "kinds:\n  erase: {en: [wipe me]}\n"}
    knowledge, problems = parse(texts)
    assert knowledge is None
    assert problems[0].path == "demands.yaml"
    assert Demanded() == Demanded(kinds={})


def test_a_demand_heard_by_likeness_alone_is_told_from_a_plain_one() -> None:
    assert desk().answer("kick me out of the books", "tokoku").is_leant
    assert desk().answer("kick me out of the books").is_leant
    assert not desk().answer("delete my account", "tokoku").is_leant
