"""What an admin's list of unanswered questions is narrowed to: a company, a language, or both."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.messages import Button, Message, rows
from bot.language.catalogue import LANGUAGES, Catalogue
from bot.services.library import Loaded
from bot.storage import facts
from bot.storage.answers import Open
from bot.storage.database import Db

NOBODY = "-"
"""Questions put to no company."""


@dataclass(frozen=True, slots=True)
class Only:
    """Empty is any."""

    policy: str = ""
    language: str = ""

    @property
    def number(self) -> int:
        """What a button carries: the same as long as the company is called the same."""
        return zlib.crc32(f"{self.policy}:{self.language}".encode())

    def holds(self, one: Open) -> bool:
        policy = one.policy or NOBODY
        return self.policy in ("", policy) and self.language in ("", one.language)


async def kept(db: Db, admin: int) -> Only:
    policy, _, language = (await facts.get(db, _name(admin)) or "").partition(":")
    return Only(policy, language)


async def keep(db: Db, admin: int, only: Only, *, now: datetime) -> None:
    """Until the admin asks for something else: a list stays narrow while it is worked down."""
    await facts.put(db, _name(admin), f"{only.policy}:{only.language}", now=now)


def _name(admin: int) -> str:
    return f"unanswered_only:{admin}"


def asked(loaded: Loaded, say: Catalogue, typed: str) -> Only | None:
    """What an admin typed after the command: "mailcamp", "id", "talenta indonesia"."""
    only, rest = Only(), []
    for word in typed.split():
        called = (one for one in LANGUAGES if word.lower() in _called(say, one))
        if language := next(called, None):
            only = replace(only, language=language)
        else:
            rest.append(word)
    policies = loaded.engine.only_names(" ".join(rest)) if rest else ()
    if rest and len(policies) != 1:
        return None
    return replace(only, policy="".join(policies))


def _called(say: Catalogue, language: str) -> tuple[str, str]:
    return (language, say(f"unanswered.language.{language}").lower())


def told(say: Catalogue, names: Mapping[str | None, str], only: Only) -> str:
    """The company and the language, as the list's heading names them."""
    policy = only.policy and names.get(None if only.policy == NOBODY else only.policy, only.policy)
    language = only.language and say(f"unanswered.language.{only.language}")
    return " · ".join(part for part in (policy, language) if part)


def choices(
    say: Catalogue, names: Mapping[str | None, str], waiting: Iterable[Open], only: Only
) -> Message:
    """A button for each company and language with questions that wait, and how many."""
    found = list(waiting)
    by_policy = Counter(one.policy or NOBODY for one in found)
    by_language = Counter(one.language for one in found)
    offered = [
        *((replace(only, policy=name), count) for name, count in by_policy.most_common()),
        *((replace(only, language=name), count) for name, count in by_language.most_common()),
    ]
    whole = Button(say("unanswered.button.all", count=len(found)), f"kuo:{Only().number}:0")
    buttons = [
        Button(f"{told(say, names, one)} ({count})", f"kuo:{one.number}:0")
        for one, count in offered
    ]
    return Message(say("unanswered.which"), rows([whole, *buttons], wide=1))


def meant(waiting: Iterable[Open], number: int) -> Only:
    """What a button stands for; everything, where none of it waits any more."""
    pairs = {(one.policy or NOBODY, one.language) for one in waiting}
    policies = {"", *(policy for policy, _ in pairs)}
    languages = {"", *(language for _, language in pairs)}
    every = (Only(policy, language) for policy in policies for language in languages)
    return next((one for one in every if one.number == number), Only())
