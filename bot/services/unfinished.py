"""What the list of systems says to an outcome: what must be mentioned, and what hinders it."""

from __future__ import annotations

from bot.domain.cases import Kind, Status
from bot.services import casework
from bot.services.casework import Answer, Work
from bot.storage import tasks
from bot.storage.requests import Request


async def exceptions(work: Work) -> str:
    """What stays somewhere, to be said in the answer; empty where nothing does."""
    found = await tasks.of_case(work.db, work.file.case.id)
    told = "; ".join(f"{one.system}: {one.words}" for one in found if one.state == "exception")
    return work.say("staff.tasks.mention", words=told) if told else ""


async def hinders(work: Work, request: Request, outcome: Status | None) -> Answer | None:
    """An erasure is not done in full while a system is open: it needs an end, or a word."""
    if request.kind is not Kind.ERASURE or outcome is not Status.FULFILLED:
        return None
    found = await tasks.of_case(work.db, work.file.case.id)
    still = ", ".join(one.system for one in found if one.state == "open")
    text = work.mine("staff.tasks.still", systems=still)
    return Answer(text[: casework.ALERT], alert=True) if still else None
