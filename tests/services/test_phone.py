"""No screen is longer than a phone's, in either language, whatever real values it holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from answering.small import real

from bot.domain import forms
from bot.domain.cases import Kind, Status
from bot.domain.conversation import Adding, Choosing, Filling, Idle, State
from bot.domain.forms import Draft
from bot.domain.messages import Message
from bot.language.catalogue import LANGUAGES, Language, catalogue
from bot.services import filing
from bot.services.library import Loaded, prepare
from bot.services.records import CaseFile
from bot.services.screens import cases as own_cases
from bot.services.screens import phone
from bot.services.screens.customer import SCREENS, draw
from bot.services.screens.forms import STEPS
from bot.services.screens.view import View

from .cases import CASE, case_file, step
from .office import NOTICE, NOW
from .test_screens import SLOTS, draft

ROWS = 14
"""The most rows of buttons: the list of topics."""
Seen = Iterator[tuple[str, Message]]

in_both = pytest.mark.parametrize("language", LANGUAGES)
SETS: tuple[tuple[Kind, ...], ...] = (
    (Kind.ERASURE,),
    (Kind.RECTIFICATION,),
    (Kind.OPT_OUT_ADS,),
    (Kind.COMPLAINT,),
    (Kind.ERASURE, Kind.OPT_OUT_MARKETING),
    (Kind.ACCESS, Kind.ERASURE, Kind.OPT_OUT_MARKETING, Kind.OPT_OUT_ADS),
    tuple(Kind)[:8],
)
"""One right, and as many as anybody ever wrote into one message."""
TALLEST = ("crm", "jurnal", "mailpro")
"""The longest names, two laws, and the most that a policy says."""
LONG = {
    "whose": "business",
    "business": "PT Sumber Makmur Sejahtera Abadi Sentosa Tbk",
    "email": "anastasia.wijayakusuma.putri@contoh-perusahaan.example.org",
    "words": "Tolong hapus semua data saya. " * 30,
    "details": "Hanya akun lama saya, yang dulu. " * 30,
    "when": "2026-11-02",
    "note": "close_account",
}


@cache
def loaded() -> Loaded:
    return prepare(0, real())


def view(language: Language, sources: Path | None = None) -> View:
    notice = replace(NOTICE, mails=True, sources=sources)
    return View(catalogue(language), loaded(), notice, NOW, "mailpro", Idle())


def too_tall(seen: Seen) -> list[tuple[str, int, int]]:
    found = []
    for name, message in seen:
        tall = phone.height(message.text)
        if tall > phone.LINES or len(message.rows) > ROWS:
            found.append((name, tall, len(message.rows)))
    return found


def drafts_of(policy: str, residences: tuple[str | None, ...]) -> Iterator[Draft]:
    for kinds in SETS:
        for residence in residences:
            yield draft(policy=policy, kinds=kinds, residence=residence, **LONG)


@in_both
def test_whatever_is_asked_before_filing_fits(language: Language) -> None:
    def seen() -> Seen:
        about = view(language)
        for policy in TALLEST:
            for made in drafts_of(policy, (None, "uk")):
                for name in STEPS:
                    shown = replace(about, policy=policy, state=Filling(made, name))
                    yield (
                        f"{policy} {made.kinds[0]} {len(made.kinds)} {name}",
                        draw(shown, "form", {}),
                    )

    assert too_tall(seen()) == []


def filed(made: Draft) -> CaseFile:
    """As it was received, after a long life."""
    requests = (filing.requested(loaded(), made, kind) for kind in made.kinds)
    life = (Status.RECEIVED, Status.TRIAGED, *(Status.IN_PROGRESS, Status.VERIFYING) * 4)
    file = case_file(
        *(replace(one, status=Status.IN_PROGRESS, case_id=CASE) for one in requests),
        policy=made.policy,
        regimes=filing.regimes_of(loaded(), made),
    )
    return replace(file, steps=tuple(map(step, life)))


@in_both
def test_whatever_is_said_after_filing_fits(language: Language) -> None:
    assert too_tall(after_filing(language)) == []


def after_filing(language: Language) -> Seen:
    about = view(language)
    for policy in TALLEST:
        for made in drafts_of(policy, (None, "uk", "us-ca")):
            name = f"{policy} {made.kinds[0]} {len(made.kinds)} {made.residence}"
            file = filed(made)
            shown = replace(about, policy=policy, cases=(file,) * 9)
            for whose in ("other", "business"):
                slots = {**SLOTS, "whose": whose, "policy": policy}
                half_way = shown.say("filed_from_draft", day="30 September 2026")
                receipt = draw(shown, "receipt", slots)
                yield f"{name} receipt", Message(f"{half_way}\n{receipt.text}", receipt.rows)
            for screen in AFTER:
                yield f"{name} {screen}", draw(shown, screen, {**slots, "kinds": made.kinds})
            for one in file.requests:
                for status in (Status.FULFILLED, Status.PARTLY_FULFILLED, Status.REFUSED):
                    ended = replace(one, status=status)
                    yield f"{name} {status}", own_cases.outcome(shown, file, ended, "Words.")


AFTER = ("case", "status", "start_again", "withdraw", "withdrawn", "how_to_complain", "forget")


@in_both
def test_a_request_to_every_company_fits_and_each_can_be_chosen_alone(language: Language) -> None:
    first, *others = loaded().knowledge.policies
    about = view(language)
    for kind in Kind:
        also = tuple((one, (kind,)) for one in others)
        full = {**LONG, "policy": first, "kinds": (kind,), "also": also}
        made = draft(policy=first, kinds=(kind,), also=also)
        check = replace(about, state=Filling(draft(**full), forms.CHECK))
        assert too_tall(iter([("check", draw(check, "form", {}))])) == []
        shown, choices = replace(about, state=Filling(made, forms.OFFER)), set()
        for page in range(4):
            message = draw(shown, "form", {"page": page})
            assert too_tall(iter([(str(kind), message)])) == []
            choices |= {b.action.split(":")[3] for row in message.rows for b in row}
        assert {f"at-{one}" for one in (first, *others)} <= choices


@in_both
def test_every_answer_fits(language: Language, tmp_path: Path) -> None:
    """The original wording is as long as a policy likes: it has pages."""
    for policy in loaded().knowledge.policies.values():
        text = "\n".join(["Kata demi kata. " * 40] * policy.document.lines)
        (tmp_path / f"{policy.policy}.txt").write_text(text, "utf-8")

    def seen() -> Seen:
        about = view(language, tmp_path)
        for ident in loaded().articles:
            slots = {**SLOTS, "articles": (ident,), "article": ident, "misspelt": "mekarichat"}
            for screen in ("answer", "details", "related", "unsure", "why"):
                yield f"{ident} {screen}", draw(about, screen, slots)
            for page in (0, 999) if ident.startswith("crm") else ():
                yield f"{ident} original", draw(about, "original", {**slots, "page": page})
        for topic in loaded().knowledge.topics:
            same = tuple(f"{one}.{topic}" for one in loaded().knowledge.policies)
            for page in range(5):
                slots = {"articles": same, "tag": "abc123", "page": page}
                yield f"{topic} {page}", draw(about, "compare", slots)

    assert too_tall(seen()) == []


@in_both
def test_every_other_screen_fits(language: Language) -> None:
    made = draft(policy="mailpro", kinds=(Kind.ERASURE,), **LONG)
    states: tuple[State, ...] = (Idle(), Choosing(), Adding(CASE), Filling(made, forms.CHECK))
    slots = {
        **SLOTS,
        "articles": ("mailpro.right_erasure",),
        "article": "mailpro.right_erasure",
        "policies": tuple(loaded().knowledge.policies),
    }

    def seen() -> Seen:
        for policy in TALLEST:
            about = replace(view(language), policy=policy, cases=(filed(made),))
            for state in states:
                for screen in SCREENS:
                    shown = replace(about, state=state)
                    yield f"{policy} {screen}", draw(shown, screen, {**slots, "policy": policy})

    assert too_tall(seen()) == []


def test_pages_lose_nothing_and_repeat_nothing() -> None:
    blocks = [f"{number}\n" + "x " * number for number in range(60)]
    pages = phone.packed(blocks, 20)
    assert [block for page in pages for block in page] == blocks
    assert all(phone.height("\n".join(page)) <= 20 for page in pages)
    text = "\n".join(["kata " * 400, "", "y" * 900, "akhir"])
    pieces = phone.pieces(text, 20)
    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert max(map(phone.height, pieces)) <= 20


def test_a_cut_says_so_and_a_short_text_stays_whole() -> None:
    assert phone.cut("short\ntext", 4) == "short\ntext"
    assert phone.cut("kata " * 100, 4).endswith("kata…")
    assert phone.height(phone.cut("k" * 900, 4)) <= 4
