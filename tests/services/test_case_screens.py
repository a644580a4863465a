"""What customers see of their own requests, and the smaller screens."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain import filling, forms, presses, turn, waiting, words
from bot.domain.cases import Kind, Status
from bot.domain.conversation import Filling
from bot.language.catalogue import LANGUAGES, Language
from bot.services.library import Loaded
from bot.services.screens import cases as own_cases
from bot.services.screens import following, legal
from bot.services.screens.customer import SCREENS, draw

from .cases import CASE, case_file, request, step
from .office import NOTICE, NOW
from .test_screens import buttons, draft, fits, view


@pytest.mark.parametrize("status", [Status.FULFILLED, Status.PARTLY_FULFILLED, Status.REFUSED])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_outcome_can_be_told(prepared: Loaded, status: Status, language: Language) -> None:
    shown, one = view(prepared, language), request(status=status)
    message = own_cases.outcome(shown, case_file(one), one, "WORDS " * 700)
    fits(message)
    assert "WORDS" in message.text
    routes = legal.complain_routes(shown, case_file(one))
    assert (routes in message.text) == (status is Status.REFUSED)


def test_dates_with_an_inferred_law_say_so(prepared: Loaded) -> None:
    one = request(is_target=False, rule_id="pdp-access", due_day=None)
    for policy, said in (("tokoku", True), ("warungin", False)):
        text = "\n".join(own_cases.due_lines(view(prepared), case_file(one, policy=policy), one))
        assert ("as we read it, this one applies" in text) is said


def test_what_the_knowledge_base_lost_is_shown_by_its_number(prepared: Loaded) -> None:
    """A case outlives its company, its law and its rule."""
    one = request(is_target=False, rule_id="old-rule")
    shown = view(prepared, cases=(case_file(one, policy="gone"),))
    assert "Why: old-rule" in draw(shown, "receipt", {"case": CASE}).text
    target = view(prepared, cases=(case_file(policy="gone"),))
    assert "no legal time is known to us" in draw(target, "case", {"case": CASE}).text
    anywhere = "the data protection authority where you live"
    for routes in (legal.complain_routes, legal.routes_in_full):
        assert routes(shown, shown.cases[0]) == anywhere


def test_the_status_list_shows_the_newest_and_nothing_else(prepared: Loaded) -> None:
    many = tuple(case_file(reference=f"PR-0000-000{n}") for n in range(9))
    message = draw(view(prepared, cases=many), "status", {})
    assert message.text.count("PR-0000-") == following.SHOWN
    none = draw(view(prepared, cases=()), "status", {})
    assert none.text == "There's no request like that in this chat."


def test_a_history_tells_each_change_once(prepared: Loaded) -> None:
    steps = tuple(step(status) for status in (Status.RECEIVED, Status.TRIAGED, Status.TRIAGED))
    file = replace(case_file(), steps=steps)
    assert following.history(view(prepared), file) == [
        "16 Nov, 09:12 WIB: received",
        "16 Nov, 09:12 WIB: with the team",
    ]


def test_a_closed_case_offers_nothing_that_cannot_be_done(prepared: Loaded) -> None:
    file = case_file(request(status=Status.WITHDRAWN), closed_at=NOW)
    message = draw(view(prepared, cases=(file,)), "case", {"case": CASE})
    assert [b.label for b in buttons(message)] == ["Back", "Receipt as PDF"]


def test_what_this_policy_says_cannot_be_stopped_is_said_and_taken_all_the_same(
    prepared: Loaded,
) -> None:
    made = draft(policy="tokoku", kinds=(Kind.OPT_OUT_MARKETING,))
    message = draw(view(prepared, state=Filling(made, forms.OFFER)), "form", {})
    assert "this can't be stopped: order notices (line 13). We take your request" in message.text
    assert [b.label for b in buttons(message)] == ["Stop them", "Not now"]


def test_the_form_of_a_finished_request_is_stale(prepared: Loaded) -> None:
    assert draw(view(prepared), "form", {}).text.startswith("This button is out of date.")


def test_who_runs_the_desk_is_named(prepared: Loaded) -> None:
    text = draw(view(prepared), "privacy", {}).text
    assert "Run by Contoh Desk (desk@example.org)" in text
    assert "closed requests after 36 months" in text
    nobody = replace(NOTICE, operator_contact=None)
    assert "Contoh Desk;" in draw(view(prepared, notice=nobody), "privacy", {}).text


def test_a_desk_nobody_has_named_is_run_by_its_operator_in_either_language(
    prepared: Loaded,
) -> None:
    unnamed = view(prepared, "id", notice=replace(NOTICE, operator=None, operator_contact=None))
    assert "Dikelola oleh pengelola bot ini;" in draw(unnamed, "privacy", {}).text


@pytest.mark.parametrize(
    ("what", "has_way_on"),
    [("greeting", True), ("thanks", False), ("about_bot", True), ("capabilities", True)],
)
def test_small_talk_is_answered_and_shows_a_way_on(
    prepared: Loaded, what: str, has_way_on: bool
) -> None:
    assert bool(draw(view(prepared), "smalltalk", {"what": what}).rows) is has_way_on


def test_without_a_company_topics_and_kinds_ask_for_one(prepared: Loaded) -> None:
    alone = view(prepared, policy=None)
    assert {b.label for b in buttons(draw(alone, "topics", {}))} > {"Tokoku", "Warungin"}
    assert draw(alone, "kinds", {}).text.startswith("What would you like to ask for?")


def test_every_screen_a_turn_can_name_exists(prepared: Loaded) -> None:
    named = set(turn.PLAIN.values()) | set(words.ANSWERS.values())
    sources = "".join(
        Path(one.__file__ or "").read_text("utf-8")
        for one in (filling, presses, turn, waiting, words)
    )
    named |= set(re.findall(r'Say\("(\w+)"', sources)) | set(
        re.findall(r'press_(?:screen|case|article)\("(\w+)"\)', sources)
    )
    assert named - set(SCREENS) == {"passed_on_quietly"}
    assert len(named) > 30
