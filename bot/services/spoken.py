"""Buttons said in words instead of pressed: their label, or yes and no where the desk asked."""

from __future__ import annotations

from bot.answering.fold import fold
from bot.domain.conversation import Facts, Filling, State
from bot.domain.earlier import Earlier
from bot.domain.replies import said_word
from bot.services.several import IN_WORDS

FEW = 5
"""In a form so many words at most stand for a label they are part of."""


def button(earlier: Earlier | None, facts: Facts, text: str) -> str | None:
    """The button whose label is said, or that yes and no stand for where the desk asked."""
    if earlier is None:
        return None
    offered = earlier.offered
    word = said_word(text)
    if earlier.confirms and len(offered) > 1:
        for words, (_, action) in zip((facts.yes, facts.no), offered, strict=False):
            if word in words:
                return action
    said = fold(text)
    return next((action for label, action in offered if said == fold(label)), None)


def in_form(state: State, earlier: Earlier | None, facts: Facts, text: str) -> str | None:
    """A form's own button: its whole label, or words that are part of no other's.

    Not where the question is answered in the customer's own words, and never to leave out a
    right or a company, where another is only named once more.
    """
    if not isinstance(state, Filling) or earlier is None:
        return None
    here = f"f:{state.draft.id[:6]}:{state.step}:"
    own = [one for one in earlier.offered if one[1].startswith(here)]
    own = [one for one in own if not one[1].startswith((f"{here}only-", f"{here}at-"))]
    said = fold(text).split()
    for label, action in own:
        if said and said == fold(label).split():
            return action
    plain = (facts.yes, facts.no, facts.skip, facts.cancel, facts.back, facts.change)
    if state.step in IN_WORDS or not 0 < len(said) <= FEW:
        return None
    if any(said_word(text) in words for words in plain):
        return None
    left = set(said[1:] if said[0] in facts.yes else said)
    found = [action for label, action in own if left <= set(fold(label).split())]
    return found[0] if len(found) == 1 else None
