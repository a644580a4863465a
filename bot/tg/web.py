"""The HTTP port: the webhook, and what operators watch; nothing personal leaves by it."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from hmac import compare_digest
from typing import Any

from prometheus_client import CollectorRegistry, Gauge, generate_latest
from tornado.httpserver import HTTPServer
from tornado.iostream import IOStream
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler, stream_request_body

from bot.domain.errors import StorageError
from bot.services import ages
from bot.storage import inbox, outbox, versions
from bot.storage.database import Database
from bot.storage.inbox import Arrived
from bot.tg.intake import arrived

LARGEST = 1 << 20
"""Telegram's updates are far smaller; anything larger is not from there."""
HEADER = "X-Telegram-Bot-Api-Secret-Token"

PATIENCE = 60.0
"""Seconds in which the head of a request must have come, and again its body."""
LONGEST_HEAD = 1 << 14
MOST = 256
"""Connections at a time; one more is closed at once, or slow ones could use all there are."""

Take = Callable[[Arrived], Awaitable[None]]


async def not_yet(_: Arrived) -> None:
    """Telegram brings it again."""
    raise StorageError("nobody takes updates yet")


class Plain(RequestHandler):
    """Says nothing of what it is made with."""

    def set_default_headers(self) -> None:
        self.clear_header("Server")


class Missing(Plain):
    """Any other path."""

    def prepare(self) -> None:
        self.set_status(404)
        self.finish()


@stream_request_body
class Webhook(Plain):
    """Stores, then says 200; without the right secret it reads nothing."""

    def initialize(self, web: Web) -> None:
        self.web = web
        self.body = bytearray()

    def data_received(self, chunk: bytes) -> None:
        self.body += chunk

    def prepare(self) -> None:
        given = self.request.headers.get(HEADER, "")
        if not compare_digest(given.encode(), self.web.secret.encode()):
            self.set_status(401)
            self.set_header("Connection", "close")
            self.finish()

    async def post(self) -> None:
        try:
            update = arrived(json.loads(self.body))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            self.set_status(400)
            return
        try:
            await self.web.take(update)
        except StorageError:
            self.set_status(503)


class Health(Plain):
    """The process is alive."""

    def get(self) -> None:
        self.write("ok\n")


class Ready(Plain):
    """Telegram knows us, the database answers, and a knowledge base is in use."""

    def initialize(self, web: Web) -> None:
        self.web = web

    async def get(self) -> None:
        missing = self.web.waits_for or await self.wanting()
        self.set_status(503 if missing else 200)
        self.write(f"not ready: {missing}\n" if missing else "ready\n")

    async def wanting(self) -> str | None:
        try:
            async with self.web.database.reading() as db:
                active = await versions.active(db)
        except StorageError:
            return "the database does not answer"
        if active is None:
            return "no knowledge base is in use"
        return self.web.database.trouble


class Metrics(Plain):
    """Counts only; no label is made of anything a person wrote."""

    def initialize(self, database: Database, clock: Callable[[], datetime]) -> None:
        self.database, self.clock = database, clock

    async def get(self) -> None:
        registry = CollectorRegistry()
        waiting = Gauge("privasi_inbox_waiting", "Updates not yet taken", registry=registry)
        parked = Gauge("privasi_inbox_parked", "Updates set aside", registry=registry)
        oldest = Gauge(
            "privasi_oldest_seconds",
            "How long the oldest has waited",
            ["queue"],
            registry=registry,
        )
        out = Gauge("privasi_outbox", "Messages by state", ["state"], registry=registry)
        version = Gauge("privasi_knowledge_version", "Version in use", registry=registry)
        async with self.database.reading() as db:
            counted = await inbox.counts(db)
            found = await ages.read(db, self.clock())
            oldest.labels("inbox").set(found.inbox.total_seconds())
            oldest.labels("outbox").set(found.outbox.total_seconds())
            waiting.set(counted.waiting)
            parked.set(counted.parked)
            for state, count in (await outbox.counts(db)).states.items():
                out.labels(state).set(count)
            version.set(await versions.active(db) or 0)
        self.set_header("Content-Type", "text/plain; version=0.0.4")
        self.write(generate_latest(registry))


class Door(HTTPServer):
    """Lets in as many as the desk can bear."""

    most = MOST

    def handle_stream(self, stream: IOStream, address: Any) -> None:
        if len(self._connections) >= self.most:
            stream.close()
        else:
            super().handle_stream(stream, address)


@dataclass(slots=True)
class Web:
    """Listens for Telegram where a webhook is set, and for operators always."""

    database: Database
    path: str | None
    secret: str
    take: Take = not_yet
    waits_for: str | None = "Telegram has not answered yet"
    clock: Callable[[], datetime] = field(kw_only=True)
    patience: float = PATIENCE
    most: int = MOST
    server: Door | None = None

    def start(self, listen: str, port: int) -> int:
        """The port it listens on, which is chosen by the system when 0 is asked for."""
        routes: list[Any] = [
            (r"/healthz", Health),
            (r"/readyz", Ready, {"web": self}),
            (r"/metrics", Metrics, {"database": self.database, "clock": self.clock}),
        ]
        if self.path is not None:
            routes.append((self.path, Webhook, {"web": self}))
        app = Application(routes, default_handler_class=Missing, log_function=lambda _: None)
        self.server = Door(
            app,
            max_header_size=LONGEST_HEAD,
            max_body_size=LARGEST,
            body_timeout=self.patience,
            idle_connection_timeout=self.patience,
        )
        self.server.most = self.most
        # Several processes may share the webhook's port; the system spreads the connections.
        sockets = bind_sockets(port, listen, reuse_port=self.path is not None)
        self.server.add_sockets(sockets)
        return int(sockets[0].getsockname()[1])

    async def stop(self) -> None:
        if self.server is not None:
            self.server.stop()
            await self.server.close_all_connections()
