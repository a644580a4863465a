"""The lifecycle: what leads where, who decides, and references people can type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.cases import (
    ALPHABET,
    CLOSED,
    MOVES,
    OUTCOMES,
    Kind,
    Move,
    Status,
    advance,
    allows,
    needs_second_person,
    read_reference,
    reference,
)
from bot.domain.errors import BotError, IllegalMove

WAYS = """
draft              file=received
received           verify=verifying triage=triaged redirect=redirected merge=duplicate
received           withdraw=withdrawn
verifying          confirm_identity=triaged give_up=closed_unverified withdraw=withdrawn
triaged            take=in_progress redirect=redirected merge=duplicate withdraw=withdrawn
in_progress        release=triaged verify=verifying ask=waiting_customer
in_progress        hold=on_hold propose=awaiting_approval
in_progress        fulfil=fulfilled redirect=redirected merge=duplicate withdraw=withdrawn
waiting_customer   answer=in_progress release=triaged give_up=closed_unverified
waiting_customer   withdraw=withdrawn
on_hold            resume=in_progress withdraw=withdrawn
awaiting_approval  fulfil=fulfilled fulfil_partly=partly_fulfilled refuse=refused
awaiting_approval  send_back=in_progress withdraw=withdrawn
fulfilled          reopen=in_progress
partly_fulfilled   reopen=in_progress
refused            reopen=in_progress
redirected         reopen=in_progress
duplicate          unmerge=triaged
closed_unverified  reopen=triaged
received           extend=received
verifying          extend=verifying
triaged            extend=triaged
in_progress        extend=in_progress
waiting_customer   extend=waiting_customer
on_hold            extend=on_hold
awaiting_approval  extend=awaiting_approval
withdrawn
"""
"""The lifecycle written down a second time, by hand: a change must be meant twice."""

EXPECTED = {
    (Status(status), Move(move)): Status(after)
    for status, *ways in map(str.split, WAYS.strip().splitlines())
    for move, after in (way.split("=") for way in ways)
}
PAIRS = [(status, move) for status in Status for move in Move]


@pytest.mark.parametrize(("status", "move"), PAIRS)
def test_every_move_leads_where_the_lifecycle_says_or_nowhere(status: Status, move: Move) -> None:
    after = EXPECTED.get((status, move))
    assert allows(status, move) is (after is not None)
    if after is not None:
        assert advance(status, move) is after
        return
    with pytest.raises(IllegalMove) as refused:
        advance(status, move)
    assert (refused.value.status, refused.value.move) == (status, move)
    assert str(refused.value) == f"cannot {move.value} a request that is {status.value}"


def test_an_illegal_move_is_an_error_of_the_desk() -> None:
    assert issubclass(IllegalMove, BotError)


def reachable(start: Status) -> set[Status]:
    seen, fresh = {start}, {start}
    while fresh:
        fresh = {after for (before, _), after in MOVES.items() if before in fresh} - seen
        seen |= fresh
    return seen


def test_every_status_can_be_reached_from_a_draft() -> None:
    assert reachable(Status.DRAFT) == set(Status)


@pytest.mark.parametrize("status", sorted(set(Status) - CLOSED))
def test_no_open_request_is_a_dead_end(status: Status) -> None:
    assert reachable(status) & CLOSED


@pytest.mark.parametrize("status", sorted(CLOSED))
def test_what_is_closed_only_ever_opens_again(status: Status) -> None:
    ways = {move: after for (before, move), after in MOVES.items() if before is status}
    assert set(ways) <= {Move.REOPEN, Move.UNMERGE}
    assert CLOSED.isdisjoint(ways.values())


def test_what_the_customer_took_back_nobody_opens_again() -> None:
    assert not any(allows(Status.WITHDRAWN, move) for move in Move)


@pytest.mark.parametrize("status", sorted(set(Status) - CLOSED - {Status.DRAFT}))
def test_an_open_request_can_always_be_taken_back(status: Status) -> None:
    assert advance(status, Move.WITHDRAW) is Status.WITHDRAWN


@pytest.mark.parametrize(("outcome", "move"), OUTCOMES.items())
def test_what_is_proposed_can_be_decided_or_sent_back(outcome: Status, move: Move) -> None:
    assert advance(Status.AWAITING_APPROVAL, move) is outcome
    assert advance(Status.AWAITING_APPROVAL, Move.SEND_BACK) is Status.IN_PROGRESS


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_one_person_alone_only_fulfils_what_can_be_undone(kind: Kind, outcome: Status) -> None:
    alone = outcome is Status.FULFILLED and kind is not Kind.ERASURE
    assert needs_second_person(kind, outcome) is not alone


# ---- references

chances = st.integers(0, 2**40 - 1)


def test_a_reference_looks_like_this() -> None:
    assert reference(0) == "PR-0000-0000"
    assert reference(2**40 - 1) == "PR-ZZZZ-ZZZZ"
    assert reference(int("00111_10011_00011_10111_01001_11101_11100_01101", 2)) == "PR-7K3Q-9XWD"


@given(chances, chances)
def test_two_references_are_the_same_only_by_the_same_chance(one: int, other: int) -> None:
    assert (reference(one) == reference(other)) is (one == other)


@given(chances)
def test_a_reference_uses_no_letter_that_looks_like_another(chance: int) -> None:
    assert set(reference(chance).removeprefix("PR-")) <= {*ALPHABET, "-"}
    assert not set(ALPHABET) & set("ILOU")


@given(chances, st.sampled_from(["", "-", " ", " - ", "–", "."]), st.booleans(), st.booleans())
def test_a_reference_is_read_as_people_type_it(
    chance: int, between: str, with_pr: bool, in_small: bool
) -> None:
    true = reference(chance)
    parts = true.split("-") if with_pr else true.split("-")[1:]
    typed = between.join(parts)
    assert read_reference(typed.lower() if in_small else typed) == true


@pytest.mark.parametrize(
    ("typed", "true"),
    [
        ("pr 7k3q9xwd", "PR-7K3Q-9XWD"),
        ("  #PR-7K3Q-9XWD. ", "PR-7K3Q-9XWD"),
        ("pr-ol3q-ilou", "PR-013Q-110V"),
        ("PR-PRPR-0000", "PR-PRPR-0000"),
        ("prpr0000", "PR-PRPR-0000"),
    ],
)
def test_letters_that_look_alike_and_stray_signs_do_no_harm(typed: str, true: str) -> None:
    assert read_reference(typed) == true


@pytest.mark.parametrize(
    "typed",
    ["", "PR", "PR-7K3Q", "PR-7K3Q-9XWDX", "hapus data saya", "PR-7K3Q-9XW", "7K3Q-9XWÉ", "²" * 8],
)
def test_what_is_no_reference_is_none(typed: str) -> None:
    assert read_reference(typed) is None


@given(st.text(max_size=20))
def test_any_text_is_read_as_one_true_reference_or_none(text: str) -> None:
    read = read_reference(text)
    assert read is None or read_reference(read) == read
