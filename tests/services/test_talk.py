"""A customer's turn: answered from the policy, or taken as a request, and stored as a whole."""

from __future__ import annotations

import pytest

from bot.answering import load
from bot.answering.answer import Engine
from bot.services import talk
from bot.services.library import prepare
from bot.services.talk import LONGEST, Heard
from bot.storage import conversations, customers, outbox

from .companies import ALPENPOST, TOKOKU, WARUNGIN, summary, tokoku, with_companies
from .conftest import on_sqlite
from .office import ANA, BUDI, NOW, RINA, Office, filed, taken, walked


async def test_a_question_is_answered_with_its_source(office: Office) -> None:
    [row] = await office.say(ANA, "does tokoku sell my data?")
    assert row.chat == ANA
    assert row.text.startswith(summary("tokoku.sale_of_data"))
    assert "Source: Tokoku policy, “A section”, line 3" in row.text


@on_sqlite
async def test_silence_is_called_silence_and_says_what_was_checked(office: Office) -> None:
    [row] = await office.say(ANA, "can children use tokoku?")
    assert "says nothing" in row.text
    assert "Checked: Tokoku policy, all 20 lines" in row.text
    assert "Talk to a person" in row.buttons


async def test_the_desk_writes_as_it_is_written_to_until_a_language_is_chosen(
    office: Office,
) -> None:
    await office.say(ANA, "does tokoku sell my data?")
    [row] = await office.say(ANA, "apakah tokoku menjual data pribadi saya?")
    assert row.text.startswith(summary("tokoku.sale_of_data", "id"))
    await office.press(ANA, "lang:en")
    [row] = await office.say(ANA, "apakah tokoku menjual data pribadi saya?")
    assert row.text.startswith(summary("tokoku.sale_of_data"))


@on_sqlite
@pytest.mark.parametrize(("code", "head"), [("id", "Halo"), ("ms", "Halo"), ("fr", "Hello")])
async def test_the_first_words_are_in_the_language_of_the_phone(
    office: Office, code: str, head: str
) -> None:
    [row] = await office.hear(Heard(ANA, language=code, command=("start", "")))
    assert row.text.startswith(head)


async def test_a_company_named_alone_is_chosen_and_its_question_answered(office: Office) -> None:
    [asked] = await office.say(ANA, "do you sell my data?")
    assert {"Tokoku", "Warungin", "Alpenpost"} <= set(asked.buttons)
    [row] = await office.say(ANA, "Warungin")
    assert row.text.startswith(summary("warungin.sale_of_data"))


@on_sqlite
async def test_a_company_named_in_a_sentence_gets_its_waiting_question_answered(
    office: Office,
) -> None:
    await office.say(ANA, "do you sell my data?")
    rows = await office.say(ANA, "I mean the one called Warungin")
    assert rows[0].text.startswith(summary("warungin.sale_of_data"))


@on_sqlite
async def test_two_companies_named_alone_are_asked_about(office: Office) -> None:
    [row] = await office.say(ANA, "tokoku warungin")
    assert {"Tokoku", "Warungin"} <= set(row.buttons)
    assert "Alpenpost" not in row.buttons


@on_sqlite
async def test_a_company_is_remembered(office: Office) -> None:
    await office.command(ANA, "start", ALPENPOST)
    [row] = await office.say(ANA, "do you sell my data?")
    assert row.text.startswith(summary("alpenpost.sale_of_data"))


async def test_an_erasure_ends_in_a_receipt_with_its_date_and_reason(office: Office) -> None:
    case = await walked(office, company=ALPENPOST)
    receipt = office.to(ANA)[-1]
    assert receipt.startswith(f"Received: {case.case.reference}\nDelete my data")
    assert "16 November 2026, 09:12 WIB" in receipt
    assert "Reply due by: 16 December 2026 (Zurich time)" in receipt
    assert "Why: one month from receipt, GDPR Art. 12(3)" in receipt
    assert "The policy's own time: 45 days after closing" in receipt


