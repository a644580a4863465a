"""Ana, her case, and the moment everything happens at."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.storage import cases, customers
from bot.storage.cases import Case
from bot.storage.customers import Customer
from bot.storage.database import Db
from bot.storage.ids import new_id

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SOON, LATER = NOW + timedelta(minutes=1), NOW + timedelta(hours=1)
ANA, BUDI = 5_000_000_042, 5_000_000_043
GROUP = -1_001_234_567_890
MARK = "the rabbit hides under the seventh stair"

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


async def met(db: Db, chat_id: int = ANA) -> Customer:
    return await customers.meet(db, chat_id, language="en", pseudonym="Heron 27", now=NOW)


async def opened(db: Db, chat_id: int = ANA, **changes: Any) -> Case:
    customer = await met(db, chat_id)
    case = Case(
        id=new_id(),
        reference=f"PR-{new_id()[:8].upper()}",
        customer_id=customer.id,
        policy="mailcamp",
        language="id",
        knowledge_version=1,
        received_at=NOW,
    )
    await cases.open_case(db, replace(case, **changes))
    return replace(case, **changes)
