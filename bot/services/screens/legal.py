"""What the law of a case says to its customer and its staff: grounds, articles, authorities."""

from __future__ import annotations

from collections.abc import Iterable

from bot.answering.statutes import Authority, Exemption, Regime, grounds
from bot.domain.refusals import Ground
from bot.services.records import CaseFile
from bot.services.screens.view import View
from bot.storage.requests import Request


def regimes_of(view: View, file: CaseFile) -> tuple[Regime, ...]:
    """The laws the case stands under."""
    policy = view.loaded.knowledge.policies.get(file.case.policy)
    known = view.loaded.statutes.regimes
    names = file.case.regimes or (view.loaded.statutes.regimes_for(policy) if policy else ())
    return tuple(known[name] for name in names if name in known)


def grounds_of(
    view: View, file: CaseFile, request: Request
) -> dict[Ground, tuple[Exemption, ...]]:
    """What a request may be refused on under the laws its case stands under."""
    return grounds(regimes_of(view, file), request.kind)


def articles(view: View, named: Iterable[Exemption | Authority]) -> str:
    """GDPR Art. 12(5), as we read it; FADP Art. 26."""
    return "; ".join(article(view, one.article, verified=one.verified) for one in named)


def article(view: View, name: str, *, verified: bool) -> str:
    """An article as the reader's language writes it, hedged where nobody here has read it."""
    text = name.replace("Arts.", view.say("articles_word")).replace(
        "Art.", view.say("article_word")
    )
    return text if verified else view.say("hedged_why", why=text)


def ground(view: View, file: CaseFile, request: Request, code: str) -> str:
    """The ground of a refusal in plain words, with the articles it rests on."""
    words = view.say(f"staff.ground.{code}")
    named = grounds_of(view, file, request).get(Ground(code), ())
    if not named:
        return view.say("ground", ground=words)
    return view.say("ground_law", ground=words, article=articles(view, named))


def complain_routes(view: View, file: CaseFile) -> str:
    """Where one can complain, by the laws that apply; there is always somewhere."""
    known = (regime.complain[view.say.language] for regime in regimes_of(view, file))
    return view.say("or").join(known) or view.say("authority_anywhere")


def routes_in_full(view: View, file: CaseFile) -> str:
    """The same with each law's article and the authority's site."""
    known = (
        view.say(
            "authority",
            name=regime.complain[view.say.language],
            article=articles(view, [regime.authority]),
            site=regime.authority.site,
        )
        for regime in regimes_of(view, file)
    )
    return view.say("or").join(known) or view.say("authority_anywhere")
