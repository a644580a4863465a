"""The clocks of a request, from the rules of the knowledge base in use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.answering.articles import Policy
from bot.domain import deadlines
from bot.domain.cases import CLOSED, Kind, Status
from bot.domain.clocks import Clocks, identified, waited
from bot.domain.deadlines import Due, Place, Rule
from bot.services.library import Loaded
from bot.services.records import CaseFile
from bot.storage import cases, history, requests
from bot.storage.cases import Case
from bot.storage.database import Db
from bot.storage.requests import Request, RequestChanges


def of_request(loaded: Loaded, case: Case, request: Request) -> Clocks | None:
    """The clocks that run for a request, as moved; None where its company is gone."""
    policy = loaded.knowledge.policies.get(case.policy)
    if policy is None:
        return None
    regimes = case.regimes or loaded.statutes.regimes_for(policy)
    set_by_law = running(loaded, policy, request.kind, regimes, request.received_at)
    return replace(set_by_law, shifts=request.shifts)


def holding(loaded: Loaded, case: Case, request: Request) -> Rule | None:
    """The rule that sets its date; None for a target of our own."""
    clocks = of_request(loaded, case, request)
    return clocks.holding() if clocks else None


def dated(clocks: Clocks) -> RequestChanges:
    """The columns of a request whose clocks were moved."""
    due = clocks.earliest()
    if due is None:
        return {}
    return {
        "shifts": clocks.shifts,
        "due_at": due.at,
        "due_day": due.day,
        "due_zone": due.zone,
        "rule_id": due.rule,
        "rule_version": due.version,
    }


async def after(db: Db, loaded: Loaded, case: Case, before: Request, now: Request) -> Request:
    """A request that moved out of an open question to the customer, its clocks as they then run.

    Call it after every such move; what its rules say of waiting and identity is done here.
    """
    clocks = of_request(loaded, case, now)
    if clocks is None or before.status == now.status or before.is_target:
        return now
    steps = [one for one in await history.of_case(db, case.id) if one.request_id == now.id]
    moved = clocks
    if before.status == Status.WAITING_CUSTOMER:
        asked = next(one.at for one in reversed(steps) if one.to_status == before.status)
        moved = waited(clocks, asked, steps[-1].at)
    elif before.status == Status.VERIFYING:
        moved = identified(clocks, steps[-1].at)
    if moved == clocks:
        return now
    return await requests.update(db, now, **dated(moved))


def reasons(loaded: Loaded, file: CaseFile, request: Request) -> tuple[str, ...]:
    """For which reasons its date can be extended; none where no law sets the date."""
    clocks = of_request(loaded, file.case, request)
    rule = clocks.holding() if clocks else None
    if clocks is None or rule is None or rule.extension is None or request.status in CLOSED:
        return ()
    was = clocks.shift(rule)
    return () if was and was.extended else rule.extension.reasons


def can_extend(loaded: Loaded, file: CaseFile) -> bool:
    return any(reasons(loaded, file, request) for request in file.requests)


def running(
    loaded: Loaded, policy: Policy, kind: Kind, regimes: Iterable[str], received: datetime
) -> Clocks:
    """Every clock these laws set for a request received at that moment."""
    place = Place(policy.company.timezone, policy.company.country)
    rules = (one.rule() for one in loaded.statutes.rules)
    day = deadlines.day_of(received, place)
    return Clocks(deadlines.applicable(rules, kind, regimes, day), received, place)


def earlier(
    loaded: Loaded, file: CaseFile, residence: str
) -> tuple[tuple[str, ...], dict[str, Due]]:
    """The laws of a case with the one where its customer lives, and the dates it brings forward.

    By request; no answer moves a date back, not even a target of our own.
    """
    policy = loaded.knowledge.policies.get(file.case.policy)
    if policy is None:
        return file.case.regimes, {}
    regimes = loaded.statutes.regimes_for(policy, residence)
    found = {}
    for one in file.open_requests():
        clocks = running(loaded, policy, one.kind, regimes, one.received_at)
        due = replace(clocks, shifts=one.shifts).earliest()
        if due is not None and due.at < one.due_at:
            found[one.id] = due
    return regimes, found


def could_be_earlier(loaded: Loaded, file: CaseFile) -> bool:
    """Whether any place the customer might live in would bring a date forward."""
    return any(earlier(loaded, file, one)[1] for one in loaded.statutes.residences)


async def lives(db: Db, loaded: Loaded, file: CaseFile, residence: str) -> None:
    """The customer has said where: the earliest date of the laws that apply holds."""
    regimes, dues = earlier(loaded, file, residence)
    await cases.update(db, file.case, regimes=regimes)
    for one in file.open_requests():
        if due := dues.get(one.id):
            await requests.update(
                db,
                one,
                due_at=due.at,
                due_day=due.day,
                due_zone=due.zone,
                rule_id=due.rule,
                rule_version=due.version,
                is_target=False,
            )
