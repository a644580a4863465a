"""Words, files and commands in the group: what reaches a customer, and what stays inside."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.services import group, group_commands, group_presses, group_words
from bot.services.records import CaseFile
from bot.storage import cases, facts, messages, outbox, tables

from .conftest import on_sqlite
from .office import (
    ANA,
    BUDI,
    EKA,
    GROUP,
    JOKO,
    NOW,
    OTHER_GROUP,
    RINA,
    SARI,
    TONO,
    Office,
    filed,
    taken,
)

NOT_HERE = "That isn't available here. /help shows what is."
CHANGED = "This changed meanwhile; here is how it stands."


async def test_the_holders_words_reach_their_own_customer_only(office: Office) -> None:
    anas, budis = await taken(office, ANA), await taken(office, BUDI)
    start = len(office.sent)
    await office.staff(RINA, "We are looking into it.", anas)
    assert office.to(ANA, start=start) == [
        f"About {anas.case.reference}:\nWe are looking into it."
    ]
    assert office.to(BUDI, start=start) == []
    await office.staff(RINA, "Dear Budi, one moment.", budis)
    assert "Dear Budi" not in "".join(office.to(ANA))


@on_sqlite
async def test_what_is_written_in_a_message_never_routes_it(office: Office) -> None:
    anas, budis = await taken(office, ANA), await taken(office, BUDI)
    start = len(office.sent)
    await office.staff(RINA, f"{budis.case.reference} is for Heron 43 (chat {BUDI})", anas)
    assert len(office.to(ANA, start=start)) == 1
    assert office.to(BUDI, start=start) == []


@on_sqlite
@pytest.mark.parametrize(
    ("user", "text", "emoji", "answer"),
    [
        (RINA, "// ask billing first", "✍", None),
        (JOKO, "I know this one", "✍", "Only the holder writes to the customer"),
        (SARI, "hurry up", "✍", "Only the holder writes to the customer"),
        (EKA, "hello?", None, NOT_HERE),
    ],
)
async def test_nobody_elses_words_leave_the_group(
    office: Office, user: int, text: str, emoji: str | None, answer: str | None
) -> None:
    case = await taken(office)
    rows = await office.staff(user, text, case)
    assert not [row for row in rows if row.chat == ANA]
    assert [row.payload["emoji"] for row in rows if row.kind == "react"] == [emoji] * bool(emoji)
    said = [row.text for row in rows if row.text]
    assert bool(said) == (answer is not None)
    assert all(one.startswith(answer or "") for one in said)
    async with office.database.reading() as db:
        notes = await messages.of_case(db, case.case.id, author="note")
    assert [note.words for note in notes] == [text.removeprefix("// ")] * bool(emoji)


@on_sqlite
async def test_before_somebody_takes_it_nothing_is_sent(office: Office) -> None:
    case = await filed(office)
    rows = await office.staff(RINA, "Hello Ana", case)
    assert not [row for row in rows if row.chat == ANA]
    assert "Take the case first: nothing was sent." in [row.text for row in rows]


@on_sqlite
async def test_somebody_without_a_name_has_no_role(office: Office) -> None:
    case = await taken(office)
    [row] = await office.staff(RINA, "Hello Ana", case, anonymous=True)
    assert row.text == 'Turn off "Remain anonymous" so that the desk knows who acts.'
    said = office.said(RINA, "/take", anonymous=True)
    async with office.database.transaction() as db:
        await group_commands.command(db, office.desk, said, "take", "")
        [row] = await office.deliver(db)
    assert row.text == 'Turn off "Remain anonymous" so that the desk knows who acts.'


@on_sqlite
async def test_talk_outside_a_case_is_nobodys_business(office: Office) -> None:
    case = await taken(office)
    nowhere = office.said(RINA, "lunch?")
    for said in (
        nowhere,
        replace(nowhere, replies_to=3),
        replace(nowhere, thread_id=3),
        replace(nowhere, chat_id=-7, thread_id=case.case.thread_id),
    ):
        async with office.database.transaction() as db:
            await group_words.hear(db, office.desk, said)
            await group_words.hear_file(db, office.desk, said)
            assert await office.deliver(db) == []
    assert (await office.file(case)).case.quiet_until is None


@on_sqlite
async def test_a_file_in_a_thread_goes_nowhere(office: Office) -> None:
    case = await taken(office)
    async with office.database.transaction() as db:
        await group_words.hear_file(
            db, office.desk, office.said(RINA, "", thread_id=case.case.thread_id)
        )
        [row] = await office.deliver(db)
    assert (row.chat, row.text[:30]) == (GROUP, "Files don't go through this ch")


# ---- a group without topics


async def chained(office: Office, chat: int) -> tuple[CaseFile, int]:
    """A case whose thread is a chain of replies, and its first message."""
    case = await taken(office, chat)
    root = office.numbers()
    async with office.database.transaction() as db:
        await cases.set_place(db, case.case.id, chat=GROUP, thread_id=None, root_id=root)
    return await office.file(case), root


async def test_a_reply_finds_its_case_by_any_message_of_its_chain(office: Office) -> None:
    anas, root = await chained(office, ANA)
    await chained(office, BUDI)
    posted = next(r for r in office.sent if r.case_id == anas.case.id and "took" in r.text)
    note = office.said(RINA, "// a note", replies_to=root)
    for said in (
        note,
        replace(note, replies_to=posted.number),
        replace(note, replies_to=note.message_id),
    ):
        async with office.database.transaction() as db:
            found = await group.find_case(db, said)
            assert found is not None
            assert found.id == anas.case.id
            await group_words.hear(db, office.desk, said)
    async with office.database.reading() as db:
        assert await group.find_case(db, replace(note, chat_id=OTHER_GROUP)) is None


async def test_a_number_that_two_cases_share_leads_to_neither(office: Office) -> None:
    """Where a group moved, old numbers may meet new ones: nobody's words go astray."""
    (anas, _), (budis, _) = await chained(office, ANA), await chained(office, BUDI)
    posted = [r for r in office.sent if r.chat == GROUP and "took" in r.text]
    async with office.database.transaction() as db:
        rows = tables.outbox
        same = sa.update(rows).where(rows.c.message_id == posted[0].number)
        await db.execute(same.values(message_id=posted[1].number))
        said = office.said(RINA, "hello", replies_to=posted[1].number)
        assert await group.find_case(db, said) is None
    assert {posted[0].case_id, posted[1].case_id} == {anas.case.id, budis.case.id}


