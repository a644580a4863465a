"""Whether a reply is right for a question whose right answer is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.articles import Golden, Span
from bot.answering.passages import passage
from bot.answering.reply import Hit, Reply

FALSE_ANSWERS = frozenset({"answer", "silent", "request"})
SHARED = 25
CITED_LIMIT = 1_500


@dataclass(frozen=True, slots=True)
class Gold:
    """Where the right answer stands: passages of the source, or an article."""

    passages: tuple[str, ...] = ()
    article: str | None = None


def is_met(golden: Golden, reply: Reply) -> bool:
    """A `must` question: the article first, or the outcome its kind demands."""
    if golden.policy is not None and reply.policy != golden.policy:
        return False
    if golden.kind in {"offtopic", "chitchat"}:
        return reply.outcome not in FALSE_ANSWERS
    return _is_as_wanted(golden, reply) or is_alternative(golden.alt, reply)


def _is_as_wanted(golden: Golden, reply: Reply) -> bool:
    if golden.kind == "request":
        return reply.outcome == "request" and reply.offer[:1] == (golden.request_kind,)
    first = reply.hits[0].article.id if reply.hits else None
    wanted = "silent" if golden.kind == "silent" else "answer"
    return reply.outcome == wanted and first == golden.article


def is_alternative(alternatives: Sequence[str], reply: Reply) -> bool:
    """A second outcome that is right too."""
    for alternative in alternatives:
        name, _, kind = alternative.partition(":")
        if name == reply.outcome == "request" and kind in reply.offer[:1]:
            return True
        if name == reply.outcome == "silent" or (name, reply.outcome) == ("answerable", "answer"):
            return True
    return False


def rests_on(hit: Hit, gold: Gold, source: Sequence[str] | None) -> bool:
    """Whether the cited lines share enough with a right passage, and are not too many."""
    if gold.article is not None:
        return hit.article.id == gold.article
    if source is None:
        return False
    spans: list[Span] = [span for cite in hit.article.cites for span in cite.lines]
    cited = passage(source, spans)
    if not cited or len(cited) > CITED_LIMIT:
        return False
    return any(_share(_even(cited), _even(right)) for right in gold.passages)


def _share(cited: str, right: str) -> bool:
    length = min(SHARED, len(right))
    return length > 0 and any(
        right[at : at + length] in cited for at in range(len(right) - length + 1)
    )


def _even(text: str) -> str:
    return " ".join(text.split())
