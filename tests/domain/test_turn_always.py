"""What holds in every conversation: it answers, it survives its storage, it drops no demand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from bot.domain.cases import Kind
from bot.domain.conversation import (
    Choosing,
    Command,
    Facts,
    Filling,
    Given,
    Idle,
    Pressed,
    State,
    Typed,
    restore,
    store,
)
from bot.domain.effects import AddDetail, FileRequest, HandOver, Say, TellStaff, Toast, Withdraw
from bot.domain.forms import Draft
from bot.domain.turn import turn

from . import anything
from .examples import NOW, NOWHERE, POLICIES, Talk, button, facts, wants


@given(anything.states, anything.inputs, anything.anything_true())
def test_any_input_in_any_state_has_an_answer(state: State, given: Given, true: Facts) -> None:
    then = turn(state, given, true)
    assert then.effects
    assert any(isinstance(effect, Say | FileRequest | HandOver) for effect in then.effects)
    assert restore(store(then.state)) == then.state


@given(anything.states)
def test_any_state_survives_its_storage(state: State) -> None:
    assert restore(store(state)) == state


def test_where_nothing_is_stored_nothing_is_being_asked() -> None:
    assert restore(None) == Idle()


@given(anything.states, anything.inputs, anything.anything_true())
def test_only_own_cases_are_ever_touched(state: State, given: Given, true: Facts) -> None:
    own = {case.id for case in true.cases}
    asked = {getattr(state, "case_id", None)}
    for effect in turn(state, given, true).effects:
        if isinstance(effect, Withdraw):
            assert effect.case_id in own
        if isinstance(effect, TellStaff | AddDetail):
            assert effect.case_id in own | asked
        if isinstance(effect, Say) and "case" in effect.slots:
            assert effect.slots["case"] in own | asked


@given(anything.states, anything.inputs, anything.anything_true())
def test_whatever_is_filed_has_a_company_and_a_right(
    state: State, given: Given, true: Facts
) -> None:
    then = turn(state, given, true)
    drafts = [effect.draft for effect in then.effects if isinstance(effect, FileRequest)]
    drafts += [then.state.draft] if isinstance(then.state, Filling) else []
    for draft in drafts:
        assert draft.policy in POLICIES or (draft.policy == "" and Kind.HUMAN in draft.kinds)
        assert draft.kinds
    filed = [effect.draft for effect in then.effects if isinstance(effect, FileRequest)]
    assert all(draft.demanded for draft in filed)


@given(anything.states, st.text(max_size=6), anything.anything_true())
def test_a_press_never_goes_unanswered(state: State, action: str, true: Facts) -> None:
    effects = turn(state, Pressed(action, ("x", "y", "z")), true).effects
    assert isinstance(effects[0], Toast | Say)


@given(anything.states, anything.anything_true())
def test_cancel_leaves_every_state(state: State, true: Facts) -> None:
    assert turn(state, Command("cancel"), true).state == Idle()


# ---- a demand is never dropped


@dataclass(frozen=True)
class Demand:
    """What was demanded, as far as it must not be lost."""

    words: str
    kinds: frozenset[Kind]
    at: datetime | None

    def is_in(self, draft: Draft | Choosing) -> bool:
        kept = self.words in draft.words and self.kinds <= set(draft.kinds)
        return kept and draft.at == self.at and draft.demanded


def standing(state: State) -> Demand | None:
    """The demand a state holds, if any."""
    holds = state.draft if isinstance(state, Filling) else state
    if isinstance(holds, Draft | Choosing) and holds.demanded and holds.kinds:
        return Demand(holds.words, frozenset(holds.kinds), holds.at)
    return None


def gives_up(state: State, given: Given, known: Facts) -> bool:
    """The customer says in so many words that it is not to be sent, or not all of it."""
    match given:
        case Command(name="cancel") | Pressed(action="cancel" | "fgty"):
            return True
        case Pressed(action="f", args=(_, _, choice)):
            given_up = ("cancel", "self", "close", "rest", "add")
            return choice in given_up or choice.startswith(("only-", "at-"))
        case Typed(text=text) if isinstance(state, Filling):
            at_choice = state.step in ("offer", "whose", "check", "closing", "repeat")
            word = text.strip().lower().rstrip(".! ")
            return word in known.cancel or (at_choice and word in known.no)
    return False


class Conversation(RuleBasedStateMachine):
    """Ana says and presses whatever comes to her mind; her demand stays or is filed."""

    def __init__(self) -> None:
        super().__init__()
        self.talk = Talk()

    @initialize(true=anything.anything_true())
    def begin(self, true: Facts) -> None:
        self.talk = Talk(true)

    def hear(self, given: Given) -> None:
        before, filed = self.talk.state, len(self.talk.filed)
        known = self.talk.facts
        effects = self.talk.hear(given)
        assert effects
        demand = standing(before)
        if demand is None or gives_up(before, given, known):
            return
        places: list[Draft | Choosing] = list(self.talk.filed[filed:])
        after = self.talk.state
        places += [after.draft] if isinstance(after, Filling) else []
        places += [after] if isinstance(after, Choosing) else []
        assert any(demand.is_in(place) for place in places), (before, given, after)

    @rule(given=anything.typed)
    def types(self, given: Given) -> None:
        self.hear(given)

    @rule(given=anything.presses)
    def presses(self, given: Given) -> None:
        self.hear(given)

    @rule(given=anything.commands | anything.long_texts)
    def commands_or_rambles(self, given: Given) -> None:
        self.hear(given)

    @rule(kinds=anything.kinds)
    def demands(self, kinds: tuple[Kind, ...]) -> None:
        self.hear(wants("tolong", *kinds, policy=self.talk.facts.policy))

    @precondition(lambda self: isinstance(self.talk.state, Filling))
    @rule(choice=st.sampled_from(anything.CHOICES))
    def presses_the_form(self, choice: str) -> None:
        self.hear(button(self.talk.state, choice))

    @precondition(lambda self: isinstance(self.talk.state, Filling))
    @rule()
    def goes_on(self) -> None:
        self.hear(button(self.talk.state, "go"))


TestConversation = Conversation.TestCase


def test_a_demand_without_a_company_is_a_demand_that_stands() -> None:
    then = turn(Idle(), NOWHERE, facts(None))
    assert standing(then.state) == Demand(NOWHERE.text, frozenset({Kind.ERASURE}), NOW)
