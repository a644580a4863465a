"""Roles are shown, given and taken in private, at once, on record; those of the settings stay."""

from __future__ import annotations

from dataclasses import replace

from bot.services import staffing
from bot.storage import journal, people

from .conftest import on_sqlite
from .office import EKA, GROUP, JOKO, RINA, SARI, TONO, Office, Row, taken


async def staff(office: Office, words: str = "") -> list[Row]:
    async with office.database.transaction() as db:
        await staffing.command(db, office.desk, TONO, words)
        return await office.deliver(db)


async def press(office: Office, row: Row, label: str) -> Row:
    action, user, number = row.buttons[label].split(":")
    do = {"srem": staffing.ask, "syes": staffing.take, "slist": staffing.again}[action]
    async with office.database.transaction() as db:
        await do(db, office.desk, TONO, int(user), int(number), row.number)
        return (await office.deliver(db))[-1]


async def test_who_has_which_role_and_how_many_cases(office: Office) -> None:
    await taken(office)
    async with office.database.transaction() as db:
        await people.met(db, GROUP, RINA, "Rina", "rina", now=office.now)
    [row] = await staff(office)
    assert "– Rina (201) · from the settings · cases 1" in row.text.splitlines()
    assert f"– {SARI} ({SARI}) · from the settings" in row.text.splitlines()
    assert row.buttons == {}


async def test_a_role_given_counts_at_once_and_ends_at_once_with_its_cases(
    office: Office,
) -> None:
    [told] = await staff(office, f"staff {EKA}")
    assert told.text == f"{EKA} is staff from now on."
    case = await taken(office)
    await office.order(SARI, "assign", case, str(EKA))
    assert (await office.file(case)).case.holder_id == EKA
    [shown] = await staff(office)
    sure = await press(office, shown, f"Remove {EKA} (staff)")
    assert sure.text.startswith("Take the role “staff”")
    done = await press(office, sure, "Yes")
    assert done.text.splitlines() == [
        f"{EKA} is no longer staff.",
        "Cases that went back to the queue: 1.",
    ]
    assert (await office.file(case)).case.holder_id is None
    assert any(f"{EKA} is no longer staff here" in row.text for row in office.sent)
    async with office.database.reading() as db:
        noted = [(one.user_id, one.what, one.about) for one in await journal.of_all(db)]
    assert noted == [(TONO, "role_given", f"{EKA} staff"), (TONO, "role_taken", f"{EKA} staff")]


@on_sqlite
async def test_the_settings_roles_stay_and_a_second_gift_changes_nothing(office: Office) -> None:
    for words, said in (
        (f"remove lead {SARI}", "given by the settings"),
        (f"remove staff {EKA}", "don't have that role"),
        ("lead", "To change it:"),
        (f"king {EKA}", "To change it:"),
    ):
        [row] = await staff(office, words)
        assert said in row.text, words
    await staff(office, f"lead {EKA}")
    [row] = await staff(office, f"lead {EKA}")
    assert "already" in row.text


@on_sqlite
async def test_the_first_on_the_list_shuts_the_others_out_and_frees_what_they_hold(
    office: Office,
) -> None:
    office.team = replace(office.team, staff=frozenset())
    case = await taken(office)
    async with office.database.transaction() as db:
        await people.met(db, GROUP, JOKO, "Joko", "joko", now=office.now)
    rows = await staff(office, "staff @joko")
    told = next(row for row in rows if row.chat == TONO)
    assert told.text.splitlines()[1:] == [
        "From now on only those listed are staff, not everybody in the group.",
        "Cases that went back to the queue: 1.",
    ]
    assert (await office.file(case)).case.holder_id is None
