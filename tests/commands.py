"""The command as a process of its own, in an empty folder."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from answering import small
from forks import Forked, Given

ROOT = Path(__file__).parents[1]
KNOWLEDGE = ROOT / "knowledge"
LONGEST = 120


@cache
def two_companies() -> dict[str, str]:
    """A small knowledge base: it is read in no time."""
    return small.base()


class Command:
    """`python -m bot` in an empty folder, with nothing set but what a test sets.

    Its knowledge base is a small one, in a folder of its own that a test may break.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        self.knowledge = small.save(two_companies(), home / "small")
        self.set = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "BOT_LOG_FORMAT": "json"}
        self.set["BOT_KNOWLEDGE"] = str(self.knowledge)

    def start(self, *words: str, **more: str) -> Forked:
        """In a process that has nothing left to import."""
        return self.fed_by(None, words, more)

    def fed_by(self, stdin: int | None, words: Sequence[str], more: Mapping[str, str]) -> Forked:
        return Forked(Given(words, {**self.set, **more}, self.home), stdin)

    def afresh(self, *words: str, **more: str) -> tuple[int, str, str]:
        """As an operator's shell starts it; what it says and its end."""
        line = [sys.executable, "-m", "bot", *words]
        env = {**self.set, **more}
        done = subprocess.run(  # noqa: S603 - our own command
            line, cwd=self.home, env=env, capture_output=True, text=True, timeout=LONGEST
        )
        return done.returncode, done.stdout, done.stderr

    def __call__(self, *words: str, typed: bytes = b"", **more: str) -> tuple[int, str, str]:
        """Its exit code, and what it printed to standard output and standard error."""
        process = self.start(*words, **more)
        out, trouble = (part.decode() for part in process.communicate(typed, LONGEST))
        assert "Traceback" not in trouble + out, trouble + out
        return process.returncode, out, trouble


class Terminal:
    """A person at a terminal: types a line, and reads what is said before the next prompt."""

    PROMPT = b"> "

    def __init__(self, command: Command, *words: str, **more: str) -> None:
        self.keyboard, theirs = os.openpty()
        self.process = command.fed_by(theirs, words, more)
        os.close(theirs)
        self.greeting = self.until_prompt()

    def until_prompt(self) -> str:
        """What is shown until a line that is only a prompt, or the end."""
        seen = b""
        while byte := self.process.stdout.read(1):
            seen += byte
            if seen.endswith(b"\n" + self.PROMPT) or seen == self.PROMPT:
                return seen.removesuffix(self.PROMPT).decode()
        return seen.decode()

    def type(self, line: str) -> list[str]:
        os.write(self.keyboard, line.encode() + b"\n")
        return self.until_prompt().splitlines()

    def leave(self) -> tuple[int, str]:
        """Ctrl-D; the exit code, and what was said on standard error."""
        os.write(self.keyboard, b"\x04")
        _, trouble = self.process.communicate(timeout=LONGEST)
        os.close(self.keyboard)
        return self.process.returncode, trouble.decode()
