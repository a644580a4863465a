"""Cases are found by what staff may know of them, and each group finds its own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.cases import Kind
from bot.services import queue
from bot.storage import details, journal

from .conftest import on_sqlite
from .office import ANA, BUDI, JOKO, OTHER_GROUP, RINA, SARI, Office, Row, filed, taken

NONE = "Nothing found."


def shown(row: Row) -> list[str]:
    return [line.split()[1] for line in row.text.splitlines()[1:]]


@on_sqlite
async def test_the_queue_is_narrowed_by_words_and_by_buttons_together(office: Office) -> None:
    mine = await taken(office)
    other = await taken(office, company="warungin")
    await office.order(SARI, "assign", other, str(JOKO))
    urgent = await filed(office, kinds=(Kind.ACCESS,))
    names = {one.case.id: one.case.reference for one in (mine, other, urgent)}
    for words, expected in (
        ("mine", [mine]),
        ("unassigned", [urgent]),
        ("baru", [urgent]),
        ("warungin", [other]),
        ("access", [urgent]),
        ("mine warungin", []),
        ("tokoku access", [urgent]),
    ):
        [row] = await office.order(RINA, "queue", words=words)
        assert shown(row) == [names[one.case.id] for one in expected], words
    [row] = await office.order(RINA, "queue", words="tokoku")
    await office.click(RINA, row.buttons["Mine"], message_id=row.number)
    both = office.sent[-1]
    assert (both.edits, shown(both)) == (row.number, [mine.case.reference])
    await office.click(RINA, both.buttons["✓ Mine"], message_id=row.number)
    assert len(shown(office.sent[-1])) == 2
    await office.click(JOKO, row.buttons["Mine"], message_id=row.number)
    assert office.sent[-1].text == "Mine · Tokoku: No open cases."
    office.later(hours=71)
    [row] = await office.order(RINA, "queue", words="due")
    assert shown(row) == [urgent.case.reference]
    office.later(hours=2)
    [row] = await office.order(RINA, "queue", words="overdue")
    assert shown(row) == [urgent.case.reference]
    [how] = await office.order(RINA, "queue", words="purple")
    assert how.text.startswith("/queue takes any of:")


@on_sqlite
async def test_pages_turn_where_they_stand(office: Office) -> None:
    made = {(await filed(office)).case.reference for _ in range(queue.SHOWN + 3)}
    [row] = await office.order(RINA, "queue")
    assert "◀" not in row.buttons
    await office.click(RINA, row.buttons["▶"], message_id=row.number)
    second = office.sent[-1]
    assert second.text.splitlines()[0].endswith("page 2 of 2")
    assert {*shown(row), *shown(second)} == made
    await office.click(RINA, second.buttons["◀"], message_id=row.number)
    assert shown(office.sent[-1]) == shown(row)
    assert len(max(row.buttons.values(), key=len).encode()) <= 64


@pytest.mark.parametrize("pressed", ["queue:zz:nobody:99:99999", "queue:::x:-1", "queue"])
@on_sqlite
async def test_a_filter_nobody_made_shows_what_there_is(office: Office, pressed: str) -> None:
    await filed(office)
    assert (await office.click(RINA, pressed)).text == ""


@on_sqlite
async def test_a_case_is_shown_by_its_reference_and_found_by_parts(office: Office) -> None:
    case = await taken(office)
    reference = case.case.reference
    [row] = await office.order(JOKO, "case", words=reference.lower())
    assert row.text.startswith(f"🔵 {reference}")
    assert set(row.buttons) == {"To its topic"}
    for words in (
        reference[3:7],
        reference[-4:].lower(),
        "Heron 42",
        "heron 42",
        "tokoku erasure",
    ):
        [row] = await office.order(JOKO, "find", words=words)
        assert shown(row) == [reference], words
    for name, words in (
        ("case", "PR-0000-0000"),
        ("case", "x"),
        ("find", "zzzz"),
        ("find", "Ana"),
    ):
        [row] = await office.order(JOKO, name, words=words)
        assert row.text == NONE, words


async def test_an_address_is_leads_to_look_for_and_on_record(office: Office) -> None:
    case, other = await filed(office), await filed(office, BUDI)
    async with office.database.transaction() as db:
        await details.put(db, case.case.id, "email", "Ana@Example.org")
        await details.put(db, other.case.id, "email", "budi@example.org")
    gone, refused = await office.order(JOKO, "find", words="ana@example.org")
    assert gone.kind == "delete"
    assert refused.text.startswith("That isn't available here.")
    gone, row = await office.order(SARI, "find", words="ana@example.org")
    assert (gone.kind, shown(row)) == ("delete", [case.case.reference])
    assert (await office.order(SARI, "find", words="eka@example.org"))[-1].text == NONE
    async with office.database.reading() as db:
        noted = [(one.user_id, one.what, one.about) for one in await journal.of_all(db)]
    assert noted == [
        (JOKO, "refused", "find an address"),
        (SARI, "found_by_address", case.case.reference),
        (SARI, "found_by_address", None),
    ]


@on_sqlite
async def test_another_groups_case_is_as_unknown_as_none(office: Office) -> None:
    office.team = replace(office.team, staff_chats={"warungin": OTHER_GROUP})
    case = await filed(office, ANA, company="warungin")
    for name, words in (("case", case.case.reference), ("find", case.case.reference[3:7])):
        [row] = await office.order(RINA, name, words=words)
        assert row.text == NONE
