"""One turn of a customer's conversation: every input in every state has an answer here."""

from __future__ import annotations

from dataclasses import replace

from bot.domain import after, filling, presses, waiting, words
from bot.domain.cases import Kind
from bot.domain.conversation import (
    Adding,
    Choosing,
    Command,
    Facts,
    Filling,
    Given,
    Idle,
    Pressed,
    State,
    Then,
    TooLong,
    Typed,
    Unreadable,
)
from bot.domain.effects import ChoosePolicy, Say, TellStaff
from bot.domain.forms import DETAILS, OFFER


def turn(state: State, given: Given, facts: Facts) -> Then:
    """Take one input; the answer is never empty and never an error."""
    match given:
        case Command():
            return command(state, given, facts)
        case Pressed():
            return presses.pressed(state, given, facts)
        case Typed():
            return words.typed(state, given, facts)
        case Unreadable():
            return Then(state, (Say("unreadable"),))
        case TooLong():
            return too_long(state, given, facts)


def warned(state: State, then: Then | None, what: str, message_id: int | None) -> Then:
    """Something nobody needs was written: it was taken out before anything else, and is told.

    `then`: what followed from the other words; None where there were none.
    """
    warning = Say("unwanted", {"what": what, "message": str(message_id or "")})
    if then is not None:
        return Then(then.state, (*then.effects, warning))
    if isinstance(state, Idle):
        return Then(state, (warning,))
    return Then(state, (warning, presses.standing(state)))


PLAIN = {
    "help": "help",
    "privacy": "privacy",
    "forget": "forget",
    "language": "languages",
    "company": "companies",
    "request": "kinds",
}


def command(state: State, given: Command, facts: Facts) -> Then:
    """A slash command; none but /cancel takes a request under way from the customer."""
    if given.name == "start":
        return start(state, given.argument, facts)
    if given.name == "cancel":
        return cancel(state)
    if given.name == "status":
        return status(state, given.argument, facts)
    if given.name == "mydata":
        return after.my_data(state)
    if given.name == "human":
        return human(state, facts)
    if given.name == "company" and not isinstance(state, Filling | Choosing):
        return Then(Choosing(), (Say("companies"),))
    return Then(state, (Say(PLAIN.get(given.name, "unknown_command")),))


def start(state: State, payload: str, facts: Facts) -> Then:
    """/start: a deep link names a company; a request under way is never lost by it."""
    if isinstance(state, Filling):
        return Then(state, (Say("form", filling.shown(state)),))
    if isinstance(state, Choosing) and state.is_request:
        if payload in facts.policies:
            return waiting.started(state, payload, facts)
        return Then(state, (waiting.asked(state),))
    if payload in facts.policies:
        return Then(Idle(), (ChoosePolicy(payload), Say("start_company", {"policy": payload})))
    if payload:
        return Then(Choosing(), (Say("start_unknown"),))
    if any(case.is_open for case in facts.cases):
        return Then(Idle(), (Say("start_again"),))
    return Then(Idle(), (Say("start"),))


def human(state: State, facts: Facts) -> Then:
    """/human: a person is wished for, of no company needed; a request under way takes it in."""
    if isinstance(state, Filling):
        return filling.joined(state, (Kind.HUMAN,), "", facts, demanded=False)
    if isinstance(state, Choosing) and state.is_request:
        return waiting.ask(state, (Kind.HUMAN,), "", facts, demanded=False)
    return filling.begin((Kind.HUMAN,), "", facts, demanded=False)


def cancel(state: State) -> Then:
    if isinstance(state, Idle):
        return Then(Idle(), (Say("nothing_to_cancel"),))
    return Then(Idle(), (Say("cancelled"),))


def status(state: State, argument: str, facts: Facts) -> Then:
    if not argument:
        return Then(state, (Say("status"),))
    case = facts.case(argument)
    return Then(state, (Say("case", {"case": case.id}) if case else Say("no_such_case"),))


def too_long(state: State, given: TooLong, facts: Facts) -> Then:
    """Kept whole: a case or a request takes it, or it is one press away from staff."""
    talk = facts.talking()
    if isinstance(state, Adding):
        return Then(Idle(), (TellStaff(state.case_id, given.text), Say("added")))
    if talk and not (isinstance(state, Filling) and state.step == DETAILS):
        return Then(state, (TellStaff(talk.id, given.text), Say("passed_on")))
    if isinstance(state, Filling):
        return filling.lengthy(state, given.text, facts)
    if isinstance(state, Choosing) and state.is_request:
        return waiting.ask(state, (), given.text, facts, demanded=True)
    draft = filling.drafted((Kind.HUMAN,), given.text, facts, demanded=False)
    passing = Filling(replace(draft, details=given.text), OFFER)
    return Then(passing, (Say("too_long", {"length": len(given.text), "draft": draft.id[:6]}),))
