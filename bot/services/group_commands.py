"""Every command of the group: in a case's thread it means that case."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.domain.messages import Message
from bot.services import (
    absence,
    asking,
    board,
    casework,
    exports,
    finding,
    languages,
    moves,
    muting,
    posting,
    queue,
    revealing,
    selfcheck,
    speaking,
    stats,
    tasks,
    tongues,
)
from bot.services.casework import Answer, Work
from bot.services.desk import Desk
from bot.services.group import Said, begin, find_case, is_staff, refuse, say_to
from bot.services.group_presses import ACTIONS, act
from bot.storage import cases, people
from bot.storage.database import Db

SILENT = Answer("")
"""What was done shows in the thread by itself."""

OfCase = Callable[[Work, Said, str], Awaitable[Answer]]
OfGroup = Callable[[Db, Desk, Said, str], Awaitable[Answer]]


async def command(db: Db, desk: Desk, said: Said, name: str, argument: str) -> None:
    """What it answers goes to the case's thread, or to the group."""
    if said.anonymous or not await is_staff(db, desk, said):
        answer = await refuse(db, desk, said, name if name in (*OF_CASE, *OF_GROUP) else "command")
        text = (await tongues.of_group(db))("staff.anonymous") if said.anonymous else answer.text
        await posting.to_chat(db, said.chat_id, Message(text), now=desk.clock())
        return
    case = await find_case(db, said)
    if case is not None and name in OF_CASE:
        work = await begin(db, desk, said, case)
        if text := (await OF_CASE[name](work, said, argument)).text:
            await work.post(text)
        return
    answer = await OF_GROUP.get(name, not_here)(db, desk, said, argument)
    if answer.text:
        await posting.to_chat(db, said.chat_id, Message(answer.text), now=desk.clock())


async def tell_id(db: Db, desk: Desk, said: Said) -> None:
    text = (await tongues.of_group(db))("staff.id", chat=said.chat_id)
    await posting.to_chat(db, said.chat_id, Message(text), now=desk.clock())


# ---- of one case


def by_button(name: str) -> OfCase:
    """A command that is a button's word."""

    async def press(work: Work, _: Said, __: str) -> Answer:
        if not ACTIONS[name][0](work):
            return await casework.refuse(work, name)
        return await act(work, name, str(work.file.case.version))

    return press


async def note(work: Work, said: Said, argument: str) -> Answer:
    if not argument:
        return Answer(work.mine("staff.note_how"))
    spoken = speaking.Spoken(said.chat_id, said.message_id, argument)
    await speaking.note(work, spoken)
    return SILENT


async def recall(work: Work, said: Said, _: str) -> Answer:
    """As a reply to the message that is to be taken back."""
    if not casework.is_holder_or_lead(work):
        return await casework.refuse(work, "recall")
    return await speaking.recall(work, said.chat_id, said.replies_to)


async def reveal(work: Work, _: Said, reason: str) -> Answer:
    """With a reason it is shown at once, for a short time; without, the desk asks for one."""
    if not casework.is_holder(work):
        return await casework.refuse(work, "reveal")
    return await (revealing.post_for(work, reason) if reason else revealing.ask(work))


async def mute(work: Work, _: Said, argument: str) -> Answer:
    return await muting.mute(work, argument)


async def unmute(work: Work, _: Said, argument: str) -> Answer:
    return await muting.unmute(work, argument)


async def assign(work: Work, said: Said, argument: str) -> Answer:
    """To whom the lead mentions, answers or names by number."""
    if not casework.is_lead(work):
        return await casework.refuse(work, "assign")
    whom = await named(work.db, said, argument.removeprefix("@"))
    return await moves.assign(work, *whom) if whom else Answer(work.mine("staff.assign_how"))


async def named(db: Db, said: Said, word: str) -> tuple[int, str] | None:
    """By number, by a name seen in this group, or whom they mention or answer."""
    if word.isascii() and word.isdecimal():
        return int(word), await people.name_of(db, int(word)) or word
    return await people.by_handle(db, said.chat_id, word) or said.about


async def ask(work: Work, said: Said, argument: str) -> Answer:
    """With words it goes out as it is; without, the desk asks for them."""
    if not casework.is_holder(work):
        return await casework.refuse(work, "ask")
    if not argument:
        return await asking.ask(work)
    spoken = speaking.Spoken(said.chat_id, said.message_id, argument)
    return await asking.send(work, spoken)


async def show_tasks(work: Work, _: Said, argument: str) -> Answer:
    """The list; with `add` and names, the holder's addition to it."""
    first, *names = argument.split(maxsplit=1) or [""]
    if first.lower() not in ("add", "tambah") or not names:
        return await tasks.show(work)
    if not casework.is_holder(work):
        return await casework.refuse(work, "tasks")
    return await tasks.add_named(work, names[0])


async def hold(work: Work, _: Said, argument: str) -> Answer:
    """With words they are the reason, which stays inside."""
    if not casework.is_holder(work):
        return await casework.refuse(work, "hold")
    return await moves.hold_because(work, argument) if argument else await moves.hold(work)


async def card(work: Work, said: Said, _: str) -> Answer:
    """The card once more, at the end of the thread."""
    case = work.file.case
    chat = case.staff_chat or said.chat_id
    if case.card_id is not None and case.thread_id is not None:  # else others reply to it
        gone = {"message_id": case.card_id}
        await posting.at_thread(work.db, case.id, "delete", gone, now=work.now)
    await cases.set_place(work.db, work.file.case.id, chat=chat, card_id=None)
    await casework.redraw_card(work)
    return SILENT


async def show_case_help(work: Work, _: Said, __: str) -> Answer:
    return Answer(work.mine("staff.help_case"))


OF_CASE: dict[str, OfCase] = {
    "help": show_case_help,
    "take": by_button("take"),
    "release": by_button("release"),
    "propose": by_button("propose"),
    "reopen": by_button("reopen"),
    "ask": ask,
    "tasks": show_tasks,
    "hold": hold,
    "resume": by_button("resume"),
    "redirect": by_button("redirect"),
    "merge": by_button("merge"),
    "unmerge": by_button("unmerge"),
    "note": note,
    "recall": recall,
    "reveal": reveal,
    "handback": by_button("handback"),
    "reply": by_button("replies"),
    "mute": mute,
    "unmute": unmute,
    "assign": assign,
    "card": card,
    "export": exports.of_case,
}


# ---- of the group


async def show_mine(db: Db, desk: Desk, said: Said, words: str) -> Answer:
    return await queue.show(db, desk, said, f"mine {words}")


async def show_board(db: Db, desk: Desk, said: Said, _: str) -> Answer:
    await board.redraw(db, desk, said.chat_id)
    return SILENT


async def take_next(db: Db, desk: Desk, said: Said, _: str) -> Answer:
    return await queue.take_next(db, desk, said)


async def show_help(db: Db, _: Desk, said: Said, __: str) -> Answer:
    return Answer((await say_to(db, said))("staff.help"))


async def not_here(db: Db, desk: Desk, said: Said, _: str) -> Answer:
    return await refuse(db, desk, said, "command")


OF_GROUP: dict[str, OfGroup] = {
    "queue": queue.show,
    "mine": show_mine,
    "case": finding.show,
    "find": finding.find,
    "board": show_board,
    "next": take_next,
    "language": languages.command,
    "stats": stats.command,
    "export": exports.of_group,
    "away": absence.away,
    "back": absence.back,
    "selfcheck": selfcheck.command,
    "help": show_help,
    "start": show_help,
}
