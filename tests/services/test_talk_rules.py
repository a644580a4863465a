"""Who is heard when: the bot's quiet, a mute, desk hours, and contacts shown for a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.domain.hours import DeskHours
from bot.services import handback, mutes
from bot.services.chores import CLOCKS
from bot.services.mydata import everything
from bot.services.records import CaseFile
from bot.storage import history, tables

from .conftest import on_sqlite
from .office import ANA, GROUP, JOKO, NOW, RINA, SARI, Office, Row, filed, taken

AGAIN = "The bot answers again; /human brings a person back."


async def talking(office: Office) -> CaseFile:
    """Rina has written to Ana: the bot is quiet."""
    case = await taken(office)
    await office.staff(RINA, "Which account is meant?", case)
    return case


async def chores(office: Office) -> list[Row]:
    await handback.end(office.desk)
    async with office.database.transaction() as db:
        return await office.deliver(db)


# ---- the bot comes back


async def test_the_bot_s_quiet_is_told_once_with_the_way_out(office: Office) -> None:
    case = await talking(office)
    rows = await office.staff(RINA, "The old or the new one?", case)
    told = [row for row in office.sent if "The bot is quiet" in row.text]
    assert len(told) == 1
    assert told[0] not in rows
    await office.click(RINA, told[0].buttons["Hand back to the bot"])
    assert office.to(ANA)[-1] == AGAIN
    assert (await office.file(case)).case.quiet_until is None
    [answer] = [row for row in await office.say(ANA, "/x hello") if row.chat == ANA]
    assert answer.text


async def test_after_a_day_without_a_word_the_bot_comes_back_once(office: Office) -> None:
    case = await talking(office)
    office.later(hours=23, minutes=59)
    assert await chores(office) == []
    office.later(minutes=1)
    rows = await chores(office)
    assert [row.text for row in rows if row.chat == ANA] == [AGAIN]
    assert [row.chat for row in rows if row.chat != ANA] == [GROUP]
    assert await chores(office) == []
    assert (await office.file(case)).case.holder_id == RINA
    assert handback.end in CLOCKS


@on_sqlite
async def test_only_the_holder_or_a_lead_hands_back(office: Office) -> None:
    case = await talking(office)
    assert (await office.do(JOKO, "handback", case)).alert
    assert (await office.file(case)).case.quiet_until is not None
    await office.order(SARI, "handback", case)
    assert (await office.file(case)).case.quiet_until is None


# ---- a mute


async def test_a_mute_delays_talk_and_nothing_else(office: Office) -> None:
    case = await talking(office)
    rows = await office.order(SARI, "mute", case, "24h")
    assert [row.chat for row in rows] == [ANA, GROUP]
    await held_back(office, "you are all idiots")
    rows = await office.command(ANA, "status")
    assert case.case.reference in rows[0].text
    await office.do(RINA, "ask", case)
    await office.staff(RINA, "Which account?", case)
    rows = await office.say(ANA, "the old one")
    assert "the old one" in [row.text.partition(": ")[2] for row in rows if row.chat == GROUP]


async def held_back(office: Office, words: str) -> None:
    """Kept, and not in the group yet."""
    async with office.database.transaction() as db:
        await office.deliver(db)
    start = len(office.sent)
    await office.say(ANA, words)
    late = [row for row in office.sent[start:] if words in row.text]
    async with office.database.reading() as db:
        out = tables.outbox.c
        due = await db.scalar(sa.select(sa.func.max(out.due_at)).where(out.lane.like("m:%")))
    assert late, "kept in the outbox"
    assert due == NOW + timedelta(hours=24)


async def test_an_ended_mute_lets_everything_through_at_once(office: Office) -> None:
    case = await talking(office)
    await office.order(SARI, "mute", case, "3d")
    async with office.database.transaction() as db:
        assert await mutes.until(db, case.case.customer_id, NOW) == NOW + timedelta(days=3)
    await office.order(SARI, "unmute", case)
    async with office.database.transaction() as db:
        assert await mutes.until(db, case.case.customer_id, NOW) is None
    rows = await office.say(ANA, "sorry")
    assert any("sorry" in row.text for row in rows if row.chat == GROUP)


@on_sqlite
@pytest.mark.parametrize(
    ("user", "words", "answer"),
    [
        (RINA, "24h", "That isn't available here."),
        (SARI, "", "For how long"),
        (SARI, "8d", "For how long"),
        (SARI, "0h", "For how long"),
    ],
)
async def test_a_mute_is_a_lead_s_and_for_a_stated_time(
    office: Office, user: int, words: str, answer: str
) -> None:
    case = await talking(office)
    [row] = await office.order(user, "mute", case, words)
    assert row.text.startswith(answer)


# ---- desk hours


@on_sqlite
async def test_who_writes_while_nobody_is_there_is_told_once_when_people_are_back(
    office: Office,
) -> None:
    hours = DeskHours.parse("Mon-Fri 09:00-17:00", "Asia/Jakarta")
    office.notice = replace(office.notice, hours=hours)
    case = await talking(office)
    due = (await office.file(case)).requests[0].due_at
    told: list[list[str]] = []
    for hour in (0, 10, 1, 12):  # Monday 09:12, 19:12, 20:12; Tuesday 08:12 is the same wait
        office.later(hours=hour)
        rows = await office.say(ANA, f"hello {hour}")
        told.append([row.text for row in rows if row.chat == ANA and row.text])
    assert [len(one) for one in told] == [0, 1, 0, 0]
    assert "people are back 17 November 2026, 09:00 WIB" in told[1][0]
    assert (await office.file(case)).requests[0].due_at == due


# ---- contact points


async def test_a_contact_is_shown_for_a_reason_that_the_customer_can_read(office: Office) -> None:
    case = await filed(office, words="I am ana@example.org", email="ana@example.org")
    await office.do(RINA, "take", case)
    await office.do(RINA, "reveal", case)
    answer = await office.do(RINA, "why", case, "account")
    assert (answer.text, answer.alert) == ("ana@example.org", True)
    assert not any("ana@example.org" in text for text in office.to(GROUP))
    rows = await office.order(RINA, "reveal", case, "to call back")
    [shown] = [row for row in rows if "ana@example.org" in row.text]
    assert shown.payload["gone_after"] == 120
    async with office.database.reading() as db:
        mine = await everything(db, office.desk, case.case.customer_id)
        moves = [one.move for one in await history.of_case(db, case.case.id)]
    whys = [one["why"] for one in mine["requests"][0]["contact_shown_to_staff"]]
    assert whys == ["to find your account", "to call back"]
    assert moves.count("reveal") == 2


@on_sqlite
@pytest.mark.parametrize("user", [JOKO, SARI])
async def test_nobody_but_the_holder_is_shown_a_contact(office: Office, user: int) -> None:
    case = await filed(office, email="ana@example.org")
    await office.do(RINA, "take", case)
    for action, choice in (("reveal", ""), ("why", "account"), ("post", "account")):
        assert "available" in (await office.do(user, action, case, choice)).text
    await office.order(user, "reveal", case, "curious")
    assert not any("ana@example.org" in text for text in office.to(GROUP))


@on_sqlite
async def test_without_anything_given_there_is_nothing_to_show(office: Office) -> None:
    case = await taken(office)
    assert "no address" in (await office.do(RINA, "reveal", case)).text
