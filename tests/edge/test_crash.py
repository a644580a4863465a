"""`kill -9` at every seam: nothing is lost, nothing is filed twice, the receipt arrives."""

from __future__ import annotations

import asyncio
import os

import pytest
from botapi.server import Fault
from storage.examples import on_postgresql, on_sqlite

from .desk import ANA, KILLED, Child, Home, ask_to_stop, label, receipts, say

LATER = {"STOPPING_LATER": "120"}
"""Seconds the next desk's clock is ahead: the leases of the one before have run out."""

SEAMS = [
    ("commit:store", 3),
    ("committed:store", 3),
    ("statement:effects", 4),
    ("committed:turn", 3),
    ("committed:claim", 3),
    ("answered:sendMessage", 3),
]
"""Those of every run; all of them, each several times, are the sweep: PRIVASI_SWEEP=1."""
ALL = (
    *("answered:getUpdates", "commit:store", "committed:store", "statement:effects"),
    *("commit:turn", "committed:turn", "commit:claim", "committed:claim"),
    *("asked:sendMessage", "answered:sendMessage", "commit:record", "committed:record"),
    *("asked:createForumTopic", "answered:createForumTopic"),
)
sweep = pytest.mark.skipif(not os.environ.get("PRIVASI_SWEEP"), reason="make torture runs it")


async def killed_and_followed(home: Home, seam: str, nth: int) -> Child:
    """A supervisor: when the desk has killed itself, another one takes its place."""
    first = home.start(seam, nth)
    assert await first.gone() == KILLED, f"{seam} was not reached"
    introduced = len(home.api.of("deleteWebhook"))
    heir = home.start(more=LATER)
    await home.api.until(lambda: len(home.api.of("deleteWebhook")) > introduced, "the heir")
    return heir


async def unnoticed(home: Home, seam: str, nth: int) -> list[str]:
    """What a customer is told of the request, whatever happens to the desk meanwhile."""
    following = asyncio.create_task(killed_and_followed(home, seam, nth))
    await ask_to_stop(home.api)
    heir = await following
    await home.quiet()
    assert await heir.stop() == 0
    assert await home.problems() == []
    return receipts(home.api)


def allowed(seam: str) -> tuple[int, ...]:
    """How many receipts may arrive: a second one only where nobody can know of the first."""
    return (1, 2) if is_unknowable(seam) else (1,)


def is_unknowable(seam: str) -> bool:
    """Telegram has it, and the desk died before it wrote so down."""
    return seam in ("answered:sendMessage", "commit:record")


@on_sqlite
@pytest.mark.parametrize(("seam", "nth"), SEAMS)
async def test_a_kill_at_a_seam_loses_nothing(home: Home, seam: str, nth: int) -> None:
    assert len(await unnoticed(home, seam, nth)) in allowed(seam)


@on_postgresql
@pytest.mark.parametrize(("seam", "nth"), SEAMS[2:])
async def test_a_kill_loses_nothing_on_postgresql(home: Home, seam: str, nth: int) -> None:
    assert len(await unnoticed(home, seam, nth)) in allowed(seam)


@sweep
@pytest.mark.parametrize("nth", range(1, 4))
@pytest.mark.parametrize("seam", ALL)
async def test_a_kill_anywhere_loses_nothing(home: Home, seam: str, nth: int) -> None:
    if "Topic" in seam and nth > 1:
        pytest.skip("one topic for one case")
    assert len(await unnoticed(home, seam, nth)) in allowed(seam)


@on_sqlite
@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_kill_while_telegram_has_the_receipt(home: Home, when: str) -> None:
    """Nobody can know whether it arrived: it is sent once more, and not twice more."""
    first = home.start()
    fault = Fault(hold="before" if when == "before" else "after")
    home.api.faults["sendMessage"] += [Fault(), Fault(), fault, Fault(hold=fault.hold)]
    playing = asyncio.create_task(ask_to_stop(home.api))
    async with asyncio.timeout(30):
        await fault.reached.wait()
    first.kill()
    assert await first.gone() == KILLED
    home.api.faults.clear()
    heir = home.start(more=LATER)
    await playing
    await home.quiet()
    assert await heir.stop() == 0
    assert await home.problems() == []
    assert 1 <= len(receipts(home.api)) <= 2


@on_sqlite
async def test_a_desk_that_starts_while_telegram_is_down_waits_for_it(home: Home) -> None:
    home.api.fail("getMe", Fault(status=502, body="<html>Bad Gateway</html>"))
    home.api.fail("deleteWebhook", Fault(drop="before"))
    home.api.fail("setMyCommands", Fault(status=429, retry_after=9))
    home.api.fail("getUpdates", Fault(status=500))
    home.api.text(ANA, "/help")
    desk = home.start()
    await home.api.until_said(ANA.id, say("help").splitlines()[0])
    assert await desk.stop() == 0


@on_postgresql
async def test_a_desk_that_stands_by_stops_at_once_and_one_that_polled_is_followed(
    home: Home,
) -> None:
    """Of two desks at one database one polls; when it goes, the other takes over."""
    first = home.start()
    await home.api.until(lambda: bool(home.api.of("getMe")), "the first desk")
    home.api.text(ANA, "/help")
    await home.api.until_said(ANA.id, say("help").splitlines()[0])
    standing_by, idle = home.start(), home.start(more={"BOT_DRAIN_SECONDS": "600"})
    await home.api.until(lambda: len(home.api.of("deleteWebhook")) == 3, "three desks")
    assert await idle.stop() == 0
    first.kill()
    assert await first.gone() == KILLED
    home.api.text(ANA, "/language")
    await home.api.until_said(ANA.id, say("languages"))
    assert await standing_by.stop() == 0


@on_sqlite
async def test_sigterm_drains_and_a_restart_goes_on_with_the_dialogue(home: Home) -> None:
    """As an operator does it: `python -m bot run`, SIGTERM, and again."""
    api = home.api
    first = await home.command()
    api.text(ANA, "/start mailcamp")
    await api.until_said(ANA.id, "Mailcamp")
    api.text(ANA, "Stop the promo e-mails")
    held = api.fail("sendMessage", Fault(hold="after"))
    await asyncio.wait_for(held.reached.wait(), 30)
    first.terminate()
    await api.until(lambda: bool(api.of("sendMessage")), "the send")
    held.release.set()
    assert await asyncio.wait_for(first.wait(), 30) == 0
    again = await home.command()
    api.press(ANA, label("quick_opt_out_marketing"))
    await api.until_said(ANA.id, say("recorded", reference="").strip())
    await home.quiet()
    again.terminate()
    assert await asyncio.wait_for(again.wait(), 30) == 0
    assert await home.problems() == []
    assert len(receipts(api)) == 1
