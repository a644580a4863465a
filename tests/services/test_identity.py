"""Who asks: asked for by staff, matched or not, and what that does to the dates."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.cases import Kind, Status
from bot.services.casework import Answer
from bot.services.records import CaseFile

from .conftest import on_sqlite
from .office import ANA, GROUP, RINA, SARI, Office, filed, taken
from .test_proposals import CHANGED, NOT_HERE, held

pytestmark = on_sqlite


async def asked(office: Office) -> CaseFile:
    case = await taken(office)
    await office.do(RINA, "who", case)
    return await office.file(case)


def statuses(case: CaseFile) -> list[str]:
    return [str(one.status) for one in case.requests]


async def test_staff_ask_who_it_is_and_the_next_words_come_to_them(office: Office) -> None:
    case = await asked(office)
    assert statuses(case) == ["verifying"]
    assert "Please no copy of an ID" in office.to(ANA)[-1]
    start = len(office.sent)
    await office.say(ANA, "It was opened under the name Toko Ana")
    assert any("Toko Ana" in text for text in office.to(GROUP, start=start))


async def test_matched_the_work_goes_on_with_its_holder_and_the_customer_is_told(
    office: Office,
) -> None:
    case = await asked(office)
    assert await office.do(RINA, "known", case) == Answer()
    after = await office.file(case)
    assert statuses(after) == ["in_progress"]
    assert [step.move for step in after.steps][-2:] == ["confirm_identity", "take"]
    assert "we know now that it is you" in office.to(ANA)[-1]
    card = next(row for row in reversed(office.sent) if row.kind == "card")
    assert "Account matched by staff." in card.text
    assert "Ask who it is" not in card.buttons
    assert await office.do(RINA, "known", case) == CHANGED


@pytest.mark.parametrize(("residence", "days"), [("uk", 10), ("eu", 0)])
async def test_only_a_clock_that_begins_with_knowing_who_begins_anew(
    office: Office, residence: str, days: int
) -> None:
    case = await filed(office, residence=residence)
    await office.do(RINA, "take", case)
    await office.do(RINA, "who", case)
    office.later(days=10)
    await office.do(RINA, "known", case)
    [before], [after] = case.requests, (await office.file(case)).requests
    assert (after.due_at - before.due_at) // timedelta(days=1) in (days, days + 1, days + 2)
    assert (after.due_at > before.due_at) == bool(days)


async def test_unmatched_a_lead_closes_it_and_it_can_be_taken_up_again(office: Office) -> None:
    case = await asked(office)
    assert await office.do(RINA, "unknown", case) == NOT_HERE
    await office.do(SARI, "unknown", case)
    assert statuses(await office.file(case)) == ["closed_unverified"]
    told = office.to(ANA)[-1]
    assert "could not make out that it is you" in told
    assert "You can complain to" in told
    await office.do(SARI, "reopen", case)
    assert statuses(await office.file(case)) == ["in_progress"]
    assert "We still need what we asked you for" in office.to(ANA)[-1]


async def test_what_needs_no_identity_is_never_asked_for_one(office: Office) -> None:
    case = await held(office, Kind.OPT_OUT_MARKETING)
    card = next(row for row in reversed(office.sent) if row.kind == "card")
    assert "Ask who it is" not in card.buttons
    assert await office.do(RINA, "who", case) == CHANGED
    assert (await office.file(case)).requests[0].status is Status.IN_PROGRESS
