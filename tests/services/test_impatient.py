"""Customers who do not press but write, in a hurry, angry or lost: what they mean still counts."""

from __future__ import annotations

import pytest

from bot.storage import details

from .conftest import on_sqlite
from .office import ANA, Office, filed

pytestmark = on_sqlite


async def asked(office: Office, *said: str) -> str:
    """An erasure begun, and these words; what the desk says last."""
    await office.command(ANA, "start", "alpenpost")
    await office.say(ANA, "please delete my data")
    for one in said:
        await office.say(ANA, one)
    return office.to(ANA)[-1]


@pytest.mark.parametrize(
    "words", ["send it from here", "SEND IT FROM HERE!!", "ok send it", "yes from here", "go on"]
)
async def test_a_forms_button_can_be_said(office: Office, words: str) -> None:
    assert await asked(office, words) == "Whose data is it?"


@pytest.mark.parametrize("words", ["I have an account", "someone else's", "via a business"])
async def test_so_can_a_part_of_its_label_that_is_no_others(office: Office, words: str) -> None:
    assert await asked(office, "send it", words) != "Whose data is it?"


@pytest.mark.parametrize("words", ["mine", "no", "delete my data"])
async def test_what_could_be_more_than_one_is_not_guessed(office: Office, words: str) -> None:
    said = await asked(office, "send it", words)
    assert "via a business" not in said
    assert "Which of your e-mail addresses" not in said


async def test_whose_data_it_is_can_be_said_in_a_sentence(office: Office) -> None:
    said = await asked(office, "send it", "it is through my employer")
    assert said.startswith("If a business put your data into Alpenpost")


@pytest.mark.parametrize("words", ["ana@example.org", "my email is ana@example.org"])
async def test_an_address_with_a_few_words_is_the_address_asked_for(
    office: Office, words: str
) -> None:
    said = await asked(office, "send it", "I have an account", words)
    assert "Please check, then send:" in said
    assert "E-mail: ana@example.org" in said
    assert "Request: delete my data (erasure)\n" in said


async def test_an_address_beside_an_opt_out_is_kept_and_not_asked_for_again(
    office: Office,
) -> None:
    await office.command(ANA, "start", "tokoku")
    await office.say(ANA, "stop the promo e-mails")
    await office.say(ANA, "ana@example.org")
    await office.say(ANA, "yes stop them")
    case = await office.only_case(ANA)
    async with office.database.reading() as db:
        assert (await details.of_case(db, case.case.id))["email"] == "ana@example.org"
    assert "Which e-mail address" not in office.to(ANA)[-1]


@pytest.mark.parametrize("words", ["cancel my request", "batalkan permintaan saya", "cancel it"])
async def test_calling_it_off_in_the_middle_sends_nothing(office: Office, words: str) -> None:
    assert await asked(office, "send it", words) in (
        "Cancelled. Nothing was sent.",
        "Dibatalkan. Tidak ada yang dikirim.",
    )


@pytest.mark.parametrize(
    "words", ["I want to withdraw my request", "cabut permintaan saya", "please cancel my request"]
)
async def test_calling_off_what_was_sent_asks_once(office: Office, words: str) -> None:
    case = await filed(office)
    await office.say(ANA, words)
    assert "Withdraw" in office.to(ANA)[-1] or "Cabut" in office.to(ANA)[-1]
    assert (await office.file(case)).is_open
    await office.say(ANA, "yes")
    assert not (await office.file(case)).is_open


async def test_of_several_cases_the_list_is_shown_and_none_is_withdrawn(office: Office) -> None:
    for company in ("tokoku", "alpenpost"):
        await filed(office, company=company)
    await office.say(ANA, "cancel my request")
    assert office.to(ANA)[-1].startswith("Your requests:")
    assert all(file.is_open for file in await office.files(ANA))


async def test_a_reference_alone_shows_its_request_and_anothers_nothing(office: Office) -> None:
    case = await filed(office)
    await office.say(ANA, case.case.reference.lower())
    assert office.to(ANA)[-1].startswith(f"{case.case.reference} · Tokoku")
    await office.say(ANA, "PR-0000-0000")
    assert office.to(ANA)[-1] == "There's no request like that in this chat."


async def test_a_right_wished_for_in_the_middle_is_taken_and_said_so(office: Office) -> None:
    said = await asked(office, "send it", "and stop the promo e-mails as well")
    assert said.startswith("We've added that to this request.")
