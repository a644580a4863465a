"""The server: records every call in order, plays people, and breaks the wire when told to."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from tornado.httpclient import AsyncHTTPClient, HTTPError, HTTPRequest
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application, RequestHandler

from .methods import METHODS, Refused
from .world import Json, Person, Said, World

TOKEN = "7000001:loopback-only-loopback-only"  # noqa: S105 - of this server alone
SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
PATIENCE = 30.0


@dataclass(slots=True)
class Fault:
    """What becomes of one call: an answer of our own, a broken connection, or a long wait."""

    status: int = 0
    retry_after: int = 0
    drop: Literal["", "before", "after"] = ""
    hold: Literal["", "before", "after"] = ""
    body: str | None = None
    says: str = ""
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    release: asyncio.Event = field(default_factory=asyncio.Event)

    async def strike(self, when: Literal["before", "after"]) -> bool:
        """Wait if it holds here; whether the connection breaks here."""
        if when in (self.hold, self.drop) or (when == "before" and self.status):
            self.reached.set()
        if self.hold == when:
            await self.release.wait()
        return self.drop == when

    def refusal(self) -> Refused:
        if self.status == 429:
            text = f"Too Many Requests: retry after {self.retry_after}"
            return Refused(429, text, retry_after=self.retry_after)
        names = {403: "Forbidden: bot was blocked by the user", 502: "Bad Gateway"}
        return Refused(self.status, self.says or names.get(self.status, "Internal Server Error"))


@dataclass(frozen=True, slots=True)
class Call:
    method: str
    given: Json
    outcome: str = "ok"


class Method(RequestHandler):
    def initialize(self, api: BotApi) -> None:
        self.api = api
        self.given: Json = {}

    def on_connection_close(self) -> None:
        self.given["timeout"] = 0
        self.api.tell()

    async def post(self, method: str) -> None:
        form = self.request.body_arguments
        given = {name: parsed(name, values[-1]) for name, values in form.items()}
        for files in self.request.files.values():
            given["files"] = (files[0].filename, files[0].body)
        self.given = given
        waiting = self.api.faults[method]
        fault = waiting.popleft() if waiting else Fault()
        status, body = 200, ""
        if await fault.strike("before"):
            return self.cut(method, given, "dropped before")
        try:
            if fault.status:
                raise fault.refusal()
            body = json.dumps({"ok": True, "result": await self.api.act(method, given)})
        except Refused as refused:
            status, body = refused.status, fault.body or json.dumps(refused.body)
        cut = fault.drop == "after"
        self.api.record(Call(method, given, "dropped after" if cut else str(status)))
        if await fault.strike("after"):
            return self.detach().close()
        self.set_status(status)
        self.write(body)
        return None

    def cut(self, method: str, given: Json, outcome: str) -> None:
        self.api.record(Call(method, given, outcome))
        self.detach().close()


PLAIN = (
    "text",
    "caption",
    "document",
    "name",
    "url",
    "secret_token",
    "callback_query_id",
    "language_code",
)


def parsed(name: str, value: bytes) -> Any:
    """Form fields as the library writes them: all but texts are JSON."""
    return value.decode() if name in PLAIN else json.loads(value)


@dataclass(slots=True)
class BotApi:
    """One bot's Bot API on a loopback port; updates are kept until they are confirmed."""

    world: World = field(default_factory=World)
    calls: list[Call] = field(default_factory=list)
    updates: dict[int, Json] = field(default_factory=dict)
    confirmed: set[int] = field(default_factory=set)
    faults: dict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))
    ids: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    webhook: Json = field(default_factory=dict)
    posting: dict[int, asyncio.Task[None]] = field(default_factory=dict)
    queues: dict[int, deque[int]] = field(default_factory=lambda: defaultdict(deque))
    server: HTTPServer | None = None
    url: str = ""

    async def __aenter__(self) -> BotApi:
        socket, port = bind_unused_port()
        routes = [(rf"/bot{TOKEN}/(\w+)", Method, {"api": self})]
        self.server = HTTPServer(Application(routes, log_function=lambda _: None))
        self.server.add_socket(socket)
        self.url = f"http://127.0.0.1:{port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        for waiting in self.faults.values():
            for fault in waiting:
                fault.release.set()
        for task in self.posting.values():
            task.cancel()
        if self.server:
            self.server.stop()
            await self.server.close_all_connections()

    # ---- what the bot does

    async def act(self, method: str, given: Json) -> Any:
        if method == "getUpdates":
            return await self.hand_out(given)
        if method in ("setWebhook", "deleteWebhook"):
            self.webhook = given if method == "setWebhook" else {}
            for number in list(self.updates):
                self.push(number)
            return True
        if method not in METHODS:
            raise Refused(404, f"Not Found: {method}")
        return METHODS[method](self.world, given)

    async def hand_out(self, given: Json) -> list[Json]:
        """What is below the offset was confirmed; the rest is given, again if need be."""
        offset = int(given.get("offset") or 0)
        self.confirm(*(number for number in self.updates if number < offset))
        began = asyncio.get_running_loop().time()
        while not self.updates:
            left = began + float(given.get("timeout") or 0) - asyncio.get_running_loop().time()
            if left <= 0:  # or the asker has gone
                return []
            await self.next_change(left)
        return list(self.updates.values())[: int(given.get("limit") or 100)]

    def confirm(self, *numbers: int) -> None:
        for number in numbers:
            self.confirmed.add(number)
            self.updates.pop(number, None)
        self.tell()

    def record(self, call: Call) -> None:
        self.calls.append(call)
        self.tell()

    # ---- waiting

    def tell(self) -> None:
        self.changed.set()
        self.changed = asyncio.Event()

    async def next_change(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self.changed.wait(), seconds)
        except TimeoutError:
            return

    async def until(
        self, fact: Callable[[], bool], what: str = "", patience: float = PATIENCE
    ) -> None:
        """Until it is so; every call and every confirmation is a moment to look again."""
        until = asyncio.get_running_loop().time() + patience
        while not fact():
            left = until - asyncio.get_running_loop().time()
            if left <= 0:
                seen = {chat: self.world.texts(chat)[-3:] for chat in self.world.chats}
                raise AssertionError(f"waited in vain for {what}; calls {self.calls[-5:]}; {seen}")
            await self.next_change(left)

    async def until_said(self, chat: int, part: str, times: int = 1) -> str:
        def said() -> list[str]:
            return [text for text in self.world.texts(chat) if part in text]

        await self.until(lambda: len(said()) >= times, f"{part!r} in {chat}")
        return said()[-1]

    def of(self, method: str, outcome: str = "") -> list[Call]:
        """The calls of one method, of one outcome where that is asked."""
        mine = (one for one in self.calls if one.method == method)
        return [one for one in mine if not outcome or one.outcome == outcome]

    def fail(self, method: str, *faults: Fault) -> Fault:
        """The next calls of this method meet these faults, in this order; the first is told."""
        self.faults[method] += faults
        return faults[0]

    # ---- what people do

    def update(self, chat: int, **content: Any) -> int:
        number = next(self.ids)
        self.updates[number] = {"update_id": number, **content}
        self.queues[chat].append(number)
        self.push(number, chat)
        self.tell()
        return number

    def text(
        self,
        who: Person,
        text: str,
        chat: int | None = None,
        *,
        thread: int | None = None,
        replies_to: int | None = None,
    ) -> int:
        """A person writes; a command is a text that begins with a slash."""
        number = next(self.world.numbers)
        said = Said(number, chat or who.id, text, False, thread, replies_to)
        message = self.world.json(self.world.add(said), who.json())
        return self.update(said.chat, message=message)

    def press(self, who: Person, label: str, chat: int | None = None) -> int:
        """A person presses the newest button of this label there."""
        said = self.world.newest(chat or who.id, label)
        return self.press_raw(who, said, said.buttons[label])

    def press_raw(self, who: Person, said: Said, data: str) -> int:
        message = self.world.json(said, {"id": 7_000_001, "is_bot": True, "first_name": "Privasi"})
        query = {"id": f"q{next(self.ids)}", "chat_instance": "1", "data": data}
        return self.update(
            said.chat, callback_query={**query, "from": who.json(), "message": message}
        )

    # ---- by webhook: of one chat one after the other, as Telegram does

    def push(self, number: int, chat: int | None = None) -> None:
        for lane in [chat] if chat is not None else list(self.queues):
            if self.webhook and lane not in self.posting:
                self.posting[lane] = asyncio.ensure_future(self.bring(lane))

    async def bring(self, chat: int) -> None:
        queue, client = self.queues[chat], AsyncHTTPClient()
        while queue:
            if queue[0] not in self.updates:
                queue.popleft()
                continue
            headers = {SECRET: self.webhook.get("secret_token", "")}
            body = json.dumps(self.updates[queue[0]])
            asked = HTTPRequest(self.webhook["url"], "POST", headers, body, request_timeout=20)
            try:
                brought = (await client.fetch(asked, raise_error=False)).code == 200
            except (OSError, HTTPError):  # it was killed, or took too long: brought again
                brought = False
            if brought:
                self.confirm(queue.popleft())
            else:
                await self.next_change(0.05)
        del self.posting[chat]
