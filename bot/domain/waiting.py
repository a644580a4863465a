"""What waits for a company: a request to be started, or a question to be answered."""

from __future__ import annotations

from dataclasses import replace

from bot.domain import filling
from bot.domain.cases import Kind
from bot.domain.conversation import Choosing, Facts, Idle, State, Then, Typed, Understood
from bot.domain.effects import ChoosePolicy, Effect, FileRequest, Say


def asked(state: Choosing, policies: tuple[str, ...] = ()) -> Effect:
    """The question that stands open: one of these companies, or any."""
    screen = "which_for_request" if state.is_request else "which"
    return Say(screen, {"policies": policies})


def ask(
    state: State,
    kinds: tuple[Kind, ...],
    words: str,
    facts: Facts,
    *,
    demanded: bool,
    policies: tuple[str, ...] = (),
) -> Then:
    """Ask which company a request is for."""
    waiting = joined(state, kinds, words, facts, demanded=demanded)
    return Then(waiting, (asked(waiting, policies),))


def joined(
    state: State, kinds: tuple[Kind, ...], words: str, facts: Facts, *, demanded: bool
) -> Choosing:
    """A request without a company; one that waits already takes it in and keeps its clock."""
    if not (isinstance(state, Choosing) and state.is_request):
        return Choosing(words, facts.now, kinds, demanded)
    return replace(
        state,
        words=filling.and_then(state.words, words),
        kinds=tuple(dict.fromkeys((*state.kinds, *kinds))),
        demanded=state.demanded or demanded,
    )


def started(state: Choosing, policy: str, facts: Facts) -> Then:
    """The waiting request begins, its clock at its first words."""
    known = replace(facts, policy=policy)
    draft = filling.drafted(state.kinds, state.words, known, demanded=state.demanded, at=state.at)
    begun = filling.opened(replace(draft, doubts=state.doubts), known)
    return Then(begun.state, (ChoosePolicy(policy), *begun.effects))


def started_each(state: State, got: Understood, words: str, facts: Facts) -> Then:
    """A request to each of several companies, asked about together."""
    whole = joined(state, got.kinds, words, facts, demanded=True)
    (policy, kinds), *also = got.of_each(whole.kinds)
    known = replace(facts, policy=policy)
    draft = filling.drafted(kinds, whole.words, known, demanded=True, at=whole.at)
    begun = filling.opened(replace(draft, also=tuple(also), doubts=whole.doubts), known)
    return Then(begun.state, (ChoosePolicy(policy), *begun.effects))


def person(state: State, facts: Facts) -> Then:
    """A person, for whom no company is needed; a demand that found none is filed as it stands."""
    nobody = replace(facts, policy=None)
    if not isinstance(state, Choosing):
        return filling.begin((Kind.HUMAN,), "", nobody, demanded=False)
    if not (state.is_request and state.demanded):
        return filling.begin((Kind.HUMAN,), state.words, nobody, demanded=False, at=state.at)
    kinds = tuple(dict.fromkeys((*state.kinds, Kind.HUMAN)))
    draft = filling.drafted(kinds, state.words, nobody, demanded=True, at=state.at)
    return Then(Idle(), (FileRequest(draft),))


def is_reply(given: Typed) -> bool:
    """Whether the words answer "which company?", rather than ask or want something."""
    got = given.understood
    asks = given.text.rstrip().endswith("?") or got.outcome in ("request", "compare")
    return got.named is not None and not asks


NAME_WORDS = 4


def is_name(given: Typed) -> bool:
    """Whether the words hold hardly more than a company's name."""
    got = given.understood
    is_unknown = got.outcome == "unknown" and not got.elsewhere
    return bool(got.named) and is_unknown and len(given.text.split()) <= NAME_WORDS
