"""What an admin is told before a version is loaded: its problems, or all that it changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pydantic import TypeAdapter

from bot.answering.golden import Score, Shift
from bot.domain.messages import Button, Message, rows
from bot.language.catalogue import Catalogue
from bot.services import posting
from bot.services.comparing import Change, Rewrite
from bot.services.desk import Desk
from bot.services.notices import say_for
from bot.services.reload import Checked
from bot.storage import answers, facts
from bot.storage.database import Db

SHOWN = 10
A_PAGE, MOST, LONGEST = 3, 150, 500


@dataclass(frozen=True, slots=True)
class Report:
    """What one version changes, as it is looked through page by page."""

    version: int
    shifts: tuple[Shift, ...]
    rewrites: tuple[Rewrite, ...]


REPORTS: TypeAdapter[Report] = TypeAdapter(Report)


def report(say: Catalogue, found: Checked) -> Message:
    """Bad: the problems, file and line. Good: what changes, and a button. Same: so."""
    if found.problems:
        head = say("admin.refused", old=found.active, count=len(found.problems))
        lines = [head, *(str(one) for one in found.problems[:SHOWN])]
        if len(found.problems) > SHOWN:
            lines.append(say("admin.more", count=len(found.problems) - SHOWN))
        return Message("\n".join(lines))
    if found.version == found.active:
        return Message(say("admin.no_change", old=found.active))
    asked = sum(one.put.seq is not None for one in found.compared.shifts)
    text = say(
        "admin.ready",
        new=found.version,
        old=found.active,
        changes="\n".join(change_lines(say, found)),
        golden=golden_line(say, found),
        answers=say("admin.answers", golden=len(found.compared.shifts) - asked, asked=asked),
        cases=found.cases,
    )
    yes = Button(say("admin.button.load"), f"kload:{found.version}:{found.active}")
    no = Button(say("admin.button.cancel"), f"kcancel:{found.version}:0")
    look = Button(say("admin.button.see"), f"ksee:0:{found.version}")
    some = bool(found.compared.shifts or found.compared.rewrites)
    return Message(text, ((yes, no), *(((look,),) if some else ())))


def golden_line(say: Catalogue, found: Checked) -> str:
    """All that must hold do, or there would be no version; the measured ones beside before."""
    after, before = found.compared.after, found.compared.before
    line = say("admin.golden", count=after.must.count)
    if not after.measure.count:
        return line
    now = say("admin.measured", share=share(after.measure))
    was = say("admin.measured_before", share=share(before.measure)) if before else ""
    return f"{line}; {now}{was}"


def share(score: Score) -> str:
    percent = 100 * score.right / score.count if score.count else 0.0
    return f"{score.right}/{score.count}, {percent:.1f} %"


def change_lines(say: Catalogue, found: Checked) -> list[str]:
    """One line a policy, with the articles' names; one for shared files."""
    lines = []
    for change in found.compared.changes:
        parts = [
            part for what in ("added", "changed", "removed") if (part := some(say, change, what))
        ]
        lines.append(say("admin.counts", policy=change.policy, parts=" · ".join(parts)))
    if found.compared.shared:
        lines.append(say("admin.shared", names=", ".join(found.compared.shared)))
    return lines or [say("admin.no_articles")]


def some(say: Catalogue, change: Change, what: str) -> str:
    idents: tuple[str, ...] = getattr(change, what)
    if not idents:
        return ""
    names = ", ".join(ident.partition(".")[2] for ident in idents[:5])
    more = ", …" if len(idents) > 5 else ""
    return f"{say(f'admin.{what}', count=len(idents))} ({names}{more})"


# ---- what changes, page by page


async def remember(db: Db, desk: Desk, admin: int, found: Checked) -> None:
    """Without customers' words: those stay where they are kept, and are looked up again."""
    if found.version is None:
        return
    shifts = found.compared.shifts[:MOST]
    bare = [
        one if one.put.seq is None else replace(one, put=replace(one.put, question=""))
        for one in shifts
    ]
    made = Report(found.version, tuple(bare), found.compared.rewrites[:MOST])
    await facts.put(db, f"report:{admin}", REPORTS.dump_json(made).decode(), now=desk.clock())


async def see(db: Db, desk: Desk, admin: int, number: int, version: int, edit: int) -> None:
    """The first page beside the report, which keeps its buttons."""
    await show(db, desk, admin, number, version, None)


async def turn(db: Db, desk: Desk, admin: int, number: int, version: int, edit: int) -> None:
    await show(db, desk, admin, number, version, edit)


async def show(
    db: Db, desk: Desk, admin: int, number: int, version: int, edit: int | None
) -> None:
    """A page of what one version changes; of one that was looked at since, only that."""
    say, kept = await say_for(db, admin), await facts.get(db, f"report:{admin}")
    made = REPORTS.validate_json(kept) if kept else None
    message = Message(say("admin.outdated"))
    if made is not None and made.version == version:
        asked = await answers.words(db, [one.put.seq for one in made.shifts if one.put.seq])
        message = page(say, made, asked, number)
    await posting.to_chat(db, admin, message, now=desk.clock(), edit=edit)


def page(say: Catalogue, made: Report, asked: Mapping[int, str], number: int) -> Message:
    """Answers first, then articles."""
    parts = [shift(say, one, asked) for one in made.shifts]
    parts += [rewrite(say, one) for one in made.rewrites]
    pages = max(1, (len(parts) - 1) // A_PAGE + 1)
    number = max(0, min(number, pages - 1))
    head = say("admin.differences", version=made.version, page=number + 1, pages=pages)
    shown = parts[number * A_PAGE : (number + 1) * A_PAGE]
    turning = [Button("◀", f"kturn:{number - 1}:{made.version}")] if number else []
    turning += [Button("▶", f"kturn:{number + 1}:{made.version}")] if number + 1 < pages else []
    return Message("\n\n".join([head, *shown]), rows(turning))


def shift(say: Catalogue, one: Shift, asked: Mapping[int, str]) -> str:
    """A question with what it got and what it would get."""
    put = one.put
    words = put.question if put.seq is None else asked.get(put.seq, say("admin.words_gone"))
    key = "admin.golden_question" if put.seq is None else "admin.asked_question"
    head = say(key, words=words[:LONGEST], policy=put.policy or "–")
    return f"{head}\n– {one.before}\n+ {one.after}"


def rewrite(say: Catalogue, one: Rewrite) -> str:
    """An article in the reader's language."""
    before, after = (text.get(say.language, "") for text in (one.before, one.after))
    if before == after:  # only the other language changed
        before, after = (" ".join(text.values()) for text in (one.before, one.after))
    old, new = before[:LONGEST] or "…", after[:LONGEST] or "…"
    return f"{one.article}\n– {old}\n+ {new}"
