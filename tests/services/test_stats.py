"""How a time went: in words and as a picture, of a group's own companies."""

from __future__ import annotations

import struct
import subprocess
import sys
from dataclasses import replace

import pytest

from bot.domain.cases import Kind
from bot.services import papers, picture
from bot.services.picture import Bar, Chart, Day

from .conftest import on_sqlite
from .office import ANA, EKA, GROUP, OTHER_GROUP, RINA, SARI, Office, filed, proposed

CHART = Chart(
    "The desk: 7 days",
    tuple(("–", "received") for _ in range(6)),
    "In time, by kind",
    (Bar("See my data", 1, 3), Bar("Toko Bu Ngatmi 🏪 東京", 0, 1)),
    "Received, by company",
    (Bar("Tokoku", 4, 4),),
    "Day by day",
    (Day("15 Nov", 4, 0), Day("16 Nov", 0, 1)),
    ("received", "closed"),
    "Nothing in this time.",
)
BARE = replace(CHART, kinds=(), companies=(), days=())


async def worked(office: Office) -> None:
    """A question, a request that is late, and one that was finished in two hours."""
    await filed(office, kinds=(Kind.ACCESS,))
    office.later(days=5)
    case = await proposed(office)
    office.later(hours=2)
    await office.do(SARI, "approve", case)
    await office.command(ANA, "start", "tokoku")
    await office.say(ANA, "how long do you keep my data")


async def test_the_words_tell_what_happened(office: Office) -> None:
    await worked(office)
    said, drawn = await office.order(RINA, "stats", None, "7")
    assert said.text.splitlines() == [
        "7 days: 2 received, 1 closed.",
        "In time by law: 0 % (0 of 1).",
        "In time by our own targets: 100 % (1 of 1).",
        "To the first answer of a person: half within 2 h 0 min, nine of ten within 2 h 0 min.",
        "To the outcome: half within 2 h 0 min, nine of ten within 2 h 0 min.",
        "Questions: 1; 100 % answered without a person.",
        "██████████ 100 % · 1/1 · delete my data (erasure)",
        "░░░░░░░░░░ 0 % · 0/1 · see my data",
        "Received, by company: Tokoku 2",
        "Outcomes: done 1",
        "Open, by age: up to a day 0, 1–3 days 0, 3–14 days 1, older 0.",
        "Day by day: received ▁█▁▁▁▁█, closed ▁▁▁▁▁▁█",
    ]
    assert set(said.buttons) == {"7 days", "30 days", "90 days", "Dark picture"}
    assert (drawn.kind, drawn.chat) == ("picture", GROUP)


@on_sqlite
async def test_a_button_shows_another_time_or_the_same_in_other_light(office: Office) -> None:
    await worked(office)
    said, _ = await office.order(RINA, "stats")
    assert said.text.startswith("30 days:")
    await office.click(RINA, said.buttons["Dark picture"])
    again, drawn = office.sent[-2:]
    assert "Light picture" in again.buttons
    assert drawn.payload["detail"].endswith(" dark")
    await office.click(RINA, said.buttons["90 days"])
    assert office.sent[-2].text.startswith("90 days:")
    said, drawn = await office.order(RINA, "stats", None, "gelap 2026-11")
    assert said.text.startswith("2026-11:")
    assert drawn.payload["detail"].endswith(" dark")


@on_sqlite
async def test_what_is_no_time_is_asked_about(office: Office) -> None:
    [said] = await office.order(RINA, "stats", None, "lately")
    assert said.text.startswith("Of which time?")
    assert (await office.click(RINA, "stats")).text.startswith("Of which time?")
    assert (await office.click(EKA, "stats:7")).text.startswith("That isn't available here.")


@on_sqlite
async def test_each_group_sees_the_figures_of_its_own_companies(office: Office) -> None:
    await worked(office)
    await filed(office, company="warungin")
    office.team = replace(office.team, staff_chats={"tokoku": OTHER_GROUP})
    said, _ = await office.order(RINA, "stats", None, "7")
    assert said.text.startswith("7 days: 1 received, 0 closed.")
    assert "Tokoku" not in said.text
    assert "Questions" not in said.text
    said, _ = await office.order(RINA, "stats", None, "7", chat_id=OTHER_GROUP)
    assert said.text.startswith("7 days: 2 received, 1 closed.")


@on_sqlite
async def test_the_picture_is_drawn_from_the_same_figures(office: Office) -> None:
    await worked(office)
    _, drawn = await office.order(RINA, "stats", None, "7 dark")
    made = await papers.make(office.desk, None, drawn.payload)
    assert made is not None
    assert (made.name, made.caption) == ("privasi-stats.png", "The desk: 7 days")
    assert made.content.startswith(b"\x89PNG")


@pytest.mark.parametrize("chart", [CHART, BARE, replace(CHART, is_dark=True)])
@pytest.mark.filterwarnings("ignore:Glyph")
def test_the_picture_fits_a_phone(chart: Chart) -> None:
    content = picture.drawn(chart)
    assert struct.unpack(">II", content[16:24]) == (1080, 1440)


def test_what_draws_is_not_loaded_by_the_running_desk() -> None:
    code = "import sys, bot.wiring; print({'matplotlib', 'numpy'} & set(sys.modules))"
    run = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "set()"
