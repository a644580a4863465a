"""Who leaves or is away leaves nothing behind that nobody works on."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.cases import Status
from bot.services import absence
from bot.storage import journal, people

from .conftest import on_sqlite
from .office import ANA, GROUP, JOKO, RINA, SARI, Office, Row, taken


async def leaves(office: Office, user: int = RINA) -> list[Row]:
    async with office.database.transaction() as db:
        await people.saw(db, GROUP, user, "left", now=office.now)
        await absence.left(db, office.desk, GROUP, user)
        return await office.deliver(db)


async def test_whoever_leaves_frees_their_cases_and_the_group_hears_once(office: Office) -> None:
    first, second = await taken(office), await taken(office, company="warungin")
    await office.order(SARI, "assign", second, str(JOKO))
    rows = await leaves(office)
    told = [row for row in rows if row.chat == GROUP and row.case_id is None]
    assert [row.text for row in told] == ["Rina left the group; cases that are free again: 1."]
    after = await office.file(first)
    assert (after.case.holder_id, after.requests[0].status) == (None, Status.TRIAGED)
    assert (await office.file(second)).case.holder_id == JOKO
    assert await leaves(office) == []


@on_sqlite
async def test_the_customer_is_heard_by_the_bot_again(office: Office) -> None:
    case = await taken(office)
    await office.staff(RINA, "Hello Ana", case)
    await leaves(office)
    assert "The bot answers again" in office.to(ANA)[-1]


async def test_away_frees_cases_and_nobody_is_given_one_meanwhile(office: Office) -> None:
    case = await taken(office)
    await office.order(RINA, "away", words="3d")
    told = [row.text for row in office.sent if row.case_id is None][-1]
    assert told == "Rina is away until 19 November 2026. Cases that went back to the queue: 1."
    assert (await office.file(case)).case.holder_id is None
    [refused] = await office.order(SARI, "assign", case, str(RINA))
    assert refused.text == f"{RINA} is away; nothing was changed."
    office.later(days=4)
    await office.order(SARI, "assign", case, str(RINA))
    assert (await office.file(case)).case.holder_id == RINA
    async with office.database.reading() as db:
        assert [(one.what, one.about) for one in await journal.of_all(db)] == [
            ("away", f"{RINA} 2026-11-19")
        ]


@on_sqlite
async def test_back_is_back_and_a_lead_may_say_it_for_somebody(office: Office) -> None:
    case = await taken(office)
    [refused] = await office.order(JOKO, "away", about=(RINA, "Rina"))
    assert refused.text.startswith("That isn't available here.")
    await office.order(SARI, "away", words="@rina", about=(RINA, "Rina"))
    assert (await office.file(case)).case.holder_id is None
    [told] = await office.order(RINA, "back")
    assert told.text == "Rina is back."
    [told] = await office.order(RINA, "back")
    assert told.text == "Rina was not away."
    [how] = await office.order(RINA, "away", words="whenever")
    assert how.text.startswith("Until when?")


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("3d", date(2026, 12, 31)),
        ("5 hari", date(2027, 1, 2)),
        ("20 Jan", date(2027, 1, 20)),
        ("2027-02-01", date(2027, 2, 1)),
        ("soon", None),
        ("", None),
    ],
)
def test_the_last_day_is_ahead(words: str, until: date | None) -> None:
    assert absence.read_until(words, date(2026, 12, 28)) == until
