"""What masking hides is shown to a case's holder for a reason, which the customer can read."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.masking import hidden
from bot.domain.messages import Message, rows
from bot.language.catalogue import catalogue
from bot.services import cards, casework, posting, steps
from bot.services.casework import Answer, Work
from bot.storage import details, messages

REASONS = ("account", "identity", "result")
SHOWN_FOR = 120
"""Seconds after which the desk deletes what it posted."""
REVEALED = "reveal"


async def points(work: Work) -> list[str]:
    """Every address and number in what the customer wrote and gave, each once."""
    said = await messages.of_case(work.db, work.file.case.id, author="customer")
    given = await details.of_case(work.db, work.file.case.id)
    texts = [*(one.words for one in said), *given.values()]
    return list(dict.fromkeys(point for text in texts for point in hidden(text)))


async def ask(work: Work) -> Answer:
    """First why; nothing is shown without a reason."""
    if not await points(work):
        return Answer(work.mine("staff.nothing_hidden"), alert=True)
    case = work.file.case
    named = {one: work.say(f"staff.button.reveal_{one}") for one in REASONS}
    made = rows(cards.press(case, label, "why", one) for one, label in named.items())
    message = Message(work.say("staff.why_reveal"), made)
    await posting.to_thread(work.db, case.id, message, now=work.now)
    return Answer()


async def show(work: Work) -> Answer:
    """To the presser alone; an alert leaves nothing in the group."""
    found = await points(work)
    if work.choice not in REASONS or not found:
        return casework.changed(work)
    await record(work, catalogue(work.customer_language())(f"reveal.{work.choice}"))
    shown = work.say(f"staff.button.reveal_{work.choice}")
    text = work.say("staff.revealed", name=work.actor.name, why=shown)
    button = cards.press(work.file.case, work.say("staff.button.post"), "post", work.choice)
    await posting.to_thread(work.db, work.file.case.id, Message(text, ((button,),)), now=work.now)
    return Answer(await casework.page_of(work, "\n".join(found)), alert=True)


async def post(work: Work) -> Answer:
    """For two minutes, where it has to be copied; recorded like a look."""
    if work.choice not in REASONS:
        return casework.changed(work)
    return await post_for(work, catalogue(work.customer_language())(f"reveal.{work.choice}"))


async def post_for(work: Work, why: str) -> Answer:
    """By command the reason is typed; the desk deletes the message by itself."""
    found = await points(work)
    if not found:
        return Answer(work.mine("staff.nothing_hidden"), alert=True)
    await record(work, why)
    text = "\n".join([work.say("staff.posted_for", seconds=SHOWN_FOR), *found])
    to = posting.thread(work.file.case.id)
    payload = {**posting.body(Message(text)), "gone_after": SHOWN_FOR}
    await posting.put(work.db, to, "send", payload, "once", now=work.now)
    return Answer()


async def record(work: Work, why: str) -> None:
    """In the history, and so in the customer's own data."""
    await steps.note(work.db, work.file.case.id, REVEALED, work.by, now=work.now, words=why)


def removal(case_id: str, outbox_id: str) -> posting.Address:
    """A lane of its own: nothing of the thread waits for it."""
    return replace(posting.thread(case_id), lane=f"x:{outbox_id}")
