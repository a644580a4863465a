"""Was this right: one vote for an answer and a person, bound to what was shown."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from bot.language.catalogue import catalogue
from bot.services.chores import Chores
from bot.services.talk import Heard
from bot.storage import answers, tables
from bot.storage.answers import Open
from bot.storage.database import Database

from .conftest import on_sqlite
from .office import ANA, BUDI, Office, Row

EN = catalogue("en")
SELLS, UNSURE, UNKNOWN = (
    "does tokoku sell my data?",
    "what about wombats and data",
    "the secret wombat",
)


async def rows(database: Database) -> list[Any]:
    async with database.reading() as db:
        return list((await db.execute(sa.select(tables.answers))).all())


async def waiting(office: Office) -> list[Open]:
    async with office.database.reading() as db:
        return await answers.waiting(db, limit=99)


async def asked(office: Office, text: str = SELLS, chat: int = ANA) -> Row:
    """The last thing that was said back."""
    await office.command(chat, "start", "tokoku")
    return (await office.say(chat, text, names=("Ana Maria", "ana_m")))[-1]


def vote(row: Row, label: str = "Not helpful") -> str:
    return row.buttons[label]


async def test_an_answer_asks_whether_it_was_right_and_knows_where_it_came_from(
    office: Office,
) -> None:
    row = await asked(office)
    assert list(row.buttons)[-2:] == ["Helpful", "Not helpful"]
    [kept] = await rows(office.database)
    assert (kept.version, kept.policy, kept.language) == (office.loaded.version, "tokoku", "en")
    assert kept.articles.split()[0] == "tokoku.sale_of_data"
    async with office.database.reading() as db:
        found = await answers.shown_in(db, row.number, customer_id=kept.customer_id)
    assert found is not None
    assert found.id == kept.id


async def test_the_last_vote_of_a_person_is_the_one_that_counts(office: Office) -> None:
    row = await asked(office)
    assert await office.press(ANA, vote(row, "Helpful")) == []
    assert office.toasts[-1] == EN("thanks_for_vote")
    [wrong] = await office.press(ANA, vote(row))
    assert await office.press(ANA, vote(row)) == []
    assert [one.why for one in await waiting(office)] == ["vote"]
    await office.tap(ANA, "The answer is wrong")
    assert [one.reason for one in await waiting(office)] == ["wrong"]
    await office.press(ANA, vote(row, "Helpful"))
    assert await waiting(office) == []
    [kept] = await rows(office.database)
    assert (kept.vote, kept.reason) == ("up", None)
    assert wrong.chat == ANA


async def test_a_no_offers_other_readings_and_a_person(office: Office) -> None:
    row = await asked(office)
    [wrong] = await office.press(ANA, vote(row))
    assert wrong.text == EN("what_was_wrong")
    assert "Talk to a person" in wrong.buttons
    assert [one for one in wrong.buttons.values() if one.startswith("art:")] != []
    [noted] = await office.tap(ANA, "Hard to understand")
    assert (noted.edits, noted.text) == (wrong.number, EN("noted"))
    assert noted.buttons["Talk to a person"] == "req:human:tokoku"


@on_sqlite
@pytest.mark.parametrize("data", ["v:{id}:y", "v:{id}:n", "v:{id}:w"])
async def test_nobody_votes_on_anothers_answer(office: Office, data: str) -> None:
    await asked(office)
    [kept] = await rows(office.database)
    assert await office.press(BUDI, data.format(id=kept.id)) == []
    assert office.toasts[-1] == EN("stale_button")
    [after] = await rows(office.database)
    assert after.vote is None


@on_sqlite
@pytest.mark.parametrize("data", ["v", "v:1", "v:1:x", "v:1:y:z"])
async def test_a_vote_that_is_none_is_an_old_button(office: Office, data: str) -> None:
    await office.press(ANA, data)
    assert office.toasts[-1] == EN("stale_button")


async def test_what_could_not_be_answered_waits_without_who_asked(office: Office) -> None:
    await asked(office, f"{UNKNOWN} of Ana, mail ana@gmail.com or @ana_m?")
    [kept] = await waiting(office)
    assert kept.words == f"{UNKNOWN} of [name], mail [email] or [handle]?"
    assert (kept.why, kept.policy, kept.articles) == ("unknown", "tokoku", ())


async def test_none_of_these_keeps_the_question_and_an_old_button_no_more(
    office: Office,
) -> None:
    row = await asked(office, UNSURE)
    assert "Helpful" not in row.buttons
    assert await waiting(office) == []
    await office.tap(ANA, "None of these")
    await office.press(ANA, "none", 999_999)
    [kept] = await waiting(office)
    assert (kept.why, kept.words, len(kept.articles)) == ("none", UNSURE, 3)


@on_sqlite
async def test_a_reading_that_was_chosen_keeps_its_question(office: Office) -> None:
    row = await asked(office, UNSURE)
    reading = next(label for label, action in row.buttons.items() if action.startswith("art:"))
    [answer] = await office.tap(ANA, reading)
    await office.press(ANA, vote(answer))
    assert [(one.why, one.words) for one in await waiting(office)] == [("vote", UNSURE)]


@on_sqlite
async def test_a_comparison_voted_down_offers_no_reading_of_one_name_many_times(
    office: Office,
) -> None:
    row = await asked(office, "which of you sells my data?")
    [_, said] = [row, *await office.press(ANA, vote(row))]
    assert not [one for one in said.buttons.values() if one.startswith("art:")]


@on_sqlite
async def test_marks_without_a_word_are_not_kept_for_admins(office: Office) -> None:
    row = await asked(office, "???")
    assert row.text == EN("not_found")
    assert await rows(office.database) == []


@on_sqlite
async def test_what_is_plainly_about_something_else_is_not_kept(office: Office) -> None:
    row = await asked(office, "berapa harga paket langganan")
    assert row.text == catalogue("id")("off_topic")
    assert await rows(office.database) == []


@on_sqlite
async def test_a_question_that_waited_for_its_company_is_kept_with_the_answer(
    office: Office,
) -> None:
    await office.say(ANA, "do you sell my data?")
    [answer] = await office.say(ANA, "Tokoku")
    await office.press(ANA, vote(answer))
    assert [one.words for one in await waiting(office)] == ["do you sell my data?"]


@on_sqlite
async def test_after_their_time_answers_are_forgotten(office: Office) -> None:
    row = await asked(office)
    office.later(days=91)
    await Chores(office.desk).round()
    assert await rows(office.database) == []
    await office.hear(Heard(ANA, press=vote(row), message_id=row.number))
    assert office.toasts[-1] == EN("stale_button")
