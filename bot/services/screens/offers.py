"""Before anything is asked: what the policy grants, and what the words left in doubt."""

from __future__ import annotations

from bot.domain import doubts, forms
from bot.domain.cases import Kind
from bot.domain.conversation import OwnCase
from bot.domain.effects import Slot
from bot.domain.forms import Draft
from bot.domain.messages import Button, Message, rows
from bot.services.screens import phone
from bot.services.screens.granted import (
    cannot_lines,
    grant,
    own_way,
    own_way_lines,
    promise_lines,
    silence,
)
from bot.services.screens.view import View


def press(view: View, draft: Draft, step: str, key: str, choice: str) -> Button:
    """A button of this draft at this step; at any other it is stale."""
    return Button(view.say.label(key), f"f:{draft.id[:6]}:{step}:{choice}")


def named(draft: Draft, step: str, label: str, choice: str) -> Button:
    """A button whose label is a name."""
    return Button(label[:24], f"f:{draft.id[:6]}:{step}:{choice}")


def heading(view: View, draft: Draft) -> str:
    kinds = " + ".join(view.kind(kind) for kind in draft.kinds)
    return f"{kinds[:1].upper()}{kinds[1:]}: {view.name(draft.policy)}"


def offer(view: View, draft: Draft, page: Slot = 0) -> Message:
    """What this policy grants and its own route come first; both ways are fine."""
    if draft.also:
        return companies(view, draft, page)
    if len(draft.kinds) > 1:
        return several(view, draft, page)
    if draft.kinds == (Kind.HUMAN,):
        return person(view, draft)
    if forms.is_quick(draft, view.loaded.forms):
        return quick_offer(view, draft)
    return single(view, draft)


def single(view: View, draft: Draft) -> Message:
    policy, kind = view.loaded.knowledge.policies[draft.policy], draft.kinds[0]
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


def person(view: View, draft: Draft) -> Message:
    """What is known already goes to staff at one press."""
    lines = [view.say("pass_to_staff")]
    if draft.note:
        lines.insert(0, view.say(f"note.{draft.note}"))
    return Message("\n".join(lines), (go_or_cancel(view, draft, "pass_on"),))


def quick_offer(view: View, draft: Draft) -> Message:
    """An opt-out: one yes, no identity; the channels this policy has, and what it won't stop."""
    policy, kind = view.loaded.knowledge.policies[draft.policy], draft.kinds[0]
    lines = [view.say(f"quick.{kind}", name=view.name(draft.policy)), view.say("no_identity")]
    lines += own_way_lines(view, policy, kind) or silence(view, policy, kind)
    lines += cannot_lines(view, policy, kind)
    key = f"quick_{kind}" if view.say.known(f"button.quick_{kind}") else "send_from_here"
    return Message("\n".join(lines), (go_or_cancel(view, draft, key),))


def several(view: View, draft: Draft, page: Slot) -> Message:
    """Two or more requests read in one message: each its own date and answer."""
    policy = view.loaded.knowledge.policies[draft.policy]
    blocks = []
    for number, kind in enumerate(draft.kinds, 1):
        said = [f"{number}. {view.kind(kind)}"]
        for lines in (own_way_lines, promise_lines, cannot_lines):
            said += [f"   {line}" for line in lines(view, policy, kind)]
        blocks.append("\n".join(said))
    head = view.say("several", count=len(draft.kinds), name=view.name(draft.policy))
    each = [(view.kind_button(kind), f"only-{kind}") for kind in draft.kinds]
    return one_or_all(view, draft, page, (head, view.say("several_note")), blocks, each)


def companies(view: View, draft: Draft, page: Slot) -> Message:
    """The same asked of more than one company: a case and a reference each."""
    wanted, blocks, choices = forms.each(draft), [], []
    for number, one in enumerate(wanted, 1):
        policy = view.loaded.knowledge.policies[one.policy]
        kinds = " + ".join(view.kind(kind) for kind in one.kinds)
        said = [f"{number}. {view.name(one.policy)}: {kinds}"]
        for kind in one.kinds:
            lines = (*own_way_lines(view, policy, kind), *cannot_lines(view, policy, kind))
            said += [f"   {line}" for line in lines]
        blocks.append("\n".join(said))
        choices.append((view.say("button_at", name=view.name(one.policy)), f"at-{one.policy}"))
    ends = (view.say("several_companies", count=len(wanted)), view.say("several_companies_note"))
    return one_or_all(view, draft, page, ends, blocks, choices)


