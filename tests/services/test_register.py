"""The register: dates, clocks and outcomes for an authority, and no words."""

from __future__ import annotations

import csv
import io
import json

import pytest

from bot.domain.cases import Kind
from bot.services import register, verifying

from .conftest import on_sqlite
from .exporting import WORDS, paper
from .office import BUDI, SARI, Office, filed, proposed


async def test_the_register_tells_dates_clocks_and_outcomes_and_no_words(
    office: Office,
) -> None:
    late = await filed(office, kinds=(Kind.ACCESS,), words=WORDS)
    office.later(days=5)
    case = await proposed(office, outcome="refused", reason="law_requires")
    office.later(hours=2)
    await office.do(SARI, "approve", case)
    *handed, _ = await office.order(SARI, "export", None, "register 7")
    assert [row.payload["paper"] for row in handed] == ["register_csv", "register_json"]
    spreadsheet, machine = [await paper(office, row) for row in handed]
    assert verifying.verify(machine.content).holds == "a register of 2 requests"
    rows = json.loads(machine.content)["requests"]
    assert [row["reference"] for row in rows] == [late.case.reference, case.case.reference]
    assert (rows[0]["outcome"], rows[0]["in_time"], rows[0]["first_answer"]) == ("open", "no", "")
    assert rows[1] | {"due": "", "received": "", "reference": ""} == {
        "reference": "",
        "company": "Tokoku",
        "kind": "erasure",
        "received": "",
        "due": "",
        "rule": rows[1]["rule"],
        "ground": rows[1]["ground"],
        "clock": "own target",
        "extended": "no",
        "first_answer": "2026-11-21T11:12:00+07:00",
        "closed": "2026-11-21T11:12:00+07:00",
        "outcome": "refused",
        "refusal_code": "law_requires",
        "in_time": "yes",
    }
    assert (rows[0]["clock"], rows[1]["ground"]) == ("law", "")
    assert rows[0]["ground"]
    assert spreadsheet.content.startswith(b"\xef\xbb\xbf")
    read = list(csv.DictReader(io.StringIO(spreadsheet.content.decode("utf-8-sig"))))
    assert read == rows
    for made in (spreadsheet, machine):
        assert b"ana@" not in made.content
        assert b"0812" not in made.content


@on_sqlite
async def test_what_was_received_at_another_time_is_not_in_it(office: Office) -> None:
    await filed(office, BUDI)
    office.later(days=40)
    [row] = await office.order(SARI, "export", None, "register 30")
    assert row.text == "No requests were received in that time."
    *_, said = await office.order(SARI, "export", None, "register 2026-11")
    assert said.text == "Sari, the register comes to you in private. Requests: 1."


@pytest.mark.parametrize("sign", register.FORMULA)
def test_no_cell_is_a_formula(sign: str) -> None:
    row = dict.fromkeys(register.COLUMNS, "") | {"company": f'{sign}1+1,"x"\r\ny'}
    text = register.as_csv([row]).decode("utf-8-sig")
    [read] = csv.DictReader(io.StringIO(text, newline=""))
    assert read["company"] == f"'{row['company']}"
    assert all(line.startswith('"') for line in text.split('\r\n"')[0].splitlines()[:1])


@on_sqlite
async def test_a_register_is_proved_line_by_line(office: Office) -> None:
    await filed(office)
    _, handed, __ = await office.order(SARI, "export", None, "register 7")
    made = (await paper(office, handed)).content
    assert verifying.verify(made.replace(b'"erasure"', b'"access"')).problems == (
        "requests 1: not what its digest says",
        "the digest of the whole is another",
    )
