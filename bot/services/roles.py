"""Who may do what, read anew for every message and every press."""

from __future__ import annotations

from bot.domain.people import Actor, Role
from bot.services.desk import Desk
from bot.storage import facts, people
from bot.storage.database import Db

GONE = ("left", "kicked")
MOVED = "staff_chat_moved"
"""The fact that a group became a supergroup; it overrides the setting of the old number."""


async def staff_chats(db: Db, desk: Desk) -> set[int]:
    """The groups whose members are staff."""
    named = {desk.team.staff_chat, *desk.team.staff_chats.values()} - {None}
    return {await moved_to(db, chat) for chat in named if chat is not None}


async def moved_to(db: Db, chat_id: int) -> int:
    """Where a group is now, after any upgrade to a supergroup."""
    moved = await facts.get(db, f"{MOVED}:{chat_id}")
    return int(moved) if moved else chat_id


async def staff_chat_of(db: Db, desk: Desk, policy: str) -> int | None:
    """The group that works this company's cases."""
    chat = desk.team.staff_chats.get(policy, desk.team.staff_chat)
    return await moved_to(db, chat) if chat is not None else None


async def works(db: Db, desk: Desk, chat_id: int, policy: str) -> bool:
    """Whether this group works this company's cases."""
    return await staff_chat_of(db, desk, policy) == chat_id


async def worked_by(db: Db, desk: Desk, chat_id: int, policies: set[str]) -> set[str]:
    """Of these companies, the ones whose cases this group works."""
    return {one for one in policies if await works(db, desk, chat_id, one)}


async def actor(db: Db, desk: Desk, user_id: int, *, chat_id: int, name: str) -> Actor:
    """A person's roles in this chat, now; leads and staff act only inside a staff chat."""
    granted = await people.roles_of(db, user_id)
    everyone = await people.everyone(db)
    is_admin = user_id in desk.team.admins or Role.ADMIN in granted
    roles = {Role.ADMIN} if is_admin else set()
    is_gone = await people.status_of(db, chat_id, user_id) in GONE
    if chat_id in await staff_chats(db, desk) and not is_gone:
        leads = desk.team.leads | {one.user_id for one in everyone if one.role == Role.LEAD}
        if user_id in leads or (not leads and is_admin):
            roles |= {Role.LEAD, Role.STAFF}
        listed = desk.team.staff | {one.user_id for one in everyone if one.role == Role.STAFF}
        if user_id in listed or not listed:
            roles.add(Role.STAFF)
    return Actor(user_id, frozenset(roles), name)


async def admins(db: Db, desk: Desk) -> set[int]:
    """Every admin: those of the settings, and those made so in chat."""
    granted = {one.user_id for one in await people.everyone(db) if one.role == Role.ADMIN}
    return {*desk.team.admins, *granted}


async def other_leads(db: Db, desk: Desk, user_id: int) -> bool:
    """Whether somebody else could approve what this person proposes."""
    granted = {one.user_id for one in await people.everyone(db) if one.role == Role.LEAD}
    leads = (desk.team.leads | granted) or desk.team.admins
    return bool(leads - {user_id})