# ---- commands


@on_sqlite
async def test_commands_in_a_thread_mean_its_case(office: Office) -> None:
    case = await filed(office)
    rows = await office.order(RINA, "take", case)
    assert f"Yours: {case.case.reference}." in [row.text for row in rows]
    assert (await office.file(case)).case.holder_id == RINA
    await office.order(RINA, "propose", case)
    assert any("Outcome of" in row.text for row in office.sent)
    await office.order(RINA, "release", case)
    assert (await office.file(case)).case.holder_id is None


@on_sqlite
async def test_the_card_can_be_shown_again_at_the_bottom(office: Office) -> None:
    case = await filed(office)
    gone, row = await office.order(JOKO, "card", case)
    assert (gone.kind, gone.payload["message_id"]) == ("delete", case.case.card_id)
    after = await office.file(case)
    assert row.kind == "card"
    assert after.case.card_id == row.number != case.case.card_id
    assert after.case.version == case.case.version


@on_sqlite
@pytest.mark.parametrize(
    ("user", "name", "text"),
    [
        (RINA, "help", "In the group:"),
        (RINA, "start", "In the group:"),
        (RINA, "back", "Rina was not away."),
        (RINA, "fly", NOT_HERE),
        (RINA, "take", NOT_HERE),
        (RINA, "queue", "No open cases."),
        (RINA, "next", "No open cases."),
        (EKA, "queue", NOT_HERE),
        (EKA, "next", NOT_HERE),
        (TONO, "queue", NOT_HERE),
    ],
)
async def test_commands_in_general(office: Office, user: int, name: str, text: str) -> None:
    [row] = await office.order(user, name)
    assert row.chat == GROUP
    assert row.text.startswith(text)


@on_sqlite
async def test_a_group_can_ask_for_its_number(office: Office) -> None:
    async with office.database.transaction() as db:
        await group_commands.tell_id(db, office.desk, office.said(EKA, "/id", chat_id=-42))
        [row] = await office.deliver(db)
    assert (row.chat, row.text) == (-42, "This chat's number: -42")


@on_sqlite
async def test_the_group_reads_in_the_language_of_the_desk(office: Office) -> None:
    async with office.database.transaction() as db:
        await facts.put(db, "desk_language", "id", now=NOW)
    case = await filed(office)
    assert next(iter(office.sent[-1].buttons)) == "Ambil"
    answer = await office.do(RINA, "take", case)
    assert answer.text == f"Berkas {case.case.reference} kini Anda pegang."


# ---- messages of unknown fate


async def unknown(office: Office, case: CaseFile) -> str:
    """A word of the holder's of which nobody knows whether it arrived."""
    async with office.database.transaction() as db:
        await group_words.hear(
            db, office.desk, office.said(RINA, "Hello", thread_id=case.case.thread_id)
        )
        [one] = await outbox.claim(db, worker="w", now=NOW, lease=timedelta(minutes=1), limit=1)
        await outbox.unknown(db, one.id, claim=one.claim or "")
    return one.id


@pytest.mark.parametrize(
    ("action", "state", "answer"),
    [("again", "queued", "Sent again."), ("leave", "dropped", "Left as it is.")],
)
async def test_a_person_decides_what_happens_to_a_message_of_unknown_fate(
    office: Office, action: str, state: str, answer: str
) -> None:
    case = await taken(office)
    ident = await unknown(office, case)
    short = case.case.reference.replace("-", "")[2:]
    async with office.undone() as db:
        pressed = f"{action}:{ident}:{short}"
        said = office.said(RINA, pressed)
        assert (await group_presses.press(db, office.desk, said)).text == answer
        assert await outbox.states(db, [ident]) == {ident: state}
        again = await group_presses.press(db, office.desk, said)
        assert (again.text, again.alert) == (CHANGED, True)


async def test_a_message_of_another_case_group_or_person_cannot_be_sent_again(
    office: Office,
) -> None:
    anas, budis = await taken(office, ANA), await taken(office, BUDI, "warungin")
    ident = await unknown(office, anas)
    short, other = (c.case.reference.replace("-", "")[2:] for c in (anas, budis))
    for user, pressed in (
        (EKA, f"again:{ident}:{short}"),
        (RINA, f"again:{ident}:{other}"),
        (RINA, f"again:{ident}:00000000"),
        (RINA, f"again:{ident}"),
        (RINA, "again"),
    ):
        assert (await office.click(user, pressed)).text == NOT_HERE, pressed
    office.team = replace(office.team, staff_chats={"tokoku": OTHER_GROUP})
    assert (await office.click(RINA, f"leave:{ident}:{short}")).text == NOT_HERE
    async with office.database.reading() as db:
        assert await outbox.states(db, [ident]) == {ident: "unknown"}
