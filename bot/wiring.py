"""Builds the desk from its settings, and runs it until it is told to stop."""

from __future__ import annotations

import asyncio
import random
import secrets
import signal
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from urllib.parse import urlsplit

import structlog

from bot.delivery.limits import Limits
from bot.delivery.mail import Post, ways
from bot.delivery.presence import Presence
from bot.delivery.shared import Shared
from bot.delivery.truth import Truth
from bot.delivery.worker import Worker, inherit
from bot.domain.errors import BotError, SettingsError
from bot.domain.hours import DeskHours
from bot.domain.reminders import Quiet
from bot.running import Service, wait
from bot.services import chores, notices, reload, roles, selfcheck
from bot.services.chores import Chores
from bot.services.desk import Desk, Team
from bot.services.keeping import Keeper
from bot.services.library import Library, keep_memory_small
from bot.services.screens.view import Notice
from bot.settings import Settings, knowledge_folder
from bot.storage import alone, keys, schema
from bot.storage.database import Database, Db
from bot.storage.sealing import Keyring
from bot.tg import connect, menus
from bot.tg.app import Routes
from bot.tg.connect import BaseRequest, Bot
from bot.tg.intake import Intake
from bot.tg.pace import Pace
from bot.tg.places import Places
from bot.tg.poller import Poller
from bot.tg.sender import TelegramSender
from bot.tg.turns import Turns
from bot.tg.web import Web

log = structlog.get_logger()


def now() -> datetime:
    """The only clock of the desk."""
    return datetime.now(UTC)


Clock = Callable[[], datetime]


def keyring(settings: Settings) -> Keyring:
    """The keys given; beside an embedded database a file of one is made, with a warning."""
    if settings.secret_keys is not None:
        return Keyring.parse(settings.secret_keys.get_secret_value())
    ring = Keyring.for_url(settings.database_url.get_secret_value())
    log.warning(
        "keys_beside_database", note="whoever takes both can read all; set BOT_SECRET_KEYS"
    )
    return ring


def team(settings: Settings) -> Team:
    return Team(
        settings.admins,
        settings.leads,
        settings.staff,
        settings.staff_chat,
        settings.staff_chats,
        settings.second_person == "on",
    )


def notice(settings: Settings) -> Notice:
    unnamed = Settings.model_fields["operator"].default
    return Notice(
        settings.timezone,
        settings.operator if settings.operator != unnamed else None,
        settings.operator_contact,
        settings.retention_months,
        settings.sources,
        settings.second_person == "on",
        settings.smtp_url is not None and settings.mail_from is not None,
        Quiet.parse(settings.quiet_hours, settings.timezone) if settings.quiet_hours else None,
        DeskHours.parse(settings.desk_hours, settings.timezone) if settings.desk_hours else None,
        settings.mail_reply,
    )


def desk(settings: Settings, database: Database, clock: Clock = now) -> Desk:
    chance = random.SystemRandom().getrandbits
    return Desk(database, Library(), team(settings), notice(settings), clock, chance)


def upgrade(url: str) -> str:
    """In a process of its own: what migrates is needed once and weighs much."""
    from bot.storage.migrate import migrate

    return asyncio.run(migrate(url))


async def prepare(settings: Settings, clock: Clock = now) -> Desk:
    """A database of the newest schema, the right keys, and a knowledge base that is sound."""
    url = settings.database_url.get_secret_value()
    ring = keyring(settings)
    if not await schema.is_newest(url):
        await reload.elsewhere(upgrade, url)
    database = Database(url, ring)
    made = desk(settings, database, clock)
    async with database.transaction() as db:
        await keys.prove(db)
    folder = knowledge_folder(settings)
    problems = await reload.start(database, folder, settings.sources, made)
    async with database.transaction() as db:
        loaded = await made.library.current(db)
        if problems:
            lines = tuple(str(one) for one in problems[:10])
            key = "admin.broken_at_start"
            await notices.to_admins(db, made, key, more=lines, version=loaded.version)
            log.error("knowledge_broken", problems=len(problems), serving=loaded.version)
    return made


def open_port(settings: Settings, made: Desk, secret: str) -> Web:
    """Before the first word with Telegram: a desk that waits for it can say so."""
    path = (urlsplit(settings.webhook_url).path or "/") if settings.webhook_url else None
    web = Web(made.database, path, secret, clock=made.clock)
    default = "0.0.0.0" if settings.webhook_url else "127.0.0.1"  # noqa: S104 - as the page says
    address, port = settings.listen or default, settings.port
    try:
        log.info("listening", port=web.start(address, port))
    except OSError as error:
        raise SettingsError(f"BOT_LISTEN, PORT: {address} {port}: {error.strerror}") from None
    return web


