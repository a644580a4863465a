"""The queue: open cases, the nearest date first, narrowed as somebody wishes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.domain.cases import Kind
from bot.domain.deadlines import is_overdue
from bot.domain.messages import Button, Message, rows
from bot.domain.people import Role
from bot.language.catalogue import LANGUAGES
from bot.services import cards, casework, posting, records, reminders, roles, tongues
from bot.services.casework import Answer
from bot.services.desk import Desk
from bot.services.library import Loaded
from bot.services.records import CaseFile
from bot.services.screens.view import View
from bot.storage.database import Db

if TYPE_CHECKING:
    from bot.services.group import Said

SHOWN = 8
SOON = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What of the queue is wished for: marks, a company, a kind; all of them at once."""

    marks: str = ""
    policy: str = ""
    kind: Kind | None = None

    def data(self, page: int) -> str:
        """As a button carries it: closed sets and numbers only."""
        kind = list(Kind).index(self.kind) if self.kind else ""
        return f"queue:{self.marks}:{self.policy}:{kind}:{page}"


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose question it is, and when: `mine` and `due` mean nothing without."""

    view: View
    user_id: int


Fits = Callable[[Asked, CaseFile], bool]


def in_state(state: str) -> Fits:
    return lambda _, file: cards.state(file) == state


def is_soon(asked: Asked, file: CaseFile) -> bool:
    at = file.nearest().due_at
    return asked.view.now <= at <= asked.view.now + SOON


MARKS: dict[str, tuple[tuple[str, ...], Fits]] = {
    "m": (("mine", "my", "saya"), lambda asked, file: file.case.holder_id == asked.user_id),
    "u": (
        ("unassigned", "new", "unheld", "baru", "bebas"),
        lambda _, file: file.case.holder_id is None,
    ),
    "d": (("due", "soon", "tenggat"), is_soon),
    "o": (
        ("overdue", "late", "lewat", "terlambat"),
        lambda asked, file: is_overdue(file.nearest().due_at, asked.view.now),
    ),
    "a": (("approve", "approvals", "setujui", "persetujuan"), in_state(cards.APPROVE)),
    "w": (("waiting", "menunggu"), in_state(cards.WAITING)),
    "h": (("held", "hold", "ditahan"), in_state(cards.HELD)),
}
"""Each mark: the words that mean it, and which cases it leaves."""
OFFERED = "mudoa"


def read(loaded: Loaded, words: str) -> Narrowed | None:
    """What these words narrow to, in any order; None where one of them says nothing here."""
    found, rest = Narrowed(), []
    for word in words.lower().replace(",", " ").split():
        mark = next((one for one, (said, _) in MARKS.items() if word in said), None)
        kind = kind_of(loaded, word)
        if mark:
            found = replace(found, marks=found.marks + mark * (mark not in found.marks))
        elif kind:
            found = replace(found, kind=kind)
        else:
            rest.append(word)
    named = loaded.engine.only_names(" ".join(rest)) if rest else ("",)
    return replace(found, policy=named[0]) if len(named) == 1 else None


def kind_of(loaded: Loaded, word: str) -> Kind | None:
    """By its own name or the first word of its button, in either language."""
    for kind in Kind:
        button = loaded.knowledge.requests[kind].button
        said = [button[language] for language in LANGUAGES]
        if word == kind or (len(word) > 3 and any(one.lower().startswith(word) for one in said)):
            return kind
    return None


async def open_files(db: Db, desk: Desk, chat_id: int) -> list[CaseFile]:
    """Open cases this group works, by their nearest due date."""
    files = await records.open_files(db)
    ours = await roles.worked_by(db, desk, chat_id, {file.case.policy for file in files})
    return [file for file in files if file.case.policy in ours]


def left(asked: Asked, files: list[CaseFile], wish: Narrowed) -> list[CaseFile]:
    """What the wish leaves of the queue."""
    return [
        file
        for file in files
        if all(MARKS[mark][1](asked, file) for mark in wish.marks)
        and wish.policy in ("", file.case.policy)
        and (wish.kind is None or any(one.kind is wish.kind for one in file.requests))
    ]


# ---- the list


async def show(db: Db, desk: Desk, said: Said, words: str) -> Answer:
    """`/queue`, `/queue mine due`, `/queue talenta access`: for whoever asks."""
    loaded = await desk.library.current(db)
    wish = read(loaded, words)
    if wish is None:
        return Answer((await tongues.of_person(db, said.user_id))("staff.queue.how"))
    await put(db, desk, said, wish, 0)
    return Answer()


async def turn(db: Db, desk: Desk, said: Said, args: list[str]) -> Answer:
    """A filter or a page: the list is drawn anew where it stands."""
    marks, policy, kind, page = (*args, "", "", "", "")[:4]
    marks = "".join(one for one in marks if one in MARKS)
    number = int(kind) if kind.isdecimal() else len(Kind)
    wished = list(Kind)[number] if number < len(Kind) else None
    at = int(page[:3]) if page[:3].isdecimal() else 0
    await put(db, desk, said, Narrowed(marks, policy, wished), at, edit=said.message_id)
    return Answer()


async def put(
    db: Db, desk: Desk, said: Said, wish: Narrowed, page: int, *, edit: int | None = None
) -> None:
    say = await tongues.of_person(db, said.user_id)
    view = View(say, await desk.library.current(db), desk.notice, desk.clock())
    asked = Asked(view, said.user_id)
    found = left(asked, await open_files(db, desk, said.chat_id), wish)
    pages = max(1, -(-len(found) // SHOWN))
    page = min(page, pages - 1)
    here = found[page * SHOWN : (page + 1) * SHOWN]
    lines = [head(view, wish, len(found), page, pages)]
    lines += [reminders.line(view, file, file.nearest()) for file in here]
    buttons = (*links(said.chat_id, here), *filters(view, wish), *turning(view, wish, page, pages))
    await posting.to_chat(
        db, said.chat_id, Message("\n".join(lines), buttons), now=view.now, edit=edit
    )


def head(view: View, wish: Narrowed, count: int, page: int, pages: int) -> str:
    """What is shown, how much of it, and which page."""
    say = view.say
    parts = [say(f"staff.queue.mark.{one}") for one in wish.marks]
    parts += [view.name(wish.policy)] if wish.policy else []
    parts += [view.kind(wish.kind)] if wish.kind else []
    if not count:
        none = say("staff.queue_none")
        return f"{' · '.join(parts)}: {none}" if parts else none
    text = say("staff.queue_head", count=count)
    text = " · ".join([text, *parts])
    return f"{text} · {say('staff.queue.page', page=page + 1, pages=pages)}" if pages > 1 else text


def filters(view: View, wish: Narrowed) -> tuple[tuple[Button, ...], ...]:
    """Each a switch: on beside the others, or off again."""
    found = []
    for mark in OFFERED:
        on = mark in wish.marks
        marks = wish.marks.replace(mark, "") if on else wish.marks + mark
        label = ("✓ " if on else "") + view.say(f"staff.queue.mark.{mark}")
        found.append(Button(label, replace(wish, marks=marks).data(0)))
    if wish != Narrowed():
        found.append(Button(view.say("staff.queue.all"), Narrowed().data(0)))
    return rows(found, wide=3)


def turning(view: View, wish: Narrowed, page: int, pages: int) -> tuple[tuple[Button, ...], ...]:
    row = [Button("◀", wish.data(page - 1))] if page else []
    row += [Button("▶", wish.data(page + 1))] if page + 1 < pages else []
    return (*((tuple(row),) if row else ()), (Button(view.say("staff.button.next"), "next"),))


def links(chat: int, files: list[CaseFile]) -> tuple[tuple[Button, ...], ...]:
    """To each case's topic, by the last of its reference; only a supergroup has addresses."""
    return rows(
        (
            Button(file.case.reference[3:], url=url)
            for file in files
            if file.case.staff_chat == chat and (url := address(file))
        ),
        wide=3,
    )


def address(file: CaseFile) -> str | None:
    """Where the case's topic is; none in a plain group, or before it is made."""
    case = file.case
    inside = str(case.staff_chat).removeprefix("-100")
    if case.thread_id is None or inside.startswith("-"):
        return None
    return f"https://t.me/c/{inside}/{case.thread_id}"


# ---- the next one


async def take_next(db: Db, desk: Desk, said: Said) -> Answer:
    """The unheld case with the nearest date becomes the asker's."""
    actor = await roles.actor(db, desk, said.user_id, chat_id=said.chat_id, name=said.name)
    loaded = await desk.library.current(db)
    say = await tongues.of_person(db, said.user_id)
    if not actor.is_a(Role.STAFF):
        return Answer(say("staff.not_here"), alert=True)
    for file in await open_files(db, desk, said.chat_id):
        if file.case.holder_id is not None:
            continue
        work = await casework.begin(db, desk, loaded, actor, file.case, now=desk.clock())
        if work.file.case.holder_id is None and work.file.is_open:
            return await casework.take(work)
    return Answer(say("staff.queue_none"))