@on_sqlite
async def test_where_the_law_sets_no_time_the_receipt_says_target(office: Office) -> None:
    await walked(office)
    receipt = office.to(ANA)[-1]
    assert "our own target: UU PDP sets no number of hours for this" in receipt
    assert "due by" not in receipt


async def test_an_opt_out_takes_two_presses_and_no_identity(office: Office) -> None:
    [offer] = await office.press(ANA, "req:opt_out_marketing:tokoku")
    assert "No identity check needed." in offer.text
    assert "You can also do it yourself: the page Settings (line 13)" in offer.text
    rows = await office.tap(ANA, "Stop them")
    assert [row.kind for row in rows if row.chat == ANA] == ["unbutton", "send"]
    case = await office.only_case(ANA)
    assert f"Recorded: {case.case.reference}" in office.to(ANA)[-1]


@on_sqlite
async def test_the_status_lists_own_requests_and_their_dates(office: Office) -> None:
    case = await walked(office, company=ALPENPOST)
    [row] = await office.command(ANA, "status")
    line = f"1. {case.case.reference} · Alpenpost · delete my data (erasure)"
    assert f"{line} · with the team · due 16 December 2026 (Zurich time)" in row.text
    [row] = await office.command(ANA, "status", case.case.reference)
    assert "16 Nov, 09:12 WIB: received" in row.text


async def test_anothers_reference_is_as_unknown_as_none(office: Office) -> None:
    case = await walked(office)
    [foreign] = await office.command(BUDI, "status", case.case.reference)
    [unknown] = await office.command(BUDI, "status", "PR-0000-0000")
    assert foreign.text == unknown.text == "There's no request like that in this chat."
    for action in ("case", "wd", "wdy", "add", "comp"):
        await office.press(BUDI, f"{action}:{case.case.reference}")
    assert (await office.file(case)).withdrawable()
    assert case.case.reference not in "".join(office.to(BUDI))


async def test_a_request_is_withdrawn_by_its_customer(office: Office) -> None:
    case = await walked(office)
    reference = case.case.reference
    await office.press(ANA, f"wd:{reference}")
    await office.tap(ANA, "Withdraw")
    assert f"({reference}) on 16 November 2026, 09:12 WIB." in office.to(ANA)[-1]
    after = await office.file(case)
    assert not after.is_open
    assert after.case.closed_at == NOW
    [row] = await office.press(ANA, f"wdy:{reference}")
    assert "withdrawn by you" in row.text


@on_sqlite
async def test_words_are_added_to_an_own_case(office: Office) -> None:
    case = await walked(office)
    await office.press(ANA, f"add:{case.case.reference}")
    rows = await office.say(ANA, "it is about my old account")
    assert "Added, and staff can see it." in "".join(row.text for row in rows)


async def test_a_reply_to_a_receipt_goes_to_its_case(office: Office) -> None:
    first, second = await walked(office), await filed(office)
    receipt = next(r for r in office.sent if first.case.reference in r.text and r.chat == ANA)
    await office.say(ANA, "only the old account please", replies_to=receipt.number)
    assert len((await office.file(first)).steps) == len(first.steps) + 1
    assert len((await office.file(second)).steps) == len(second.steps)


async def test_a_reply_number_of_another_chat_leads_nowhere(office: Office) -> None:
    case = await walked(office)
    receipt = next(r for r in office.sent if case.case.reference in r.text and r.chat == ANA)
    await office.say(BUDI, "hello there", replies_to=receipt.number)
    assert len((await office.file(case)).steps) == len(case.steps)


@on_sqlite
async def test_while_a_person_talks_the_bot_passes_words_on(office: Office) -> None:
    case = await taken(office)
    await office.staff(RINA, "Which company is meant?", case)
    start = len(office.sent)
    for words in ("do you sell my data?", "Warungin"):
        rows = await office.say(ANA, words)
        assert [(r.kind, r.payload.get("emoji")) for r in rows if r.chat == ANA] == [
            ("react", "👌")
        ], words
        assert any(words in row.text for row in rows if row.chat != ANA)
    office.later(hours=25)
    [row] = await office.say(ANA, "does tokoku sell my data?")
    assert row.text.startswith(summary("tokoku.sale_of_data"))
    assert office.to(ANA, start=start) == [row.text]


