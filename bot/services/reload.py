"""The knowledge base as a change: checked in full, compared, swapped in at once, rolled back."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import TypeVar

from bot.answering import check, load, ready
from bot.answering.articles import Article, Problem
from bot.answering.load import Knowledge
from bot.domain.errors import Changed, KnowledgeError
from bot.services import records
from bot.services.desk import Desk
from bot.storage import cases, versions
from bot.storage.database import Database, Db

MOST = 100_000
CHECKING: BaseContext = multiprocessing.get_context("spawn")
"""How the process that checks is started: with nothing of this one's threads and connections."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a new version changes in one policy, by article."""

    policy: str
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """A folder looked at: its problems, or the version it became and what that changes."""

    problems: tuple[Problem, ...] = ()
    version: int | None = None
    active: int | None = None
    changes: tuple[Change, ...] = ()
    shared: tuple[str, ...] = ()
    golden: int = 0
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
    problems = check.check(files, sources)
    return problems, None if problems else ready.from_files(files)


async def examined(
    files: Mapping[str, str], sources: Path | None
) -> tuple[list[Problem], bytes | None]:
    """Files that break the check itself are not sound either."""
    try:
        return await elsewhere(examine, dict(files), sources)
    except Exception as error:  # whatever they broke, the version in use goes on
        return [Problem(".", 1, f"the check itself failed: {type(error).__name__}")], None


async def start(
    database: Database, folder: Path, sources: Path | None, desk: Desk
) -> list[Problem]:
    """At start: unseen sound files become the version in use; known ones change nothing.

    Broken files leave the last good version serving and their problems are returned; without
    any version they raise `KnowledgeError`.
    """
    files, faults = load.read(folder)
    content = load.content_hash(files)
    async with database.reading() as db:
        known, active = await versions.known(db, content), await versions.active(db)
    if known is not None and active is not None and not faults:
        return []
    kept = None
    if known is None and not faults:
        faults, kept = await examined(files, sources)
    if faults and active is None:
        raise KnowledgeError("\n".join(str(one) for one in faults[:10]))
    if faults:
        return faults
    with suppress(Changed):  # another process was faster, and this one follows the row
        async with database.transaction() as db:
            now = desk.clock()
            version = await versions.add(db, files, hash=content, by=None, now=now, ready=kept)
            await versions.activate(db, version, by=None, now=now, expected=active)
    return []


async def look(
    database: Database, folder: Path, sources: Path | None, desk: Desk, by: int
) -> Checked:
    """Check the folder as it is now and, if it is sound, keep it as a version to be confirmed."""
    files, faults = await asyncio.to_thread(load.read, folder)
    content = load.content_hash(files)
    async with database.reading() as db:
        known, active = await versions.known(db, content), await versions.active(db)
        before = await versions.files(db, active) if active is not None else {}
    kept = None
    if known is None and not faults:
        faults, kept = await examined(files, sources)
    if faults:
        return Checked(problems=tuple(faults), active=active)
    changes, shared, golden = await elsewhere(compare, before, files)
    async with database.transaction() as db:
        version = await versions.add(db, files, hash=content, by=by, now=desk.clock(), ready=kept)
        touched = {one for change in changes for one in (*change.changed, *change.removed)}
        resting = await cases_resting_on(db, touched)
    return Checked((), version, active, changes, shared, golden, resting)


def compare(
    before: Mapping[str, str], after: Mapping[str, str]
) -> tuple[tuple[Change, ...], tuple[str, ...], int]:
    """Articles by policy, shared files by name, and how many golden questions must hold."""
    old, new = load.parse(before)[0], load.parse(after)[0]
    if new is None:
        raise KnowledgeError("a version that was sound cannot be read")
    left, right = articles_of(old), articles_of(new)
    changes = []
    for policy in sorted({*left, *right}):
        one, two = left.get(policy, {}), right.get(policy, {})
        change = Change(
            policy,
            tuple(sorted(two.keys() - one.keys())),
            tuple(sorted(k for k in one.keys() & two.keys() if one[k] != two[k])),
            tuple(sorted(one.keys() - two.keys())),
        )
        if change.added or change.changed or change.removed:
            changes.append(change)
    names = {*before, *after}
    shared = sorted(n for n in names if "/" not in n and before.get(n) != after.get(n))
    shared += [f"policies/{name}.yaml" for name in heads_changed(old, new)]
    must = sum(question.golden.role == "must" for question in new.questions)
    return tuple(changes), tuple(shared), must


def heads_changed(old: Knowledge | None, new: Knowledge) -> list[str]:
    """Policies of which more than the articles changed: names, laws, promises, ways out."""
    before = old.policies if old else {}
    bare = {"articles": ()}
    return sorted(
        name
        for name, policy in new.policies.items()
        if name in before
        and before[name].model_copy(update=bare) != policy.model_copy(update=bare)
    )


def articles_of(knowledge: Knowledge | None) -> dict[str, dict[str, Article]]:
    if knowledge is None:
        return {}
    return {n: {a.id: a for a in policy.articles} for n, policy in knowledge.policies.items()}


async def cases_resting_on(db: Db, articles: set[str]) -> int:
    """Open cases that were shown an article which changes."""
    count = 0
    for case in await cases.open_cases(db, limit=MOST):
        if articles & set(case.cited) and (await records.read(db, case)).is_open:
            count += 1
    return count
