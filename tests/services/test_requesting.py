"""Asking for something, as a customer sees it: few taps, several companies, no question twice."""

from __future__ import annotations

import pytest

from bot.answering import load
from bot.answering.answer import Engine
from bot.domain.cases import Kind, Status
from bot.services import drafts
from bot.services.library import prepare
from bot.storage import details, messages

from .companies import tokoku, with_companies
from .conftest import on_sqlite
from .office import ANA, GROUP, Office, filed

ASKED = {"en": "please delete my data", "id": "tolong hapus data saya"}
LABELS = {
    "en": ("Send it from here", "Mine, I have an account", "Skip", "Send request"),
    "id": ("Ajukan dari sini", "Saya, punya akun", "Lewati", "Kirim permintaan"),
}


def shown(office: Office, label: str) -> bool:
    """Whether the newest message with buttons has this one."""
    return label in next(row for row in reversed(office.sent) if row.buttons).buttons


@on_sqlite
@pytest.mark.parametrize("language", ["en", "id"])
async def test_from_the_first_words_to_a_reference_takes_five_inputs(
    office: Office, language: str
) -> None:
    await office.command(ANA, "start", "tokoku")
    rows, inputs = await office.say(ANA, ASKED[language]), 1
    for label in LABELS[language]:
        rows, inputs = await office.tap(ANA, label), inputs + 1
    reference = (await office.only_case(ANA)).case.reference
    assert any(reference in row.text for row in rows if row.chat == ANA)
    assert inputs <= 5


@on_sqlite
async def test_with_an_address_in_the_first_words_it_takes_four(office: Office) -> None:
    await office.command(ANA, "start", "tokoku")
    await office.say(ANA, "delete my data, my e-mail is ana@example.org")
    for label in ("Send it from here", "Mine, I have an account", "Send request"):
        await office.tap(ANA, label)
    case = await office.only_case(ANA)
    async with office.database.reading() as db:
        given = await details.of_case(db, case.case.id)
    assert given == {"whose": "account", "email": "ana@example.org"}


@on_sqlite
async def test_one_message_to_two_companies_makes_two_cases(office: Office) -> None:
    await office.say(ANA, "delete my data at Tokoku and at Alpenpost")
    text = office.to(ANA)[-1]
    assert "1. Tokoku: delete my data" in text
    assert "2. Alpenpost: delete my data" in text
    assert shown(office, "Only Alpenpost")
    await office.tap(ANA, "Send them all")
    for label in ("Mine, I have an account", "Skip", "Send request"):
        await office.tap(ANA, label)
    files = await office.files(ANA)
    assert {file.case.policy for file in files} == {"tokoku", "alpenpost"}
    assert len({file.case.reference for file in files}) == 2
    assert {file.requests[0].rule_id for file in files} == {"target", "gdpr-month"}
    for file in files:
        assert any(file.case.reference in text for text in office.to(ANA))


@on_sqlite
async def test_what_is_wanted_of_each_company_is_read_from_its_own_part(office: Office) -> None:
    await office.say(ANA, "delete my data at Tokoku and stop the promo e-mails from Alpenpost")
    text = office.to(ANA)[-1]
    assert "1. Tokoku: delete my data (erasure)\n" in text
    assert "2. Alpenpost: stop marketing messages\n" in text
    await office.tap(ANA, "Send them all")
    for label in ("Mine, I have an account", "Skip", "Send request"):
        await office.tap(ANA, label)
    kinds = {file.case.policy: [r.kind for r in file.requests] for file in await office.files(ANA)}
    assert kinds == {"tokoku": [Kind.ERASURE], "alpenpost": [Kind.OPT_OUT_MARKETING]}


@on_sqlite
async def test_companies_named_in_the_middle_of_a_form_join_it(office: Office) -> None:
    await office.command(ANA, "start", "tokoku")
    await office.say(ANA, "please delete my data")
    await office.say(ANA, "Warungin and Alpenpost")
    assert "We read this for 3 companies:" in office.to(ANA)[-1]


