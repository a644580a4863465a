"""Every button of the group: who may press it, and what it does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.domain.cases import full_form
from bot.domain.errors import Changed, IllegalMove
from bot.services import (
    approvals,
    asking,
    casework,
    controllers,
    exports,
    extending,
    handback,
    identity,
    languages,
    moves,
    proposals,
    queue,
    readymade,
    revealing,
    rewording,
    roles,
    stats,
    tasks,
)
from bot.services.casework import Act, Answer, May, Work
from bot.services.desk import Desk
from bot.services.group import Said, begin, is_staff, refuse, say_to
from bot.storage import cases, outbox
from bot.storage.database import Db

ACTIONS: dict[str, tuple[May, Act]] = {
    "take": (casework.is_staff, casework.take),
    "words": (casework.is_staff, casework.show_words),
    "handback": (casework.is_holder_or_lead, handback.hand_back),
    "reveal": (casework.is_holder, revealing.ask),
    "why": (casework.is_holder, revealing.show),
    "post": (casework.is_holder, revealing.post),
    "replies": (casework.is_holder, readymade.ask),
    "rpick": (casework.is_holder, readymade.pick),
    "rsend": (casework.is_holder, readymade.send),
    "before": (casework.is_staff, rewording.show_before),
    "release": (casework.is_holder_or_lead, casework.release),
    "tasks": (casework.is_staff, tasks.show),
    "task": (casework.is_holder, tasks.choose),
    "tset": (casework.is_holder, tasks.settle),
    "tadd": (casework.is_holder, tasks.add),
    "propose": (casework.is_holder, proposals.propose),
    "pick": (casework.is_holder, proposals.pick),
    "quit": (casework.is_holder, proposals.pick),
    "done": (casework.is_holder, proposals.done),
    "approve": (casework.is_lead, approvals.approve),
    "send_back": (casework.is_lead, approvals.send_back),
    "take_back": (casework.is_staff, approvals.take_back),
    "read": (casework.is_staff, approvals.read_answer),
    "reopen": (casework.is_lead, casework.reopen),
    "who": (casework.is_holder, identity.ask),
    "known": (casework.is_holder, identity.confirm),
    "unknown": (casework.is_lead, identity.give_up),
    "extend": (casework.is_lead, extending.ask),
    "longer": (casework.is_lead, extending.pick),
    "ask": (casework.is_holder, asking.ask),
    "answered": (casework.is_holder, asking.answered),
    "unanswered": (casework.is_lead, asking.give_up),
    "hold": (casework.is_holder, moves.hold),
    "resume": (casework.is_holder, moves.resume),
    "redirect": (casework.is_holder, moves.redirect),
    "merge": (casework.is_holder, moves.merge),
    "unmerge": (casework.is_holder_or_lead, moves.unmerge),
    "notify": (casework.is_holder, controllers.preview),
    "mail": (casework.is_holder, controllers.send),
    "file": (casework.is_lead, exports.press),
}
UNVERSIONED = (
    *("pick", "quit", "done", "words", "before", "read", "file"),
    *("handback", "why", "post", "replies", "rpick", "rsend"),
    *("tasks", "task", "tset", "tadd"),
)
"""A person's own sheet, a task by its own name, or only looking: no version matters."""

Press = Callable[[Db, Desk, Said, list[str]], Awaitable[Answer]]


async def press(db: Db, desk: Desk, said: Said) -> Answer:
    """Authorised against person, chat, current role, holder and version, at this moment."""
    action, *args = said.text.split(":")
    if said.chat_id not in await roles.staff_chats(db, desk):
        return await refuse(db, desk, said, "press")
    if action in OF_GROUP:
        if not await is_staff(db, desk, said):
            return await refuse(db, desk, said, action)
        return await OF_GROUP[action](db, desk, said, args)
    if action not in ACTIONS or len(args) < 2:
        return await refuse(db, desk, said, "press")
    case = await cases.by_reference(db, full_form(args[0]))
    if case is None or not await roles.works(db, desk, said.chat_id, case.policy):
        return await refuse(db, desk, said, action)
    work = await begin(db, desk, said, case)
    choice = args[2] if len(args) > 2 else ""
    work = replace(
        work, choice="cancel" if action == "quit" else choice, message_id=said.message_id
    )
    if not ACTIONS[action][0](work):
        return await casework.refuse(work, action)
    return await act(work, action, args[1])


async def act(work: Work, action: str, version: str) -> Answer:
    """Whoever has the right may still come too late; only then anything happens."""
    do = ACTIONS[action][1]
    if action not in UNVERSIONED and version != str(work.file.case.version):
        await casework.redraw_card(work)
        is_late = action == "take" and work.file.case.holder_id is not None
        return casework.too_late(work) if is_late else casework.changed(work)
    try:
        return await do(work)
    except (IllegalMove, Changed):
        return casework.changed(work)


# ---- of no case


async def take_next(db: Db, desk: Desk, said: Said, _: list[str]) -> Answer:
    return await queue.take_next(db, desk, said)


async def send_again(db: Db, desk: Desk, said: Said, args: list[str]) -> Answer:
    """A message of unknown fate: a person decides that it goes again."""
    if not await is_of_here(db, desk, said, args):
        return await refuse(db, desk, said, "again")
    say, went = await say_to(db, said), await outbox.send_again(db, args[0])
    return Answer(say("staff.sent_again")) if went else Answer(say("staff.changed"), alert=True)


async def leave(db: Db, desk: Desk, said: Said, args: list[str]) -> Answer:
    """Or that it does not."""
    if not await is_of_here(db, desk, said, args):
        return await refuse(db, desk, said, "leave")
    say, went = await say_to(db, said), await outbox.drop(db, args[0], now=desk.clock())
    return Answer(say("staff.left")) if went else Answer(say("staff.changed"), alert=True)


async def is_of_here(db: Db, desk: Desk, said: Said, args: list[str]) -> bool:
    """Whether this is a message or letter a person sent about a case this group works."""
    if len(args) != 2:
        return False
    case = await cases.by_reference(db, full_form(args[1]))
    if case is None or not await roles.works(db, desk, said.chat_id, case.policy):
        return False
    sent = await outbox.of_case(db, case.id)
    return any(
        one.id == args[0] and (one.place == "customer" or one.kind == controllers.MAIL)
        for one in sent
    )


OF_GROUP: dict[str, Press] = {
    "again": send_again,
    "leave": leave,
    "next": take_next,
    "queue": queue.turn,
    "lang": languages.pick,
    "stats": stats.press,
}
"""Buttons of the whole group; staff may press each."""
