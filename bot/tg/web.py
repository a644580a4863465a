"""The HTTP port: the webhook, and what operators watch; nothing personal leaves by it."""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from prometheus_client import CollectorRegistry, Gauge, generate_latest
from tornado.httpserver import HTTPServer
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

Take = Callable[[Arrived], Awaitable[None]]


async def not_yet(_: Arrived) -> None:
    """Telegram brings it again."""
    raise StorageError("nobody takes updates yet")


@stream_request_body
class Webhook(RequestHandler):
    """Stores, then says 200; without the right secret it reads nothing."""

    def initialize(self, web: Web) -> None:
        self.web = web
        self.body = bytearray()

    def data_received(self, chunk: bytes) -> None:
        self.body += chunk

    def prepare(self) -> None:
        given = self.request.headers.get(HEADER, "")
        if not hmac.compare_digest(given.encode(), self.web.secret.encode()):
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


class Health(RequestHandler):
    """The process is alive."""

    def get(self) -> None:
        self.write("ok\n")


class Ready(RequestHandler):
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


class Metrics(RequestHandler):
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


@dataclass(slots=True)
class Web:
    """Listens for Telegram where a webhook is set, and for operators always."""

    database: Database
    path: str | None
    secret: str
    take: Take = not_yet
    waits_for: str | None = "Telegram has not answered yet"
    clock: Callable[[], datetime] = field(kw_only=True)
    server: HTTPServer | None = None

    def start(self, listen: str, port: int) -> int:
        """The port it listens on, which is chosen by the system when 0 is asked for."""
        routes: list[Any] = [
            (r"/healthz", Health),
            (r"/readyz", Ready, {"web": self}),
            (r"/metrics", Metrics, {"database": self.database, "clock": self.clock}),
        ]
        if self.path is not None:
            routes.append((self.path, Webhook, {"web": self}))
        app = Application(routes, log_function=lambda _: None)
        self.server = HTTPServer(
            app, max_body_size=LARGEST, body_timeout=30, idle_connection_timeout=75
        )
        # Several processes may share the webhook's port; the system spreads the connections.
        sockets = bind_sockets(port, listen, reuse_port=self.path is not None)
        self.server.add_sockets(sockets)
        return int(sockets[0].getsockname()[1])

    async def stop(self) -> None:
        if self.server is not None:
            self.server.stop()
            await self.server.close_all_connections()