FEW = 4
"""So many buttons can have a row each."""


def one_or_all(
    view: View,
    draft: Draft,
    page: Slot,
    ends: tuple[str, str],
    blocks: list[str],
    each: list[tuple[str, str]],
) -> Message:
    """A list with a button for all and one for each; more than a phone shows has pages."""
    pages = phone.packed(blocks, phone.LINES - sum(map(phone.height, ends)))
    at = phone.at(pages, page)
    first = sum(map(len, pages[:at]))
    shown = [
        named(draft, forms.OFFER, label, choice)
        for label, choice in each[first : first + len(pages[at])]
    ]
    every = (press(view, draft, forms.OFFER, "send_all", "go"),)
    turns = phone.turns(view, f"f:{draft.id[:6]}:{forms.OFFER}:page-", at, len(pages))
    cancel = (press(view, draft, forms.OFFER, "cancel", "cancel"),)
    below = (every, *rows(shown, wide=1 if len(shown) <= FEW else 2), *turns, cancel)
    return Message("\n".join([ends[0], *pages[at], ends[1]]), below)


def go_or_cancel(view: View, draft: Draft, key: str) -> tuple[Button, ...]:
    yes = press(view, draft, forms.OFFER, key, "go")
    return (yes, press(view, draft, forms.OFFER, "not_now", "cancel"))


# ---- doubts


def asked(view: View, draft: Draft, step: str, text: str, *choices: tuple[str, str]) -> Message:
    buttons = [press(view, draft, step, key, choice) for key, choice in choices]
    cancel = press(view, draft, step, "cancel", "cancel")
    return Message(text, rows([*buttons, cancel], wide=1))


def closing(view: View, draft: Draft) -> Message:
    text = view.say("ask_closing", name=view.name(draft.policy))
    choices = (("closing_erase", "erase"), ("closing_only", "close"))
    return asked(view, draft, forms.CLOSING, text, *choices)


def keeping(view: View, draft: Draft) -> Message:
    text = view.say("ask_keeping", name=view.name(draft.policy))
    choices = (("keeping_keep", "keep"), ("keeping_all", "all"))
    return asked(view, draft, forms.KEEPING, text, *choices)


def clash(view: View, draft: Draft) -> Message:
    first, second = doubts.CLASHING
    text = view.say("ask_clash", one=view.kind(first), other=view.kind(second))
    buttons = [
        named(draft, forms.CLASH, view.kind_button(kind), f"only-{kind}")
        for kind in doubts.CLASHING
    ]
    buttons.append(press(view, draft, forms.CLASH, "clash_both", "both"))
    buttons.append(press(view, draft, forms.CLASH, "cancel", "cancel"))
    return Message(text, rows(buttons, wide=1))


def repeat(view: View, draft: Draft) -> Message:
    """The open one is shown; the new one can be sent all the same."""
    case = doubts.repeated(draft, own_cases(view))
    if case is None:
        text = view.say("ask_repeat_gone")
        return asked(view, draft, forms.REPEAT, text, ("send_as_new", "new"))
    kinds = " + ".join(view.kind(kind) for kind in case.kinds)
    text = view.say(
        "ask_repeat", reference=case.reference, name=view.name(case.policy), kinds=kinds
    )
    choices = [("add_to_it", "add"), ("send_as_new", "new")]
    if set(draft.kinds) - set(case.kinds):
        choices.append(("only_the_rest", "rest"))
    shown = asked(view, draft, forms.REPEAT, text, *choices)
    see = view.button("see_request", f"case:{case.reference}")
    return Message(shown.text, ((see,), *shown.rows))


def own_cases(view: View) -> tuple[OwnCase, ...]:
    """The cases as the conversation knows them."""
    return tuple(
        OwnCase(
            file.case.id,
            file.case.reference,
            file.case.policy,
            file.kinds,
            file.is_open,
        )
        for file in view.cases
    )
