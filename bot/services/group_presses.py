"""Every button of the group: who may press it, and what it does."""

from __future__ import annotations

from dataclasses import replace

import structlog

from bot.domain.cases import full_form
from bot.domain.errors import Changed, IllegalMove
from bot.domain.people import Role
from bot.services import (
    approvals,
    casework,
    extending,
    identity,
    moves,
    proposals,
    queue,
    roles,
)
from bot.services.casework import Act, Answer, May, Work
from bot.services.desk import Desk
from bot.services.group import Said, begin, say_of
from bot.storage import cases, outbox
from bot.storage.database import Db

log = structlog.get_logger()

ACTIONS: dict[str, tuple[May, Act]] = {
    "take": (casework.is_staff, casework.take),
    "words": (casework.is_staff, casework.show_words),
    "release": (casework.is_holder_or_lead, casework.release),
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
    "hold": (casework.is_holder, moves.hold),
    "resume": (casework.is_holder, moves.resume),
    "redirect": (casework.is_holder, moves.redirect),
    "merge": (casework.is_holder, moves.merge),
    "unmerge": (casework.is_holder_or_lead, moves.unmerge),
}
UNVERSIONED = ("pick", "quit", "done", "words", "read")
"""Bound to a person's own sheet, or only looking: the case's version does not matter."""


async def press(db: Db, desk: Desk, said: Said) -> Answer:
    """Authorised against person, chat, current role, holder and version, at this moment."""
    say = await say_of(db)
    refused = Answer(say("staff.not_here"), alert=True)
    if said.chat_id not in await roles.staff_chats(db, desk):
        return refused
    action, *args = said.text.split(":")
    if action in ("again", "leave"):
        return await resolve_unknown(db, desk, said, action, args)
    if action == "next":
        return await queue.take_next(db, desk, said)
    if action not in ACTIONS or len(args) < 2:
        return refused
    case = await cases.by_reference(db, full_form(args[0]))
    if case is None or not await roles.works(db, desk, said.chat_id, case.policy):
        return refused
    work = await begin(db, desk, said, case)
    choice = args[2] if len(args) > 2 else ""
    work = replace(
        work, choice="cancel" if action == "quit" else choice, message_id=said.message_id
    )
    return await act(work, action, args[1])


async def act(work: Work, action: str, version: str) -> Answer:
    """The right is read again, then the version; only then anything happens."""
    may, do = ACTIONS[action]
    if not may(work):
        log.warning("press_refused", action=action, user=work.actor.user_id)
        return Answer(work.say("staff.not_here"), alert=True)
    if action not in UNVERSIONED and version != str(work.file.case.version):
        await casework.redraw_card(work)
        is_late = action == "take" and work.file.case.holder_id is not None
        return casework.too_late(work) if is_late else casework.changed(work)
    try:
        return await do(work)
    except (IllegalMove, Changed):
        return casework.changed(work)


async def resolve_unknown(db: Db, desk: Desk, said: Said, action: str, args: list[str]) -> Answer:
    """A message of unknown fate: a person decides whether it goes again."""
    say = await say_of(db)
    actor = await roles.actor(db, desk, said.user_id, chat_id=said.chat_id, name=said.name)
    if not actor.is_a(Role.STAFF) or not await is_of_here(db, desk, said, args):
        return Answer(say("staff.not_here"), alert=True)
    if action == "again":
        went = await outbox.send_again(db, args[0])
    else:
        went = await outbox.drop(db, args[0], now=desk.clock())
    if not went:
        return Answer(say("staff.changed"), alert=True)
    return Answer(say("staff.sent_again" if action == "again" else "staff.left"))


async def is_of_here(db: Db, desk: Desk, said: Said, args: list[str]) -> bool:
    """Whether this is a message to the customer of a case this group works."""
    if len(args) != 2:
        return False
    case = await cases.by_reference(db, full_form(args[1]))
    if case is None or not await roles.works(db, desk, said.chat_id, case.policy):
        return False
    sent = await outbox.of_case(db, case.id)
    return any(one.id == args[0] and one.place == "customer" for one in sent)
