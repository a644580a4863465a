"""Strangers at the port: they cannot hold it, and learn nothing from it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from storage.examples import on_sqlite

from bot.tg.web import HEADER, Web

from .desk import ANA, Home
from .inside import Inside, opened

pytestmark = on_sqlite
SECRET = "of-this-test-only"  # noqa: S105


@pytest.fixture
async def inside(home: Home) -> AsyncIterator[Inside]:
    async with opened(home) as made:
        yield made


@asynccontextmanager
async def listening(inside: Inside, **settings: Any) -> AsyncIterator[int]:
    web = Web(
        inside.database, "/hook", SECRET, inside.intake.take, None, clock=inside.clock, **settings
    )
    yield web.start("127.0.0.1", 0)
    for writer in HELD:
        writer.transport.abort()
    HELD.clear()
    await web.stop()


async def bring(port: int, body: str, secret: str = SECRET) -> httpx.Response:
    async with httpx.AsyncClient() as client:
        address, headers = f"http://127.0.0.1:{port}/hook", {HEADER: secret}
        return await client.post(address, content=body, headers=headers)


async def slow(port: int, *said: bytes) -> asyncio.StreamReader:
    """A connection that says so much and then no more."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.writelines(said)
    await writer.drain()
    HELD.append(writer)
    return reader


HELD: list[asyncio.StreamWriter] = []
"""Kept, so that only the desk can end them."""
HEAD = b"POST /hook HTTP/1.1\r\nHost: x\r\n"
KNOWN = HEAD + f"{HEADER}: {SECRET}\r\nContent-Length: 900\r\n\r\n".encode()


@pytest.mark.parametrize("said", [b"", HEAD, HEAD + b"X-A: 1\r\n", KNOWN + b"{"])
async def test_whoever_is_slow_is_cut_off(inside: Inside, said: bytes) -> None:
    async with listening(inside, patience=0.05) as port:
        reader = await slow(port, said)
        async with asyncio.timeout(20):
            assert b"200" not in await reader.read()


async def test_while_many_are_slow_telegram_is_served(inside: Inside) -> None:
    async with listening(inside) as port:
        for _ in range(100):
            await slow(port, HEAD)
        assert (await bring(port, '{"update_id": 1}')).status_code == 200


async def test_more_connections_than_can_be_borne_are_closed_at_once(inside: Inside) -> None:
    async with listening(inside, most=5) as port:
        readers = [await slow(port, HEAD) for _ in range(6)]
        async with asyncio.timeout(20):
            assert await readers[-1].read() == b""
        assert not any(reader.at_eof() for reader in readers[:5])


async def test_a_head_without_an_end_is_refused(inside: Inside) -> None:
    async with listening(inside) as port:
        reader = await slow(port, HEAD, *[b"X-A: " + b"x" * 1000 + b"\r\n"] * 40)
        async with asyncio.timeout(20):
            assert b"200" not in await reader.read()


async def test_what_the_port_says_tells_nothing(inside: Inside) -> None:
    """The same few words for every stranger: no version, no path, no reason, no trace."""
    inside.api.text(ANA, "the rabbit hides")
    await inside.store()
    async with listening(inside) as port, httpx.AsyncClient() as client:
        for path in ("/hook", "/hook/../metrics", "/..%2f..%2fetc/passwd", "/nothing?x=<script>"):
            for method in ("GET", "PUT", "DELETE", "OPTIONS", "HEAD", "POST"):
                answer = await client.request(method, f"http://127.0.0.1:{port}{path}")
                said = answer.text + str(answer.headers)
                assert answer.status_code in (200, 401, 404, 405)
                words = ("Traceback", "tornado", "python", "rabbit", SECRET, "<script>", "root:")
                assert not any(word.lower() in said.lower() for word in words)
