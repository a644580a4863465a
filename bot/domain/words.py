"""What a customer types: an answer to what was asked, words for staff, a demand or a question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.domain import after, completing, filling, moving, replies, waiting
from bot.domain.cases import Kind
from bot.domain.conversation import (
    Adding,
    Choosing,
    Facts,
    Filling,
    Idle,
    OwnCase,
    State,
    Then,
    Typed,
    Understood,
)
from bot.domain.effects import AddDetail, ChoosePolicy, Effect, Say, SendCode, Slot, TellStaff
from bot.domain.forms import CODE, CONTEST, EMAIL, address_in, is_address


def typed(state: State, given: Typed, facts: Facts) -> Then:
    """Words: an answer to what was asked, a message for staff, a demand or a question."""
    about = facts.own(given.about)
    if about and not is_asked(state, about) and not is_new_demand(given.understood, about):
        if about.can_contest:
            return after.contested(state, about.id, given.text)
        return Then(state, (TellStaff(about.id, given.text), Say("passed_on_quietly")))
    if isinstance(state, Adding):
        return adding(state, given, facts)
    if isinstance(state, Filling):
        if then := moving.moved(state, given, facts):
            return then
        state = replace(state, moving=None)
        if not state.draft.policy and (then := named(state, given, facts)):
            return then
        return replies.typed(state, given, facts) or said(state, given, facts)
    return said(state, given, facts)


def is_asked(state: State, about: OwnCase) -> bool:
    """Whether just this case waits for the words anyway."""
    return isinstance(state, Adding) and state.case_id == about.id


def adding(state: Adding, given: Typed, facts: Facts) -> Then:
    """What was asked for, or simply more words for the case."""
    if state.detail in WAITED_FOR:
        return WAITED_FOR[state.detail](state, given, facts)
    word = replies.said_word(given.text)
    if state.detail is None and word in facts.cancel:
        return Then(Idle(), (Say("cancelled"),))
    if state.detail is None:
        return Then(Idle(), (TellStaff(state.case_id, given.text), Say("added")))
    if word in facts.skip:
        return completing.onward(state, None, facts)
    if is_something_else(state, given, facts):
        return said(state, given, facts)
    if state.detail != EMAIL:
        return completing.typed(state, given, facts) or said(state, given, facts)
    if address := address_in(given.text):
        return completing.address(state, address, facts)
    return noted(state, given, facts)


def noted(state: Adding, given: Typed, facts: Facts) -> Then:
    """No address, so a note: of the companies that were asked together for the one it names,
    else for all.
    """
    asked = (state.case_id, *state.also)
    named = [one.id for one in facts.cases if one.policy in given.understood.policies]
    those = [one for one in asked if one in named] or asked
    told = tuple(TellStaff(one, given.text) for one in those)
    if len(those) == 1:
        return Then(Idle(), (*told, Say("not_address_added", {"case": those[0]})))
    return Then(Idle(), (*told, Say("not_address_added_all", {"count": len(those)})))


def awaiting_code(state: Adding, given: Typed, facts: Facts) -> Then:
    """A code, a way out, or something else altogether; the code can be typed after that, too."""
    word = replies.said_word(given.text)
    if word in facts.skip or word in facts.cancel:
        return Then(Idle(), (Say("skipped"),))
    if then := after.typed_code(state, given):
        return then
    if address := address_in(given.text):
        kept = AddDetail(state.case_id, EMAIL, address)
        return Then(state, (kept, SendCode(state.case_id)))
    then = said(Idle(), given, facts)
    return Then(state, then.effects) if isinstance(then.state, Idle) else then


def awaiting_contest(state: Adding, given: Typed, facts: Facts) -> Then:
    """What isn't right about an outcome, or a way out."""
    if replies.said_word(given.text) in facts.cancel | facts.skip:
        return Then(Idle(), (Say("cancelled"),))
    return after.contested(Idle(), state.case_id, given.text)


WAITED_FOR: dict[str | None, Callable[[Adding, Typed, Facts], Then]] = {
    CODE: awaiting_code,
    CONTEST: awaiting_contest,
}

ELSE = ("answer", "silent", "compare", "smalltalk")


def is_something_else(state: Adding, given: Typed, facts: Facts) -> bool:
    """A question or a new demand instead of the address asked for."""
    case, got = facts.own(state.case_id), given.understood
    if got.outcome == "request":
        return not is_address(given.text) and (case is None or is_new_demand(got, case))
    return got.outcome in ELSE and "@" not in given.text


def said(state: State, given: Typed, facts: Facts) -> Then:
    """Words in nobody's form: what the engine understood decides."""
    got = given.understood
    if isinstance(state, Choosing) and state.is_request and waiting.is_reply(given):
        return waiting.started(state, got.named or "", facts)
    talk = facts.talking()
    if talk and not is_new_demand(got, talk):
        return Then(state, (TellStaff(talk.id, given.text), Say("passed_on_quietly")))
    if then := called_off(state, given, facts):
        return then
    if then := named(state, given, facts) or to_question(state, given, facts):
        return then
    if isinstance(state, Filling) and got.outcome == "request":
        placed = state.draft.policy
        return filling.one_more(state, given, facts) if placed else unplaced(state, given, facts)
    return meant(state, given.text, got, facts)


