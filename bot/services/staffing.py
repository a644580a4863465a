"""Who has which role: shown to admins in private, given and taken there, effective at once."""

from __future__ import annotations

from collections import Counter

from bot.domain.messages import Button, Message, rows
from bot.domain.people import Role
from bot.language.catalogue import Catalogue
from bot.services import absence, posting, records, roles
from bot.services.desk import Desk
from bot.services.notices import say_for
from bot.storage import journal, people
from bot.storage.database import Db

ROLES = (Role.LEAD, Role.STAFF, Role.ADMIN)
WORDS = {
    **dict.fromkeys(("lead", "pj"), Role.LEAD),
    **dict.fromkeys(("staff", "petugas"), Role.STAFF),
    "admin": Role.ADMIN,
}
AWAY_WITH = ("remove", "hapus")
Holds = list[tuple[int, bool]]
"""A person's number, and whether the settings gave them the role."""


async def command(db: Db, desk: Desk, admin: int, words: str) -> None:
    """`/staff` shows; `/staff lead 123` gives; `/staff remove lead @rina` takes."""
    tokens = words.lower().split()
    if not tokens:
        await show(db, desk, admin)
        return
    role = next((WORDS[one] for one in tokens if one in WORDS), None)
    user = await meant(db, desk, tokens)
    if role is None or user is None:
        await tell(db, desk, admin, (await say_for(db, admin))("roles.how"))
    elif any(one in AWAY_WITH for one in tokens):
        await take(db, desk, admin, user, ROLES.index(role), None)
    else:
        await give(db, desk, admin, user, role)


async def meant(db: Db, desk: Desk, tokens: list[str]) -> int | None:
    """By number, or by a name seen in a staff group."""
    for token in reversed(tokens):
        if token.isascii() and token.isdecimal():
            return int(token)
        for chat in sorted(await roles.staff_chats(db, desk)):
            if token[0] == "@" and (found := await people.by_handle(db, chat, token[1:])):
                return found[0]
    return None


async def tell(
    db: Db,
    desk: Desk,
    admin: int,
    text: str,
    buttons: list[Button] | None = None,
    edit: int | None = None,
) -> None:
    message = Message(text, rows(buttons or [], wide=1))
    await posting.to_chat(db, admin, message, now=desk.clock(), edit=edit)


# ---- who there is


async def holders(db: Db, desk: Desk, role: Role) -> Holds:
    """Those of the settings first."""
    named = {Role.LEAD: desk.team.leads, Role.STAFF: desk.team.staff, Role.ADMIN: desk.team.admins}
    granted = {one.user_id for one in await people.everyone(db) if one.role == role}
    fixed = sorted(named[role])
    return [(one, True) for one in fixed] + [(one, False) for one in sorted(granted - named[role])]


async def show(db: Db, desk: Desk, admin: int, edit: int | None = None) -> None:
    """Each role with its people, how many cases each holds, and who is away."""
    say, lines, buttons = await say_for(db, admin), [], []
    held = Counter(file.case.holder_id for file in await records.open_files(db))
    for number, role in enumerate(ROLES):
        found = await holders(db, desk, role)
        lines.append(say(f"roles.{role}" if found else f"roles.no_{role}"))
        for user, fixed in found:
            name = await people.name_of(db, user) or str(user)
            away = await absence.until_of(db, desk, user)
            marks = [say("roles.fixed")] if fixed else []
            marks += [say("roles.away")] if away else []
            marks += [say("roles.cases", count=held[user])] if held[user] else []
            lines.append(" · ".join([f"– {name} ({user})", *marks]))
            if not fixed:
                label = say("roles.button.remove", name=name, role=say(f"roles.as.{role}"))
                buttons.append(Button(label[:40], f"srem:{user}:{number}"))
    lines.append(say("roles.how"))
    await tell(db, desk, admin, "\n".join(lines), buttons, edit)


# ---- given and taken


async def give(db: Db, desk: Desk, admin: int, user: int, role: Role) -> None:
    say, now = await say_for(db, admin), desk.clock()
    is_first = not await holders(db, desk, role)
    if not await people.grant(db, user, role, by=admin, now=now):
        await tell(db, desk, admin, say("roles.had"))
        return
    await journal.note(db, admin, "role_given", now=now, about=f"{user} {role}")
    freed = await free_of_others(db, desk)
    name = await people.name_of(db, user) or str(user)
    text = say("roles.given", name=name, role=say(f"roles.as.{role}"))
    more = [say(f"roles.first_{role}")] if is_first and role is not Role.ADMIN else []
    await tell(db, desk, admin, "\n".join([text, *more, *freed_words(say, freed)]))


async def ask(db: Db, desk: Desk, admin: int, user: int, number: int, edit: int) -> None:
    """Before a role is taken: is that meant?"""
    if number >= len(ROLES):
        return
    say, name = await say_for(db, admin), await people.name_of(db, user) or str(user)
    text = say("roles.sure", name=name, role=say(f"roles.as.{ROLES[number]}"))
    yes = Button(say("roles.button.take"), f"syes:{user}:{number}")
    await tell(db, desk, admin, text, [yes, Button(say("roles.button.list"), "slist:0:0")], edit)


async def take(db: Db, desk: Desk, admin: int, user: int, number: int, edit: int | None) -> None:
    """What the settings gave stands in the settings; all else ends now, and cases go back."""
    say, now = await say_for(db, admin), desk.clock()
    if number >= len(ROLES):
        return
    role = ROLES[number]
    if (user, True) in await holders(db, desk, role):
        await tell(db, desk, admin, say("roles.stays"), edit=edit)
        return
    if not await people.revoke(db, user, role):
        await tell(db, desk, admin, say("roles.had_not"), edit=edit)
        return
    await journal.note(db, admin, "role_taken", now=now, about=f"{user} {role}")
    freed = await free_of_others(db, desk)
    name = await people.name_of(db, user) or str(user)
    text = say("roles.taken", name=name, role=say(f"roles.as.{role}"))
    more = [] if await holders(db, desk, role) else [say(f"roles.no_{role}")]
    await tell(db, desk, admin, "\n".join([text, *more, *freed_words(say, freed)]), edit=edit)


async def again(db: Db, desk: Desk, admin: int, _: int, __: int, edit: int) -> None:
    await show(db, desk, admin, edit)


def freed_words(say: Catalogue, count: int) -> list[str]:
    return [say("roles.freed", count=count)] if count else []


async def free_of_others(db: Db, desk: Desk) -> int:
    """Cases whose holder is no longer staff where they are worked, back in the queue."""
    held = {
        (file.case.holder_id, await roles.staff_chat_of(db, desk, file.case.policy))
        for file in await records.open_files(db)
        if file.case.holder_id is not None
    }
    total = 0
    for user, chat in held:
        if user is None or chat is None:
            continue
        actor = await roles.actor(db, desk, user, chat_id=chat, name="")
        if not actor.is_a(Role.STAFF):
            name = await people.name_of(db, user) or str(user)
            count = await absence.free(db, desk, user, name, chat=chat)
            await absence.tell(db, desk, chat, "staff.role_ended", name=name, count=count)
            total += count
    return total
