"""What a customer can do with a case they have, beyond words: take its papers away."""

from __future__ import annotations

from collections.abc import Callable

from bot.domain.conversation import Facts, Idle, Pressed, State, Then
from bot.domain.effects import Forget, HandOver, Say

Press = Callable[[State, Pressed, Facts], Then | None]


def press_paper(paper: str) -> Press:
    """A paper of one of the customer's own cases, as a file."""

    def press(state: State, given: Pressed, facts: Facts) -> Then | None:
        case = facts.case(given.args[0]) if given.args else None
        if case is None:
            return Then(state, (Say("no_such_case"),))
        return Then(state, (HandOver(paper, case.id),))

    return press


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
    "pdf": press_paper("receipt"),
    "ics": press_paper("dates"),
    "mine": press_my_data,
    "fgt": press_forget_asked,
    "fgty": press_forget,
    "fgtn": press_keep,
}
