"""The knowledge base as values: policies, their articles, and what every company shares."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.domain.cases import Kind

Language = Literal["en", "id"]
Line = Annotated[int, Field(ge=1)]
Span = tuple[Line, Line]


class Stance(StrEnum):
    """How a policy speaks of something; `silent` is a checked finding, not a gap."""

    STATED = "stated"
    HEDGED = "hedged"
    SILENT = "silent"
    UNCLEAR = "unclear"


class Value(BaseModel):
    """Strict and frozen: an unknown key in a file is an error, not a surprise."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Bilingual(Value):
    """One sentence or label in both languages."""

    en: str = Field(min_length=1)
    id: str = Field(min_length=1)

    def __getitem__(self, language: Language) -> str:
        return self.id if language == "id" else self.en


class Asks(Value):
    """Ways customers put a question, in their own words."""

    en: tuple[str, ...] = ()
    id: tuple[str, ...] = ()


class Citation(Value):
    """Lines of the policy's document, counted from 1, with their fingerprint."""

    section: str = Field(min_length=1)
    lines: tuple[Span, ...] = Field(min_length=1)
    fingerprint: str = Field(pattern=r"^sha256:[0-9a-f]{16}$")


class Article(Value):
    """What one policy says, or does not say, on one topic or a part of it."""

    id: str
    topic: str
    stance: Stance
    label: Bilingual | None = None
    summary: Bilingual
    details: Bilingual | None = None
    cites: tuple[Citation, ...] = ()
    ask: Asks = Asks()
    related: tuple[str, ...] = ()


class Company(Value):
    """Who is behind a policy; absent fields are absent in the text."""

    name: str | None = None
    address: str | None = None
    country: str | None = Field(default=None, pattern=r"^[A-Z]{2}$")
    timezone: str = "Asia/Jakarta"


class Document(Value):
    """The text itself, as it was obtained."""

    title: Bilingual
    language: Language
    date: datetime.date | None = None
    archived: datetime.date | None = None
    lines: Line
    fingerprint: str = Field(pattern=r"^sha256:[0-9a-f]{16}$")


class Contact(Value):
    """A way to reach the company that the text names; no value where it is unreadable."""

    kind: Literal["email", "post", "page", "phone", "other"]
    value: str | None = None
    article: str


class RegimeBasis(Value):
    """A law that applies, and why we think so."""

    regime: str
    basis: Literal["named", "seat", "inferred"]


class Route(Value):
    """Something the text says about acting on some kinds of request."""

    kinds: tuple[Kind, ...] = Field(min_length=1)
    text: Bilingual
    article: str


class Through(Value):
    """Through whom a person's data usually comes here; that one then decides about it."""

    who: Literal["employer", "business"]
    article: str | None = None


class Policy(Value):
    """One document of one company or product."""

    policy: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{1,30}$")
    name: str
    name_id: str | None = None
    aliases: tuple[str, ...] = ()
    misspellings: tuple[str, ...] = ()
    exact_only: tuple[str, ...] = ()
    told_by: tuple[str, ...] = ()
    company: Company = Company()
    document: Document
    contacts: tuple[Contact, ...] = ()
    regimes: tuple[RegimeBasis, ...] = Field(min_length=1)
    rights: dict[Kind, str] = {}
    self_service: tuple[Route, ...] = ()
    promises: tuple[Route, ...] = ()
    opt_outs: tuple[Route, ...] = ()
    cannot_opt_out: tuple[Route, ...] = ()
    through: Through | None = None
    articles: tuple[Article, ...] = Field(min_length=1)


class Topic(Value):
    """One of the fixed list of subjects, with the ways people ask about it anywhere."""

    label: Bilingual
    ask: Asks
    related: tuple[str, ...] = ()


class Golden(Value):
    """A question and what must come of it."""

    question: str
    policy: str | None
    language: Literal["en", "id", "mix"]
    style: str = "plain"
    role: Literal["must", "measure"]
    kind: Literal["answerable", "silent", "request", "offtopic", "chitchat"]
    article: str | None = None
    lines: tuple[Span, ...] = ()
    request_kind: Kind | None = None
    topic: str | None = None
    alt: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a file, with the place to mend it."""

    path: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.reason}"
