"""A request keeps its clock, and its status changes only from the one that was seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.domain.cases import Kind, Status
from bot.domain.clocks import Shift
from bot.domain.errors import Changed, StorageError
from bot.storage import cases, requests
from bot.storage.database import Database
from bot.storage.ids import new_id
from bot.storage.requests import Request

from .examples import LATER, MARK, NOW, SOON, opened


def received(case_id: str, **changes: Any) -> Request:
    request = Request(
        id=new_id(),
        case_id=case_id,
        kind=Kind.ACCESS,
        status=Status.RECEIVED,
        received_at=NOW,
        due_at=LATER,
        due_day=date(2026, 12, 1),
        due_zone="Asia/Jakarta",
        rule_id="id-pdp-8",
        rule_version=2,
    )
    return replace(request, **changes)


async def test_a_request_comes_back_with_its_clock(database: Database) -> None:
    async with database.transaction() as db:
        case = await opened(db)
        request = received(
            case.id,
            promise_article="mailcamp-erasure",
            proposed_status=Status.REFUSED,
            proposed_by=2**40,
            proposed_words=MARK,
            proposed_code="unfounded",
        )
        await requests.add(db, request)
        assert await requests.get(db, request.id) == request
        assert await requests.get(db, "none") is None
    assert MARK not in repr(request)


async def test_the_second_of_two_moves_from_one_status_is_refused(database: Database) -> None:
    async with database.transaction() as db:
        case = await opened(db)
        request = received(case.id)
        await requests.add(db, request)
        moved = await requests.update(db, request, status=Status.VERIFYING, proposed_words=MARK)
        with pytest.raises(Changed):
            await requests.update(db, request, status=Status.WITHDRAWN, closed_at=LATER)
        cleared = await requests.update(db, moved, proposed_words=None)
        assert await requests.get(db, request.id) == cleared
    assert (moved.status, moved.proposed_words, cleared.proposed_words) == (
        Status.VERIFYING,
        MARK,
        None,
    )


async def test_what_moved_a_clock_is_kept(database: Database) -> None:
    shifts = (
        Shift("fadp-access", date(2027, 1, 15), extended=True),
        Shift("uk-access", date(2026, 12, 18)),
    )
    async with database.transaction() as db:
        case = await opened(db, regimes=("ch-fadp", "uk-gdpr"))
        request = received(case.id)
        await requests.add(db, request)
        changed = await requests.update(db, request, shifts=shifts)
        assert await requests.get(db, request.id) == changed
        found = await cases.get(db, case.id)
    assert changed.shifts == shifts
    assert found is not None
    assert found.regimes == ("ch-fadp", "uk-gdpr")


async def test_requests_of_a_case_come_in_the_order_received(database: Database) -> None:
    async with database.transaction() as db:
        case, other = await opened(db), await opened(db)
        later = received(case.id, received_at=SOON)
        first = received(case.id, kind=Kind.ERASURE)
        for request in (later, first, received(other.id)):
            await requests.add(db, request)
        assert await requests.of_case(db, case.id) == [first, later]


async def test_the_most_pressing_come_first_and_the_closed_not_at_all(database: Database) -> None:
    async with database.transaction() as db:
        case = await opened(db)
        soon, now, closed = (received(case.id, due_at=due_at) for due_at in (SOON, NOW, NOW))
        for request in (soon, now, closed):
            await requests.add(db, request)
        await requests.update(db, closed, closed_at=NOW)
        assert await requests.due(db, before=LATER, limit=9) == [now, soon]
        assert await requests.due(db, before=SOON, limit=9) == [now]
        assert await requests.due(db, before=LATER, limit=1) == [now]


async def test_a_request_without_a_case_is_refused(database: Database) -> None:
    with pytest.raises(StorageError):
        async with database.transaction() as db:
            await requests.add(db, received("none"))
