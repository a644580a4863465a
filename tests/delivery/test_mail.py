"""Codes leave by a real mail server: with TLS, down, refusing, slow, cut off in the middle."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from services.conftest import on_sqlite
from services.office import ANA, Office, filed

from bot.delivery import mail
from bot.delivery.mail import Smtp
from bot.delivery.truth import Truth
from bot.delivery.worker import Worker
from bot.services import talk
from bot.services.talk import Heard
from bot.storage import outbox

from .post import Post, emptied

pytestmark = on_sqlite
Answering = Callable[[SMTP], Awaitable[str]]


@dataclass(slots=True)
class Box:
    """A mail server's way of answering, and what reached it."""

    on_data: Answering | None = None
    on_rcpt: str = ""
    arrived: list[Envelope] = field(default_factory=list)
    users: list[str] = field(default_factory=list)
    over_tls: list[bool] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - the server's name for it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        if self.on_rcpt:
            return self.on_rcpt
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - the server's name for it
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        self.arrived.append(envelope)
        self.over_tls.append(session.ssl is not None)
        return await self.on_data(server) if self.on_data else "250 OK"

    def log_in(self, server: SMTP, session: Session, *given: Any) -> AuthResult:
        self.users.append(given[-1].login.decode())
        return AuthResult(success=True)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of this machine, signed by itself."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    subject = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).serial_number(7)
    made = made.public_key(key.public_key()).add_extension(subject, critical=True)
    made = made.not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
    made = made.not_valid_after(datetime(2120, 1, 1, tzinfo=UTC))
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    signed = made.sign(key, hashes.SHA256())
    file.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    return file


@dataclass(slots=True)
class Tls:
    server: ssl.SSLContext
    client: ssl.SSLContext


@pytest.fixture
def tls(certificate: Path) -> Tls:
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate)
    return Tls(server, ssl.create_default_context(cafile=certificate))


@asynccontextmanager
async def served(
    box: Box, *, at_once: ssl.SSLContext | None = None, host: str = "127.0.0.1", **more: Any
) -> AsyncIterator[int]:
    """The port of a mail server on this machine."""

    def made() -> SMTP:
        return SMTP(box, loop=asyncio.get_running_loop(), **more)

    server = await asyncio.get_running_loop().create_server(made, host, 0, ssl=at_once)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


async def asked(office: Office) -> None:
    """Ana wishes for a code; nothing has left yet."""
    office.notice = replace(office.notice, mails=True)
    case = await filed(office, email="ana@example.org")
    async with office.database.transaction() as db:
        await talk.hear(db, office.desk, Heard(ANA, press=f"code:{case.case.reference}"))


async def sent(office: Office, server: Smtp | None) -> list[str]:
    """Everything leaves; what the customer was told, and how the mail ended."""
    chat = Post()
    way = mail.Ways(chat, mail.MailSender(office.desk, server, "desk@example.org"))
    clock = office.desk.clock
    await emptied(Worker(office.database, way, Truth(office.desk), clock, "w1"))
    return [row.payload["text"] for row in chat.sent if row.place == "customer"]


async def state(office: Office) -> list[str]:
    async with office.database.reading() as db:
        [case] = await office.files(ANA)
        return [one.state for one in await outbox.of_case(db, case.case.id) if one.place == "mail"]


def address(port: int, scheme: str = "smtp", host: str = "127.0.0.1", user: str = "") -> str:
    return f"{scheme}://{user}{host}:{port}"


async def test_a_code_reaches_the_address_that_was_given(office: Office) -> None:
    box = Box()
    await asked(office)
    async with served(box) as port:
        await sent(office, Smtp(address(port)))
    [letter] = box.arrived
    assert (letter.mail_from, letter.rcpt_tos) == ("desk@example.org", ["ana@example.org"])
    assert b"Auto-Submitted: auto-generated" in (letter.original_content or b"")
    assert await state(office) == ["sent"]


