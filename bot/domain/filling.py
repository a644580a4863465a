"""Filling in a request: policy first, then the few questions, a check, and it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.domain import forms
from bot.domain.cases import Kind
from bot.domain.conversation import Adding, Facts, Filling, Idle, Pressed, Then, Typed, Understood
from bot.domain.doubts import of as in_doubt
from bot.domain.doubts import repeated, settled
from bot.domain.effects import ChoosePolicy, Effect, FileRequest, Say, Slot, TellStaff
from bot.domain.forms import (
    ANSWERS,
    CHANGE,
    CHECK,
    DETAILS,
    EMAIL,
    OFFER,
    REPEAT,
    RESIDENCE,
    TYPO,
    WHOSE,
    Draft,
)


def shown(state: Filling, note: str = "") -> Mapping[str, Slot]:
    """What the form's screen needs: its step; the draft itself is in the state."""
    return {"step": state.step, "note": note} if note else {"step": state.step}


def once_more(state: Filling, note: str = "") -> Say:
    """The question that stands, again, after what came in between."""
    return Say("form", shown(state, note))


def show(draft: Draft, step: str, *, edit: bool) -> Then:
    state = Filling(draft, step)
    return Then(state, (Say("form", shown(state), edit=edit),))


def drafted(
    kinds: tuple[Kind, ...],
    words: str,
    facts: Facts,
    *,
    demanded: bool,
    at: datetime | None = None,
) -> Draft:
    """A new draft; its clock starts with the words that asked for it."""
    policy, received = facts.policy or "", at or facts.now
    return Draft(facts.new_id, policy, kinds, received, words, demanded)


def begin(
    kinds: tuple[Kind, ...],
    words: str,
    facts: Facts,
    *,
    demanded: bool,
    at: datetime | None = None,
) -> Then:
    """Open a request for these rights."""
    return opened(drafted(kinds, words, facts, demanded=demanded, at=at), facts)


def opened(draft: Draft, facts: Facts) -> Then:
    """What the words tell already is kept, and what they leave in doubt comes first."""
    told = facts.told(draft.words)
    draft = forms.prefilled(draft, told)
    found = dict.fromkeys((*draft.doubts, *in_doubt(draft, told, facts)))
    return first(replace(draft, doubts=tuple(found)), facts, edit=False)


def first(draft: Draft, facts: Facts, *, edit: bool) -> Then:
    """A doubt, or the offer; who wants a person or to complain is asked at once what about."""
    if draft.doubts:
        return show(draft, draft.doubts[0], edit=edit)
    by_button = draft.kinds == (Kind.COMPLAINT,) and not draft.words
    asks = (by_button or draft.kinds == (Kind.HUMAN,)) and DETAILS not in draft.asked
    return show(draft, DETAILS if asks else OFFER, edit=edit)


def filings(draft: Draft) -> tuple[Effect, ...]:
    """To each company a request of its own."""
    return tuple(FileRequest(one) for one in forms.each(draft))


def send(draft: Draft, facts: Facts) -> Then:
    """File it; an opt-out then asks for the one thing that helps, which may be skipped."""
    filed = filings(replace(draft, demanded=True))
    if forms.asks_after(draft, facts.forms):
        others = tuple(one.id for one in forms.each(draft)[1:])
        return Then(Adding(draft.id, EMAIL, also=others), filed)
    return Then(Idle(), filed)


def onward(draft: Draft, facts: Facts, *, edit: bool) -> Then:
    """To the next question, or the check; what needs no check is sent."""
    step = forms.next_step(draft, facts.forms)
    if step == CHECK and (forms.is_quick(draft, facts.forms) or draft.kinds == (Kind.HUMAN,)):
        return send(draft, facts)
    return show(draft, step, edit=edit)


def company(state: Filling, policy: str, chosen: Effect) -> Then:
    """Another company for the same request."""
    draft = replace(state.draft, policy=policy)
    step = CHECK if state.step == CHANGE else state.step
    return Then(Filling(draft, step), (chosen, Say("form", {"step": step}, edit=True)))


def one_more(state: Filling, given: Typed, facts: Facts) -> Then:
    """A further demand in the middle of one: the same company's joins it, another's follows."""
    got, draft = given.understood, state.draft
    if got.each:
        return elsewhere_too(state, given, facts)
    if got.named not in (None, draft.policy):
        begun = begin(got.kinds, given.text, replace(facts, policy=got.named), demanded=True)
        effects = (ChoosePolicy(got.named or ""), *begun.effects)
        return Then(begun.state, (*filings(draft), *effects) if draft.demanded else effects)
    return joined(state, got.kinds, given.text, facts, demanded=True)


def elsewhere_too(state: Filling, given: Typed, facts: Facts) -> Then:
    """The same, or more, of several companies: they join the draft, and the offer shows it."""
    got, draft = given.understood, state.draft
    new = [one for one in got.of_each(got.kinds) if one[0] not in draft.companies]
    more = replace(draft, also=(*draft.also, *new), words=and_then(draft.words, given.text))
    return first(replace(more, demanded=True), facts, edit=False)


