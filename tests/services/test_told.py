"""Every move of the lifecycle reaches the customer, but for the few that say why not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.domain.cases import MOVES, UNTOLD, Kind, Move, Status
from bot.services import steps
from bot.services.records import CaseFile
from bot.storage import cases, history, requests
from bot.storage.history import Step

from .conftest import on_sqlite
from .office import ANA, RINA, SARI, Office, filed, proposed

Act = Callable[[Office, CaseFile], Awaitable[object]]


def press(user: int, action: str, choice: str = "") -> Act:
    async def act(office: Office, case: CaseFile) -> None:
        await office.do(user, action, case, choice)

    return act


async def stood(office: Office, case: CaseFile, status: Status) -> CaseFile:
    """The case as if it had come to this status in Rina's hands."""
    async with office.database.transaction() as db:
        [request] = case.requests
        await requests.update(db, request, status=status)
        before = request.status
        row = Step(
            case_id=case.case.id,
            at=office.now,
            actor_kind="staff",
            move="take",
            request_id=request.id,
            from_status=before,
            to_status=status,
        )
        await history.append(db, row)
        await cases.update(db, case.case, holder_id=RINA, holder_name="Rina")
        await steps.settle(db, case.case.id, now=office.now)
    return await office.file(case)


async def merged(office: Office, case: CaseFile) -> None:
    """An older case asks for the same."""
    office.now -= timedelta(days=1)
    await filed(office, company="alpenpost", kinds=(Kind.ACCESS,))
    office.now += timedelta(days=1)
    await office.do(RINA, "merge", case, "same")


async def ended(office: Office, case: CaseFile, outcome: Status) -> None:
    """Approved by somebody who did not propose it."""
    async with office.database.transaction() as db:
        [request] = case.requests
        words = {"proposed_by": RINA, "proposed_words": "Here it is."}
        await requests.update(db, request, proposed_status=outcome, **words)  # type: ignore[arg-type]
    await office.do(SARI, "approve", case)


async def finished(office: Office, case: CaseFile) -> None:
    """A right that one person may end."""
    await office.do(RINA, "propose", case)
    await office.do(RINA, "pick", case, "fulfilled")
    await office.staff(RINA, "Here it is.", case)
    await office.do(RINA, "done", case, "finish")


def as_outcome(outcome: Status) -> Act:
    async def act(office: Office, case: CaseFile) -> None:
        waits = case.requests[0].status is Status.AWAITING_APPROVAL
        await (ended(office, case, outcome) if waits else finished(office, case))

    return act


async def withdrawn(office: Office, case: CaseFile) -> None:
    await office.press(ANA, f"wdy:{case.case.reference}")


ACTS: dict[Move, Act] = {
    Move.VERIFY: press(RINA, "who"),
    Move.CONFIRM_IDENTITY: press(RINA, "known"),
    Move.GIVE_UP: press(SARI, "unknown"),
    Move.TAKE: press(RINA, "take"),
    Move.HOLD: press(RINA, "hold", "other"),
    Move.RESUME: press(RINA, "resume"),
    Move.FULFIL: as_outcome(Status.FULFILLED),
    Move.FULFIL_PARTLY: as_outcome(Status.PARTLY_FULFILLED),
    Move.REFUSE: as_outcome(Status.REFUSED),
    Move.REDIRECT: press(RINA, "redirect", "employer"),
    Move.MERGE: merged,
    Move.UNMERGE: press(RINA, "unmerge"),
    Move.WITHDRAW: withdrawn,
    Move.REOPEN: press(SARI, "reopen"),
    Move.EXTEND: press(SARI, "longer", "0-complexity"),
}
NOT_FROM_THE_CARD = {
    (Status.DRAFT, Move.FILE): "the customer files it, and gets the receipt",
    (Status.RECEIVED, Move.VERIFY): "filing triages at once: nothing rests at received",
    (Status.RECEIVED, Move.REDIRECT): "filing triages at once",
    (Status.RECEIVED, Move.MERGE): "filing triages at once",
    (Status.TRIAGED, Move.REDIRECT): "whoever redirects takes it first",
    (Status.TRIAGED, Move.MERGE): "whoever merges takes it first",
    (Status.WAITING_CUSTOMER, Move.GIVE_UP): "after a reminder and some patience",
}


def test_every_move_is_told_or_says_why_not() -> None:
    moves = {move for _, move in MOVES}
    assert moves == {*ACTS, *UNTOLD, Move.FILE}
    assert not set(UNTOLD) & {*ACTS, Move.FILE}
    assert all(UNTOLD.values())


PAIRS = [pair for pair in MOVES if pair[1] in ACTS and pair not in NOT_FROM_THE_CARD]


@on_sqlite
@pytest.mark.parametrize(("status", "move"), PAIRS)
async def test_the_customer_hears_of_it(office: Office, status: Status, move: Move) -> None:
    case = await filed(office, company="alpenpost", kinds=(Kind.ACCESS,))
    case = await stood(office, case, status)
    if move is Move.TAKE:
        async with office.database.transaction() as db:
            await cases.update(db, case.case, holder_id=None, holder_name=None)
    start = len(office.sent)
    await ACTS[move](office, case)
    after = await office.file(case)
    assert move in [step.move for step in after.steps]
    told = "\n".join(office.to(ANA, start=start))
    assert case.case.reference in told


@on_sqlite
@pytest.mark.parametrize("status", [Status.WAITING_CUSTOMER, Status.IN_PROGRESS])
async def test_a_date_that_moved_is_told_with_the_customers_own_answer(
    office: Office, status: Status
) -> None:
    """Under UK GDPR the clock stands still while the desk waits for the customer."""
    case = await filed(office, kinds=(Kind.ACCESS,), residence="uk", company="alpenpost")
    case = await stood(office, case, status)
    office.later(days=5)
    start = len(office.sent)
    await office.press(ANA, f"add:{case.case.reference}")
    await office.say(ANA, "It is the account of the shop")
    told = office.to(ANA, start=start)
    waited = status is Status.WAITING_CUSTOMER
    assert (told[-1] == "Added, and staff can see it.") is waited
    assert ("reply now due by" in "".join(told)) is waited
    [before], [after] = case.requests, (await office.file(case)).requests
    assert (after.due_at > before.due_at) is waited


@on_sqlite
@pytest.mark.parametrize("action", ["release", "answered"])
async def test_a_date_that_moves_by_what_staff_do_is_told(office: Office, action: str) -> None:
    for residence, texts in (("uk", 1), ("id", 0)):
        case = await filed(office, kinds=(Kind.ACCESS,), residence=residence, company="alpenpost")
        case = await stood(office, case, Status.WAITING_CUSTOMER)
        office.later(days=5)
        start = len(office.sent)
        await office.do(RINA, action, case)
        told = [text for text in office.to(ANA, start=start) if "reply now due by" in text]
        assert len(told) == texts


@on_sqlite
async def test_a_proposal_and_its_return_stay_inside(office: Office) -> None:
    case = await proposed(office)
    start = len(office.sent)
    await office.do(SARI, "send_back", case)
    assert office.to(ANA, start=start) == []
    assert not any("proposes" in text for text in office.to(ANA))
