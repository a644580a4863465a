"""Plays every role against the real service, with no token and no network."""

from __future__ import annotations

import asyncio
import contextlib
import re
import sys
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot import logs, settings, wiring
from bot.domain.cases import read_reference
from bot.running import Service
from bot.settings import Settings
from bot.storage import cases, facts, inbox, outbox
from bot.tg.theatre import GROUP, Mailbox, Post, Stage

HELP = """\
usage: privasi demo

The whole desk in this process: a customer, staff, a lead and an admin, all played by you.

One line is one input:
  text                     the customer says it
  @customer2 text          a second customer
  @staff text              staff in the group, in the thread they last acted in
  @staff PR-7K3Q-9XWD text staff in that case's thread
  @lead text, @admin text  a lead in the group; an admin in private
  [Label]                  the customer presses the newest such button
  @role [Label]            that role presses it
  @later 36h               time passes: so many minutes, hours or days (90m, 36h, 14d)
  # a comment
What is said comes back as `role| text`, with buttons as [Label]; an e-mail as `mail| text`.
On a terminal, end with Ctrl-D. The database is temporary; of all settings only
BOT_KNOWLEDGE and BOT_SOURCES count. The exit code is 1 if a button was not found.
"""
PEOPLE: dict[str, dict[str, Any]] = {
    "customer": {"id": 1001, "is_bot": False, "first_name": "Ana", "language_code": "en"},
    "customer2": {"id": 1002, "is_bot": False, "first_name": "Budi", "language_code": "id"},
    "staff": {"id": 2001, "is_bot": False, "first_name": "Rina", "language_code": "en"},
    "lead": {"id": 3001, "is_bot": False, "first_name": "Sari", "language_code": "en"},
    "admin": {"id": 4001, "is_bot": False, "first_name": "Tono", "language_code": "en"},
}
LINE = re.compile(r"^@(\w+)\s*(.*)$", re.DOTALL)
REFERENCE = re.compile(r"^(PR-\w{4}-\w{4})\s*(.*)$", re.DOTALL)
GENERAL = (
    *("/queue", "/mine", "/case", "/find", "/next", "/board", "/stats", "/export", "/language"),
    *("/away", "/back", "/selfcheck", "/help", "/id"),
)
"""Commands for the whole group, said outside any thread."""
SPAN = re.compile(r"(\d{1,4}) ?([mhd])")
UNITS = {"m": "minutes", "h": "hours", "d": "days"}
LONGEST_WAIT = 120.0


@dataclass(slots=True)
class Clock:
    """The hour as it is, and as much more as was let pass."""

    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        return wiring.now() + self.ahead


