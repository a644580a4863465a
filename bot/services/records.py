"""A case with all that belongs to it, as services and screens handle it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.cases import CLOSED, OUTCOMES, Kind, Move, Status, allows, is_carried_out
from bot.storage import cases, details, history, requests
from bot.storage.database import Db
from bot.storage.requests import Request


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case, its requests and its history, oldest first; and what was given, by name only."""

    case: cases.Case
    requests: tuple[Request, ...]
    steps: tuple[history.Entry, ...] = ()
    given: frozenset[str] = frozenset()

    @property
    def is_open(self) -> bool:
        return any(request.status not in CLOSED for request in self.requests)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """What it is open for; of a closed case, what it was for."""
        return tuple(Kind(one.kind) for one in self.open_requests() or self.requests)

    @property
    def can_contest(self) -> bool:
        """Whether it ended with an outcome, which may not be right."""
        return not self.is_open and any(one.status in OUTCOMES for one in self.requests)

    def withdrawable(self) -> tuple[Request, ...]:
        """What can still be taken back: open, and not carried out yet."""
        return tuple(
            one
            for one in self.requests
            if allows(one.status, Move.WITHDRAW)
            and not is_carried_out(Kind(one.kind), Status(one.status), proposed(one))
        )

    def nearest(self) -> Request:
        """The request whose date comes first; of a closed case the first of all."""
        return min(self.open_requests() or self.requests, key=lambda one: (one.due_at, one.id))

    def open_requests(self) -> tuple[Request, ...]:
        return tuple(one for one in self.requests if one.status not in CLOSED)


def proposed(request: Request) -> Status | None:
    return Status(request.proposed_status) if request.proposed_status else None


async def of_customer(db: Db, customer_id: str) -> tuple[CaseFile, ...]:
    """Every case of one customer, newest first."""
    found = await cases.of_customer(db, customer_id)
    return tuple([await read(db, case) for case in found])


async def read(db: Db, case: cases.Case) -> CaseFile:
    """A case with its requests and history."""
    return CaseFile(
        case,
        tuple(await requests.of_case(db, case.id)),
        tuple(await history.of_case(db, case.id)),
        await details.names(db, case.id),
    )


async def open_files(db: Db, *, limit: int = 5000) -> list[CaseFile]:
    """Every open case with its open requests alone, the nearest date first: two queries in all."""
    found: dict[str, list[Request]] = {}
    for request in await requests.open_requests(db):
        found.setdefault(request.case_id, []).append(request)
    by_id = {case.id: case for case in await cases.open_cases(db, limit=limit)}
    return [CaseFile(by_id[ident], tuple(own)) for ident, own in found.items() if ident in by_id]


async def asked(db: Db, case_id: str) -> dict[str, str]:
    """The few things the form asked, by field."""
    return await details.of_case(db, case_id)
