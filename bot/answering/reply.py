"""What the engine says back: an outcome, the articles it rests on, a request it may become."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.answering.articles import Article, Language
from bot.domain.cases import Kind

Outcome = Literal[
    "answer", "silent", "suggest", "request", "compare", "which_policy", "smalltalk", "unknown"
]
Smalltalk = Literal["greeting", "thanks", "goodbye", "about_bot", "capabilities", "test", "chat"]


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that bears on the question; the score runs from 0 to 1."""

    article: Article
    policy: str
    score: float


@dataclass(frozen=True, slots=True)
class Reply:
    """`unknown`, `smalltalk` and `which_policy` carry no hits; `offer` has the kind first.

    `each`: a request that is wanted of each of `policies`; `is_leant`: a request heard by
    likeness to others' demands alone.
    """

    outcome: Outcome
    policy: str | None
    policies: tuple[str, ...]
    language: Language
    hits: tuple[Hit, ...] = ()
    offer: tuple[Kind, ...] = ()
    misspelt: str | None = None
    smalltalk: Smalltalk | None = None
    each: bool = False
    is_leant: bool = False
