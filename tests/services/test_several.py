"""A demand made of every company there is: each gets a case of its own."""

from __future__ import annotations

import pytest

from .conftest import on_sqlite
from .office import ANA, Office
from .test_requesting import shown


@on_sqlite
@pytest.mark.parametrize(
    "words",
    [
        "delete my data everywhere",
        "please delete my data at all companies",
        "hapus data saya di semua perusahaan",
        "tolong hapus data saya di mana-mana",
    ],
)
async def test_a_demand_of_every_company_is_one_for_each(office: Office, words: str) -> None:
    await office.command(ANA, "start", "tokoku")
    rows = await office.say(ANA, words)
    asked = rows[-1].text
    assert all(name in asked for name in ("Tokoku", "Warungin", "Alpenpost"))
    await office.press(ANA, next(iter(rows[-1].buttons.values())), rows[-1].number)
    for label in ("Mine, I have an account", "Skip", "Send request"):
        found = {"Send request": "Kirim permintaan", "Skip": "Lewati"}
        other = found.get(label, "Saya, punya akun")
        await office.tap(ANA, label if shown(office, label) else other)
    assert {one.case.policy for one in await office.files(ANA)} == {
        "tokoku",
        "warungin",
        "alpenpost",
    }
