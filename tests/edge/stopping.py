"""The real command, in a process that kills itself at a named seam.

`python -m tests.edge.stopping SEAM NTH run` does what `python -m bot run` does, until the seam is
reached for the NTH time. Seams are events of the database and of the wire, seen from outside:

    statement:effects                          in the middle of a turn, a message is being written
    commit:WHAT committed:WHAT                 before and after a commit: store turn claim record
                                               swap (of the knowledge base) migrate
    statement:migrate                          in the middle of a migration
    asked:METHOD answered:METHOD               a call is about to leave; its answer has come
    rename                                     a file is about to get its name: backup, restore
"""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.pool import Pool

from bot import cli, wiring
from bot.services import library
from bot.tg import connect
from bot.tg.wire import Wire

from . import ground, mutants
from .mutants import put

WHAT = {
    "store": re.compile(r"INSERT INTO inbox"),
    "turn": re.compile(r"UPDATE inbox SET"),
    "claim": re.compile(r"UPDATE outbox SET .*RETURNING", re.DOTALL),
    "record": re.compile(r"UPDATE outbox SET .*closed_at"),
    "swap": re.compile(r"(INSERT INTO|UPDATE) knowledge_active"),
    "migrate": re.compile(r"(INSERT INTO|UPDATE) alembic_version"),
}
AMIDST = {
    "effects": re.compile(r"INSERT INTO outbox"),
    "migrate": re.compile(r"\s*(CREATE|ALTER|DROP) "),
}


def about_what(statement: str, patterns: Mapping[str, re.Pattern[str]]) -> str | None:
    return next((name for name, pattern in patterns.items() if pattern.match(statement)), None)


@dataclass(slots=True)
class Seam:
    """Where the process ends, and after how many times."""

    name: str
    left: int

    def reach(self, name: str) -> None:
        if name == self.name:
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    def watch_storage(self) -> None:
        """What a transaction is about shows in its statements; the last word counts."""

        def on_statement(connection: Any, _: Any, statement: str, *__: Any) -> None:
            if found := about_what(statement, AMIDST):
                self.reach(f"statement:{found}")
            if found := about_what(statement, WHAT):
                connection.info["about"] = found

        def on_commit(connection: Any) -> None:
            if about := connection.info.pop("about", None):
                self.reach(f"commit:{about}")
                connection.info["committed"] = about

        def on_checkin(_: Any, record: Any) -> None:
            record.info.pop("about", None)
            if about := record.info.pop("committed", None):
                self.reach(f"committed:{about}")

        sa.event.listen(sa.Engine, "before_cursor_execute", on_statement)
        sa.event.listen(sa.Engine, "commit", on_commit)
        sa.event.listen(Pool, "checkin", on_checkin)

    def watch_files(self) -> None:
        sys.addaudithook(lambda event, _: self.reach("rename") if event == "os.rename" else None)

    def watch_wire(self) -> None:
        seam = self

        class Watched(Wire):
            async def do_request(self, url: str, *given: Any, **more: Any) -> tuple[int, bytes]:
                method = url.rsplit("/", 1)[1]
                seam.reach(f"asked:{method}")
                answer = await super().do_request(url, *given, **more)
                seam.reach(f"answered:{method}")
                return answer

        put(connect, "Wire", Watched)


def later(seconds: int) -> Callable[[], datetime]:
    """The desk's one clock, so much ahead: a lease of the dead is over at once."""
    return lambda: datetime.now(UTC) + timedelta(seconds=seconds)


def run(
    seam: str, nth: int, environment: Mapping[str, str], folder: Path, words: Sequence[str]
) -> None:
    """In a forked process: this environment, this folder, its log there."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    log = os.open(folder / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, 2)
    sys.exit(serve(seam, nth, list(words)))


def serve(seam: str, nth: int, arguments: list[str]) -> int:
    watched = Seam(seam, nth)
    watched.watch_storage()
    watched.watch_wire()
    watched.watch_files()
    put(library, "fetch", ground.fetch)
    if ahead := int(os.environ.get("STOPPING_LATER", "0")):
        put(wiring, "now", later(ahead))
    if name := os.environ.get("STOPPING_MUTANT"):
        mutants.PLANTED[name]()
    return cli.main(arguments)


if __name__ == "__main__":
    sys.exit(serve(sys.argv[1], int(sys.argv[2]), sys.argv[3:]))
