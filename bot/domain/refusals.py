"""Why a request may be refused: one list of grounds, and what others call each."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from bot.domain.cases import Kind

UNREFUSABLE = (Kind.OPT_OUT_MARKETING, Kind.OPT_OUT_ADS, Kind.WITHDRAW_CONSENT, Kind.HUMAN)
"""What nobody refuses: it is the customer's to stop, withdraw or ask."""

Reason = Literal[
    "suspected_fraud",
    "insuf_verification",
    "no_match",
    "claim_not_covered",
    "outside_jurisdiction",
    "too_many_requests",
]
"""The Data Rights Protocol's reasons for `denied`, section 3.02; `other` is no ground."""


class Ground(StrEnum):
    """A ground; which law has it for which right, and where, is in `statutes.yaml`."""

    OTHERS_DATA = "others_data"
    EXCESSIVE = "excessive"
    UNFOUNDED = "unfounded"
    LAW_REQUIRES = "law_requires"
    LEGAL_CLAIMS = "legal_claims"
    FREE_SPEECH = "free_speech"
    PUBLIC_HEALTH = "public_health"
    ARCHIVING = "archiving"
    PUBLIC_INTEREST = "public_interest"
    DANGER = "danger"
    SECRECY = "secrecy"
    CONTRACT = "contract"
    OVERRIDING = "overriding"
    NOT_COVERED = "not_covered"
    NOT_IDENTIFIED = "not_identified"
    NO_MATCH = "no_match"
    SUSPECTED_FRAUD = "suspected_fraud"
    OUTSIDE_LAW = "outside_law"


G = Ground
FACTS = (G.NOT_IDENTIFIED, G.NO_MATCH, G.SUSPECTED_FRAUD, G.OUTSIDE_LAW)
"""Facts rather than exceptions: they stand under any law, with an article where it names one."""

DENIED: dict[Ground, Reason] = {
    **dict.fromkeys(Ground, "claim_not_covered"),
    G.EXCESSIVE: "too_many_requests",
    G.NOT_IDENTIFIED: "insuf_verification",
    G.NO_MATCH: "no_match",
    G.SUSPECTED_FRAUD: "suspected_fraud",
    G.OUTSIDE_LAW: "outside_jurisdiction",
}

JUSTIFICATION: dict[Ground, str | None] = {
    **dict.fromkeys(Ground),
    G.EXCESSIVE: "JustificationA12ManifestlyExcessive",
    G.UNFOUNDED: "JustificationA12ManifestlyUnfounded",
    G.LAW_REQUIRES: "JustificationA17LegallyRequired",
    G.LEGAL_CLAIMS: "JustificationA17LegalClaims",
    G.FREE_SPEECH: "JustificationA17FreedomOfExpression",
    G.PUBLIC_HEALTH: "JustificationA17PublicHealth",
    G.ARCHIVING: "JustificationA17Archiving",
    G.PUBLIC_INTEREST: "JustificationA17PublicInterest",
    G.NOT_IDENTIFIED: "JustificationA12IdentityFailure",
    G.SUSPECTED_FRAUD: "JustificationA12MaliciousIntent",
}
"""Terms of the Data Privacy Vocabulary 2.3, `legal/eu/gdpr`; None where it has no such term."""
