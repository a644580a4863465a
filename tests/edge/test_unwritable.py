"""A disk that is full, a database that is read-only or held by another: said plainly, and over
when it is over; nothing is lost, and nothing that was sent is sent again."""

from __future__ import annotations

import asyncio
import resource
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest
import sqlalchemy as sa
from botapi.server import Fault
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection
from storage.examples import on_postgresql, on_sqlite

from bot.delivery import worker
from bot.domain.errors import Unwritable
from bot.storage import tables
from bot.storage.database import Database
from bot.tg import places
from bot.tg.web import Web

from .desk import ANA, BUDI, GROUP, RECORDED, RINA, Home, label, say
from .inside import Inside, opened
from .test_crash import sweep
from .test_web import get

Broken = Callable[[Inside], AbstractAsyncContextManager[None]]
HELP = say("help").splitlines()[0]


@pytest.fixture
async def inside(home: Home, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Inside]:
    monkeypatch.setattr(worker, "UNWRITABLE", 0.01)
    monkeypatch.setattr(places, "UNWRITABLE", 0.01)
    async with opened(home) as made:
        yield made


async def pragma(database: Database, text: str) -> None:
    """On the two connections that write."""
    assert database._swift
    with database._swift.engine.connect() as brief:
        brief.exec_driver_sql(f"PRAGMA {text}")
    async with database._writer.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver
        await driver.execute(f"PRAGMA {text}")


@asynccontextmanager
async def full(inside: Inside) -> AsyncIterator[None]:
    """SQLite's own limit: not one page more."""
    await pragma(inside.database, "max_page_count=1")
    yield
    await pragma(inside.database, "max_page_count=1000000")


@asynccontextmanager
async def read_only(inside: Inside) -> AsyncIterator[None]:
    await pragma(inside.database, "query_only=1")
    yield
    await pragma(inside.database, "query_only=0")


@asynccontextmanager
async def held(inside: Inside) -> AsyncIterator[None]:
    """Somebody writes in another process, and does not end."""
    assert inside.database._swift
    inside.database._swift.patience = 10
    await pragma(inside.database, "busy_timeout=10")
    path = make_url(str(inside.database._writer.url)).database or ""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.close()
    await pragma(inside.database, "busy_timeout=10000")
    inside.database._swift.patience = 10_000


BROKEN: dict[str, Broken] = {
    "its disk is full": full,
    "it may only be read": read_only,
    "another process holds it": held,
}
each = pytest.mark.parametrize("plain", BROKEN)


async def until_refused(work: Callable[[], Awaitable[object]], plain: str) -> None:
    """There may be a little room left on the last page."""

    async def again() -> None:
        for _ in range(40):
            await work()

    with pytest.raises(Unwritable, match=plain):
        await again()


async def box(inside: Inside) -> set[tuple[str, int]]:
    column = tables.inbox.c
    async with inside.database.reading() as db:
        rows = await db.execute(sa.select(column.state, column.attempts))
        return {(row.state, row.attempts) for row in rows}


@on_sqlite
@each
async def test_a_turn_waits_for_the_database_and_is_not_counted_as_failed(
    inside: Inside, plain: str
) -> None:
    for _ in range(40):
        inside.api.text(ANA, "/help")
    await inside.store()
    async with BROKEN[plain](inside):
        for _ in range(5):
            inside.clock.advance(60)
            await until_refused(inside.take, plain)
    assert {attempts for _, attempts in await box(inside)} == {0}
    await inside.take()
    await inside.deliver()
    assert await box(inside) == {("done", 0)}
    assert [text.splitlines()[0] for text in inside.api.world.texts(ANA.id)] == [HELP] * 40


@on_sqlite
@each
async def test_an_update_that_cannot_be_stored_is_refused_and_the_desk_says_why(
    inside: Inside, plain: str
) -> None:
    web = Web(inside.database, None, "", waits_for=None, clock=inside.clock)
    port = web.start("127.0.0.1", 0)

    async def store() -> None:
        inside.api.text(ANA, "x" * 4000)
        await inside.store()

    async with BROKEN[plain](inside):
        await until_refused(store, plain)
        shown = await get(port, "/readyz")
        assert (shown.status_code, plain in shown.text) == (503, True)
    await store()
    assert (await get(port, "/readyz")).status_code == 200
    await web.stop()


