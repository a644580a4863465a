"""A request's lifecycle: every status it can have and every way out of it."""

from __future__ import annotations

from enum import StrEnum

from bot.domain.errors import IllegalMove

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, so a reference can be read aloud."""


class Kind(StrEnum):
    """The twelve rights and wishes a request can be."""

    ACCESS = "access"
    RECTIFICATION = "rectification"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    PORTABILITY = "portability"
    OBJECTION = "objection"
    WITHDRAW_CONSENT = "withdraw_consent"
    OPT_OUT_MARKETING = "opt_out_marketing"
    OPT_OUT_ADS = "opt_out_ads"
    AUTOMATED_DECISION_INFO = "automated_decision_info"
    COMPLAINT = "complaint"
    HUMAN = "human"


class Status(StrEnum):
    """Where a request stands; overdue and due soon are computed, never a status."""

    DRAFT = "draft"
    RECEIVED = "received"
    VERIFYING = "verifying"
    TRIAGED = "triaged"
    IN_PROGRESS = "in_progress"
    WAITING_CUSTOMER = "waiting_customer"
    ON_HOLD = "on_hold"
    AWAITING_APPROVAL = "awaiting_approval"
    FULFILLED = "fulfilled"
    PARTLY_FULFILLED = "partly_fulfilled"
    REFUSED = "refused"
    REDIRECTED = "redirected"
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"
    CLOSED_UNVERIFIED = "closed_unverified"


class Move(StrEnum):
    """What changes a request's status."""

    FILE = "file"
    VERIFY = "verify"
    CONFIRM_IDENTITY = "confirm_identity"
    GIVE_UP = "give_up"
    TRIAGE = "triage"
    TAKE = "take"
    RELEASE = "release"
    ASK = "ask"
    ANSWER = "answer"
    HOLD = "hold"
    RESUME = "resume"
    PROPOSE = "propose"
    SEND_BACK = "send_back"
    FULFIL = "fulfil"
    FULFIL_PARTLY = "fulfil_partly"
    REFUSE = "refuse"
    REDIRECT = "redirect"
    MERGE = "merge"
    UNMERGE = "unmerge"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"
    EXTEND = "extend"


S, M = Status, Move
MOVES: dict[tuple[Status, Move], Status] = {
    (S.DRAFT, M.FILE): S.RECEIVED,
    (S.RECEIVED, M.VERIFY): S.VERIFYING,
    (S.RECEIVED, M.TRIAGE): S.TRIAGED,
    (S.RECEIVED, M.REDIRECT): S.REDIRECTED,
    (S.RECEIVED, M.MERGE): S.DUPLICATE,
    (S.RECEIVED, M.WITHDRAW): S.WITHDRAWN,
    (S.VERIFYING, M.CONFIRM_IDENTITY): S.TRIAGED,
    (S.VERIFYING, M.GIVE_UP): S.CLOSED_UNVERIFIED,
    (S.VERIFYING, M.WITHDRAW): S.WITHDRAWN,
    (S.TRIAGED, M.TAKE): S.IN_PROGRESS,
    (S.TRIAGED, M.REDIRECT): S.REDIRECTED,
    (S.TRIAGED, M.MERGE): S.DUPLICATE,
    (S.TRIAGED, M.WITHDRAW): S.WITHDRAWN,
    (S.IN_PROGRESS, M.RELEASE): S.TRIAGED,
    (S.IN_PROGRESS, M.VERIFY): S.VERIFYING,
    (S.IN_PROGRESS, M.ASK): S.WAITING_CUSTOMER,
    (S.IN_PROGRESS, M.HOLD): S.ON_HOLD,
    (S.IN_PROGRESS, M.PROPOSE): S.AWAITING_APPROVAL,
    (S.IN_PROGRESS, M.FULFIL): S.FULFILLED,
    (S.IN_PROGRESS, M.REDIRECT): S.REDIRECTED,
    (S.IN_PROGRESS, M.MERGE): S.DUPLICATE,
    (S.IN_PROGRESS, M.WITHDRAW): S.WITHDRAWN,
    (S.WAITING_CUSTOMER, M.ANSWER): S.IN_PROGRESS,
    (S.WAITING_CUSTOMER, M.RELEASE): S.TRIAGED,
    (S.WAITING_CUSTOMER, M.GIVE_UP): S.CLOSED_UNVERIFIED,
    (S.WAITING_CUSTOMER, M.WITHDRAW): S.WITHDRAWN,
    (S.ON_HOLD, M.RESUME): S.IN_PROGRESS,
    (S.ON_HOLD, M.WITHDRAW): S.WITHDRAWN,
    (S.AWAITING_APPROVAL, M.FULFIL): S.FULFILLED,
    (S.AWAITING_APPROVAL, M.FULFIL_PARTLY): S.PARTLY_FULFILLED,
    (S.AWAITING_APPROVAL, M.REFUSE): S.REFUSED,
    (S.AWAITING_APPROVAL, M.SEND_BACK): S.IN_PROGRESS,
    (S.AWAITING_APPROVAL, M.WITHDRAW): S.WITHDRAWN,
    (S.FULFILLED, M.REOPEN): S.IN_PROGRESS,
    (S.PARTLY_FULFILLED, M.REOPEN): S.IN_PROGRESS,
    (S.REFUSED, M.REOPEN): S.IN_PROGRESS,
    (S.REDIRECTED, M.REOPEN): S.IN_PROGRESS,
    (S.DUPLICATE, M.UNMERGE): S.TRIAGED,
    (S.CLOSED_UNVERIFIED, M.REOPEN): S.TRIAGED,
    # Taking longer moves a date, not a request; once it is over there is no date to move.
    (S.RECEIVED, M.EXTEND): S.RECEIVED,
    (S.VERIFYING, M.EXTEND): S.VERIFYING,
    (S.TRIAGED, M.EXTEND): S.TRIAGED,
    (S.IN_PROGRESS, M.EXTEND): S.IN_PROGRESS,
    (S.WAITING_CUSTOMER, M.EXTEND): S.WAITING_CUSTOMER,
    (S.ON_HOLD, M.EXTEND): S.ON_HOLD,
    (S.AWAITING_APPROVAL, M.EXTEND): S.AWAITING_APPROVAL,
}
"""The whole lifecycle; no status is set anywhere else."""

