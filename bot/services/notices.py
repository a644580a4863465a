"""Short notices outside any conversation: faults, edits, groups."""

from __future__ import annotations

from datetime import timedelta

import structlog

from bot.domain.messages import Button, Message
from bot.language.catalogue import Catalogue, catalogue
from bot.services import posting, roles
from bot.services.desk import Desk
from bot.storage import customers, facts
from bot.storage.database import Db

SAID_LATELY = timedelta(minutes=10)
log = structlog.get_logger()


async def fault(db: Db, desk: Desk, chat_id: int) -> None:
    """Something of ours failed; the message is kept."""
    await say(db, desk, chat_id, "fault")


async def slower(db: Db, desk: Desk, chat_id: int) -> None:
    """Their messages wait for each other; said once, and again only when that was long ago."""
    customer, now = await customers.find(db, chat_id), desk.clock()
    if customer is None or (customer.recent_at and now - customer.recent_at < SAID_LATELY):
        return
    count = customer.recent_count + 1
    await customers.set_pace(db, customer.id, recent_at=now, recent_count=count)
    await say(db, desk, chat_id, "slower")


async def say(db: Db, desk: Desk, chat_id: int, key: str) -> None:
    """To somebody the desk knows already; a stranger is not met by a notice."""
    customer = await customers.find(db, chat_id)
    if customer is not None:
        text = catalogue("id" if customer.language == "id" else "en")(key)
        await posting.to_customer(db, customer.id, Message(text), now=desk.clock())


async def in_a_group(db: Db, desk: Desk, chat_id: int, language: str, username: str) -> None:
    """In a strange group: nothing is taken, nothing is shown, once a day at most is enough."""
    name, today = f"greeted:{chat_id}", desk.clock().date().isoformat()
    if await facts.get(db, name) == today:
        return
    await facts.put(db, name, today, now=desk.clock())
    say = catalogue("id" if language[:2] == "id" else "en")
    button = Button(say("open_private"), url=f"https://t.me/{username}")
    await posting.to_chat(db, chat_id, Message(say("in_a_group"), ((button,),)), now=desk.clock())


async def say_for(db: Db, admin: int) -> Catalogue:
    """An admin is a customer too, with a language of their own."""
    customer = await customers.find(db, admin)
    return catalogue("id" if customer and customer.language == "id" else "en")


async def to_admins(
    db: Db, desk: Desk, key: str, *, more: tuple[str, ...] = (), **slots: object
) -> None:
    """A line to every admin, in private and in their language."""
    for admin in sorted(await roles.admins(db, desk)):
        say = await say_for(db, admin)
        text = "\n".join([say(key, **slots), *more])
        await posting.to_chat(db, admin, Message(text), now=desk.clock())


async def alarm_once(db: Db, desk: Desk, name: str, key: str, *, reason: str) -> None:
    """To the admins and the log, at most once an hour for each cause."""
    stamp = desk.clock().strftime("%Y-%m-%d %H")
    if await facts.get(db, f"alarm:{name}") != stamp:
        await facts.put(db, f"alarm:{name}", stamp, now=desk.clock())
        log.warning("alarm", cause=name, reason=reason)
        await to_admins(db, desk, key, reason=reason)
