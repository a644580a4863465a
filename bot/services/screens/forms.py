"""The steps of a request: the few questions, and the check."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from bot.domain import forms
from bot.domain.cases import Kind
from bot.domain.conversation import Adding, Filling
from bot.domain.effects import Slot
from bot.domain.forms import Draft
from bot.domain.messages import Button, Message, rows
from bot.language import dates
from bot.services.screens import offers, phone
from bot.services.screens.answers import document, source
from bot.services.screens.companies import companies
from bot.services.screens.granted import own_way
from bot.services.screens.offers import press
from bot.services.screens.view import View


def form(view: View, slots: Mapping[str, Slot]) -> Message:
    """The step the form stands at."""
    if not isinstance(view.state, Filling):
        return Message(view.say("stale_button"))
    if view.state.step == forms.CHANGE and slots.get("step") == "companies":
        return companies(view, slots)
    asked = STEPS[view.state.step](view, view.state.draft)
    if view.state.step == forms.OFFER and "page" in slots:
        asked = offers.offer(view, view.state.draft, slots["page"])
    note = slots.get("note")
    if not note:
        return asked
    return Message(f"{view.say(str(note))}\n{asked.text}", asked.rows)


# ---- the questions


def whose(view: View, draft: Draft) -> Message:
    """Whom the data is about; through whom it came, in the words that fit this product."""
    who = view.loaded.knowledge.policies[draft.policy].through
    labels = {one: f"whose_{one}" for one in forms.WHOSE_CHOICES}
    if who is not None and who.who == "employer":
        labels["business"] = "whose_employer"
    choices = [press(view, draft, forms.WHOSE, key, one) for one, key in labels.items()]
    return Message(
        view.say("ask_whose"), (*rows(choices, wide=1), back_or_cancel(view, draft, forms.WHOSE))
    )


def business(view: View, draft: Draft) -> Message:
    """Who decides is told, where it can in the policy's own sense; its name may be left out."""
    policy = view.loaded.knowledge.policies[draft.policy]
    who = policy.through.who if policy.through else "business"
    lines = [view.say(f"told_{who}", name=view.name(draft.policy))]
    if policy.through and policy.through.article:
        article = view.article(policy.through.article)[1]
        lines += [article.summary[view.say.language], source(view, policy, article)]
    lines.append(view.say("ask_business"))
    return Message("\n".join(lines), ways_on(view, draft, forms.BUSINESS, "skip"))


def email(view: View, draft: Draft) -> Message:
    """Whose address is asked for depends on whose data it is."""
    theirs = ("no_account", "business")
    key = "ask_email_no_account" if draft.whose in theirs else None
    key = "ask_email_other" if draft.whose == "other" else key
    text = view.say(key or "ask_email", name=view.name(draft.policy))
    return Message(text, ways_on(view, draft, forms.EMAIL, "skip"))


def typo(view: View, draft: Draft) -> Message:
    lines = view.say("ask_typo", email=draft.email)
    mend = Button(view.say("button_use", email=draft.meant), f"f:{draft.id[:6]}:{forms.TYPO}:mend")
    others = [
        press(view, draft, forms.TYPO, "keep_typed", "keep"),
        press(view, draft, forms.TYPO, "type_again", "again"),
    ]
    return Message(lines, ((mend,), tuple(others)))


def details(view: View, draft: Draft) -> Message:
    """What it is about; a wish for a person asks nothing else."""
    key = "ask_human" if draft.kinds == (Kind.HUMAN,) else "ask_details"
    if Kind.COMPLAINT in draft.kinds:
        key = "ask_complaint"
    if Kind.RECTIFICATION in draft.kinds:
        key = "ask_correction"
    return Message(view.say(key), ways_on(view, draft, forms.DETAILS, "nothing_to_add"))


def when(view: View, draft: Draft) -> Message:
    return Message(view.say("ask_when"), ways_on(view, draft, forms.WHEN, "skip"))


