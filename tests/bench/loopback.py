"""A Bot API on loopback that costs next to nothing: bytes in, bytes out, and when each came."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOKEN = "7000001:bench"  # noqa: S105 - of this server alone
HOOKS = 40
"""Telegram's own default of connections to a webhook."""
ME = {"id": 7000001, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}


class Messages(asyncio.Protocol):
    """Whole HTTP messages with a length, told one by one."""

    def __init__(self, told: Callable[[Messages, bytes, bytes], None]) -> None:
        self.told, self.buffer = told, b""
        self.transport: Any = None

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while (end := self.buffer.find(b"\r\n\r\n")) >= 0:
            head = self.buffer[:end]
            lowered = head.lower()
            at = lowered.find(b"content-length:")
            size = int(lowered[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
            if len(self.buffer) < end + 4 + size:
                return
            body = self.buffer[end + 4 : end + 4 + size]
            self.buffer = self.buffer[end + 4 + size :]
            self.told(self, head, body)


def fields(head: bytes, body: bytes) -> dict[str, Any]:
    """What a call was given, as a form or as JSON."""
    if b"application/json" in head.lower():
        found: dict[str, Any] = json.loads(body)
        return found
    return {name: values[-1] for name, values in parse_qs(body.decode()).items()}


@dataclass(slots=True)
class Loopback:
    """One bot's Bot API; people write with `text`, and every message of the bot is timed."""

    port: int = 0
    waiting: deque[bytes] = field(default_factory=deque)
    first: int = 1
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    asked: tuple[Messages, int] | None = None
    written: dict[int, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    times: list[float] = field(default_factory=list)
    last: float = 0.0
    news: asyncio.Event = field(default_factory=asyncio.Event)
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    hooks: asyncio.Queue[bytes] | None = None
    tasks: list[asyncio.Task[None]] = field(default_factory=list)
    server: asyncio.Server | None = None

    async def __aenter__(self) -> Loopback:
        loop = asyncio.get_running_loop()
        self.server = await loop.create_server(lambda: Messages(self.called), "127.0.0.1", 0)
        self.port = self.server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self.tasks:
            task.cancel()
        if self.server is not None:
            self.server.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def called(self, wire: Messages, head: bytes, body: bytes) -> None:
        method = head.split(b" ", 2)[1].rsplit(b"/", 1)[1].replace(b"_", b"").lower()
        if method == b"sendmessage":
            self.answered(wire, fields(head, body))
        elif method == b"getupdates":
            self.polled(wire, fields(head, body))
        elif method == b"getme":
            answer(wire, ME)
        elif method == b"setwebhook":
            self.hook(**fields(head, body))
            answer(wire, True)
        else:
            answer(wire, True)

    def answered(self, wire: Messages, given: dict[str, Any]) -> None:
        chat, now = int(given["chat_id"]), time.perf_counter()
        if self.written[chat]:
            self.times.append(now - self.written[chat].popleft())
            self.last = now
            self.news.set()
        number = next(self.numbers)
        there = {"id": chat, "type": "private", "first_name": "Ana"}
        said = {"message_id": number, "date": 1, "chat": there, "from": ME, "text": given["text"]}
        answer(wire, said)

    async def until(self, answers: int) -> None:
        """So many since `times` was emptied."""
        while len(self.times) < answers:
            self.news.clear()
            await self.news.wait()

    def polled(self, wire: Messages, given: dict[str, Any]) -> None:
        offset = int(given.get("offset", 0))
        while self.waiting and self.first < offset:
            self.waiting.popleft()
            self.first += 1
        self.ready.set()
        self.asked = (wire, int(given.get("limit", 100)))
        self.hand_out()
        asyncio.get_running_loop().call_later(
            float(given.get("timeout", 0)), self.nothing_came, self.asked
        )

    def nothing_came(self, asked: tuple[Messages, int] | None) -> None:
        if asked is not None and self.asked is asked:
            self.asked = None
            answer(asked[0], [])

    def hand_out(self) -> None:
        if self.asked is not None and self.waiting:
            wire, limit = self.asked
            self.asked = None
            batch = b",".join(itertools.islice(self.waiting, limit))
            respond(wire, b'{"ok":true,"result":[' + batch + b"]}")

    def hook(self, url: str = "", secret_token: str = "", **_: object) -> None:
        """Updates go to the address given, over as many connections as Telegram would use."""
        self.hooks = asyncio.Queue()
        to = urlsplit(url)
        head = (
            f"POST {to.path} HTTP/1.1\r\nHost: {to.netloc}\r\nContent-Type: application/json\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {secret_token}\r\nContent-Length: "
        )
        hooks = (self.bring(to.port or 80, head.encode()) for _ in range(HOOKS))
        self.tasks += [asyncio.create_task(one) for one in hooks]
        self.ready.set()

    async def bring(self, port: int, head: bytes) -> None:
        """One connection of the webhook: the next update once the last was confirmed."""
        assert self.hooks is not None
        confirmed: asyncio.Queue[bytes] = asyncio.Queue()
        loop = asyncio.get_running_loop()
        wire: Messages | None = None
        while True:
            body = await self.hooks.get()
            if wire is None:
                _, wire = await loop.create_connection(
                    lambda: Messages(lambda _, top, __: confirmed.put_nowait(top)),
                    "127.0.0.1",
                    port,
                )
            wire.transport.write(head + b"%d\r\n\r\n" % len(body) + body)
            status = await confirmed.get()
            if b" 200 " not in status.split(b"\r\n", 1)[0]:
                raise RuntimeError("an update was refused")

    def text(self, chat: int, words: str, number: int) -> None:
        """Somebody writes."""
        person = {"id": chat, "is_bot": False, "first_name": "Ana", "language_code": "en"}
        there = {"id": chat, "type": "private", "first_name": "Ana"}
        message = {
            "message_id": next(self.numbers), "date": int(time.time()),
            "chat": there, "from": person, "text": words,
        }  # fmt: skip
        body = json.dumps({"update_id": number, "message": message}).encode()
        self.written[chat].append(time.perf_counter())
        if self.hooks is not None:
            self.hooks.put_nowait(body)
        else:
            self.waiting.append(body)
            self.hand_out()


def answer(wire: Messages, result: object) -> None:
    respond(wire, json.dumps({"ok": True, "result": result}).encode())


def respond(wire: Messages, body: bytes) -> None:
    wire.transport.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        % len(body)
        + body
    )
