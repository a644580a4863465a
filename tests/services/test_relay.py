"""Words between a customer and whoever holds their case, each kept, none going astray."""

from __future__ import annotations

import pytest

from bot.domain.cases import Move, Status
from bot.domain.messages import LIMIT, size
from bot.services import relay, speaking, steps
from bot.services.steps import QUIET, By
from bot.storage import customers, messages

from .conftest import on_sqlite
from .office import ANA, BUDI, GROUP, NOW, RINA, Office, filed, taken


async def test_the_holders_words_are_kept_with_their_place_on_both_sides(office: Office) -> None:
    case = await taken(office)
    rows = await office.staff(RINA, "Which account is meant?", case)
    [told] = [row for row in rows if row.chat == ANA]
    assert told.repeat == "never"
    async with office.database.reading() as db:
        [kept] = await messages.of_case(db, case.case.id, author="staff")
    assert (kept.words, kept.user_id, kept.delivery) == (
        "Which account is meant?",
        RINA,
        "queued",
    )
    [mark] = [row for row in rows if row.kind == "react"]
    assert dict(mark.payload) == {"message_id": kept.staff_message_id, "emoji": "👀"}
    assert (await office.file(case)).case.quiet_until == NOW + QUIET


async def test_the_customers_answer_ends_the_wait_for_it(office: Office) -> None:
    case = await taken(office)
    async with office.database.transaction() as db:
        await steps.move(db, case.requests[0], Move.ASK, By("staff", RINA), now=NOW)
    await office.press(ANA, f"add:{case.case.reference}")
    rows = await office.say(ANA, "the old one")
    assert [one.status for one in (await office.file(case)).requests] == [Status.IN_PROGRESS]
    assert [row.kind for row in rows if row.chat == GROUP] == ["send", "send", "card"]


@on_sqlite
async def test_a_long_answer_of_staff_arrives_whole(office: Office) -> None:
    case = await taken(office)
    words = "Kami sudah memeriksa. " * 300
    rows = await office.staff(RINA, words, case)
    pages = [row.text for row in rows if row.chat == ANA]
    assert len(pages) > 1
    assert all(size(page) <= LIMIT for page in pages)
    assert "".join("".join(pages).split()).endswith("".join(words.split()))


@on_sqlite
async def test_everything_written_so_far_is_shown_masked_in_order(office: Office) -> None:
    case = await filed(office, words="first, ana@example.org", details="it is 0812 3456 7890")
    await office.press(ANA, f"add:{case.case.reference}")
    await office.say(ANA, "then this")
    async with office.database.reading() as db:
        lines = await relay.waiting_words(db, await office.file(case), "en")
    assert lines == ["first, a•••@•••.org", "then this", "Given with it: “it is ••••”"]


async def test_two_conversations_between_each_other_never_mix(office: Office) -> None:
    cases = {chat: await taken(office, chat) for chat in (ANA, BUDI)}
    start = len(office.sent)
    for number in range(3):
        for chat, case in cases.items():
            await office.staff(RINA, f"staff {number} to {chat}", case)
            rows = await office.say(chat, f"customer {number} from {chat}")
            shown = [row for row in rows if row.text]
            assert {row.case_id for row in shown} == {case.case.id}
    for chat, other in ((ANA, BUDI), (BUDI, ANA)):
        told = office.to(chat, start=start)
        assert len(told) == 3
        assert not any(str(other) in text for text in told)


@pytest.mark.parametrize("state", ["note", "queued", "sent", "unknown", "failed", "blocked"])
def test_every_state_of_delivery_has_its_mark(state: str) -> None:
    assert speaking.REACTIONS[state]
    assert len(set(speaking.REACTIONS.values())) == len(speaking.REACTIONS)


@on_sqlite
async def test_a_detail_for_a_case_that_is_gone_says_nothing(office: Office) -> None:
    async with office.database.transaction() as db:
        await relay.detail_came(db, "none", "email", now=NOW)
        assert await office.deliver(db) == []


@on_sqlite
async def test_words_to_a_closed_case_that_nobody_holds_are_announced(office: Office) -> None:
    """Not what they say: nobody holds the case."""
    case = await filed(office)
    async with office.database.transaction() as db:
        for request in case.requests:
            await steps.move(db, request, Move.WITHDRAW, steps.CUSTOMER, now=NOW)
        customer = await customers.get(db, case.case.customer_id)
        loaded = await office.library.current(db)
        said = relay.Written(case.case.id, "the rabbit hides")
        await relay.to_staff(db, office.desk, loaded, customer, said, NOW)
        rows = await office.deliver(db)
    told = [row.text for row in rows if row.kind == "send"]
    assert len(told) == 1
    assert f"wrote to {case.case.reference}, which is closed" in told[0]
    assert not any("rabbit" in row.text for row in rows)
