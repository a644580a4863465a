"""One-time codes by e-mail: they prove a mailbox, no more; staff find the account themselves.

Nobody learns whether an address is known: the desk knows no accounts, and says the same of all.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot.domain.conversation import Adding, State, Tried
from bot.domain.forms import CODE, CONFIRMED, EMAIL
from bot.language.catalogue import catalogue
from bot.services import posting
from bot.services.desk import Desk
from bot.services.posting import Address
from bot.storage import cases, codes, details
from bot.storage.customers import Customer
from bot.storage.database import Db

LIFE = timedelta(minutes=10)
TRIES = 3
DAY = timedelta(hours=24)
TO_ADDRESS, BY_PERSON = 5, 10
"""Codes a day: nobody's mailbox is filled by a stranger, nobody tries out mailboxes."""
DIGITS = re.compile(r"\D*((?:\d[\s-]?){4,8})\D*")


@dataclass(frozen=True, slots=True)
class Letter:
    """An e-mail as it leaves."""

    to: str = field(repr=False)
    subject: str
    text: str = field(repr=False)


async def ask(db: Db, desk: Desk, customer: Customer, case_id: str) -> tuple[str, str]:
    """Wish for a code: the screen that says what became of it, and the address it goes to."""
    now = desk.clock()
    address = (await details.of_case(db, case_id)).get(EMAIL, "")
    if not desk.notice.mails or not address:
        return "code_no_mail", address
    to, by = await codes.sends(db, address, customer.id, since=now - DAY)
    if to >= TO_ADDRESS or by >= BY_PERSON:
        return "code_limited", address
    await codes.ask(db, case_id, address, customer.id, now=now)
    wish = {"case": case_id, "language": customer.language}
    lane = Address(f"m:{case_id}", "mail", posting.CUSTOMER_RANK, customer.id, case_id)
    await posting.put(db, lane, CODE, wish, "never", now=now)
    return "code_sent", address


async def letter(desk: Desk, payload: dict[str, Any]) -> Letter | None:
    """The code and its letter, made when it leaves; None where nobody waits for it any more."""
    case_id = str(payload["case"])
    code = f"{desk.chance(64) % 10**6:06d}"
    async with desk.database.transaction() as db:
        case = await cases.get(db, case_id)
        address = (await details.of_case(db, case_id)).get(EMAIL)
        waiting = await codes.get(db, case_id)
        if case is None or address is None or waiting is None:
            return None
        await codes.made(db, case_id, code, until=desk.clock() + LIFE)
    say = catalogue("id" if payload["language"] == "id" else "en")
    text = say("code.letter", code=f"{code[:3]} {code[3:]}", reference=case.reference)
    return Letter(address, say("code.subject", reference=case.reference), text)


def read(text: str) -> str | None:
    """The digits of a text that is a code, or nearly one."""
    found = DIGITS.fullmatch(text.strip())
    return "".join(c for c in found[1] if c.isdecimal()) if found else None


async def tried(db: Db, desk: Desk, state: State, text: str) -> Tried | None:
    """What a typed code is worth; each try counts, and is counted before it is told."""
    typed = read(text)
    if typed is None or not (isinstance(state, Adding) and state.detail == CODE):
        return None
    kept = await codes.get(db, state.case_id)
    if kept is None or kept.digest is None or kept.until is None:
        return Tried("over")
    if kept.tries >= TRIES or kept.until <= desk.clock():
        return Tried("over")
    await codes.tried(db, state.case_id)
    if hmac.compare_digest(codes.digest(db, state.case_id, typed), kept.digest):
        return Tried("right")
    left = TRIES - kept.tries - 1
    return Tried("wrong", left) if left else Tried("over")


async def confirm(db: Db, case_id: str) -> None:
    """The address of the case is confirmed; the code is used up."""
    address = (await details.of_case(db, case_id)).get(EMAIL, "")
    await details.put(db, case_id, CONFIRMED, address)
    await codes.forget(db, case_id)
