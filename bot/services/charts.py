"""The figures of a span of time: gathered for one group, and named as its picture shows them."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from bot.domain.cases import Kind
from bot.domain.figures import Figures, Known, Share, figures
from bot.domain.periods import Period
from bot.language import dates
from bot.language.catalogue import Language, catalogue
from bot.services import roles
from bot.services.desk import Desk
from bot.services.picture import Bar, Chart, Day
from bot.services.screens import spans
from bot.services.screens.view import View
from bot.storage import answers, register
from bot.storage.database import Db

DARK = "dark"
SHOWN = 6
"""Bars of a kind: more would be too small on a phone."""


async def gather(db: Db, desk: Desk, period: Period, chat: int | None) -> Figures:
    """Of the companies this group works alone; of all where no group asks."""
    found = await register.concerning(db, period.since, period.until)
    asked = await answers.tally(db, period.since, period.until)
    if chat is not None:
        companies = {one.policy for one in found} | {policy or "" for policy, _, __ in asked}
        ours = await roles.worked_by(db, desk, chat, companies)
        found = [one for one in found if one.policy in ours]
        asked = [one for one in asked if (one[0] or "") in ours]
    known = [
        Known(
            *(one.policy, one.kind, one.status, one.received_at, one.due_at),
            *(one.is_target, one.closed_at, one.answered_at),
        )
        for one in found
    ]
    questions: Counter[str] = Counter()
    for _, screen, count in asked:
        questions[screen] += count
    return figures(known, period, desk.notice.zone, desk.clock(), questions)


def wanted(period: Period, chat: int, theme: str = "light") -> str:
    """The moments themselves: it is of the time that was asked for, whenever it leaves."""
    since, until = period.since.isoformat(), period.until.isoformat()
    return f"{period.name} {chat} {since} {until} {theme}"


def asked(detail: str) -> tuple[int, Period]:
    """The group and the time, from what was kept of a wish."""
    name, chat, since, until, _ = detail.split(" ")
    return int(chat), Period(name, datetime.fromisoformat(since), datetime.fromisoformat(until))


async def chart(desk: Desk, detail: str, language: Language) -> Chart:
    """Everything the picture says, in words."""
    chat, period = asked(detail)
    async with desk.database.reading() as db:
        found = await gather(db, desk, period, chat)
        loaded = await desk.library.current(db)
    view = View(catalogue(language), loaded, desk.notice, desk.clock())
    say = view.say
    law = found.by_law if found.by_law.of else found.by_target
    tiles = [
        (str(found.received), say("stats.received")),
        (str(found.closed), say("stats.closed")),
        (percent(law), say("stats.in_time" if found.by_law.of else "stats.in_target")),
        (spans.length(say, found.first_answer.median), say("stats.first_answer")),
        (spans.length(say, found.outcome.median), say("stats.outcome")),
        (percent(found.answered), say("stats.answered")),
    ]
    return Chart(
        title=say("stats.title", period=spans.named(say, period)),
        tiles=tuple(tiles),
        kinds_title=say("stats.kinds_in_time"),
        kinds=tuple(
            Bar(view.kind_button(Kind(kind)), share.part, share.of)
            for kind, share in list(found.kinds_in_time.items())[:SHOWN]
        ),
        companies_title=say("stats.companies"),
        companies=tuple(
            Bar(view.name(one), count, count)
            for one, count in list(found.companies.items())[:SHOWN]
        ),
        days_title=say("stats.days"),
        days=tuple(Day(dates.short_day(day, say), *both) for day, *both in found.days),
        legend=(say("stats.received"), say("stats.closed")),
        nothing=say("stats.nothing"),
        is_dark=detail.endswith(f" {DARK}"),
    )


def percent(share: Share) -> str:
    return "–" if share.percent is None else f"{share.percent} %"
