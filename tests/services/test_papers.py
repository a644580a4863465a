"""Papers: made when they leave, from what is true then, for their owner only."""

from __future__ import annotations

import re
import subprocess
import sys
import zlib
from datetime import timedelta
from typing import Any

import pytest
from icalendar import Calendar

from bot.domain.cases import Kind
from bot.services import papers, paperwork
from bot.services.paperwork import Foot
from bot.services.records import CaseFile
from bot.storage import customers

from .conftest import on_sqlite
from .office import ANA, BUDI, NOW, Office, filed, walked


def labels(rows: list[Any]) -> set[str]:
    return {label for row in rows for label in row.buttons}


async def made(office: Office, case: CaseFile, paper: str, chat: int = ANA) -> papers.Paper | None:
    async with office.database.transaction() as db:
        language = "en"
        owner = await customers.meet(db, chat, language=language, pseudonym="Ibis 11", now=NOW)
    wanted = {"paper": paper, "case": case.case.id, "language": language}
    return await papers.make(office.desk, owner.id, wanted)


async def test_a_receipt_offers_itself_on_paper_and_its_date(office: Office) -> None:
    case = await walked(office)
    receipt = next(row for row in reversed(office.sent) if "Received:" in row.text)
    assert {"Receipt as PDF", "Add to calendar"} <= set(receipt.buttons)
    for label, paper in (("Receipt as PDF", "receipt"), ("Add to calendar", "dates")):
        [row] = await office.tap(ANA, label)
        assert (row.kind, row.repeat, row.chat) == ("document", "once", ANA)
        assert row.payload == {"paper": paper, "case": case.case.id, "language": "en"}


async def test_a_case_offers_its_papers_and_no_date_once_it_is_closed(office: Office) -> None:
    case = await walked(office)
    shown = await office.command(ANA, "status", case.case.reference)
    assert {"Receipt as PDF", "Add to calendar"} <= labels(shown)
    await office.tap(ANA, "Withdraw")
    await office.tap(ANA, "Withdraw")
    shown = await office.command(ANA, "status", case.case.reference)
    assert "Add to calendar" not in labels(shown)
    assert await made(office, case, "dates") is None


async def test_the_papers_of_another_are_as_unknown_as_none(office: Office) -> None:
    case = await filed(office)
    [row] = await office.press(BUDI, f"pdf:{case.case.reference}")
    assert row.text == "There's no request like that in this chat."
    assert await made(office, case, "receipt", BUDI) is None


@on_sqlite
async def test_the_receipt_is_a_pdf_of_what_was_asked(office: Office) -> None:
    case = await walked(office)
    paper = await made(office, case, "receipt")
    assert paper is not None
    assert (paper.name, paper.content[:5]) == (f"{case.case.reference}.pdf", b"%PDF-")
    assert case.case.reference in paper.caption


@on_sqlite
async def test_the_calendar_holds_the_date_of_each_open_request(office: Office) -> None:
    case = await filed(office, kinds=(Kind.ERASURE, Kind.ACCESS))
    paper = await made(office, case, "dates")
    assert paper is not None
    events = Calendar.from_ical(paper.content).walk("VEVENT")
    dates = {one.due_day or one.due_at for one in case.requests}
    assert {event.decoded("dtstart") for event in events} == dates
    assert all(case.case.reference in str(event["summary"]) for event in events)
    alarms = Calendar.from_ical(paper.content).walk("VALARM")
    assert {alarm.decoded("trigger") for alarm in alarms} == {timedelta(days=-1)}


NAMES = [
    "Toko Bu Ngatmi 🏪",
    "Śląsk Ñandú Þór",
    "Бюро «Ромашка»",
    "مكتب الخصوصية",
    "東京商店",
    "\ud83d",
]


@pytest.mark.parametrize("name", NAMES)
def test_names_of_any_script_come_into_a_pdf(name: str) -> None:
    content = paperwork.pdf(
        f"Receipt {name.encode('utf-8', 'replace').decode()}", [name] * 90, Foot(name), NOW
    )
    assert content.startswith(b"%PDF-")
    assert content.count(b"/Type /Page\n") > 1


def test_the_words_of_a_pdf_can_be_read_back() -> None:
    content = paperwork.pdf("Receipt", ["Ana"], Foot(""), NOW)
    streams = re.findall(rb"stream\n(.*?)\nendstream", content, re.DOTALL)
    texts = b"".join(zlib.decompress(one) for one in streams if one[:1] == b"x")
    assert b"Tj" in texts or b"TJ" in texts


def test_what_makes_papers_is_not_loaded_before_one_is_made() -> None:
    code = "import sys, bot.wiring; print({'fpdf', 'icalendar', 'PIL'} & set(sys.modules))"
    run = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "set()"


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Toko Bu Ngatmi 🏪👩‍🍳 ok", "Toko Bu Ngatmi □ ok"),
        ("東京商店 Ana", "□ Ana"),
        ("Śląsk\nمكتب", "Śląsk\nمكتب"),
    ],
)
def test_signs_the_paper_lacks_are_one_box_and_it_says_so(text: str, printed: str) -> None:
    have = {ord(one) for one in "Toko Bu Ngatmi ok Ana Śląsk مكتب"}
    assert paperwork.printable(text, have) == printed
    with_word, without = (
        shown_glyphs(paperwork.pdf("Receipt", [text], Foot("", said), NOW))
        for said in ("It says so.", "")
    )
    assert (len(with_word) > len(without) + len("It says so.")) is ("□" in printed)


def shown_glyphs(content: bytes) -> bytes:
    """Everything the pages draw."""
    streams = re.findall(rb"stream\n(.*?)\nendstream", content, re.DOTALL)
    texts = [zlib.decompress(one) for one in streams if one[:1] == b"x"]
    return b"".join(one for one in texts if b"Tj" in one)
