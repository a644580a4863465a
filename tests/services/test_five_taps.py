"""From the first words to a reference in at most five taps, where nothing is missing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from answering.small import real

from bot.domain.cases import Kind
from bot.services.library import prepare

from .conftest import on_sqlite
from .office import ANA, Office

MOST = 5
WAYS = {
    "en": ("Send it from here", "Mine, I have an account", "Skip", "Nothing to add", "Stop them"),
    "id": ("Ajukan dari sini", "Saya, punya akun", "Lewati", "Tidak ada", "Hentikan"),
}
SENT = {
    "en": ("Send request", "Withdraw it", "Pass to staff"),
    "id": ("Kirim permintaan", "Tarik", "Teruskan ke petugas"),
}
WORDS = {
    Kind.ACCESS: ("send me a copy of my data", "minta salinan data saya"),
    Kind.RECTIFICATION: (
        "my name is wrong, it should be Ana Putri",
        "nama saya salah, seharusnya Ana Putri",
    ),
    Kind.ERASURE: ("delete my data", "hapus data saya"),
    Kind.RESTRICTION: ("restrict the use of my data", "batasi pemrosesan data saya"),
    Kind.PORTABILITY: (
        "export my data to another provider",
        "pindahkan data saya ke layanan lain",
    ),
    Kind.OBJECTION: (
        "I object to the use of my data for analysis, because I never agreed to any of it",
        "saya keberatan data saya dipakai untuk analisis, karena saya tidak pernah setuju",
    ),
    Kind.WITHDRAW_CONSENT: ("I withdraw my consent", "saya tarik persetujuan saya"),
    Kind.OPT_OUT_MARKETING: ("stop the promo e-mails", "berhenti kirim promosi"),
    Kind.OPT_OUT_ADS: ("stop personalised ads", "hentikan iklan terpersonalisasi"),
    Kind.AUTOMATED_DECISION_INFO: (
        "explain the automated decision about me, my e-mail is ana@example.org",
        "jelaskan keputusan otomatis tentang saya, email saya ana@example.org",
    ),
    Kind.COMPLAINT: ("I want to complain", "saya mau mengadu"),
    Kind.HUMAN: ("I want to talk to a person", "saya mau bicara dengan petugas"),
}


@on_sqlite
@pytest.mark.parametrize("language", ["en", "id"])
async def test_five_taps_at_most(office: Office, language: str) -> None:
    office.library.loaded = replace(prepare(0, real()), version=office.loaded.version)
    found = {}
    for number, (kind, words) in enumerate(WORDS.items()):
        chat = ANA + number
        await office.command(chat, "start", "mailcamp")
        await office.press(chat, f"lang:{language}")
        await office.say(chat, words[language == "id"])
        found[kind] = 1 + await taps(office, chat, language)
        [case] = await office.files(chat)
        assert [one.kind for one in case.requests] == [kind], words
    assert set(found) == set(Kind)
    assert {kind: taken for kind, taken in found.items() if taken > MOST} == {}


async def taps(office: Office, chat: int, language: str) -> int:
    """The next thing to press, until there is a case."""
    for taken in range(9):
        if await office.files(chat):
            return taken
        shown = next(row for row in reversed(office.sent) if row.chat == chat and row.buttons)
        ways = (*SENT[language], *WAYS[language])
        await office.tap(chat, next(way for way in ways if way in shown.buttons))
    return 9
