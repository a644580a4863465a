"""What the conversation was about a moment ago, so that a follow-up can lean on it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from pydantic import TypeAdapter

from bot.domain.conversation import State, store
from bot.domain.effects import Slot

WHILE = timedelta(minutes=30)
"""So long after an answer a follow-up is understood from it; docs/answers.md says so too."""

LISTED = frozenset({"art", "co", "case"})
"""Buttons that stand in a list, of which one can say "the second one"."""

CONFIRMS = frozenset({"withdraw", "do_it_yourself"})
"""Screens that ask yes or no, with the button for yes first."""


ABOUT = frozenset({"answer", "details", "original", "related", "why", "unsure"})
"""Screens that speak of one article, or of a few to choose from."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """The last question and its companies, the article shown, and the buttons offered with it.

    `tag` ties the pages of a comparison to their question.
    """

    at: datetime
    words: str = field(default="", repr=False)
    policies: tuple[str, ...] = ()
    article: str | None = None
    offered: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    confirms: bool = False
    tag: str = ""

    def is_fresh(self, now: datetime) -> bool:
        return now - self.at <= WHILE

    @property
    def listed(self) -> tuple[str, ...]:
        """What was offered to choose from, in its order, without the ways out."""
        actions = (action for _, action in self.offered)
        found = (one for one in actions if one.partition(":")[0] in LISTED)
        return tuple(one for one in found if one != "co:-")

    def place(self, at: int) -> str | None:
        """The one of that place in a list of several; -1 is the last."""
        listed = self.listed
        return listed[at] if -1 <= at < len(listed) and len(listed) > 1 else None


@dataclass(frozen=True, slots=True)
class Shown:
    """A screen the customer was shown, with its buttons as label and action."""

    screen: str
    slots: Mapping[str, Slot]
    offered: tuple[tuple[str, str], ...]


def after(before: Earlier | None, asked: str, shown: Shown, now: datetime) -> Earlier:
    """What is remembered once this was shown; `asked` are the words of the question, if any."""
    fresh = before if before and before.is_fresh(now) else Earlier(now)
    then = replace(fresh, at=now, confirms=shown.screen in CONFIRMS)
    articles = shown.slots.get("articles") or shown.slots.get("article") or ()
    found = (articles,) if isinstance(articles, str) else articles
    if shown.screen == "compare":
        policies, tag = shown.slots.get("policies"), str(shown.slots.get("tag", ""))
        names = policies if isinstance(policies, tuple) else ()
        then = replace(then, policies=names, article=None, tag=tag, words=asked or then.words)
    elif shown.screen in ABOUT and isinstance(found, tuple) and found:
        first = None if shown.screen == "unsure" else found[0]
        words = asked or (then.words if first == then.article else "")
        then = replace(then, policies=(), article=first, words=words)
    if shown.offered or shown.screen in CONFIRMS:
        then = replace(then, offered=shown.offered)
    return then


EARLIER: TypeAdapter[Earlier | None] = TypeAdapter(Earlier | None)


def keep(state: State, earlier: Earlier | None) -> str | None:
    """Both as one JSON, for the sealed column; nothing where there is nothing to keep."""
    stored = store(state)
    if earlier is None:
        return stored
    whole = json.loads(stored) if stored else {"name": state.name}
    return json.dumps({**whole, "earlier": EARLIER.dump_python(earlier, mode="json")})


def recall(text: str | None) -> Earlier | None:
    """What was kept beside a state."""
    return EARLIER.validate_python(json.loads(text).get("earlier")) if text else None