UNTOLD: dict[Move, str] = {
    M.TRIAGE: "part of filing: the receipt says it",
    M.RELEASE: "who works on it is the desk's affair; a date that moves by it is told",
    M.ASK: "the question itself is what the customer gets",
    M.ANSWER: "the customer's own words: the desk says or shows that they arrived",
    M.PROPOSE: "inside the desk: what comes of it is told when it stands",
    M.SEND_BACK: "inside the desk: no outcome was told yet",
}
"""Moves the customer gets no message of their own about, and why; they hear of all others."""

CLOSED = frozenset(
    {
        S.FULFILLED,
        S.PARTLY_FULFILLED,
        S.REFUSED,
        S.REDIRECTED,
        S.DUPLICATE,
        S.WITHDRAWN,
        S.CLOSED_UNVERIFIED,
    }
)

OUTCOMES: dict[Status, Move] = {
    S.FULFILLED: M.FULFIL,
    S.PARTLY_FULFILLED: M.FULFIL_PARTLY,
    S.REFUSED: M.REFUSE,
}
"""What staff may propose, and the move that makes it so."""


def advance(status: Status, move: Move) -> Status:
    """The status after a move; raises `IllegalMove` where the table has none."""
    try:
        return MOVES[status, move]
    except KeyError:
        raise IllegalMove(status, move) from None


def allows(status: Status, move: Move) -> bool:
    """Whether the table has this move from this status."""
    return (status, move) in MOVES


def needs_second_person(kind: Kind, outcome: Status) -> bool:
    """Erasures, every refusal and every partial outcome are decided by two people."""
    return kind is Kind.ERASURE or outcome is not Status.FULFILLED


def is_carried_out(kind: Kind, status: Status, proposed: Status | None) -> bool:
    """An erasure proposed as done has been done: from here on nothing is left to take back."""
    done = proposed in (Status.FULFILLED, Status.PARTLY_FULFILLED)
    return kind is Kind.ERASURE and status is Status.AWAITING_APPROVAL and done


def reference(chance: int) -> str:
    """`PR-7K3Q-9XWD` from 40 random bits."""
    letters = "".join(ALPHABET[(chance >> shift) & 31] for shift in range(35, -5, -5))
    return f"PR-{letters[:4]}-{letters[4:]}"


LOOKALIKE = str.maketrans("ILOU", "110V")


def read_reference(text: str) -> str | None:
    """A reference as people type it (`pr 7k3q9xwd`) in its one true form, or None."""
    letters = "".join(c for c in text.upper() if c.isalnum())
    letters = (letters.removeprefix("PR") if len(letters) == 10 else letters).translate(LOOKALIKE)
    if len(letters) != 8 or any(c not in ALPHABET for c in letters):
        return None
    return f"PR-{letters[:4]}-{letters[4:]}"


def short_form(reference: str) -> str:
    """`7K3Q9XWD` for `PR-7K3Q-9XWD`: what fits into a button."""
    return reference.replace("-", "")[2:]


def full_form(short: str) -> str:
    """The reference that a button's short form stands for."""
    return f"PR-{short[:4]}-{short[4:]}"
