"""Taking back one request of several: it alone goes, the others go on, and all are told so."""

from __future__ import annotations

import pytest

from bot.domain.cases import Kind, Status

from .conftest import on_sqlite
from .office import ANA, GROUP, RINA, Office, filed

BOTH = (Kind.ERASURE, Kind.OPT_OUT_MARKETING)
DONE, HELD = Status.WITHDRAWN, Status.IN_PROGRESS


async def test_one_of_several_is_withdrawn_alone(office: Office) -> None:
    case = await filed(office, kinds=BOTH)
    reference = case.case.reference
    await office.do(RINA, "take", case)
    await office.press(ANA, f"wd:{reference}")
    asked = office.to(ANA)[-1].splitlines()
    assert asked[0] == f"Withdraw from {reference} at Tokoku? These are open:"
    assert asked[1:3] == ["1. delete my data (erasure)", "2. stop marketing messages"]
    start = len(office.sent)
    await office.tap(ANA, "Only no. 2")
    told = office.to(ANA, start=start)[0].splitlines()
    assert told[0].startswith(f"You withdrew “stop marketing messages” ({reference}) on 16 Nov")
    assert told[1] == "Still open, with its own date: “delete my data (erasure)”."
    assert office.to(GROUP, start=start)[0] == (
        f"The customer withdrew “stop marketing messages” of {reference}; the rest goes on."
    )
    after = await office.file(case)
    assert {one.kind: one.status for one in after.requests} == dict(
        zip(BOTH, (HELD, DONE), strict=True)
    )
    assert after.is_open
    assert after.case.holder_id == RINA


@on_sqlite
async def test_what_was_withdrawn_alone_is_named_in_the_history_and_left_out_of_the_list(
    office: Office,
) -> None:
    case = await filed(office, kinds=BOTH)
    await office.press(ANA, f"wdy:{case.case.reference}:opt_out_marketing")
    await office.command(ANA, "status")
    assert "delete my data (erasure) · with the team" in office.to(ANA)[-1]
    assert "marketing" not in office.to(ANA)[-1]
    await office.command(ANA, "status", case.case.reference)
    lines = office.to(ANA)[-1].splitlines()
    assert lines[-2:] == [
        "16 Nov, 09:12 WIB: with the team",
        "16 Nov, 09:12 WIB: stop marketing messages: withdrawn by you",
    ]


@on_sqlite
@pytest.mark.parametrize("action", ["wdy:{}:opt_out_marketing", "wdy:{}:access", "wdy:{}:x"])
async def test_what_is_gone_or_never_was_cannot_be_withdrawn(office: Office, action: str) -> None:
    case = await filed(office, kinds=BOTH)
    await office.press(ANA, f"wdy:{case.case.reference}:opt_out_marketing")
    before = (await office.file(case)).steps
    await office.press(ANA, action.format(case.case.reference))
    assert (await office.file(case)).steps == before
    assert office.to(ANA)[-1].startswith(f"{case.case.reference} · Tokoku")


@on_sqlite
async def test_what_was_withdrawn_alone_can_be_asked_for_again(office: Office) -> None:
    """It is no repeat of anything open."""
    case = await filed(office, kinds=BOTH)
    await office.press(ANA, f"wdy:{case.case.reference}:opt_out_marketing")
    await office.command(ANA, "start", "tokoku")
    await office.say(ANA, "stop the promo e-mails")
    assert office.to(ANA)[-1].startswith("Stop marketing messages from Tokoku?")


@on_sqlite
async def test_yes_withdraws_all_of_it_and_no_nothing(office: Office) -> None:
    case = await filed(office, kinds=BOTH)
    await office.press(ANA, f"wd:{case.case.reference}")
    await office.say(ANA, "no")
    assert (await office.file(case)).withdrawable()
    await office.press(ANA, f"wd:{case.case.reference}")
    await office.say(ANA, "yes")
    assert {one.status for one in (await office.file(case)).requests} == {DONE}