def assemble(settings: Settings, made: Desk, bot: Bot, web: Web, post: Post | None) -> Service:
    """The parts of a desk, wired to each other."""
    routes = Routes(made, bot.username)
    loop = asyncio.get_running_loop()
    limits = Shared(made.database, Limits(settings.send_limits, loop.time), made.clock)
    sender = TelegramSender(bot, Places(made, made.clock), limits)
    url = settings.smtp_url.get_secret_value() if settings.smtp_url else None
    way = ways(made, sender, url, settings.mail_from, post)
    worker = Worker(made.database, way, Truth(made), made.clock, f"w-{secrets.token_hex(4)}")
    keeper = Keeper(made, knowledge_folder(settings), settings.sources)

    def stored() -> None:
        worker.wake.set()
        if made.wished.is_set():  # in this turn: whoever asks in another process waits a moment
            keeper.wake.set()

    async def ahead() -> None:
        await made.library.follow(made.database)

    turns = Turns(made.database, bot, routes.take, routes.park, made.clock, stored, ahead)
    intake = Intake(made.database, bot.id, made.clock, turns.wake)
    polling = None if settings.webhook_url else Poller(made.database, bot, intake)
    web.take = intake.take
    presence = None
    if made.database.dialect == "postgresql":
        presence = Presence(made.database, worker.name, made.clock)
        worker.allowed = presence.shown
    timed = Chores(made), chores.watch(made)
    parts = bot, turns, worker, intake, polling, presence, web, keeper
    return Service(settings, made, *parts, *timed)


def pace(made: Desk) -> Pace:
    async def told(db: Db, chat: int) -> None:
        await notices.slower(db, made, chat)

    return Pace(asyncio.get_running_loop().time, told)


async def introduce(service: Service) -> None:
    """Tell Telegram how to reach us, and which commands work where."""
    settings, bot = service.settings, service.bot
    await connect.register(bot, settings.webhook_url, service.web.secret, service.stopped)
    async with service.desk.database.reading() as db:
        chats = await roles.staff_chats(db, service.desk)
    await menus.publish(bot, staff_chats=chats, admins=settings.admins)
    await selfcheck.at_start(service.desk)
    if not chats:
        async with service.desk.database.transaction() as db:
            key, reason = "admin.alarm_no_group", "BOT_STAFF_CHAT is not set"
            await notices.alarm_once(db, service.desk, "no_group", key, reason=reason)


async def run(
    settings: Settings,
    *,
    request: BaseRequest | None = None,
    serving: Callable[[Service], Awaitable[None]] | None = None,
    post: Post | None = None,
    clock: Clock | None = None,
) -> int:
    """Serve until SIGTERM or SIGINT (or until `serving` returns), then drain; the exit code."""
    keep_memory_small()
    token = settings.token.get_secret_value() if settings.token else None
    bot = connect.make_bot(token, settings.api_url, request)
    stopped = asyncio.Event()
    if serving is None:
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    with alone.held(settings.database_url.get_secret_value()) as only:
        try:
            made = await prepare(settings, clock or now)
        except BotError:
            if stopped.is_set():  # Ctrl-C also ends the process that checks
                return 0
            raise
        if only:
            await inherit(made.database, made.clock())
        return await serve(settings, made, bot, stopped, serving, post)


async def serve(
    settings: Settings,
    made: Desk,
    bot: Bot,
    stopped: asyncio.Event,
    serving: Callable[[Service], Awaitable[None]] | None,
    post: Post | None,
) -> int:
    """From the open port to the last word; the exit code."""
    web = open_port(settings, made, await connect.secret(made, settings.webhook_secret))
    if not await connect.reach(bot, stopped):
        await web.stop()
        await made.database.dispose()
        return 0
    service = assemble(settings, made, bot, web, post)
    service.stopped, service.is_played = stopped, serving is not None
    if not service.is_played:
        service.turns.pace = pace(made)
    await introduce(service)
    service.begin()
    web.waits_for = None
    log.info("serving", bot=bot.id, mode="polling" if service.polling else "webhook")
    failed = await wait(service, serving)
    await service.drain()
    await bot.shutdown()
    await made.database.truncate_wal()
    await made.database.dispose()
    return 1 if failed else 0
