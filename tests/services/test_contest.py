"""An outcome that isn't right: said at once, seen by a lead, reopened or made a complaint."""

from __future__ import annotations

from bot.domain.cases import Status
from bot.services.records import CaseFile
from bot.storage import details

from .office import ANA, BUDI, GROUP, SARI, Office, proposed

WRONG = "My account is still there, ask ana@example.org."


async def ended(office: Office, outcome: str = "fulfilled", reason: str = "") -> CaseFile:
    """Rina proposed, Sari approved, Ana was told."""
    case = await proposed(office, outcome=outcome, reason=reason)
    await office.do(SARI, "approve", case)
    return await office.file(case)


async def test_what_isnt_right_is_asked_at_once_and_brought_before_a_lead(office: Office) -> None:
    case = await ended(office)
    [asked] = await office.tap(ANA, "It isn't right")
    assert f"What isn't right about {case.case.reference}?" in asked.text
    rows = await office.say(ANA, WRONG)
    told = next(row for row in rows if row.chat == ANA)
    assert "A lead will look at" in told.text
    thread = next(row for row in rows if "says the outcome isn't right" in row.text)
    assert thread.chat == GROUP
    assert "still there" in thread.text
    assert "ana@example.org" not in thread.text
    assert any("Reopen" in label for label in thread.buttons)
    moves = [step.move for step in (await office.file(case)).steps]
    assert moves[-2:] == ["add", "contest"]


async def test_a_lead_reopens_it_and_the_customer_is_told(office: Office) -> None:
    case = await ended(office)
    await office.tap(ANA, "It isn't right")
    await office.say(ANA, WRONG)
    await office.do(SARI, "reopen", case)
    after = await office.file(case)
    assert [one.status for one in after.requests] == [Status.IN_PROGRESS]
    assert office.to(ANA)[-1].startswith(f"{case.case.reference} is open again")


async def test_a_reply_to_the_outcome_says_what_isnt_right(office: Office) -> None:
    case = await ended(office)
    outcome = next(row for row in reversed(office.sent) if "It isn't right" in row.buttons)
    rows = await office.say(ANA, "you forgot my second shop", replies_to=outcome.number)
    assert any("A lead will look at" in row.text for row in rows)
    assert (await office.file(case)).steps[-1].move == "contest"


async def test_it_becomes_a_complaint_that_is_asked_about_at_once(office: Office) -> None:
    await ended(office, "refused", "law_requires")
    await office.tap(ANA, "How to complain")
    rows = await office.tap(ANA, "Complain here")
    assert any("What happened?" in row.text for row in rows)


async def test_what_was_said_is_not_asked_again_for_the_complaint(office: Office) -> None:
    first = await ended(office)
    await office.tap(ANA, "It isn't right")
    await office.say(ANA, WRONG)
    rows = await office.tap(ANA, "Complain here")
    assert not any("What happened?" in row.text for row in rows)
    await office.tap(ANA, "Send it from here")
    await office.tap(ANA, "Skip")
    await office.tap(ANA, "Send request")
    [complaint] = [one for one in await office.files(ANA) if one.case.id != first.case.id]
    async with office.database.reading() as db:
        assert (await details.of_case(db, complaint.case.id))["details"] == WRONG


async def test_nobody_elses_words_come_along(office: Office) -> None:
    case = await ended(office)
    await office.tap(ANA, "It isn't right")
    await office.say(ANA, WRONG)
    rows = await office.press(BUDI, f"req:complaint:tokoku:{case.case.reference}")
    assert any("What happened?" in row.text for row in rows)


async def test_nobody_contests_the_case_of_another_or_one_that_goes_on(office: Office) -> None:
    case = await proposed(office)
    [row] = await office.press(ANA, f"con:{case.case.reference}")
    assert case.case.reference in row.text
    assert "What isn't right" not in row.text
    await office.do(SARI, "approve", case)
    [row] = await office.press(BUDI, f"con:{case.case.reference}")
    assert "no request like that" in row.text


async def test_who_decides_reads_the_whole_answer(office: Office) -> None:
    case = await proposed(office, outcome="refused", reason="law_requires")
    await office.do(SARI, "read", case)
    shown = office.to(GROUP)[-1]
    assert f"Refused: {case.case.reference}" in shown
    assert "You can complain to" in shown
