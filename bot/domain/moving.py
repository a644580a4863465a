"""Another company named in the middle of a request: it moves there only if that is wanted."""

from __future__ import annotations

from dataclasses import replace

from bot.domain import filling
from bot.domain.conversation import Facts, Filling, Pressed, Then, Typed
from bot.domain.effects import ChoosePolicy, Effect, Say
from bot.domain.forms import CHANGE
from bot.domain.replies import said_word


def elsewhere(state: Filling, policy: str, chosen: Effect) -> Then:
    """A company named where none was asked for: the request moves only if that is wanted."""
    draft = state.draft
    if state.step == CHANGE or not draft.policy:
        return filling.company(state, policy, chosen)
    if policy == draft.policy:
        return Then(state, (filling.once_more(state),))
    return Then(replace(state, moving=policy), (Say("move_request", {"policy": policy}),))


def moved(state: Filling, given: Typed, facts: Facts) -> Then | None:
    """Yes or no to moving the request; anything else is heard as if nothing had been asked."""
    word = said_word(given.text)
    choice = "move" if word in facts.yes else "stay" if word in facts.no else ""
    return move(state, choice) if state.moving and choice else None


def move(state: Filling, choice: str) -> Then | None:
    """The request goes to the other company, or stays where it was."""
    if state.moving is None:
        return None
    if choice == "move":
        return filling.company(state, state.moving, ChoosePolicy(state.moving))
    stays = replace(state, moving=None)
    return Then(stays, (Say("form", filling.shown(stays), edit=True),))


def pressed(state: Filling, given: Pressed) -> Then | None:
    """The two buttons below the question, as long as it is the one that stands."""
    if given.args[:-1] != (state.draft.id[:6], state.step):
        return None
    return move(state, given.args[-1]) if given.args[-1] in ("move", "stay") else None
