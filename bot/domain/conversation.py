"""A customer's conversation as a function: a state and an input give a state and effects.

Nothing here knows a clock, a database or Telegram; what a turn must know is handed in as `Facts`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from pydantic import TypeAdapter

from bot.domain.cases import Kind
from bot.domain.effects import Effect
from bot.domain.forms import Also, Draft, Forms
from bot.domain.told import Told, nothing

# ---- states


@dataclass(frozen=True, slots=True)
class Idle:
    """Nothing is being asked."""

    name: Literal["idle"] = "idle"


@dataclass(frozen=True, slots=True)
class Choosing:
    """Waiting to hear which company is meant; `words` are dealt with once it is known."""

    words: str = field(default="", repr=False)
    at: datetime | None = None
    kinds: tuple[Kind, ...] = ()
    demanded: bool = False
    doubts: tuple[str, ...] = ()
    name: Literal["choosing"] = "choosing"

    @property
    def is_request(self) -> bool:
        """Whether a request waits here, typed or wished for by button, and not a question."""
        return bool(self.kinds) and (self.demanded or not self.words)


@dataclass(frozen=True, slots=True)
class Filling:
    """In the middle of a request; `moving`: another company was named, and it is asked about."""

    draft: Draft
    step: str
    moving: str | None = None
    name: Literal["filling"] = "filling"


@dataclass(frozen=True, slots=True)
class Adding:
    """The next message is added to a case; `detail` names what was asked for, if anything.

    `left`: what is asked for after it; `also`: further cases that get the same; `meant`: an
    address that may be meant by the one that was kept as typed.
    """

    case_id: str
    detail: str | None = None
    left: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    meant: str | None = field(default=None, repr=False)
    name: Literal["adding"] = "adding"


State = Idle | Choosing | Filling | Adding
STATES: TypeAdapter[State] = TypeAdapter(State)

# ---- inputs


@dataclass(frozen=True, slots=True)
class Understood:
    """What the answering engine made of a text; articles by id, best first.

    `policy` may only be the company spoken of before; `policies` are those the text itself names.
    A `request` has at least one of `kinds`; `each`: it is wanted of each of `policies`,
    `wishes` where something else of each.
    `question`: the words without companies' names; `elsewhere`: it is plainly not about privacy;
    `is_leant`: a request heard by likeness alone.
    """

    outcome: str
    policy: str | None = None
    policies: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    misspelt: str | None = None
    smalltalk: str | None = None
    question: str = field(default="", repr=False)
    elsewhere: bool = False
    each: bool = False
    wishes: tuple[Also, ...] = ()
    is_leant: bool = False

    def of_each(self, kinds: tuple[Kind, ...]) -> tuple[Also, ...]:
        """What is wanted of each company: what was said for it, else all of these."""
        told = dict(self.wishes)
        return tuple((policy, told.get(policy, kinds)) for policy in self.policies)

    @property
    def named(self) -> str | None:
        """The one company meant, where the text itself names it."""
        return self.policy if self.policy in self.policies else None


@dataclass(frozen=True, slots=True)
class Tried:
    """What a typed code was worth, and how many tries are left."""

    was: Literal["right", "wrong", "over"]
    left: int = 0


@dataclass(frozen=True, slots=True)
class Typed:
    """Something the customer wrote; `about` is the case it replies to, if any.

    `again`: where it names the company a question waited for, that question understood now.
    """

    text: str = field(repr=False)
    understood: Understood
    about: str | None = None
    again: Understood | None = None
    tried: Tried | None = None


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button; where it names the company a question waited for, that question `understood`.

    `words`: what was said before that the button takes up again.
    """

    action: str
    args: tuple[str, ...] = ()
    understood: Understood | None = None
    words: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Command:
    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A photo, voice note, sticker or file: nothing the desk can read."""


@dataclass(frozen=True, slots=True)
class TooLong:
    """A text beyond what the desk answers; kept whole for staff."""

    text: str = field(repr=False)


Given = Typed | Pressed | Command | Unreadable | TooLong

# ---- facts


@dataclass(frozen=True, slots=True)
class OwnCase:
    """One of the customer's own cases, as far as the conversation needs it."""

    id: str
    reference: str
    policy: str
    kinds: tuple[Kind, ...]
    is_open: bool
    withdrawable: tuple[Kind, ...] = ()
    held_talk: bool = False
    is_asked: bool = False
    can_confirm: bool = False
    can_contest: bool = False
    has_address: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What is true right now: the clock, the knowledge base's names, the customer's own cases."""

    now: datetime
    new_id: str
    policy: str | None
    policies: frozenset[str]
    articles: Mapping[str, str]
    forms: Forms
    cases: tuple[OwnCase, ...] = ()
    yes: frozenset[str] = frozenset()
    no: frozenset[str] = frozenset()
    skip: frozenset[str] = frozenset()
    cancel: frozenset[str] = frozenset()
    change: frozenset[str] = frozenset()
    back: frozenset[str] = frozenset()
    told: Callable[[str], Told] = nothing

    def case(self, reference: str) -> OwnCase | None:
        """An own case by its reference; another's is as unknown as one that does not exist."""
        return next((case for case in self.cases if case.reference == reference), None)

    def own(self, case_id: str | None) -> OwnCase | None:
        """An own case by its id."""
        return next((case for case in self.cases if case.id == case_id), None)

    def talking(self) -> OwnCase | None:
        """The case in which a person holds the conversation now."""
        return next((case for case in self.cases if case.held_talk), None)

    def asked(self) -> OwnCase | None:
        """The case in which staff wait for an answer, however long ago they asked."""
        return next((case for case in self.cases if case.is_asked), None)


@dataclass(frozen=True, slots=True)
class Then:
    """The outcome of a turn."""

    state: State
    effects: tuple[Effect, ...] = ()


def store(state: State) -> str | None:
    """A state as JSON, for its sealed column; nothing where nothing is being asked."""
    if isinstance(state, Idle):
        return None
    return STATES.dump_json(state).decode()


def restore(text: str | None) -> State:
    """The state stored as this JSON; `Idle` where there is none."""
    return Idle() if text is None else STATES.validate_json(text)