def joined(
    state: Filling, kinds: tuple[Kind, ...], words: str, facts: Facts, *, demanded: bool
) -> Then:
    """More rights and words for a draft; what a new right must still ask is asked."""
    draft, step = state.draft, state.step
    more = replace(
        draft,
        kinds=tuple(dict.fromkeys((*draft.kinds, *kinds))),
        words=and_then(draft.words, words),
        demanded=draft.demanded or demanded,
    )
    if more.kinds != draft.kinds and step in (CHECK, CHANGE):
        step = forms.next_step(more, facts.forms)
    then = Filling(more, step)
    note = "" if more.kinds == draft.kinds or step == OFFER else "also_wanted"
    return Then(then, (once_more(then, note),))


def and_then(words: str, more: str) -> str:
    """What was written, as it was written, one text below the other."""
    return "\n".join(filter(None, (words, more)))


def is_further(draft: Draft, got: Understood) -> bool:
    """Whether words that could be an answer demand something this draft does not hold."""
    if got.outcome != "request":
        return False
    return got.named not in (None, draft.policy) or not set(got.kinds) <= set(draft.kinds)


def lengthy(state: Filling, text: str, facts: Facts) -> Then:
    """A text too long for the engine: it goes with the request, whole."""
    draft = state.draft
    if state.step == DETAILS:
        return onward(forms.answered(draft, DETAILS, text), facts, edit=False)
    details = f"{draft.details or ''}\n{text}".strip()
    return show(replace(draft, details=details), state.step, edit=False)


def pressed(state: Filling, given: Pressed, facts: Facts) -> Then | None:
    """A button of the form; one of another draft or an earlier step is stale."""
    if len(given.args) != 3 or given.args[:2] != (state.draft.id[:6], state.step):
        return None
    return act(state, given.args[2], facts)


def act(state: Filling, choice: str, facts: Facts) -> Then | None:
    """What each choice does at each step; None where the step has no such choice."""
    draft, step = state.draft, state.step
    if choice == "cancel":
        return Then(Idle(), (Say("cancelled", edit=True),))
    if draft.doubts and step == draft.doubts[0]:
        return settle(draft, choice, facts)
    if step in (*ANSWERS, TYPO):
        return answer(draft, step, choice, facts)
    if choice == "go":
        return go(state, facts)
    if step == OFFER:
        return offer(draft, choice, facts)
    return change(draft, choice) if step in (CHECK, CHANGE) else None


def answer(draft: Draft, step: str, choice: str, facts: Facts) -> Then | None:
    """A button under one of the questions."""
    if choice == "back":
        return back(draft, step, facts)
    if step == TYPO:
        return typo(draft, choice, facts)
    if choice == "skip":
        return onward(forms.answered(draft, step, None), facts, edit=True)
    if choice in CHOICES.get(step, ()):
        return onward(forms.answered(draft, step, choice), facts, edit=True)
    return None


CHOICES = {WHOSE: forms.WHOSE_CHOICES, RESIDENCE: forms.RESIDENCES}


def settle(draft: Draft, choice: str, facts: Facts) -> Then | None:
    """A doubt is answered; words that only repeat an open request can go to that one instead."""
    case = repeated(draft, facts.cases)
    if draft.doubts[0] == REPEAT and choice == "add" and case:
        if not draft.words:
            return Then(Adding(case.id), (Say("add", {"case": case.id}),))
        return Then(Idle(), (TellStaff(case.id, draft.words), Say("added", edit=True)))
    meant = settled(draft, choice, facts)
    return first(meant, facts, edit=True) if meant else None


def back(draft: Draft, step: str, facts: Facts) -> Then | None:
    """The question before this one, asked again; before the first, the offer."""
    before = forms.step_before(draft, step, facts.forms)
    if before == OFFER:
        return show(draft, OFFER, edit=True) if draft.kinds != (Kind.HUMAN,) else None
    return show(forms.reopened(draft, before), before, edit=True)


def offer(draft: Draft, choice: str, facts: Facts) -> Then | None:
    """At the offer: do it oneself, or only one of several requests read in one message."""
    if choice == "self":
        slots: dict[str, Slot] = {"policy": draft.policy, "kind": draft.kinds[0]}
        return Then(Idle(), (Say("do_it_yourself", slots, edit=True),))
    if choice.startswith("page-") and choice[5:].isdecimal():
        slots = {"step": OFFER, "page": int(choice[5:8])}
        return Then(Filling(draft, OFFER), (Say("form", slots, edit=True),))
    only = forms.only(draft, choice)
    return onward(replace(only, demanded=True), facts, edit=True) if only else None


def go(state: Filling, facts: Facts) -> Then | None:
    """The step's main button: send it from here, or send the request."""
    draft = replace(state.draft, demanded=True)
    if state.step == CHECK:
        return send(draft, facts)
    if state.step == OFFER:
        return onward(draft, facts, edit=True)
    return None


def typo(draft: Draft, choice: str, facts: Facts) -> Then | None:
    if choice == "again":
        return show(forms.reopened(draft, EMAIL), EMAIL, edit=True)
    value = {"mend": draft.meant, "keep": draft.email}.get(choice)
    return onward(forms.answered(draft, EMAIL, value), facts, edit=True) if value else None


def change(draft: Draft, choice: str) -> Then | None:
    """From the check: a field asked again, the others kept."""
    if choice in ANSWERS:
        return show(forms.reopened(draft, choice), choice, edit=True)
    if choice == "company":
        return Then(Filling(draft, CHANGE), (Say("companies"),))
    return show(draft, choice, edit=True) if choice in (CHANGE, CHECK) else None
