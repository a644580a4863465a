"""Hold, redirect, merge and assign: what happens, who is told, and that it can be undone."""

from __future__ import annotations

from bot.domain.cases import Kind, Status
from bot.services.records import CaseFile
from bot.storage import messages, people

from .conftest import on_sqlite
from .office import ANA, BUDI, DEWI, EKA, GROUP, JOKO, RINA, SARI, Office, filed, taken


def statuses(case: CaseFile) -> list[Status]:
    return [one.status for one in case.requests]


def labels(office: Office, case: CaseFile) -> set[str]:
    cards = [row for row in office.sent if row.kind == "card" and row.case_id == case.case.id]
    return set(cards[-1].buttons)


async def test_a_hold_stops_no_clock_and_ends_with_a_press(office: Office) -> None:
    case = await taken(office)
    assert "Put on hold" in labels(office, case)
    await office.do(RINA, "hold", case)
    choices = {"Somebody outside", "A legal matter", "Something else"}
    assert set(office.sent[-1].buttons) == choices
    assert statuses(await office.file(case)) == [Status.IN_PROGRESS]
    await office.do(RINA, "hold", case, "third")
    held = await office.file(case)
    assert statuses(held) == [Status.ON_HOLD]
    assert held.requests[0].due_at == case.requests[0].due_at
    told = "on hold for now: we wait for an answer from somebody else. Its date"
    assert told in office.to(ANA)[-1]
    assert labels(office, case) == {"Show words", "Resume", "Tasks"}
    await office.do(RINA, "resume", case)
    assert statuses(await office.file(case)) == [Status.IN_PROGRESS]
    assert "is being worked on again" in office.to(ANA)[-1]


@on_sqlite
async def test_a_reason_in_staffs_own_words_stays_inside_and_on_record(office: Office) -> None:
    case = await taken(office)
    await office.order(RINA, "hold", case, "billing is closed until Monday")
    after = await office.file(case)
    assert statuses(after) == [Status.ON_HOLD]
    assert after.steps[-1].words == "billing is closed until Monday"
    assert any("on hold: billing is closed until Monday." in row.text for row in office.sent)
    assert not any("billing" in text for text in office.to(ANA))


async def test_a_redirect_asks_to_whom_and_tells_the_customer(office: Office) -> None:
    case = await taken(office)
    await office.do(RINA, "redirect", case)
    assert set(office.sent[-1].buttons) == {
        "Their employer",
        "A business customer",
        "Another company",
    }
    assert statuses(await office.file(case)) == [Status.IN_PROGRESS]
    await office.do(RINA, "redirect", case, "employer")
    after = await office.file(case)
    assert statuses(after) == [Status.REDIRECTED]
    assert after.case.closed_at is not None
    told = office.to(ANA)[-1]
    assert "for someone else to answer" in told
    assert "Your employer decides about this data; Tokoku only keeps it for them." in told
    assert "Reopen (lead)" in labels(office, case)


async def test_the_same_asked_twice_goes_on_as_the_older_and_can_be_undone(
    office: Office,
) -> None:
    kept = await filed(office)
    office.later(minutes=5)
    twin = await taken(office)
    assert "Merge with older" in labels(office, twin)
    await office.do(RINA, "merge", twin)
    assert set(office.sent[-1].buttons) == {"Merge"}
    await office.do(RINA, "merge", twin, "same")
    assert statuses(await office.file(twin)) == [Status.DUPLICATE]
    assert (await office.file(kept)).steps[-1].move == "merged"
    assert f"Both go on as {kept.case.reference}" in office.to(ANA)[-1]
    await office.do(SARI, "unmerge", twin)
    after = await office.file(twin)
    assert statuses(after) == [Status.TRIAGED]
    assert (after.case.holder_id, after.case.closed_at) == (None, None)
    assert (await office.do(JOKO, "take", twin)).text.startswith("Yours")


@on_sqlite
async def test_only_the_same_kind_of_the_same_customer_and_company_is_merged(
    office: Office,
) -> None:
    await filed(office, BUDI)
    await filed(office, company="warungin")
    await filed(office, kinds=(Kind.ACCESS,))
    office.later(minutes=5)
    case = await taken(office)
    for choice in ("", "same"):
        answer = await office.do(RINA, "merge", case, choice)
        assert answer.alert
        assert "no older open case" in answer.text
    assert statuses(await office.file(case)) == [Status.IN_PROGRESS]


async def test_a_lead_gives_a_case_to_somebody(office: Office) -> None:
    case = await filed(office)
    await office.order(DEWI, "assign", case, about=(JOKO, "Joko"))
    after = await office.file(case)
    assert (after.case.holder_id, after.case.holder_name) == (JOKO, "Joko")
    rows = await office.order(SARI, "assign", case, str(RINA))
    assert rows[0].text == f"Sari gave the case to {RINA}."
    assert (await office.file(case)).case.holder_id == RINA
    assert (await office.file(case)).steps[-1].actor_id == SARI


@on_sqlite
async def test_a_case_is_given_by_a_name_seen_in_the_group(office: Office) -> None:
    case = await filed(office)
    async with office.database.transaction() as db:
        await people.met(db, GROUP, JOKO, "Joko", "Joko_W", now=office.now)
        await people.met(db, GROUP, JOKO, "Joko", "Joko_W", now=office.now)
    await office.order(SARI, "assign", case, "@joko_w")
    after = await office.file(case)
    assert (after.case.holder_id, after.case.holder_name) == (JOKO, "Joko")


@on_sqlite
async def test_nobody_else_assigns_and_nobody_but_staff_is_given_a_case(office: Office) -> None:
    case = await taken(office)
    for user, whom, said in (
        (RINA, str(JOKO), "That isn't available here. /help shows what is."),
        (SARI, str(EKA), "That person isn't staff here; nothing was changed."),
        (SARI, "@joko", "Who? Answer one of their messages"),
        (SARI, "", "Who? Answer one of their messages"),
    ):
        [row] = await office.order(user, "assign", case, whom)
        assert row.text.startswith(said)
    assert (await office.file(case)).case.holder_id == RINA


@on_sqlite
async def test_a_note_stays_inside_also_the_holders(office: Office) -> None:
    case = await taken(office)
    start = len(office.to(ANA))
    [mark] = await office.order(RINA, "note", case, "called billing")
    assert mark.payload["emoji"] == "✍"
    async with office.database.reading() as db:
        [kept] = await messages.of_case(db, case.case.id, author="note")
    assert (kept.words, kept.user_id) == ("called billing", RINA)
    [how] = await office.order(RINA, "note", case)
    assert how.text.startswith("What should stay inside?")
    assert office.to(ANA)[start:] == []