@on_sqlite
async def test_a_long_text_is_kept_whole_for_staff(office: Office) -> None:
    await office.command(ANA, "start", TOKOKU)
    text = "my data is everywhere " * (LONGEST // 10)
    [row] = await office.say(ANA, text)
    assert str(len(text)) in row.text
    await office.tap(ANA, "Pass to staff")
    case = await office.only_case(ANA)
    await office.do(RINA, "take", case)
    told = "".join(r.text for r in office.sent if r.case_id == case.case.id)
    assert text.strip()[-200:] in told


@on_sqlite
async def test_a_photo_is_not_read_and_the_customer_is_told(office: Office) -> None:
    [row] = await office.hear(Heard(ANA))
    assert "We can only read text here." in row.text


@on_sqlite
async def test_a_stale_button_says_so_and_changes_nothing(office: Office) -> None:
    await office.press(ANA, "f:000000:check:go")
    assert office.toasts[-1] == "This button is out of date. Here's where things stand."
    assert await office.files(ANA) == []


async def test_whoever_writes_again_is_reachable_again(office: Office) -> None:
    await office.command(ANA, "start")
    async with office.database.transaction() as db:
        ana = await customers.find(db, ANA)
        assert ana
        await customers.set_unreachable(db, ana.id, NOW)
    await office.command(ANA, "help")
    async with office.database.reading() as db:
        assert (await customers.get(db, ana.id)).unreachable_at is None


async def test_a_turn_that_fails_leaves_nothing(office: Office) -> None:
    async def fails() -> None:
        async with office.database.transaction() as db:
            await talk.hear(db, office.desk, Heard(ANA, text="delete my tokoku data"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fails()
    async with office.database.reading() as db:
        assert await customers.find(db, ANA) is None
        assert (await outbox.counts(db)).states == {}


async def test_two_customers_never_mix(office: Office) -> None:
    """Turn by turn between each other, each hears only of their own."""
    await office.command(ANA, "start", TOKOKU)
    await office.command(BUDI, "start", WARUNGIN)
    await office.say(ANA, "delete my data, I am ana@example.org")
    await office.say(BUDI, "delete my data, I am budi@example.org")
    for label in ("Send it from here", "Mine, I have an account", "Send request"):
        for chat in (ANA, BUDI):
            rows = await office.tap(chat, label)
            assert {row.chat for row in rows if row.chat > 0} == {chat}
    anas, budis = await office.only_case(ANA), await office.only_case(BUDI)
    assert (anas.case.policy, budis.case.policy) == (TOKOKU, WARUNGIN)
    assert budis.case.reference not in "".join(office.to(ANA))
    assert anas.case.reference not in "".join(office.to(BUDI))
    assert "budi" not in "".join(office.to(ANA))


@on_sqlite
async def test_a_draft_for_a_company_that_left_waits_for_another(office: Office) -> None:
    """A reload in the middle of a form: the right stands, and so does its clock."""
    await office.command(ANA, "start", WARUNGIN)
    await office.say(ANA, "please delete my data")
    knowledge, _ = load.parse(with_companies(tokoku()))
    assert knowledge is not None
    office.library.loaded = prepare(office.loaded.version, Engine(knowledge))
    office.later(hours=1)
    await office.say(ANA, "what now")
    assert "Which company should get your request?" in office.to(ANA)[-1]
    await office.press(ANA, "co:tokoku")
    for label in ("Send it from here", "Mine, I have an account", "Skip", "Send request"):
        await office.tap(ANA, label)
    assert (await office.only_case(ANA)).case.received_at == NOW


@on_sqlite
async def test_the_state_of_a_conversation_is_stored_with_its_turn(office: Office) -> None:
    await office.command(ANA, "start", TOKOKU)
    await office.say(ANA, "please delete my data")
    async with office.database.reading() as db:
        ana = await customers.find(db, ANA)
        assert ana
        kept = await conversations.load(db, ana.id)
    assert '"filling"' in (kept.state or "")
