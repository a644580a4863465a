"""What the bot could not answer, for admins: grouped by likeness, never with who asked."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from bot.answering import likeness
from bot.domain.messages import Button, Message, rows
from bot.language import dates
from bot.language.catalogue import Catalogue
from bot.services import narrowing, posting
from bot.services.desk import Desk
from bot.services.narrowing import Only
from bot.services.notices import say_for
from bot.storage import answers
from bot.storage.answers import KEPT, Open
from bot.storage.database import Db

MOST = 500
"""So many of the newest are grouped; what is dismissed makes room for older ones."""
SHOWN = 5
EVERY = Only()


@dataclass(frozen=True, slots=True)
class Group:
    """Questions like the first of them, of one company and language, oldest first."""

    questions: tuple[Open, ...]

    @property
    def first(self) -> Open:
        return self.questions[0]

    @property
    def newest(self) -> Open:
        return self.questions[-1]


async def groups(db: Db, only: Only = EVERY) -> list[Group]:
    """The most asked first, of equal ones the newest."""
    waiting = [one for one in await answers.waiting(db, limit=MOST) if only.holds(one)]
    found = likeness.groups([((one.policy, one.language), one.words) for one in waiting])
    made = [Group(tuple(waiting[place] for place in places)) for places in found]
    return sorted(made, key=lambda one: (-len(one.questions), -one.newest.seq))


async def show(db: Db, desk: Desk, admin: int, typed: str = "") -> None:
    """All of them, or those of the company and language named after the command."""
    say, loaded = await say_for(db, admin), await desk.library.current(db)
    only = narrowing.asked(loaded, say, typed)
    if only is None:
        await posting.to_chat(db, admin, Message(say("unanswered.how")), now=desk.clock())
        return
    await narrowing.keep(db, admin, only, now=desk.clock())
    await page(db, desk, admin, 0, 0, None)


async def page(db: Db, desk: Desk, admin: int, number: int, _: int, edit: int | None) -> None:
    """One page of the list; a page that is no more shows the last."""
    only = await narrowing.kept(db, admin)
    say, found = await say_for(db, admin), await groups(db, only)
    names = await names_of(db, desk, say)
    number = max(0, min(number, (len(found) - 1) // SHOWN))
    message = listed(say, names, found, number, narrowing.told(say, names.policies, only))
    await posting.to_chat(db, admin, message, now=desk.clock(), edit=edit)


async def choose(db: Db, desk: Desk, admin: int, _: int, __: int, edit: int) -> None:
    """What the list can be narrowed to."""
    say, waiting = await say_for(db, admin), await answers.waiting(db, limit=MOST)
    names = await names_of(db, desk, say)
    only = await narrowing.kept(db, admin)
    message = narrowing.choices(say, names.policies, waiting, only)
    await posting.to_chat(db, admin, message, now=desk.clock(), edit=edit)


async def narrow(db: Db, desk: Desk, admin: int, number: int, _: int, edit: int) -> None:
    only = narrowing.meant(await answers.waiting(db, limit=MOST), number)
    await narrowing.keep(db, admin, only, now=desk.clock())
    await page(db, desk, admin, 0, 0, edit)


async def group(db: Db, desk: Desk, admin: int, first: int, upto: int, edit: int) -> None:
    """One group with its questions; one that was dealt with meanwhile shows the list."""
    if (found := await still_there(db, first, upto)) is None:
        return await page(db, desk, admin, 0, 0, edit)
    say = await say_for(db, admin)
    message = opened(say, await names_of(db, desk, say), found)
    await posting.to_chat(db, admin, message, now=desk.clock(), edit=edit)
    return None


async def dismiss(db: Db, desk: Desk, admin: int, first: int, upto: int, edit: int) -> None:
    """What the admin has seen of the group is dealt with; what came since stays."""
    if found := await still_there(db, first, upto):
        await answers.dismiss(db, [one.seq for one in found.questions])
    await page(db, desk, admin, 0, 0, edit)


async def as_golden(db: Db, desk: Desk, admin: int, first: int, upto: int, edit: int) -> None:
    """The lines to paste into a file of questions: the bot itself writes no knowledge."""
    if (found := await still_there(db, first, upto)) is None:
        return await page(db, desk, admin, 0, 0, edit)
    say = await say_for(db, admin)
    text = say("unanswered.golden", lines=golden(found.newest))
    await posting.to_chat(db, admin, Message(text), now=desk.clock())
    return None


@dataclass(frozen=True, slots=True)
class Names:
    """What a group is called by: its company, and the desk's zone for its time."""

    policies: Mapping[str | None, str]
    zone: str


