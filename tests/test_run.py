"""`migrate` and `run` as processes: what they refuse, and how they start and stop."""

from __future__ import annotations

import asyncio
import json
import shutil
import signal
import socket
import sqlite3
from pathlib import Path

import pytest
from botapi.server import TOKEN, BotApi, Fault
from commands import LONGEST, Command
from forks import Forked


@pytest.fixture
def privasi(tmp_path: Path) -> Command:
    return Command(tmp_path)


def test_migrate_brings_a_database_to_the_newest_schema(privasi: Command, tmp_path: Path) -> None:
    first, second = privasi("migrate"), privasi("migrate")
    assert first == second == (0, first[1], "")
    with sqlite3.connect(tmp_path / "privasi.db") as db:
        [[version]] = db.execute("select version_num from alembic_version")
    assert first[1] == f"schema {version}\n"


def test_migrate_says_why_it_cannot(privasi: Command) -> None:
    url = "sqlite+aiosqlite:///no/such/folder/privasi.db"
    code, out, trouble = privasi("migrate", BOT_DATABASE_URL=url)
    assert (code, out) == (1, "")
    assert "privasi: the database refused" in trouble


def test_run_without_a_token_says_how_to_get_one(privasi: Command, tmp_path: Path) -> None:
    code, out, trouble = privasi.afresh("run")
    assert (code, out) == (1, "")
    assert "BOT_TOKEN is needed" in trouble
    assert "@BotFather" in trouble
    assert list(tmp_path.iterdir()) == [privasi.knowledge]


def test_run_refuses_postgresql_without_keys(privasi: Command) -> None:
    url = "postgresql+asyncpg://desk:hunter2@127.0.0.1:1/desk"
    code, out, trouble = privasi("run", BOT_TOKEN=TOKEN, BOT_DATABASE_URL=url)
    assert (code, out) == (1, "")
    assert "BOT_SECRET_KEYS is needed" in trouble
    assert "hunter2" not in trouble


def test_run_leaves_a_newer_schema_alone(
    privasi: Command, tmp_path: Path, sqlite_template: Path
) -> None:
    shutil.copy(sqlite_template, tmp_path / "privasi.db")
    with sqlite3.connect(tmp_path / "privasi.db") as db:
        db.execute("update alembic_version set version_num = '9999'")
    code, out, trouble = privasi("run", BOT_TOKEN=TOKEN)
    assert (code, out) == (1, "")
    assert trouble.splitlines()[-1].startswith("privasi: the database is of version 9999")
    with sqlite3.connect(tmp_path / "privasi.db") as db:
        assert db.execute("select version_num from alembic_version").fetchall() == [("9999",)]


def test_run_without_any_sound_knowledge_base_names_the_line(privasi: Command) -> None:
    (privasi.knowledge / "policies" / "tokoku.yaml").write_text("policy: [", "utf-8")
    code, _, trouble = privasi("run", BOT_TOKEN=TOKEN)
    assert code == 1
    assert "policies/tokoku.yaml:2: not YAML" in trouble
    assert TOKEN not in trouble


def listening(process: Forked) -> int:
    """The port a desk says it listens on."""
    for line in process.stderr:
        if (event := json.loads(line))["event"] == "listening":
            return int(event["port"])
    raise AssertionError("it never listened")


def got(port: int, path: str) -> bytes:
    """The first line of an answer over HTTP, and its last."""
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(f"GET {path} HTTP/1.0\r\n\r\n".encode())
        answer = line.makefile("rb").read().splitlines()
    return answer[0] + b" " + answer[-1]


@pytest.fixture
def desk(privasi: Command) -> Command:
    """Everything `run` needs but a Telegram."""
    privasi.set |= {"BOT_TOKEN": TOKEN, "PORT": "0"}
    return privasi


async def test_run_listens_for_operators_also_when_polling(desk: Command) -> None:
    async with BotApi() as api:
        await asyncio.to_thread(serve_and_stop, desk, api.url)


def serve_and_stop(desk: Command, telegram: str) -> None:
    with desk.start("run", BOT_API_URL=telegram) as process:
        port = listening(process)
        assert got(port, "/healthz").endswith(b"200 OK ok")
        while not got(port, "/readyz").endswith(b"200 OK ready"):
            pass  # it opens its port before it has spoken with Telegram
        assert b"privasi_knowledge_version 1.0" in got(port, "/metrics")
        process.send_signal(signal.SIGTERM)
        assert process.wait(LONGEST) == 0


async def test_run_is_watched_and_stopped_while_telegram_cannot_be_reached(desk: Command) -> None:
    async with BotApi() as api:
        api.fail("getMe", *[Fault(status=502) for _ in range(9)])
        await asyncio.to_thread(watch_and_stop, desk, api.url)


def watch_and_stop(desk: Command, telegram: str) -> None:
    with desk.start("run", BOT_API_URL=telegram) as process:
        port = listening(process)
        assert got(port, "/healthz").endswith(b"200 OK ok")
        not_ready = b"503 Service Unavailable not ready: Telegram has not answered yet"
        assert got(port, "/readyz").endswith(not_ready)
        process.send_signal(signal.SIGTERM)
        assert process.wait(LONGEST) == 0


async def test_run_names_a_port_that_is_taken(desk: Command) -> None:
    async with BotApi() as api:
        await asyncio.to_thread(refuse_a_taken_port, desk, api.url)


def refuse_a_taken_port(desk: Command, telegram: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        code, _, trouble = desk("run", BOT_API_URL=telegram, PORT=port)
    assert code == 1
    assert trouble.splitlines()[-1].startswith("privasi: ")


def test_retention_counts_and_then_deletes_what_is_too_old(
    privasi: Command, tmp_path: Path
) -> None:
    assert privasi("retention")[0] == 1  # there is no schema yet
    privasi("migrate")
    with sqlite3.connect(tmp_path / "privasi.db") as db:
        values = "('2020-01-01 00:00:00', 'cases', 1)"
        db.execute(f"insert into retention (at, rule, count) values {values}")  # noqa: S608
    for words, left in ((("--dry-run",), 1), ((), 1), (("--dry-run",), 0)):
        code, out, _ = privasi("retention", *words)
        assert code == 0
        assert f"records {left}\n" in out
