"""Filling in a request: policy first, then the few questions, a check, and it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.domain import forms
from bot.domain.cases import Kind
from bot.domain.conversation import Adding, Facts, Filling, Idle, Pressed, Then, Typed, Understood
from bot.domain.effects import ChoosePolicy, Effect, FileRequest, Say, Slot
from bot.domain.forms import CHANGE, CHECK, DETAILS, EMAIL, OFFER, TYPO, WHOSE, Draft


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
    """Open a request; a wish for a person skips the offer and asks only what it is about."""
    draft = drafted(kinds, words, facts, demanded=demanded, at=at)
    return show(draft, DETAILS if kinds == (Kind.HUMAN,) else OFFER, edit=False)


def send(draft: Draft, facts: Facts) -> Then:
    """File it; an opt-out then asks for the one thing that helps, which may be skipped."""
    effect: Effect = FileRequest(replace(draft, demanded=True))
    if forms.is_quick(draft, facts.forms) and draft.kinds != (Kind.HUMAN,):
        return Then(Adding(draft.id, EMAIL), (effect,))
    return Then(Idle(), (effect,))


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
    if got.named not in (None, draft.policy):
        filed: Effect = FileRequest(draft)
        begun = begin(got.kinds, given.text, replace(facts, policy=got.named), demanded=True)
        effects = (ChoosePolicy(got.named or ""), *begun.effects)
        return Then(begun.state, (filed, *effects) if draft.demanded else effects)
    return joined(state, got.kinds, given.text, facts, demanded=True)


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
    return show(more, step, edit=False)


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


# ---- typed answers


def typed(state: Filling, given: Typed, facts: Facts) -> Then | None:
    """An answer to the question that stands; None where it is none, so it is heard as words."""
    word = said_word(given.text)
    if word in facts.cancel and state.step != CHANGE:
        return act(state, "cancel", facts)
    if state.step in (EMAIL, TYPO):
        return typed_email(state, given, word, facts)
    if state.step == DETAILS:
        return typed_details(state, given, word, facts)
    choice = typed_choice(state.step, word, facts)
    return act(state, choice, facts) if choice else typed_early(state, given, facts)


def said_word(text: str) -> str:
    """A text as the lists of yes, no and skip hold it."""
    return text.strip().lower().rstrip(".! ")


def typed_choice(step: str, word: str, facts: Facts) -> str | None:
    """The button a word stands for; "no" cancels only where the request itself is asked about."""
    if step == WHOSE and word in facts.skip:
        return "skip"
    if step == CHECK and word in facts.change:
        return CHANGE
    if word in facts.yes:
        return "go"
    if word in facts.no:
        return CHECK if step == CHANGE else "cancel"
    return None


def typed_early(state: Filling, given: Typed, facts: Facts) -> Then | None:
    """An address written where it is not asked for: kept, and not asked for again."""
    address, draft = forms.address_in(given.text), state.draft
    if address is None or given.text.rstrip().endswith("?") or is_further(draft, given.understood):
        return None
    if EMAIL not in forms.fields_of(draft, facts.forms):
        return None
    if meant := forms.likely_meant(address):
        return show(replace(draft, email=address, meant=meant), TYPO, edit=False)
    kept = forms.answered(draft, EMAIL, address)
    return show(kept, CHECK if state.step == CHANGE else state.step, edit=False)


def typed_email(state: Filling, given: Typed, word: str, facts: Facts) -> Then | None:
    text = given.text.strip()
    if state.step == TYPO and word in facts.yes:
        return act(state, "keep", facts)
    if state.step == TYPO and word in facts.no:
        return act(state, "again", facts)
    if word in facts.skip:
        return onward(forms.answered(state.draft, EMAIL, None), facts, edit=False)
    if is_further(state.draft, given.understood) and not forms.is_address(text):
        return None
    if address := forms.address_in(text):
        if meant := forms.likely_meant(address):
            draft = replace(state.draft, email=address, meant=meant)
            return show(draft, TYPO, edit=False)
        return onward(forms.answered(state.draft, EMAIL, address), facts, edit=False)
    if given.understood.outcome in ("answer", "silent", "request") and "@" not in text:
        return None
    return Then(state, (Say("not_an_address", shown(state)),))


def typed_details(state: Filling, given: Typed, word: str, facts: Facts) -> Then | None:
    """The customer's own words, kept whole; unless they ask, or demand what stands elsewhere."""
    got, draft = given.understood, state.draft
    elsewhere = got.outcome == "request" and got.named not in (None, draft.policy)
    if elsewhere or (draft.kinds == (Kind.HUMAN,) and is_further(draft, got)):
        return None
    if given.text.strip().endswith("?") and got.outcome in ("answer", "silent"):
        return None
    value = None if word in facts.skip else given.text
    return onward(forms.answered(draft, DETAILS, value), facts, edit=False)


# ---- buttons


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
    if choice == "go":
        return go(state, facts)
    if choice == "skip" and step in (WHOSE, EMAIL, DETAILS):
        return onward(forms.answered(draft, step, None), facts, edit=True)
    if step == OFFER:
        return offer(draft, choice, facts)
    if step == WHOSE and choice in forms.WHOSE_CHOICES:
        return onward(forms.answered(draft, WHOSE, choice), facts, edit=True)
    if step == TYPO:
        return typo(draft, choice, facts)
    return change(draft, choice) if step in (CHECK, CHANGE) else None


def offer(draft: Draft, choice: str, facts: Facts) -> Then | None:
    """At the offer: do it oneself, or only one of several requests read in one message."""
    if choice == "self":
        slots: dict[str, Slot] = {"policy": draft.policy, "kind": draft.kinds[0]}
        return Then(Idle(), (Say("do_it_yourself", slots, edit=True),))
    kind = choice.removeprefix("only-")
    if kind not in draft.kinds:
        return None
    return onward(replace(draft, kinds=(Kind(kind),), demanded=True), facts, edit=True)


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
    if choice in (WHOSE, EMAIL, DETAILS):
        return show(forms.reopened(draft, choice), choice, edit=True)
    if choice == "company":
        return Then(Filling(draft, CHANGE), (Say("companies"),))
    return show(draft, choice, edit=True) if choice in (CHANGE, CHECK) else None
