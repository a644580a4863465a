"""A request left half-way is filed as it stands before its day is over, or forgotten."""

from __future__ import annotations

from datetime import timedelta

from bot.answering import load
from bot.answering.answer import Engine
from bot.domain.cases import Kind, Move
from bot.domain.conversation import Choosing, Filling, Idle, restore
from bot.services import drafts, steps
from bot.services.library import prepare
from bot.services.records import CaseFile
from bot.storage import conversations, customers, messages

from .companies import tokoku, with_companies
from .conftest import on_sqlite
from .office import ANA, BUDI, NOW, Office, filed


async def settled(office: Office) -> list[str]:
    start = len(office.sent)
    await drafts.settle(office.desk)
    async with office.database.transaction() as db:
        await office.deliver(db)
    return [row.text for row in office.sent[start:] if row.chat > 0]


async def state(office: Office, chat: int) -> object:
    async with office.database.reading() as db:
        customer = await customers.find(db, chat)
        assert customer is not None
        return restore((await conversations.load(db, customer.id)).state)


async def test_a_demand_left_half_way_is_filed_with_the_day_it_was_made(office: Office) -> None:
    office.now = NOW + timedelta(hours=16)  # tomorrow already, in Jakarta
    await office.command(ANA, "start", "tokoku")
    await office.say(ANA, "please delete my data")
    await office.tap(ANA, "Send it from here")
    asked = office.now
    office.later(hours=22)
    assert await settled(office) == []
    office.later(hours=1, minutes=1)
    [told] = await settled(office)
    case = await office.only_case(ANA)
    assert case.case.received_at == asked
    assert told.startswith("On 17 November 2026 you asked for this, then stopped half-way.")
    assert f"Received: {case.case.reference}" in told
    assert await state(office, ANA) == Idle()
    office.later(days=1)
    assert await settled(office) == []
    assert len(await office.files(ANA)) == 1


@on_sqlite
async def test_an_offer_nobody_took_is_forgotten_without_a_word(office: Office) -> None:
    await office.press(ANA, "req:erasure:tokoku")
    office.later(hours=24)
    assert await settled(office) == []
    assert await office.files(ANA) == []
    assert await state(office, ANA) == Idle()


async def test_whoever_still_writes_is_left_alone(office: Office) -> None:
    for chat in (ANA, BUDI):
        await office.command(chat, "start", "tokoku")
        await office.say(chat, "please delete my data")
    office.later(hours=22)
    await office.tap(ANA, "Send it from here")
    office.later(hours=1, minutes=1)
    await settled(office)
    assert await office.files(ANA) == []
    assert len(await office.files(BUDI)) == 1


async def test_a_demand_without_its_company_waits_on_with_its_clock(office: Office) -> None:
    await office.say(ANA, "please delete my data")
    office.later(days=3)
    assert await settled(office) == []
    await office.press(ANA, "co:tokoku")
    for label in ("Send it from here", "Mine, I have an account", "Skip", "Send request"):
        await office.tap(ANA, label)
    assert (await office.only_case(ANA)).case.received_at == NOW


@on_sqlite
async def test_a_demand_whose_company_left_waits_for_another(office: Office) -> None:
    await office.command(ANA, "start", "warungin")
    await office.say(ANA, "please delete my data")
    knowledge, _ = load.parse(with_companies(tokoku()))
    assert knowledge is not None
    office.library.loaded = prepare(office.loaded.version, Engine(knowledge))
    office.later(days=2)
    assert await settled(office) == []
    waiting = await state(office, ANA)
    assert isinstance(waiting, Choosing)
    assert (waiting.at, waiting.demanded) == (NOW, True)


@on_sqlite
async def test_one_that_cannot_be_read_keeps_nobody_else_waiting(office: Office) -> None:
    for chat in (ANA, BUDI):
        await office.command(chat, "start", "tokoku")
        await office.say(chat, "please delete my data")
    async with office.database.transaction() as db:
        ana = await customers.find(db, ANA)
        assert ana is not None
        version = (await conversations.load(db, ana.id)).version
        await conversations.save(db, ana.id, "{", version=version, now=NOW)
    office.later(days=1)
    await settled(office)
    assert len(await office.files(BUDI)) == 1


@on_sqlite
async def test_a_turn_that_came_in_between_is_not_undone(office: Office) -> None:
    await office.command(ANA, "start", "tokoku")
    await office.say(ANA, "please delete my data")
    async with office.database.transaction() as db:
        ana = await customers.find(db, ANA)
        assert ana is not None
        await drafts.settle_one(db, office.desk, ana.id)
    assert isinstance(await state(office, ANA), Filling)


# ---- what is open already


async def repeated(office: Office, words: str) -> CaseFile:
    """A demand that only repeats an open request, and nobody answers which is meant."""
    case = await filed(office)
    await office.command(ANA, "start", "tokoku")
    await office.say(ANA, words)
    assert "This is open already" in office.to(ANA)[-1]
    office.later(hours=23, minutes=30)
    await drafts.settle(office.desk)
    async with office.database.transaction() as db:
        await office.deliver(db)
    return case


@on_sqlite
async def test_a_repeat_left_unanswered_joins_the_open_request(office: Office) -> None:
    """No second clock: the older date is the earlier. It can be sent as new all the same."""
    case = await repeated(office, "please delete my data, the old account too")
    assert (await office.only_case(ANA)).case.id == case.case.id
    told = office.to(ANA)[-1]
    assert told.startswith("On 16 November 2026 you asked again for what")
    async with office.database.reading() as db:
        kept = await messages.of_case(db, case.case.id)
    assert [one.words for one in kept] == ["please delete my data, the old account too"]
    await office.tap(ANA, "Send as a new one")
    assert "open already" in office.to(ANA)[-1]


@on_sqlite
async def test_what_a_repeat_asks_beyond_the_open_request_is_filed(office: Office) -> None:
    case = await repeated(office, "please delete my data and stop the promo e-mails")
    files = await office.files(ANA)
    [new] = [one for one in files if one.case.id != case.case.id]
    assert [one.kind for one in new.requests] == [Kind.OPT_OUT_MARKETING]
    assert "you asked again for what" in "".join(office.to(ANA))


@on_sqlite
async def test_a_repeat_of_what_has_ended_meanwhile_is_filed(office: Office) -> None:
    case = await filed(office)
    await office.command(ANA, "start", "tokoku")
    await office.say(ANA, "please delete my data")
    office.later(hours=1)
    async with office.database.transaction() as db:
        [request] = case.requests
        await steps.move(db, request, Move.WITHDRAW, steps.CUSTOMER, now=office.now)
        await steps.settle(db, case.case.id, now=office.now)
    office.later(hours=23)
    await drafts.settle(office.desk)
    assert len(await office.files(ANA)) == 2