def residence(view: View, draft: Draft) -> Message:
    choices = [
        press(view, draft, forms.RESIDENCE, f"residence_{one}", one) for one in forms.RESIDENCES
    ]
    skip = press(view, draft, forms.RESIDENCE, "rather_not", "skip")
    return Message(view.say("ask_residence"), rows([*choices, skip]))


def ways_on(view: View, draft: Draft, step: str, key: str) -> tuple[tuple[Button, ...], ...]:
    """Skip it, go back, or leave: at every question."""
    return ((press(view, draft, step, key, "skip"),), back_or_cancel(view, draft, step))


def back_or_cancel(view: View, draft: Draft, step: str) -> tuple[Button, ...]:
    cancel = press(view, draft, step, "cancel", "cancel")
    if draft.kinds == (Kind.HUMAN,):
        return (cancel,)
    return (press(view, draft, step, "back", "back"), cancel)


# ---- the check


VALUE, BELOW = 5, 7
"""The most lines of one answer, and those that stand below the customer's words."""


def check(view: View, draft: Draft) -> Message:
    """Every answer once more, each changeable without losing the others."""
    lines = [view.say("check.head"), *whom(view, draft)]
    lines += answers(view, draft)
    if draft.words:
        room = max(2, phone.LINES - BELOW - phone.height("\n".join(lines)))
        lines.append(view.say("check.words", value=phone.cut(draft.words, min(room, 2 * VALUE))))
    if Kind.ERASURE in forms.kinds_of(draft):
        lines.append(view.say("cannot_be_undone"))
    buttons = [
        press(view, draft, forms.CHECK, "send_request_now", "go"),
        press(view, draft, forms.CHECK, "change", forms.CHANGE),
        press(view, draft, forms.CHECK, "cancel", "cancel"),
    ]
    if matters(view, draft):
        lines.append(view.say("check.where" if draft.residence else "check.where_unsaid"))
        buttons.insert(1, press(view, draft, forms.CHECK, "change_residence", forms.RESIDENCE))
    if not draft.details:
        buttons.insert(1, press(view, draft, forms.CHECK, "add_details", forms.DETAILS))
    return Message("\n".join(lines), rows(buttons))


def matters(view: View, draft: Draft) -> bool:
    """Whether where the customer lives could change one of the dates."""
    policies = view.loaded.knowledge.policies
    return any(
        view.loaded.statutes.residence_matters(policies[one.policy], one.kinds)
        for one in forms.each(draft)
    )


def whom(view: View, draft: Draft) -> list[str]:
    """Who is asked, and for what; companies that are asked the same together."""
    by_kinds: dict[tuple[Kind, ...], list[str]] = {}
    for one in forms.each(draft):
        company = view.loaded.knowledge.policies[one.policy].company.name
        full = f" ({company})" if company and not draft.also else ""
        by_kinds.setdefault(one.kinds, []).append(view.name(one.policy) + full)
    lines = []
    for kinds, names in by_kinds.items():
        lines.append(view.say("check.company", value=", ".join(names)))
        lines.append(view.say("check.request", value=" + ".join(map(view.kind, kinds))))
    return lines


def answers(view: View, draft: Draft) -> list[str]:
    """What was answered, and what was asked and left out."""
    lines = []
    asked = set(forms.fields_of(draft, view.loaded.forms))
    for name in forms.ANSWERS:
        if value := draft.answers.get(name):
            text = phone.cut(shown(view, name, value), VALUE)
            lines.append(view.say(f"check.{name}", value=text))
        elif name in asked & {forms.WHOSE, forms.EMAIL}:
            missing = "whose.skipped" if name == forms.WHOSE else "not_given"
            lines.append(view.say(f"check.{name}", value=view.say(missing)))
    return lines


CODED = (forms.WHOSE, forms.RESIDENCE, forms.NOTE)


