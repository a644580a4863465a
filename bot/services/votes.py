"""What customers think of answers: each answer is recorded, each vote bound to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.effects import Say, Vote
from bot.domain.messages import Message
from bot.domain.redaction import redacted
from bot.services.screens import votes as screens
from bot.services.screens.answers import texts
from bot.services.screens.view import View
from bot.storage import answers
from bot.storage.answers import Shown
from bot.storage.ids import new_id

if TYPE_CHECKING:
    from bot.services.perform import Turn

ANSWERS = ("answer", "compare")
RECORDED = (*ANSWERS, "unsure", "not_found")
REASONS = {"w": "wrong", "o": "other", "h": "hard"}


def begin(said: Say) -> str | None:
    """The id of an answer that is to be recorded; the buttons below it carry it."""
    return new_id() if said.screen in RECORDED else None


def asked_below(view: View, said: Say, message: Message, ident: str | None) -> Message:
    """The answer with its two buttons."""
    if ident is None or said.screen not in ANSWERS:
        return message
    return Message(message.text, (*message.rows, screens.was_it_right(view, ident)))


async def record(turn: Turn, said: Say, ident: str, outbox_id: str, pressed: int | None) -> None:
    """What was shown, from which version; and the question, redacted."""
    articles = texts(said.slots.get("articles"))
    words = question(turn, said) or await chosen_from(turn, pressed, articles)
    policy = policy_of(turn, said, articles)
    unknown = said.screen == "not_found"
    if unknown and not any(letter.isalnum() for letter in words or ""):
        return
    shown = Shown(
        id=ident,
        customer_id=turn.customer.id,
        outbox_id=outbox_id,
        at=turn.now,
        screen=said.screen,
        version=turn.loaded.version,
        policy=policy,
        articles=articles,
        language=turn.customer.language,
        words=words or None,
        why="unknown" if unknown else None,
    )
    await answers.add(turn.db, shown)


def policy_of(turn: Turn, said: Say, articles: tuple[str, ...]) -> str | None:
    """The one company an answer is about; of what could not be answered, the one asked."""
    if not articles:
        found = said.slots.get("policy")
        return str(found) if found else None
    policies = {turn.loaded.articles[one] for one in articles}
    return policies.pop() if len(policies) == 1 else None


def question(turn: Turn, said: Say) -> str:
    """As it may be kept; the names of companies stay, whoever bears them too."""
    companies = turn.loaded.knowledge.policies.values()
    return redacted(said.asked, names=turn.names, spare=[one.name for one in companies])


async def chosen_from(turn: Turn, pressed: int | None, articles: tuple[str, ...]) -> str | None:
    """The question whose readings one was chosen from."""
    if pressed is None:
        return None
    before = await answers.shown_in(turn.db, pressed, customer_id=turn.customer.id)
    return before.words if before and set(articles) <= set(before.articles) else None


async def none_of_these(turn: Turn, pressed: int | None) -> None:
    """No reading was right: the question waits for admins."""
    if pressed is None:
        return
    shown = await answers.shown_in(turn.db, pressed, customer_id=turn.customer.id)
    if shown is not None and shown.words:
        await answers.put_before_admins(turn.db, shown.id, "none")


async def cast(turn: Turn, vote: Vote) -> Say | None:
    """Recorded once for an answer and a person; what to say next, where something is to be said.

    None where there is no such answer of theirs.
    """
    shown = await answers.get(turn.db, vote.answer, customer_id=turn.customer.id)
    if shown is None or (vote.value in REASONS and shown.vote != "down"):
        return None
    value = "up" if vote.value == "y" else "down"
    why = None if value == "up" or not shown.words else "vote"
    reason = REASONS.get(vote.value)
    await answers.vote(turn.db, shown.id, value, why=why, reason=reason, now=turn.now)
    if vote.value == "n" and shown.vote == "down":
        return Say("")
    slots = {"answer": shown.id, "articles": shown.articles[1:], "policy": shown.policy}
    if vote.value == "n":
        return Say("what_was_wrong", slots)
    return Say("noted", slots, edit=True) if reason else Say("")
