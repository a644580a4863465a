"""What a turn asks for, as values; one place makes rows of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.cases import Kind
from bot.domain.forms import Draft

Slot = str | int | bool | None | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Say:
    """Show a screen to the customer; `edit` redraws the message whose button was pressed.

    `asked` is the question it answers, so that an answer can be bound to its question.
    """

    screen: str
    slots: Mapping[str, Slot] = field(default_factory=dict)
    edit: bool = False
    asked: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Toast:
    """A short word on the pressed button itself."""

    key: str


@dataclass(frozen=True, slots=True)
class ChoosePolicy:
    """Remember the company the customer speaks of."""

    policy: str


@dataclass(frozen=True, slots=True)
class ChooseLanguage:
    language: str


@dataclass(frozen=True, slots=True)
class FileRequest:
    """Turn a draft into a case; the receipt follows from it."""

    draft: Draft = field(repr=False)


@dataclass(frozen=True, slots=True)
class AddDetail:
    """Keep one more thing asked for after filing, such as an address."""

    case_id: str
    name: str
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class TellStaff:
    """Put the customer's words into their case."""

    case_id: str
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DeleteMessage:
    """Take one of the customer's own messages out of the chat."""

    message_id: int


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The customer takes back these requests of a case, or with none named all that can be."""

    case_id: str
    kinds: tuple[Kind, ...] = ()


@dataclass(frozen=True, slots=True)
class Vote:
    """What the customer thinks of one answer they were shown, by its id."""

    answer: str
    value: str


@dataclass(frozen=True, slots=True)
class HandOver:
    """Give the customer a paper as a file, of one of their cases or of all they have here."""

    paper: str
    case_id: str | None = None


@dataclass(frozen=True, slots=True)
class Contest:
    """The customer says what isn't right about how a case ended; a lead is asked to look."""

    case_id: str
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SendCode:
    """Send a code to the address given with a case; a screen says what became of it."""

    case_id: str


@dataclass(frozen=True, slots=True)
class ConfirmAddress:
    """A code has proved the mailbox of a case."""

    case_id: str


@dataclass(frozen=True, slots=True)
class Forget:
    """Delete what the desk holds of the customer and need not keep."""


Effect = (
    Say
    | Toast
    | ChoosePolicy
    | ChooseLanguage
    | FileRequest
    | AddDetail
    | TellStaff
    | DeleteMessage
    | Withdraw
    | Vote
    | HandOver
    | Forget
    | SendCode
    | Contest
    | ConfirmAddress
)
