"""Staff see what became of each word, and a case outlives its topic."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from services.conftest import on_sqlite
from services.office import ANA, GROUP, NOW, RINA, SARI, TONO, Office, filed, proposed, taken

from bot.delivery.outcome import (
    Blocked,
    Failed,
    NoGroup,
    Outcome,
    Sent,
    ThreadGone,
    Unknown,
)
from bot.delivery.truth import Truth
from bot.domain.messages import Message
from bot.services import group_presses, group_words, notices, posting
from bot.services.records import CaseFile
from bot.storage import cases, customers, messages, tables
from bot.storage.outbox import Claimed

from .post import Post, emptied, worker


async def spoken(office: Office, case: CaseFile, text: str = "Hello Ana") -> int:
    """Rina writes to her customer; nothing has left yet. Her message's number."""
    said = office.said(RINA, text, thread_id=case.case.thread_id)
    async with office.database.transaction() as db:
        await group_words.hear(db, office.desk, said)
    return said.message_id


async def delivered(office: Office, **answers: Outcome) -> list[Claimed]:
    """Everything leaves; the customer's chat answers so, the group always takes it."""
    given = list(answers.values())

    def answer(row: Claimed) -> Outcome:
        return given.pop(0) if row.place == "customer" and given else Sent(9000 + len(post.sent))

    post = Post([answer] * 50)
    await emptied(worker(office, post, Truth(office.desk)))
    return post.sent


def marks(sent: list[Claimed], number: int) -> list[str]:
    """The reactions on one message of staff, in order."""
    return [
        row.payload["emoji"]
        for row in sent
        if row.kind == "react" and row.payload["message_id"] == number
    ]


def lines(sent: list[Claimed]) -> list[str]:
    return [row.payload["text"] for row in sent if row.place == "thread" and row.kind == "send"]


@pytest.mark.parametrize(
    ("outcome", "mark", "delivery", "line"),
    [
        (Sent(77), "👌", "sent", None),
        (Unknown(), "🤔", "unknown", "Your message of 16 Nov, 09:12 WIB may or may not have"),
        (Failed("bad_request"), "👎", "failed", "Not delivered: bad_request."),
        (Blocked(), "💔", "blocked", "Heron 42 has blocked the bot."),
    ],
)
async def test_the_holders_words_carry_the_mark_of_what_became_of_them(
    office: Office, outcome: Outcome, mark: str, delivery: str, line: str | None
) -> None:
    case = await taken(office)
    number = await spoken(office, case)
    sent = await delivered(office, first=outcome)
    assert marks(sent, number) == ["👀", mark]
    told = [text for text in lines(sent) if "The bot is quiet" not in text]
    assert [text.startswith(line or "") for text in told] == [True] * bool(line)
    async with office.database.reading() as db:
        [kept] = await messages.of_case(db, case.case.id, author="staff")
        ana = await customers.find(db, ANA)
    assert kept.delivery == delivery
    assert kept.customer_message_id == (77 if delivery == "sent" else None)
    assert ana is not None
    assert (ana.unreachable_at is not None) == (delivery == "blocked")


async def test_words_of_unknown_fate_go_again_only_when_a_person_says_so(
    office: Office,
) -> None:
    case = await taken(office)
    number = await spoken(office, case)
    sent = await delivered(office, first=Unknown())
    asked = next(row for row in sent if "may or may not" in row.payload.get("text", ""))
    again, leave = asked.payload["rows"][0]
    assert (again["label"], leave["label"]) == ("Send again", "Leave it")
    assert all(len(one["action"].encode()) <= 64 for one in (again, leave))
    assert (await click(office, again["action"])) == "Sent again."
    sent = await delivered(office)
    assert [row.payload["text"] for row in sent if row.place == "customer"] == [
        f"About {case.case.reference}:\nHello Ana"
    ]
    assert marks(sent, number) == ["👌"]
    assert await click(office, leave["action"]) == (
        "This changed meanwhile; here is how it stands."
    )


