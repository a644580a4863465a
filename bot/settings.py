"""Settings: one frozen class, read once from the environment and `.env`."""

from __future__ import annotations

import base64
import binascii
import math
import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.domain.errors import SettingsError
from bot.domain.hours import DeskHours

Ids = Annotated[frozenset[int], NoDecode]
Group = Annotated[int, Field(lt=0)]
EXPECTED = {
    "token": "the token @BotFather gave, such as 123456:ABC-DEF...",
    "api_url": "the root of a Bot API server, such as https://api.telegram.org",
    "staff_chat": "a group's number, such as -1001234567890 (send /id in the group)",
    "staff_chats": "policy=number pairs, such as onee=-1001234567890,qontak=-1009876543210",
    "admins": "user numbers with commas, such as 12345,67890; usernames are not accepted",
    "leads": "user numbers with commas, such as 12345,67890; usernames are not accepted",
    "staff": "user numbers with commas, such as 12345,67890; usernames are not accepted",
    "second_person": "on or off",
    "database_url": "sqlite+aiosqlite:///FILE or postgresql+asyncpg://user:password@host/name",
    "knowledge": "a folder with topics.yaml and policies/",
    "sources": "a folder with a <policy>.txt for each policy",
    "secret_keys": "base64url of 32 bytes, several with commas, newest first",
    "webhook_url": "an https address (http only on this machine)",
    "webhook_secret": "1 to 256 of A-Z a-z 0-9 _ -",
    "listen": "an address to listen on, such as 127.0.0.1",
    "port": "a port from 0 to 65535",
    "send_limits": "overall,per chat,per group a minute, such as 30,1,20; or off",
    "smtp_url": "smtp://user:password@host:587 or smtps://user:password@host:465",
    "mail_from": "an e-mail address, such as privacy@example.com",
    "mail_reply": "an e-mail address, such as privacy@example.com",
    "timezone": "a zone's name, such as Asia/Jakarta",
    "quiet_hours": "from-to, such as 21:00-07:00",
    "desk_hours": "days and hours, such as Mon-Fri 09:00-17:00",
    "retention_months": "a number of months from 1 to 240",
    "drain_seconds": "a number of seconds from 1 to 600",
    "log_level": "debug, info, warning or error",
    "log_format": "text or json",
}


LOOPBACK = ("127.0.0.1", "::1", "localhost")


def numbers(text: Any) -> Any:
    """`1, 2` as a set of users' numbers, which are never negative: those are groups'."""
    if not isinstance(text, str):
        return text
    found = frozenset(int(part) for part in text.split(",") if part.strip())
    if min(found, default=1) <= 0:
        raise ValueError
    return found


