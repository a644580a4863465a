"""The laws' clocks as data: regimes, and the rules that set a time."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Literal

from pydantic import Field, model_validator

from bot.answering.articles import Bilingual, Policy, Value
from bot.domain import calendars
from bot.domain.cases import Kind
from bot.domain.deadlines import Duty, Extension, Rule, Unit
from bot.domain.refusals import FACTS, Ground


class Exemption(Value):
    """A ground on which this law lets some rights be refused."""

    code: Ground
    kinds: tuple[Kind, ...] = Field(min_length=1)
    article: str = Field(min_length=1)
    verified: bool


class Authority(Value):
    """Where a complaint goes under this law."""

    article: str
    site: str = Field(pattern=r"^[a-z0-9.-]+\.[a-z]+$")
    verified: bool


class Right(Value):
    """What a law gives people whatever a policy says, with the article that gives it."""

    kinds: tuple[Kind, ...] = Field(min_length=1)
    article: str
    verified: bool


class Regime(Value):
    """A law: its name, where one complains, what is said when it sets no time, its refusals.

    `rights`: what it gives, so that a silent policy need not have the last word.
    """

    name: Bilingual
    complain: Bilingual
    no_time: Bilingual
    authority: Authority
    grounds: tuple[Exemption, ...] = ()
    rights: tuple[Right, ...] = ()


class Residence(Value):
    """Where a customer may live, and the laws that come with it."""

    label: Bilingual
    regimes: tuple[str, ...]


class Longer(Value):
    """How much longer a rule lets the desk take, and what the customer is told of it."""

    article: str
    reasons: tuple[str, ...] = Field(min_length=1)
    verified: bool
    why: Bilingual
    total: int | None = Field(default=None, gt=0)
    suggested: int | None = Field(default=None, gt=0)

    @model_validator(mode="after")
    def _ends_somewhere(self) -> Longer:
        if (self.total is None) is (self.suggested is None):
            raise ValueError("an extension has either a total or a suggestion")
        return self

    def extension(self) -> Extension:
        return Extension(**self.model_dump(exclude={"why"}))


class Clock(Value):
    """One rule, with its provenance; unverified ones are hedged wherever they are shown.

    `rolled` is said where the last day was a day of rest: nobody here has read that rule itself.
    """

    id: str
    version: int = Field(ge=1)
    regime: str
    kinds: tuple[Kind, ...] = Field(min_length=1)
    unit: Unit
    amount: int = Field(gt=0)
    duty: Duty = "answer"
    roll: bool = False
    rolled: Bilingual | None = None
    day_before: bool = False
    calendar: str = Field(
        default="", pattern=rf"^(?:|{calendars.COMPANY}|[A-Z]{{2}}(?:-[A-Z0-9]+)?)$"
    )
    since: datetime.date | None = None
    waiting: Literal["runs", "pauses"] = "runs"
    identity: Literal["runs", "restarts"] = "runs"
    extension: Longer | None = None
    article: str
    why: Bilingual
    verified: bool
    source: str = Field(min_length=1)

    @model_validator(mode="after")
    def _can_be_counted(self) -> Clock:
        moves = self.extension or self.waiting != "runs" or self.identity != "runs"
        if self.unit == "hours" and moves:
            raise ValueError("a clock in hours is never moved")
        if self.roll is (self.rolled is None):
            raise ValueError("what rolls says so in `rolled`, and only that")
        return self

    def rule(self) -> Rule:
        """The clock as the domain computes with it."""
        shared = self.model_dump(exclude={"why", "rolled", "extension"})
        longer = self.extension.extension() if self.extension else None
        return Rule(**shared, extension=longer)


class Statutes(Value):
    """Every regime and rule of `statutes.yaml`."""

    regimes: Mapping[str, Regime] = {}
    residences: Mapping[str, Residence] = {}
    rules: tuple[Clock, ...] = ()

    def clock(self, rule: str) -> Clock | None:
        return next((clock for clock in self.rules if clock.id == rule), None)

    def regimes_for(self, policy: Policy, residence: str | None = None) -> tuple[str, ...]:
        """The laws that apply: of where the customer lives, if told, and the company's own.

        A company's own law binds it wherever its customers live, so an answer can bring a date
        forward and never back.
        """
        lives = self.residences.get(residence or "")
        own = (one.regime for one in policy.regimes)
        return tuple(dict.fromkeys((*(lives.regimes if lives else ()), *own)))

    def residence_matters(self, policy: Policy, kinds: Iterable[Kind]) -> bool:
        """Whether knowing where the customer lives could change a date."""
        own, wished = {one.regime for one in policy.regimes}, set(kinds)
        return any(
            clock.regime not in own and clock.duty == "answer" and wished & set(clock.kinds)
            for clock in self.rules
        )


def grounds(regimes: Iterable[Regime], kind: Kind) -> dict[Ground, tuple[Exemption, ...]]:
    """What a request of this kind may be refused on under these laws, each with its articles.

    Facts, such as that nothing was found, stand under any law.
    """
    found = [one for regime in regimes for one in regime.grounds if kind in one.kinds]
    by_code = {code: tuple(one for one in found if one.code is code) for code in Ground}
    return {code: named for code, named in by_code.items() if named or code in FACTS}
