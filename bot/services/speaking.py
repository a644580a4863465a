"""What staff write in a thread: notes stay inside, the holder's words reach the customer."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta

from bot.domain.messages import Mark, Message, in_pages, quoting
from bot.language import dates
from bot.language.catalogue import catalogue
from bot.services import handback, posting, steps
from bot.services.casework import Answer, Work
from bot.storage import echoes, edits, messages, outbox
from bot.storage.echoes import Echo
from bot.storage.ids import new_id

NOTE_MARK = "//"
REACTIONS = {
    "note": "✍",
    "queued": "👀",
    "sent": "👌",
    "unknown": "🤔",
    "failed": "👎",
    "blocked": "💔",
    "recalled": "🙊",
}
DELETABLE = timedelta(hours=48)
"""For so long Telegram lets a bot delete its message in a private chat."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a member of staff wrote in a case's thread, and where it stands there."""

    chat_id: int
    message_id: int
    text: str = field(repr=False)
    marks: tuple[Mark, ...] = ()
    replies_to: int | None = None


async def mark(work: Work, number: int, state: str) -> None:
    """A reaction tells what became of a message."""
    shown = {"message_id": number, "emoji": REACTIONS[state]}
    await posting.at_thread(work.db, work.file.case.id, "react", shown, now=work.now)


async def note(work: Work, spoken: Spoken) -> None:
    """Stays inside; the case file keeps it."""
    text = spoken.text.removeprefix(NOTE_MARK).strip()
    await messages.add(work.db, kept(work, spoken, "note", text))
    await mark(work, spoken.message_id, "note")


def kept(work: Work, spoken: Spoken, author: messages.Author, words: str) -> messages.Message:
    return messages.Message(
        id=new_id(),
        case_id=work.file.case.id,
        author=author,
        words=words,
        at=work.now,
        user_id=work.actor.user_id,
        staff_message_id=spoken.message_id,
        staff_chat=spoken.chat_id,
        delivery="queued" if author == "staff" else None,
    )


async def to_customer(work: Work, spoken: Spoken) -> None:
    """The holder's words, sent at most once by themselves; the bot is quiet from now on."""
    said = kept(work, spoken, "staff", spoken.text)
    await messages.add(work.db, said)
    to = replace(there(work), about=said.id, reply_to=await answered(work, spoken))
    await posting.words_to_customer(work.db, to, framed(work, spoken), now=work.now)
    await mark(work, spoken.message_id, "queued")
    await handback.keep_quiet(work)


def there(work: Work) -> posting.Address:
    return posting.customer(work.customer.id, work.file.case.id)


def framed(work: Work, spoken: Spoken) -> Message:
    """Which case it is about stands above: a customer may have several."""
    say = catalogue(work.customer_language())
    head = say("from_desk", reference=work.file.case.reference)
    return quoting(f"{head}\n{spoken.text}", spoken.text, spoken.marks)


async def answered(work: Work, spoken: Spoken) -> int | None:
    """The number in the customer's chat of the message that is answered; either side's."""
    if spoken.replies_to is None:
        return None
    found = await messages.by_staff_message(work.db, spoken.chat_id, spoken.replies_to)
    is_here = found is not None and found.case_id == work.file.case.id
    return found.customer_message_id if found and is_here else None


# ---- edited


async def edited(work: Work, spoken: Spoken) -> None:
    """The customer's copy says the new words as well; what was said before is kept."""
    said = await messages.by_staff_message(work.db, spoken.chat_id, spoken.message_id)
    text = spoken.text
    if said is None or said.user_id != work.actor.user_id or said.case_id != work.file.case.id:
        return
    if said.author == "note":
        text = text.removeprefix(NOTE_MARK).strip()
    if text == said.words or said.delivery == "recalled":
        return
    if said.author == "staff" and text.startswith(NOTE_MARK):
        await work.post(work.say("staff.edit_inside"))
    elif said.author == "staff" and not work.is_holder:
        await work.post(work.say("staff.edit_too_late"))
    else:
        await edits.change(work.db, said, text, now=work.now)
        if said.author == "staff":
            await change_copies(work, spoken, said.id)


async def change_copies(work: Work, spoken: Spoken, about: str) -> None:
    """Page by page; pages too many go, pages too few are added."""
    pages, copies = in_pages(framed(work, spoken)), await echoes.of(work.db, about)
    to = replace(there(work), about=about)
    for page, copy in zip(pages, copies, strict=False):
        payload = {**posting.body(page), "echo": copy.id}
        await posting.put(work.db, to, "edit", payload, "safe", now=work.now)
    for page in pages[len(copies) :]:
        await posting.words_to_customer(work.db, to, page, now=work.now)
    for copy in copies[len(pages) :]:
        await take_back(work, copy, to)
    await mark(work, spoken.message_id, "queued")


# ---- recalled


async def recall(work: Work, chat_id: int, number: int | None) -> Answer:
    """A message of staff is taken out of the customer's chat; the record keeps it."""
    found = number and await messages.by_staff_message(work.db, chat_id, number)
    if not found or found.author != "staff" or found.case_id != work.file.case.id:
        return Answer(work.mine("staff.recall_how"))
    if found.delivery == "recalled":
        return Answer(work.mine("staff.changed"))
    if work.now - found.at >= DELETABLE:
        return Answer(work.mine("staff.recall_too_late"))
    copies = await echoes.of(work.db, found.id)
    if any(copy.state == "unknown" for copy in copies):
        return Answer(work.mine("staff.recall_unknown"))
    to = replace(there(work), about=found.id)
    arrived = [copy for copy in copies if await take_back(work, copy, to)]
    await messages.set_delivery(work.db, found.id, "recalled")
    await steps.note(work.db, work.file.case.id, "recall", work.by, now=work.now)
    await mark(work, found.staff_message_id or 0, "recalled")
    if arrived:
        await work.tell(Message(catalogue(work.customer_language())("taken_back")))
    at = dates.moment(work.now, work.desk.notice.zone, work.say)
    return Answer(work.say("staff.recalled", name=work.actor.name, at=at))


async def take_back(work: Work, copy: Echo, to: posting.Address) -> bool:
    """Whether there is something to delete; what has not left does not leave any more."""
    if await outbox.drop(work.db, copy.id, now=work.now):
        return False
    if copy.state in ("sent", "sending"):
        await posting.put(work.db, to, "delete", {"echo": copy.id}, "safe", now=work.now)
        return True
    return False
