"""Is everything set up as it should be: asked by staff and admins, and by every start."""

from __future__ import annotations

from bot.language.catalogue import Catalogue
from bot.services import notices, posting, roles, tongues
from bot.services.casework import Answer
from bot.services.desk import Desk
from bot.services.group import Said, say_to
from bot.storage import outbox
from bot.storage.database import Db


async def command(db: Db, desk: Desk, said: Said, _: str) -> Answer:
    say = await say_to(db, said)
    await ask(db, desk, said.chat_id, say, answer_to=said.chat_id)
    return Answer()


async def of_admin(db: Db, desk: Desk, admin: int) -> None:
    """Every staff group, told in private."""
    say, chats = await notices.say_for(db, admin), await roles.staff_chats(db, desk)
    for chat in sorted(chats):
        await ask(db, desk, chat, say, answer_to=admin)
    if not chats:
        await notices.to_admins(db, desk, "admin.alarm_no_group", reason="BOT_STAFF_CHAT")


async def at_start(desk: Desk) -> None:
    """Said in a group only if something is missing there."""
    async with desk.database.transaction() as db:
        say = await tongues.of_group(db)
        for chat in sorted(await roles.staff_chats(db, desk)):
            await ask(db, desk, chat, say, answer_to=chat, if_missing=True)


async def ask(
    db: Db, desk: Desk, group: int, say: Catalogue, *, answer_to: int, if_missing: bool = False
) -> None:
    """Telegram is asked when the message is sent: nothing of the network in here."""
    payload = {
        "group": group,
        "language": say.language,
        "if_missing": if_missing,
        "more": await state(db, desk, say),
    }
    await posting.put(db, posting.chat(answer_to), "selfcheck", payload, "safe", now=desk.clock())


async def state(db: Db, desk: Desk, say: Catalogue) -> str:
    """The desk's own part: knowledge base, mail, messages that wait or are lost from sight."""
    loaded, counts = await desk.library.current(db), (await outbox.counts(db)).states
    mail = say("staff.selfcheck.mail" if desk.notice.mails else "staff.selfcheck.no_mail")
    return say(
        "staff.selfcheck.state",
        version=loaded.version,
        mail=mail,
        waiting=counts.get("queued", 0) + counts.get("sending", 0),
        unknown=counts.get("unknown", 0),
    )
