"""What comes after filing: words for several companies, and where the customer lives."""

from __future__ import annotations

import pytest

from bot.domain.cases import Kind
from bot.services.records import CaseFile
from bot.storage import messages

from .conftest import on_sqlite
from .office import ANA, Office, filed

pytestmark = on_sqlite
TWO = "stop the promo e-mails of Tokoku and Alpenpost"


async def notes(office: Office, file: CaseFile) -> list[str]:
    async with office.database.reading() as db:
        return [one.words for one in await messages.of_case(db, file.case.id)][1:]


@pytest.mark.parametrize(
    ("words", "of"),
    [
        ("customer number 12345", {"tokoku", "alpenpost"}),
        ("at Alpenpost it is customer number 12345", {"alpenpost"}),
    ],
)
async def test_words_for_several_companies_reach_each_they_belong_to(
    office: Office, words: str, of: set[str]
) -> None:
    await office.say(ANA, TWO)
    await office.tap(ANA, "Send them all")
    await office.say(ANA, words)
    told = {file.case.policy for file in await office.files(ANA) if await notes(office, file)}
    assert told == of
    assert ("all 2 requests" in office.to(ANA)[-1]) is (len(of) == 2)


async def opted_out(office: Office, words: str, company: str = "alpenpost") -> CaseFile:
    await office.command(ANA, "start", company)
    await office.say(ANA, words)
    label = "Withdraw it" if "consent" in words else "Stop them"
    await office.tap(ANA, label)
    return await office.only_case(ANA)


async def test_an_opt_out_asks_where_one_lives_after_filing_where_it_could_matter(
    office: Office,
) -> None:
    case = await opted_out(office, "I withdraw my consent")
    [before] = case.requests
    assert before.is_target
    await office.tap(ANA, "Where I live")
    await office.tap(ANA, "Indonesia")
    told = "\n".join(office.to(ANA))
    assert "the law where you live sets an earlier date" in told
    assert "19 November 2026, 09:12 WIB" in told
    [after] = (await office.only_case(ANA)).requests
    assert (after.rule_id, after.is_target) == ("pdp-consent", False)
    assert after.due_at < before.due_at
    assert "Which e-mail address" in office.to(ANA)[-1]
    await office.say(ANA, "ana@example.org")
    assert office.to(ANA)[-1].startswith("Thank you, added.")


async def test_no_place_moves_a_date_back(office: Office) -> None:
    case = await opted_out(office, "I withdraw my consent")
    await office.tap(ANA, "Where I live")
    await office.tap(ANA, "Somewhere else")
    assert (await office.only_case(ANA)).requests[0].due_at == case.requests[0].due_at
    assert "earlier date" not in "".join(office.to(ANA)[-2:])


async def test_where_no_place_could_change_the_date_it_is_not_asked(office: Office) -> None:
    await opted_out(office, "stop the promo e-mails", "tokoku")
    assert not [row for row in office.sent if "Where I live" in row.buttons]


async def test_a_residence_told_for_a_closed_case_changes_nothing(office: Office) -> None:
    case = await filed(office, kinds=(Kind.WITHDRAW_CONSENT,), company="alpenpost")
    await office.press(ANA, f"wdy:{case.case.reference}")
    await office.press(ANA, f"fin:{case.case.reference}:residence")
    await office.tap(ANA, "Indonesia")
    assert (await office.file(case)).requests[0].due_at == case.requests[0].due_at
