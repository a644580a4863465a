"""Taking, releasing, looking and reopening: who holds a case, and who is told."""

from __future__ import annotations

from bot.domain.cases import Kind, Move, Status
from bot.services import steps
from bot.services.casework import ALERT, Answer
from bot.storage import sheets

from .conftest import on_sqlite
from .office import ANA, DEWI, GROUP, JOKO, RINA, SARI, Office, filed, proposed, taken

CHANGED = Answer("This changed meanwhile; here is how it stands.", alert=True)
WORDS = "please delete it, ana@example.org or 0812 3456 7890"


async def test_taking_moves_every_request_and_tells_both_sides(office: Office) -> None:
    case = await filed(office, company="alpenpost", words=WORDS, email="ana@example.org")
    await office.do(RINA, "take", case)
    after = await office.file(case)
    assert (after.case.holder_id, after.case.holder_name) == (RINA, "Rina")
    assert [one.status for one in after.requests] == [Status.IN_PROGRESS]
    assert after.steps[2].actor_id == RINA
    [note] = office.to(ANA)
    assert note == (
        f"{case.case.reference} is now being worked on."
        " Still due by 16 December 2026 (Zurich time)."
    )


async def test_what_somebody_holds_cannot_be_taken_by_a_command_either(office: Office) -> None:
    case = await taken(office)
    rows = await office.order(JOKO, "take", case)
    assert [row.text for row in rows] == ["Rina took it before you."]
    assert (await office.file(case)).case.holder_id == RINA


async def test_the_words_come_masked_into_the_thread_of_whoever_takes_it(office: Office) -> None:
    case = await filed(office, words=WORDS, email="ana@example.org", whose="account")
    start = len(office.sent)
    await office.do(RINA, "take", case)
    told = "\n".join(office.to(GROUP, start=start))
    assert "please delete it, a•••@•••.org or ••••" in told
    assert "e-mail a•••@•••.org" in told
    assert "for “myself, with an account”" in told
    assert "ana@" not in told
    assert "7890" not in told
    assert (await office.file(case)).steps[-1].move == "show"


@on_sqlite
async def test_the_note_to_the_customer_names_the_nearest_date(office: Office) -> None:
    case = await filed(office, kinds=(Kind.ERASURE, Kind.ACCESS))
    await office.do(RINA, "take", case)
    assert "Still due by 19 November 2026, 09:12 WIB." in office.to(ANA)[-1]


@on_sqlite
async def test_a_target_is_called_a_target(office: Office) -> None:
    await office.do(RINA, "take", await filed(office))
    assert "Our own target stays 16 December 2026." in office.to(ANA)[-1]


async def test_a_withdrawn_case_cannot_be_taken_or_reopened(office: Office) -> None:
    case = await filed(office)
    await office.press(ANA, f"wdy:{case.case.reference}")
    start = len(office.sent)
    assert await office.do(RINA, "take", case) == CHANGED
    assert await office.do(SARI, "reopen", case) == CHANGED
    after = await office.file(case)
    assert after.case.holder_id is None
    assert not after.is_open
    assert office.to(ANA, start=start) == []
    card = [row for row in office.sent if row.kind == "card"][-1]
    assert set(card.buttons) == {"Show words", "Case file (lead)"}


async def test_a_released_case_is_back_in_the_queue_and_the_bot_speaks_again(
    office: Office,
) -> None:
    case = await taken(office)
    await office.staff(RINA, "Hello Ana", case)
    await office.do(RINA, "release", case)
    after = await office.file(case)
    assert (after.case.holder_id, after.case.holder_name, after.case.quiet_until) == (None,) * 3
    assert [one.status for one in after.requests] == [Status.TRIAGED]
    assert office.to(ANA)[-1].startswith("The bot answers again")
    answer = await office.do(JOKO, "take", case)
    assert answer.text == f"Yours: {case.case.reference}."


@on_sqlite
async def test_a_customer_nobody_wrote_to_is_not_told_of_a_release(office: Office) -> None:
    case = await taken(office)
    start = len(office.sent)
    await office.do(SARI, "release", case)
    assert office.to(ANA, start=start) == []


@on_sqlite
async def test_what_nobody_holds_cannot_be_released(office: Office) -> None:
    case = await filed(office)
    assert await office.do(SARI, "release", case) == CHANGED
    assert len((await office.file(case)).steps) == len(case.steps)


@on_sqlite
async def test_a_half_made_proposal_ends_with_a_release(office: Office) -> None:
    """Else the next words of the holder, days later, would be taken for an outcome."""
    case = await taken(office)
    await office.do(RINA, "propose", case)
    await office.do(RINA, "pick", case, "fulfilled")
    await office.do(SARI, "release", case)
    async with office.database.reading() as db:
        assert await sheets.get(db, case.case.id, RINA) is None
    await office.do(RINA, "take", case)
    await office.staff(RINA, "Hello again", case)
    assert "Hello again" in office.to(ANA)[-1]


@on_sqlite
async def test_a_holder_who_takes_the_case_again_hears_that_it_is_theirs(office: Office) -> None:
    case = await taken(office)
    rows = await office.order(RINA, "take", case)
    assert [row.text for row in rows] == [f"You hold {case.case.reference} already."]


@on_sqlite
async def test_long_words_are_read_page_by_page(office: Office) -> None:
    """Each who looks begins at the beginning, and begins again after the end."""
    words = " ".join(f"word{number}" for number in range(60))
    case = await filed(office, words=words)
    pages = [(await office.do(JOKO, "words", case)).text for _ in range(4)]
    assert all(len(page) <= ALERT for page in pages)
    shown = [page.rpartition("\n")[0] for page in pages[:3]]
    assert "".join(shown).startswith(words)
    assert pages[0].endswith("(1 of 3: press again to go on)")
    assert pages[3] == pages[0] == (await office.do(RINA, "words", case)).text


@on_sqlite
async def test_looking_at_the_words_is_on_record_and_short_enough_for_an_alert(
    office: Office,
) -> None:
    case = await filed(office, words=f"{WORDS} " * 20)
    answer = await office.do(JOKO, "words", case)
    assert answer.alert
    assert len(answer.text) <= ALERT
    assert "ana@" not in answer.text
    step = (await office.file(case)).steps[-1]
    assert (step.move, step.actor_kind, step.actor_id) == ("show", "staff", JOKO)


async def test_a_lead_reopens_what_was_closed_and_the_old_outcome_stays_on_record(
    office: Office,
) -> None:
    case = await proposed(office)
    await office.do(SARI, "approve", case)
    closed = await office.file(case)
    assert closed.case.closed_at == office.now
    await office.do(DEWI, "reopen", case)
    after = await office.file(case)
    assert after.is_open
    assert after.case.closed_at is None
    assert [one.status for one in after.requests] == [Status.IN_PROGRESS]
    assert [one.closed_at for one in after.requests] == [None]
    assert after.steps[: len(closed.steps)] == closed.steps


async def test_a_case_is_closed_with_its_last_request_only(office: Office) -> None:
    case = await filed(office, kinds=(Kind.ERASURE, Kind.COMPLAINT))
    await office.do(RINA, "take", case)
    async with office.database.transaction() as db:
        for number, request in enumerate((await office.file(case)).requests, 1):
            await steps.move(db, request, Move.WITHDRAW, steps.CUSTOMER, now=office.now)
            file = await steps.settle(db, case.case.id, now=office.now)
            assert (file.case.closed_at is None) == (number == 1)
