"""Each effect of a turn becomes rows, in the turn's own transaction."""

from __future__ import annotations

from typing import get_args

import pytest

from bot.domain.cases import Kind
from bot.domain.conversation import Idle
from bot.domain.effects import (
    AddDetail,
    ChooseLanguage,
    ChoosePolicy,
    Effect,
    Say,
    TellStaff,
    Toast,
    Withdraw,
)
from bot.language.catalogue import catalogue
from bot.services.perform import PERFORMERS, Turn, perform
from bot.services.relay import Written
from bot.storage import customers, details

from .conftest import on_sqlite
from .office import ANA, NOW, RINA, Office, Row, filed, taken

EN = catalogue("en")


async def done(office: Office, *effects: Effect, pressed: int | None = None) -> list[Row]:
    async with office.database.transaction() as db:
        ana = await customers.meet(db, ANA, language="en", pseudonym="Heron 27", now=NOW)
        loaded = await office.library.current(db)
        turn = Turn(db, office.desk, loaded, ana, Idle(), office.now, pressed, Written("", "", 77))
        for effect in effects:
            await perform(turn, effect)
        office.toasts.append(turn.toast)
        return await office.deliver(db)


def test_every_kind_of_effect_has_a_performer() -> None:
    assert set(PERFORMERS) == set(get_args(Effect))


@on_sqlite
async def test_a_screen_is_sent_once_more_when_nobody_knows_whether_it_arrived(
    office: Office,
) -> None:
    [row] = await done(office, Say("help"))
    assert (row.kind, row.repeat) == ("send", "once")


@on_sqlite
async def test_an_edit_redraws_the_pressed_message_and_only_the_first_does(
    office: Office,
) -> None:
    first, second = await done(
        office, Say("help", edit=True), Say("privacy", edit=True), pressed=55
    )
    assert (first.kind, first.edits, first.repeat) == ("edit", 55, "safe")
    assert (second.kind, second.edits) == ("send", None)


@on_sqlite
async def test_a_quiet_word_only_marks_the_customers_message(office: Office) -> None:
    [row] = await done(office, Say("passed_on_quietly"))
    assert (row.kind, dict(row.payload)) == ("react", {"message_id": 77, "emoji": "👌"})


@on_sqlite
async def test_a_toast_is_in_the_language_just_chosen(office: Office) -> None:
    await done(office, ChooseLanguage("id"), Toast("stale_button"))
    assert office.toasts[-1] == "Tombol ini sudah tidak berlaku. Ini keadaan terbarunya."


async def test_company_and_language_are_remembered(office: Office) -> None:
    await done(office, ChoosePolicy("tokoku"), ChooseLanguage("id"), Say("help"))
    assert "Yang bisa Anda lakukan" in office.to(ANA)[-1]
    async with office.database.reading() as db:
        ana = await customers.find(db, ANA)
    assert ana is not None
    assert (ana.policy, ana.language, ana.chosen) == ("tokoku", "id", True)


async def test_a_detail_is_kept_and_staff_learn_that_it_came_not_what_it_says(
    office: Office,
) -> None:
    case = await filed(office)
    rows = await done(office, AddDetail(case.case.id, "email", "ana@example.org"))
    assert f"Added by the customer to {case.case.reference}: e-mail address." in rows[0].text
    assert "ana@example.org" not in "".join(row.text for row in rows)
    async with office.database.reading() as db:
        assert await details.of_case(db, case.case.id) == {"email": "ana@example.org"}


async def test_words_reach_the_holder_masked(office: Office) -> None:
    case = await taken(office)
    words = "I am ana@example.org, call 0812 3456 7890"
    rows = await done(office, TellStaff(case.case.id, words))
    assert [row.text for row in rows] == ["Heron 42: I am a•••@•••.org, call ••••"]


@on_sqlite
async def test_words_without_a_holder_wait_on_the_card(office: Office) -> None:
    case = await filed(office)
    [row] = await done(office, TellStaff(case.case.id, "hello"))
    assert (row.kind, EN("staff.card.waiting", count=1) in row.text) == ("card", True)
    assert "hello" not in row.text


@on_sqlite
async def test_words_for_a_case_that_is_gone_do_no_harm(office: Office) -> None:
    assert await done(office, TellStaff("none", "x")) == []


async def test_a_withdrawal_takes_back_all_that_can_be_and_tells_staff(office: Office) -> None:
    case = await filed(office, kinds=(Kind.ERASURE, Kind.OPT_OUT_MARKETING))
    await office.do(RINA, "take", case)
    rows = await done(office, Withdraw(case.case.id))
    gone = "“delete my data (erasure)”, “stop marketing messages”"
    assert rows[0].text == f"The customer withdrew {case.case.reference}: {gone}."
    assert rows[-1].kind == "card"
    after = await office.file(case)
    assert {one.status for one in after.requests} == {"withdrawn"}
    assert after.case.closed_at == NOW


@on_sqlite
@pytest.mark.parametrize("screen", ["no such screen"])
async def test_an_unknown_screen_is_a_fault_of_ours(office: Office, screen: str) -> None:
    with pytest.raises(KeyError):
        await done(office, Say(screen))
