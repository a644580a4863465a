"""The board: how the queue stands, drawn where it changed and only then."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.domain.cases import Kind
from bot.services import board

from .conftest import on_sqlite
from .office import GROUP, OTHER_GROUP, RINA, Office, Row, filed, proposed, taken


async def drawn(office: Office) -> list[Row]:
    await board.draw_all(office.desk)
    return await waiting(office)


async def waiting(office: Office) -> list[Row]:
    async with office.database.transaction() as db:
        return [row for row in await office.deliver(db) if row.kind == "board"]


async def test_it_is_drawn_when_something_changed_and_then_once(office: Office) -> None:
    assert await drawn(office) == []
    case = await filed(office)
    await asyncio.gather(*(board.draw_all(office.desk) for _ in range(3)))
    [first] = await waiting(office)
    assert first.text.splitlines()[:2] == ["The desk, open cases: 1", "🆕 unheld 1"]
    assert f"{case.case.reference} · delete my data (erasure) · Tokoku" in first.text
    assert "Heron" not in first.text
    assert await drawn(office) == []
    await office.do(RINA, "take", case)
    [second] = await drawn(office)
    assert second.text.splitlines()[1] == "🔵 in work 1"
    assert second.text.endswith("· Rina")


async def test_a_rush_of_cases_is_one_edit(office: Office) -> None:
    for _ in range(25):
        await filed(office, kinds=(Kind.ACCESS,))
    async with office.database.transaction() as db:
        for _ in range(3):  # while the worker is busy, a waiting drawing says the newest
            await board.redraw(db, office.desk, GROUP)
    [row] = await waiting(office)
    lines = row.text.splitlines()
    assert lines[0] == "The desk, open cases: 25"
    assert len(lines) == 2 + board.SHOWN + 1
    assert lines[-1] == "… and 15 more: /queue"
    assert len(row.buttons) == 1 + board.SHOWN


@on_sqlite
async def test_it_counts_what_is_late_due_soon_and_to_approve(office: Office) -> None:
    await filed(office, kinds=(Kind.ACCESS,))
    office.later(hours=60)
    await filed(office, kinds=(Kind.ACCESS,))
    await proposed(office)
    [row] = await drawn(office)
    assert row.text.splitlines()[1] == "due in 24 h 1 · 🆕 unheld 2 · 🟣 to approve 1"
    office.later(hours=13)
    [row] = await drawn(office)
    assert row.text.splitlines()[1].startswith("🔴 overdue 1 · ")


@on_sqlite
async def test_a_reference_leads_to_its_topic(office: Office) -> None:
    case = await taken(office)
    case = await office.file(case)
    [row] = await drawn(office)
    [link] = row.payload["rows"][1]
    assert link["label"] == case.case.reference[3:]
    assert link["url"] == f"https://t.me/c/{str(GROUP)[4:]}/{case.case.thread_id}"


@on_sqlite
async def test_an_emptied_queue_is_said_and_a_deleted_board_comes_back_within_the_hour(
    office: Office,
) -> None:
    case = await filed(office)
    await drawn(office)
    await office.press(5_000_000_042, f"wdy:{case.case.reference}")
    [row] = await drawn(office)
    assert (row.text, row.buttons) == ("The desk, open cases: 0", {})
    assert await drawn(office) == []
    office.later(hours=1)
    assert len(await drawn(office)) == 1


@on_sqlite
async def test_staff_bring_it_up_to_date_and_nobody_else_does(office: Office) -> None:
    await filed(office)
    await drawn(office)
    [row] = await office.order(RINA, "board")
    assert (row.kind, row.chat) == ("board", GROUP)
    [refused] = await office.order(501, "board")
    assert refused.text == "That isn't available here. /help shows what is."


@on_sqlite
async def test_each_group_has_a_board_of_its_own_companies(office: Office) -> None:
    await filed(office, company="warungin")
    await filed(office)
    office.team = replace(office.team, staff_chats={"warungin": OTHER_GROUP})
    rows = await drawn(office)
    assert {row.chat for row in rows} == {GROUP, OTHER_GROUP}
    assert all(row.text.startswith("The desk, open cases: 1") for row in rows)
