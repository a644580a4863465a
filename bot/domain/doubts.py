"""What has to be asked before anything else, since the words can be read in more than one way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.domain.cases import Kind
from bot.domain.conversation import Facts, OwnCase
from bot.domain.forms import CLASH, CLOSING, DETAILS, KEEPING, REPEAT, Draft
from bot.domain.told import Told

CLASHING = (Kind.ERASURE, Kind.RESTRICTION)
"""Data that is deleted cannot be kept unused."""
ENDING = (Kind.ERASURE, Kind.HUMAN, Kind.OBJECTION, Kind.RESTRICTION)
"""What closing an account may be taken for, the likeliest first."""
EVER_NEW = frozenset({Kind.HUMAN, Kind.COMPLAINT})
"""Kinds of which a second one is never the first again."""


def of(draft: Draft, told: Told, facts: Facts) -> tuple[str, ...]:
    """The doubts about a new draft, in the order they are asked."""
    return tuple(step for step, applies in DOUBTS.items() if applies(draft, told, facts))


def is_closing(draft: Draft, told: Told, _: Facts) -> bool:
    return told.closing and bool(set(ENDING) & set(draft.kinds))


def is_keeping(draft: Draft, told: Told, _: Facts) -> bool:
    return told.keeping and not told.closing and Kind.ERASURE in draft.kinds


def is_clash(draft: Draft, _: Told, __: Facts) -> bool:
    return set(CLASHING) <= set(draft.kinds)


def is_repeat(draft: Draft, _: Told, facts: Facts) -> bool:
    return repeated(draft, facts.cases) is not None


DOUBTS: dict[str, Callable[[Draft, Told, Facts], bool]] = {
    CLOSING: is_closing,
    KEEPING: is_keeping,
    CLASH: is_clash,
    REPEAT: is_repeat,
}


def repeated(draft: Draft, cases: tuple[OwnCase, ...]) -> OwnCase | None:
    """The open case that holds one of these rights at this company already."""
    mine = set(draft.kinds) - EVER_NEW
    found = (case for case in cases if case.is_open and case.policy == draft.policy)
    return next((case for case in found if mine & set(case.kinds)), None)


def without(draft: Draft, case: OwnCase) -> tuple[Kind, ...]:
    """What it demands beyond that open case."""
    held = set(case.kinds) - EVER_NEW
    return tuple(kind for kind in draft.kinds if kind not in held)


def settled(draft: Draft, choice: str, facts: Facts) -> Draft | None:
    """The draft as the customer means it; None where the doubt that stands has no such answer."""
    doubt, *left = draft.doubts
    meant = SETTLED[doubt](draft, choice, facts)
    return replace(meant, doubts=tuple(left)) if meant else None


def settle_closing(draft: Draft, choice: str, _: Facts) -> Draft | None:
    """Only the account: a business act, which staff pass on; no right is made of it."""
    meant = {"erase": Kind.ERASURE, "close": Kind.HUMAN}.get(choice)
    if meant is None:
        return None
    taken_for = next((kind for kind in ENDING if kind in draft.kinds), None)
    others = (kind for kind in draft.kinds if kind not in (taken_for, meant))
    draft = replace(draft, kinds=(meant, *others))
    if meant is Kind.ERASURE:
        return draft
    return replace(draft, note="close_account", asked=(*draft.asked, DETAILS))


def settle_keeping(draft: Draft, choice: str, _: Facts) -> Draft | None:
    notes = {"keep": "keep_account", "all": None}
    return replace(draft, note=notes[choice]) if choice in notes else None


def settle_clash(draft: Draft, choice: str, _: Facts) -> Draft | None:
    if choice == "both":
        return draft
    kept = [kind for kind in draft.kinds if kind not in CLASHING or choice == f"only-{kind}"]
    return replace(draft, kinds=tuple(kept)) if choice in map("only-{}".format, CLASHING) else None


def settle_repeat(draft: Draft, choice: str, facts: Facts) -> Draft | None:
    """Sent as new all the same, or without what stands open already."""
    case = repeated(draft, facts.cases)
    rest = without(draft, case) if case else draft.kinds
    if choice == "rest" and rest:
        return replace(draft, kinds=rest)
    return draft if choice == "new" else None


SETTLED: dict[str, Callable[[Draft, str, Facts], Draft | None]] = {
    CLOSING: settle_closing,
    KEEPING: settle_keeping,
    CLASH: settle_clash,
    REPEAT: settle_repeat,
}
SAID = {
    (CLOSING, "go"): "erase",
    (CLOSING, "cancel"): "close",
    (REPEAT, "go"): "new",
    (KEEPING, "cancel"): "",
    (CLASH, "cancel"): "",
}
"""What yes and no mean to a doubt; where either could be meant, "no" answers nothing."""
