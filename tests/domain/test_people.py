"""Roles, and the names staff know customers by."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.people import BIRDS, Actor, Role, pseudonym


@given(st.integers(0, 2**32 - 1))
def test_a_pseudonym_is_a_bird_and_two_digits(chance: int) -> None:
    bird, number = pseudonym(chance).split()
    assert bird in BIRDS
    assert 10 <= int(number) <= 99


def test_every_bird_is_there_once_and_every_name_can_be_drawn() -> None:
    assert len(set(BIRDS)) == len(BIRDS)
    whole = len(BIRDS) * 90
    assert len({pseudonym(chance) for chance in range(whole)}) == whole


def test_the_same_chance_gives_the_same_name() -> None:
    assert pseudonym(27) == pseudonym(27) != pseudonym(28)


@pytest.mark.parametrize("role", Role)
def test_nobody_has_a_role_that_was_not_given(role: Role) -> None:
    budi = Actor(5_000_000_043, frozenset({Role.STAFF, Role.LEAD}), "Budi")
    assert budi.is_a(role) is (role in {Role.STAFF, Role.LEAD})
    assert not Actor(5_000_000_042, frozenset()).is_a(role)