async def test_it_goes_over_starttls_with_name_and_password(office: Office, tls: Tls) -> None:
    box = Box()
    await asked(office)
    server: dict[str, Any] = {"authenticator": box.log_in, "auth_required": True}
    async with served(box, tls_context=tls.server, require_starttls=True, **server) as port:
        url = address(port, user="desk%40example.org:secret@")
        await sent(office, Smtp(url, tls.client))
    assert (box.over_tls, box.users) == ([True], ["desk@example.org"])


async def test_smtps_speaks_tls_from_the_first_byte(office: Office, tls: Tls) -> None:
    box = Box()
    await asked(office)
    async with served(box, at_once=tls.server) as port:
        await sent(office, Smtp(address(port, "smtps"), tls.client))
    assert (len(box.arrived), await state(office)) == (1, ["sent"])


async def test_a_certificate_nobody_vouches_for_gets_no_mail(office: Office, tls: Tls) -> None:
    box = Box()
    await asked(office)
    async with served(box, at_once=tls.server) as port:
        await sent(office, Smtp(address(port, "smtps")))
    assert (box.arrived, await state(office)) == ([], ["queued"])


async def test_beyond_this_machine_nothing_goes_without_tls(office: Office) -> None:
    box = Box()
    await asked(office)
    async with served(box, host="127.0.0.2") as port:
        await sent(office, Smtp(address(port, host="127.0.0.2")))
    assert (box.arrived, await state(office)) == ([], ["queued"])


async def test_a_server_that_is_down_is_tried_again_and_then_given_up(office: Office) -> None:
    box = Box()
    await asked(office)
    async with served(box) as port:
        pass
    told: list[str] = []
    for _ in range(mail.ATTEMPTS):
        assert not any("couldn't be delivered" in text for text in told)
        told += await sent(office, Smtp(address(port)))
        office.later(minutes=6)
    assert any("couldn't be delivered" in text for text in told)
    assert await state(office) == ["failed"]


async def test_a_server_that_comes_back_gets_the_letter(office: Office) -> None:
    box = Box()
    await asked(office)
    async with served(box) as port:
        pass
    await sent(office, Smtp(address(port)))
    assert await state(office) == ["queued"]
    office.later(minutes=6)
    async with served(box) as port:
        await sent(office, Smtp(address(port)))
    assert (len(box.arrived), await state(office)) == (1, ["sent"])


@pytest.mark.parametrize(("code", "ends"), [("550 no such", "failed"), ("451 later", "queued")])
async def test_a_server_that_refuses_is_taken_at_its_word(
    office: Office, code: str, ends: str
) -> None:
    await asked(office)
    async with served(Box(on_rcpt=code)) as port:
        told = await sent(office, Smtp(address(port)))
    assert await state(office) == [ends]
    assert any("couldn't be delivered" in text for text in told) is (ends == "failed")


async def cut(server: SMTP) -> str:
    assert isinstance(server.transport, asyncio.WriteTransport)
    server.transport.abort()
    return "250 OK"


async def test_a_letter_that_was_cut_off_is_never_repeated_and_the_customer_hears_of_it(
    office: Office,
) -> None:
    box = Box(on_data=cut)
    await asked(office)
    async with served(box) as port:
        told = await sent(office, Smtp(address(port)))
        office.later(minutes=30)
        await sent(office, Smtp(address(port)))
    assert (len(box.arrived), await state(office)) == (1, ["unknown"])
    assert any("can't tell whether" in text for text in told)


async def test_a_server_too_slow_to_answer_leaves_it_unknown(office: Office) -> None:
    async with AsyncExitStack() as stack:
        release = asyncio.Event()
        stack.callback(release.set)

        async def slow(server: SMTP) -> str:
            await release.wait()
            return "250 OK"

        box = Box(on_data=slow)
        await asked(office)
        async with served(box) as port:
            await sent(office, Smtp(address(port), patience=0.3))
            release.set()
    assert (len(box.arrived), await state(office)) == (1, ["unknown"])


async def test_without_a_server_the_customer_goes_another_way(office: Office) -> None:
    await asked(office)
    told = await sent(office, None)
    assert await state(office) == ["failed"]
    assert any("couldn't be delivered" in text for text in told)
