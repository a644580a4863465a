"""Ready replies of staff: a label for them, a text for the customer, both in both languages."""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping

from pydantic import Field

from bot.answering.articles import Bilingual, Language, Value

SLOTS = frozenset({"company", "reference", "kind", "due", "contact"})
"""All that may be filled in: nothing of the customer's."""
LABEL = 24


class ReadyReply(Value):
    id: str = Field(pattern=r"^[a-z0-9_]{1,20}$")
    label: Bilingual
    text: Bilingual

    def filled(self, language: Language, slots: Mapping[str, str]) -> str | None:
        """What the customer reads; none where something it needs is not known."""
        if not self.slots(language) <= set(slots):
            return None
        return self.text[language].strip().format_map(slots)

    def slots(self, language: Language) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(self.text[language]) if name}


def faults(replies: tuple[ReadyReply, ...]) -> Iterator[tuple[int, str]]:
    """What is wrong with which of them."""
    seen: set[str] = set()
    for place, reply in enumerate(replies):
        if reply.id in seen:
            yield place, f"the reply {reply.id} stands here twice"
        seen.add(reply.id)
        if max(len(reply.label.en), len(reply.label.id)) > LABEL:
            yield place, f"{reply.id}: a label longer than {LABEL} characters"
        yield from ((place, f"{reply.id}: {reason}") for reason in slot_faults(reply))


def slot_faults(reply: ReadyReply) -> Iterator[str]:
    try:
        en, ind = reply.slots("en"), reply.slots("id")
    except ValueError:
        yield "a brace that is not closed"
        return
    if unknown := sorted((en | ind) - SLOTS):
        yield f"unknown slot {unknown[0]}"
    if en != ind:
        yield "other slots in one language than in the other"
