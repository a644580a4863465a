"""Staff in their group: finds the case meant, checks the right, and hands it to the work."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import structlog

from bot.domain.cases import full_form
from bot.domain.errors import Changed, IllegalMove
from bot.domain.messages import Message
from bot.domain.people import Role
from bot.language.catalogue import Catalogue, catalogue
from bot.services import (
    approvals,
    board,
    cards,
    casework,
    extending,
    identity,
    moves,
    posting,
    proposals,
    queue,
    relay,
    roles,
)
from bot.services.casework import Act, Answer, May, Work
from bot.services.desk import Desk
from bot.storage import cases, messages, outbox
from bot.storage.cases import Case
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
"""Every button of the group: who may press it, and what it does."""

UNVERSIONED = ("pick", "quit", "done", "words", "read")
"""Bound to a person's own sheet, or only looking: the case's version does not matter."""


@dataclass(frozen=True, slots=True)
class Said:
    """Something a person did in a group: text, a command or a button's data; `about` is the person
    they mention or answer."""

    chat_id: int
    user_id: int
    name: str
    anonymous: bool
    message_id: int
    thread_id: int | None
    replies_to: int | None
    text: str = field(repr=False)
    about: tuple[int, str] | None = None


async def say_of(db: Db) -> Catalogue:
    return catalogue(await cards.desk_language(db))


async def find_case(db: Db, said: Said) -> Case | None:
    """The case whose topic this is, or whose message is replied to: by stored ids only."""
    if said.thread_id is not None:
        return await cases.by_thread(db, said.chat_id, said.thread_id)
    if said.replies_to is None:
        return None
    if found := await cases.by_root(db, said.chat_id, said.replies_to):
        return found
    note = await messages.by_staff_message(db, said.chat_id, said.replies_to)
    idents = [note.case_id] if note else await outbox.of_message(db, said.replies_to)
    found_here = [
        case
        for ident in dict.fromkeys(idents)
        if (case := await cases.get(db, ident)) and case.staff_chat == said.chat_id
    ]
    return found_here[0] if len(found_here) == 1 else None


async def begin(db: Db, desk: Desk, said: Said, case: Case) -> Work:
    actor = await roles.actor(db, desk, said.user_id, chat_id=said.chat_id, name=said.name)
    loaded = await desk.library.current(db)
    return await casework.begin(db, desk, loaded, actor, case, now=desk.clock())


# ---- buttons


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


# ---- words


async def hear(db: Db, desk: Desk, said: Said) -> None:
    """Plain text in a case's thread: the holder's to the customer, anybody else's a note."""
    case = await find_case(db, said)
    if case is None:
        return
    work = await begin(db, desk, said, case)
    if said.anonymous or not casework.is_staff(work):
        key = "staff.anonymous" if said.anonymous else "staff.not_here"
        await work.post(work.say(key))
        return
    spoken = relay.Spoken(said.user_id, said.chat_id, said.message_id, said.text)
    if said.text.startswith(relay.NOTE_MARK):
        await relay.note(db, work.file, spoken, now=work.now)
    elif not work.is_holder:
        await relay.note(db, work.file, spoken, now=work.now)
        holder = work.file.case.holder_id
        await work.post(work.say("staff.nobody_holds" if holder is None else "staff.other_holds"))
    elif not await proposals.heard(work, said.text):
        await relay.to_customer(db, work.file, spoken, now=work.now)


async def hear_file(db: Db, desk: Desk, said: Said) -> None:
    case = await find_case(db, said)
    if case is not None:
        work = await begin(db, desk, said, case)
        await work.post(work.say("staff.text_only"))


# ---- commands

IN_TOPIC = (
    "take",
    "release",
    "propose",
    "reopen",
    "hold",
    "resume",
    "redirect",
    "merge",
    "unmerge",
)
SPOKEN = ("card", "note", "assign")
"""Commands in a thread that are no button: the first are."""


async def command(db: Db, desk: Desk, said: Said, name: str, argument: str) -> None:
    """A staff command; in a case's thread it means that case."""
    say = await say_of(db)
    actor = await roles.actor(db, desk, said.user_id, chat_id=said.chat_id, name=said.name)
    if said.anonymous or not actor.is_a(Role.STAFF):
        text = say("staff.anonymous" if said.anonymous else "staff.not_here")
        await posting.to_chat(db, said.chat_id, Message(text), now=desk.clock())
        return
    case = await find_case(db, said)
    if case is not None and name in (*IN_TOPIC, *SPOKEN):
        await topic_command(db, desk, said, case, name, argument)
    elif name == "queue":
        await queue.show(db, desk, said.chat_id)
    elif name == "board":
        await board.redraw(db, desk, said.chat_id)
    elif name == "next":
        answer = await queue.take_next(db, desk, said)
        await posting.to_chat(db, said.chat_id, Message(answer.text), now=desk.clock())
    else:
        text = say("staff.help") if name in ("help", "start") else say("staff.not_here")
        await posting.to_chat(db, said.chat_id, Message(text), now=desk.clock())


async def topic_command(
    db: Db, desk: Desk, said: Said, case: Case, name: str, argument: str
) -> None:
    work = await begin(db, desk, said, case)
    if name == "note" and argument:
        spoken = relay.Spoken(said.user_id, said.chat_id, said.message_id, argument)
        await relay.note(db, work.file, spoken, now=work.now)
        return
    if name in ("note", "assign"):
        answer = await assign(work, said, argument) if name == "assign" else None
        text = answer.text if answer else work.say("staff.note_how")
        if text:
            await work.post(text)
        return
    if name == "card":
        chat = work.file.case.staff_chat or said.chat_id
        await cases.set_place(db, case.id, chat=chat, card_id=None)
        await casework.redraw_card(work)
        return
    answer = await act(work, name, str(work.file.case.version))
    if answer.text:
        await work.post(answer.text)


async def assign(work: Work, said: Said, argument: str) -> Answer:
    """To whom the lead mentions, answers or names by number."""
    if not casework.is_lead(work):
        return Answer(work.say("staff.not_here"))
    number = argument.removeprefix("@")
    whom = (int(number), number) if number.isascii() and number.isdecimal() else said.about
    return await moves.assign(work, *whom) if whom else Answer(work.say("staff.assign_how"))


async def tell_id(db: Db, desk: Desk, said: Said) -> None:
    text = (await say_of(db))("staff.id", chat=said.chat_id)
    await posting.to_chat(db, said.chat_id, Message(text), now=desk.clock())
