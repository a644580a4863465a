"""What is typed while a form stands open: an answer to its question, or something else."""

from __future__ import annotations

from dataclasses import replace

from bot.domain import forms
from bot.domain.cases import Kind
from bot.domain.conversation import Facts, Filling, Then, Typed
from bot.domain.doubts import SAID
from bot.domain.effects import Say
from bot.domain.filling import act, is_further, once_more, onward, show, shown
from bot.domain.forms import BUSINESS, CHANGE, CHECK, DETAILS, EMAIL, RESIDENCE, TYPO, WHEN, WHOSE
from bot.domain.whens import read_day


def typed(state: Filling, given: Typed, facts: Facts) -> Then | None:
    """An answer to the question that stands; None where it is none, so it is heard as words."""
    word = said_word(given.text)
    off = facts.told(given.text).calling_off and bool(given.text.strip())
    if off or (word in facts.cancel and state.step != CHANGE):
        return act(state, "cancel", facts)
    if state.step in (EMAIL, TYPO):
        return typed_email(state, given, word, facts)
    if word in facts.back and (then := act(state, "back", facts)):
        return then
    if state.step in (DETAILS, BUSINESS, WHEN):
        return typed_words(state, given, word, facts)
    choice = typed_choice(state.step, word, facts) or told_choice(state.step, given.text, facts)
    return act(state, choice, facts) if choice else typed_early(state, given, facts)


def said_word(text: str) -> str:
    """A text as the lists of yes, no and skip hold it."""
    return text.strip().lower().rstrip(".! ")


def typed_choice(step: str, word: str, facts: Facts) -> str | None:
    """The button a word stands for; "no" cancels only where the request itself is asked about."""
    if step in (WHOSE, RESIDENCE) and word in facts.skip:
        return "skip"
    if step == CHECK and word in facts.change:
        return CHANGE
    first, _, rest = word.partition(" ")
    if word in facts.yes or (first in facts.yes and rest in facts.yes):
        return SAID.get((step, "go"), "go")
    if word in facts.no:
        return CHECK if step == CHANGE else SAID.get((step, "cancel"), "cancel") or None
    return None


def told_choice(step: str, text: str, facts: Facts) -> str | None:
    """Whose data, or where one lives, said in a sentence instead of pressed."""
    told = facts.told(text)
    return {WHOSE: told.whose, RESIDENCE: told.residence}.get(step)


FEW = 5


def is_mostly_address(text: str) -> bool:
    """An address with a few words around it: "my e-mail is ..."."""
    return forms.address_in(text) is not None and len(text.split()) <= FEW + 1


def typed_early(state: Filling, given: Typed, facts: Facts) -> Then | None:
    """An address written where it is not asked for: kept, and not asked for again."""
    address, draft = forms.address_in(given.text), state.draft
    if address is None or given.text.rstrip().endswith("?"):
        return None
    if is_further(draft, given.understood) and not is_mostly_address(given.text):
        return None
    if forms.is_quick(draft, facts.forms) and draft.kinds != (Kind.HUMAN,):
        return show(replace(draft, email=address), state.step, edit=False)
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
    if is_further(state.draft, given.understood) and not is_mostly_address(text):
        return None
    if address := forms.address_in(text):
        if meant := forms.likely_meant(address):
            draft = replace(state.draft, email=address, meant=meant)
            return show(draft, TYPO, edit=False)
        return onward(forms.answered(state.draft, EMAIL, address), facts, edit=False)
    if given.understood.outcome in ("answer", "silent", "request") and "@" not in text:
        return None
    return Then(state, (Say("not_an_address", shown(state)),))


def typed_words(state: Filling, given: Typed, word: str, facts: Facts) -> Then | None:
    """The customer's own words, kept whole; unless they ask, or demand what stands elsewhere."""
    got, draft = given.understood, state.draft
    elsewhere = got.outcome == "request" and got.named not in (None, draft.policy)
    tells = not draft.policy and got.kinds == (Kind.COMPLAINT,)  # staff hear it as it is
    if (elsewhere or (draft.kinds == (Kind.HUMAN,) and is_further(draft, got))) and not tells:
        return None
    if given.text.strip().endswith("?") and got.outcome in ("answer", "silent"):
        return None
    value = None if word in facts.skip else given.text
    if value and state.step == WHEN and (day := read_day(value, facts.now.date())):
        if day > facts.now.date():
            return Then(state, (once_more(state, "day_ahead"),))
        value = day.isoformat()
    draft = draft if draft.policy else replace(draft, policy=got.named or "")
    return onward(forms.answered(draft, state.step, value), facts, edit=False)
