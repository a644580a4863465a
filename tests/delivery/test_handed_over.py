"""Files for leads: what became of each is told where it was asked for."""

from __future__ import annotations

import pytest
from services.conftest import on_sqlite
from services.office import GROUP, SARI, Office, filed

from bot.delivery.outcome import Blocked, Failed, Outcome, Sent, Unknown
from bot.delivery.truth import Truth
from bot.services import group_commands
from bot.storage.outbox import Claimed

from .post import Post, emptied, worker

UNOPENED = (
    "Sari, I can't write to you yet. Open a private chat with me, press Start, and ask again."
)


async def asked(office: Office, outcome: Outcome, words: str) -> list[Claimed]:
    """Sari asks; her private chat answers so, and everything due by then has left."""

    def answer(row: Claimed) -> Outcome:
        is_file = row.kind == "document"
        return outcome if is_file else Sent(9000 + len(post.sent))

    async with office.database.transaction() as db:
        await group_commands.command(db, office.desk, office.said(SARI, ""), "export", words)
    post = Post([answer] * 50)
    await emptied(worker(office, post, Truth(office.desk)))
    return post.sent


def lines(sent: list[Claimed], place: str) -> list[str]:
    return [row.payload["text"] for row in sent if row.place == place and row.kind == "send"]


@pytest.mark.parametrize("outcome", [Blocked(), Failed("chat_not_found")])
async def test_a_lead_who_never_opened_the_bot_is_told_in_the_group(
    office: Office, outcome: Outcome
) -> None:
    case = await filed(office)
    sent = await asked(office, outcome, case.case.reference)
    assert lines(sent, "thread")[-1] == UNOPENED
    sent = await asked(office, outcome, "register 7")
    assert UNOPENED in lines(sent, "group")
    assert {row.chat_id for row in sent if row.place == "group"} == {GROUP}


@on_sqlite
async def test_any_other_trouble_is_told_as_what_it_is(office: Office) -> None:
    case = await filed(office)
    sent = await asked(office, Failed("paper_gone"), case.case.reference)
    assert lines(sent, "thread")[-1].startswith("Sari, the file could not be given.")
    sent = await asked(office, Unknown(), case.case.reference)
    assert [row.kind for row in sent].count("document") == 2  # repeated once, as a receipt is
    assert lines(sent, "thread")[-1] == (
        "Sari, the file may or may not have reached you. If not, ask again."
    )


async def test_words_in_full_are_taken_away_after_ten_minutes(office: Office) -> None:
    case = await filed(office)
    sent = await asked(office, Sent(77), f"{case.case.reference} full the authority asked")
    assert "delete" not in [row.kind for row in sent]
    office.later(minutes=10)
    post = Post()
    await emptied(worker(office, post, Truth(office.desk)))
    [gone] = [row for row in post.sent if row.kind == "delete"]
    assert (gone.chat_id, gone.payload) == (SARI, {"message_id": 77})


@on_sqlite
async def test_what_is_masked_stays(office: Office) -> None:
    case = await filed(office)
    await asked(office, Sent(77), case.case.reference)
    office.later(days=1)
    post = Post()
    await emptied(worker(office, post, Truth(office.desk)))
    assert [row.kind for row in post.sent] == []
