"""An operator's exports: out of the database into a file, which proves itself elsewhere."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from pathlib import Path

import pytest
from answering import small
from commands import Command
from services.conftest import activated, on_sqlite, prepared
from services.office import Office, filed

from bot.services.library import Loaded
from bot.storage import keys
from bot.storage.database import Database
from bot.storage.sealing import Keyring

__all__ = ["prepared"]
ROOT = bytes(range(32))


@pytest.fixture
async def reference(database_url: str, prepared: Loaded) -> str:
    """A case in a database whose key is known."""
    database = Database(database_url, Keyring([ROOT]))
    async with database.transaction() as db:
        await keys.prove(db)
    office = Office(database, replace(prepared, version=0))
    await activated(database, small.base())
    case = await filed(office, words="Write to ana@example.org")
    await database.dispose()
    return case.case.reference


def office_of(database_url: str, home: Path) -> Command:
    """The command at that database, with its key."""
    command = Command(home)
    command.set["BOT_DATABASE_URL"] = database_url
    command.set["BOT_SECRET_KEYS"] = base64.urlsafe_b64encode(ROOT).decode()
    return command


@on_sqlite
def test_a_case_leaves_as_a_file_that_verifies(
    reference: str, database_url: str, tmp_path: Path
) -> None:
    privasi = office_of(database_url, tmp_path)
    code, out, trouble = privasi("export", reference.lower())
    assert (code, trouble) == (0, "")
    file = tmp_path / "case.json"
    file.write_text(out, "utf-8")
    body = json.loads(out)
    assert [body["history"][-1][name] for name in ("actor_kind", "move")] == ["operator", "export"]
    assert "ana@example.org" not in out
    code, said, _ = privasi("verify", str(file))
    mark = body["history"][-1]["chain"][:8]
    assert (code, said.splitlines()) == (
        0,
        [
            f"{file}: as it was made: case {reference}, 3 rows of history",
            f"mark of the record: {mark}",
        ],
    )
    first = body["history"][0]["chain"][:8]
    assert privasi("verify", str(file), "--mark", first)[0] == 0
    assert privasi("verify", str(file), "--mark", "00000000")[0] == 1
    file.write_text(out.replace('"erasure"', '"access"'), "utf-8")
    code, said, _ = privasi("verify", str(file))
    assert code == 1
    assert said.startswith(f"{file}: requests 1: not what its digest says\n")
    assert "ana@example.org" in privasi("export", reference, "--full")[1]


@on_sqlite
def test_the_register_leaves_for_a_machine_and_for_a_spreadsheet(
    reference: str, database_url: str, tmp_path: Path
) -> None:
    privasi = office_of(database_url, tmp_path)
    rows = json.loads(privasi("export", "register")[1])["requests"]
    assert [row["reference"] for row in rows] == [reference]
    code, out, _ = privasi("export", "register", "--csv", "--period", "2026-11")
    assert (code, out[0]) == (0, "\ufeff")
    assert len(out.splitlines()) == 2
    assert len(privasi("export", "register", "--csv", "--period", "2025")[1]) < len(out)
    code, out, trouble = privasi("export", "register", "--period", "lately")
    assert (code, out) == (1, "")
    assert trouble.startswith("privasi: which time?")


@on_sqlite
def test_what_there_is_not_cannot_leave(reference: str, database_url: str, tmp_path: Path) -> None:
    privasi = office_of(database_url, tmp_path)
    wrong = "PR-0000-0000"
    assert privasi("export", wrong) == (1, "", f"export: no case {wrong}\n")
    code, _, trouble = privasi("verify", str(tmp_path / "nowhere"))
    assert (code, trouble) == (1, "privasi: No such file or directory\n")
