"""Every screen, in both languages: it renders, it fits, and it says who says what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from answering.small import LINES, REAL
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering import load
from bot.domain import forms
from bot.domain.cases import Kind, Status
from bot.domain.conversation import Adding, Choosing, Filling, Idle, State
from bot.domain.effects import Slot
from bot.domain.forms import Draft
from bot.domain.messages import LIMIT, Button, Message, in_pages, size
from bot.language.catalogue import LANGUAGES, Language, catalogue
from bot.services import cards
from bot.services.library import Loaded
from bot.services.screens import answers
from bot.services.screens.customer import SCREENS, draw
from bot.services.screens.forms import STEPS
from bot.services.screens.view import View

from .cases import CASE, CUSTOMER, case_file, request
from .office import NOTICE, NOW

PROFILE = settings.get_profile("services")
COMPANIES = {"tokoku", "warungin", "alpenpost"}
SLOTS: dict[str, Slot] = {
    "articles": ("tokoku.sale_of_data", "alpenpost.right_erasure"),
    "article": "alpenpost.right_erasure",
    "policies": ("tokoku", "alpenpost"),
    "policy": "alpenpost",
    "kind": "erasure",
    "case": CASE,
    "length": 5000,
    "count": 3,
    "left": 2,
    "address": "ana@example.org",
    "draft": "000000",
    "detail": "whose",
    "message": "77",
    "question": "data",
    "what": "thanks",
    "answer": "0" * 32,
    "misspelt": "tokooku",
    "kinds": ("erasure", "human"),
}


def draft(**changes: Any) -> Draft:
    made = Draft("0" * 32, "alpenpost", (Kind.ERASURE,), NOW, email="ana@gmial.com")
    return replace(made, **{"meant": "ana@gmail.com", **changes})


def view(loaded: Loaded, language: Language = "en", **changes: Any) -> View:
    made = View(catalogue(language), loaded, NOTICE, NOW, "tokoku", Idle(), (case_file(),))
    return replace(made, **changes)


def buttons(message: Message) -> Iterator[Button]:
    for row in message.rows:
        yield from row


def fits(message: Message, *names: str) -> None:
    """What Telegram takes, and what a thumb can read; only a name may be longer."""
    assert message.text.strip()
    assert "{" not in message.text
    for page in in_pages(message):
        assert 0 < size(page.text) <= LIMIT
    for button in buttons(message):
        assert 0 < len(button.action.encode()) <= 64, button
        named = any(name in button.label for name in names)
        assert named or 0 < len(button.label) <= 24, button


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("screen", sorted(SCREENS))
def test_every_screen_renders_in_both_languages(
    prepared: Loaded, screen: str, language: Language
) -> None:
    states: list[State] = [Idle(), Choosing(), Adding(CASE), Filling(draft(), forms.CHECK)]
    for state in states:
        for file in (case_file(), case_file(request(status=Status.REFUSED), closed_at=NOW)):
            shown = view(prepared, language, state=state, cases=(case_file(), file))
            message = draw(shown, screen, SLOTS)
            fits(message, "Tokoku", "Alpenpost")


def test_no_screen_reads_the_same_in_both_languages(prepared: Loaded) -> None:
    for screen in SCREENS:
        en, ind = (draw(view(prepared, language), screen, SLOTS) for language in LANGUAGES)
        assert en.text != ind.text, screen


@pytest.mark.parametrize("language", LANGUAGES)
@settings(PROFILE)
@given(
    policy=st.sampled_from(sorted(COMPANIES)),
    kinds=st.lists(st.sampled_from(list(Kind)), min_size=1, max_size=4, unique=True),
    step=st.sampled_from(sorted(STEPS)),
    whose=st.sampled_from([None, *forms.WHOSE_CHOICES]),
    email=st.sampled_from(["ana@gmial.com", "a" * 60 + "@example.org"]),
    details=st.none() | st.text(max_size=4096),
)
def test_any_draft_can_be_shown_at_any_step(
    prepared: Loaded, language: Language, step: str, email: str, **given: Any
) -> None:
    made = draft(email=email, meant=email, **{**given, "kinds": tuple(given["kinds"])})
    shown = view(prepared, language, state=Filling(made, step))
    for screen in ("form", "not_an_address"):
        message = draw(shown, screen, {"step": step})
        fits(message, email)
        assert all(b.action.split(":")[0] in ("f", "org", "co") for b in buttons(message))


def test_the_real_knowledge_base_fits_every_screen(prepared: Loaded) -> None:
    loaded = real(prepared)
    for language in LANGUAGES:
        fits_everywhere(loaded, language)


def fits_everywhere(loaded: Loaded, language: Language) -> None:
    policies = loaded.knowledge.policies
    names = {name for one in policies.values() for name in (one.name, one.name_id or one.name)}
    shown = view(loaded, language, notice=replace(NOTICE, sources=Path("none")))
    for ident in loaded.articles:
        slots: Mapping[str, Slot] = {"articles": (ident,), "article": ident, "kinds": ("access",)}
        for screen in ("answer", "details", "original", "related", "unsure"):
            fits(draw(shown, screen, slots), *names)
    for policy in policies:
        about = replace(shown, policy=policy)
        for screen in ("topics", "kinds", "start_company", "company_chosen"):
            fits(draw(about, screen, {"policy": policy}), *names)
        for kind in Kind:
            made = draft(policy=policy, kinds=(kind,))
            for name in (forms.OFFER, forms.CHECK):
                fits(draw(replace(about, state=Filling(made, name)), "form", {}), *names)
            fits(draw(about, "do_it_yourself", {"kind": kind, "policy": policy}), *names)
            file = case_file(request(kind=kind), policy=policy)
            fits(draw(replace(about, cases=(file,)), "receipt", {"case": CASE}), *names)
            assert size(cards.text(about, file, CUSTOMER)) <= LIMIT
            assert len(cards.topic(about, file)) <= 128
    everything = tuple(loaded.articles)[:: len(loaded.articles) // 10]
    fits(draw(shown, "compare", {"articles": everything}), *names)
    fits(draw(shown, "companies", {}), *names)


def real(prepared: Loaded) -> Loaded:
    """The knowledge base of this folder, for looking at; the engine is not asked."""
    knowledge, problems = load.parse(load.files(REAL))
    assert knowledge is not None, problems
    owners = {one.id: p.policy for p in knowledge.policies.values() for one in p.articles}
    return replace(prepared, knowledge=knowledge, articles=owners)


# ---- answers


def test_beside_a_silence_stands_what_the_law_says_and_that_it_is_the_law(
    prepared: Loaded,
) -> None:
    def told(article: str) -> str:
        return draw(view(prepared), "answer", {"articles": (article,)}).text

    assert "as we read it. That is the law, not a promise by the company." in told(
        "tokoku.right_rectification"
    )
    assert "UU PDP Art. 30. That is the law" in told("warungin.right_rectification")
    assert "The law does set a time" not in told("tokoku.security")
    assert "The law does set a time" not in told("tokoku.children")


def test_a_dated_document_shows_its_date_and_an_archived_one_that_it_is(
    prepared: Loaded,
) -> None:
    text = draw(view(prepared), "answer", {"articles": ("alpenpost.retention",)}).text
    assert "Source: Alpenpost policy (5 January 2024), “A section”, line 5" in text
    policy = prepared.knowledge.policies["alpenpost"]
    old = policy.document.model_copy(update={"date": None, "archived": policy.document.date})
    archived = policy.model_copy(update={"document": old})
    assert answers.document(view(prepared), archived).endswith("(archived 5 January 2024)")


@pytest.mark.parametrize(
    ("spans", "words"),
    [(((3, 3),), "line 3"), (((3, 4),), "lines 3–4"), (((3, 3), (7, 9)), "lines 3, 7–9")],
)
def test_lines_are_named_as_people_read_them(
    prepared: Loaded, spans: tuple[tuple[int, int], ...], words: str
) -> None:
    assert answers.line_words(view(prepared), spans) == words


def test_a_misspelt_name_is_told_and_can_be_denied(prepared: Loaded) -> None:
    message = draw(
        view(prepared), "answer", {"articles": ("tokoku.security",), "misspelt": "tokooku"}
    )
    assert message.text.startswith('We read "tokooku" as Tokoku.')
    assert Button("Not Tokoku", "menu") in set(buttons(message))


def test_the_original_wording_is_shown_where_the_operator_holds_it(
    prepared: Loaded, tmp_path: Path
) -> None:
    slots: dict[str, Slot] = {"article": "tokoku.security"}
    without = draw(view(prepared), "original", slots)
    assert 'Look for the section "A section" on Tokoku' in without.text
    (tmp_path / "tokoku.txt").write_text("\n".join(LINES), "utf-8")
    held = replace(NOTICE, sources=tmp_path)
    message = draw(view(prepared, notice=held), "original", slots)
    assert message.text == f"Original, in English, line 7:\n“{LINES[6]}”"
    other = draw(view(prepared, "id", notice=held), "original", slots)
    assert "Isinya menurut kami, bukan terjemahan resmi: Ya. Tokoku" in other.text
    labels = [b.label for b in buttons(draw(view(prepared, notice=held), "details", slots))]
    assert labels == ["Original wording", "Back"]


def test_a_long_passage_has_pages_and_what_it_says_in_ours_at_the_end(
    prepared: Loaded, tmp_path: Path
) -> None:
    (tmp_path / "tokoku.txt").write_text("\n".join(["kata " * 400] * 20), "utf-8")
    shown = view(prepared, "id", notice=replace(NOTICE, sources=tmp_path))
    slots: dict[str, Slot] = {"article": "tokoku.security"}
    first = draw(shown, "original", slots)
    fits(first)
    assert "org:tokoku.security:1" in {button.action for button in buttons(first)}
    pages = [draw(shown, "original", {**slots, "page": page}) for page in range(9)]
    assert "".join(dict.fromkeys(page.text for page in pages)).count("kata") == 400
    assert "Isinya menurut kami, bukan terjemahan resmi: Ya. Tokoku" in pages[-1].text


@pytest.mark.parametrize(
    ("company", "hedge"), [("tokoku", ", as we read it."), ("warungin", ". UU PDP sets no number")]
)
def test_a_right_the_policy_is_silent_on_is_told_as_law(
    prepared: Loaded, company: str, hedge: str
) -> None:
    message = draw(view(prepared), "answer", {"articles": (f"{company}.right_portability",)})
    said, law = message.text.splitlines()[:2]
    assert said == f"{view(prepared).name(company)} says nothing on this: Take my data with me."
    assert law.startswith("The law gives you this right whatever the policy says: UU PDP Art. 13")
    assert hedge in law


def test_rights_as_a_whole_are_told_as_law_where_the_text_names_none(prepared: Loaded) -> None:
    message = draw(view(real(prepared)), "answer", {"articles": ("talenta.rights_overview",)})
    law = message.text.splitlines()[1]
    assert law.startswith("The law gives you rights whatever the policy says: see my data, UU PDP")
    assert law.endswith("as we read it. That is the law, not a promise by the company.")


def test_the_law_is_not_held_against_what_a_policy_says(prepared: Loaded) -> None:
    message = draw(view(prepared), "answer", {"articles": ("tokoku.right_erasure",)})
    assert "The law" not in message.text


def test_a_comparison_has_a_cited_line_for_each_company(prepared: Loaded) -> None:
    articles = ("tokoku.sale_of_data", "warungin.sale_of_data", "alpenpost.children")
    lines = draw(view(prepared), "compare", {"articles": articles}).text.splitlines()
    assert lines[0] == "Whether data is sold, side by side:"
    assert lines[1].startswith("• Tokoku: Yes. Tokoku writes of it")
    assert lines[2] == "Tokoku policy, “A section”, line 3"
    assert lines[5].startswith("• Alpenpost: doesn't say. Checked: Alpenpost policy (5 January")


def test_a_long_comparison_has_pages_that_lead_on_and_back(prepared: Loaded) -> None:
    loaded = real(prepared)
    articles = tuple(f"{name}.sale_of_data" for name in loaded.knowledge.policies)
    slots: dict[str, Slot] = {"articles": articles, "tag": "abc123"}
    first = draw(view(loaded), "compare", {**slots, "page": 0})
    last = draw(view(loaded), "compare", {**slots, "page": 1})
    assert "side by side, 1 of 2:" in first.text
    assert [b.action for b in buttons(first)][-1] == "cmp:abc123:1"
    assert [b.action for b in buttons(last)][-1] == "cmp:abc123:0"
    opened = [b.action for page in (first, last) for b in buttons(page) if "art:" in b.action]
    assert opened == [f"art:{one}" for one in articles]
    assert draw(view(loaded), "compare", {**slots, "page": 999}) == last


@pytest.mark.parametrize(("article", "says"), [("sale_of_data", "reasons"), ("children", "guess")])
def test_no_reason_is_made_up(prepared: Loaded, article: str, says: str) -> None:
    message = draw(view(prepared), "why", {"article": f"tokoku.{article}"})
    assert says in message.text
    assert "req:human:tokoku" in [button.action for button in buttons(message)]


# ---- requests
