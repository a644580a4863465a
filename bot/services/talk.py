"""A customer's turn: load, understand, decide, store; all of it, or none."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from bot.domain import unwanted
from bot.domain.cases import Kind, Status, read_reference
from bot.domain.conversation import (
    Choosing,
    Command,
    Facts,
    Filling,
    Given,
    OwnCase,
    Pressed,
    State,
    Then,
    TooLong,
    Typed,
    Unreadable,
    restore,
)
from bot.domain.earlier import Earlier, Shown, after, keep, recall
from bot.domain.effects import Forget
from bot.domain.forms import CONFIRMED, EMAIL
from bot.domain.messages import Mark
from bot.domain.people import pseudonym
from bot.domain.turn import turn, warned
from bot.language.catalogue import LANGUAGES, catalogue
from bot.language.detect import detect
from bot.services import codes, hearing, records, relay
from bot.services.desk import Desk
from bot.services.hearing import Ear
from bot.services.library import Loaded
from bot.services.perform import Turn, perform
from bot.services.records import CaseFile
from bot.services.relay import Written
from bot.services.screens.codes import needs_identity
from bot.storage import conversations, customers, messages, outbox
from bot.storage.customers import Customer
from bot.storage.database import Db
from bot.storage.ids import new_id

ALONE = re.compile(r"\s*pr\b[\s-]*\w{4}[\s-]?\w{4}\s*$", re.IGNORECASE)
"""A reference and nothing else."""
LONGEST = 1000
"""Beyond this many characters a text is staff's to read, not the engine's to answer."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What came from Telegram, freed of it: who, where, and one of text, press or command.

    `names` are what the person is called there: known so that no question is kept with them.
    """

    chat_id: int
    language: str = "en"
    text: str | None = field(default=None, repr=False)
    press: str | None = field(default=None, repr=False)
    command: tuple[str, str] | None = field(default=None, repr=False)
    message_id: int | None = None
    replies_to: int | None = None
    names: tuple[str, ...] = field(default=(), repr=False)
    marks: tuple[Mark, ...] = ()


async def hear(db: Db, desk: Desk, heard: Heard) -> str | None:
    """Take one turn inside the caller's transaction; the word for a pressed button, if any."""
    now = desk.clock()
    what = unwanted.found(heard.text or "")
    if what:
        heard = replace(heard, text=unwanted.without(heard.text or ""), marks=())
    language = "id" if heard.language[:2] in ("id", "ms") else "en"
    name = pseudonym(desk.chance(32))
    customer = await customers.meet(db, heard.chat_id, language=language, pseudonym=name, now=now)
    if customer.unreachable_at is not None:
        await customers.set_unreachable(db, customer.id, None)
    loaded = await desk.library.current(db)
    customer = await follow_language(db, customer, heard)
    talk = await conversations.load(db, customer.id)
    state = still_held(restore(talk.state), loaded)
    files = await records.of_customer(db, customer.id)
    facts = gather(desk, loaded, customer, files)
    earlier = recall(talk.state)
    given = await read(db, Ear(loaded, customer, state, facts, earlier), heard)
    if isinstance(given, Typed) and heard.text is not None:
        given = replace(given, tried=await codes.tried(db, desk, state, heard.text))
    then = turn(state, given, facts)
    if what is not None:
        wants = isinstance(given, Typed) and given.understood.outcome == "request"
        alone = unwanted.is_little_else(heard.text or "") and not wants
        then = warned(state, None if alone else then, what, heard.message_id)
    writing = await write(db, desk, loaded, customer, then, heard)
    forgets = any(isinstance(effect, Forget) for effect in then.effects)
    kept = keep(then.state, None if forgets else remembered(earlier, given, writing))
    await conversations.save(db, customer.id, kept, version=talk.version, now=now)
    return writing.toast


def still_held(state: State, loaded: Loaded) -> State:
    """A request for a company that is held no more waits for another to be named."""
    draft = state.draft if isinstance(state, Filling) else None
    if draft and draft.policy and draft.policy not in loaded.knowledge.policies:
        return Choosing(draft.words, draft.at, draft.kinds, draft.demanded)
    if isinstance(state, Filling) and state.draft.also:
        held = tuple(one for one in state.draft.also if one[0] in loaded.knowledge.policies)
        return replace(state, draft=replace(state.draft, also=held))
    return state


async def follow_language(db: Db, customer: Customer, heard: Heard) -> Customer:
    """Until a language is chosen, the desk answers in the one it is written to."""
    if customer.chosen or heard.text is None:
        return customer
    written = detect(heard.text, "id" if customer.language == "id" else "en")
    if not written.sure or written.language == customer.language:
        return customer
    await customers.set_language(db, customer.id, written.language, chosen=False)
    return replace(customer, language=written.language)


