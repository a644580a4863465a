"""Who decides on a proposal: somebody who did not make it, once, on what waits now."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.cases import Kind, Status

from .conftest import on_sqlite
from .office import ANA, BUDI, DEWI, GROUP, JOKO, RINA, SARI, TEAM, Office, proposed, taken
from .test_proposals import CHANGED, NOT_HERE, OWN, held

pytestmark = on_sqlite


async def test_the_proposer_never_decides_and_nobody_decides_twice(office: Office) -> None:
    case = await proposed(office, by=SARI)
    assert await office.do(SARI, "approve", case) == OWN
    assert await office.do(SARI, "send_back", case) == OWN
    await office.do(DEWI, "approve", case)
    start = len(office.sent)
    assert await office.do(DEWI, "approve", case) == CHANGED
    assert await office.do(DEWI, "send_back", case) == CHANGED
    assert office.to(ANA, start=start) == []


async def test_nothing_is_approved_where_nothing_waits(office: Office) -> None:
    case = await taken(office)
    start = len(office.sent)
    assert await office.do(SARI, "approve", case) == CHANGED
    assert [row.text for row in office.sent[start:]] == []


async def test_sent_back_it_is_in_work_again_and_the_draft_is_kept(office: Office) -> None:
    case = await proposed(office)
    await office.do(SARI, "send_back", case)
    [request] = (await office.file(case)).requests
    assert request.status is Status.IN_PROGRESS
    assert request.proposed_words == "We deleted the account of ana@example.org."
    assert any(text.startswith("Sent back by Sari.") for text in office.to(GROUP))


async def test_only_the_proposer_takes_a_proposal_back(office: Office) -> None:
    case = await proposed(office)
    assert await office.do(SARI, "take_back", case) == NOT_HERE
    await office.do(RINA, "take_back", case)
    assert [r.status for r in (await office.file(case)).requests] == [Status.IN_PROGRESS]
    assert await office.do(RINA, "take_back", case) == NOT_HERE


async def test_an_erasure_proposed_as_done_is_not_taken_back_any_more(office: Office) -> None:
    case = await proposed(office)
    reference = case.case.reference
    for button in ("wd", "wdy"):
        [row] = await office.press(ANA, f"{button}:{reference}")
        assert row.text.startswith("This can't be withdrawn any more: it has been carried out")
    [shown] = await office.press(ANA, f"case:{reference}")
    assert "Withdraw" not in shown.buttons
    assert [r.status for r in (await office.file(case)).requests] == [Status.AWAITING_APPROVAL]


async def test_sent_back_undone_it_can_be_taken_back_again(office: Office) -> None:
    case = await proposed(office)
    await office.do(SARI, "send_back", case)
    await office.press(ANA, f"wdy:{case.case.reference}")
    assert [r.status for r in (await office.file(case)).requests] == [Status.WITHDRAWN]


async def test_a_withdrawal_wins_over_a_proposal(office: Office) -> None:
    case = await proposed(office, outcome="refused", reason="law_requires")
    await office.press(ANA, f"wdy:{case.case.reference}")
    assert await office.do(SARI, "approve", case) == CHANGED
    assert [r.status for r in (await office.file(case)).requests] == [Status.WITHDRAWN]
    assert office.to(ANA)[-1].startswith("You withdrew")


async def test_proposals_of_two_people_are_each_taken_back_by_their_own(office: Office) -> None:
    case = await held(office, Kind.ERASURE, Kind.RESTRICTION)
    for user in (RINA, JOKO):
        await office.do(user, "propose", case)
        if user == RINA:
            await office.do(user, "pick", case, "0")
        await office.do(user, "pick", case, "partly_fulfilled")
        await office.staff(user, "Some of it.", case)
        await office.do(user, "done", case, "submit")
        if user == RINA:
            await office.do(RINA, "release", case)
            await office.do(JOKO, "take", case)
    await office.do(RINA, "take_back", case)
    waiting = [r for r in (await office.file(case)).requests if r.proposed_by == JOKO]
    assert [one.status for one in waiting] == [Status.AWAITING_APPROVAL]


async def test_a_desk_of_one_may_approve_its_own(office: Office) -> None:
    office.team = replace(TEAM, second_person=False)
    case = await proposed(office, by=SARI)
    await office.do(SARI, "approve", case)
    assert [one.status for one in (await office.file(case)).requests] == [Status.FULFILLED]


async def test_another_customer_hears_nothing_of_it(office: Office) -> None:
    await taken(office, BUDI)
    start = len(office.sent)
    case = await proposed(office)
    await office.do(SARI, "approve", case)
    assert office.to(BUDI, start=start) == []
