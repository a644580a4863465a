"""The digest: once a day, in each staff group, what was and what is due."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.messages import Button, Message
from bot.language.catalogue import catalogue
from bot.services import cards, posting, queue, roles
from bot.services.desk import Desk
from bot.storage import facts, figures
from bot.storage.database import Db

HOUR = time(8, 30)
"""In the desk's own zone; later where quiet hours end later."""
SAID = "digest"


async def say(desk: Desk) -> None:
    """Where today's was not said yet; a day with nothing to say passes in silence."""
    now = desk.clock()
    local = now.astimezone(ZoneInfo(desk.notice.zone))
    if local.time() < HOUR or (desk.notice.quiet and desk.notice.quiet.until(now)):
        return
    today = local.date().isoformat()
    async with desk.database.reading() as db:
        chats = await roles.staff_chats(db, desk)
        waiting = [chat for chat in chats if await facts.get(db, f"{SAID}:{chat}") != today]
    if not waiting:
        return
    async with desk.database.transaction() as db:
        for chat in sorted(waiting):
            if await facts.change(db, f"{SAID}:{chat}", today, now=now):
                await say_in(db, desk, chat, local)


async def say_in(db: Db, desk: Desk, chat: int, local: datetime) -> None:
    counts = await count(db, desk, chat, local)
    if any(counts.values()):
        say = catalogue(await cards.desk_language(db))
        button = Button(say("staff.button.next"), "next")
        message = Message(say("staff.digest", **counts), ((button,),))
        await posting.to_chat(db, chat, message, now=desk.clock())


async def count(db: Db, desk: Desk, chat: int, local: datetime) -> dict[str, int]:
    """Of this group's companies alone."""
    now, midnight = desk.clock(), local.replace(hour=0, minute=0, second=0, microsecond=0)
    yesterday, tomorrow = midnight - timedelta(days=1), midnight + timedelta(days=1)
    files = await queue.open_files(db, desk, chat)
    dates = [one.due_at for file in files for one in file.requests]
    return {
        "received": await ours(db, desk, chat, await figures.received(db, yesterday, midnight)),
        "closed": await ours(db, desk, chat, await figures.closed(db, yesterday, midnight)),
        "today": sum(now <= at < tomorrow for at in dates),
        "overdue": sum(at < now for at in dates),
        "unheld": sum(file.case.holder_id is None for file in files),
        "unsent": await ours(db, desk, chat, await figures.unsent(db)),
    }


async def ours(db: Db, desk: Desk, chat: int, by_policy: Counter[str]) -> int:
    here = await roles.worked_by(db, desk, chat, set(by_policy))
    return sum(by_policy[policy] for policy in here)
