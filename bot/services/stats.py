"""/stats: how a span of time went, in words and as a picture, for the group that asks."""

from __future__ import annotations

from bot.domain import periods
from bot.domain.cases import Kind
from bot.domain.figures import Figures, Share, Spread
from bot.domain.messages import Button, Message, Row
from bot.domain.periods import Period
from bot.language.catalogue import Catalogue
from bot.services import charts, papers, posting, tongues
from bot.services.casework import Answer
from bot.services.desk import Desk
from bot.services.group import Said, say_to
from bot.services.screens import spans
from bot.services.screens.view import View
from bot.storage.database import Db

USUAL = ("7", "30", "90")
CELLS = 10
HEIGHTS = "▁▂▃▄▅▆▇█"


async def command(db: Db, desk: Desk, said: Said, argument: str) -> Answer:
    """/stats, /stats 30, /stats 2026-10, each also with dark."""
    words = argument.lower().split()
    dark = charts.DARK in words or "gelap" in words
    asked = [word for word in words if word not in (charts.DARK, "gelap")]
    return await show(db, desk, said, asked[0] if asked else USUAL[1], dark=dark)


async def press(db: Db, desk: Desk, said: Said, args: list[str]) -> Answer:
    """Another time, or the same in other light."""
    return await show(db, desk, said, args[0] if args else "", dark=charts.DARK in args[1:])


async def show(db: Db, desk: Desk, said: Said, wish: str, *, dark: bool) -> Answer:
    """The words at once; the picture follows when it is drawn."""
    period = periods.read(wish, desk.clock(), desk.notice.zone)
    if period is None:
        return Answer((await say_to(db, said))("stats.how"))
    say = await tongues.of_group(db)
    view = View(say, await desk.library.current(db), desk.notice, desk.clock())
    found = await charts.gather(db, desk, period, said.chat_id)
    message = Message(text(view, period, found), buttons(say, period, dark=dark))
    await posting.to_chat(db, said.chat_id, message, now=desk.clock())
    detail = charts.wanted(period, said.chat_id, charts.DARK if dark else "light")
    await papers.put_picture(db, said.chat_id, detail, say.language, now=desk.clock())
    return Answer()


def buttons(say: Catalogue, period: Period, *, dark: bool) -> tuple[Row, ...]:
    times = [Button(say("stats.so_many_days", count=days), f"stats:{days}") for days in USUAL]
    other = "light" if dark else charts.DARK
    return tuple(times), (Button(say(f"stats.{other}"), f"stats:{period.name}:{other}"),)


def text(view: View, period: Period, found: Figures) -> str:
    """The same figures as in the picture, and those it has no room for."""
    say = view.say
    lines = [say("stats.head", period=spans.named(say, period), count=found.received)]
    lines[0] += " " + say("stats.over", count=found.closed)
    lines += in_time(say, "stats.by_law", found.by_law)
    lines += in_time(say, "stats.by_target", found.by_target)
    lines += times(say, "stats.to_first", found.first_answer)
    lines += times(say, "stats.to_outcome", found.outcome)
    if found.questions:
        asked = {"count": found.questions, "percent": found.answered.percent}
        lines.append(say("stats.questions", **asked))
    lines += shares(view, found)
    lines += listed(say, "stats.companies", {view.name(k): n for k, n in found.companies.items()})
    outcomes = {say(f"status.{name}"): count for name, count in found.outcomes.items()}
    lines += listed(say, "stats.outcomes", outcomes)
    if any(found.ages):
        lines.append(say("stats.ages", **dict(zip("abcd", found.ages, strict=True))))
    if any(came or went for _, came, went in found.days):
        came, went = [one for _, one, __ in found.days], [one for *_, one in found.days]
        lines.append(say("stats.by_day", came=spark(came), went=spark(went)))
    return "\n".join(lines)


def in_time(say: Catalogue, key: str, share: Share) -> list[str]:
    return [say(key, percent=share.percent, part=share.part, of=share.of)] if share.of else []


def times(say: Catalogue, key: str, spread: Spread) -> list[str]:
    if spread.median is None:
        return []
    both = {"median": spans.length(say, spread.median), "most": spans.length(say, spread.most)}
    return [say(key, **both)]


def shares(view: View, found: Figures) -> list[str]:
    """The bar first: what stands after it need not be of one width."""
    return [
        f"{bar(share)} {share.percent} % · {share.part}/{share.of} · {view.kind(Kind(kind))}"
        for kind, share in found.kinds_in_time.items()
    ]


def bar(share: Share) -> str:
    full = CELLS * share.part // share.of
    return "█" * full + "░" * (CELLS - full)


def listed(say: Catalogue, key: str, counts: dict[str, int]) -> list[str]:
    each = " · ".join(f"{name} {count}" for name, count in counts.items())
    return [f"{say(key)}: {each}"] if each else []


def spark(counts: list[int]) -> str:
    """A line of days, the highest as high as a line goes."""
    most = max(counts, default=0) or 1
    return "".join(HEIGHTS[count * (len(HEIGHTS) - 1) // most] for count in counts)
