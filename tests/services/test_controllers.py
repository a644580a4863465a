"""Word to a company by e-mail: previewed, sent once, without the customer's words."""

from __future__ import annotations

from dataclasses import replace

from bot.services import controllers
from bot.services.records import CaseFile

from .conftest import on_sqlite
from .exporting import TO, reachable
from .office import GROUP, JOKO, RINA, Office, filed


async def held(office: Office) -> CaseFile:
    case = await filed(office, words="I am Ana, write to ana@example.org", email="ana@example.org")
    await office.do(RINA, "take", case)
    return await office.file(case)


def card(office: Office) -> set[str]:
    return set(next(row for row in reversed(office.sent) if row.kind == "card").buttons)


async def test_the_holder_sees_the_letter_and_sends_it_once(office: Office) -> None:
    reachable(office)
    case = await held(office)
    assert "Notify the company" in card(office)
    await office.do(RINA, "notify", case)
    shown = office.sent[-1]
    assert shown.text.startswith(f"To {TO}, as it would leave:")
    for part in (case.case.reference, "Delete my data", "our own target", "Contoh Desk"):
        assert part in shown.text
    assert "ana@example.org" not in shown.text
    assert "Ana" not in shown.text
    pressed = shown.buttons["Send the e-mail"]
    assert (await office.click(RINA, pressed)).text == ""
    letters = [row for row in office.sent if row.kind == controllers.MAIL]
    assert [(row.payload, row.repeat) for row in letters] == [
        ({"case": case.case.id, "to": TO}, "never")
    ]
    assert f"Rina is notifying {TO} by e-mail." in office.to(GROUP)
    step = next(one for one in (await office.file(case)).steps if one.move == "notify")
    assert (step.actor_id, step.words) == (RINA, TO)
    assert (await office.click(RINA, pressed)).text.startswith("This changed meanwhile")
    assert [row for row in office.sent if row.kind == controllers.MAIL] == letters


@on_sqlite
async def test_what_leaves_is_what_was_shown(office: Office) -> None:
    reachable(office)
    case = await held(office)
    await office.do(RINA, "notify", case)
    letter = await controllers.letter(office.desk, {"case": case.case.id, "to": TO})
    assert letter is not None
    assert office.sent[-1].text == (
        f"To {TO}, as it would leave:\n\n{letter.subject}\n\n{letter.text}"
    )
    assert "Answers to this e-mail reach nobody." in letter.text
    office.notice = replace(office.notice, mail_reply="desk@example.org")
    letter = await controllers.letter(office.desk, {"case": case.case.id, "to": TO})
    assert letter is not None
    assert "Answers to this e-mail reach the desk." in letter.text
    assert await controllers.letter(office.desk, {"case": "gone", "to": TO}) is None


@on_sqlite
async def test_nothing_is_sent_where_the_holder_thinks_better_of_it(office: Office) -> None:
    reachable(office)
    case = await held(office)
    await office.do(RINA, "notify", case)
    await office.click(RINA, office.sent[-1].buttons["Cancel"])
    await office.do(JOKO, "mail", case, "send")
    assert [row for row in office.sent if row.kind == controllers.MAIL] == []


@on_sqlite
async def test_an_address_nobody_can_read_is_not_guessed(office: Office) -> None:
    reachable(office, None)
    case = await held(office)
    assert "Notify the company" not in card(office)
    for action, choice in (("notify", ""), ("mail", "send")):
        answer = await office.do(RINA, action, case, choice)
        assert answer.text.startswith("No mail is set up here")


@on_sqlite
async def test_without_mail_it_is_not_offered(office: Office) -> None:
    reachable(office)
    office.notice = replace(office.notice, mails=False)
    case = await held(office)
    assert "Notify the company" not in card(office)
    assert (await office.do(RINA, "mail", case, "send")).text.startswith("No mail is set up here")