@dataclass(slots=True)
class Play:
    """One run: the stage, the service behind it, and who last acted where."""

    stage: Stage
    service: Service
    clock: Clock
    threads: dict[str, int | None] = field(default_factory=dict)
    missed: bool = False

    async def line(self, text: str) -> None:
        """One input, and everything that follows from it."""
        if not text.strip() or text.lstrip().startswith("#"):
            return
        found = LINE.match(text.strip())
        role, said = (found[1], found[2]) if found else ("customer", text.strip())
        if role == "later":
            await self.later(said)
            return
        if role not in PEOPLE:
            self.complain(f"no such role: {role}; there are {', '.join(PEOPLE)}")
            return
        label = re.fullmatch(r"\[(.+)\]", said)
        if label:
            self.press(role, label[1])
        else:
            await self.say(role, said)
        await self.settle()

    async def later(self, text: str) -> None:
        """What staff are told because time has passed is told now."""
        found = SPAN.fullmatch(text.strip())
        if found is None:
            self.complain("how much later? For example: @later 36h")
            return
        self.clock.ahead += timedelta(**{UNITS[found[2]]: int(found[1])})
        await self.service.watch.round()
        self.service.worker.wake.set()
        await self.settle()

    def complain(self, text: str) -> None:
        print(f"demo: {text}", file=sys.stderr)
        self.missed = True

    async def say(self, role: str, text: str) -> None:
        person = PEOPLE[role]
        if role not in ("staff", "lead"):
            self.stage.say(person, person["id"], None, text)
            return
        thread = self.threads.get(role)
        if found := REFERENCE.match(text):
            thread, text = await self.thread_of(found[1]), found[2]
            if thread is None:
                return
            self.threads[role] = thread
        elif text.split()[0] in GENERAL:
            thread = None
        self.stage.say(person, GROUP, thread, text)

    async def thread_of(self, reference: str) -> int | None:
        async with self.service.desk.database.reading() as db:
            case = await cases.by_reference(db, read_reference(reference) or "")
        if case is None:
            self.complain(f"no such case: {reference}")
        return case.thread_id if case else None

    def press(self, role: str, label: str) -> None:
        """The newest button of that label this role can see."""
        person = PEOPLE[role]
        chat = GROUP if role in ("staff", "lead") else person["id"]
        seen = [post for post in reversed(self.stage.posts) if post.chat == chat]
        for post in seen:
            for text, action in post.buttons:
                if text == label and action is not None:
                    if chat == GROUP:
                        self.threads[role] = post.thread
                    self.stage.press(person, post, action)
                    return
        self.complain(f"{role} sees no button [{label}]")

    async def settle(self) -> None:
        """Until inbox and outbox are empty and no check is running."""
        deadline = asyncio.get_running_loop().time() + LONGEST_WAIT
        while asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(0.02)
            if self.stage.updates.empty() and not self.stage.storing and await self.is_quiet():
                return
        self.complain("the desk did not come to rest")

    async def is_quiet(self) -> bool:
        if not await self.service.idle():
            return False
        async with self.service.desk.database.reading() as db:
            wishes = [f"{wish}_asked:{PEOPLE['admin']['id']}" for wish in ("reload", "figures")]
            asked = [wish for wish in wishes if await facts.get(db, wish)]
            states, due = (await outbox.counts(db)).states, await outbox.next_due(db)
            waiting = (await inbox.counts(db)).waiting
        is_due = due is not None and due <= self.clock()  # what waits for its hour does not count
        return not (asked or waiting or is_due or states.get("sending"))


def show(post: Post) -> None:
    """`role| text`, a line for each line, buttons last."""
    if post.kind == "toast" and post.chat == 0:
        return
    if post.kind == "mail":
        print("\n".join(f"mail| {line}" for line in post.text.splitlines()), flush=True)
        return
    role = next((name for name, one in PEOPLE.items() if one["id"] == post.chat), "staff")
    for line in post.text.splitlines():
        print(f"{role}| {'(note) ' if post.kind == 'toast' else ''}{line}")
    if post.buttons:
        print(f"{role}| " + " ".join(f"[{label}]" for label, _ in post.buttons))
    sys.stdout.flush()


async def lines() -> AsyncIterator[str]:
    """Standard input line by line, without holding the desk up."""
    terminal = sys.stdin.isatty()
    while True:
        if terminal:
            print("> ", end="", flush=True)
        text = await asyncio.to_thread(sys.stdin.readline)
        if not text:
            return
        yield text


def chosen(base: Settings, folder: Path) -> Settings:
    """The demo's own settings: nothing of the environment but where the knowledge is."""
    return settings.bare(
        token=SecretStr("1:demo-token-demo-token-demo-token"),
        staff_chat=GROUP,
        admins=frozenset({PEOPLE["admin"]["id"]}),
        leads=frozenset({PEOPLE["lead"]["id"]}),
        database_url=SecretStr(f"sqlite+aiosqlite:///{folder / 'demo.db'}"),
        knowledge=base.knowledge,
        sources=base.sources,
        port=0,
        send_limits=None,
        log_level="error",
        smtp_url=SecretStr("smtp://localhost"),
        mail_from="desk@example.org",
    )


def play(base: Settings) -> int:
    """The exit code: 1 when a button was not found."""
    with tempfile.TemporaryDirectory(prefix="privasi-") as folder:
        return asyncio.run(perform(chosen(base, Path(folder))))


async def perform(used: Settings) -> int:
    logs.configure("error", "text")
    stage, clock = Stage(show), Clock()
    missed = False
    if sys.stdin.isatty():
        print(HELP)

    async def serving(service: Service) -> None:
        nonlocal missed
        acting = Play(stage, service, clock)
        with contextlib.suppress(asyncio.CancelledError):
            async for text in lines():
                await acting.line(text)
        missed = acting.missed

    failed = await wiring.run(
        used, request=stage, serving=serving, post=Mailbox(show), clock=clock
    )
    return 1 if missed or failed else 0
