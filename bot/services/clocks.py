"""The clocks of a request, from the rules of the knowledge base in use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.answering.articles import Policy
from bot.domain import deadlines
from bot.domain.cases import Kind
from bot.domain.clocks import Clocks
from bot.domain.deadlines import Place
from bot.services.library import Loaded
from bot.storage.cases import Case
from bot.storage.requests import Request


def of_request(loaded: Loaded, case: Case, request: Request) -> Clocks | None:
    """The clocks that run for a request, as moved; None where its company is gone."""
    policy = loaded.knowledge.policies.get(case.policy)
    if policy is None:
        return None
    regimes = case.regimes or loaded.statutes.regimes_for(policy)
    set_by_law = running(loaded, policy, request.kind, regimes, request.received_at)
    return replace(set_by_law, shifts=request.shifts)


def running(
    loaded: Loaded, policy: Policy, kind: Kind, regimes: Iterable[str], received: datetime
) -> Clocks:
    """Every clock these laws set for a request received at that moment."""
    place = Place(policy.company.timezone, policy.company.country)
    rules = (one.rule() for one in loaded.statutes.rules)
    day = deadlines.day_of(received, place)
    return Clocks(deadlines.applicable(rules, kind, regimes, day), received, place)
