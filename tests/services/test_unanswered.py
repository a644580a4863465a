"""Admins see what could not be answered, grouped, and never who asked."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from bot.language.catalogue import catalogue
from bot.services import unanswered
from bot.storage import answers, customers
from bot.storage.answers import Shown

from .conftest import on_sqlite
from .office import ANA, NOW, TONO, Office, Row

EN = catalogue("en")


async def kept(office: Office, *questions: str, **changes: Any) -> None:
    """Questions that wait; each as if it had been asked and not answered."""
    async with office.database.transaction() as db:
        ana = await customers.meet(db, ANA, language="en", pseudonym="Heron 27", now=NOW)
        for words in questions:
            values = {"policy": "tokoku", "language": "en", "articles": (), "why": "unknown"}
            made = Shown(
                customer_id=ana.id, outbox_id="0" * 32, at=office.now, screen="not_found",
                version=1, words=words, **{**values, **changes},
            )  # fmt: skip
            await answers.add(db, made)


async def shown(office: Office, typed: str = "") -> Row:
    async with office.database.transaction() as db:
        await unanswered.show(db, office.desk, TONO, typed)
        [row] = await office.deliver(db)
    assert row.chat == TONO
    return row


async def press(office: Office, data: str) -> Row:
    """A button of an admin, as the edge hands it on."""
    action, *numbers = data.split(":")
    does = {
        "kun": unanswered.page, "kug": unanswered.group,
        "kuf": unanswered.choose, "kuo": unanswered.narrow,
        "kux": unanswered.dismiss, "kuq": unanswered.as_golden,
    }  # fmt: skip
    async with office.database.transaction() as db:
        await does[action](db, office.desk, TONO, int(numbers[0]), int(numbers[1]), 55)
        [row] = await office.deliver(db)
    return row


BOSS = ("can my boss read my chats", "my chats, can my boss read?", "can my bos read my chat")


@on_sqlite
async def test_nothing_waits_at_first(office: Office) -> None:
    assert (await shown(office)).text == EN("unanswered.none")


async def test_the_most_asked_come_first_with_how_often_and_when(office: Office) -> None:
    await kept(office, "do you use blockchain")
    office.later(days=1)
    await kept(office, *BOSS)
    await kept(office, "pakai blockchain kah", language="id", policy=None)
    text = (await shown(office)).text
    assert text.startswith("Questions without a good answer: 5. Groups: 3,")
    assert "1. Tokoku · English · 3×, last 17 November 2026, 09:12 WIB\n“can my bos" in text
    assert "2. no company · Indonesian · 1×" in text
    assert "3. Tokoku · English · 1×, last 16 November" in text
    assert str(ANA) not in text
    assert "Heron" not in text


async def test_a_group_shows_how_it_was_asked_and_what_was_shown(office: Office) -> None:
    await kept(office, *BOSS)
    voted = {"why": "vote", "reason": "wrong", "articles": ("tokoku.security",)}
    await kept(office, BOSS[0], **voted)
    row = await press(office, (await shown(office)).buttons["1"])
    assert row.edits == 55
    assert "not understood: 3 · voted wrong: 1" in row.text
    assert [line for line in row.text.splitlines() if line.startswith("“")] == [
        f"“{words}”" for words in (BOSS[0], BOSS[2], BOSS[1])
    ]
    assert "Last shown: tokoku.security (v1)" in row.text


async def test_dismissing_takes_away_what_was_seen_and_leaves_what_came_since(
    office: Office,
) -> None:
    await kept(office, *BOSS)
    group = await press(office, (await shown(office)).buttons["1"])
    await kept(office, BOSS[0])
    left = await press(office, group.buttons["Dismiss"])
    assert left.text.startswith("Questions without a good answer: 1. Groups: 1,")
    again = await press(office, group.buttons["Dismiss"])
    assert again.text.startswith("Questions without a good answer: 1")
    row = await press(office, group.buttons["As golden question"])
    assert row.text.startswith("Questions without a good answer: 1")


@on_sqlite
async def test_a_group_becomes_a_golden_question_to_paste(office: Office) -> None:
    await kept(office, 'what "exactly": - do\nyou # keep', articles=("tokoku.data_collected",))
    group = await press(office, (await shown(office)).buttons["1"])
    row = await press(office, group.buttons["As golden question"])
    [question] = yaml.safe_load(row.text.partition("\n")[2])
    assert question == {
        "question": 'what "exactly": - do you # keep',
        "policy": "tokoku",
        "language": "en",
        "role": "must",
        "kind": "answerable",
        "article": "tokoku.data_collected",
    }


@on_sqlite
@pytest.mark.parametrize(
    ("page", "turning"), [(0, ["▶"]), (1, ["◀", "▶"]), (2, ["◀"]), (9, ["◀"])]
)
async def test_a_long_list_is_turned_page_by_page(
    office: Office, page: int, turning: list[str]
) -> None:
    strange = "wombat zeppelin quasar kiwi yodel fjord bronze picnic jumble nutmeg oxygen".split()
    await kept(office, *(f"{word} {word * 2} {word[::-1]}" for word in strange))
    row = await press(office, f"kun:{page}:0")
    assert f"Page {min(page, 2) + 1} of 3" in row.text
    assert [label for label in row.buttons if label in "◀▶"] == turning


@on_sqlite
@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("", 3),
        ("tokoku", 2),
        ("Tokoku Indonesian", 1),
        ("id", 2),
        ("en tokoku", 1),
        ("indonesian", 2),
        ("en", 1),
    ],
)
async def test_the_list_is_narrowed_by_what_is_typed(
    office: Office, typed: str, left: int
) -> None:
    await kept(office, BOSS[0])
    await kept(office, "pakai blockchain kah", language="id")
    await kept(office, "ada apa nih", language="id", policy=None)
    assert f"Questions without a good answer: {left}. " in (await shown(office, typed)).text


@on_sqlite
async def test_a_company_that_is_not_held_is_asked_about(office: Office) -> None:
    assert (await shown(office, "gojek")).text == EN("unanswered.how")


@on_sqlite
async def test_the_list_stays_narrow_while_it_is_worked_down(office: Office) -> None:
    await kept(office, BOSS[0])
    await kept(office, "pakai blockchain kah", language="id")
    choices = await press(office, (await shown(office)).buttons["Narrow down"])
    assert list(choices.buttons) == [
        "Everything (2)", "Tokoku (2)", "English (1)", "Indonesian (1)"
    ]  # fmt: skip
    narrow = await press(office, choices.buttons["Indonesian (1)"])
    assert narrow.text.startswith("Indonesian\nQuestions without a good answer: 1.")
    group = await press(office, narrow.buttons["1"])
    left = await press(office, group.buttons["Dismiss"])
    assert left.text == EN("unanswered.none_of", only="Indonesian")
    again = await press(office, left.buttons["Narrow down"])
    whole = await press(office, again.buttons["Everything (1)"])
    assert "blockchain" not in whole.text
    assert "my boss" in whole.text


@on_sqlite
async def test_an_admin_reads_it_in_their_own_language(office: Office) -> None:
    await kept(office, BOSS[0])
    async with office.database.transaction() as db:
        await customers.meet(db, TONO, language="id", pseudonym="Robin 1", now=NOW)
    row = await shown(office)
    assert "Tokoku · Inggris · 1×, terakhir 16 November 2026" in row.text
    assert "Kembali ke daftar" in (await press(office, row.buttons["1"])).buttons
