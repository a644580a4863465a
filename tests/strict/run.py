"""Every flow against the strict emulator, by polling and by webhook: `python -m tests.strict.run`.

Exit code 0 when every flow was walked and the emulator saw no violation.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import traceback
from collections.abc import Awaitable, Callable
from pathlib import Path

from . import flows_customer as customer
from . import flows_staff as staff
from .desk import SPEED, Stage, people
from .emulator import begin

ONLY_SO_KNOWN = ("message to edit not found", "message thread not found", "was upgraded")
"""A topic deleted by hand and a group that moved: Telegram tells a bot by refusing a call."""
CUT_OFF = "terminated by other getUpdates request"
"""A desk that stops hangs up on its last long poll; the server keeps that open until the next
desk asks, and then says so. Once for the one restart, and no oftener: it would be two pollers."""
RESTARTS = 1
Flow = Callable[[Stage], Awaitable[None]]


async def requests(stage: Stage) -> None:
    await customer.second_thoughts(stage, await customer.erasure(stage))


def unexcused(violations: list[dict[str, object]]) -> list[dict[str, str]]:
    """What the server complains of, but for what a bot can only learn by being refused."""
    left, cut_off = [], 0
    for found in violations:
        told = {key: str(value)[:300] for key, value in found.items() if key != "at"}
        cut_off += CUT_OFF in str(told)
        excused = any(one in str(told) for one in ONLY_SO_KNOWN)
        excused |= CUT_OFF in str(told) and cut_off <= RESTARTS
        if not (found["kind"] == "logic" and excused):
            left.append(told)
    return left


CUSTOMER: tuple[Flow, ...] = (
    customer.greetings,
    customer.questions,
    requests,
    customer.cancelling,
    customer.opting_out,
    customer.two_rights,
    customer.dialogue_over_restart,
    customer.bad_input,
)
FORUM: tuple[Flow, ...] = (staff.casework, staff.around, staff.topic_deleted)
PLAIN: tuple[Flow, ...] = (staff.casework, staff.around, staff.group_migrated)
RUNS: dict[str, tuple[bool, tuple[Flow, ...]]] = {
    "forum": (True, (*CUSTOMER, *FORUM, staff.knowledge_base)),
    "plain group": (False, PLAIN),
}


async def walk(mode: str, name: str, folder: Path, only: str = "") -> list[str]:
    """One run of the bot through its flows; what went wrong, a line each."""
    is_forum, flows = RUNS[name]
    process, strict = await begin(flood_speed=SPEED)
    wrong: list[str] = []
    stage = await people(strict, folder, mode, is_forum=is_forum)
    try:
        await stage.open()
        for flow in flows:
            if only in flow.__name__:
                wrong += await attempt(flow, stage, f"{mode}, {name}: {flow.__name__}")
        await strict.do("wait_idle", timeout=10.0)
        await stage.close()
        wrong += [f"{mode}, {name}: {one}" for one in unexcused(await strict.do("violations"))]
    finally:
        if stage.process and stage.process.returncode is None:
            stage.process.kill()
            await stage.process.wait()
        await strict.control.aclose()
        process.terminate()
        await process.wait()
    log = (folder / "log").read_text().splitlines()
    usual = ('"level": "info"', "keys_beside_database", '"event": "refused"')
    return wrong + [f"log: {line}" for line in log if not any(one in line for one in usual)]


async def attempt(flow: Flow, stage: Stage, where: str) -> list[str]:
    """Later flows are walked all the same."""
    try:
        for who in ("Ana", "Budi"):
            await stage.says(who, "/cancel", "")
        await flow(stage)
    except AssertionError as error:
        place = traceback.extract_tb(error.__traceback__)
        steps = " < ".join(
            f"{one.name}:{one.lineno}" for one in reversed(place) if "flows_" in one.filename
        )
        return [f"{where} [{steps}]: {error}"]
    return []


async def main(only: str = "", modes: tuple[str, ...] = ("polling", "webhook")) -> int:
    wrong: list[str] = []
    for mode in modes:
        for name in RUNS:
            with tempfile.TemporaryDirectory(prefix="privasi-strict-") as folder:
                wrong += await walk(mode, name, Path(folder), only)
    sys.stdout.write("".join(f"{line}\n" for line in wrong))
    sys.stdout.write(f"{'nothing' if not wrong else len(wrong)} wrong\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    chosen = tuple(one for one in ("polling", "webhook") if one in sys.argv[1:])
    flows_named = [one for one in sys.argv[1:] if one not in ("polling", "webhook")]
    begun = main("".join(flows_named[:1]), chosen or ("polling", "webhook"))
    sys.exit(asyncio.run(begun))