@on_sqlite
@pytest.mark.parametrize("plain", ["it may only be read", "another process holds it"])
async def test_what_was_sent_is_written_down_when_that_is_possible_again(
    inside: Inside, plain: str
) -> None:
    """Also long after its lease: nobody else may end what this process has in hand."""
    inside.api.text(ANA, "/help")
    await inside.store()
    await inside.take()
    sending = inside.api.fail("sendMessage", Fault(hold="before"))
    delivering = asyncio.create_task(inside.deliver())
    await asyncio.wait_for(sending.reached.wait(), 30)
    async with BROKEN[plain](inside):
        sending.release.set()
        await inside.api.until(lambda: bool(inside.api.of("sendMessage")), "the message")
        inside.clock.advance(3600)
        for _ in range(20):
            await asyncio.to_thread(lambda: None)
        assert not delivering.done()
    await asyncio.wait_for(delivering, 30)
    await inside.deliver()
    assert await inside.states() == [("customer", "sent")]
    assert len(inside.api.world.texts(ANA.id)) == 1


@on_sqlite
async def test_a_topic_that_cannot_be_written_down_is_not_made_twice(inside: Inside) -> None:
    inside.api.text(ANA, "/start mailcamp")
    inside.api.text(ANA, "Stop the promo e-mails")
    await inside.settle()
    inside.api.press(ANA, label("quick_opt_out_marketing"))
    await inside.store()
    await inside.take()
    making = inside.api.fail("createForumTopic", Fault(hold="before"))
    delivering = asyncio.create_task(inside.deliver())
    await asyncio.wait_for(making.reached.wait(), 30)
    async with read_only(inside):
        making.release.set()
        await inside.api.until(lambda: bool(inside.api.of("createForumTopic")), "the topic")
        for _ in range(20):
            await asyncio.to_thread(lambda: None)
    await asyncio.wait_for(delivering, 30)
    await inside.settle()
    assert len(inside.api.world.chat(GROUP).topics) == 1
    inside.api.press(RINA, say("staff.button.take"), GROUP)
    await inside.settle()
    assert any(RECORDED in text for text in inside.api.world.texts(ANA.id))


CUT = sa.text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@on_postgresql
async def test_a_server_that_lets_nobody_write_loses_nothing(inside: Inside, home: Home) -> None:
    """A stand-by after a failover, for instance; every connection is cut twice as well."""
    operator, name = home.database(), make_url(home.url).database
    for _ in range(40):
        inside.api.text(ANA, "/help")
    await inside.store()
    for value, refused in (("on", True), ("off", False)):
        async with operator.transaction() as db:
            change = f"ALTER DATABASE {name} SET default_transaction_read_only = {value}"
            await db.execute(sa.text("SET TRANSACTION READ WRITE"))
            await db.execute(sa.text(change))
            assert isinstance(db.connection, AsyncConnection)
            await db.connection.commit()
            await db.execute(CUT)
        if refused:
            await until_refused(inside.take, "reached|read")
    inside.clock.advance(60)
    await inside.take()
    await inside.deliver()
    assert await box(inside) == {("done", 0)}
    assert len(inside.api.world.texts(ANA.id)) == 40
    await operator.dispose()


@sweep
@on_sqlite
async def test_a_running_desk_survives_a_full_disk(home: Home) -> None:
    """The real process; the system lets its files grow no more, and after a while lets them."""
    desk = home.start()
    home.api.text(ANA, "/help")
    await home.api.until_said(ANA.id, HELP)
    pid = desk.process.pid
    assert pid
    log = home.folder / "log"
    written = (home.folder / "privasi.db-wal").stat().st_size
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (written, -1))
    home.api.text(BUDI, "/help " + "x" * 3000)
    while "its disk" not in log.read_text():
        await home.api.next_change(0.05)
    assert not home.api.world.texts(BUDI.id)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (-1, -1))
    await home.api.until(lambda: bool(home.api.world.texts(BUDI.id)), "the answer")
    await home.quiet()
    assert await desk.stop() == 0
    assert await home.problems(requests=0) == []
