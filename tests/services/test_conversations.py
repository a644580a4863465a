"""Random conversations: nothing demanded is lost, no date lacks a reason, all can be left."""

from __future__ import annotations

import os
import random
from typing import Any, cast

import pytest

from bot.services.desk import Desk
from bot.services.library import Library, Loaded

from .office import NOTICE, NOW, TEAM
from .wandering import Wandering

TOTAL = int(os.environ.get("PRIVASI_CONVERSATIONS", "200"))
PARTS = 4
"""In parts, so that every core takes some."""


@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_is_said_nothing_is_lost_and_everything_has_its_date(
    prepared: Loaded, part: int
) -> None:
    nowhere = cast(Any, None)
    desk = Desk(nowhere, Library(), TEAM, NOTICE, lambda: NOW, random.Random(7).getrandbits)  # noqa: S311
    filed = 0
    for number in range(part, TOTAL, PARTS):
        walk = Wandering(desk, prepared, number)
        walk.walk(steps=12)
        filed += len(walk.files)
    assert filed > TOTAL // PARTS // 10
