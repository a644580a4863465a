"""Word to a company: staff see what became of it, and nobody sends it twice but they."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from services.conftest import on_sqlite
from services.exporting import TO, reachable
from services.office import RINA, Office
from services.test_controllers import held

from bot.delivery import mail
from bot.delivery.mail import MailSender, Ways
from bot.delivery.outcome import Failed, Outcome, Sent, Unknown
from bot.delivery.truth import Truth
from bot.services import group_presses
from bot.storage.outbox import Claimed

from .post import Post, emptied, worker


class Box:
    """Takes letters, and answers as it is told."""

    def __init__(self, *answers: Outcome) -> None:
        self.answers = list(answers)
        self.letters: list[EmailMessage] = []

    async def carry(self, message: EmailMessage) -> Outcome:
        self.letters.append(message)
        return self.answers.pop(0)


async def notified(office: Office, box: Box, reply: str = mail.NOWHERE) -> list[Claimed]:
    """What left by chat after Rina had Tokoku notified."""
    reachable(office)
    case = await held(office)
    await office.do(RINA, "notify", case)
    pressed = office.sent[-1].buttons["Send the e-mail"]
    async with office.database.transaction() as db:
        await group_presses.press(db, office.desk, office.said(RINA, pressed))
    return await left(office, box, reply)


async def left(office: Office, box: Box, reply: str = mail.NOWHERE) -> list[Claimed]:
    chat = Post()
    way = Ways(chat, MailSender(office.desk, box, "desk@example.org", reply))
    made = worker(office, chat, Truth(office.desk))
    made.sender = way
    await emptied(made)
    return chat.sent


def lines(sent: list[Claimed]) -> list[str]:
    return [row.payload["text"] for row in sent if row.kind == "send"]


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        (Sent(), f"The e-mail to {TO} has left; their server took it."),
        (Failed("smtp_550"), f"The e-mail to {TO} was not sent: smtp_550."),
        (Unknown(), f"The e-mail to {TO} may or may not have arrived."),
    ],
)
async def test_the_thread_says_what_became_of_it(
    office: Office, outcome: Outcome, told: str
) -> None:
    box = Box(outcome)
    assert lines(await notified(office, box))[-1] == told
    [letter] = box.letters
    assert (letter["To"], letter["Reply-To"]) == (TO, "no-reply@desk.invalid")
    assert letter["Subject"].startswith("A privacy request for you: PR-")


@on_sqlite
async def test_of_unknown_fate_it_goes_again_only_when_a_person_says_so(office: Office) -> None:
    box = Box(Unknown(), Sent())
    asked = (await notified(office, box, "desk@example.org"))[-1]
    office.later(days=1)
    assert lines(await left(office, box)) == []
    again = asked.payload["rows"][0][0]
    assert (await office.click(RINA, again["action"])).text == "Sent again."
