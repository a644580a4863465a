"""What admins do in private: reload, confirm, roll back, look; a check runs beside the turns."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from bot.domain.errors import Changed
from bot.domain.messages import Button, Message
from bot.language import dates
from bot.logs import fault
from bot.services import kb, posting, reload, reports, roles
from bot.services.desk import Desk
from bot.services.notices import say_for
from bot.storage import facts, versions
from bot.storage.database import Db

log = structlog.get_logger()


async def tell(db: Db, desk: Desk, admin: int, message: Message, edit: int | None = None) -> None:
    await posting.to_chat(db, admin, message, now=desk.clock(), edit=edit)


async def ask_reload(db: Db, desk: Desk, admin: int) -> None:
    """Kept as a fact, so that a crash in the middle of a check forgets nothing."""
    await facts.put(db, f"{reload.ASKED}:{admin}", "asked", now=desk.clock())
    desk.wished.set()


async def load(db: Db, desk: Desk, admin: int, version: int, expected: int, edit: int) -> None:
    """Confirmed: the one row changes, and every process follows at its next turn."""
    say = await say_for(db, admin)
    try:
        await versions.activate(db, version, by=admin, now=desk.clock(), expected=expected)
    except Changed:
        await tell(db, desk, admin, Message(say("admin.outdated")), edit)
        return
    back = say("admin.loaded_back", old=expected)
    await tell(db, desk, admin, Message(say("admin.loaded", new=version, old_words=back)), edit)


async def ask_rollback(db: Db, desk: Desk, admin: int) -> None:
    say = await say_for(db, admin)
    active, before = await versions.active(db), await versions.previous(db)
    if before is None or active is None:
        await tell(db, desk, admin, Message(say("admin.nothing_older")))
        return
    await ask_back(db, desk, admin, before, active, None)


async def ask_back(
    db: Db, desk: Desk, admin: int, version: int, expected: int, edit: int | None
) -> None:
    """Any version that is kept, not only the last."""
    say, stored = await say_for(db, admin), await versions.stored_at(db, version)
    if stored is None:
        return await tell(db, desk, admin, Message(say("admin.outdated")), edit)
    text = say("admin.rollback", version=version, at=dates.moment(stored, desk.notice.zone, say))
    yes = Button(say("admin.button.back"), f"kback:{version}:{expected}")
    no = Button(say("admin.button.cancel"), f"kcancel:{expected}:0")
    return await tell(db, desk, admin, Message(text, ((yes, no),)), edit)


async def roll_back(
    db: Db, desk: Desk, admin: int, version: int, expected: int, edit: int
) -> None:
    say = await say_for(db, admin)
    try:
        await versions.activate(db, version, by=admin, now=desk.clock(), expected=expected)
        text = say("admin.rolled_back", version=version)
    except Changed:
        text = say("admin.outdated")
    await tell(db, desk, admin, Message(text), edit)


async def cancel(db: Db, desk: Desk, admin: int, version: int, _: int, edit: int) -> None:
    say = await say_for(db, admin)
    active, desk.library.spare = await versions.active(db), None
    await tell(db, desk, admin, Message(say("admin.kept", version=active)), edit)


async def help_(db: Db, desk: Desk, admin: int) -> None:
    say = await say_for(db, admin)
    await tell(db, desk, admin, Message(say("admin.help")))


# ---- the check, outside any turn


@dataclass(slots=True)
class Keeper:
    """Runs the checks admins asked for, one at a time, beside the turns."""

    desk: Desk
    folder: Path
    sources: Path | None
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    stopping: bool = False
    working: bool = False

    async def run(self) -> None:
        while not self.stopping:
            try:
                await self.round()
            except Exception as error:  # a check that fails must not take the desk with it
                log.error("reload_failed", error=fault(error))
            with suppress(TimeoutError):
                await asyncio.wait_for(self.wake.wait(), 2)
            self.wake.clear()

    async def round(self) -> None:
        self.desk.wished.clear()
        await self.desk.library.follow(self.desk.database)
        async with self.desk.database.reading() as db:
            admins = sorted(await roles.admins(db, self.desk))
            wishes = [(job, one) for job in JOBS for one in admins]
            asked = [wish for wish in wishes if await facts.get(db, f"{wish[0]}:{wish[1]}")]
        for job, admin in asked:
            self.working = True
            try:
                await JOBS[job](self, admin)
            finally:
                self.working = False

    async def check(self, admin: int) -> None:
        """Look at the folder and tell the admin, in one transaction with forgetting the wish."""
        found = await reload.look(self.desk.database, self.folder, self.sources, self.desk, admin)
        if found.version is not None:
            await self.desk.library.ahead(self.desk.database, found.version)
        async with self.desk.database.transaction() as db:
            if not await facts.take(db, f"{reload.ASKED}:{admin}"):
                return
            say = await say_for(db, admin)
            await reports.remember(db, self.desk, admin, found)
            await tell(db, self.desk, admin, reports.report(say, found))

    async def count(self, admin: int) -> None:
        """How right the version in use is, for an admin who asked."""
        async with self.desk.database.reading() as db:
            active = await versions.active(db)
        if active is None:
            return
        found = await reload.count(self.desk.database, active, self.sources)
        async with self.desk.database.transaction() as db:
            if await facts.take(db, f"{reload.COUNT}:{admin}"):
                say = await say_for(db, admin)
                await tell(db, self.desk, admin, kb.golden_table(say, active, found))

    def stop(self) -> None:
        self.stopping = True
        self.wake.set()


JOBS = {reload.ASKED: Keeper.check, reload.COUNT: Keeper.count}
