"""The knowledge base in use: every process follows the one active version."""

from __future__ import annotations

import asyncio
import ctypes
import gc
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from bot.answering import load, ready
from bot.answering.answer import Engine
from bot.answering.articles import Article, Policy
from bot.answering.load import Knowledge
from bot.answering.statutes import Statutes
from bot.domain.errors import KnowledgeError
from bot.domain.forms import Forms
from bot.storage import versions
from bot.storage.database import Db


@dataclass(frozen=True, slots=True)
class Loaded:
    """One version of the knowledge base, ready to answer."""

    version: int
    knowledge: Knowledge
    engine: Engine
    statutes: Statutes
    articles: Mapping[str, str]

    @property
    def forms(self) -> Forms:
        """The fields each kind of request asks for."""
        return {kind: form.fields for kind, form in self.knowledge.requests.items()}

    def article(self, ident: str) -> tuple[Policy, Article]:
        """An article and its policy; `KeyError` where this version has none such."""
        policy = self.knowledge.policies[self.articles[ident]]
        return policy, next(one for one in policy.articles if one.id == ident)


def prepare(version: int, engine: Engine) -> Loaded:
    """A stored version made ready; its soundness was checked when it was stored."""
    knowledge = engine.knowledge
    return Loaded(
        version,
        knowledge,
        engine,
        Statutes.model_validate(knowledge.statutes),
        {one.id: name for name, policy in knowledge.policies.items() for one in policy.articles},
    )


async def fetch(db: Db, version: int) -> Loaded:
    """From the form kept for use; from the files where there is none that we can read."""
    kept = await versions.ready(db, version)
    engine = await asyncio.to_thread(ready.read, kept) if kept else None
    if engine is None:
        files = await versions.files(db, version)
        engine = await asyncio.to_thread(learnt_anew, version, files)
    return prepare(version, engine)


def learnt_anew(version: int, files: Mapping[str, str]) -> Engine:
    knowledge, problems = load.parse(files)
    if knowledge is None:
        raise KnowledgeError(f"knowledge version {version} cannot be read: {problems[0]}")
    return Engine(knowledge)


def give_back_memory() -> None:
    """Building leaves much memory free but not returned; where the C library can, return it."""
    gc.collect()
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


class Library:
    """Keeps the active version loaded; a process that lags behind loads it at its next turn."""

    def __init__(self) -> None:
        self.loaded: Loaded | None = None
        self.loading = asyncio.Lock()

    async def current(self, db: Db) -> Loaded:
        """The version the one row names, read in this turn's own transaction."""
        active = await versions.active(db)
        if active is None:
            raise KnowledgeError("no knowledge base is active")
        if self.loaded is not None and self.loaded.version == active:
            return self.loaded
        async with self.loading:
            loaded = self.loaded
            if loaded is None or loaded.version != active:
                loaded = self.loaded = await fetch(db, active)
                await asyncio.to_thread(give_back_memory)
        return loaded
