"""The strict emulator in a process of its own, spoken to over its control address.

It needs aiohttp, which the project does not: `STRICT_PYTHON` names a Python that has it, where
this one has not.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[2]
FOLDER = ROOT.parent / "shared" / "botapi"
TOKEN = "123456:strict-loopback-only"  # noqa: S105 - of the emulator alone
PATIENCE = 120.0
Json = dict[str, Any]


def python() -> str:
    return os.environ.get("STRICT_PYTHON", sys.executable)


async def begin(**settings: object) -> tuple[Process, Strict]:
    """Start the emulator on a free port and open its control address."""
    chosen = [f"--set={name}={json.dumps(value)}" for name, value in settings.items()]
    process = await asyncio.create_subprocess_exec(
        *(python(), "-m", "botapi", "--port", "0", "--token", TOKEN, *chosen),
        cwd=FOLDER,
        stdout=PIPE,
    )
    assert process.stdout
    line = (await process.stdout.readline()).decode()
    if "base_url " not in line:
        raise SystemExit(f"the emulator does not start with {python()}: it needs aiohttp")
    url = line.split("base_url ")[1].split("/bot")[0]
    return process, Strict(url, httpx.AsyncClient(base_url=f"{url}/_control/", timeout=30))


@dataclass(slots=True)
class Strict:
    """The world as the emulator keeps it, and what a person can see of it."""

    url: str
    control: httpx.AsyncClient
    seen: int = 0
    names: dict[int, str] = field(default_factory=dict)

    async def do(self, operation: str, /, **given: Any) -> Any:
        answer = (await self.control.post(operation, json=given)).json()
        if not answer["ok"]:
            raise AssertionError(f"{operation} {given}: {answer['error']}")
        return answer["result"]

    async def person(self, name: str, language: str = "en") -> int:
        number = int((await self.do("create_user", first_name=name, language_code=language))["id"])
        self.names[number] = name
        return number

    async def mark(self) -> int:
        self.seen = await self.do("last_seq")
        return self.seen

    async def until(self, chat: int, part: str, thread: int | None = None) -> Json:
        """The first thing the bot has said there since the mark that contains these words."""
        since, clock = self.seen, asyncio.get_running_loop().time
        until, shown = clock() + PATIENCE, []
        while clock() < until:
            for event in await self.do("events", since=since, timeout=2.0):
                since = event["seq"]
                message: Json = event.get("message") or {}
                if event["chat_id"] != chat or event["kind"] not in ("message", "edit"):
                    continue
                shown.append(message.get("text", ""))
                if part.lower() in shown[-1].lower() and fits(message, thread):
                    return message
        who = self.names.get(chat, chat)
        raise AssertionError(f"nobody told {who} {part!r}; they were told {shown}")

    async def answered(self, query: str) -> str:
        """The word a pressed button was answered with."""
        clock = asyncio.get_running_loop().time
        until = clock() + PATIENCE
        while clock() < until:
            since = await self.do("last_seq")
            state = await self.do("callback", query_id=query)
            if state["answer"] is not None:
                return str(state["answer"].get("text") or "")
            await self.do("events", since=since, timeout=1.0)
        raise AssertionError(f"the press {query} was not answered: {state}")


def fits(message: Json, thread: int | None) -> bool:
    return thread is None or message.get("message_thread_id") == thread