async def click(office: Office, action: str) -> str:
    async with office.database.transaction() as db:
        return (await group_presses.press(db, office.desk, office.said(RINA, action))).text


async def test_a_receipt_of_unknown_fate_is_repeated_once_without_a_word(
    office: Office,
) -> None:
    await taken(office)
    async with office.database.transaction() as db:
        case = (await office.files(ANA))[0]
        ana = case.case.customer_id
        await posting.to_customer(db, ana, Message("x"), now=NOW, case_id=case.case.id)
    sent = await delivered(office, first=Unknown())
    assert [row.place for row in sent] == ["customer", "customer"]


@pytest.mark.parametrize(
    ("outcome", "line"),
    [
        (Blocked(), "Heron 42 has blocked the bot. The request and its date stand."),
        (Failed("chat_not_found"), "Not delivered: chat_not_found."),
    ],
)
async def test_an_outcome_that_did_not_arrive_is_told_to_staff(
    office: Office, outcome: Outcome, line: str
) -> None:
    """They were told that the customer knows; the customer does not."""
    case = await proposed(office)
    version = case.case.version
    pressed = f"approve:{case.case.reference.replace('-', '')[2:]}:{version}"
    async with office.database.transaction() as db:
        await group_presses.press(db, office.desk, office.said(SARI, pressed))
    sent = await delivered(office, first=outcome)
    assert lines(sent)[-1] == line


@on_sqlite
async def test_what_belongs_to_no_case_is_nobodys_news(office: Office) -> None:
    await office.command(ANA, "start")
    async with office.database.transaction() as db:
        await notices.fault(db, office.desk, ANA)
    sent = await delivered(office, first=Blocked())
    assert [row.place for row in sent] == ["customer"]


async def test_a_case_whose_topic_is_gone_gets_a_new_one_with_its_card(office: Office) -> None:
    case = await taken(office)
    await spoken(office, case, "// a note")
    gone = [ThreadGone()]

    def answer(row: Claimed) -> Outcome:
        return gone.pop() if gone else Sent(1)

    post = Post([answer] * 9)
    await emptied(worker(office, post, Truth(office.desk)))
    async with office.database.reading() as db:
        healed = await cases.get(db, case.case.id)
    assert healed is not None
    assert (healed.staff_chat, healed.thread_id, healed.card_id) == (GROUP, None, None)
    assert healed.version == case.case.version
    assert [row.kind for row in post.sent] == ["react", "react", "card", "send"]
    assert post.sent[-1].payload["text"].startswith("The case's topic was gone; this is a new")
    assert post.sent[2].payload["text"].startswith(f"🔵 {case.case.reference}")


@on_sqlite
async def test_a_case_that_never_had_a_place_needs_no_healing(office: Office) -> None:
    case = await taken(office)
    async with office.undone() as db:
        await db.execute(sa.update(tables.cases).values(staff_chat=None))
        await Truth(office.desk).heal(db, case.case.id)
        await Truth(office.desk).heal(db, "none")
        assert await office.deliver(db) == []


async def test_without_a_group_the_admins_are_alarmed_and_the_case_waits(
    office: Office,
) -> None:
    await filed(office)
    case = await office.only_case(ANA)
    async with office.database.transaction() as db:
        await group_words.hear(
            db, office.desk, office.said(RINA, "// hm", thread_id=case.case.thread_id)
        )
    post = Post([NoGroup("forbidden")])
    at_work = worker(office, post, Truth(office.desk))
    await emptied(at_work)
    alarm = post.sent[-1]
    assert (alarm.chat_id, alarm.place) == (TONO, "person")
    assert "The staff group can't be reached: forbidden." in alarm.payload["text"]
    office.later(seconds=30)
    await emptied(at_work)
    assert [row.kind for row in post.sent] == ["react", "send", "react"]
