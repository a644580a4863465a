"""What the Data Rights Protocol and the Data Privacy Vocabulary call our states and rights.

Every state and every kind of request is in these tables, so that a case can be handed over to a
system that speaks either, and no state is ever passed off as another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.domain.cases import Kind, Status

Drp = Literal["open", "in_progress", "fulfilled", "revoked", "denied"]
DrpReason = Literal["need_user_verification", "insuf_verification", "too_many_requests", "other"]
DrpAction = Literal["access", "deletion", "sale:opt-out"]


@dataclass(frozen=True, slots=True)
class Called:
    """A state by other names; a draft has none, for nothing was received yet.

    `reason` where the protocol wants one; of a refusal it follows from the ground.
    """

    drp: Drp | None
    dpv: tuple[str, ...]
    reason: DrpReason | None = None


S = Status
STATES: dict[Status, Called] = {
    S.DRAFT: Called(None, ()),
    S.RECEIVED: Called("open", ("RequestInitiated", "RequestAcknowledged")),
    S.VERIFYING: Called("in_progress", ("RequestRequiresAction",), "need_user_verification"),
    S.TRIAGED: Called("in_progress", ("RequestAccepted",)),
    S.IN_PROGRESS: Called("in_progress", ("RequestAccepted",)),
    S.WAITING_CUSTOMER: Called("in_progress", ("RequestRequiresAction",)),
    S.ON_HOLD: Called("in_progress", ("RequestActionDelayed",)),
    S.AWAITING_APPROVAL: Called("in_progress", ("RequestAccepted",)),
    S.FULFILLED: Called("fulfilled", ("RequestFulfilled", "RightFulfilmentNotice")),
    S.PARTLY_FULFILLED: Called(
        "fulfilled", ("RequestFulfilled", "RequestUnfulfilled", "RightFulfilmentNotice")
    ),
    S.REFUSED: Called("denied", ("RequestRejected", "RightNonFulfilmentNotice")),
    S.REDIRECTED: Called("denied", ("RequestUnfulfilled",), "other"),
    S.DUPLICATE: Called("denied", ("RequestUnfulfilled",), "too_many_requests"),
    S.WITHDRAWN: Called("revoked", ("RequestUnfulfilled",)),
    S.CLOSED_UNVERIFIED: Called("denied", ("RequestUnfulfilled",), "insuf_verification"),
}
"""The protocol's `expired` is left out: a date that passed closes nothing here."""


@dataclass(frozen=True, slots=True)
class Right:
    """A kind of request by other names; None where the protocol has no such action."""

    drp: DrpAction | None
    dpv: tuple[str, ...]


K = Kind
RIGHTS: dict[Kind, Right] = {
    K.ACCESS: Right("access", ("A15",)),
    K.RECTIFICATION: Right(None, ("A16",)),
    K.ERASURE: Right("deletion", ("A17",)),
    K.RESTRICTION: Right(None, ("A18",)),
    K.PORTABILITY: Right(None, ("A20",)),
    K.OBJECTION: Right(None, ("A21",)),
    K.WITHDRAW_CONSENT: Right(None, ("A7-3",)),
    K.OPT_OUT_MARKETING: Right(None, ("A21",)),
    K.OPT_OUT_ADS: Right("sale:opt-out", ("A21",)),
    K.AUTOMATED_DECISION_INFO: Right(None, ("A22",)),
    K.COMPLAINT: Right(None, ("A77",)),
    K.HUMAN: Right(None, ()),
}
"""DPV's names of the rights in `legal/eu/gdpr`; a talk with a person is no right there."""
