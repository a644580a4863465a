"""Any state, any input: what Hypothesis draws conversations from."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from bot.domain.cases import Kind
from bot.domain.conversation import (
    Adding,
    Choosing,
    Command,
    Facts,
    Filling,
    Given,
    Idle,
    OwnCase,
    Pressed,
    State,
    TooLong,
    Typed,
    Understood,
    Unreadable,
)
from bot.domain.forms import (
    BUSINESS,
    CHANGE,
    CHECK,
    CLASH,
    CLOSING,
    DETAILS,
    EMAIL,
    KEEPING,
    OFFER,
    REPEAT,
    RESIDENCE,
    TYPO,
    WHEN,
    WHOSE,
    Draft,
)
from bot.domain.presses import PRESSES

from .examples import ANAS, ARTICLES, BUDIS, HELD, NOW, POLICIES, facts

STEPS = (OFFER, WHOSE, BUSINESS, EMAIL, TYPO, DETAILS, WHEN, RESIDENCE, CHECK, CHANGE)
DOUBTS = (CLOSING, KEEPING, CLASH, REPEAT)
CHOICES = (
    *("go", "cancel", "skip", "self", "company", "account", "no_account", "other", "mend", "keep"),
    *("again", WHOSE, EMAIL, DETAILS, CHECK, CHANGE, "only-erasure", "only-access", "nonsense"),
    *("back", "business", "eu", "erase", "close", "keep", "all", "both", "new", "add", "rest"),
    *("at-mailcamp", "only-restriction"),
    *("move", "stay"),
)
OUTCOMES = (
    *("answer", "silent", "suggest", "compare", "which_policy", "smalltalk", "unknown"),
    "unclear",
)
COMMANDS = "start cancel status human company help privacy language dance".split()
WORDS = (
    "ya",
    "tidak",
    "lewati",
    "ana@gmail.com",
    "rani@gmial.com",
    "ana@",
    "Mailcamp",
    "apa?",
    "-",
)

text = st.sampled_from(WORDS) | st.text(min_size=1, max_size=12)
policy = st.sampled_from(sorted(POLICIES))
kinds = st.lists(st.sampled_from(Kind), min_size=1, max_size=3, unique=True).map(tuple)
ids = st.sampled_from([ANAS.id, "b" * 32, "0" * 32])


@st.composite
def understood(draw: st.DrawFn) -> Understood:
    """What the engine may say: a request has kinds, and at most some companies are named."""
    found = draw(st.none() | policy)
    named = tuple(draw(st.sets(policy, max_size=2))) or ((found,) if found else ())
    if draw(st.booleans()):
        each = len(named) > 1 and draw(st.booleans())
        found = None if each else found
        return Understood("request", found, named, kinds=draw(kinds), each=each)
    outcome = draw(st.sampled_from(OUTCOMES))
    offer = draw(st.just(()) | kinds)
    return Understood(outcome, found, named, tuple(ARTICLES), offer, smalltalk=draw(text))


drafts = st.builds(
    Draft,
    id=ids,
    policy=policy,
    kinds=kinds,
    at=st.just(NOW),
    words=text,
    demanded=st.booleans(),
    whose=st.none() | st.just("account"),
    email=st.none() | text,
    details=st.none() | text,
    asked=st.lists(st.sampled_from([WHOSE, EMAIL, DETAILS]), max_size=3).map(tuple),
    meant=st.none() | text,
    business=st.none() | text,
    when=st.none() | text,
    also=st.just(()) | st.tuples(st.tuples(st.just("jurnal"), kinds)),
)


@st.composite
def doubted(draw: st.DrawFn) -> Filling:
    """A draft that stands at the first of its doubts."""
    found = draw(st.lists(st.sampled_from(DOUBTS), min_size=1, max_size=3, unique=True))
    return Filling(replace(draw(drafts), doubts=tuple(found)), found[0])


choosing = st.builds(
    Choosing,
    words=st.just("") | text,
    at=st.just(NOW),
    kinds=st.just(()) | kinds,
    demanded=st.booleans(),
)
states: SearchStrategy[State] = st.one_of(
    st.just(Idle()),
    choosing,
    st.builds(Filling, draft=drafts, step=st.sampled_from(STEPS), moving=st.none() | policy),
    doubted(),
    st.builds(
        Adding,
        case_id=ids,
        detail=st.sampled_from([None, EMAIL, WHOSE, DETAILS, WHEN]),
        left=st.just(()) | st.just((EMAIL, WHEN)),
        meant=st.none() | st.just("ana@gmail.com"),
    ),
)

references = st.sampled_from([ANAS.reference, BUDIS, "", "nonsense"])
arguments = st.one_of(
    references, policy, text, st.sampled_from([*Kind, *ARTICLES, "en", "id", "-", *CHOICES])
)
presses = st.builds(
    Pressed,
    action=st.sampled_from([*PRESSES, "nonsense"]),
    args=st.lists(arguments, max_size=3).map(tuple),
    understood=st.none() | understood(),
)
typed = st.builds(
    Typed,
    text=text,
    understood=understood(),
    about=st.none() | ids,
    again=st.none() | understood(),
)
commands = st.builds(
    Command, name=st.sampled_from(COMMANDS), argument=st.just("") | references | policy
)
long_texts = st.builds(TooLong, text=text)
inputs: SearchStrategy[Given] = st.one_of(
    typed, presses, commands, long_texts, st.just(Unreadable())
)


@st.composite
def anything_true(draw: st.DrawFn) -> Facts:
    """The facts of any moment: a company known or not, a case, held or closed or none."""
    case = draw(st.sampled_from([None, ANAS, HELD, closed(ANAS)]))
    return facts(draw(st.none() | policy), *((case,) if case else ()))


def closed(case: OwnCase) -> OwnCase:
    return replace(case, is_open=False, withdrawable=())