def gather(desk: Desk, loaded: Loaded, customer: Customer, files: tuple[CaseFile, ...]) -> Facts:
    """What is true at this moment, for a turn that knows no clock and no database."""
    words = [catalogue(language) for language in LANGUAGES]
    policies = frozenset(loaded.knowledge.policies)
    return Facts(
        now=desk.clock(),
        new_id=new_id(),
        policy=customer.policy if customer.policy in policies else None,
        policies=policies,
        articles=loaded.articles,
        forms=loaded.forms,
        cases=tuple(own(desk, loaded, file) for file in files),
        yes=frozenset().union(*(say.words("yes") for say in words)),
        no=frozenset().union(*(say.words("no") for say in words)),
        skip=frozenset().union(*(say.words("skip") for say in words)),
        cancel=frozenset().union(*(say.words("cancel") for say in words)),
        change=frozenset().union(*(say.words("change") for say in words)),
        back=frozenset().union(*(say.words("back") for say in words)),
        told=loaded.knowledge.talks.told_by,
    )


def own(desk: Desk, loaded: Loaded, file: CaseFile) -> OwnCase:
    quiet = file.case.quiet_until
    provable = desk.notice.mails and needs_identity(loaded, file)
    return OwnCase(
        id=file.case.id,
        reference=file.case.reference,
        policy=file.case.policy,
        kinds=file.kinds,
        is_open=file.is_open,
        withdrawable=tuple(Kind(one.kind) for one in file.withdrawable()),
        is_asked=any(one.status is Status.WAITING_CUSTOMER for one in file.requests),
        held_talk=file.is_open and quiet is not None and quiet > desk.clock(),
        can_confirm=provable and CONFIRMED not in file.given,
        has_address=EMAIL in file.given,
        can_contest=file.can_contest,
    )


async def read(db: Db, ear: Ear, heard: Heard) -> Given:
    """What came, as one of the inputs a turn knows."""
    if heard.command is not None:
        return Command(*heard.command)
    if heard.press is not None:
        return await with_words(db, ear, hearing.pressed(ear, heard.press))
    if heard.text is None:
        return Unreadable()
    if len(heard.text) > LONGEST:
        return TooLong(heard.text)
    if ALONE.match(heard.text) and (reference := read_reference(heard.text)):
        return Command("status", reference)
    about = await replied_to(db, ear.customer, heard)
    given = hearing.heard(ear, heard.text, about)
    return await with_words(db, ear, given) if isinstance(given, Pressed) else given


async def with_words(db: Db, ear: Ear, press: Pressed) -> Pressed:
    """What isn't right about an outcome was said already: a complaint about it takes it over."""
    case = ear.facts.case(press.args[2]) if press.action == "req" and press.args[2:] else None
    return replace(press, words=await relay.contested_words(db, case.id)) if case else press


async def replied_to(db: Db, customer: Customer, heard: Heard) -> str | None:
    """The case whose message the customer replies to, if any."""
    if heard.replies_to is None:
        return None
    if said := await messages.by_customer_message(db, customer.id, heard.replies_to):
        return said.case_id
    found = await outbox.of_message(db, heard.replies_to, customer_id=customer.id)
    return found[0] if found else None


async def write(
    db: Db, desk: Desk, loaded: Loaded, customer: Customer, then: Then, heard: Heard
) -> Turn:
    """The turn's effects as rows."""
    pressed_on = heard.message_id if heard.press is not None else None
    now, names = desk.clock(), heard.names
    words = written(heard)
    writing = Turn(db, desk, loaded, customer, then.state, now, pressed_on, words, names=names)
    for effect in then.effects:
        await perform(writing, effect)
    return writing


def written(heard: Heard) -> Written | None:
    """The words and where they stand; of no case yet."""
    if heard.text is None:
        return None
    return Written("", heard.text, heard.message_id, heard.replies_to, heard.marks)


def remembered(earlier: Earlier | None, given: Given, writing: Turn) -> Earlier | None:
    """What the next turn may lean on: the question answered now, and what was shown."""
    got = getattr(given, "again", None) or getattr(given, "understood", None)
    for screen, slots, message in writing.shown:
        offered = tuple((b.label, b.action) for row in message.rows for b in row if b.action)
        shown = Shown(screen, slots, offered)
        earlier = after(earlier, got.question if got else "", shown, writing.now)
    return earlier
