"""A draft becomes a case: its clock, its history, its words sealed, its card drawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.domain.cases import Kind, Status
from bot.domain.errors import StorageError
from bot.domain.forms import Draft
from bot.language.catalogue import catalogue
from bot.services import filing
from bot.storage import customers, details, history, messages, tables

from .companies import ALPENPOST, TOKOKU, WARUNGIN
from .conftest import on_sqlite
from .office import ANA, GROUP, NOW, Office, filed, walked

WORDS = "please delete all of it, ana@example.org, 0812 3456 7890"


@on_sqlite
@pytest.mark.parametrize(
    ("company", "kind", "rule", "days", "is_target"),
    [
        (TOKOKU, Kind.ACCESS, "pdp-access", 3, False),
        (TOKOKU, Kind.ERASURE, "target", 30, True),
        (WARUNGIN, Kind.OPT_OUT_MARKETING, "target", 3, True),
        (TOKOKU, Kind.HUMAN, "target", 7, True),
        (ALPENPOST, Kind.ERASURE, "gdpr-month", 30, False),
        (ALPENPOST, Kind.ACCESS, "gdpr-month", 30, False),
    ],
)
async def test_each_right_has_the_clock_of_its_law_or_a_target(
    office: Office, company: str, kind: Kind, rule: str, days: int, is_target: bool
) -> None:
    [request] = (await filed(office, company=company, kinds=(kind,))).requests
    assert (request.rule_id, request.is_target) == (rule, is_target)
    assert (request.due_at - NOW).days == days


@on_sqlite
async def test_a_clock_in_days_is_the_companys_own_and_one_in_hours_is_exact(
    office: Office,
) -> None:
    [month] = (await filed(office, company=ALPENPOST)).requests
    [hours] = (await filed(office, kinds=(Kind.ACCESS,))).requests
    assert (month.due_day, month.due_zone) == (
        (NOW + timedelta(days=30)).date(),
        "Europe/Zurich",
    )
    assert (hours.due_day, hours.due_at) == (None, NOW + timedelta(hours=72))


@on_sqlite
async def test_the_policys_promise_stands_beside_the_law(office: Office) -> None:
    [request] = (await filed(office, company=ALPENPOST)).requests
    assert request.promise_article == "alpenpost.right_erasure"
    [other] = (await filed(office, company=ALPENPOST, kinds=(Kind.ACCESS,))).requests
    assert other.promise_article is None


async def test_every_right_of_a_draft_is_a_request_of_its_own(office: Office) -> None:
    case = await filed(office, kinds=(Kind.ERASURE, Kind.OPT_OUT_MARKETING))
    assert {request.kind for request in case.requests} == {Kind.ERASURE, Kind.OPT_OUT_MARKETING}
    assert case.nearest().kind is Kind.OPT_OUT_MARKETING
    assert {r.status for r in case.requests} == {Status.TRIAGED}
    assert set(case.case.cited) == {"tokoku.right_erasure", "tokoku.marketing"}


async def test_the_history_begins_with_the_customer_and_holds(office: Office) -> None:
    case = await filed(office)
    assert [(s.actor_kind, s.move, s.to_status) for s in case.steps] == [
        ("customer", "file", "received"),
        ("bot", "triage", "triaged"),
    ]
    assert history.broken(case.steps) is None


async def test_words_and_details_are_kept_sealed(office: Office) -> None:
    case = await filed(office, words=WORDS, email="ana@example.org", whose="account")
    async with office.database.reading() as db:
        [kept] = await messages.of_case(db, case.case.id)
        assert (kept.author, kept.words, kept.at) == ("customer", WORDS, NOW)
        assert await details.of_case(db, case.case.id) == {
            "email": "ana@example.org",
            "whose": "account",
        }
        for table in (tables.messages, tables.case_details, tables.outbox, tables.customers):
            for row in (await db.execute(sa.text(f"SELECT * FROM {table}"))).all():  # noqa: S608
                assert not {b for b in row if "ana@" in str(b) or str(ANA) in str(b)}


@on_sqlite
async def test_a_request_by_buttons_keeps_no_empty_words(office: Office) -> None:
    case = await filed(office)
    async with office.database.reading() as db:
        assert await messages.of_case(db, case.case.id) == []
        assert await details.of_case(db, case.case.id) == {}


async def test_the_card_shows_clocks_and_lines_but_never_words(office: Office) -> None:
    case = await filed(office, words=WORDS, email="ana@example.org")
    [card] = [row for row in office.sent if row.kind == "card"]
    assert card.chat == GROUP
    assert case.case.reference in card.text
    assert "Heron 42" in card.text
    assert "Rests on: “A section”, line 9" in card.text
    assert catalogue("en")("staff.card.waiting", count=1) in card.text
    assert list(card.buttons) == ["Take", "Show words"]
    assert "ana@" not in card.text
    assert "please" not in card.text
    assert (
        card.payload["topic"] == f"🆕 16 Dec Delete my data · Tokoku · {case.case.reference[3:7]}"
    )


async def test_a_draft_is_filed_once(office: Office) -> None:
    draft = Draft("0" * 32, TOKOKU, (Kind.ACCESS,), NOW)

    async def file() -> None:
        async with office.database.transaction() as db:
            ana = await customers.meet(db, ANA, language="en", pseudonym="Heron 27", now=NOW)
            loaded = await office.library.current(db)
            await filing.file(db, office.desk, loaded, ana, draft, now=NOW)

    await file()
    with pytest.raises(StorageError):
        await file()
    assert len(await office.files(ANA)) == 1


@on_sqlite
async def test_a_reference_that_is_taken_is_drawn_again(office: Office) -> None:
    case = await filed(office)
    drawn: list[int] = []

    def chance(bits: int) -> int:
        drawn.append(bits)
        return 5 if len(drawn) < 3 else 6

    desk = replace(office.desk, chance=chance)
    async with office.database.transaction() as db:
        first = await filing.unused_reference(db, desk)
        await db.execute(
            sa.update(tables.cases)
            .where(tables.cases.c.id == case.case.id)
            .values(reference=first)
        )
        assert await filing.unused_reference(db, desk) == "PR-0000-0006"
    assert drawn == [40, 40, 40]


async def test_where_the_customer_lives_brings_its_law_along(office: Office) -> None:
    case = await filed(office, kinds=(Kind.ERASURE, Kind.ACCESS), residence="uk")
    assert case.case.regimes == ("uk-gdpr", "id-pdp")
    rules = {one.kind: one.rule_id for one in case.requests}
    assert rules == {Kind.ERASURE: "uk-month", Kind.ACCESS: "pdp-access"}
    shown = (await office.press(ANA, f"case:{case.case.reference}"))[-1].text
    assert "It applies where you live, as we read it" in shown
    told = (await office.press(ANA, f"comp:{case.case.reference}"))[-1].text
    assert "Commissioner (DPA 2018 s. 165, as we read it; ico.org.uk), or Indonesia's" in told


async def test_a_date_moved_off_a_day_of_rest_says_so(office: Office) -> None:
    office.now = datetime(2026, 11, 5, 2, 12, tzinfo=UTC)
    case = await filed(office, company="alpenpost")
    shown = (await office.press(ANA, f"case:{case.case.reference}"))[-1].text
    assert "Reply due by: 7 December 2026" in shown
    assert "moved to the next working day, Reg. 1182/71 Art. 3(4), as we read it" in shown


async def test_the_receipt_shows_the_first_digits_of_the_record(office: Office) -> None:
    case = await walked(office)
    async with office.database.reading() as db:
        digits = (await history.head(db, case.case.id))[:8]
    assert f"Record no. {digits}, fixed now" in office.to(ANA)[-1]


async def test_every_row_of_the_record_says_who_when_and_what(office: Office) -> None:
    case = await walked(office)
    assert all(step.at == NOW for step in case.steps)
    assert [(step.actor_kind, step.move) for step in case.steps] == [
        ("customer", "file"),
        ("bot", "triage"),
    ]
