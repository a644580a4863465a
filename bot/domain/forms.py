"""The few questions of a request, one at a time, each of which can be skipped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import blake2b
from typing import Any

from rapidfuzz.distance import OSA

from bot.domain.cases import Kind
from bot.domain.told import Told

OFFER, CHECK, CHANGE = "offer", "check", "change"
WHOSE, BUSINESS, EMAIL, TYPO = "whose", "business", "email", "typo"
DETAILS, WHEN, RESIDENCE, NOTE = "details", "when", "residence", "note"
CLOSING, KEEPING, CLASH, REPEAT = "closing", "keeping", "clash", "repeat"

ANSWERS = (WHOSE, BUSINESS, EMAIL, DETAILS, WHEN, RESIDENCE, NOTE)
"""What a draft may hold an answer to; a case keeps them by these names."""

CODE, CONFIRMED, CONTEST = "code", "confirmed", "contest"
"""A code that is waited for, the address a code has confirmed, what is wrong with an outcome."""

Forms = Mapping[Kind, tuple[str, ...]]
"""The fields each kind asks for, from `knowledge/requests.yaml`."""

WHOSE_CHOICES = ("account", "no_account", "business", "other")

RESIDENCES = ("eu", "uk", "ch", "id", "us-ca", "elsewhere")

ONLY_IF = {BUSINESS: (WHOSE, "business")}
"""Questions that matter only after a certain answer to another."""

Also = tuple[str, tuple[Kind, ...]]
"""A further company that is asked the same, and for what."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A request being put together; `words` and `at` are those of its first message.

    `demanded`: the customer stated it or pressed to send it, so it is filed even if left half-way.
    `also`: further companies, each of which gets a case of its own. `doubts`: steps that come
    before the offer, since the words can be read in more than one way.
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
    business: str | None = field(default=None, repr=False)
    when: str | None = None
    residence: str | None = None
    note: str | None = None
    also: tuple[Also, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def companies(self) -> tuple[str, ...]:
        return (self.policy, *(policy for policy, _ in self.also))

    @property
    def answers(self) -> dict[str, str]:
        """What was answered so far and still matters, by field."""
        found = {name: getattr(self, name) for name in ANSWERS if _matters(self, name)}
        return {name: value for name, value in found.items() if value}


def each(draft: Draft) -> tuple[Draft, ...]:
    """The draft for each of its companies; the first keeps its id, the others always get
    the same one, so that nothing is filed twice.
    """
    alone = replace(draft, also=())
    others = [
        replace(alone, id=_sibling(draft.id, policy), policy=policy, kinds=kinds)
        for policy, kinds in draft.also
    ]
    return (alone, *others)


def _sibling(ident: str, policy: str) -> str:
    return blake2b(f"{ident}:{policy}".encode(), digest_size=16).hexdigest()


def kinds_of(draft: Draft) -> tuple[Kind, ...]:
    """Every right it demands of any company, once."""
    others = (kind for _, kinds in draft.also for kind in kinds)
    return tuple(dict.fromkeys((*draft.kinds, *others)))


def fields_of(draft: Draft, forms: Forms) -> tuple[str, ...]:
    """Every field its kinds ask for, once, in order, as far as it matters."""
    names = dict.fromkeys(name for kind in kinds_of(draft) for name in forms.get(kind, ()))
    return tuple(name for name in names if _matters(draft, name))


def _matters(draft: Draft, name: str) -> bool:
    other, value = ONLY_IF.get(name, (name, None))
    return value is None or getattr(draft, other) == value


def is_quick(draft: Draft, forms: Forms) -> bool:
    """Nothing to ask before filing: a single yes files it."""
    return not fields_of(draft, forms)


def asks_after(draft: Draft, forms: Forms) -> bool:
    """Whether one thing that helps is asked once it is filed: what was stopped, and for whom."""
    return is_quick(draft, forms) and draft.kinds != (Kind.HUMAN,) and not draft.email


def only(draft: Draft, choice: str) -> Draft | None:
    """Only one right (`only-erasure`) or one company (`at-mailpro`) of those that were read."""
    what, _, name = choice.partition("-")
    if what == "only" and name in draft.kinds:
        return replace(draft, kinds=(Kind(name),))
    found = (one for one in each(draft) if what == "at" and one.policy == name)
    return next(found, None)


def next_step(draft: Draft, forms: Forms) -> str:
    """The first field neither answered nor skipped, else the check."""
    for name in fields_of(draft, forms):
        if name == EMAIL and draft.meant:
            return TYPO
        if name not in draft.asked and getattr(draft, name) is None:
            return name
    return CHECK


def step_before(draft: Draft, step: str, forms: Forms) -> str:
    """The question that came before this one; before the first, the offer."""
    step = EMAIL if step == TYPO else step
    names = fields_of(draft, forms)
    earlier = names[: names.index(step)] if step in names else names
    return next((name for name in reversed(earlier) if name in draft.asked), OFFER)


def prefilled(draft: Draft, told: Told) -> Draft:
    """With what the first words already say, so that it is not asked again."""
    draft = replace(draft, whose=told.whose, residence=told.residence)
    if set(draft.kinds) & told.enough:
        draft = replace(draft, asked=(*draft.asked, DETAILS))
    if address := address_in(draft.words):
        draft = replace(draft, email=address, meant=likely_meant(address))
    return draft


def answered(draft: Draft, name: str, value: str | None) -> Draft:
    """The draft with one field answered, or skipped with None."""
    meant = None if name == EMAIL else draft.meant
    given: dict[str, Any] = {name: value}
    return replace(draft, asked=(*draft.asked, name), meant=meant, **given)


def reopened(draft: Draft, name: str) -> Draft:
    """The draft with one field to be asked again, the others kept."""
    cleared = answered(draft, name, None)
    return replace(cleared, asked=tuple(one for one in cleared.asked if one != name))


DOMAINS = (
    *("gmail.com", "yahoo.com", "yahoo.co.id", "ymail.com", "rocketmail.com", "hotmail.com"),
    *("outlook.com", "outlook.co.id", "live.com", "msn.com", "icloud.com", "me.com", "mac.com"),
    *("aol.com", "gmx.com", "gmx.net", "gmx.de", "gmx.ch", "web.de", "mail.com", "email.com"),
    *("proton.me", "protonmail.com", "zoho.com", "yandex.com", "bluewin.ch", "googlemail.com"),
    *("hotmail.co.id", "hotmail.co.uk", "yahoo.co.uk", "btinternet.com", "telkom.net"),
)
"""Where most people have their mail; what is nearly one of these is asked about."""
SHORT = 9
"""A shorter domain has near neighbours that are right: one letter off, no more."""


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
    """The address with a well-known domain mended where a letter or two are off."""
    name, _, domain = address.strip().rpartition("@")
    lower = domain.lower()
    if lower in DOMAINS:
        return None
    far = 1 if len(lower) < SHORT else 2
    near = sorted((OSA.distance(lower, known, score_cutoff=far), known) for known in DOMAINS)
    (best, known), (second, _) = near[:2]
    return f"{name}@{known}" if best <= far and best < second else None
