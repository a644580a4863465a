"""The checks can fail: each planted fault is found by what is compared after a kill."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from storage.examples import on_sqlite

from .desk import ANA, KILLED, Home, say
from .mutants import PLANTED
from .test_crash import sweep

HELP = say("help").splitlines()[0]


async def found(home: Home, mutant: str, seams: Sequence[str]) -> tuple[list[str], int]:
    """A customer asks once; desk after desk is killed at these seams, and the last one finishes.

    What does not hold then, and how often the customer was answered.
    """
    more = {"STOPPING_MUTANT": mutant} if mutant else {}
    home.api.text(ANA, "/help")
    for number, seam in enumerate(seams):
        desk = home.start(seam, 1, more | {"STOPPING_LATER": str(120 * number)})
        assert await desk.gone() == KILLED, f"{seam} was not reached"
    introduced = len(home.api.of("deleteWebhook"))
    heir = home.start(more=more | {"STOPPING_LATER": str(120 * len(seams))})
    await home.api.until(lambda: len(home.api.of("deleteWebhook")) > introduced, "the heir")
    await home.api.until(lambda: not home.api.updates, "the update")
    await home.quiet()
    assert await heir.stop() == 0
    told = sum(HELP in text for text in home.api.world.texts(ANA.id))
    return await home.problems(requests=0), told


CASES: dict[str, tuple[Sequence[str], list[str], int]] = {
    "confirms first": (["commit:store"], ["confirmed and not stored: [1]"], 0),
    "two transactions": (["committed:turn"], [], 0),
    "sends again": (["answered:sendMessage", "answered:sendMessage"], [], 3),
    "knows no repeats": (["committed:store"], ["confirmed and not stored: [1]"], 2),
}
"""Where each is killed, what is found wrong then, and how many answers came."""
SOUND: dict[str, tuple[list[str], int]] = {"sends again": ([], 2)}
"""A sound desk says it once, and once more only where nobody can know of the first."""


def test_every_planted_fault_is_looked_for() -> None:
    assert set(CASES) == set(PLANTED)


@on_sqlite
@pytest.mark.parametrize("mutant", CASES)
async def test_a_planted_fault_is_found(home: Home, mutant: str) -> None:
    seams, problems, told = CASES[mutant]
    assert await found(home, mutant, seams) == (problems, told)
    assert (problems, told) != SOUND.get(mutant, ([], 1))


@sweep
@on_sqlite
@pytest.mark.parametrize("mutant", CASES)
async def test_a_sound_desk_killed_there_passes(home: Home, mutant: str) -> None:
    seams, _, _ = CASES[mutant]
    assert await found(home, "", seams) == SOUND.get(mutant, ([], 1))
