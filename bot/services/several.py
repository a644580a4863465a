"""More than one company in one message: named in a form, or each with a wish of its own."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.answering.answer import Engine
from bot.domain.cases import Kind
from bot.domain.conversation import Filling, State, Typed, Understood
from bot.domain.forms import BUSINESS, DETAILS, EMAIL, TYPO, WHEN, Also

IN_WORDS = (DETAILS, BUSINESS, WHEN, EMAIL, TYPO)
"""Questions of a form that are answered in the customer's own words."""
JOINING = re.compile(r"\b(?:and|also|too|both|dan|serta|juga|sama|keduanya)\b|\W", re.IGNORECASE)
PARTS = re.compile(r"[,;.\n]+|\s(?:and|then|also|dan|serta|lalu|terus)\s", re.IGNORECASE)


EVERYWHERE = re.compile(
    r"\b(?:everywhere|di ?mana[ -]?mana|(?:(?:at|from|with|by|in|to|of|for)\s+)?(?:all|every)"
    r"(?:\s+(?:of|the|these|those|your))*\s+(?:company|companies|firms?)"
    r"|(?:(?:di|ke|dari|untuk|pada|oleh)\s+)?(?:semua|seluruh|setiap|tiap)\s+"
    r"(?:perusahaan|company)(?:\s+(?:ini|itu|tersebut))?)(?!\w)",
    re.IGNORECASE,
)


def everywhere(
    ask: Callable[[str, str | None], Understood], text: str, policies: tuple[str, ...]
) -> Understood | None:
    """A demand made of every company there is; each gets a case of its own."""
    rest, times = EVERYWHERE.subn(" ", text)
    got = ask(rest, None) if times else None
    if got is None or got.outcome != "request" or got.policies:
        return None
    return Understood("request", policies=policies, kinds=got.kinds, each=True)


def in_form(engine: Engine, state: State, text: str) -> Typed | None:
    """Several companies named in the middle of a request, and no more: it is for them too."""
    if not isinstance(state, Filling) or state.step in IN_WORDS:
        return None
    sure = engine.surely_names(text)
    if len(sure) < 2 or JOINING.sub("", engine.unnamed(text)):
        return None
    kinds = state.draft.kinds
    return Typed(text, Understood("request", policies=sure, kinds=kinds, each=True))


def wishes(
    engine: Engine, ask: Callable[[str, str | None], Understood], text: str
) -> tuple[Also, ...]:
    """What is wanted of which company, where each part of a sentence says it for itself."""
    found: dict[str, tuple[Kind, ...]] = {}
    last: tuple[Kind, ...] = ()
    for part in filter(str.strip, PARTS.split(text)):
        named = engine.surely_names(part)
        got = ask(part, named[0] if named else None)
        kinds = got.kinds if got.outcome == "request" else ()
        if kinds and not named:
            return ()
        last = kinds or last
        found |= {one: (*found.get(one, ()), *last) for one in named}
    return tuple(found.items()) if all(found.values()) else ()
