"""Follow-ups, comparisons and buttons said in words: what was said before decides, for a while."""

from __future__ import annotations

from functools import cache

import pytest
import sqlalchemy as sa
from answering import small

from bot.services.library import Loaded, prepare
from bot.storage import conversations, customers, tables

from .companies import ALPENPOST, TOKOKU, WARUNGIN, summary
from .conftest import on_sqlite
from .office import ANA, BUDI, NOW, Office

pytestmark = on_sqlite
UNCLEAR = "We're not sure what that refers to."


@cache
def real(version: int) -> Loaded:
    return prepare(version, small.real())


async def asked(office: Office, text: str = "does tokoku sell my data?") -> None:
    await office.press(ANA, "lang:en")
    await office.say(ANA, text)


@pytest.mark.parametrize(
    ("text", "article"),
    [
        ("same for warungin", "warungin.sale_of_data"),
        ("kalau warungin gimana", "warungin.sale_of_data"),
        ("warungin?", "warungin.sale_of_data"),
        ("and how long?", "tokoku.retention"),
        ("what about cookies", "tokoku.cookies_tracking"),
        ("kalau cookies gimana", "tokoku.cookies_tracking"),
    ],
)
async def test_a_follow_up_leans_on_the_question_before(
    office: Office, text: str, article: str
) -> None:
    await asked(office)
    [row] = await office.say(ANA, text)
    assert row.text.startswith(summary(article))


@pytest.mark.parametrize(
    ("before", "text", "article"),
    [
        ("do you store my card number", "and how long?", "mailcamp.retention"),
        ("what about cookies", "same for mailpro", "mailpro.cookies_tracking"),
    ],
)
async def test_a_follow_up_hears_what_is_new_in_it(
    office: Office, before: str, text: str, article: str
) -> None:
    office.library.loaded = real(office.loaded.version)
    await office.command(ANA, "start", "mailcamp")
    await office.press(ANA, "lang:en")
    await office.say(ANA, "do you sell my data")
    await office.say(ANA, before)
    [row] = await office.say(ANA, text)
    assert f"rel:{article}" in row.buttons.values()


@pytest.mark.parametrize(
    "text", ["which company keeps data the longest?", "perusahaan mana simpan data paling lama?"]
)
async def test_which_company_compares_though_one_is_chosen(office: Office, text: str) -> None:
    office.library.loaded = real(office.loaded.version)
    await office.command(ANA, "start", "mailcamp")
    [row] = await office.say(ANA, text)
    assert {"art:crm.retention", "art:mailpro.retention"} <= set(row.buttons.values())


@pytest.mark.parametrize(
    ("text", "article"),
    [
        ("does tokoku sell my data", "tokoku.sale_of_data"),
        ("the one I use is tokoku", "tokoku.retention"),
        ("what about tokoku", "tokoku.retention"),
    ],
)
async def test_a_new_question_that_names_a_company_is_not_answered_with_the_old_one(
    office: Office, text: str, article: str
) -> None:
    await office.press(ANA, "lang:en")
    await office.say(ANA, "how long is my data kept?")
    [row] = await office.say(ANA, text)
    assert row.text.startswith(summary(article))


async def test_the_same_question_can_be_put_to_one_after_another(office: Office) -> None:
    await asked(office)
    for name in (WARUNGIN, ALPENPOST, TOKOKU):
        [row] = await office.say(ANA, f"and {name}?")
        assert row.text.startswith(summary(f"{name}.sale_of_data"))


async def test_a_whole_question_is_not_bent_by_what_came_before(office: Office) -> None:
    await asked(office)
    [row] = await office.say(ANA, "does warungin use cookies?")
    assert row.text.startswith(summary("warungin.cookies_tracking"))


async def test_a_name_alone_still_chooses_the_company(office: Office) -> None:
    await asked(office)
    [row] = await office.say(ANA, "Warungin")
    assert row.text.startswith("Warungin. Type a question")


@pytest.mark.parametrize("text", ["why?", "kenapa?"])
async def test_why_is_answered_with_what_the_text_holds(office: Office, text: str) -> None:
    await asked(office)
    [row] = await office.say(ANA, text)
    assert "We add no reasons of our own." in row.text
    assert "line 3" in row.text


async def test_more_shows_the_details_or_that_there_are_none(office: Office) -> None:
    await asked(office, "can I have my data deleted at alpenpost?")
    [row] = await office.say(ANA, "tell me more")
    assert "More on deleting." in row.text
    await asked(office)
    [row] = await office.say(ANA, "lebih lanjut")
    assert "We have nothing more on this" in row.text


async def test_details_take_the_place_of_the_answer_and_lead_back(office: Office) -> None:
    await asked(office, "can I have my data deleted at alpenpost?")
    [details] = await office.tap(ANA, "Details")
    assert details.edits is not None
    [back] = await office.tap(ANA, "Back")
    assert back.edits is not None
    assert back.text.startswith(summary("alpenpost.right_erasure"))
    assert "Delete my data" in back.buttons


async def test_the_second_one_is_the_second_shown(office: Office) -> None:
    await asked(office, "which of you sell my data?")
    [row] = await office.say(ANA, "the second one")
    assert row.text.startswith(summary("tokoku.sale_of_data"))
    await office.command(ANA, "company")
    [row] = await office.say(ANA, "yang terakhir")
    assert row.text.startswith("Warungin. Type a question")


