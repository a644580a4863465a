"""How a request is talked over, as data: what words already tell, and a way to the right kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from bot.answering.articles import Bilingual, Value
from bot.domain.cases import Kind
from bot.domain.told import Told


def _expression(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    return text


Expression = Annotated[str, AfterValidator(_expression)]
Expressions = tuple[Expression, ...]


class Hints(Value):
    """What words may betray of the wish itself."""

    closing: Expressions = ()
    erasing: Expressions = ()
    keeping: Expressions = ()
    lost: Expressions = ()
    calling_off: Expressions = ()


class Choice(Value):
    """An answer that leads to another question, or to a kind of request."""

    label: Bilingual
    next: str | None = None
    kind: Kind | None = None

    @model_validator(mode="after")
    def leads_to_one(self) -> Choice:
        if (self.next is None) == (self.kind is None):
            raise ValueError("either next or kind")
        return self


class Question(Value):
    ask: Bilingual
    answers: tuple[Choice, ...] = Field(min_length=2)


class Talks(Value):
    """The file `forms.yaml`; a knowledge base without one asks everything."""

    hints: Hints = Hints()
    whose: Mapping[str, Expressions] = {}
    residence: Mapping[str, Expressions] = {}
    told: Mapping[Kind, Expressions] = {}
    finder: Mapping[str, Question] = {}

    @model_validator(mode="after")
    def finds(self) -> Talks:
        for name, question in self.finder.items():
            for answer in question.answers:
                if answer.next is not None and answer.next not in self.finder:
                    raise ValueError(f"{name} leads to {answer.next}, which is not there")
        return self

    def told_by(self, text: str) -> Told:
        """What these words tell beyond the wish."""
        low = " ".join(text.lower().split())
        return Told(
            closing=_any(self.hints.closing, low) and not _any(self.hints.erasing, low),
            keeping=_any(self.hints.keeping, low),
            lost=_any(self.hints.lost, low),
            calling_off=_any(self.hints.calling_off, low),
            enough=frozenset(kind for kind, found in self.told.items() if _any(found, low)),
            whose=_first(self.whose, low),
            residence=_first(self.residence, low),
        )


def _first(named: Mapping[str, Expressions], text: str) -> str | None:
    return next((one for one, found in named.items() if _any(found, text)), None)


def _any(expressions: Iterable[str], text: str) -> bool:
    return any(re.search(one, text) for one in expressions)
