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
from bot.domain.errors import Behind, KnowledgeError, StorageError
from bot.domain.forms import Forms
from bot.storage import versions
from bot.storage.database import Database, Db


@dataclass(frozen=True, slots=True, repr=False)  # a whole book, wherever a task is told of
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


M_MMAP_THRESHOLD, M_ARENA_MAX = -3, -8


def keep_memory_small() -> None:
    """Large pieces are given back as they are freed; before anything is built (glibc only)."""
    with suppress(AttributeError, OSError, TypeError):
        library = ctypes.CDLL(None)
        library.mallopt(M_MMAP_THRESHOLD, 64 * 1024)
        library.mallopt(M_ARENA_MAX, 1)


def give_back_memory() -> None:
    """Building leaves much memory free but not returned; where the C library can, return it."""
    gc.collect()
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


class Library:
    """Keeps the active version loaded; a process that lags behind loads it before its next turn.

    Loading takes a while, so it is done outside a turn's transaction where that can be: `spare`
    is what was loaded ahead, and becomes the one in use when the row names it.
    """

    def __init__(self) -> None:
        self.loaded: Loaded | None = None
        self.spare: Loaded | None = None
        self.loading = asyncio.Lock()

    def held(self, version: int) -> Loaded | None:
        both = (self.loaded, self.spare)
        return next((one for one in both if one is not None and one.version == version), None)

    async def ahead(self, database: Database, version: int) -> None:
        """Load what will be needed, while others go on reading and writing."""
        async with self.loading:
            if self.held(version) is None:
                async with database.reading() as db:
                    self.spare = await fetch(db, version)
                await asyncio.to_thread(give_back_memory)

    async def follow(self, database: Database) -> None:
        """Have the active version at hand; one that cannot be read is the turn's to report."""
        async with database.reading() as db:
            active = await versions.active(db)
        if active is not None and self.held(active) is None:
            with suppress(KnowledgeError, StorageError):
                await self.ahead(database, active)

    async def current(self, db: Db) -> Loaded:
        """The version the one row names, read in this turn's own transaction.

        Where nothing may take long and it is not at hand, `Behind`: `follow`, and come again.
        """
        active = await versions.active(db)
        if active is None:
            raise KnowledgeError("no knowledge base is active")
        loaded = self.held(active)
        if loaded is None and db.brief:
            raise Behind(f"version {active} is not loaded yet")
        if loaded is None:
            async with self.loading:
                loaded = self.held(active) or await fetch(db, active)
                self.loaded = loaded
                await asyncio.to_thread(give_back_memory)
        elif loaded is self.spare:
            self.loaded, self.spare = loaded, None
        return loaded
