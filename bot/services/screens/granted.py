"""What a policy says of a kind of request: what it grants, its own way, its time, its limits."""

from __future__ import annotations

from itertools import islice

from bot.answering.articles import Policy, Route, Stance
from bot.domain.cases import Kind
from bot.services.screens.answers import line_words, source
from bot.services.screens.view import View


def grant(view: View, policy: Policy, kind: Kind) -> list[str]:
    """What the text grants for this kind of request, with its source."""
    ident = policy.rights.get(kind)
    if ident is None:
        return []
    article = view.article(ident)[1]
    return [article.summary[view.say.language], source(view, policy, article)]


def silence(view: View, policy: Policy, kind: Kind) -> list[str]:
    """That the text names no way, where it says nothing at all."""
    ident = policy.rights.get(kind)
    if ident is None or view.article(ident)[1].stance is not Stance.SILENT:
        return []
    return [view.say("no_own_way", name=view.name(policy.policy))]


def own_way(policy: Policy, kind: Kind) -> list[Route]:
    """The self-service routes and opt-out channels this policy really has for a kind."""
    return [one for one in (*policy.self_service, *policy.opt_outs) if kind in one.kinds]


def own_way_lines(view: View, policy: Policy, kind: Kind) -> list[str]:
    """Each of them, with the lines it stands in; several are a list."""
    routes = own_way(policy, kind)
    if len(routes) > 1:
        head = view.say("also_via_these")
        return [head, *(f"• {one.text[view.say.language]}{cited(view, one)}" for one in routes)]
    return [
        view.say("also_via", how=one.text[view.say.language], where=cited(view, one))
        for one in routes
    ]


def cannot_lines(view: View, policy: Policy, kind: Kind) -> list[str]:
    """What this policy says cannot be stopped; the request is taken all the same."""
    return [
        view.say("cannot", what=one.text[view.say.language], where=cited(view, one))
        for one in policy.cannot_opt_out
        if kind in one.kinds
    ]


def promise_lines(view: View, policy: Policy, kind: Kind) -> list[str]:
    found = [one.text[view.say.language] for one in policy.promises if kind in one.kinds]
    return [view.say("policy_promise", promise=one) for one in islice(found, 1)]


def cited(view: View, route: Route) -> str:
    """(line 33): where the text says so."""
    article = view.article(route.article)[1]
    spans = tuple(span for cite in article.cites for span in cite.lines)
    return f" ({line_words(view, spans)})" if spans else ""
