"""A fork server that has imported the desk and read two companies: processes start at once.

What runs in them is the real command with its own environment, folder and streams; only the second
of importing is saved, and where a command checks files in a process of its own, that one's too.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext, ForkServerProcess
from multiprocessing.reduction import DupFd
from pathlib import Path
from typing import IO, Any

HERE = Path(__file__).parents[1]


class _Warm(ForkServerProcess):
    """The first one starts the server."""

    @staticmethod
    def _Popen(process_obj: Any) -> Any:  # noqa: N802 - multiprocessing's name for it
        warm_server()
        return ForkServerProcess._Popen(process_obj)


class Forks(ForkServerContext):
    Process = _Warm


FORKS = Forks()
FORKS.set_forkserver_preload(["edge.warm"])


@cache
def warm_server() -> None:
    """It is told of no path but by the environment, and passes over what it cannot import."""
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join((str(HERE), str(HERE / "tests")))
    try:
        forkserver.ensure_running()
    finally:
        del os.environ["PYTHONPATH"]
        if before is not None:
            os.environ["PYTHONPATH"] = before


@dataclass(frozen=True, slots=True)
class Stream:
    """One end of a pipe, handed over to a forked process."""

    fd: int

    def __reduce__(self) -> tuple[Callable[[Any], int], tuple[Any]]:
        return received, (DupFd(self.fd),)


def received(handle: Any) -> int:
    number: int = handle.detach()
    return number


@dataclass(frozen=True, slots=True)
class Given:
    """What a command is started with."""

    words: Sequence[str]
    environment: Mapping[str, str]
    folder: Path


def enter(given: Given, *streams: int) -> None:
    """In the forked process: these streams, this environment, this folder; then the command."""
    for number, fd in enumerate(streams):
        os.dup2(fd, number)
        os.close(fd)
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115
    os.environ.clear()
    os.environ.update(given.environment)
    os.chdir(given.folder)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    from bot import cli
    from bot.services import reload

    reload.CHECKING = multiprocessing.get_context("fork")
    warnings.simplefilter("ignore", DeprecationWarning)  # of forking beside a thread that rests
    code = cli.main(given.words)
    sys.stdout.flush()
    sys.exit(code)


class Forked:
    """Such a process, as `subprocess.Popen` shows one."""

    def __init__(self, given: Given, stdin: int | None = None) -> None:
        ins, outs, errors = os.pipe(), os.pipe(), os.pipe()
        theirs = (ins[0] if stdin is None else stdin, outs[1], errors[1])
        streams = [Stream(fd) for fd in theirs]
        self.process: ForkServerProcess = FORKS.Process(target=enter, args=(given, *streams))
        self.process.start()
        for fd in {ins[0], outs[1], errors[1]}:
            os.close(fd)
        self.stdin: IO[bytes] = os.fdopen(ins[1], "wb")
        self.stdout: IO[bytes] = os.fdopen(outs[0], "rb")
        self.stderr: IO[bytes] = os.fdopen(errors[0], "rb")

    def __enter__(self) -> Forked:
        return self

    def __exit__(self, *_: object) -> None:
        for stream in (self.stdin, self.stdout, self.stderr):
            stream.close()
        self.process.kill()
        self.process.join()

    @property
    def returncode(self) -> int:
        assert self.process.exitcode is not None
        return self.process.exitcode

    def send_signal(self, number: int) -> None:
        assert self.process.pid is not None
        os.kill(self.process.pid, number)

    def wait(self, timeout: float) -> int | None:
        self.process.join(timeout)
        return self.process.exitcode

    def communicate(self, typed: bytes = b"", timeout: float | None = None) -> tuple[bytes, bytes]:
        """Everything it says, in answer to what is typed, to its end."""
        with ThreadPoolExecutor(2) as pool:
            told = [pool.submit(stream.read) for stream in (self.stdout, self.stderr)]
            try:
                self.stdin.write(typed)
                self.stdin.close()
            except BrokenPipeError:
                pass
            self.process.join(timeout)
            assert self.process.exitcode is not None, "it does not end"
            out, trouble = (one.result() for one in told)
        with self:
            return out, trouble