@on_sqlite
async def test_a_company_that_leaves_takes_no_other_with_it(office: Office) -> None:
    """A reload in the middle of a form for two companies."""
    await office.say(ANA, "delete my data at Tokoku and at Alpenpost")
    knowledge, _ = load.parse(with_companies(tokoku()))
    assert knowledge is not None
    office.library.loaded = prepare(office.loaded.version, Engine(knowledge))
    await office.tap(ANA, "Send them all")
    for label in ("Mine, I have an account", "Skip", "Send request"):
        await office.tap(ANA, label)
    assert (await office.only_case(ANA)).case.policy == "tokoku"


@on_sqlite
async def test_everything_can_be_asked_for_by_its_command(office: Office) -> None:
    await office.command(ANA, "start", "tokoku")
    [row] = await office.command(ANA, "request")
    assert {button.partition(":")[2] for button in row.buttons.values()} >= {
        f"{kind}:tokoku" for kind in Kind
    }
    assert {"Close my account", "I don't know which"} <= set(row.buttons)


@on_sqlite
async def test_two_questions_find_the_right_kind(office: Office) -> None:
    await office.command(ANA, "start", "tokoku")
    await office.command(ANA, "request")
    for label in ("I don't know which", "Messages or ads I get", "Promotions sent to me"):
        await office.tap(ANA, label)
    assert "Stop marketing messages from Tokoku?" in office.to(ANA)[-1]


@on_sqlite
async def test_every_way_of_the_finder_ends_at_a_kind(office: Office) -> None:
    finder = office.loaded.knowledge.talks.finder
    reached = {answer.kind for question in finder.values() for answer in question.answers}
    assert reached >= set(Kind)


@on_sqlite
async def test_closing_alone_goes_to_staff_as_a_wish(office: Office) -> None:
    await office.command(ANA, "start", "tokoku")
    await office.say(ANA, "please close my account")
    assert "should your data be deleted as well?" in office.to(ANA)[-1]
    await office.tap(ANA, "Only close the account")
    await office.tap(ANA, "Pass to staff")
    [request] = (await office.only_case(ANA)).requests
    assert request.kind is Kind.HUMAN


# ---- whose data


@on_sqlite
@pytest.mark.parametrize(
    ("label", "word", "told"),
    [
        ("Mine, via a business", "that one may have to decide (redirect)", "it usually decides"),
        ("Someone else's", "ask what lets them act", "what lets you act for that person"),
    ],
)
async def test_whose_data_it_is_changes_what_is_said_and_stands_on_the_card(
    office: Office, label: str, word: str, told: str
) -> None:
    await office.command(ANA, "start", "tokoku")
    await office.say(ANA, "please delete my data")
    await office.tap(ANA, "Send it from here")
    await office.tap(ANA, label)
    while not shown(office, "Send request"):
        await office.tap(ANA, "Skip")
    await office.tap(ANA, "Send request")
    [card] = [row for row in office.sent if row.kind == "card" and row.chat == GROUP]
    assert word in card.text
    assert told in office.to(ANA)[-1]


# ---- the same once more


@on_sqlite
async def test_a_request_that_is_open_already_is_shown_and_its_words_can_join_it(
    office: Office,
) -> None:
    case = await filed(office)
    await office.command(ANA, "start", "tokoku")
    await office.say(ANA, "please delete my data, all of it")
    assert case.case.reference in office.to(ANA)[-1]
    await office.tap(ANA, "Add my words to it")
    assert len(await office.files(ANA)) == 1
    await office.say(ANA, "please delete my data")
    await office.tap(ANA, "Send as a new one")
    for label in LABELS["en"]:
        await office.tap(ANA, label)
    assert len(await office.files(ANA)) == 2


# ---- taken up again


