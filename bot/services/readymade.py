"""Ready replies: chosen, seen as the customer will read them, and only then sent."""

from __future__ import annotations

from collections.abc import Mapping

from bot.answering.replies import ReadyReply
from bot.domain.cases import Kind
from bot.domain.messages import Button, Message, Row, rows
from bot.language.catalogue import LANGUAGES, Language
from bot.services import cards, casework, posting, speaking
from bot.services.casework import Answer, Work
from bot.services.screens import cases as own_cases
from bot.storage import messages


def slots(work: Work, language: Language) -> dict[str, str]:
    """What is known of this case; never anything of the customer's."""
    view, request = work.view(language), work.file.nearest()
    found = {
        "company": view.name(work.file.case.policy),
        "reference": work.file.case.reference,
        "kind": view.kind(Kind(request.kind)),
        "due": own_cases.due_day(view, request),
    }
    policy = work.loaded.knowledge.policies.get(work.file.case.policy)
    known = [one.value for one in policy.contacts if one.value] if policy else []
    return found | ({"contact": known[0]} if known else {})


def offered(work: Work) -> Mapping[str, ReadyReply]:
    """Those whose slots are all known here."""
    known = slots(work, "en")
    replies = work.loaded.knowledge.replies
    return {one.id: one for one in replies if one.filled("en", known) is not None}


def button(work: Work, label: str, action: str, choice: str = "") -> Button:
    return cards.press(work.file.case, label, action, choice)


async def show(work: Work, text: str, buttons: tuple[Row, ...]) -> Answer:
    """In place of the list or preview whose button was pressed."""
    edit = work.message_id if work.message_id != work.file.case.card_id else None
    case = work.file.case.id
    await posting.to_thread(work.db, case, Message(text, buttons), now=work.now, edit=edit)
    return Answer()


async def ask(work: Work) -> Answer:
    """All there are for this case."""
    found = offered(work)
    if not found:
        return Answer(work.mine("staff.no_replies"), alert=True)
    made = [button(work, one.label[work.say.language], "rpick", one.id) for one in found.values()]
    return await show(work, work.say("staff.choose_reply"), rows(made))


async def pick(work: Work) -> Answer:
    """A preview: in the customer's language, or the other where that is wished."""
    ident, _, wished = work.choice.partition(".")
    language: Language = next(
        (one for one in LANGUAGES if one == wished), work.customer_language()
    )
    text = text_of(work, ident, language)
    if text is None:
        return casework.changed(work)
    other = next(one for one in LANGUAGES if one != language)
    name = work.say(f"language_name.{language}")
    made = (
        (
            button(work, work.say("staff.button.send"), "rsend", f"{ident}.{language}"),
            button(work, work.say(f"staff.button.in_{other}"), "rpick", f"{ident}.{other}"),
        ),
        (button(work, work.say("staff.button.other_replies"), "replies"),),
    )
    return await show(work, work.say("staff.preview_reply", language=name, words=text), made)


def text_of(work: Work, ident: str, language: str) -> str | None:
    reply, spoken = offered(work).get(ident), next((o for o in LANGUAGES if o == language), None)
    return reply.filled(spoken, slots(work, spoken)) if reply and spoken else None


async def send(work: Work) -> Answer:
    """As the holder's own words, once; the preview carries the mark of what became of them."""
    text = text_of(work, *work.choice.partition(".")[::2])
    chat, number = work.file.case.staff_chat, work.message_id
    if text is None or chat is None or number is None:
        return casework.changed(work)
    if await messages.by_staff_message(work.db, chat, number):
        return casework.changed(work)
    spent = {"message_id": number}
    await posting.at_thread(work.db, work.file.case.id, "unbutton", spent, now=work.now)
    await speaking.to_customer(work, speaking.Spoken(chat, number, text))
    return Answer()