def shown(view: View, name: str, value: str) -> str:
    """An answer as people read it: codes as words, days as days."""
    if name in CODED:
        return view.say(f"{name}.{value}")
    if name == forms.WHEN:
        try:
            return dates.day(date.fromisoformat(value), view.say)
        except ValueError:
            return value
    return value


def change(view: View, draft: Draft) -> Message:
    asked = (*forms.fields_of(draft, view.loaded.forms), forms.DETAILS)
    names = dict.fromkeys(("company", *asked)) if not draft.also else dict.fromkeys(asked)
    buttons = [press(view, draft, forms.CHANGE, f"change_{name}", name) for name in names]
    back = press(view, draft, forms.CHANGE, "back", forms.CHECK)
    return Message(view.say("what_to_change"), rows([*buttons, back]))


STEPS: dict[str, Callable[[View, Draft], Message]] = {
    forms.CLOSING: offers.closing,
    forms.KEEPING: offers.keeping,
    forms.CLASH: offers.clash,
    forms.REPEAT: offers.repeat,
    forms.OFFER: offers.offer,
    forms.WHOSE: whose,
    forms.BUSINESS: business,
    forms.EMAIL: email,
    forms.TYPO: typo,
    forms.DETAILS: details,
    forms.WHEN: when,
    forms.RESIDENCE: residence,
    forms.CHECK: check,
    forms.CHANGE: change,
}


def not_an_address(view: View, slots: Mapping[str, Slot]) -> Message:
    asked = form(view, slots)
    return Message(view.say("not_an_address"), asked.rows)


def move_request(view: View, slots: Mapping[str, Slot]) -> Message:
    """Another company was named in the middle of a request: that alone moves nothing."""
    if not isinstance(view.state, Filling):
        return Message(view.say("stale_button"))
    draft, step = view.state.draft, view.state.step
    name = view.name(str(slots["policy"]))
    row = (
        press(view, draft, step, "move_it", "move"),
        press(view, draft, step, "leave_it", "stay"),
    )
    return Message(view.say("move_request", old=view.name(draft.policy), name=name), (row,))


def do_it_yourself(view: View, slots: Mapping[str, Slot]) -> Message:
    """Nothing is sent; the same request stays one press away."""
    kind, policy = Kind(str(slots["kind"])), str(slots["policy"])
    known = view.loaded.knowledge.policies[policy]
    routes = [one.text[view.say.language] for one in own_way(known, kind)]
    text = view.say("do_it_yourself", how="; ".join(routes), title=document(view, known))
    again = view.button("send_it_too", f"req:{kind}:{policy}")
    return Message(text, ((again, view.button("no_thanks", "help")),))


def complete(view: View, slots: Mapping[str, Slot]) -> Message:
    """A question after filing; its case stands whatever is answered."""
    file, name = view.case(str(slots["case"])), str(slots["detail"])
    buttons = []
    if name in (forms.WHOSE, forms.RESIDENCE):
        choices = forms.WHOSE_CHOICES if name == forms.WHOSE else forms.RESIDENCES
        buttons = [Button(view.say.label(f"{name}_{one}"), f"g:{one}") for one in choices]
    asked = view.say(AFTERWARDS.get(name, f"ask_{name}"), name=view.name(file.case.policy))
    text = view.say("about_case", reference=file.case.reference)
    return Message(f"{text}\n{asked}", rows([*buttons, view.button("skip", "skip")], wide=1))


def slip(view: View, slots: Mapping[str, Slot]) -> Message:
    """An address that was kept as typed, and what may have been meant."""
    meant = view.state.meant if isinstance(view.state, Adding) else None
    if meant is None:
        return Message(view.say("detail_added"))
    use = Button(view.say("button_use", email=meant), "g:mend")
    return Message(
        view.say("ask_slip", email=meant), ((use,), (view.button("keep_typed", "g:keep"),))
    )


AFTERWARDS = {forms.EMAIL: "ask_email", forms.DETAILS: "ask_details"}
