"""The clocks of one request as they run: taken longer, paused, started anew.

Several laws may apply, each with a clock of its own; what moves one leaves the others alone, and
the earliest date holds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.domain import calendars, deadlines
from bot.domain.deadlines import Due, Place, Rule
from bot.domain.errors import NotLonger


@dataclass(frozen=True, slots=True)
class Shift:
    """Where one rule's last day was moved to, and whether by taking longer."""

    rule: str
    day: date
    extended: bool = False


@dataclass(frozen=True, slots=True)
class Clocks:
    """Every clock that runs for one request, and how each was moved since it was received."""

    rules: tuple[Rule, ...]
    received: datetime
    place: Place
    shifts: tuple[Shift, ...] = ()

    def shift(self, rule: Rule) -> Shift | None:
        return next((one for one in self.shifts if one.rule == rule.id), None)

    def due(self, rule: Rule) -> Due:
        """When it is due under one rule, as moved."""
        moved = self.shift(rule)
        if moved is None:
            return deadlines.due(rule, self.received, self.place)
        return deadlines.on_day(rule, moved.day, self.place)

    def earliest(self) -> Due | None:
        return deadlines.earliest(self.due(rule) for rule in self.rules)

    def holding(self) -> Rule | None:
        """The rule whose date comes first."""
        return min(self.rules, key=lambda rule: self.due(rule).at, default=None)

    def is_rolled(self, rule: Rule) -> bool:
        """Whether its last day was moved because it is a day of rest."""
        extended = (was := self.shift(rule)) is not None and was.extended
        amount = rule.extension.total if extended and rule.extension else None
        plain = replace(rule, roll=False, amount=amount or rule.amount)
        return (
            rule.roll and deadlines.due(plain, self.received, self.place).day != self.due(rule).day
        )

    def moved(self, rule: Rule, day: date, *, extended: bool) -> Clocks:
        others = tuple(one for one in self.shifts if one.rule != rule.id)
        return replace(self, shifts=(*others, Shift(rule.id, day, extended)))


def extend(
    clocks: Clocks, rule: Rule, reason: str, now: datetime, until: date | None = None
) -> Clocks:
    """Take longer under one rule; refused after its first period, and where no law allows it."""
    if rule.extension is None:
        raise NotLonger(rule.id, "its law allows no extension")
    was = clocks.shift(rule)
    if was and was.extended:
        raise NotLonger(rule.id, "it was extended already")
    if reason not in rule.extension.reasons:
        raise NotLonger(rule.id, f"{reason} is no reason its law accepts")
    if deadlines.is_overdue(clocks.due(rule).at, now):
        raise NotLonger(rule.id, "the first period is over")
    day = longest(clocks, rule, until)
    if day <= (clocks.due(rule).day or day):
        raise NotLonger(rule.id, "the new date is not later")
    return clocks.moved(rule, day, extended=True)


def longest(clocks: Clocks, rule: Rule, until: date | None) -> date:
    """The last day of the extended period, or an earlier day the desk names.

    It counts from receipt, as the law does; days a pause added are kept.
    """
    extension = rule.extension
    if extension is None or (amount := extension.total or extension.suggested) is None:
        raise NotLonger(rule.id, "a day has to be named")
    counted = deadlines.due(replace(rule, amount=amount), clocks.received, clocks.place)
    day = (counted.day or counted.at.date()) + paused_for(clocks, rule)
    if until is None:
        return day
    return min(until, day) if extension.total else until


def paused_for(clocks: Clocks, rule: Rule) -> timedelta:
    """By how many days a pause has moved the last day."""
    first = deadlines.due(rule, clocks.received, clocks.place).day
    now = clocks.due(rule).day
    return now - first if first and now else timedelta(0)


def waited(clocks: Clocks, since: datetime, until: datetime) -> Clocks:
    """The customer was asked and has answered: a clock that pauses goes on by whole days."""
    for rule in clocks.rules:
        days = (until - since) // timedelta(days=1)
        last = clocks.due(rule).day
        if rule.waiting == "pauses" and last and days > 0:
            clocks = moved_later(clocks, rule, last + timedelta(days=days))
    return clocks


def identified(clocks: Clocks, at: datetime) -> Clocks:
    """Who asks is known now: a clock that begins with this begins now, and never ends earlier."""
    for rule in clocks.rules:
        anew, last = deadlines.due(rule, at, clocks.place).day, clocks.due(rule).day
        if rule.identity == "restarts" and anew and last and anew > last:
            clocks = moved_later(clocks, rule, anew)
    return clocks


def moved_later(clocks: Clocks, rule: Rule, day: date) -> Clocks:
    """A last day that rolls does so wherever it comes to lie."""
    was = clocks.shift(rule)
    if rule.roll:
        holiday = calendars.for_rule(rule.calendar, clocks.place.country)
        day = deadlines.next_working(day, holiday)
    return clocks.moved(rule, day, extended=bool(was and was.extended))
