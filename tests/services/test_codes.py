"""A code proves a mailbox, in time, in three tries, and nobody learns more from it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import sqlalchemy as sa

from bot.domain.cases import Kind
from bot.services import codes
from bot.services.records import CaseFile
from bot.storage import conversations, customers, details, tables

from .office import ANA, BUDI, GROUP, NOW, Office, Row, filed

MAIL = "ana@example.org"
WAITING = '{"name": "adding", "case_id": "%s", "detail": "email"}'


@pytest.fixture
async def mailing(office: Office) -> Office:
    office.notice = replace(office.notice, mails=True)
    return office


async def erasure(office: Office, chat: int = ANA, email: str | None = MAIL) -> CaseFile:
    return await filed(office, chat, email=email)


async def asked(office: Office, case: CaseFile, chat: int = ANA) -> str:
    """A code is wished for, and its letter leaves; the code."""
    rows = await office.press(chat, f"code:{case.case.reference}")
    [mail] = [row for row in rows if row.kind == "code"]
    letter = await codes.letter(office.desk, dict(mail.payload))
    assert letter is not None
    assert (letter.to, case.case.reference in letter.text) == (MAIL, True)
    return letter.text.splitlines()[0].replace(" ", "")


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def said(rows: list[Row]) -> str:
    return next(row.text for row in rows if row.chat == ANA and row.text)


async def is_confirmed(office: Office, case: CaseFile) -> bool:
    async with office.database.reading() as db:
        return "confirmed" in await details.of_case(db, case.case.id)


async def test_the_right_code_confirms_the_address_and_staff_see_it(mailing: Office) -> None:
    case = await erasure(mailing)
    code = await asked(mailing, case)
    rows = await mailing.say(ANA, f"{code[:3]} {code[3:]}")
    assert "address confirmed" in said(rows)
    assert await is_confirmed(mailing, case)
    [card] = [row for row in rows if row.kind == "card"]
    assert "address confirmed by code" in card.text
    assert any("yours to match" in text for text in mailing.to(GROUP))
    after = await mailing.file(case)
    assert after.steps[-1].move == "confirm_address"
    assert [one.due_at for one in after.requests] == [one.due_at for one in case.requests]


async def test_three_tries_and_the_code_is_worth_nothing(mailing: Office) -> None:
    case = await erasure(mailing)
    code = await asked(mailing, case)
    assert "Tries left: 2" in said(await mailing.say(ANA, wrong(code)))
    assert "Tries left: 1" in said(await mailing.say(ANA, wrong(code)))
    assert "can't be used any more" in said(await mailing.say(ANA, wrong(code)))
    assert "can't be used any more" in said(await mailing.say(ANA, code))
    assert not await is_confirmed(mailing, case)
    assert (await mailing.file(case)).is_open


async def test_after_ten_minutes_the_code_is_worth_nothing(mailing: Office) -> None:
    case = await erasure(mailing)
    code = await asked(mailing, case)
    mailing.later(minutes=10)
    assert "can't be used any more" in said(await mailing.say(ANA, code))
    assert not await is_confirmed(mailing, case)


async def test_a_new_code_makes_the_old_one_worthless(mailing: Office) -> None:
    case = await erasure(mailing)
    old = await asked(mailing, case)
    new = await asked(mailing, case)
    assert "Tries left: 2" in said(await mailing.say(ANA, old))
    assert "address confirmed" in said(await mailing.say(ANA, new))


async def test_a_code_works_once(mailing: Office) -> None:
    case = await erasure(mailing)
    code = await asked(mailing, case)
    await mailing.say(ANA, code)
    [again] = await mailing.press(ANA, f"code:{case.case.reference}")
    assert case.case.reference in again.text
    assert again.kind == "send"


async def test_another_customer_s_code_proves_nothing(mailing: Office) -> None:
    mine, theirs = await erasure(mailing), await erasure(mailing, BUDI)
    code = await asked(mailing, theirs, BUDI)
    await asked(mailing, mine)
    await mailing.say(ANA, code)
    assert not await is_confirmed(mailing, mine)
    [row] = await mailing.press(ANA, f"code:{theirs.case.reference}")
    assert "no request like that" in row.text


async def test_a_mailbox_is_not_filled_by_strangers(mailing: Office) -> None:
    for chat in range(ANA, ANA + codes.TO_ADDRESS):
        await asked(mailing, await erasure(mailing, chat), chat)
    late = await erasure(mailing, ANA + 100, f" {MAIL.upper()}")
    rows = await mailing.press(ANA + 100, f"code:{late.case.reference}")
    assert [row.kind for row in rows] == ["send"]
    assert "enough codes for today" in rows[0].text
    mailing.later(hours=25)
    rows = await mailing.press(ANA + 100, f"code:{late.case.reference}")
    assert "code" in [row.kind for row in rows]


async def test_one_person_does_not_try_out_mailboxes(mailing: Office) -> None:
    rows: list[Row] = []
    for number in range(codes.BY_PERSON + 1):
        case = await erasure(mailing, email=f"ana{number}@example.org")
        rows = await mailing.press(ANA, f"code:{case.case.reference}")
    assert [row.kind for row in rows] == ["send"]


async def test_of_a_code_only_a_digest_is_kept(mailing: Office) -> None:
    case = await erasure(mailing)
    code = await asked(mailing, case)
    async with mailing.database.reading() as db:
        stored = [
            row._asdict()
            for table in (tables.codes, tables.code_sends)
            for row in await db.execute(sa.select(table))
        ]
        left = (await db.execute(sa.select(tables.outbox.c.payload))).scalars()
    assert code not in repr(stored)
    assert MAIL not in repr(stored)
    assert not any(left)


@pytest.mark.parametrize(
    "kind",
    [Kind.OPT_OUT_MARKETING, Kind.WITHDRAW_CONSENT, Kind.COMPLAINT, Kind.AUTOMATED_DECISION_INFO],
)
async def test_what_needs_no_identity_asks_for_no_code(mailing: Office, kind: Kind) -> None:
    case = await filed(mailing, kinds=(kind,), email=MAIL)
    [row] = await mailing.command(ANA, "status", case.case.reference)
    assert "Confirm my address" not in row.buttons
    rows = await mailing.press(ANA, f"code:{case.case.reference}")
    assert [row.kind for row in rows] == ["send"]


async def test_without_mail_the_case_goes_on_and_nothing_is_offered(office: Office) -> None:
    case = await erasure(office)
    [row] = await office.command(ANA, "status", case.case.reference)
    assert "Confirm my address" not in row.buttons
    assert (await office.file(case)).is_open


async def test_without_an_address_it_is_asked_for_first(mailing: Office) -> None:
    case = await erasure(mailing, email=None)
    [row] = await mailing.press(ANA, f"code:{case.case.reference}")
    assert "Which e-mail address should get the code" in row.text
    rows = await mailing.say(ANA, MAIL)
    assert "Confirm my address" in next(r for r in rows if r.chat == ANA and r.buttons).buttons
    assert await asked(mailing, case)


async def test_another_address_gets_a_code_of_its_own(mailing: Office) -> None:
    case = await erasure(mailing, email="ana@example.com")
    await mailing.press(ANA, f"code:{case.case.reference}")
    rows = await mailing.say(ANA, f"please use {MAIL}")
    assert any(row.kind == "code" for row in rows)
    assert MAIL in rows[-1].text or any(MAIL in row.text for row in rows if row.chat == ANA)


async def test_a_changed_address_is_not_confirmed_any_more(mailing: Office) -> None:
    case = await erasure(mailing)
    async with mailing.database.transaction() as db:
        await codes.ask(
            db, mailing.desk, await customers.get(db, case.case.customer_id), case.case.id
        )
        await codes.confirm(db, case.case.id)
        await conversations.save(
            db, case.case.customer_id, WAITING % case.case.id, version=0, now=NOW
        )
    await mailing.say(ANA, "ana@example.net")
    assert not await is_confirmed(mailing, case)


async def test_a_question_in_between_is_answered_and_the_code_still_counts(
    mailing: Office,
) -> None:
    case = await erasure(mailing)
    code = await asked(mailing, case)
    rows = await mailing.say(ANA, "does tokoku sell my data?")
    assert "Whether data is sold" in said(rows)
    assert "address confirmed" in said(await mailing.say(ANA, code))
    assert await is_confirmed(mailing, case)


async def test_skipping_the_code_leaves_the_request_as_it_is(mailing: Office) -> None:
    case = await erasure(mailing)
    await asked(mailing, case)
    assert "recorded all the same" in said(await mailing.say(ANA, "skip"))
    assert (await mailing.file(case)).is_open


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("482913", "482913"),
        ("482 913", "482913"),
        ("code: 482-913.", "482913"),
        ("12345", "12345"),
    ],
)
def test_a_code_is_read_as_people_type_it(text: str, code: str) -> None:
    assert codes.read(text) == code


@pytest.mark.parametrize("text", ["hello", "12", "I have 482913 reasons and 2 more", ""])
def test_other_words_are_no_code(text: str) -> None:
    assert codes.read(text) is None


async def test_a_letter_nobody_waits_for_is_not_written(mailing: Office) -> None:
    wish = json.loads(json.dumps({"case": "0" * 32, "language": "id"}))
    assert await codes.letter(mailing.desk, wish) is None
