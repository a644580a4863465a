"""What is in a case's file, and what shows that it is true."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.domain import proofs
from bot.services import casefile, verifying
from bot.storage import erasing, history
from bot.storage.history import Entry

from .conftest import on_sqlite
from .exporting import content, talked
from .office import NOW, RINA, SARI, Office, filed, proposed, taken


@on_sqlite
async def test_the_file_holds_what_was_said_and_how_it_was_delivered(office: Office) -> None:
    case = await talked(office)
    body = json.loads(await content(office, case))
    assert [one["by"] for one in body["messages"]] == ["customer", "staff", "note"]
    assert body["messages"][1]["words"] == "Hello Ana, we look into it."
    assert {one["state"] for one in body["deliveries"]} == {"sent"}
    assert {one["to"] for one in body["deliveries"]} == {"customer"}
    assert [one["move"] for one in body["history"]][:3] == ["file", "triage", "take"]
    assert body["given"] == {"email": "ana@example.org"}


async def test_a_file_verifies_in_full_and_masked_and_with_words_forgotten(
    office: Office,
) -> None:
    case = await proposed(office)
    await office.do(SARI, "approve", case)
    case = await office.file(case)
    assert any(step.words for step in case.steps)
    for full in (True, False):
        assert verifying.verify(await content(office, case, full=full)).problems == ()
    async with office.database.transaction() as db:
        await erasing.words(db, case.case.id)
    forgotten = await content(office, case)
    assert "ana@example.org" not in forgotten.decode()
    assert verifying.verify(forgotten).problems == ()


@on_sqlite
async def test_every_byte_that_is_changed_is_found(office: Office) -> None:
    made = await content(office, await taken(office))
    for at in range(0, len(made), 37):
        other = b"1" if made[at : at + 1] != b"1" else b"2"
        assert verifying.verify(made[:at] + other + made[at + 1 :]).problems, made[at - 9 : at + 9]


def chained(body: dict[str, Any], change: dict[str, Any], at: int) -> bytes:
    """One row altered by somebody who made the digests anew."""
    body["history"][at] |= change
    parts = {name: part for name, part in body.items() if name not in ("digests", "digest")}
    return proofs.sealed(parts)


@on_sqlite
async def test_the_chain_finds_what_the_digests_were_made_to_hide(office: Office) -> None:
    case = await proposed(office)
    await office.do(SARI, "approve", case)
    made = await content(office, case)
    count = len(json.loads(made)["history"])
    at = next(n for n, one in enumerate(json.loads(made)["history"]) if one["words"])
    altered = {"words": "We deleted nothing."}
    assert verifying.verify(chained(json.loads(made), altered, at)).problems == (
        f"history {at + 1}: the chain does not hold here",
    )
    for change in ({"move": "take"}, {"seq": 9}, {"at": "2026-11-01T00:00:00+00:00"}):
        found = verifying.verify(chained(json.loads(made), change, count - 1)).problems
        assert found == (f"history {count}: the chain does not hold here",)
    for change in ({"at": "lately"}, {"at": 5}, {"more": 1}):
        found = verifying.verify(chained(json.loads(made), change, 0)).problems
        assert found == ("the history cannot be read",)
    assert verifying.verify(chained(json.loads(made), {"words": 5}, 0)).problems


@on_sqlite
async def test_the_mark_of_a_receipt_tells_when_the_record_stood_so(office: Office) -> None:
    case = await filed(office)
    async with office.database.reading() as db:
        mark = (await history.head(db, case.case.id))[:8]
    office.later(hours=3)
    await office.do(RINA, "take", case)
    verdict = verifying.verify(await content(office, case))
    assert verdict.dated(mark.upper()) == NOW.isoformat(timespec="seconds")
    assert verdict.dated("00000000") is None
    rewritten = chained(json.loads(await content(office, case)), {"chain": "0" * 64}, 0)
    assert verifying.verify(rewritten).problems


@pytest.mark.parametrize(
    ("other", "told"),
    [
        (b"\xff\xfe", "not a file of text"),
        (b"{\n1}", "line 2: not JSON"),
        (b"[]", "neither a case file nor a register of this desk"),
        (b'{"format": "else"}', "neither a case file nor a register of this desk"),
        (b"[" * 100_000, "not a file of text"),
    ],
)
def test_what_is_no_export_is_said_to_be_none(other: bytes, told: str) -> None:
    assert verifying.verify(other).problems == (told,)


def test_a_case_file_without_its_parts_is_not_sound() -> None:
    bare = proofs.sealed({"format": casefile.FORMAT})
    assert verifying.verify(bare).problems == ("the history cannot be read",)
    empty = proofs.sealed({"format": casefile.FORMAT, "case": 5, "history": []})
    assert verifying.verify(empty).problems == ("the history is empty",)


def test_a_row_is_read_back_as_it_was_written() -> None:
    one = Entry(
        id="e",
        case_id="c",
        at=NOW,
        actor_kind="staff",
        move="take",
        seq=1,
        salt=None,
        digest="",
        chain="0",
    )
    assert casefile.entry(casefile.step(one, full=True)) == one
