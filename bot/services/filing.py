"""Files a draft: a case, its requests with their clocks, its history and its card."""

from __future__ import annotations

from datetime import datetime

from bot.answering.articles import Company
from bot.domain import deadlines
from bot.domain.cases import Kind, Move, Status, advance, reference
from bot.domain.deadlines import Due
from bot.domain.forms import Draft
from bot.services import cards, clocks
from bot.services.desk import Desk
from bot.services.library import Loaded
from bot.services.records import CaseFile, read
from bot.storage import cases, details, history, messages, requests
from bot.storage.cases import Case
from bot.storage.customers import Customer
from bot.storage.database import Db
from bot.storage.history import Step
from bot.storage.ids import new_id


async def file(
    db: Db, desk: Desk, loaded: Loaded, customer: Customer, draft: Draft, *, now: datetime
) -> CaseFile:
    """Everything of one filing, inside the caller's transaction; the case's id is the draft's."""
    policy = loaded.knowledge.policies.get(draft.policy)
    rights = policy.rights if policy else {}
    case = Case(
        id=draft.id,
        reference=await unused_reference(db, desk),
        customer_id=customer.id,
        policy=draft.policy,
        language=customer.language,
        knowledge_version=loaded.version,
        received_at=draft.at,
        regimes=regimes_of(loaded, draft),
        cited=tuple(rights[kind] for kind in draft.kinds if kind in rights),
    )
    await cases.open_case(db, case)
    for kind in draft.kinds:
        await file_request(db, loaded, draft, kind, now=now)
    await keep_words(db, draft, now=now)
    filed = await read(db, case)
    await cards.draw(db, desk, loaded, filed, customer, now=now)
    return filed


async def unused_reference(db: Db, desk: Desk) -> str:
    """A random reference; the one in a million millions that is taken is drawn again."""
    while True:
        found = reference(desk.chance(40))
        if await cases.by_reference(db, found) is None:
            return found


async def file_request(db: Db, loaded: Loaded, draft: Draft, kind: Kind, *, now: datetime) -> None:
    """One right with its own clock, received and handed to the team at once."""
    request, received = requested(loaded, draft, kind), advance(Status.DRAFT, Move.FILE)
    await requests.add(db, request)
    await history.append(db, entry(request, draft.at, "customer", Move.FILE, None, received))
    await history.append(db, entry(request, now, "bot", Move.TRIAGE, received, request.status))


def requested(loaded: Loaded, draft: Draft, kind: Kind) -> requests.Request:
    """A right as it is received: counted from the first message that stated it."""
    when = clock(loaded, draft, kind)
    policy = loaded.knowledge.policies.get(draft.policy)
    promises = policy.promises if policy else ()
    promise = next((one.article for one in promises if kind in one.kinds), None)
    return requests.Request(
        id=new_id(),
        case_id=draft.id,
        kind=kind,
        status=advance(advance(Status.DRAFT, Move.FILE), Move.TRIAGE),
        received_at=draft.at,
        due_at=when.at,
        due_day=when.day,
        due_zone=when.zone,
        rule_id=when.rule,
        rule_version=when.version,
        is_target=when.is_target,
        promise_article=promise,
    )


def entry(
    request: requests.Request,
    at: datetime,
    by: str,
    move: Move,
    before: Status | None,
    after: Status,
) -> Step:
    return Step(
        case_id=request.case_id,
        at=at,
        actor_kind=by,
        move=move,
        request_id=request.id,
        from_status=before,
        to_status=after,
    )


def clock(loaded: Loaded, draft: Draft, kind: Kind) -> Due:
    """The earliest time the laws that apply set for this kind, else the desk's own target.

    Without a company, as for a wish for a person, no law is known.
    """
    policy = loaded.knowledge.policies.get(draft.policy)
    hours = loaded.knowledge.requests[kind].target_hours
    if policy is None:
        return deadlines.target(hours, draft.at, Company().timezone)
    regimes = regimes_of(loaded, draft)
    lawful = clocks.running(loaded, policy, kind, regimes, draft.at).earliest()
    return lawful or deadlines.target(hours, draft.at, policy.company.timezone)


def regimes_of(loaded: Loaded, draft: Draft) -> tuple[str, ...]:
    """The laws that apply to the company and where the customer lives; none without a company."""
    policy = loaded.knowledge.policies.get(draft.policy)
    return loaded.statutes.regimes_for(policy, draft.residence) if policy else ()


async def keep_words(db: Db, draft: Draft, *, now: datetime) -> None:
    """The customer's first words and the few things asked, each sealed."""
    if draft.words:
        words = messages.Message(
            id=new_id(), case_id=draft.id, author="customer", words=draft.words, at=draft.at
        )
        await messages.add(db, words)
    for name, value in draft.answers.items():
        await details.put(db, draft.id, name, value)
