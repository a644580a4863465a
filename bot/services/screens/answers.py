"""Answers: what a policy says, where it says it, and a way on."""

from __future__ import annotations

from collections.abc import Mapping

from bot.answering.articles import Article, Policy, Stance
from bot.answering.passages import passage, source_lines
from bot.domain.cases import Kind
from bot.domain.effects import Slot
from bot.domain.messages import Button, Message, rows
from bot.language import dates
from bot.services.screens import legal, phone
from bot.services.screens.view import View

HEAD = 3
"""Lines above a passage."""


def texts(slot: Slot) -> tuple[str, ...]:
    return slot if isinstance(slot, tuple) else ()


def answer(view: View, slots: Mapping[str, Slot]) -> Message:
    """The best article: its summary, its source, and buttons that lead on."""
    policy, article = view.article(texts(slots["articles"])[0])
    misspelt = slots.get("misspelt")
    lines = (
        [view.say("read_as", typed=misspelt, name=view.name(policy.policy))] if misspelt else []
    )
    lines.append(article.summary[view.say.language])
    lines += law_beside(view, policy, article)
    lines.append(source(view, policy, article))
    kinds = tuple(Kind(kind) for kind in texts(slots.get("kinds"))) or near(view, policy, article)
    buttons = list(answer_buttons(view, policy, article, kinds))
    if misspelt:
        buttons.append(Button(view.say("button_not", name=view.name(policy.policy)), "menu"))
    return Message("\n".join(lines), rows(buttons))


def near(view: View, policy: Policy, article: Article) -> tuple[Kind, ...]:
    """The request an article is about, where it is reached by a button and not by a question."""
    exact = (kind for kind, right in policy.rights.items() if right == article.id)
    by_topic = (k for k, r in view.loaded.knowledge.requests.items() if r.topic == article.topic)
    found = next(exact, None) or next(by_topic, None)
    return (found,) if found and found is not Kind.HUMAN else ()


def law_beside(view: View, policy: Policy, article: Article) -> list[str]:
    """Where the text is silent on a right, what the law says of it, named as law and apart."""
    if article.stance is not Stance.SILENT:
        return []
    if article.id == f"{policy.policy}.rights_overview":
        return law_rights(view, policy)
    kinds = {
        k for k, kind in view.loaded.knowledge.requests.items() if kind.topic == article.topic
    }
    regimes = {regime.regime for regime in policy.regimes}
    for clock in view.loaded.statutes.rules:
        if clock.regime in regimes and clock.duty == "answer" and kinds & set(clock.kinds):
            why = clock.why[view.say.language]
            sure = clock.verified and is_certain(policy)
            return [view.say("law_beside", why=why if sure else view.say("hedged_why", why=why))]
    if article.id != f"{policy.policy}.{article.topic}":
        return []  # a part of the subject: the right as a whole is not what was asked
    return law_gives(view, policy, kinds)


def law_gives(view: View, policy: Policy, kinds: set[Kind]) -> list[str]:
    """A right for which the law sets no time: that it gives it, and that it sets none."""
    known = view.loaded.statutes.regimes
    for regime in (known[one.regime] for one in policy.regimes if one.regime in known):
        for right in regime.rights:
            if kinds & set(right.kinds):
                sure = right.verified and is_certain(policy)
                named = legal.article(view, right.article, verified=sure)
                no_time = regime.no_time[view.say.language]
                return [view.say("law_gives", article=named, no_time=no_time)]
    return []


def law_rights(view: View, policy: Policy) -> list[str]:
    """Rights as a whole, at a company whose text names none: what the law gives."""
    known = view.loaded.statutes.regimes
    for regime in (known[one.regime] for one in policy.regimes if one.regime in known):
        if rights := regime.rights:
            sure = is_certain(policy) and all(right.verified for right in rights)
            given = [f"{view.kind(right.kinds[0])}, {right.article}" for right in rights]
            text = legal.article(view, "; ".join(given), verified=sure)
            return [view.say("law_rights", rights=text)]
    return []


def is_certain(policy: Policy) -> bool:
    """Whether no law is only inferred to apply."""
    return all(regime.basis != "inferred" for regime in policy.regimes)


def source(view: View, policy: Policy, article: Article) -> str:
    """Document, date, sections and lines; for a silence, what was checked."""
    title = document(view, policy)
    if not article.cites:
        return view.say("checked", title=title, lines=policy.document.lines)
    parts = [f"“{cite.section}”, {line_words(view, cite.lines)}" for cite in article.cites]
    return view.say("source", title=title, parts="; ".join(parts))


def document(view: View, policy: Policy) -> str:
    """The document as a source line names it, with its date where it has one."""
    title = policy.document.title[view.say.language]
    if policy.document.date:
        return f"{title} ({dates.day(policy.document.date, view.say)})"
    if policy.document.archived:
        archived = view.say("archived", day=dates.day(policy.document.archived, view.say))
        return f"{title} ({archived})"
    return title


