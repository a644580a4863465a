"""The laws' clocks as data: regimes, and the rules that set a time."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from bot.answering.articles import Bilingual, Value
from bot.domain.cases import Kind
from bot.domain.deadlines import Rule, Unit


class Regime(Value):
    """A law: its name, where one complains, and what is said when it sets no time."""

    name: Bilingual
    complain: Bilingual
    no_time: Bilingual


class Clock(Value):
    """One rule, with its provenance; unverified ones are hedged wherever they are shown."""

    id: str
    version: int = Field(ge=1)
    regime: str
    kinds: tuple[Kind, ...] = Field(min_length=1)
    unit: Unit
    amount: int = Field(gt=0)
    roll: bool = False
    day_before: bool = False
    article: str
    why: Bilingual
    verified: bool
    source: str

    def rule(self) -> Rule:
        """The clock as the domain computes with it."""
        shared = self.model_dump(exclude={"why"})
        return Rule(**shared)


class Statutes(Value):
    """Every regime and rule of `statutes.yaml`."""

    regimes: Mapping[str, Regime] = {}
    rules: tuple[Clock, ...] = ()

    def clock(self, rule: str) -> Clock | None:
        return next((clock for clock in self.rules if clock.id == rule), None)
