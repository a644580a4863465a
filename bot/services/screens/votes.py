"""Was this right: the question under an answer, and what follows from a no."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.effects import Slot
from bot.domain.messages import Button, Message, Row, rows
from bot.services.screens.answers import label, texts
from bot.services.screens.view import View

WRONG = {"answer_wrong": "w", "answer_other": "o", "answer_hard": "h"}


def was_it_right(view: View, answer: str) -> Row:
    return (
        view.button("helpful", f"v:{answer}:y"),
        view.button("not_helpful", f"v:{answer}:n"),
    )


def what_was_wrong(view: View, slots: Mapping[str, Slot]) -> Message:
    """Three reasons, the other readings there were, and a person."""
    buttons = [view.button(key, f"v:{slots['answer']}:{value}") for key, value in WRONG.items()]
    ways = ways_on(view, slots)
    return Message(view.say("what_was_wrong"), (*rows(buttons, wide=1), *rows(ways, wide=1)))


def noted(view: View, slots: Mapping[str, Slot]) -> Message:
    return Message(view.say("noted"), rows(ways_on(view, slots), wide=1))


def ways_on(view: View, slots: Mapping[str, Slot]) -> list[Button]:
    """Other readings of the question, as far as the version in use has them; and a person."""
    others = [one for one in texts(slots["articles"]) if one in view.loaded.articles]
    if len({view.loaded.articles[one] for one in others}) > 1:
        others = []  # a comparison has no other readings: its companies stand below it
    buttons = [Button(label(view, view.article(one)[1]), f"art:{one}") for one in others]
    policy = slots["policy"]
    person = f"req:human:{policy}" if policy in view.loaded.knowledge.policies else "req:human"
    return [*buttons, view.button("person", person)]