async def names_of(db: Db, desk: Desk, say: Catalogue) -> Names:
    """A company that is held no more is called by its short name."""
    held = (await desk.library.current(db)).knowledge.policies
    names: dict[str | None, str] = {name: one.name for name, one in held.items()}
    return Names({**names, None: say("unanswered.no_policy")}, desk.notice.zone)


async def still_there(db: Db, first: int, upto: int) -> Group | None:
    for one in await groups(db):
        if one.first.seq == first:
            return Group(tuple(each for each in one.questions if each.seq <= upto))
    return None


def listed(say: Catalogue, names: Names, found: list[Group], number: int, only: str) -> Message:
    """A few groups with a button each; `only` is what the list was narrowed to, in words."""
    narrower = Button(say("unanswered.button.narrow"), "kuf:0:0")
    if not found:
        none = say("unanswered.none_of", only=only) if only else say("unanswered.none")
        return Message(none, rows([narrower] if only else []))
    questions, pages = sum(len(one.questions) for one in found), (len(found) - 1) // SHOWN + 1
    head = say(
        "unanswered.head", questions=questions, groups=len(found), days=KEPT.days,
        page=number + 1, pages=pages,
    )  # fmt: skip
    lines, buttons = [f"{only}\n{head}" if only else head], []
    for place, one in enumerate(found[number * SHOWN : (number + 1) * SHOWN], number * SHOWN + 1):
        lines.append(f"{place}. {title(say, names, one)}\n“{short(one.newest.words)}”")
        buttons.append(Button(f"{place}", f"kug:{one.first.seq}:{one.newest.seq}"))
    turning = [Button("◀", f"kun:{number - 1}:0")] if number else []
    turning += [Button("▶", f"kun:{number + 1}:0")] if number + 1 < pages else []
    return Message("\n\n".join(lines), (*rows(buttons, wide=SHOWN), *rows([*turning, narrower])))


def opened(say: Catalogue, names: Names, found: Group) -> Message:
    """Why its questions wait, how they were put, and what was shown instead."""
    why = Counter(one.reason or one.why for one in found.questions)
    reasons = " · ".join(say(f"unanswered.why.{name}", count=why[name]) for name in sorted(why))
    put = list(dict.fromkeys(short(one.words) for one in reversed(found.questions)))
    lines = [title(say, names, found), reasons, *(f"“{words}”" for words in put[:SHOWN])]
    if len(put) > SHOWN:
        lines.append(say("unanswered.others", count=len(put) - SHOWN))
    if found.newest.articles:
        shown, version = ", ".join(found.newest.articles), found.newest.version
        lines.append(say("unanswered.shown", articles=shown, version=version))
    place = f"{found.first.seq}:{found.newest.seq}"
    buttons = [
        Button(say("unanswered.button.dismiss"), f"kux:{place}"),
        Button(say("unanswered.button.golden"), f"kuq:{place}"),
        Button(say("unanswered.button.list"), "kun:0:0"),
    ]
    return Message("\n".join(lines), rows(buttons))


def title(say: Catalogue, names: Names, found: Group) -> str:
    one = found.newest
    return say(
        "unanswered.group",
        policy=names.policies.get(one.policy, one.policy),
        language=say(f"unanswered.language.{one.language}"),
        count=len(found.questions),
        day=dates.moment(one.at, names.zone, say),
    )


def short(words: str, most: int = 200) -> str:
    """On one line, and not too much of it."""
    flat = " ".join(words.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"


def golden(one: Open) -> str:
    """A JSON string is a YAML string too, whatever is in it."""
    article = one.articles[0] if one.articles else f"{one.policy or '…'}.…"
    return "\n".join(
        [
            f"- question: {json.dumps(short(one.words), ensure_ascii=False)}",
            f"  policy: {one.policy or 'null'}",
            f"  language: {one.language}",
            "  role: must",
            "  kind: answerable",
            f"  article: {article}",
        ]
    )
