"""Who may do what, read anew each time: the settings, the lists, the members, those who left."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

import pytest

from bot.domain.people import Role
from bot.services import roles
from bot.services.desk import Team
from bot.storage import facts, people

from .conftest import on_sqlite
from .office import (
    ANA,
    DEWI,
    EKA,
    GROUP,
    JOKO,
    NOW,
    OTHER_GROUP,
    RINA,
    SARI,
    TEAM,
    TONO,
    Office,
    filed,
)

pytestmark = on_sqlite

NOBODY: frozenset[Role] = frozenset()
STAFF, LEAD = frozenset({Role.STAFF}), frozenset({Role.STAFF, Role.LEAD})
ADMIN = frozenset({Role.ADMIN})
OPEN = replace(TEAM, leads=frozenset(), staff=frozenset())
"""No leads named and no list of staff."""


async def of(office: Office, user: int, chat: int = GROUP) -> Set[Role]:
    async with office.database.reading() as db:
        found = await roles.actor(db, office.desk, user, chat_id=chat, name="?")
        return found.roles


@pytest.mark.parametrize(
    ("team", "user", "expected"),
    [
        (TEAM, RINA, STAFF),
        (TEAM, SARI, LEAD),
        (TEAM, TONO, ADMIN),
        (TEAM, EKA, NOBODY),
        (OPEN, RINA, STAFF),
        (OPEN, EKA, STAFF),
        (OPEN, TONO, LEAD | ADMIN),
        (replace(OPEN, leads=frozenset({SARI})), TONO, ADMIN | STAFF),
    ],
)
async def test_roles_in_the_group(
    office: Office, team: Team, user: int, expected: Set[Role]
) -> None:
    office.team = team
    assert await of(office, user) == expected


@pytest.mark.parametrize("chat", [ANA, OTHER_GROUP, RINA])
@pytest.mark.parametrize(("user", "expected"), [(RINA, NOBODY), (SARI, NOBODY), (TONO, ADMIN)])
async def test_outside_the_staff_group_only_admins_are_anything(
    office: Office, chat: int, user: int, expected: Set[Role]
) -> None:
    assert await of(office, user, chat) == expected


async def test_roles_given_while_it_runs_count_at_once_and_end_at_once(office: Office) -> None:
    async with office.database.transaction() as db:
        await people.grant(db, EKA, Role.LEAD, by=TONO, now=NOW)
        await people.grant(db, EKA, Role.ADMIN, by=TONO, now=NOW)
    assert await of(office, EKA) == LEAD | ADMIN
    async with office.database.transaction() as db:
        await people.revoke(db, EKA, Role.LEAD)
    assert await of(office, EKA) == ADMIN


async def test_a_list_given_while_it_runs_shuts_the_others_out(office: Office) -> None:
    office.team = OPEN
    async with office.database.transaction() as db:
        await people.grant(db, JOKO, Role.STAFF, by=TONO, now=NOW)
    assert await of(office, JOKO) == STAFF
    assert await of(office, EKA) == NOBODY


@pytest.mark.parametrize("status", roles.GONE)
@pytest.mark.parametrize("user", [RINA, SARI, EKA])
async def test_rights_end_with_leaving_and_return_with_coming_back(
    office: Office, status: str, user: int
) -> None:
    office.team = replace(OPEN, leads=frozenset({SARI}))
    async with office.database.transaction() as db:
        await people.saw(db, GROUP, user, status, now=NOW)
    assert await of(office, user) == NOBODY
    async with office.database.transaction() as db:
        await people.saw(db, GROUP, user, "member", now=NOW)
    assert Role.STAFF in await of(office, user)


async def test_a_group_that_moved_is_the_same_group(office: Office) -> None:
    new = -1_007_777
    case = await filed(office)
    async with office.database.transaction() as db:
        await facts.put(db, f"{roles.MOVED}:{GROUP}", str(new), now=NOW)
    assert await of(office, RINA) == NOBODY
    assert await of(office, RINA, new) == STAFF
    async with office.database.reading() as db:
        assert await roles.staff_chats(db, office.desk) == {new}
        assert await roles.staff_chat_of(db, office.desk, "tokoku") == new
    answer = await office.click(RINA, "next", chat_id=new)
    assert answer.text == f"Yours: {case.case.reference}."


async def test_each_company_may_have_a_group_of_its_own(office: Office) -> None:
    office.team = replace(TEAM, staff_chats={"warungin": OTHER_GROUP}, staff_chat=None)
    async with office.database.reading() as db:
        assert await roles.staff_chats(db, office.desk) == {OTHER_GROUP}
        assert await roles.staff_chat_of(db, office.desk, "warungin") == OTHER_GROUP
        assert await roles.staff_chat_of(db, office.desk, "tokoku") is None
        assert not await roles.works(db, office.desk, GROUP, "tokoku")
        assert await roles.works(db, office.desk, OTHER_GROUP, "warungin")


@pytest.mark.parametrize(
    ("leads", "admins", "user", "expected"),
    [
        ({SARI}, {TONO}, SARI, False),
        ({SARI, DEWI}, {TONO}, SARI, True),
        ({SARI}, {TONO}, RINA, True),
        (set(), {TONO}, TONO, False),
        (set(), {TONO}, RINA, True),
    ],
)
async def test_whether_somebody_else_could_approve(
    office: Office, leads: set[int], admins: set[int], user: int, expected: bool
) -> None:
    office.team = replace(TEAM, leads=frozenset(leads), admins=frozenset(admins))
    async with office.database.reading() as db:
        assert await roles.other_leads(db, office.desk, user) is expected
