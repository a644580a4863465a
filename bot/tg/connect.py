"""The library's bot, and the first word with Telegram."""

from __future__ import annotations

import asyncio
import secrets
from contextlib import suppress

import structlog
from pydantic import SecretStr
from telegram import Bot
from telegram.error import BadRequest, InvalidToken, TelegramError
from telegram.request import BaseRequest

from bot.domain.errors import SettingsError
from bot.logs import fault
from bot.services.desk import Desk
from bot.storage import facts
from bot.tg.intake import WANTED
from bot.tg.wire import Wire

__all__ = ["BaseRequest", "Bot", "make_bot", "reach", "register", "secret"]
LONGEST_PAUSE = 30.0
log = structlog.get_logger()


def make_bot(token: str | None, api_url: str, request: BaseRequest | None) -> Bot:
    """The library's bot; `request` replaces its way to Telegram."""
    if token is None:
        raise SettingsError(
            "BOT_TOKEN is needed: write to @BotFather in Telegram, send /newbot, and put the "
            "token it gives into BOT_TOKEN"
        )
    return Bot(
        token,
        base_url=f"{api_url}/bot",
        base_file_url=f"{api_url}/file/bot",
        request=request or Wire(api_url, connections=32, read_timeout=15),
        get_updates_request=request or Wire(api_url, connections=1, read_timeout=20),
    )


async def secret(desk: Desk, given: SecretStr | None) -> str:
    """The webhook's: the one given, else one made once and kept, the same for every process."""
    if given is not None:
        return given.get_secret_value()
    async with desk.database.transaction() as db:
        made_up = secrets.token_urlsafe(32)
        return await facts.keep_secret(db, "webhook_secret", made_up, now=desk.clock())


async def reach(bot: Bot, stopped: asyncio.Event) -> bool:
    """Until Telegram said who we are, try again; not with a token it refuses."""
    pause = 1.0
    while not stopped.is_set():
        try:
            await bot.initialize()
            return True
        except InvalidToken:
            raise SettingsError(
                "BOT_TOKEN was refused by Telegram: check it with @BotFather"
            ) from None
        except TelegramError as error:
            log.warning("telegram_unreachable", error=fault(error))
            pause = await rest(stopped, pause)
    return False


async def rest(stopped: asyncio.Event, pause: float) -> float:
    """A pause that a stop ends at once; the next one is longer."""
    with suppress(TimeoutError):
        await asyncio.wait_for(stopped.wait(), pause)
    return min(pause * 2, LONGEST_PAUSE)


async def register(bot: Bot, webhook_url: str | None, secret: str, stopped: asyncio.Event) -> None:
    """Tell Telegram where to bring updates, until it has heard: to our address, or nowhere."""
    pause = 1.0
    while not stopped.is_set():
        try:
            if webhook_url:
                await bot.set_webhook(webhook_url, secret_token=secret, allowed_updates=WANTED)
            else:
                await bot.delete_webhook()
            return
        except BadRequest as error:
            raise SettingsError(
                f"BOT_WEBHOOK_URL was refused by Telegram: {error.message}"
            ) from None
        except TelegramError as error:
            log.warning("not_registered", error=fault(error))
            pause = await rest(stopped, pause)
