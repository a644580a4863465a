"""The steps of a request: what the policy grants, the few questions, and the check."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import islice

from bot.answering.articles import Policy, Route
from bot.domain import forms
from bot.domain.cases import Kind
from bot.domain.conversation import Filling
from bot.domain.effects import Slot
from bot.domain.forms import Draft
from bot.domain.messages import Button, Message, rows
from bot.services.screens.answers import document, line_words, source
from bot.services.screens.companies import companies
from bot.services.screens.view import View


def form(view: View, slots: Mapping[str, Slot]) -> Message:
    """The step the form stands at."""
    if not isinstance(view.state, Filling):
        return Message(view.say("stale_button"))
    if view.state.step == forms.CHANGE and slots.get("step") == "companies":
        return companies(view, slots)
    asked = STEPS[view.state.step](view, view.state.draft)
    note = slots.get("note")
    if not note:
        return asked
    return Message(f"{view.say(str(note))}\n{asked.text}", asked.rows)


def press(view: View, draft: Draft, step: str, key: str, choice: str) -> Button:
    """A button of this draft at this step; at any other it is stale."""
    return Button(view.say.label(key), f"f:{draft.id[:6]}:{step}:{choice}")


def heading(view: View, draft: Draft) -> str:
    kinds = " + ".join(view.kind(kind) for kind in draft.kinds)
    return f"{kinds[:1].upper()}{kinds[1:]}: {view.name(draft.policy)}"


# ---- policy first


def offer(view: View, draft: Draft) -> Message:
    """What this policy grants and its own route come first; both ways are fine."""
    if forms.fields_of(draft, view.loaded.forms) == () and len(draft.kinds) == 1:
        return quick_offer(view, draft)
    policy = view.loaded.knowledge.policies[draft.policy]
    if len(draft.kinds) > 1:
        return several(view, draft)
    if draft.details and draft.kinds == (Kind.HUMAN,):
        return Message(
            view.say("pass_to_staff"), (go_or_cancel(view, draft, forms.OFFER, "pass_on"),)
        )
    kind = draft.kinds[0]
    lines = [heading(view, draft), *grant(view, policy, kind)]
    routes = own_way(policy, kind)
    lines += [view.say("do_it_yourself_route", how=one.text[view.say.language]) for one in routes]
    lines += promise_lines(view, policy, kind)
    lines.append(view.say("both_fine" if routes else "send_from_here"))
    buttons = [press(view, draft, forms.OFFER, "send_from_here", "go")]
    if routes:
        buttons.append(press(view, draft, forms.OFFER, "do_it_myself", "self"))
    article = policy.rights.get(kind)
    if article and view.notice.sources and view.article(article)[1].cites:
        buttons.append(view.button("original", f"org:{article}"))
    buttons.append(press(view, draft, forms.OFFER, "cancel", "cancel"))
    return Message("\n".join(lines), rows(buttons))


def grant(view: View, policy: Policy, kind: Kind) -> list[str]:
    """What the text grants for this kind of request, with its source."""
    ident = policy.rights.get(kind)
    if ident is None:
        return []
    article = view.article(ident)[1]
    return [article.summary[view.say.language], source(view, policy, article)]


def own_way(policy: Policy, kind: Kind) -> list[Route]:
    """The self-service routes and opt-out channels this policy really has for a kind."""
    return [one for one in (*policy.self_service, *policy.opt_outs) if kind in one.kinds]


def promise_lines(view: View, policy: Policy, kind: Kind) -> list[str]:
    found = [one.text[view.say.language] for one in policy.promises if kind in one.kinds]
    return [view.say("policy_promise", promise=one) for one in islice(found, 1)]


def quick_offer(view: View, draft: Draft) -> Message:
    """An opt-out: one yes, no identity; what cannot be stopped is said, and taken all the same."""
    policy, kind = view.loaded.knowledge.policies[draft.policy], draft.kinds[0]
    lines = [view.say(f"quick.{kind}", name=view.name(draft.policy)), view.say("no_identity")]
    for one in (*own_way(policy, kind),):
        lines.append(view.say("also_via", how=one.text[view.say.language], where=cited(view, one)))
    for one in policy.cannot_opt_out:
        if kind in one.kinds:
            lines.append(
                view.say("cannot", what=one.text[view.say.language], where=cited(view, one))
            )
    key = f"quick_{kind}" if view.say.known(f"button.quick_{kind}") else "send_from_here"
    return Message("\n".join(lines), (go_or_cancel(view, draft, forms.OFFER, key),))


def cited(view: View, route: Route) -> str:
    """(line 33): where the text says so."""
    article = view.article(route.article)[1]
    spans = tuple(span for cite in article.cites for span in cite.lines)
    return f" ({line_words(view, spans)})" if spans else ""


def several(view: View, draft: Draft) -> Message:
    """Two or more requests read in one message: each its own date and answer."""
    lines = [view.say("several", count=len(draft.kinds), name=view.name(draft.policy))]
    lines += [f"{n}. {view.kind(kind)}" for n, kind in enumerate(draft.kinds, 1)]
    lines.append(view.say("several_note"))
    buttons = [press(view, draft, forms.OFFER, "send_all", "go")]
    for kind in draft.kinds:
        text = view.say("button_only", kind=view.kind_button(kind))[:24]
        buttons.append(Button(text, f"f:{draft.id[:6]}:{forms.OFFER}:only-{kind}"))
    buttons.append(press(view, draft, forms.OFFER, "cancel", "cancel"))
    return Message("\n".join(lines), rows(buttons, wide=1))


def go_or_cancel(view: View, draft: Draft, step: str, key: str) -> tuple[Button, ...]:
    return (press(view, draft, step, key, "go"), press(view, draft, step, "not_now", "cancel"))


# ---- the questions


def whose(view: View, draft: Draft) -> Message:
    choices = [press(view, draft, forms.WHOSE, f"whose_{one}", one) for one in forms.WHOSE_CHOICES]
    cancel = press(view, draft, forms.WHOSE, "cancel", "cancel")
    return Message(view.say("ask_whose"), rows([*choices, cancel], wide=1))


def email(view: View, draft: Draft) -> Message:
    """Whose address is asked for depends on whose data it is."""
    key = {"no_account": "ask_email_no_account", "other": "ask_email_other"}.get(draft.whose or "")
    text = view.say(key or "ask_email", name=view.name(draft.policy))
    return Message(text, (skip_or_cancel(view, draft, forms.EMAIL, "skip"),))


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
    return Message(view.say(key), (skip_or_cancel(view, draft, forms.DETAILS, "nothing_to_add"),))


def skip_or_cancel(view: View, draft: Draft, step: str, key: str) -> tuple[Button, ...]:
    return (press(view, draft, step, key, "skip"), press(view, draft, step, "cancel", "cancel"))


# ---- the check


def check(view: View, draft: Draft) -> Message:
    """Every answer once more, each changeable without losing the others."""
    policy = view.loaded.knowledge.policies[draft.policy]
    company = policy.company.name
    name = view.name(draft.policy) + (f" ({company})" if company else "")
    lines = [
        view.say("check.head"),
        view.say("check.company", value=name),
        view.say("check.request", value=" + ".join(view.kind(kind) for kind in draft.kinds)),
    ]
    asked = forms.fields_of(draft, view.loaded.forms)
    if forms.WHOSE in asked:
        lines.append(view.say("check.whose", value=view.say(f"whose.{draft.whose or 'skipped'}")))
    if forms.EMAIL in asked:
        lines.append(view.say("check.email", value=draft.email or view.say("not_given")))
    if draft.details:
        lines.append(view.say("check.details", value=draft.details))
    if Kind.ERASURE in draft.kinds:
        lines.append(view.say("cannot_be_undone"))
    buttons = [
        press(view, draft, forms.CHECK, "send_request_now", "go"),
        press(view, draft, forms.CHECK, "change", forms.CHANGE),
        press(view, draft, forms.CHECK, "cancel", "cancel"),
    ]
    if not draft.details:
        buttons.insert(1, press(view, draft, forms.CHECK, "add_details", forms.DETAILS))
    return Message("\n".join(lines), rows(buttons))


def change(view: View, draft: Draft) -> Message:
    asked = (*forms.fields_of(draft, view.loaded.forms), forms.DETAILS)
    names = dict.fromkeys(("company", *asked))
    buttons = [press(view, draft, forms.CHANGE, f"change_{name}", name) for name in names]
    back = press(view, draft, forms.CHANGE, "back", forms.CHECK)
    return Message(view.say("what_to_change"), rows([*buttons, back]))


STEPS: dict[str, Callable[[View, Draft], Message]] = {
    forms.OFFER: offer,
    forms.WHOSE: whose,
    forms.EMAIL: email,
    forms.TYPO: typo,
    forms.DETAILS: details,
    forms.CHECK: check,
    forms.CHANGE: change,
}


def not_an_address(view: View, slots: Mapping[str, Slot]) -> Message:
    asked = form(view, slots)
    return Message(view.say("not_an_address"), asked.rows)


def do_it_yourself(view: View, slots: Mapping[str, Slot]) -> Message:
    """Nothing is sent; the same request stays one press away."""
    kind, policy = Kind(str(slots["kind"])), str(slots["policy"])
    known = view.loaded.knowledge.policies[policy]
    routes = [one.text[view.say.language] for one in own_way(known, kind)]
    text = view.say("do_it_yourself", how="; ".join(routes), title=document(view, known))
    again = view.button("send_it_too", f"req:{kind}:{policy}")
    return Message(text, ((again, view.button("no_thanks", "help")),))
