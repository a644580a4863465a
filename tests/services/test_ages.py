"""Admins hear once that something waits too long, and once that it does no more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.messages import Message
from bot.language.catalogue import catalogue
from bot.services import ages, posting
from bot.storage import inbox, outbox
from bot.storage.inbox import Arrived

from .office import ANA, TONO, Office

say = catalogue("en")


async def told(office: Office) -> list[str]:
    """What Tono was told; all that waited has left."""
    async with office.database.transaction() as db:
        return [row.text for row in await office.deliver(db) if row.chat == TONO]


async def test_an_update_that_waits_is_told_once_and_so_is_the_end(office: Office) -> None:
    async with office.database.transaction() as db:
        [key] = await inbox.store(db, 7, [Arrived(1, ANA, "{}")], now=office.now)
    office.later(minutes=4)
    await ages.watch(office.desk)
    assert await told(office) == []
    office.later(minutes=2)
    for _ in range(3):
        await ages.watch(office.desk)
    assert await told(office) == [say("admin.late.inbox", minutes=6)]
    async with office.database.transaction() as db:
        claimed = await inbox.claim(db, key, now=office.now)
        assert claimed
        await inbox.done(db, claimed.seq)
    for _ in range(3):
        await ages.watch(office.desk)
    assert await told(office) == [say("admin.late.inbox_over")]


async def test_a_message_that_waits_is_told_once_and_so_is_the_end(office: Office) -> None:
    async with office.database.transaction() as db:
        await posting.to_chat(db, -7, Message("hello"), now=office.now)
    office.later(minutes=5)
    for _ in range(3):
        await ages.watch(office.desk)
    assert say("admin.late.outbox", minutes=5) in await told(office)
    for _ in range(3):
        await ages.watch(office.desk)
    assert await told(office) == [say("admin.late.outbox_over")]


@pytest.mark.parametrize(("failed", "waited"), [(0, timedelta(0)), (3, timedelta(hours=1))])
async def test_what_is_meant_for_later_is_not_late_but_what_failed_before_is(
    office: Office, failed: int, waited: timedelta
) -> None:
    async with office.database.transaction() as db:
        await posting.to_chat(db, -7, Message("hello"), now=office.now)
        [row] = await outbox.claim(
            db, worker="w", now=office.now, lease=timedelta(minutes=1), limit=1
        )
        due = office.now + timedelta(hours=2)
        await outbox.later(db, row.id, claim=row.claim or "", due_at=due, attempts=failed)
    async with office.database.reading() as db:
        found = await ages.read(db, office.now + timedelta(hours=1))
    assert found.outbox == waited
