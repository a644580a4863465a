"""What admins do in private: reload, confirm, roll back, look; a check runs beside the turns."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from bot.answering.articles import Stance
from bot.domain.errors import Changed
from bot.domain.messages import Button, Message
from bot.language import dates
from bot.language.catalogue import Catalogue
from bot.logs import fault
from bot.services import posting, reload, roles
from bot.services.desk import Desk
from bot.services.notices import say_for
from bot.services.reload import Change, Checked
from bot.storage import facts, versions
from bot.storage.database import Db

ASKED = "reload_asked"
SHOWN = 10
log = structlog.get_logger()


async def tell(db: Db, desk: Desk, admin: int, message: Message, edit: int | None = None) -> None:
    await posting.to_chat(db, admin, message, now=desk.clock(), edit=edit)


async def ask_reload(db: Db, desk: Desk, admin: int) -> None:
    """Kept as a fact, so that a crash in the middle of a check forgets nothing."""
    await facts.put(db, f"{ASKED}:{admin}", "asked", now=desk.clock())


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
    stored = await versions.stored_at(db, before)
    text = say("admin.rollback", version=before, at=dates.moment(stored, desk.notice.zone, say))
    yes = Button(say("admin.button.back"), f"kback:{before}:{active}")
    no = Button(say("admin.button.cancel"), f"kcancel:{active}:0")
    await tell(db, desk, admin, Message(text, ((yes, no),)))


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
    active = await versions.active(db)
    await tell(db, desk, admin, Message(say("admin.kept", version=active)), edit)


async def help_(db: Db, desk: Desk, admin: int) -> None:
    say = await say_for(db, admin)
    await tell(db, desk, admin, Message(say("admin.help")))


async def show(db: Db, desk: Desk, admin: int) -> None:
    """The version in use, in figures."""
    say = await say_for(db, admin)
    loaded = await desk.library.current(db)
    articles = [one for p in loaded.knowledge.policies.values() for one in p.articles]
    text = say(
        "admin.kb",
        version=loaded.version,
        policies=len(loaded.knowledge.policies),
        articles=len(articles),
        silent=sum(one.stance is Stance.SILENT for one in articles),
        unclear=sum(one.stance is Stance.UNCLEAR for one in articles),
        unverified=sum(not one.verified for one in loaded.statutes.rules),
    )
    await tell(db, desk, admin, Message(text))


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
        async with self.desk.database.reading() as db:
            admins = sorted(await roles.admins(db, self.desk))
            asked = {one: await facts.get(db, f"{ASKED}:{one}") for one in admins}
        for admin in admins:
            if asked[admin]:
                self.working = True
                try:
                    await self.check(admin)
                finally:
                    self.working = False

    async def check(self, admin: int) -> None:
        """Look at the folder and tell the admin, in one transaction with forgetting the wish."""
        found = await reload.look(self.desk.database, self.folder, self.sources, self.desk, admin)
        async with self.desk.database.transaction() as db:
            if not await facts.take(db, f"{ASKED}:{admin}"):
                return
            say = await say_for(db, admin)
            await tell(db, self.desk, admin, report(say, found))

    def stop(self) -> None:
        self.stopping = True
        self.wake.set()


def report(say: Catalogue, found: Checked) -> Message:
    """Bad: the problems, file and line. Good: what changes, and a button. Same: so."""
    if found.problems:
        head = say("admin.refused", old=found.active, count=len(found.problems))
        lines = [head, *(str(one) for one in found.problems[:SHOWN])]
        if len(found.problems) > SHOWN:
            lines.append(say("admin.more", count=len(found.problems) - SHOWN))
        return Message("\n".join(lines))
    if found.version == found.active:
        return Message(say("admin.no_change", old=found.active))
    text = say(
        "admin.ready",
        new=found.version,
        old=found.active,
        changes="\n".join(change_lines(say, found)),
        golden=say("admin.golden", count=found.golden),
        cases=found.cases,
    )
    yes = Button(say("admin.button.load"), f"kload:{found.version}:{found.active}")
    no = Button(say("admin.button.cancel"), f"kcancel:{found.version}:0")
    return Message(text, ((yes, no),))


def change_lines(say: Catalogue, found: Checked) -> list[str]:
    """One line a policy, with the articles' names; one for shared files."""
    lines = []
    for change in found.changes:
        parts = [
            part for what in ("added", "changed", "removed") if (part := some(say, change, what))
        ]
        lines.append(say("admin.counts", policy=change.policy, parts=" · ".join(parts)))
    if found.shared:
        lines.append(say("admin.shared", names=", ".join(found.shared)))
    return lines or [say("admin.no_articles")]


def some(say: Catalogue, change: Change, what: str) -> str:
    idents: tuple[str, ...] = getattr(change, what)
    if not idents:
        return ""
    names = ", ".join(ident.partition(".")[2] for ident in idents[:5])
    more = ", …" if len(idents) > 5 else ""
    return f"{say(f'admin.{what}', count=len(idents))} ({names}{more})"
