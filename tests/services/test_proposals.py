"""How a request ends: proposed on a sheet, decided by somebody else, told in one transaction."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.cases import Kind, Status
from bot.domain.refusals import FACTS, UNREFUSABLE
from bot.services.casework import Answer
from bot.services.records import CaseFile
from bot.storage import sheets

from .conftest import on_sqlite
from .office import (
    ANA,
    GROUP,
    JOKO,
    RINA,
    SARI,
    TEAM,
    Office,
    data,
    filed,
    proposed,
    taken,
)

pytestmark = on_sqlite

NOT_HERE = Answer("That isn't available here. /help shows what is.", alert=True)
CHANGED = Answer("This changed meanwhile; here is how it stands.", alert=True)
OWN = Answer("You proposed this; another lead decides.", alert=True)


async def held(office: Office, *kinds: Kind) -> CaseFile:
    case = await filed(office, kinds=kinds)
    await office.do(RINA, "take", case)
    return await office.file(case)


def last_text(office: Office, part: str) -> str:
    return next(row.text for row in reversed(office.sent) if part in row.text)


def last(office: Office, part: str) -> dict[str, str]:
    """The buttons of the newest message of the group with these words."""
    row = next(r for r in reversed(office.sent) if r.chat == GROUP and part in r.text)
    return dict(row.buttons)


async def test_an_erasure_is_proposed_read_and_approved(office: Office) -> None:
    case = await proposed(office)
    [request] = case.requests
    assert request.status is Status.AWAITING_APPROVAL
    assert (request.proposed_by, request.proposed_status) == (RINA, Status.FULFILLED)
    assert office.to(ANA)[-1].startswith(f"{case.case.reference} is now being worked on.")
    await office.do(JOKO, "read", case)
    assert "We deleted the account" in office.to(GROUP)[-1]
    office.later(days=2)
    await office.do(SARI, "approve", case)
    after = await office.file(case)
    assert [one.status for one in after.requests] == [Status.FULFILLED]
    assert office.to(ANA)[-1] == (
        f"Done: {case.case.reference}\nDelete my data (erasure), Tokoku\n"
        "We deleted the account of ana@example.org.\n"
        "Something wrong? Reply to this message, or complain."
    )
    assert after.steps[-1].words == "We deleted the account of ana@example.org."
    assert after.steps[-1].actor_id == SARI


async def test_the_preview_is_exactly_what_the_customer_will_read(office: Office) -> None:
    case = await proposed(office, outcome="refused", reason="law_requires")
    preview = next(r.text for r in office.sent if r.text.startswith("Preview"))
    await office.do(SARI, "approve", case)
    assert preview == f"Preview, to the customer:\n\n{office.to(ANA)[-1]}"


@pytest.mark.parametrize("reason", ["law_requires", "public_interest", *FACTS])
async def test_a_refusal_names_its_ground_and_where_to_complain(
    office: Office, reason: str
) -> None:
    case = await proposed(office, outcome="refused", reason=reason)
    await office.do(SARI, "approve", case)
    told = office.to(ANA)[-1]
    assert told.startswith(f"Refused: {case.case.reference}")
    assert "\nGround: " in told
    assert "Two people decided this." in told
    assert "You can complain to Indonesia's data protection authority, or go to court." in told
    [request] = (await office.file(case)).requests
    assert (request.status, request.proposed_code) == (Status.REFUSED, reason)


async def test_a_refusal_in_europe_names_every_authority(office: Office) -> None:
    case = await filed(office, company="alpenpost")
    await office.do(RINA, "take", case)
    await office.do(RINA, "propose", case)
    await office.do(RINA, "pick", case, "refused")
    await office.do(RINA, "pick", case, "excessive")
    await office.staff(RINA, "This is the ninth time today.", case)
    await office.do(RINA, "done", case, "submit")
    await office.do(SARI, "approve", case)
    told = office.to(ANA)[-1]
    assert "where you live or work, or Switzerland's data protection commissioner" in told
    assert "Ground: the request is manifestly excessive (GDPR Art. 12(5), as we read it)." in told


@pytest.mark.parametrize(
    ("company", "kind", "shown", "hidden"),
    [
        ("tokoku", Kind.ERASURE, "Law requires it: UU PDP Arts. 42-44", "Excessive"),
        ("tokoku", Kind.ACCESS, "Others' data: UU PDP Art. 33, as we read it", "Law requires it"),
        ("alpenpost", Kind.ACCESS, "GDPR Art. 15(4), as we read it; FADP Art. 26", "Contract"),
        ("alpenpost", Kind.OBJECTION, "GDPR Art. 21(1), as we read it", "Others' data"),
    ],
)
async def test_only_grounds_this_law_has_for_this_right_are_offered(
    office: Office, company: str, kind: Kind, shown: str, hidden: str
) -> None:
    case = await filed(office, company=company, kinds=(kind,))
    await office.do(RINA, "take", case)
    await office.do(RINA, "propose", case)
    await office.do(RINA, "pick", case, "refused")
    asked = last_text(office, "Why is it refused?")
    assert shown in asked
    assert not any(hidden in label for label in last(office, "Why is it refused?"))
    assert await office.do(RINA, "pick", case, "archiving") == CHANGED


@pytest.mark.parametrize("kind", UNREFUSABLE)
async def test_some_rights_offer_no_refusal_and_take_none(office: Office, kind: Kind) -> None:
    case = await held(office, kind)
    await office.do(RINA, "propose", case)
    assert list(last(office, "Outcome of")) == ["Done", "Partly done", "Cancel"]
    assert await office.do(RINA, "pick", case, "refused") == CHANGED


async def test_without_another_lead_the_proposer_hears_it(office: Office) -> None:
    office.team = replace(TEAM, leads=frozenset({RINA}))
    await proposed(office)
    assert "No other lead can approve this. An admin can add one." in office.to(GROUP)


async def test_of_several_requests_one_is_chosen_first(office: Office) -> None:
    case = await held(office, Kind.ERASURE, Kind.COMPLAINT)
    await office.do(RINA, "propose", case)
    assert set(last(office, "Which request?")) == {"Delete my data", "Make a complaint", "Cancel"}
    complaint = last(office, "Which request?")["Make a complaint"]
    for wrong in ("7", "x", "fulfilled", "-1"):
        assert await office.do(RINA, "pick", case, wrong) == CHANGED
    await office.click(RINA, complaint)
    await office.do(RINA, "pick", case, "fulfilled")
    await office.staff(RINA, "We have spoken to the shop.", case)
    assert "Finish and send" in last(office, "Preview")
    await office.do(RINA, "done", case, "finish")
    after = await office.file(case)
    assert {one.kind: one.status for one in after.requests} == {
        Kind.ERASURE: Status.IN_PROGRESS,
        Kind.COMPLAINT: Status.FULFILLED,
    }
    assert after.is_open
    assert office.to(ANA)[-1].startswith(f"Done: {case.case.reference}\nMake a complaint")


@pytest.mark.parametrize("kind", [Kind.ACCESS, Kind.OPT_OUT_MARKETING, Kind.HUMAN])
async def test_where_one_person_is_enough_it_ends_at_once(office: Office, kind: Kind) -> None:
    case = await held(office, kind)
    await office.do(RINA, "propose", case)
    await office.do(RINA, "pick", case, "fulfilled")
    await office.staff(RINA, "Done as you asked.", case)
    await office.do(RINA, "done", case, "finish")
    after = await office.file(case)
    assert [one.status for one in after.requests] == [Status.FULFILLED]
    assert after.case.closed_at == office.now


@pytest.mark.parametrize(
    ("kind", "outcome", "reason"),
    [
        (Kind.ERASURE, "fulfilled", ""),
        (Kind.ACCESS, "partly_fulfilled", ""),
        (Kind.ACCESS, "refused", "others_data"),
    ],
)
async def test_one_person_cannot_end_what_needs_two(
    office: Office, kind: Kind, outcome: str, reason: str
) -> None:
    case = await held(office, kind)
    await office.do(RINA, "propose", case)
    await office.do(RINA, "pick", case, outcome)
    if reason:
        await office.do(RINA, "pick", case, reason)
    await office.staff(RINA, "So it is.", case)
    start = len(office.sent)
    await office.do(RINA, "done", case, "finish")
    assert [one.status for one in (await office.file(case)).requests] == [Status.IN_PROGRESS]
    assert office.to(ANA, start=start) == []


async def test_a_desk_of_one_decides_alone_and_says_so_on_record(office: Office) -> None:
    office.team = replace(TEAM, second_person=False)
    office.notice = replace(office.notice, second_person=False)
    case = await taken(office)
    await office.do(RINA, "propose", case)
    await office.do(RINA, "pick", case, "refused")
    await office.do(RINA, "pick", case, "law_requires")
    await office.staff(RINA, "Invoices stay.", case)
    await office.do(RINA, "done", case, "finish")
    after = await office.file(case)
    assert [one.status for one in after.requests] == [Status.REFUSED]
    assert "(a desk of one: decided by the proposer)" in [step.words for step in after.steps]
    assert "Two people" not in office.to(ANA)[-1]


async def test_words_can_be_written_again_and_a_sheet_cancelled(office: Office) -> None:
    case = await taken(office)
    await office.do(RINA, "propose", case)
    await office.do(RINA, "pick", case, "fulfilled")
    await office.staff(RINA, "First try.", case)
    await office.do(RINA, "done", case, "edit")
    await office.staff(RINA, "Second try.", case)
    assert "Second try." in office.to(GROUP)[-1]
    await office.do(RINA, "done", case, "cancel")
    async with office.database.reading() as db:
        assert await sheets.get(db, case.case.id, RINA) is None
    assert await office.do(RINA, "done", case, "submit") == NOT_HERE
    assert await office.do(RINA, "pick", case, "fulfilled") == NOT_HERE
    start = len(office.sent)
    await office.staff(RINA, "Hello Ana", case)
    assert "Hello Ana" in "".join(office.to(ANA, start=start))


async def test_buttons_of_another_step_change_nothing(office: Office) -> None:
    case = await taken(office)
    await office.do(RINA, "propose", case)
    assert await office.do(RINA, "done", case, "submit") == NOT_HERE
    assert await office.do(RINA, "pick", case, "withdrawn") == CHANGED
    await office.do(RINA, "pick", case, "refused")
    assert await office.do(RINA, "pick", case, "because") == CHANGED
    await office.do(RINA, "pick", case, "no_match")
    assert await office.do(RINA, "pick", case, "no_match") == CHANGED
    await office.do(RINA, "quit", case)
    assert office.to(GROUP)[-1].startswith("Cancelled.")


async def test_a_sheet_is_redrawn_in_place_and_never_over_the_card(office: Office) -> None:
    case = await taken(office)
    pressed = data("propose", case, case.case.version)
    await office.click(RINA, pressed, message_id=case.case.card_id)
    sheet = next(r for r in reversed(office.sent) if "Outcome of" in r.text)
    assert sheet.kind == "send"
    await office.click(RINA, sheet.buttons["Done"], message_id=sheet.number)
    assert (office.sent[-1].kind, office.sent[-1].edits) == ("edit", sheet.number)


async def test_what_is_over_cannot_be_proposed(office: Office) -> None:
    case = await proposed(office)
    await office.do(SARI, "approve", case)
    assert await office.do(RINA, "propose", case) == CHANGED


async def test_the_customer_reads_the_outcome_in_their_language(office: Office) -> None:
    case = await taken(office)
    await office.press(ANA, "lang:id")
    await office.do(RINA, "propose", case)
    await office.do(RINA, "pick", case, "refused")
    await office.do(RINA, "pick", case, "not_identified")
    await office.staff(RINA, "Kami belum bisa.", case)
    await office.do(RINA, "done", case, "submit")
    await office.do(SARI, "approve", case)
    told = office.to(ANA)[-1]
    assert told.startswith(f"Ditolak: {case.case.reference}")
    assert "Dasar: kami belum bisa memastikan bahwa itu memang Anda." in told
    assert "lembaga pelindungan data pribadi Indonesia" in told
