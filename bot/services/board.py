"""The board: one pinned message in each staff group, with how its whole queue stands."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import timedelta

from bot.domain.deadlines import is_overdue
from bot.domain.messages import Button, Message
from bot.language.catalogue import catalogue
from bot.services import cards, posting, queue, reminders, roles
from bot.services.desk import Desk
from bot.services.records import CaseFile
from bot.services.screens.view import View
from bot.storage import facts
from bot.storage.database import Db

SHOWN = 10
SOON = timedelta(hours=24)
STATES = (cards.APPROVE, cards.WAITING, cards.HELD, cards.TAKEN)
DRAWN = "board_drawn"


async def draw_all(desk: Desk) -> None:
    """Where it changed since it was drawn: however many cases came, one edit each time."""
    async with desk.database.reading() as db:
        changed = [
            (chat, message, stamp)
            for chat in sorted(await roles.staff_chats(db, desk))
            if (message := await board(db, desk, chat))
            and (stamp := stamp_of(desk, message)) != await facts.get(db, f"{DRAWN}:{chat}")
        ]
    if not changed:
        return
    async with desk.database.transaction() as db:
        for chat, message, stamp in changed:
            if await facts.change(db, f"{DRAWN}:{chat}", stamp, now=desk.clock()):
                await posting.board(db, chat, message, now=desk.clock())


def stamp_of(desk: Desk, message: Message) -> str:
    """With the hour: drawn once an hour in any case, so that a deleted board comes back."""
    body = hashlib.sha256(repr(message).encode()).hexdigest()
    return f"{desk.clock():%d %H} {body}"


async def redraw(db: Db, desk: Desk, chat: int) -> None:
    """Asked for by somebody: drawn though nothing changed, in a new message if it is gone."""
    message = await board(db, desk, chat, though_empty=True)
    if message is not None:
        await facts.put(db, f"{DRAWN}:{chat}", stamp_of(desk, message), now=desk.clock())
        await posting.board(db, chat, message, now=desk.clock())


async def board(db: Db, desk: Desk, chat: int, *, though_empty: bool = False) -> Message | None:
    """None for a group that never had a case."""
    files = await queue.open_files(db, desk, chat)
    if not (files or though_empty or await facts.get(db, f"{DRAWN}:{chat}")):
        return None
    say = catalogue(await cards.desk_language(db))
    view = View(say, await desk.library.current(db), desk.notice, desk.clock())
    lines = [say("staff.board.head", count=len(files))]
    if files:
        lines.append(figures(view, files))
    lines += [reminders.line(view, file, file.nearest()) for file in files[:SHOWN]]
    if len(files) > SHOWN:
        lines.append(say("staff.board.more", count=len(files) - SHOWN))
    take = ((Button(say("staff.button.next"), "next"),),) if files else ()
    return Message("\n".join(lines), (*take, *queue.links(chat, files[:SHOWN])))


def figures(view: View, files: list[CaseFile]) -> str:
    """What is late, what will be, what nobody holds, and where the rest stands."""
    dates = [file.nearest().due_at for file in files]
    late = sum(is_overdue(at, view.now) for at in dates)
    soon = sum(view.now <= at <= view.now + SOON for at in dates)
    states = Counter(cards.state(file) for file in files)
    shown = [("overdue", late), ("soon", soon), ("new", states[cards.NEW])]
    shown += [(state, states[state]) for state in STATES]
    return " · ".join(
        view.say(f"staff.board.{name}", count=count) for name, count in shown if count
    )
