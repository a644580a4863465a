"""Our states, rights and grounds by the names other systems use: every one of them, none twice."""

from __future__ import annotations

from typing import get_args

import pytest

from bot.domain.cases import CLOSED, Kind, Status
from bot.domain.refusals import DENIED, FACTS, JUSTIFICATION, Ground, Reason
from bot.domain.vocabularies import RIGHTS, STATES, Drp, DrpReason

NAMES = """
draft             -
received          open RequestInitiated RequestAcknowledged
verifying         in_progress+need_user_verification RequestRequiresAction
triaged           in_progress RequestAccepted
in_progress       in_progress RequestAccepted
waiting_customer  in_progress RequestRequiresAction
on_hold           in_progress RequestActionDelayed
awaiting_approval in_progress RequestAccepted
fulfilled         fulfilled RequestFulfilled RightFulfilmentNotice
partly_fulfilled  fulfilled RequestFulfilled RequestUnfulfilled RightFulfilmentNotice
refused           denied RequestRejected RightNonFulfilmentNotice
redirected        denied+other RequestUnfulfilled
duplicate         denied+too_many_requests RequestUnfulfilled
withdrawn         revoked RequestUnfulfilled
closed_unverified denied+insuf_verification RequestUnfulfilled
"""
EXPECTED = {Status(one): rest for one, *rest in map(str.split, NAMES.strip().splitlines())}


@pytest.mark.parametrize("status", Status)
def test_every_state_has_its_names(status: Status) -> None:
    called = STATES[status]
    drp = "-" if called.drp is None else f"{called.drp}{'+' * bool(called.reason)}"
    assert [drp + (called.reason or ""), *called.dpv] == EXPECTED[status]


def test_the_tables_are_total() -> None:
    assert set(STATES) == set(Status)
    assert set(RIGHTS) == set(Kind)
    assert set(DENIED) == set(JUSTIFICATION) == set(Ground)


@pytest.mark.parametrize("status", Status)
def test_only_what_is_closed_is_called_final(status: Status) -> None:
    is_final = STATES[status].drp in ("fulfilled", "revoked", "denied")
    assert is_final is (status in CLOSED)
    assert STATES[status].drp in (*get_args(Drp), None)


@pytest.mark.parametrize("status", sorted(CLOSED - {Status.REFUSED}))
def test_what_was_denied_says_why_and_a_refusal_has_its_ground(status: Status) -> None:
    assert (STATES[status].reason is not None) is (STATES[status].drp == "denied")
    assert STATES[Status.REFUSED].reason is None
    assert {*get_args(DrpReason)} >= {called.reason for called in STATES.values()} - {None}


@pytest.mark.parametrize("ground", Ground)
def test_every_ground_is_a_reason_of_the_protocol(ground: Ground) -> None:
    assert DENIED[ground] in get_args(Reason)
    assert set(get_args(Reason)) == set(DENIED.values())


def test_facts_have_reasons_of_their_own() -> None:
    assert "claim_not_covered" not in {DENIED[ground] for ground in FACTS}


def test_the_rights_with_an_action_of_the_protocol() -> None:
    actions = {kind: right.drp for kind, right in RIGHTS.items() if right.drp}
    assert actions == {
        Kind.ACCESS: "access",
        Kind.ERASURE: "deletion",
        Kind.OPT_OUT_ADS: "sale:opt-out",
    }
