"""What a customer can do with a case they have, beyond words: take its papers away."""

from __future__ import annotations

from collections.abc import Callable

from bot.domain.conversation import Facts, Pressed, State, Then
from bot.domain.effects import HandOver, Say

Press = Callable[[State, Pressed, Facts], Then | None]


def press_paper(paper: str) -> Press:
    """A paper of one of the customer's own cases, as a file."""

    def press(state: State, given: Pressed, facts: Facts) -> Then | None:
        case = facts.case(given.args[0]) if given.args else None
        if case is None:
            return Then(state, (Say("no_such_case"),))
        return Then(state, (HandOver(paper, case.id),))

    return press


PRESSES: dict[str, Press] = {
    "pdf": press_paper("receipt"),
    "ics": press_paper("dates"),
}
