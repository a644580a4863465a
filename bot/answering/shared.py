"""What every company shares: topics, request kinds, and the words people use."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from bot.answering.articles import Asks, Bilingual, Value
from bot.domain.cases import Kind

Identity = Literal["none", "code"]
RequestField = Literal["whose", "business", "email", "details", "when"]
Words = tuple[str, ...]

TOPICS = tuple(
    """controller_identity contact data_collected collection_method cookies_tracking purposes
    legal_basis marketing third_party_sharing sale_of_data security retention storage_location
    international_transfer rights_overview right_access right_rectification right_erasure
    right_restriction right_portability right_object consent_withdrawal automated_decisions
    complaint children third_party_links policy_changes breach_notification do_not_track
    integrations""".split()
)


class RequestKind(Value):
    """One kind of request: its words, what it asks of the person, and how a demand is known.

    `demand` and `matter` are patterns over folded words (see `patterns.py`): a demand asks for
    the act by itself, a matter only names it, and the mood of the sentence decides; `refused`
    says that the act is not to be done. Kinds in `over` are replaced where both are meant; a
    firm demand stands even in a question.
    """

    label: Bilingual
    button: Bilingual
    topic: str
    identity: Identity
    fields: tuple[RequestField, ...]
    target_hours: int = Field(gt=0)
    demand: Words = ()
    matter: Words = ()
    refused: Words = ()
    over: tuple[Kind, ...] = ()
    firm: bool = False


class Concept(Value):
    """One idea and the words for it in both languages, inflections left out."""

    en: Words = ()
    id: Words = ()


class Lexicon(Value):
    """Words as data: spelling, ideas across languages, and the manners of small talk."""

    spelling: dict[str, str] = Field(default_factory=dict)
    stop: Words = ()
    concepts: dict[str, Concept] = Field(default_factory=dict)
    moods: dict[str, Words] = Field(default_factory=dict)
    smalltalk: dict[str, Words] = Field(default_factory=dict)
    offtopic: Words = ()
    everyone: dict[str, Words] = Field(default_factory=dict)
    followups: dict[str, Words] = Field(default_factory=dict)
    ordinary: Words = ()


class Demanded(Value):
    """How people demand each act, and how they speak of it without demanding."""

    kinds: dict[Kind, Asks] = Field(default_factory=dict)
    questions: Asks = Asks()
