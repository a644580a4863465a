"""What admins do about updates that failed and were set aside; nobody's words are shown."""

from __future__ import annotations

from bot.domain.messages import Button, Message
from bot.language import dates
from bot.services import posting
from bot.services.desk import Desk
from bot.services.notices import say_for
from bot.storage import inbox
from bot.storage.database import Db

SHOWN = 5


async def show(db: Db, desk: Desk, admin: int) -> None:
    """One message for each, with the choice; the oldest first."""
    say, now = await say_for(db, admin), desk.clock()
    found = await inbox.parked(db, limit=SHOWN)
    for one in found:
        at = dates.moment(one.stored_at, desk.notice.zone, say)
        text = say("parked.one", update=one.update_id, at=at)
        again = Button(say("parked.button.again"), f"kagain:{one.seq}:{one.update_id}")
        drop = Button(say("parked.button.drop"), f"kdrop:{one.seq}:{one.update_id}")
        await posting.to_chat(db, admin, Message(text, ((again, drop),)), now=now)
    left = (await inbox.counts(db)).parked - len(found)
    if left or not found:
        text = say("parked.more", count=left) if left else say("parked.none")
        await posting.to_chat(db, admin, Message(text), now=now)


async def again(db: Db, desk: Desk, admin: int, seq: int, update: int, edit: int) -> None:
    """As if it had just come; it fails and is set aside again where nothing was mended."""
    went = await inbox.take_up(db, seq, now=desk.clock())
    await told(db, desk, admin, "parked.again" if went else "", update, edit)


async def drop(db: Db, desk: Desk, admin: int, seq: int, update: int, edit: int) -> None:
    went = await inbox.drop(db, seq)
    await told(db, desk, admin, "parked.dropped" if went else "", update, edit)


async def told(db: Db, desk: Desk, admin: int, key: str, update: int, edit: int) -> None:
    say = await say_for(db, admin)
    text = say(key, update=update) if key else say("parked.gone")
    await posting.to_chat(db, admin, Message(text), now=desk.clock(), edit=edit)
