"""The card always shows how the case stands, and never a word of the customer's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.cases import Kind, Status
from bot.language.catalogue import catalogue
from bot.services import cards
from bot.services.group_presses import ACTIONS
from bot.services.library import Loaded
from bot.services.screens.view import View

from .cases import CUSTOMER, case_file, request
from .office import NOTICE, NOW

EN = catalogue("en")


def view(loaded: Loaded, **changes: object) -> View:
    return replace(View(EN, loaded, NOTICE, NOW), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("status", list(Status)[1:])
@pytest.mark.parametrize("holder", [None, 201])
def test_every_status_has_a_card_with_its_buttons(
    prepared: Loaded, status: Status, holder: int | None
) -> None:
    file = case_file(request(status=status), holder_id=holder, holder_name="Rina")
    text = cards.text(view(prepared), file, CUSTOMER)
    is_asked = status is Status.WAITING_CUSTOMER
    assert EN("staff.card.asked" if is_asked else f"status.{status}") in text
    state = cards.state(file)
    labels = [b.label for row in cards.buttons(EN, file) for b in row]
    assert labels
    assert ("Take" in labels) == (state == cards.NEW)
    assert ("Approve (lead)" in labels) == (status is Status.AWAITING_APPROVAL)
    assert text.startswith(EN(f"staff.card.glyph.{state}"))


def test_every_button_of_a_card_is_one_the_group_knows() -> None:
    assert {name for names in cards.BUTTONS.values() for name in names} <= set(ACTIONS)


def test_two_requests_stand_each_with_its_own_clock(prepared: Loaded) -> None:
    file = case_file(
        request(),
        request(kind=Kind.ACCESS, is_target=False, rule_id="pdp-access", due_day=None),
    )
    lines = cards.text(view(prepared), file, CUSTOMER).splitlines()
    assert lines[1] == "1 Delete my data (erasure) — our own target: 16 December 2026"
    assert lines[3].startswith("2 See my data — reply by 16 December 2026, 09:12 WIB")
    assert "UU PDP Art. 32" in lines[4]


def test_a_rule_nobody_verified_says_so(prepared: Loaded) -> None:
    file = case_file(request(is_target=False, rule_id="pdp-consent"))
    assert "as we read it" in cards.text(view(prepared), file, CUSTOMER)


def test_what_is_overdue_is_red(prepared: Loaded) -> None:
    late = view(prepared, now=NOW + timedelta(days=40))
    assert cards.text(late, case_file(request()), CUSTOMER).startswith("🔴")
    closed = case_file(request(status=Status.FULFILLED))
    assert cards.text(late, closed, CUSTOMER).startswith("✅")


def test_the_topic_is_named_by_the_day_at_the_desk_and_fits(prepared: Loaded) -> None:
    """An hour past midnight in Jakarta is the next day, whatever the day is in Greenwich."""
    at = NOW.replace(hour=18)
    file = case_file(request(due_at=at, due_day=None), request(due_at=at + timedelta(days=9)))
    name = cards.topic(view(prepared), file)
    assert name == "🆕 17 Nov Delete my data · Tokoku · 7K3Q"
    by_day = case_file(request(due_day=date(2026, 12, 24)))
    assert "24 Dec" in cards.topic(view(prepared), by_day)


def test_a_case_of_a_company_that_left_still_has_a_card(prepared: Loaded) -> None:
    file = case_file(request(), policy="gone", cited=("gone.security",))
    text = cards.text(view(prepared), file, CUSTOMER)
    assert "gone" in text
    assert EN("staff.card.no_lines") in text
