"""Who is away, and who has left: their cases go back to the queue, and the group hears of it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.domain.messages import Button, Message
from bot.domain.people import Actor, Role
from bot.domain.whens import read_day
from bot.language import dates
from bot.services import casework, posting, records, roles, tongues
from bot.services.casework import Answer
from bot.services.desk import Desk
from bot.services.group import Said, refuse, say_to
from bot.storage import facts, journal
from bot.storage.database import Db

AWAY = "away"
SPAN = re.compile(r"(\d{1,3}) ?(d|h|days?|hari)?")
OPEN_END = "-"
"""Away until they say that they are back."""


async def free(db: Db, desk: Desk, user_id: int, name: str, *, chat: int) -> int:
    """The cases this person holds in a group, back in its queue; how many."""
    loaded, count = await desk.library.current(db), 0
    for file in await records.open_files(db):
        ours = await roles.works(db, desk, chat, file.case.policy)
        if file.case.holder_id != user_id or not ours:
            continue
        actor = Actor(user_id, frozenset(), name)
        work = await casework.begin(db, desk, loaded, actor, file.case, now=desk.clock())
        if work.is_holder and await casework.let_go(work):
            count += 1
    return count


async def left(db: Db, desk: Desk, chat: int, user_id: int) -> None:
    """Rights ended with the leaving; what they held must not wait for them."""
    holding = [one.case for one in await records.open_files(db) if one.case.holder_id == user_id]
    name = next((one.holder_name for one in holding if one.holder_name), str(user_id))
    if count := await free(db, desk, user_id, name, chat=chat):
        await tell(db, desk, chat, "staff.left_group", name=name, count=count)


async def tell(db: Db, desk: Desk, chat: int, key: str, **slots: object) -> None:
    say = await tongues.of_group(db)
    button = Button(say("staff.button.next"), "next")
    message = Message(say(key, **slots), ((button,),))
    await posting.to_chat(db, chat, message, now=desk.clock())


# ---- by their own word, or a lead's


async def away(db: Db, desk: Desk, said: Said, words: str) -> Answer:
    """`/away 20 Nov`, `/away 3d`, `/away`; a lead says it of whom they answer or mention."""
    user_id, name = said.about or (said.user_id, said.name)
    actor = await roles.actor(db, desk, said.user_id, chat_id=said.chat_id, name=said.name)
    if user_id != said.user_id and not actor.is_a(Role.LEAD):
        return await refuse(db, desk, said, "away")
    words = " ".join(one for one in words.split() if not one.startswith("@"))
    until = read_until(words, today(desk))
    if words and until is None:
        return Answer((await say_to(db, said))("staff.away_how"))
    value = until.isoformat() if until else OPEN_END
    await facts.put(db, f"{AWAY}:{user_id}", value, now=desk.clock())
    await note(db, desk, said, "away", f"{user_id} {value}")
    count = await free(db, desk, user_id, name, chat=said.chat_id)
    say = await tongues.of_group(db)
    when = say("staff.until", day=dates.day(until, say)) if until else say("staff.until_back")
    await tell(db, desk, said.chat_id, "staff.away", name=name, until=when, count=count)
    return Answer()


async def back(db: Db, desk: Desk, said: Said, _: str) -> Answer:
    was_away = await facts.take(db, f"{AWAY}:{said.user_id}")
    if was_away:
        await note(db, desk, said, "back", str(said.user_id))
    key = "staff.is_back" if was_away else "staff.was_here"
    return Answer((await tongues.of_group(db))(key, name=said.name))


async def note(db: Db, desk: Desk, said: Said, what: str, about: str) -> None:
    now = desk.clock()
    await journal.note(db, said.user_id, what, now=now, about=about, chat=said.chat_id)


async def until_of(db: Db, desk: Desk, user_id: int) -> str | None:
    """The last day of somebody's absence, `OPEN_END`, or None for who is here."""
    found = await facts.get(db, f"{AWAY}:{user_id}")
    if found is None or found == OPEN_END:
        return found
    return found if date.fromisoformat(found) >= today(desk) else None


def today(desk: Desk) -> date:
    return desk.clock().astimezone(ZoneInfo(desk.notice.zone)).date()


def read_until(words: str, now: date) -> date | None:
    """A day ahead of today, as people write it."""
    if found := SPAN.fullmatch(words.strip().lower()):
        return now + timedelta(days=int(found[1]))
    day = read_day(words, now) if words else None
    if day is not None and day < now:
        day = day.replace(year=day.year + 1) if (day.month, day.day) != (2, 29) else None
    return day
