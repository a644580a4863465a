"""The bot as a real process, and a stage on which its people act."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from asyncio.subprocess import Process
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tornado.testing import bind_unused_port

from bot.language.catalogue import Language, catalogue

from .emulator import ROOT, TOKEN, Json, Strict

SPEED = 30
"""How much faster than Telegram's the flood limits run, on both sides."""
LIMITS = f"{30 * SPEED},{SPEED},{20 * SPEED}"


def said(key: str, language: Language = "en", **slots: object) -> str:
    """A sentence of the catalogue, as far as it is the same for everybody."""
    entry = catalogue(language).entries[key]
    text = entry.format(**slots) if slots else entry.split("{")[0]
    return text.split("\n")[0].strip()


def label(key: str, language: Language = "en") -> str:
    return catalogue(language).entries[f"button.{key}"]


@dataclass(slots=True)
class Stage:
    """Everybody who takes part, and the desk they talk to."""

    strict: Strict
    folder: Path
    mode: str
    group: int = 0
    people: dict[str, int] = field(default_factory=dict)
    process: Process | None = None

    # ---- the desk

    def environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        address = {}
        if self.mode == "webhook":
            socket, port = bind_unused_port()
            socket.close()
            address = {"PORT": str(port), "BOT_WEBHOOK_URL": f"http://127.0.0.1:{port}/hook"}
        return {
            **kept,
            "PYTHONPATH": str(ROOT),
            "BOT_API_URL": self.strict.url,
            "BOT_TOKEN": TOKEN,
            "BOT_DATABASE_URL": f"sqlite+aiosqlite:///{self.folder / 'privasi.db'}",
            "BOT_KNOWLEDGE": str(self.folder / "knowledge"),
            "BOT_SOURCES": str(ROOT.parent / "shared" / "sources"),
            "BOT_STAFF_CHAT": str(self.group),
            "BOT_LEADS": f"{self.people['Sari']},{self.people['Lina']}",
            "BOT_ADMINS": f"{self.people['Tono']}",
            "BOT_SEND_LIMITS": LIMITS,
            "BOT_LOG_FORMAT": "json",
            "PORT": "0",
            **address,
        }

    async def open(self) -> None:
        """Start the desk and wait until its commands stand in the menus."""
        before = len(await self.strict.do("calls", method="setMyCommands"))
        with (self.folder / "log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run"),
                env=self.environment(),
                cwd=self.folder,
                stderr=log,
            )
        ended = asyncio.ensure_future(self.process.wait())
        while len(await self.strict.do("calls", method="setMyCommands")) == before:
            assert not ended.done(), "the desk does not start"
            await asyncio.wait([ended], timeout=0.2)
        ended.cancel()

    async def close(self) -> None:
        """SIGTERM, as a supervisor sends it; it must end well."""
        assert self.process
        assert self.process.returncode is None, "the desk has ended by itself"
        self.process.terminate()
        assert await asyncio.wait_for(self.process.wait(), 30) == 0, "the desk ended badly"

    async def restart(self) -> None:
        await self.close()
        await self.open()

    # ---- the people

    def id(self, who: str) -> int:
        return self.people[who]

    async def says(self, who: str, text: str, hears: str, **where: Any) -> Json:
        """Somebody writes, and is told something that contains these words."""
        await self.strict.mark()
        await self.strict.do("send_text", user=self.id(who), text=text, **where)
        chat = where.get("chat") or self.id(who)
        return await self.strict.until(chat, hears, where.get("thread"))

    async def presses(self, who: str, button: str, hears: str = "", **where: Any) -> Json:
        """Somebody presses the newest such button; the press is answered, the words are shown."""
        await self.strict.mark()
        query = await self.strict.do("press", user=self.id(who), text=button, **where)
        await self.strict.answered(query)
        return await self.strict.until(where.get("chat") or self.id(who), hears)

    async def tries(self, who: str, button: str, message: Json, hears: str = "") -> None:
        """Somebody presses a button and gets a word of refusal, or none."""
        given = {"chat": message["chat"]["id"], "message_id": message["message_id"]}
        query = await self.strict.do("press", user=self.id(who), text=button, **given)
        word = await self.strict.answered(query)
        assert hears in word, f"{who} pressed {button} and was told {word!r}, not {hears!r}"

    async def does(self, operation: str, who: str, **given: Any) -> Any:
        return await self.strict.do(operation, user=self.id(who), **given)


def knowledge(folder: Path) -> Path:
    """A copy that may be changed; the golden questions are no affair of Telegram's."""
    shutil.copytree(ROOT / "knowledge", folder, ignore=shutil.ignore_patterns("questions"))
    return folder


async def people(strict: Strict, folder: Path, mode: str, *, is_forum: bool) -> Stage:
    """Two customers, two staff, two leads, an admin, and a stranger."""
    stage = Stage(strict, folder, mode)
    for name in ("Ana", "Rina", "Rudi", "Sari", "Lina", "Tono", "Eve"):
        stage.people[name] = await strict.person(name)
    stage.people["Budi"] = await strict.person("Budi <b>*_`\u202e", "id")
    members = {str(stage.people[one]): "member" for one in ("Rina", "Rudi", "Lina")}
    members[str(stage.people["Sari"])] = "administrator"
    kind = {"is_forum": True} if is_forum else {"type": "group"}
    group = await strict.do("create_group", title="Staff", members=members, **kind)
    stage.group = group["id"]
    knowledge(folder / "knowledge")
    return stage
