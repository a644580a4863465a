"""What the customer's own words already tell, so that it is not asked again."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.cases import Kind


@dataclass(frozen=True, slots=True)
class Told:
    """`closing`: an account is to be closed; `keeping`: it is to be kept; `lost`: the customer
    does not know what to ask for; `calling_off`: a request is to be taken back. `enough`: kinds
    whose own question these words answer.
    """

    closing: bool = False
    keeping: bool = False
    lost: bool = False
    calling_off: bool = False
    enough: frozenset[Kind] = frozenset()
    whose: str | None = None
    residence: str | None = None


def nothing(_: str) -> Told:
    """Where no hints are known, everything is asked."""
    return Told()
