"""A busy day, then a search: nothing personal and no secret in files, logs, metrics or copies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]
import httpx
from botapi.server import TOKEN, BotApi
from botapi.world import Person
from pydantic import SecretStr
from sqlalchemy.engine import make_url
from tornado.testing import bind_unused_port

from bot import settings, upkeep
from bot.settings import Settings
from bot.tg.web import HEADER

from .desk import GROUP, KEYS, RECORDED, RINA, SARI, TONO, Home, label, say

NAME, MAIL, PHONE = "Kelincimark", "hare.mark@example.org", "812-5550-7731"
STREET, WORDS, FILE = "Wortelmark 77", "velveteenrabbit", "passportscan-mark.pdf"
ANSWER, NOTE, REASON = "squirrelanswer", "badgernote", "hedgehogreason"
HOOK, PASSWORD = "webhook-secret-of-this-test", "mail-password-of-this-test"
MARIA = Person(5_550_077_310_101, f"Maria {NAME}")
PERSONAL = (NAME, MAIL, PHONE, STREET, WORDS, FILE, ANSWER, NOTE, REASON, str(MARIA.id))
SECRETS = (TOKEN, TOKEN.partition(":")[2], HOOK, PASSWORD, KEYS)
PLANTED = tuple(one.encode() for one in PERSONAL + SECRETS)


async def asks(api: BotApi) -> int:
    """Maria's side until her request stands; the number of its receipt."""
    api.text(MARIA, "/start mailcamp")
    await api.until_said(MARIA.id, say("start_company", name="Mailcamp").splitlines()[0])
    api.text(MARIA, f"My name is Maria {NAME}. Do you sell my {WORDS} data?")
    api.text(MARIA, "Stop the promo e-mails")
    await api.until_said(MARIA.id, say("quick.opt_out_marketing", name="Mailcamp"))
    api.press(MARIA, label("quick_opt_out_marketing"))
    await api.until_said(MARIA.id, RECORDED)
    api.text(MARIA, MAIL)
    [receipt] = [one for one in api.world.messages if RECORDED in one.text]
    return receipt.id


async def is_worked(api: BotApi, receipt: int) -> int:
    """What staff do with it; the number of its topic."""
    words = f"{WORDS}, I live in Jalan {STREET}, call +62 {PHONE}"
    await api.until_said(GROUP, "PR-")
    api.press(RINA, say("staff.button.take"), GROUP)
    await api.until_said(GROUP, "Rina took")
    api.text(MARIA, words, replies_to=receipt)
    await api.until_said(GROUP, WORDS)
    thread = next(iter(api.world.chat(GROUP).topics))
    api.text(RINA, f"// {NOTE}", GROUP, thread=thread)
    api.text(RINA, f"We have read it: {ANSWER}", GROUP, thread=thread)
    await api.until_said(MARIA.id, ANSWER)
    return thread


async def busy_day(home: Home, port: int) -> str:
    """All that people do, and some that goes wrong; what the metrics said at its end."""
    api = home.api
    thread = await is_worked(api, await asks(api))
    file = {"file_id": "f", "file_unique_id": "f", "file_name": FILE}
    chat = api.world.chat(MARIA.id).json()
    said = {"message_id": 9_001, "date": 1, "chat": chat, "from": MARIA.json()}
    api.update(MARIA.id, message={**said, "document": file, "caption": WORDS})
    api.text(SARI, f"/export full {REASON}", GROUP, thread=thread)
    api.text(TONO, "/reload")
    unreadable = {"message_id": 9_002, "chat": {"id": 77, "type": "private"}, "text": WORDS}
    api.update(77, message=unreadable)
    await api.until(lambda: not api.updates, "everything was taken in")
    await trouble_at_the_port(port)
    async with httpx.AsyncClient() as client:
        return (await client.get(f"http://127.0.0.1:{port}/metrics")).text


async def trouble_at_the_port(port: int) -> None:
    """Personal text in what is no update, or comes from a stranger."""
    async with httpx.AsyncClient() as client:
        for body in (f'{{"{WORDS}": "{MAIL}"', f'{{"update_id": "{MAIL}"}}', "[" * 90_000 + WORDS):
            for secret in (HOOK, PASSWORD):
                address, headers = f"http://127.0.0.1:{port}/hook/", {HEADER: secret}
                await client.post(address[:-1], content=body, headers=headers)
                await client.post(f"{address}{NAME}?{MAIL}", content=body, headers=headers)


def chosen(home: Home) -> Settings:
    url = home.url.replace("postgresql:", "postgresql+asyncpg:")
    return settings.bare(database_url=SecretStr(url), secret_keys=SecretStr(KEYS))


async def files_of(home: Home) -> list[Path]:
    """Everything of the database: its file, log and copies; of a server its whole folder."""
    if home.url.startswith("sqlite"):
        path = Path(make_url(home.url).database or "")
        upkeep.back_up(chosen(home), path.with_name(f"{path.name}-copy"))
        return sorted(path.parent.glob(path.name + "*"))
    server = await asyncpg.connect(home.url)
    try:
        await server.execute("CHECKPOINT")
        return everything_below(Path(await server.fetchval("SHOW data_directory")))
    finally:
        await server.close()


def everything_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def contents(paths: list[Path]) -> Iterator[tuple[str, bytes]]:
    for path in paths:
        try:
            yield path.name, path.read_bytes()
        except FileNotFoundError:  # a server's, of another test, gone meanwhile
            continue


def found_in(name: str, content: bytes) -> list[str]:
    spelled = re.compile(b"|".join(map(re.escape, PLANTED)))
    return [f"{found.decode()} in {name}" for found in set(spelled.findall(content))]


async def test_a_busy_day_leaves_nothing_to_read(home: Home) -> None:
    socket, port = bind_unused_port()
    socket.close()
    more = {
        "PORT": str(port),
        "BOT_WEBHOOK_URL": f"http://127.0.0.1:{port}/hook",
        "BOT_WEBHOOK_SECRET": HOOK,
        "BOT_SMTP_URL": f"smtp://desk:{PASSWORD}@127.0.0.1:1",
        "BOT_MAIL_FROM": "desk@example.org",
        "BOT_LOG_LEVEL": "debug",
    }
    desk = home.start(more=more)
    metrics = await busy_day(home, port)
    running = dict(contents(await files_of(home)))
    assert await desk.stop() == 0
    log = (home.folder / "log").read_bytes()
    assert b'"turn_failed"' in log, "nothing went wrong on this day"
    assert any(b"mailcamp" in content for content in running.values()), "the search finds nothing"
    found = found_in("the metrics", metrics.encode()) + found_in("the log", log)
    for name, content in [*running.items(), *contents(await all_left(home))]:
        found += found_in(name, content)
    assert found == []


async def all_left(home: Home) -> list[Path]:
    """After the end: the database again, and on SQLite one that a copy was restored to."""
    if not home.url.startswith("sqlite"):
        return await files_of(home)
    path = Path(make_url(home.url).database or "")
    await upkeep.restore(chosen(home), path.with_name(f"{path.name}-copy"))
    return sorted(path.parent.glob(path.name + "*"))
