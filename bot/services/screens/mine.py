"""What the desk holds about a customer: what goes when they ask, and what stays until when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

from bot.domain.deadlines import add_months
from bot.domain.effects import Slot
from bot.domain.messages import Message
from bot.language import dates
from bot.services.screens.view import View


def forget(view: View, _: Mapping[str, Slot]) -> Message:
    """Asked before it is done: all that goes, and all that does not, with the reason."""
    say = view.say
    lines = [say("mine.forget_head"), say("mine.goes"), *stays(view), say("mine.for_good")]
    row = (view.button("forget_me", "fgty"), view.button("keep_all", "fgtn"))
    return Message("\n".join(lines), (row, (view.button("my_data", "mine"),)))


def stays(view: View) -> list[str]:
    """Open requests, and the bare record of closed ones with the day it goes."""
    open_ = [file.case.reference for file in view.cases if file.is_open]
    lines = [view.say("mine.open", references=", ".join(open_))] if open_ else []
    if day := last_record(view):
        lines.append(view.say("mine.record", day=dates.day(day, view.say)))
    return lines or [view.say("mine.nothing_stays")]


def last_record(view: View) -> date | None:
    """When the record of the case closed last goes."""
    closed = [file.case.closed_at for file in view.cases if file.case.closed_at]
    if not closed:
        return None
    zone = ZoneInfo(view.notice.zone)
    return add_months(max(closed).astimezone(zone).date(), view.notice.months)


def forgotten(view: View, _: Mapping[str, Slot]) -> Message:
    return Message(view.say("mine.forgotten"))