class Settings(BaseSettings):
    """Everything but the token has a default; `docs/settings.md` has a row for each."""

    model_config = SettingsConfigDict(
        env_prefix="BOT_",
        env_file=".env",
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        populate_by_name=True,
        env_ignore_empty=True,
    )

    token: SecretStr | None = None
    api_url: str = "https://api.telegram.org"
    staff_chat: Group | None = None
    staff_chats: Annotated[dict[str, Group], NoDecode] = {}
    admins: Ids = frozenset()
    leads: Ids = frozenset()
    staff: Ids = frozenset()
    second_person: Literal["on", "off"] = "on"
    database_url: SecretStr = SecretStr("sqlite+aiosqlite:///privasi.db")
    knowledge: Path | None = None
    sources: Path | None = None
    secret_keys: SecretStr | None = None
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    listen: str | None = None
    port: int = Field(default=8080, ge=0, le=65535, validation_alias="PORT")
    send_limits: Annotated[tuple[float, float, float] | None, NoDecode] = (30, 1, 20)
    smtp_url: SecretStr | None = None
    mail_from: str | None = None
    mail_reply: str | None = None
    timezone: str = "Asia/Jakarta"
    quiet_hours: str | None = None
    desk_hours: str | None = None
    operator: str = "the operator of this bot"
    operator_contact: str | None = None
    retention_months: int = Field(default=36, ge=1, le=240)
    drain_seconds: float = Field(default=20, ge=1, le=600)
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["text", "json"] | None = None

    _numbers = field_validator("admins", "leads", "staff", mode="before")(numbers)

    @field_validator("token")
    @classmethod
    def _token(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.fullmatch(r"\d+:[\w-]{5,}", value.get_secret_value()):
            raise ValueError
        return value

    @field_validator("api_url", "webhook_url")
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        if value and not re.fullmatch(r"https?://[^\s/]+(/\S*)?", value):
            raise ValueError
        if urlsplit(value or "").port == 0:  # reading it refuses what is no host and port
            raise ValueError
        return value.rstrip("/") if value else value

    @field_validator("webhook_url")
    @classmethod
    def _webhook(cls, value: str | None) -> str | None:
        """Telegram brings updates by https only; a server on this machine may do without."""
        parts = urlsplit(value or "https:")
        if parts.scheme != "https" and parts.hostname not in LOOPBACK:
            raise ValueError
        return value

    @field_validator("knowledge", "sources")
    @classmethod
    def _folder(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_dir():
            raise ValueError
        return value

    @field_validator("smtp_url")
    @classmethod
    def _mail_server(cls, value: SecretStr | None) -> SecretStr | None:
        parts = urlsplit(value.get_secret_value() if value else "smtp://none")
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.port == 0:
            raise ValueError
        return value

    @field_validator("mail_from", "mail_reply")
    @classmethod
    def _sender(cls, value: str | None) -> str | None:
        if value and not re.fullmatch(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+", value):
            raise ValueError
        return value

    @field_validator("staff_chats", mode="before")
    @classmethod
    def _pairs(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        pairs = [part.split("=") for part in value.split(",") if part.strip()]
        return {policy.strip(): int(chat) for policy, chat in pairs}

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: SecretStr) -> SecretStr:
        known = ("sqlite+aiosqlite:///", "postgresql+asyncpg://")
        if not value.get_secret_value().startswith(known):
            raise ValueError
        return value

    @field_validator("secret_keys")
    @classmethod
    def _keys(cls, value: SecretStr | None) -> SecretStr | None:
        for key in value.get_secret_value().split(",") if value else ():
            padded = key.strip() + "=" * (-len(key.strip()) % 4)
            try:
                whole = len(base64.urlsafe_b64decode(padded)) == 32
            except (binascii.Error, ValueError):
                whole = False
            if not whole:
                raise ValueError
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.fullmatch(r"[\w-]{1,256}", value.get_secret_value(), re.ASCII):
            raise ValueError
        return value

    @field_validator("send_limits", mode="before")
    @classmethod
    def _limits(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        if value.strip().lower() == "off":
            return None
        overall, chat, group = (float(part) for part in value.split(","))
        if not all(math.isfinite(rate) and rate > 0 for rate in (overall, chat, group)):
            raise ValueError
        return overall, chat, group

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, OSError):
            raise ValueError from None
        return value

    @field_validator("quiet_hours")
    @classmethod
    def _hours(cls, value: str | None) -> str | None:
        clock = r"([01]\d|2[0-3]):[0-5]\d"
        if value and not re.fullmatch(f"{clock}-{clock}", value):
            raise ValueError
        return value

    @field_validator("desk_hours")
    @classmethod
    def _desk_hours(cls, value: str | None) -> str | None:
        if value:
            DeskHours.parse(value, "UTC")
        return value


def read(**given: Any) -> Settings:
    """The settings; a bad value raises with its variable's name and what is expected."""
    try:
        return Settings(**given)
    except ValidationError as error:
        names = dict.fromkeys(str(fault["loc"][0]).lower() for fault in error.errors())
        raise SettingsError("\n".join(complaint(name) for name in names)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f".env cannot be read ({type(error).__name__})") from None


def bare(**given: Any) -> Settings:
    """The defaults with what is given; of the environment only where the knowledge is."""
    fields = {name: field.default for name, field in Settings.model_fields.items()}
    for name in ("knowledge", "sources"):
        if folder := os.environ.get(f"BOT_{name.upper()}"):
            fields[name] = Path(folder)
    return read(_env_file=None, **{**fields, **given})


def knowledge_folder(chosen: Settings) -> Path:
    """The folder given, else `knowledge` here, else the one that came with the package."""
    if chosen.knowledge is not None:
        return chosen.knowledge
    here = Path("knowledge")
    return here if (here / "policies").is_dir() else Path(__file__).with_name("knowledge")


def complaint(name: str) -> str:
    field = name.removeprefix("bot_")
    variable = "PORT" if field == "port" else f"BOT_{field.upper()}"
    return f"{variable} cannot be used; expected: {EXPECTED.get(field, 'another value')}"
