"""Several companies side by side: a short line each, with where it says so."""

from __future__ import annotations

from collections.abc import Mapping

from bot.answering.articles import Stance
from bot.domain.effects import Slot
from bot.domain.messages import Button, Message, rows
from bot.services.screens import phone
from bot.services.screens.answers import document, line_words, texts
from bot.services.screens.view import View

ENDS = 5
"""Lines of the longest heading and the note below."""


def compare(view: View, slots: Mapping[str, Slot]) -> Message:
    """As many companies as a phone shows; each opens its whole answer."""
    found = [one for one in texts(slots["articles"]) if one in view.loaded.articles]
    pages = phone.packed((line(view, one) for one in found), phone.LINES - ENDS)
    page = phone.at(pages, slots.get("page"))
    first = sum(map(len, pages[:page]))
    shown = found[first : first + len(pages[page])]
    key = "compare_page" if len(pages) > 1 else "compare"
    head = view.say(key, topic=heading(view, found), page=page + 1, pages=len(pages))
    lines = [head, *pages[page], view.say("compare_note")]
    buttons = [Button(view.name(view.loaded.articles[one])[:24], f"art:{one}") for one in shown]
    turns = phone.turns(view, f"cmp:{slots.get('tag')}:", page, len(pages))
    return Message("\n".join(lines), (*rows(buttons), *turns))


def heading(view: View, found: list[str]) -> str:
    """What is compared, by the topic most of the articles are about."""
    topics = [view.article(one)[1].topic for one in found]
    topic = max(topics, key=topics.count)
    return view.loaded.knowledge.topics[topic].label[view.say.language]


def line(view: View, ident: str) -> str:
    """One company: what it says, shortly, and the section, lines and document."""
    policy, article = view.article(ident)
    name, title = view.name(policy.policy), document(view, policy)
    if article.stance is Stance.SILENT:
        return view.say("compare_silent", name=name, title=title, lines=policy.document.lines)
    cites = "; ".join(f"“{one.section}”, {line_words(view, one.lines)}" for one in article.cites)
    said = first(article.summary[view.say.language])
    return view.say("compare_line", name=name, said=said, source=f"{title}, {cites}")


def first(text: str) -> str:
    """The first two sentences at most: enough for a comparison's line."""
    sentences = text.replace("\n", " ").split(". ")
    return ". ".join(sentences[:2]).rstrip(".") + "."