def line_words(view: View, spans: tuple[tuple[int, int], ...]) -> str:
    """line 21 / lines 21–22, 28."""
    each = ", ".join(f"{a}" if a == b else f"{a}–{b}" for a, b in spans)
    one = len(spans) == 1 and spans[0][0] == spans[0][1]
    return view.say("line_one" if one else "line_many", lines=each)


def answer_buttons(
    view: View, policy: Policy, article: Article, kinds: tuple[Kind, ...]
) -> list[Button]:
    """A way on: more, the wording, a request, a person, and what is related."""
    buttons = []
    if article.details:
        buttons.append(view.button("details", f"det:{article.id}"))
    if view.notice.sources and article.cites:
        buttons.append(view.button("original", f"org:{article.id}"))
    for kind in kinds[:2]:
        if kind is not Kind.HUMAN:
            buttons.append(Button(view.kind_button(kind), f"req:{kind}:{policy.policy}"))
    if article.related:
        buttons.append(view.button("related", f"rel:{article.id}"))
    if article.stance in (Stance.SILENT, Stance.UNCLEAR) or Kind.HUMAN in kinds:
        buttons.append(view.button("person", f"req:human:{policy.policy}"))
    if not kinds and len(buttons) < 4:
        buttons.append(view.button("send_request", "kinds"))
    return buttons


def details(view: View, slots: Mapping[str, Slot]) -> Message:
    """The longer text; where there is none, that is said, and the policy's own words are near."""
    policy, article = view.article(str(slots["article"]))
    head = f"{label(view, article)}: {view.name(policy.policy)}"
    more = article.details[view.say.language] if article.details else view.say("no_details")
    buttons = [view.button("back", f"back:{article.id}")]
    if article.related and not article.details:
        buttons.insert(0, view.button("related", f"rel:{article.id}"))
    if view.notice.sources and article.cites:
        buttons.insert(0, view.button("original", f"org:{article.id}"))
    return Message(f"{head}\n{more}\n{source(view, policy, article)}", rows(buttons))


def why(view: View, slots: Mapping[str, Slot]) -> Message:
    """No reason is made up: what more the text holds is shown, or that it holds none."""
    policy, article = view.article(str(slots["article"]))
    if article.stance is Stance.SILENT:
        text = view.say("why_silent", name=view.name(policy.policy))
        return Message(text, ((view.button("person", f"req:human:{policy.policy}"),),))
    lines = [view.say("why_stated", name=view.name(policy.policy))]
    lines += [article.details[view.say.language]] if article.details else []
    buttons = [view.button("person", f"req:human:{policy.policy}")]
    if view.notice.sources:
        buttons.insert(0, view.button("original", f"org:{article.id}"))
    return Message("\n".join([*lines, source(view, policy, article)]), rows(buttons))


def original(view: View, slots: Mapping[str, Slot]) -> Message:
    """The policy's own words, in their own language, with ours beside where it is another."""
    policy, article = view.article(str(slots["article"]))
    spans = tuple(span for cite in article.cites for span in cite.lines)
    held = source_lines(view.notice.sources, policy.policy) if view.notice.sources else None
    back = (view.button("back", f"back:{article.id}"),)
    if not held:
        section = article.cites[0].section if article.cites else ""
        return Message(
            view.say("no_original", section=section, name=view.name(policy.policy)), (back,)
        )
    pages = wording(view, policy, article, passage(held, spans))
    page = phone.at(pages, slots.get("page"))
    turns = phone.turns(view, f"org:{article.id}:", page, len(pages))
    return Message("\n".join(pages[page]), (*turns, back))


def wording(view: View, policy: Policy, article: Article, whole: str) -> list[list[str]]:
    """Page by page; where it is in another language, what it says in ours stands at the end."""
    spans = tuple(span for cite in article.cites for span in cite.lines)
    own, where = view.say(f"language_name.{policy.document.language}"), line_words(view, spans)
    parts = [
        view.say("original", language=own, lines=where, passage=piece)
        for piece in phone.pieces(whole, phone.LINES - HEAD)
    ]
    if policy.document.language != view.say.language:
        parts.append(view.say("in_our_words", summary=article.summary[view.say.language]))
    return phone.packed(parts, phone.LINES)


def related(view: View, slots: Mapping[str, Slot]) -> Message:
    policy, article = view.article(str(slots["article"]))
    buttons = [
        Button(label(view, view.article(one)[1]), f"art:{one}")
        for one in article.related
        if one in view.loaded.articles
    ]
    text = view.say("related", name=view.name(policy.policy))
    return Message(text, rows([*buttons, view.button("back", f"back:{article.id}")]))


def label(view: View, article: Article) -> str:
    """The article's own short name, or its topic's."""
    return (article.label or view.loaded.knowledge.topics[article.topic].label)[view.say.language]


def unsure(view: View, slots: Mapping[str, Slot]) -> Message:
    """Up to three readings to choose from."""
    found = [view.article(one) for one in texts(slots["articles"])]
    buttons = [Button(label(view, article), f"art:{article.id}") for _, article in found]
    return Message(
        view.say("unsure", name=view.name(found[0][0].policy)),
        rows([*buttons, view.button("none_of_these", "none")], wide=1),
    )
