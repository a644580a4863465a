"""What a customer can do with a case they have, beyond words: take its papers away."""

from __future__ import annotations

from collections.abc import Callable

from bot.domain.conversation import Adding, Facts, Filling, Idle, Pressed, State, Then, Typed
from bot.domain.effects import (
    ConfirmAddress,
    Contest,
    Forget,
    HandOver,
    Say,
    SendCode,
    Slot,
    Withdraw,
)
from bot.domain.forms import CODE, CONTEST, EMAIL

Press = Callable[[State, Pressed, Facts], Then | None]


def press_withdraw(state: State, given: Pressed, facts: Facts) -> Then | None:
    """The confirmed withdrawal, of one request or of all; pressed twice it does nothing more."""
    case = facts.case(given.args[0]) if given.args else None
    if case is None:
        return Then(state, (Say("no_such_case"),))
    named = tuple(kind for kind in case.withdrawable if kind in given.args[1:])
    if not case.withdrawable or (given.args[1:] and not named):
        late = Say("too_late_to_withdraw") if case.is_open and not given.args[1:] else None
        return Then(state, (late or Say("case", {"case": case.id}, edit=True),))
    kinds = named or case.withdrawable
    slots: dict[str, Slot] = {"case": case.id, "kinds": kinds}
    return Then(state, (Withdraw(case.id, kinds), Say("withdrawn", slots, edit=True)))


def press_paper(paper: str) -> Press:
    """A paper of one of the customer's own cases, as a file."""

    def press(state: State, given: Pressed, facts: Facts) -> Then | None:
        case = facts.case(given.args[0]) if given.args else None
        if case is None:
            return Then(state, (Say("no_such_case"),))
        return Then(state, (HandOver(paper, case.id),))

    return press


def press_code(state: State, given: Pressed, facts: Facts) -> Then | None:
    """A code is wished for, or a new one; without an address it is asked for first."""
    case = facts.case(given.args[0]) if given.args else None
    if case is None:
        return Then(state, (Say("no_such_case"),))
    if isinstance(state, Filling):
        return None
    if not case.can_confirm:
        return Then(state, (Say("case", {"case": case.id}),))
    if not case.has_address:
        return Then(Adding(case.id, EMAIL), (Say("code_address", {"case": case.id}),))
    return Then(Adding(case.id, CODE), (SendCode(case.id),))


def typed_code(state: Adding, given: Typed) -> Then | None:
    """What a typed code was worth; None where the text is no code."""
    if given.tried is None:
        return None
    slots: dict[str, Slot] = {"case": state.case_id, "left": given.tried.left}
    if given.tried.was == "right":
        return Then(Idle(), (ConfirmAddress(state.case_id), Say("code_right", slots)))
    return Then(state, (Say(f"code_{given.tried.was}", slots),))


def press_contest(state: State, given: Pressed, facts: Facts) -> Then | None:
    """An outcome isn't right: what, is asked at once."""
    case = facts.case(given.args[0]) if given.args else None
    if case is None:
        return Then(state, (Say("no_such_case"),))
    if isinstance(state, Filling):
        return None
    if not case.can_contest:
        return Then(state, (Say("case", {"case": case.id}),))
    return Then(Adding(case.id, CONTEST), (Say("contest", {"case": case.id}),))


def contested(state: State, case_id: str, text: str) -> Then:
    """It is with a lead; the way to a complaint stays open."""
    return Then(state, (Contest(case_id, text), Say("contested", {"case": case_id})))


def press_my_data(state: State, _: Pressed, facts: Facts) -> Then | None:
    return my_data(state)


def my_data(state: State) -> Then:
    """All that is held here about the customer, as one file."""
    return Then(state, (HandOver("mydata"),))


def press_forget(state: State, _: Pressed, facts: Facts) -> Then | None:
    """Confirmed; what was begun is forgotten with the rest."""
    return Then(Idle(), (Forget(), Say("forgotten", edit=True)))


def press_keep(state: State, _: Pressed, facts: Facts) -> Then | None:
    return Then(state, (Say("not_forgotten", edit=True),))


def press_forget_asked(state: State, _: Pressed, facts: Facts) -> Then | None:
    return Then(state, (Say("forget"),))


PRESSES: dict[str, Press] = {
    "wdy": press_withdraw,
    "pdf": press_paper("receipt"),
    "ics": press_paper("dates"),
    "code": press_code,
    "con": press_contest,
    "mine": press_my_data,
    "fgt": press_forget_asked,
    "fgty": press_forget,
    "fgtn": press_keep,
}
