"""Somebody abusive is muted: their talk reaches staff later, and never a request of theirs."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.domain.messages import Message
from bot.language import dates
from bot.language.catalogue import catalogue
from bot.services import casework, mutes, steps
from bot.services.casework import Answer, Work
from bot.storage import facts, lanes

SPAN = re.compile(r"(\d{1,3}) ?([hd])")
LONGEST = timedelta(days=7)


def read_span(text: str) -> timedelta | None:
    """`24h` or `3d`, a week at most."""
    found = SPAN.fullmatch(text.strip().lower())
    if found is None or not int(found[1]):
        return None
    span = timedelta(hours=int(found[1]) * (24 if found[2] == "d" else 1))
    return span if span <= LONGEST else None


async def mute(work: Work, argument: str) -> Answer:
    """Staff see for how long, and the customer is told what still works."""
    if not casework.is_lead(work):
        return await casework.refuse(work, "mute")
    span = read_span(argument)
    if span is None:
        return Answer(work.mine("staff.mute_how"))
    end = work.now + span
    await facts.put(work.db, f"mute:{work.customer.id}", end.isoformat(), now=work.now)
    await steps.note(work.db, work.file.case.id, "mute", work.by, now=work.now)
    theirs = catalogue(work.customer_language())
    at = dates.moment(end, work.desk.notice.zone, theirs)
    await work.tell(Message(theirs("muted", at=at)))
    at = dates.moment(end, work.desk.notice.zone, work.say)
    names = {"name": work.actor.name, "customer": work.customer.pseudonym}
    return Answer(work.say("staff.muted", at=at, **names))


async def unmute(work: Work, _: str) -> Answer:
    """What waited comes now."""
    if not casework.is_lead(work):
        return await casework.refuse(work, "unmute")
    if await mutes.until(work.db, work.customer.id, work.now) is None:
        return casework.changed(work)
    await facts.take(work.db, f"mute:{work.customer.id}")
    await lanes.let_go(work.db, mutes.lane(work.file.case.id), now=work.now)
    await steps.note(work.db, work.file.case.id, "unmute", work.by, now=work.now)
    await work.tell(Message(catalogue(work.customer_language())("unmuted")))
    names = {"name": work.actor.name, "customer": work.customer.pseudonym}
    return Answer(work.say("staff.unmuted", **names))
