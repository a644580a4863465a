"""Outgoing mail: over a real SMTP server, from the outbox; never repeated after an unknown end."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

import structlog
from aiosmtplib import (
    SMTP,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
)

from bot.delivery.outcome import Failed, Later, Outcome, Sender, Sent, Unknown
from bot.domain.forms import CODE
from bot.services import codes, controllers
from bot.services.codes import Letter
from bot.services.desk import Desk
from bot.storage.outbox import Claimed

PATIENCE = 12.0
"""Seconds for one answer of the server."""
LONGEST = 40.0
"""Seconds for all of them: less than the outbox lends a message for."""
ATTEMPTS = 6
"""A server that is down this often in a row is given up; with the pauses, about two minutes."""
NOWHERE = "no-reply@desk.invalid"
"""No such domain can be had (RFC 2606): an answer comes back to its writer at once."""
LETTERS: dict[str, Callable[[Desk, dict[str, Any]], Awaitable[Letter | None]]] = {
    CODE: codes.letter,
    controllers.MAIL: controllers.letter,
}
"""What each kind of row says, made when it leaves."""
LOOPBACK = ("127.0.0.1", "::1", "localhost")
log = structlog.get_logger()


class Post(Protocol):
    """Takes one message to where it goes."""

    async def carry(self, message: EmailMessage) -> Outcome:
        """What became of it; never raises."""


@dataclass(frozen=True, slots=True)
class Smtp:
    """One server. `smtps` speaks TLS at once, `smtp` by STARTTLS, on this machine if offered."""

    url: str = field(repr=False)
    context: ssl.SSLContext | None = field(default=None, repr=False)
    patience: float = PATIENCE

    def client(self) -> SMTP:
        parts = urlsplit(self.url)
        at_once = parts.scheme == "smtps"
        started = None if parts.hostname in LOOPBACK else True
        return SMTP(
            hostname=parts.hostname,
            port=parts.port or (465 if at_once else 587),
            username=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
            use_tls=at_once,
            start_tls=False if at_once else started,
            tls_context=self.context,
            timeout=self.patience,
        )

    async def carry(self, message: EmailMessage) -> Outcome:
        """Before it is handed over it can be tried again; after that only an answer counts."""
        client = self.client()
        try:
            async with asyncio.timeout(LONGEST):
                await client.connect()
        except (SMTPException, OSError, TimeoutError, ValueError) as error:
            client.close()
            log.warning("mail_server_unavailable", error=type(error).__name__)
            return Later(1, counts=True)
        try:
            return await self.hand_over(client, message)
        finally:
            client.close()

    async def hand_over(self, client: SMTP, message: EmailMessage) -> Outcome:
        try:
            async with asyncio.timeout(LONGEST):
                await client.send_message(message)
        except SMTPRecipientsRefused as refused:
            return by_code(max((one.code for one in refused.recipients), default=550))
        except SMTPResponseException as refused:
            return by_code(refused.code)
        except (UnicodeError, ValueError):
            return Failed("unsendable")
        except (SMTPException, OSError, TimeoutError):
            return Unknown()
        return Sent()


def by_code(code: int) -> Outcome:
    """What the server answered: 4xx is for now, 5xx for good; less is no answer at all."""
    if code < 400:
        return Unknown()
    return Later(30, counts=True) if code < 500 else Failed(f"smtp_{code}")


@dataclass(frozen=True, slots=True)
class MailSender:
    """Sends the outbox's mail; what it says is made now, for a code must not wait in a table."""

    desk: Desk
    post: Post | None
    sender: str
    reply: str = NOWHERE

    async def send(self, row: Claimed) -> Outcome:
        if self.post is None:
            return Failed("no_mail")
        letter = await LETTERS[row.kind](self.desk, row.payload)
        if letter is None:
            return Failed(f"{row.kind}_gone")
        try:
            message = self.written(letter)
        except (ValueError, UnicodeError):  # an address that no header takes
            return Failed("unsendable")
        outcome = await self.post.carry(message)
        if isinstance(outcome, Later) and row.attempts + 1 >= ATTEMPTS:
            return Failed("mail_unavailable")
        return outcome

    def written(self, letter: Letter) -> EmailMessage:
        message = EmailMessage()
        message["From"], message["To"] = self.sender, letter.to
        message["Reply-To"] = self.reply
        message["Subject"] = letter.subject
        message["Date"] = format_datetime(self.desk.clock())
        message["Message-ID"] = make_msgid(domain=self.sender.rpartition("@")[2])
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text)
        return message


@dataclass(frozen=True, slots=True)
class Ways:
    """Every way out of the outbox: mail by mail, all else by chat."""

    chat: Sender
    mail: Sender

    async def send(self, row: Claimed) -> Outcome:
        way = self.mail if row.place == "mail" else self.chat
        return await way.send(row)


def ways(
    desk: Desk, chat: Sender, url: str | None, sender: str | None, post: Post | None = None
) -> Ways:
    """Chat as given; mail by this server, or by another post where one is given."""
    if post is None and url is not None and sender is not None:
        post = Smtp(url)
    return Ways(chat, MailSender(desk, post, sender or "", desk.notice.mail_reply or NOWHERE))
