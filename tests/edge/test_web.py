"""The port: nobody without the secret gets past the headers, and operators see counts only."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator

import httpx
import pytest

from bot.tg.web import HEADER, LARGEST, Web, Webhook

from .desk import ANA, Home
from .inside import Inside, opened

SECRET = "of-this-test-only"  # noqa: S105


@pytest.fixture
async def inside(home: Home) -> AsyncIterator[Inside]:
    async with opened(home) as made:
        yield made


@pytest.fixture
async def port(inside: Inside) -> AsyncIterator[int]:
    web = Web(
        inside.database, "/hook", SECRET, inside.intake.take, waits_for=None, clock=inside.clock
    )
    yield web.start("127.0.0.1", 0)
    await web.stop()


async def head(port: int, *headers: str) -> str:
    """The first line of the answer to a request whose body never comes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    lines = ("POST /hook HTTP/1.1", "Host: x", *headers, "", "")
    writer.write("\r\n".join(lines).encode())
    await writer.drain()
    answer = (await asyncio.wait_for(reader.readline(), 30)).decode()
    writer.close()
    await writer.wait_closed()
    return answer


@pytest.mark.parametrize(
    "given", ["", "wrong", SECRET[:-1], SECRET.upper(), f"{SECRET} "[:-1] + "x"]
)
async def test_without_the_secret_no_body_is_read(port: int, given: str) -> None:
    headers = [f"{HEADER}: {given}"] if given else []
    assert " 401 " in await head(port, *headers, "Content-Length: 1000")


def test_the_secret_is_compared_in_constant_time() -> None:
    """No clock can show it reliably, so the one comparison there is stands for it."""
    source = inspect.getsource(Webhook.prepare)
    assert source.count("compare_digest(") == 1
    assert "==" not in source


async def test_a_body_too_big_is_refused_before_it_comes(port: int) -> None:
    headers = f"{HEADER}: {SECRET}", f"Content-Length: {LARGEST + 1}"
    assert " 400 " in await head(port, *headers)


async def test_the_largest_body_is_taken(port: int) -> None:
    body = '{"update_id": 1, "x": "' + "x" * (LARGEST - 25) + '"}'
    async with httpx.AsyncClient() as client:
        address = f"http://127.0.0.1:{port}/hook"
        answer = await client.post(address, content=body, headers={HEADER: SECRET})
    assert (len(body), answer.status_code) == (LARGEST, 200)


async def get(port: int, path: str) -> httpx.Response:
    async with httpx.AsyncClient() as client:
        return await client.get(f"http://127.0.0.1:{port}{path}")


async def test_health_and_readiness(inside: Inside, port: int) -> None:
    assert (await get(port, "/healthz")).status_code == 200
    assert (await get(port, "/readyz")).status_code == 200
    assert (await get(port, "/hook")).status_code in (401, 405)
    assert (await get(port, "/")).status_code == 404


async def test_before_the_first_word_with_telegram_the_port_says_what_is_missing(
    inside: Inside,
) -> None:
    web = Web(inside.database, "/hook", SECRET, clock=inside.clock)
    port = web.start("127.0.0.1", 0)
    assert (await get(port, "/healthz")).status_code == 200
    ready = await get(port, "/readyz")
    assert (ready.status_code, ready.text) == (503, "not ready: Telegram has not answered yet\n")
    async with httpx.AsyncClient() as client:
        address, headers = f"http://127.0.0.1:{port}/hook", {HEADER: SECRET}
        answer = await client.post(address, content='{"update_id": 1}', headers=headers)
    assert answer.status_code == 503
    await web.stop()


async def test_metrics_tell_counts_and_nothing_anybody_wrote(inside: Inside, port: int) -> None:
    inside.api.text(ANA, "the rabbit hides")
    await inside.store()
    inside.clock.advance(90)
    shown = (await get(port, "/metrics")).text
    assert "privasi_inbox_waiting 1.0" in shown
    assert 'privasi_oldest_seconds{queue="inbox"} 90.0' in shown
    await inside.take()
    inside.clock.advance(7)
    assert 'privasi_oldest_seconds{queue="outbox"} 7.0' in (await get(port, "/metrics")).text
    await inside.deliver()
    shown = (await get(port, "/metrics")).text
    assert "privasi_inbox_waiting 0.0" in shown
    assert 'privasi_oldest_seconds{queue="inbox"} 0.0' in shown
    assert 'privasi_oldest_seconds{queue="outbox"} 0.0' in shown
    assert 'privasi_outbox{state="sent"} 1.0' in shown
    assert "privasi_knowledge_version 1.0" in shown
    assert not any(word in shown for word in ("rabbit", str(ANA.id), ANA.name))
