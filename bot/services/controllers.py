"""Word by e-mail to the company whose case it is, where its policy gives a readable address.

It says that a request is here and by when it is due; what the customer wrote is not in it.
"""

from __future__ import annotations

from typing import Any

from bot.domain.messages import Message
from bot.language.catalogue import Language, catalogue
from bot.services import cards, posting, proposals, records, steps
from bot.services.casework import Answer, Work
from bot.services.codes import Letter
from bot.services.desk import Desk
from bot.services.library import Loaded
from bot.services.posting import Address
from bot.services.records import CaseFile
from bot.services.screens.view import View
from bot.storage import cases
from bot.storage.requests import Request

MAIL = "controller"
"""The kind of row such a letter is in the outbox."""


def address_of(work: Work) -> str | None:
    """Whom to write to, where the desk can and the case is open."""
    can = work.desk.notice.mails and work.file.is_open
    return work.view().address(work.file.case.policy) if can else None


async def preview(work: Work) -> Answer:
    """The whole letter as it would leave, and whether it is to."""
    to = address_of(work)
    if to is None:
        return Answer(work.mine("controller.no_address"), alert=True)
    letter = written(work.view(language_of(work.loaded, work.file)), work.file, to)
    text = work.say("controller.preview", to=letter.to, subject=letter.subject, text=letter.text)
    labels = {"send": work.say("controller.send"), "cancel": work.say("staff.button.cancel")}
    message = Message(text, proposals.choices(work, "mail", labels))
    await posting.to_thread(work.db, work.file.case.id, message, now=work.now)
    return Answer()


async def send(work: Work) -> Answer:
    """Once for a press: it makes every other button of this version stale, its own as well."""
    if work.choice != "send":
        await proposals.show(work, work.say("cancelled"))
        return Answer()
    to = address_of(work)
    if to is None:
        return Answer(work.mine("controller.no_address"), alert=True)
    case = work.file.case
    await steps.note(work.db, case.id, "notify", work.by, now=work.now, words=to)
    lane = Address(f"n:{case.id}", "mail", posting.STAFF_RANK, case_id=case.id)
    await posting.put(work.db, lane, MAIL, {"case": case.id, "to": to}, "never", now=work.now)
    await work.post(work.say("controller.queued", name=work.actor.name, to=to))
    await work.redraw()
    return Answer()


async def letter(desk: Desk, payload: dict[str, Any]) -> Letter | None:
    """As things stand when it leaves, to the address shown; None of a case that is gone."""
    async with desk.database.reading() as db:
        case = await cases.get(db, str(payload["case"]))
        if case is None:
            return None
        file = await records.read(db, case)
        loaded = await desk.library.current(db)
    say = catalogue(language_of(loaded, file))
    view = View(say, loaded, desk.notice, desk.clock(), cases=(file,))
    return written(view, file, str(payload["to"]))


def written(view: View, file: CaseFile, to: str) -> Letter:
    """Reference, company, kinds and dates; the customer is not named."""
    say, notice = view.say, view.notice
    requests = file.open_requests() or file.requests
    lines = [line for n, one in enumerate(requests, 1) for line in asked(view, file, n, one)]
    contact = notice.operator_contact or say("controller.no_contact")
    text = say(
        "controller.letter",
        company=view.name(file.case.policy),
        reference=file.case.reference,
        requests="\n".join(lines),
        operator=notice.run_by(say),
        contact=contact,
        answers=say("controller.answers" if notice.mail_reply else "controller.no_answers"),
    )
    subject = say("controller.subject", reference=file.case.reference)
    return Letter(to, subject, text)


def asked(view: View, file: CaseFile, number: int, request: Request) -> list[str]:
    """Without how far the work is: that is for staff."""
    first, why, *_ = cards.request_lines(view, file, number, request)
    return [first, f"   {why.strip().rpartition(' · ')[0]}"]


def language_of(loaded: Loaded, file: CaseFile) -> Language:
    """The language its policy is written in."""
    known = loaded.knowledge.policies.get(file.case.policy)
    return "id" if known and known.document.language == "id" else "en"
