"""The work of a case system by system: done, not found there, or an exception with its reason."""

from __future__ import annotations

from bot.domain.messages import Button, Message, rows
from bot.services import cards, casework, posting, proposals, steps
from bot.services.casework import Answer, Work
from bot.services.proposals import Sheet
from bot.storage import tasks
from bot.storage.ids import new_id
from bot.storage.tasks import Task

ENDS = ("done", "not_found", "exception")
LONGEST, MOST, OFFERED = 60, 20, 4
"""Of a system's name, of systems in a case, of those another case had."""
SHORT = 8
"""So much of a task's id stands in a button."""


async def show(work: Work) -> Answer:
    """The list, with a button for each system; in place where it was pressed on a list."""
    found = await tasks.of_case(work.db, work.file.case.id)
    lines = [work.say("staff.tasks.head", **counts(found))]
    lines += [line(work, number, one) for number, one in enumerate(found, 1)]
    buttons = [button(work, one.system, "task", one) for one in found if one.state == "open"]
    known = {one.system.casefold() for one in found}
    before = await tasks.used_before(work.db, work.file.case.policy, but=work.file.case.id)
    fresh = [one for one in before if one.system.casefold() not in known]
    buttons += [button(work, f"+ {one.system}", "tadd", one) for one in fresh[:OFFERED]]
    buttons.append(cards.press(work.file.case, work.say("staff.button.tadd"), "tadd"))
    await put(work, Message("\n".join(lines), rows(buttons)))
    return Answer()


async def put(work: Work, message: Message) -> None:
    case = work.file.case
    at = work.message_id if work.message_id != case.card_id else None
    await posting.to_thread(work.db, case.id, message, now=work.now, edit=at)


def counts(found: list[Task]) -> dict[str, int]:
    return {"done": sum(one.state != "open" for one in found), "all": len(found)}


def line(work: Work, number: int, one: Task) -> str:
    words = one.words or ""
    return work.say(f"staff.tasks.{one.state}", number=number, system=one.system, words=words)


def button(work: Work, label: str, action: str, one: Task, choice: str = "") -> Button:
    asked = f"{one.id[:SHORT]}-{choice}" if choice else one.id[:SHORT]
    return cards.press(work.file.case, label[:24], action, asked)


# ---- adding


async def add(work: Work) -> Answer:
    """One that another case had, or the next words are the names."""
    if not work.choice:
        await proposals.keep(work, Sheet(step="systems"))
        await work.post(work.say("staff.tasks.which"))
        return Answer()
    before = await tasks.used_before(work.db, work.file.case.policy, but=work.file.case.id)
    again = next((one for one in before if one.id[:SHORT] == work.choice), None)
    return await add_named(work, again.system) if again else casework.changed(work)


async def add_named(work: Work, words: str) -> Answer:
    """Several at once, a comma between them; one that is there already is not added again."""
    found = await tasks.of_case(work.db, work.file.case.id)
    known = {one.system.casefold() for one in found}
    names = [" ".join(name.split())[:LONGEST] for name in words.replace("\n", ",").split(",")]
    place = max((one.place for one in found), default=0)
    for name in names[: MOST - len(found)]:
        if name and name.casefold() not in known:
            place += 1
            await tasks.add(work.db, Task(new_id(), work.file.case.id, name, place, work.now))
            known.add(name.casefold())
    return await changed(work)


async def changed(work: Work) -> Answer:
    """The list and the card as they now stand."""
    await show(work)
    await work.redraw()
    return Answer()


# ---- one system


async def choose(work: Work) -> Answer:
    """What became of it?"""
    one = await chosen(work)
    if one is None:
        return casework.changed(work)
    found = (
        button(work, work.say(f"staff.button.{end}"), "tset", one, end)
        for end in (*ENDS, "remove", "back")
    )
    await put(work, Message(work.say("staff.tasks.what", system=one.system), rows(found)))
    return Answer()


async def settle(work: Work) -> Answer:
    one, end = await chosen(work), work.choice.partition("-")[2]
    if end == "back":
        return await show(work)
    if one is None or end not in (*ENDS, "remove"):
        return casework.changed(work)
    if end == "exception":
        await proposals.keep(work, Sheet(step="exception", request_id=one.id))
        await work.post(work.say("staff.tasks.why", system=one.system))
        return Answer()
    if end == "remove":
        await tasks.remove(work.db, one)
        await steps.note(work.db, work.file.case.id, "task_removed", work.by, now=work.now)
        return await changed(work)
    await end_with(work, one, end)
    return await changed(work)


async def end_with(work: Work, one: Task, end: str, words: str | None = None) -> None:
    await tasks.settle(work.db, one, end, by=work.actor.user_id, now=work.now, words=words)
    done = f"{one.system}: {words}" if words else one.system
    await steps.note(work.db, work.file.case.id, f"task_{end}", work.by, now=work.now, words=done)


async def chosen(work: Work) -> Task | None:
    short = work.choice.partition("-")[0]
    found = await tasks.of_case(work.db, work.file.case.id)
    return next((one for one in found if one.id[:SHORT] == short), None)


async def heard(work: Work, text: str) -> bool:
    """The holder's next words, where names or a reason were asked for."""
    sheet = await proposals.opened(work)
    if sheet is None or sheet.step not in ("systems", "exception"):
        return False
    await proposals.close(work)
    if sheet.step == "systems":
        await add_named(work, text)
        return True
    found = await tasks.of_case(work.db, work.file.case.id)
    for one in (one for one in found if one.id == sheet.request_id):
        await end_with(work, one, "exception", text)
    await changed(work)
    return True