@on_sqlite
async def test_a_form_left_half_way_is_filed_for_each_company_and_completed_later(
    office: Office,
) -> None:
    await office.say(ANA, "delete my data at Tokoku and at Alpenpost")
    await office.tap(ANA, "Send them all")
    office.later(hours=23, minutes=30)
    await drafts.settle(office.desk)
    async with office.database.transaction() as db:
        await office.deliver(db)
    files = await office.files(ANA)
    assert {file.case.policy for file in files} == {"tokoku", "alpenpost"}
    office.later(days=5)
    await office.tap(ANA, "Complete it")
    await office.tap(ANA, "Mine, I have an account")
    await office.say(ANA, "ana@example.org")
    given = []
    async with office.database.reading() as db:
        given = [await details.of_case(db, file.case.id) for file in files]
    assert {"whose": "account", "email": "ana@example.org"} in given


@on_sqlite
async def test_a_button_pressed_again_after_sending_shows_the_case(office: Office) -> None:
    await office.command(ANA, "start", "tokoku")
    await office.say(ANA, "stop the promo e-mails")
    row = next(row for row in reversed(office.sent) if "Stop them" in row.buttons)
    for _ in range(2):
        await office.press(ANA, row.buttons["Stop them"], row.number)
    case = await office.only_case(ANA)
    assert office.toasts[-1] == "This was sent already. Here it is."
    assert case.case.reference in office.to(ANA)[-1]
    assert {request.status for request in case.requests} == {Status.TRIAGED}


@on_sqlite
async def test_a_slip_in_an_address_after_an_opt_out_is_mended_at_one_press(
    office: Office,
) -> None:
    await office.command(ANA, "start", "tokoku")
    await office.say(ANA, "stop the promo e-mails")
    await office.tap(ANA, "Stop them")
    await office.say(ANA, "ana@gmial.com")
    await office.tap(ANA, "Use ana@gmail.com")
    case = await office.only_case(ANA)
    async with office.database.reading() as db:
        assert (await details.of_case(db, case.case.id))["email"] == "ana@gmail.com"


# ---- where the customer lives


@on_sqlite
async def test_where_the_customer_lives_can_bring_an_earlier_date(office: Office) -> None:
    await office.command(ANA, "start", "tokoku")
    await office.say(ANA, "please delete my data")
    for label in LABELS["en"][:3]:
        await office.tap(ANA, label)
    assert "Where you live isn't said." in office.to(ANA)[-1]
    await office.tap(ANA, "Where I live")
    await office.tap(ANA, "EU or EEA")
    assert "Living in: the EU or EEA" in office.to(ANA)[-1]
    await office.tap(ANA, "Send request")
    [request] = (await office.only_case(ANA)).requests
    assert request.rule_id == "gdpr-month"


# ---- what nobody needs


@on_sqlite
async def test_a_card_number_is_not_kept_and_its_message_can_be_deleted(office: Office) -> None:
    await office.command(ANA, "start", "tokoku")
    await office.say(ANA, "delete my data, my card is 4111 1111 1111 1111")
    assert "looks like a card number" in office.to(ANA)[-1]
    written = office.sent[-1]
    await office.tap(ANA, "Delete it for me")
    [gone] = [row for row in office.sent if row.kind == "delete" and row.chat == ANA]
    assert f"gone:{gone.payload['message_id']}" in written.buttons.values()
    for label in LABELS["en"]:
        await office.tap(ANA, label)
    case = await office.only_case(ANA)
    async with office.database.reading() as db:
        [kept] = await messages.of_case(db, case.case.id)
    assert kept.words == "delete my data, my card is ••••"
    assert not any("4111" in text for text in office.to(ANA))


@on_sqlite
async def test_a_password_alone_is_only_warned_of_and_the_form_stands(office: Office) -> None:
    await office.command(ANA, "start", "tokoku")
    await office.say(ANA, "please delete my data")
    await office.tap(ANA, "Send it from here")
    before = len(office.to(ANA))
    await office.say(ANA, "password: hunter2")
    told = office.to(ANA)[before:]
    assert "looks like a password" in told[0]
    assert told[1] == "Whose data is it?"
    assert len(told) == 2


@on_sqlite
async def test_only_a_message_number_can_be_deleted(office: Office) -> None:
    for number in ("", "x", "-5", "²"):
        await office.press(ANA, f"gone:{number}")
    assert not [row for row in office.sent if row.kind == "delete"]
