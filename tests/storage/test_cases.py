"""A case is found where staff look for it, and no decision on a stale view goes through."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.errors import Changed, StorageError
from bot.storage import cases, details, sheets
from bot.storage.database import Database

from .examples import ANA, BUDI, GROUP, LATER, MARK, NOW, SOON, opened


async def test_a_case_comes_back_as_it_was_opened(database: Database) -> None:
    async with database.transaction() as db:
        case = await opened(
            db, holder_id=2**40, holder_name=MARK, cited=("a", "b"), quiet_until=LATER
        )
        assert await cases.get(db, case.id) == case
        assert await cases.get(db, case.id, lock=True) == case
        assert await cases.by_reference(db, case.reference) == case
    assert MARK not in repr(case)


async def test_there_is_no_case_where_there_is_none(database: Database) -> None:
    async with database.reading() as db:
        assert await cases.get(db, "none") is None
        assert await cases.by_reference(db, "PR-0000-0000") is None
        assert await cases.by_thread(db, GROUP, 1) is None


async def test_a_reference_is_given_once(database: Database) -> None:
    async def twice() -> None:
        async with database.transaction() as db:
            await opened(db, reference="PR-7K3Q-9XWD")
            await opened(db, reference="PR-7K3Q-9XWD")

    with pytest.raises(StorageError, match=r"UNIQUE|uq_cases_reference"):
        await twice()
    async with database.reading() as db:
        assert await cases.counts(db) == cases.CaseCounts(0, 0, 0)


async def test_a_case_is_found_by_its_place_in_its_own_group(database: Database) -> None:
    async with database.transaction() as db:
        topic, chain = await opened(db), await opened(db)
        await cases.set_place(db, topic.id, chat=GROUP, thread_id=5, card_id=6)
        await cases.set_place(db, chain.id, chat=GROUP, root_id=5)
        by_thread = await cases.by_thread(db, GROUP, 5)
        by_root = await cases.by_root(db, GROUP, 5)
        assert await cases.by_thread(db, GROUP - 1, 5) is None
    assert by_thread is not None
    assert (by_thread.id, by_thread.card_id, by_thread.version) == (topic.id, 6, topic.version)
    assert by_root is not None
    assert by_root.id == chain.id


async def test_placing_a_card_keeps_the_thread(database: Database) -> None:
    async with database.transaction() as db:
        case = await opened(db)
        await cases.set_place(db, case.id, chat=GROUP, thread_id=5)
        await cases.set_place(db, case.id, chat=GROUP, card_id=6)
        placed = await cases.get(db, case.id)
    assert placed is not None
    assert (placed.thread_id, placed.card_id) == (5, 6)


async def test_the_second_of_two_decisions_on_one_view_is_refused(database: Database) -> None:
    async with database.transaction() as db:
        case = await opened(db)
        taken = await cases.update(db, case, holder_id=1, holder_name="Sari", cited=("x",))
        with pytest.raises(Changed, match=case.reference):
            await cases.update(db, case, holder_id=2)
        assert await cases.get(db, case.id) == taken
        freed = await cases.update(db, taken, holder_id=None, holder_name=None)
        assert await cases.get(db, case.id) == freed
    assert (taken.holder_name, taken.version, freed.version) == ("Sari", 2, 3)


async def test_an_update_leaves_alone_what_it_does_not_name(database: Database) -> None:
    async with database.transaction() as db:
        case = await opened(db, holder_id=1, holder_name="Sari")
        await cases.set_place(db, case.id, chat=GROUP, thread_id=5)
        await cases.update(db, case, quiet_until=LATER)
        found = await cases.get(db, case.id)
    assert found is not None
    assert (found.holder_name, found.thread_id, found.quiet_until) == ("Sari", 5, LATER)


async def test_a_customer_sees_own_cases_newest_first(database: Database) -> None:
    async with database.transaction() as db:
        first = await opened(db)
        second = await opened(db, received_at=SOON)
        await opened(db, BUDI)
        closed = await cases.update(db, first, closed_at=LATER)
        own = await cases.of_customer(db, first.customer_id)
        assert own == [second, closed]
        assert await cases.of_customer(db, first.customer_id, open_only=True) == [second]


async def test_open_cases_are_paged_oldest_first(database: Database) -> None:
    async with database.transaction() as db:
        made = [
            await opened(db, ANA + n, received_at=NOW + timedelta(hours=n // 2)) for n in range(5)
        ]
        await opened(db, closed_at=NOW)
        pages: list[str] = []
        page = await cases.open_cases(db, limit=2)
        while page:
            pages += [case.id for case in page]
            page = await cases.open_cases(db, limit=2, after=page[-1])
    assert pages == [case.id for case in sorted(made, key=lambda c: (c.received_at, c.id))]


async def test_the_counts_tell_held_from_unheld(database: Database) -> None:
    async with database.transaction() as db:
        await opened(db)
        await opened(db, holder_id=1)
        await opened(db, closed_at=LATER)
        assert await cases.counts(db) == cases.CaseCounts(open=2, unheld=1, closed=1)


async def test_details_are_kept_by_name_and_the_last_word_counts(database: Database) -> None:
    async with database.transaction() as db:
        case, other = await opened(db), await opened(db)
        await details.put(db, case.id, "email", "ana@example.org")
        await details.put(db, case.id, "email", "ana@example.com")
        await details.put(db, case.id, "whose", "own")
        assert await details.of_case(db, case.id) == {"email": "ana@example.com", "whose": "own"}
        assert await details.of_case(db, other.id) == {}


async def test_a_sheet_belongs_to_one_person_in_one_case(database: Database) -> None:
    async with database.transaction() as db:
        case = await opened(db)
        for body in (MARK, "next step"):
            await sheets.put(db, case.id, 1, body, now=NOW)
        await sheets.put(db, case.id, 2, "another's", now=NOW)
        assert await sheets.get(db, case.id, 1) == "next step"
        await sheets.close(db, case.id, 1)
        assert await sheets.get(db, case.id, 1) is None
        assert await sheets.get(db, case.id, 2) == "another's"
