"""Choosing the company that is meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.domain.effects import Slot
from bot.domain.messages import Button, Message, rows
from bot.services.screens.view import View


def company_buttons(view: View, policies: Iterable[str]) -> list[Button]:
    return [Button(view.name(policy)[:24], f"co:{policy}") for policy in policies]


def companies(view: View, _: Mapping[str, Slot]) -> Message:
    """All companies, and a way out for one that is not here."""
    buttons = company_buttons(view, view.loaded.knowledge.policies)
    return Message(view.say("which_company"), rows([*buttons, view.button("not_here", "co:-")]))


def which(view: View, slots: Mapping[str, Slot]) -> Message:
    """One of a few that a name could mean, or of all."""
    return narrowed(view, slots, "which_of_these", "which_company")


def which_for_request(view: View, slots: Mapping[str, Slot]) -> Message:
    return narrowed(view, slots, "which_of_these", "which_for_request")


def narrowed(view: View, slots: Mapping[str, Slot], few: str, all_: str) -> Message:
    named = slots.get("policies")
    policies = named if isinstance(named, tuple) and named else ()
    known = [one for one in policies if one in view.loaded.knowledge.policies]
    if not known:
        known = list(view.loaded.knowledge.policies)
        few = all_
    last = view.button("not_here" if few == all_ else "neither", "menu" if few != all_ else "co:-")
    return Message(view.say(few), rows([*company_buttons(view, known), last]))


def start(view: View, _: Mapping[str, Slot]) -> Message:
    first = (view.button("choose_company", "menu"), view.button("my_requests", "cases"))
    return Message(view.say("start"), (first, (other_language(view),)))


def start_company(view: View, slots: Mapping[str, Slot]) -> Message:
    buttons = (
        view.button("what_to_ask", "topics"),
        view.button("send_request", "kinds"),
        view.button("another_company", "menu"),
        other_language(view),
    )
    return Message(view.say("start_company", name=view.name(str(slots["policy"]))), rows(buttons))


def start_unknown(view: View, slots: Mapping[str, Slot]) -> Message:
    return Message(view.say("start_unknown"), companies(view, slots).rows)


def company_chosen(view: View, slots: Mapping[str, Slot]) -> Message:
    buttons = (
        view.button("what_to_ask", "topics"),
        view.button("send_request", "kinds"),
        view.button("another_company", "menu"),
    )
    return Message(view.say("company_chosen", name=view.name(str(slots["policy"]))), rows(buttons))


def not_held(view: View, _: Mapping[str, Slot]) -> Message:
    return Message(
        view.say("not_held"),
        ((view.button("choose_another", "menu"), view.button("person", "req:human:-")),),
    )


def other_language(view: View) -> Button:
    """Always in the other language: the one who needs it reads it."""
    other = "id" if view.say.language == "en" else "en"
    return Button(view.say("other_language"), f"lang:{other}")


def topics(view: View, _: Mapping[str, Slot]) -> Message:
    """What one can ask of this company: the topics, its stated ones first."""
    policy = view.loaded.knowledge.policies.get(view.policy or "")
    if policy is None:
        return companies(view, _)
    seen: dict[str, Button] = {}
    for article in policy.articles:
        if article.topic not in seen and article.cites:
            name = view.loaded.knowledge.topics[article.topic].label[view.say.language]
            seen[article.topic] = Button(name, f"art:{article.id}")
    return Message(view.say("topics", name=view.name(policy.policy)), rows(seen.values()))


def kinds(view: View, _: Mapping[str, Slot]) -> Message:
    """Every kind of request, for the company spoken of."""
    buttons = [
        Button(kind.button[view.say.language], f"req:{name}:{view.policy or ''}")
        for name, kind in view.loaded.knowledge.requests.items()
    ]
    buttons.append(view.button("close_account", f"close:{view.policy or ''}"))
    if view.loaded.knowledge.talks.finder:
        buttons.append(view.button("not_sure_which", "find"))
    name = view.name(view.policy) if view.policy else ""
    return Message(view.say("kinds" if name else "kinds_no_company", name=name), rows(buttons))


def finder(view: View, slots: Mapping[str, Slot]) -> Message:
    """A short question or two that end at a kind of request."""
    questions = view.loaded.knowledge.talks.finder
    name = str(slots.get("question") or "start")
    question = questions.get(name) or questions.get("start")
    if question is None:
        return kinds(view, slots)
    language = view.say.language
    buttons = [
        Button(
            answer.label[language],
            f"find:{answer.next}" if answer.next else f"req:{answer.kind}:{view.policy or ''}",
        )
        for answer in question.answers
    ]
    buttons.append(view.button("all_kinds", "kinds"))
    return Message(question.ask[language], rows(buttons, wide=1))
