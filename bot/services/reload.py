"""The knowledge base as a change: checked in full, compared, swapped in at once, rolled back."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import TypeVar

from bot.answering import check, load, ready
from bot.answering.articles import Problem
from bot.answering.golden import FIGURES, Figures, Put, answering, figures
from bot.domain.errors import Changed, KnowledgeError, StorageError
from bot.services import records
from bot.services.comparing import Change, Compared, Version, compare
from bot.services.desk import Desk
from bot.storage import answers, cases, versions
from bot.storage.database import Database, Db
from bot.storage.sealing import Keyring

ASKED, COUNT = "reload_asked", "figures_asked"
"""Wishes of admins, kept as facts with the admin's number."""
MOST = 100_000
CHECKING: BaseContext = multiprocessing.get_context("spawn")
"""How the process that checks is started: with nothing of this one's threads and connections."""
AGAIN = 200
"""So many of the newest questions without a good answer are asked again."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A folder looked at: its problems, or the version it became and what that changes."""

    problems: tuple[Problem, ...] = ()
    version: int | None = None
    active: int | None = None
    compared: Compared = field(default_factory=Compared)
    cases: int = 0


T = TypeVar("T")


async def elsewhere(work: Callable[..., T], *given: object) -> T:
    """Done in another process: answers go on meanwhile, and its memory goes with it."""
    with ProcessPoolExecutor(1, mp_context=CHECKING, initializer=end_with_parent) as pool:
        return await asyncio.get_running_loop().run_in_executor(pool, partial(work, *given))


def end_with_parent() -> None:
    """A desk that is killed in the middle of a check leaves no process behind."""

    def watch() -> None:
        parent = multiprocessing.parent_process()
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def examine(files: dict[str, str], sources: Path | None) -> tuple[list[Problem], bytes | None]:
    """Every problem; where there is none, the knowledge as it is kept for use."""
    problems, engine = check.examine(files, sources)
    return problems, None if problems or engine is None else ready.kept(engine)


async def examined(
    files: Mapping[str, str], sources: Path | None
) -> tuple[list[Problem], bytes | None]:
    """The same in another process."""
    try:
        return await elsewhere(examine, dict(files), sources)
    except Exception as error:  # whatever they broke, the version in use goes on
        return [broken(error)], None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a version is to be kept, in place of which, and when."""

    url: str
    active: int | None
    now: datetime


def take_in(folder: Path, sources: Path | None, place: Place) -> list[Problem]:
    """Read, checked, learnt and kept: what weighs is left behind with this process."""
    files, faults = load.read(folder)
    if not faults:
        faults, kept = examine(files, sources)
    if not faults:
        asyncio.run(keep(files, kept, place))
    return faults


async def keep(files: Mapping[str, str], kept: bytes | None, place: Place) -> None:
    """As the version in use, unless another process was faster: then this one follows the row."""
    database = Database(place.url, Keyring([os.urandom(32)]))  # versions are not sealed
    content, now = load.content_hash(files), place.now
    try:
        with suppress(Changed):
            async with database.transaction() as db:
                version = await versions.add(db, files, hash=content, by=None, now=now, ready=kept)
                await versions.activate(db, version, by=None, now=now, expected=place.active)
    finally:
        await database.dispose()


async def taken_in(folder: Path, sources: Path | None, place: Place) -> list[Problem]:
    try:
        return await elsewhere(take_in, folder, sources, place)
    except StorageError:
        raise
    except Exception as error:  # whatever broke the check, the version in use goes on
        return [broken(error)]


def broken(error: Exception) -> Problem:
    """Files that break the check itself are not sound either."""
    return Problem(".", 1, f"the check itself failed: {type(error).__name__}")


async def start(
    database: Database, folder: Path, sources: Path | None, desk: Desk
) -> list[Problem]:
    """At start: unseen sound files become the version in use; known ones change nothing.

    Broken files leave the last good version serving and their problems are returned; without
    any version they raise `KnowledgeError`.
    """
    content, is_readable = load.hash_of(folder)
    async with database.reading() as db:
        known, active = await versions.known(db, content), await versions.active(db)
    if known is not None and active is not None and is_readable:
        return []
    problems = await taken_in(folder, sources, Place(database.url, active, desk.clock()))
    if problems and active is None:
        raise KnowledgeError("\n".join(str(one) for one in problems[:10]))
    return problems


async def look(
    database: Database, folder: Path, sources: Path | None, desk: Desk, by: int
) -> Checked:
    """Check the folder as it is now and, if it is sound, keep it as a version to be confirmed."""
    files, faults = await asyncio.to_thread(load.read, folder)
    content = load.content_hash(files)
    async with database.reading() as db:
        known, active = await versions.known(db, content), await versions.active(db)
        before = await stored(db, active) if active is not None else None
        kept = await versions.ready(db, known) if known is not None else None
        waiting = await answers.waiting(db, limit=AGAIN)
    if known is None and not faults:
        faults, kept = await examined(files, sources)
    if faults:
        return Checked(problems=tuple(faults), active=active)
    found = Version(files, kept)
    compared = await elsewhere(compare, before, found, sources, again(waiting))
    async with database.transaction() as db:
        version = await versions.add(db, files, hash=content, by=by, now=desk.clock(), ready=kept)
        await put_figures(db, version, compared.after)
        if active is not None and compared.before is not None:
            await put_figures(db, active, compared.before)
        resting = await cases_resting_on(db, touched(compared.changes))
    return Checked((), version, active, compared, resting)


async def stored(db: Db, version: int) -> Version:
    return Version(await versions.files(db, version), await versions.ready(db, version))


def again(waiting: Iterable[answers.Open]) -> list[Put]:
    """Each question once, by the newest who asked it."""
    newest = {(one.words, one.policy): one.seq for one in waiting}
    return [Put(words, policy, seq) for (words, policy), seq in newest.items()]


async def put_figures(db: Db, version: int, found: Figures) -> None:
    await versions.set_figures(db, version, FIGURES.dump_json(found).decode())


async def figures_of(db: Db, version: int) -> Figures | None:
    """How right a version is, where it was counted."""
    kept = await versions.figures(db, version)
    return FIGURES.validate_json(kept) if kept else None


async def count(database: Database, version: int, sources: Path | None) -> Figures:
    """How right a version is: counted once, in another process, and kept."""
    async with database.reading() as db:
        counted = await stored(db, version)
    found = await elsewhere(figures_from, counted, sources)
    async with database.transaction() as db:
        await put_figures(db, version, found)
    return found


def figures_from(version: Version, sources: Path | None) -> Figures:
    knowledge = version.knowledge()
    return figures(knowledge, answering(version.engine(knowledge)), sources)


def touched(changes: Iterable[Change]) -> set[str]:
    return {one for change in changes for one in (*change.changed, *change.removed)}


async def cases_resting_on(db: Db, articles: set[str]) -> int:
    """Open cases that were shown an article which changes."""
    count = 0
    for case in await cases.open_cases(db, limit=MOST):
        if articles & set(case.cited) and (await records.read(db, case)).is_open:
            count += 1
    return count