async def test_after_half_an_hour_nothing_is_leant_on(office: Office) -> None:
    await asked(office)
    office.later(minutes=31)
    [row] = await office.say(ANA, "tell me more")
    assert row.text.startswith(UNCLEAR)
    [row] = await office.say(ANA, "same for warungin")
    assert row.text.startswith("Warungin. Type a question")


async def test_nobody_leans_on_what_another_asked(office: Office) -> None:
    await asked(office)
    await office.press(BUDI, "lang:en")
    [row] = await office.say(BUDI, "tell me more")
    assert row.text.startswith(UNCLEAR)


async def test_what_was_asked_is_sealed_and_gone_in_a_day(office: Office) -> None:
    await asked(office)
    async with office.database.reading() as db:
        ana = await customers.find(db, ANA)
        assert ana
        kept = await conversations.load(db, ana.id)
        raw = (await db.execute(sa.select(tables.conversations.c.state))).scalar()
    assert "sell my data" in (kept.state or "")
    assert "sell" not in str(raw)


async def test_who_is_forgotten_is_not_remembered_for_follow_ups(office: Office) -> None:
    await asked(office)
    await office.press(ANA, "fgty")
    async with office.database.reading() as db:
        kept = (await db.execute(sa.select(tables.conversations.c.state))).scalars().all()
    assert kept in ([], [None])


async def test_several_companies_are_compared_and_a_page_leads_to_each_answer(
    office: Office,
) -> None:
    await asked(office, "compare tokoku and warungin on cookies")
    shown = office.sent[-1]
    assert shown.text.startswith("Cookies and tracking, side by side:")
    assert [b for b in shown.buttons.values() if b[:4] == "art:"] == [
        "art:tokoku.cookies_tracking",
        "art:warungin.cookies_tracking",
    ]
    [row] = await office.tap(ANA, "Warungin")
    assert row.text.startswith(summary("warungin.cookies_tracking"))
    assert row.edits is None


async def test_a_follow_up_to_a_comparison_compares_again(office: Office) -> None:
    await asked(office, "compare tokoku and warungin on cookies")
    [row] = await office.say(ANA, "what about security")
    assert row.text.startswith("Security, side by side:")
    assert {"Tokoku", "Warungin"} <= set(row.buttons)


async def test_a_page_of_another_comparison_is_stale(office: Office) -> None:
    await asked(office, "which of you sell my data?")
    await office.press(ANA, "cmp:ffffff:1")
    assert office.toasts[-1] == "This button is out of date. Here's where things stand."


async def test_a_button_can_be_said_in_words(office: Office) -> None:
    await asked(office, "can I have my data deleted at alpenpost?")
    [row] = await office.say(ANA, "details")
    assert "More on deleting." in row.text


@pytest.mark.parametrize("text", ["ok", "hmm", "oke sip"])
async def test_a_nod_after_an_answer_is_no_question(office: Office, text: str) -> None:
    await asked(office)
    [row] = await office.say(ANA, text)
    assert row.text == "Ask on whenever you like; /human brings a person."


async def test_a_vague_name_is_asked_about_though_a_company_is_chosen(
    office: Office,
) -> None:
    office.library.loaded = real(office.loaded.version)
    await asked(office, "does jurnal sell my data?")
    [row] = await office.say(ANA, "does the crm use cookies?")
    assert row.text == "Which one do you mean?"
    assert {"Qontak", "CRM (name not given)"} <= set(row.buttons)
    [row] = await office.tap(ANA, "Qontak")
    assert row.text.startswith("Yes")
    [row] = await office.say(ANA, "does the crm sell my data?")
    assert "Qontak" in row.text


async def test_a_person_needs_no_company(office: Office) -> None:
    await office.press(ANA, "lang:en")
    await office.command(ANA, "human")
    await office.say(ANA, "nobody answers me")
    assert office.to(ANA)[-1].startswith("Passed to staff: PR-")
    case = await office.only_case(ANA)
    assert (case.case.policy, case.case.cited) == ("", ())
    [row] = await office.command(ANA, "status")
    assert "no company named · talk to a person" in row.text


async def test_a_right_at_a_company_not_held_is_filed_for_a_person(office: Office) -> None:
    await office.press(ANA, "lang:en")
    await office.say(ANA, "delete my data")
    office.later(hours=1)
    await office.tap(ANA, "It's not here")
    await office.tap(ANA, "Talk to a person")
    case = await office.only_case(ANA)
    assert (case.case.policy, case.case.received_at) == ("", NOW)
    assert {request.kind for request in case.requests} == {"erasure", "human"}
    assert all(request.is_target for request in case.requests)


@pytest.mark.parametrize(
    "text", ["siapa di antara kalian yang menjual data?", "who of you sells my data?"]
)
async def test_who_of_you_does_not_ask_who_you_are(office: Office, text: str) -> None:
    await asked(office, text)
    shown = office.sent[-1]
    assert {"art:tokoku.sale_of_data", "art:warungin.sale_of_data"} <= set(shown.buttons.values())
