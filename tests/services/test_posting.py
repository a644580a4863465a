"""What goes into the outbox: where to, in which order, how often."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.messages import LIMIT, Button, Message, size
from bot.services import posting
from bot.storage import outbox

from .conftest import on_sqlite
from .office import GROUP, NOW, TONO, Office, filed


async def test_a_long_text_is_sent_in_pages_with_the_buttons_under_the_last(
    office: Office,
) -> None:
    text = "a line of a list\n" * 600
    async with office.database.transaction() as db:
        message = Message(text, ((Button("Go", "go"),),))
        await posting.to_chat(db, GROUP, message, now=NOW, edit=5)
        rows = await office.deliver(db)
    assert len(rows) > 2
    assert all(size(row.text) <= LIMIT for row in rows)
    assert [bool(row.buttons) for row in rows] == [False] * (len(rows) - 1) + [True]
    assert [row.kind for row in rows] == ["edit"] + ["send"] * (len(rows) - 1)
    assert [row.edits for row in rows][:2] == [5, None]


@on_sqlite
async def test_waiting_cards_fold_into_the_newest(office: Office) -> None:
    case = await filed(office)
    async with office.database.transaction() as db:
        for text in ("first", "second"):
            await posting.card(db, case.case.id, Message(text), topic="t", now=NOW)
        assert [row.text for row in await office.deliver(db)] == ["second"]


@on_sqlite
async def test_a_person_and_a_group_are_told_apart(office: Office) -> None:
    assert (posting.chat(TONO).place, posting.chat(GROUP).place) == ("person", "group")
    ranks = posting.customer("x").rank, posting.thread("x").rank, posting.CARD_RANK
    assert sorted(ranks) == list(ranks)
    assert len(set(ranks)) == 3


async def test_what_waits_for_its_hour_is_not_late_before_it(office: Office) -> None:
    later = NOW + timedelta(hours=24)
    to = replace(posting.chat(GROUP), lane="apart", due_at=later)
    async with office.database.transaction() as db:
        await posting.send(db, to, Message("x"), "once", now=NOW)
        assert (await outbox.counts(db)).oldest_queued_at == later
        assert await outbox.next_due(db) == later
