"""The few questions of a request, one at a time, each of which can be skipped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from rapidfuzz.distance import OSA

from bot.domain.cases import Kind

OFFER, CHECK, CHANGE = "offer", "check", "change"
WHOSE, EMAIL, DETAILS, TYPO = "whose", "email", "details", "typo"

Forms = Mapping[Kind, tuple[str, ...]]
"""The fields each kind asks for, from `knowledge/requests.yaml`."""

WHOSE_CHOICES = ("account", "no_account", "other")


@dataclass(frozen=True, slots=True)
class Draft:
    """A request being put together; `words` and `at` are those of its first message.

    `demanded`: the customer stated it or pressed to send it, so it is filed even if left half-way.
    """

    id: str
    policy: str
    kinds: tuple[Kind, ...]
    at: datetime
    words: str = field(default="", repr=False)
    demanded: bool = False
    whose: str | None = None
    email: str | None = field(default=None, repr=False)
    details: str | None = field(default=None, repr=False)
    asked: tuple[str, ...] = ()
    meant: str | None = field(default=None, repr=False)
    residence: str | None = None


def fields_of(draft: Draft, forms: Forms) -> tuple[str, ...]:
    """Every field its kinds ask for, once, in order."""
    return tuple(dict.fromkeys(name for kind in draft.kinds for name in forms.get(kind, ())))


def is_quick(draft: Draft, forms: Forms) -> bool:
    """Nothing to ask before filing: a single yes files it."""
    return not fields_of(draft, forms)


def next_step(draft: Draft, forms: Forms) -> str:
    """The first field neither answered nor skipped, else the check."""
    for name in fields_of(draft, forms):
        if name not in draft.asked and getattr(draft, name) is None:
            return name
    return CHECK


def answered(draft: Draft, name: str, value: str | None) -> Draft:
    """The draft with one field answered, or skipped with None."""
    draft = replace(draft, asked=(*draft.asked, name), meant=None)
    match name:
        case "whose":
            return replace(draft, whose=value)
        case "email":
            return replace(draft, email=value)
        case _:
            return replace(draft, details=value)


def reopened(draft: Draft, name: str) -> Draft:
    """The draft with one field to be asked again, the others kept."""
    cleared = answered(draft, name, None)
    return replace(cleared, asked=tuple(one for one in cleared.asked if one != name))


DOMAINS = ("gmail.com", "yahoo.com", "hotmail.com", "outlook.com", "icloud.com", "yahoo.co.id")


def is_address(text: str) -> bool:
    """Whether this can be an e-mail address: something, one @, a domain with a dot."""
    name, at, domain = text.strip().rpartition("@")
    plain = not any(c.isspace() or c in '<>,;:"()[]' for c in text.strip())
    dotted = "." in domain and ".." not in domain and not {domain[:1], domain[-1:]} & {".", "-"}
    return bool(name and at and plain and dotted and "@" not in name and len(text.strip()) <= 254)


def address_in(text: str) -> str | None:
    """The one address written in a text, as it stands there; None where there is none, or two."""
    words = (word.strip("""<>()[]"'.,;:!?""") for word in text.split())
    found = set(filter(is_address, words))
    return found.pop() if len(found) == 1 else None


def likely_meant(address: str) -> str | None:
    """The address with a well-known domain mended where one letter is off, else None."""
    name, _, domain = address.strip().rpartition("@")
    lower = domain.lower()
    if lower in DOMAINS:
        return None
    near = [known for known in DOMAINS if OSA.distance(lower, known) == 1]
    return f"{name}@{near[0]}" if len(near) == 1 else None
