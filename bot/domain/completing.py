"""What is asked after filing: one thing at a time, kept with the case, never in its way."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.conversation import Adding, Facts, Idle, Then, Typed
from bot.domain.effects import AddDetail, Effect, Say
from bot.domain.filling import CHOICES
from bot.domain.forms import ANSWERS, BUSINESS, DETAILS, EMAIL, NOTE, WHEN, likely_meant
from bot.domain.whens import read_day

TYPED = (BUSINESS, DETAILS, WHEN)
"""Questions answered in the customer's own words."""


def begin(case_id: str, names: tuple[str, ...], also: tuple[str, ...] = ()) -> Then:
    """Ask for these, the first one now."""
    asked, *left = names
    state = Adding(case_id, asked, tuple(left), also)
    return Then(state, (Say("complete", {"case": case_id, "detail": asked}),))


def onward(state: Adding, value: str | None, facts: Facts) -> Then:
    """Keep it, with every case it belongs to, and ask what is left."""
    kept: tuple[Effect, ...] = ()
    name = state.detail or DETAILS
    if value:
        kept = tuple(AddDetail(case, name, value) for case in (state.case_id, *state.also))
    if state.left:
        then = begin(state.case_id, state.left, state.also)
        return Then(then.state, (*kept, *then.effects))
    added = Say("detail_added", {"case": state.case_id})
    return Then(Idle(), (*kept, added if value else Say("skipped", edit=True)))


def address(state: Adding, given: str, facts: Facts) -> Then:
    """Kept as it was typed; where a slip is likely the mend is offered, and never forced."""
    mend = likely_meant(given)
    if mend is None:
        return onward(state, given, facts)
    kept = tuple(AddDetail(case, EMAIL, given) for case in (state.case_id, *state.also))
    return Then(replace(state, detail=EMAIL, meant=mend), (*kept, Say("slip")))


def typed(state: Adding, given: Typed, facts: Facts) -> Then | None:
    """The customer's words for what was asked; None where they are something else."""
    if state.detail not in TYPED or given.text.rstrip().endswith("?"):
        return None
    day = read_day(given.text, facts.now.date()) if state.detail == WHEN else None
    return onward(state, day.isoformat() if day else given.text, facts)


def chosen(state: Adding, choice: str, facts: Facts) -> Then | None:
    """A button under what was asked."""
    if state.meant and choice in ("mend", "keep"):
        if choice == "mend" or state.left:
            mended = state.meant if choice == "mend" else None
            return onward(replace(state, meant=None), mended, facts)
        return Then(Idle(), (Say("detail_added", edit=True),))
    if choice == "skip":
        return onward(state, None, facts)
    return onward(state, choice, facts) if choice in CHOICES.get(state.detail or "", ()) else None


def missing(names: str) -> tuple[str, ...]:
    """The questions a button names; anything else in it is ignored."""
    return tuple(name for name in names.split("+") if name in ANSWERS and name != NOTE)
