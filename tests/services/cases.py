"""Cases that no database has seen, for what is only shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bot.domain.cases import Kind, Status
from bot.services.records import CaseFile
from bot.storage.cases import Case
from bot.storage.customers import Customer
from bot.storage.history import Entry
from bot.storage.requests import Request

from .office import NOW

CASE = "c" * 32
CUSTOMER = Customer("u" * 32, "en", False, "tokoku", "Heron 27", NOW, None, None, 0)


def request(**changes: Any) -> Request:
    made = Request(
        id="r" * 32,
        case_id=CASE,
        kind=Kind.ERASURE,
        status=Status.TRIAGED,
        received_at=NOW,
        due_at=NOW + timedelta(days=30),
        due_day=date(2026, 12, 16),
        due_zone="Asia/Jakarta",
        rule_id="target",
        rule_version=1,
        is_target=True,
    )
    return replace(made, **changes)


def case_file(*requests: Request, **changes: Any) -> CaseFile:
    case = Case(
        id=CASE,
        reference="PR-7K3Q-9XWD",
        customer_id=CUSTOMER.id,
        policy="tokoku",
        language="en",
        knowledge_version=1,
        received_at=NOW,
    )
    return CaseFile(replace(case, **changes), requests or (request(),), (step(),))


def step(to: Status = Status.RECEIVED) -> Entry:
    return Entry(
        case_id=CASE,
        at=NOW,
        actor_kind="customer",
        move="file",
        to_status=to,
        id="h" * 32,
        seq=1,
        salt=None,
        digest="",
        chain="",
    )