def called_off(state: State, given: Typed, facts: Facts) -> Then | None:
    """A request is to be taken back: which is asked, or confirmed where there is but one."""
    found = [case for case in facts.cases if case.withdrawable]
    if not found or isinstance(state, Filling) or not facts.told(given.text).calling_off:
        return None
    if len(found) > 1:
        return Then(state, (Say("status"),))
    return Then(state, (Say("withdraw", {"case": found[0].id}),))


def to_question(state: State, given: Typed, facts: Facts) -> Then | None:
    """Staff asked something, if long ago: what is no question and no demand is the answer."""
    case, got = facts.asked(), given.understood
    if case is None or isinstance(state, Filling) or is_new_demand(got, case):
        return None
    if "?" in given.text and got.outcome not in ("unknown", "request"):
        return None
    return Then(state, (TellStaff(case.id, given.text), Say("passed_on_quietly")))


def unplaced(state: Filling, given: Typed, facts: Facts) -> Then:
    """A demand beside a wish for a person that named no company: both need one now."""
    draft = state.draft
    waits = Choosing(draft.words, draft.at, draft.kinds, demanded=True)
    return demand(waits, given.text, given.understood, facts)


def is_new_demand(got: Understood, case: OwnCase) -> bool:
    """Whether something is wanted that this case does not hold: another right or company.

    In a conversation with a person, only what is plainly demanded.
    """
    if got.outcome != "request" or got.is_leant:
        return False
    elsewhere = got.named not in (None, case.policy)
    return elsewhere or not set(got.kinds) <= {*case.kinds, Kind.HUMAN}


def named(state: State, given: Typed, facts: Facts) -> Then | None:
    """A company's name alone chooses it; the question that waited for it is answered."""
    policy = given.understood.named or ""
    chosen = ChoosePolicy(policy)
    if isinstance(state, Choosing) and given.again and waiting.is_reply(given):
        then = meant(Idle(), state.words, given.again, facts)
        return Then(then.state, (chosen, *then.effects))
    if not waiting.is_name(given):
        return None
    if isinstance(state, Filling):
        return moving.elsewhere(state, policy, chosen)
    return Then(Idle(), (chosen, Say("company_chosen", {"policy": policy})))


def meant(state: State, text: str, got: Understood, facts: Facts) -> Then:
    """A demand or a question, by what the engine made of it."""
    if got.outcome == "request":
        return demand(state, text, got, facts)
    if isinstance(state, Idle) and facts.told(text).lost:
        return Then(state, (Say("finder", {"question": ""}),))
    return question(state, text, got, facts)


def demand(state: State, text: str, got: Understood, facts: Facts) -> Then:
    """The customer wants something done: the clock starts with these words."""
    waits = isinstance(state, Choosing) and state.is_request
    policy = got.named if waits else got.policy
    if got.each:
        return waiting.started_each(state, got, text, facts)
    if policy is None:
        policies = () if got.policy else got.policies
        if not waits and not policies and set(got.kinds) == {Kind.HUMAN}:
            return filling.begin(got.kinds, text, facts, demanded=True)
        return waiting.ask(state, got.kinds, text, facts, demanded=True, policies=policies)
    whole = waiting.joined(state, got.kinds, text, facts, demanded=True)
    return waiting.started(whole, policy, facts)


ANSWERS = {"answer": "answer", "silent": "answer", "suggest": "unsure", "compare": "compare"}


def question(state: State, text: str, got: Understood, facts: Facts) -> Then:
    """A question, small talk, or something that is not ours to answer."""
    if isinstance(state, Choosing) and state.is_request:
        return meanwhile(state, text, got, facts)
    if got.outcome == "which_policy":
        keep = state if isinstance(state, Filling) else Choosing(text, facts.now, got.kinds)
        return Then(keep, (Say("which", {"policies": got.policies}),))
    if got.outcome == "smalltalk":
        replied: Effect = Say("smalltalk", {"what": got.smalltalk or ""})
        again = (filling.once_more(state),) if isinstance(state, Filling) else ()
        return Then(state, (replied, *again))
    if got.outcome == "unknown":
        if isinstance(state, Filling):
            return Then(state, (filling.once_more(state, "not_this_step"),))
        screen = "off_topic" if got.elsewhere else "not_found"
        return Then(state, (Say(screen, {"policy": got.policy}, asked=text),))
    if got.outcome == "unclear":
        return Then(state, (Say("say_more"),))
    effects: list[Effect] = [ChoosePolicy(got.policy)] if got.policy else []
    slots: dict[str, Slot] = {
        "articles": got.articles,
        "kinds": tuple(got.kinds),
        "misspelt": got.misspelt,
        "policies": got.policies,
        "tag": facts.new_id[:6],
    }
    effects.append(Say(ANSWERS[got.outcome], slots, asked=text))
    if isinstance(state, Filling):
        effects.append(filling.once_more(state))
        return Then(state, tuple(effects))
    return Then(Idle(), tuple(effects))


def meanwhile(state: Choosing, text: str, got: Understood, facts: Facts) -> Then:
    """A question while a request waits for its company: answered, and the request still waits."""
    if got.each and got.outcome == "which_policy":
        return waiting.started_each(state, got, "", facts)
    if got.outcome == "which_policy":
        return Then(state, (waiting.asked(state, got.policies),))
    then = question(Idle(), text, got, facts)
    return Then(state, (*then.effects, waiting.asked(state)))
