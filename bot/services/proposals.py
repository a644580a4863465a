"""How a request ends: an outcome is proposed on a sheet, and approved by somebody else."""

from __future__ import annotations

from dataclasses import replace

from pydantic import BaseModel, ConfigDict

from bot.domain.cases import OUTCOMES, Kind, Move, Status, allows, needs_second_person
from bot.domain.messages import Message, Row, rows
from bot.domain.refusals import UNREFUSABLE
from bot.services import approvals, cards, casework, posting, roles, unfinished
from bot.services.casework import Answer, Work
from bot.services.screens import cases as own_cases
from bot.services.screens import legal
from bot.storage import requests, sheets
from bot.storage.requests import Request


class Sheet(BaseModel):
    """A half-made proposal of one person; `step` is what is asked next."""

    model_config = ConfigDict(frozen=True)
    step: str
    request_id: str = ""
    outcome: Status | None = None
    code: str | None = None
    words: str = ""


async def opened(work: Work) -> Sheet | None:
    body = await sheets.get(work.db, work.file.case.id, work.actor.user_id)
    return Sheet.model_validate_json(body) if body else None


async def keep(work: Work, sheet: Sheet) -> None:
    body = sheet.model_dump_json()
    await sheets.put(work.db, work.file.case.id, work.actor.user_id, body, now=work.now)


async def close(work: Work) -> None:
    await sheets.close(work.db, work.file.case.id, work.actor.user_id)


def choices(work: Work, action: str, labels: dict[str, str]) -> tuple[Row, ...]:
    case = work.file.case
    return rows(cards.press(case, text[:24], action, choice) for choice, text in labels.items())


async def show(work: Work, text: str, buttons: tuple[Row, ...] = ()) -> None:
    """The sheet's next face, in place where a button of it was pressed."""
    case = work.file.case
    at = work.message_id if work.message_id != case.card_id else None
    message = Message(text, buttons)
    await posting.to_thread(work.db, case.id, message, now=work.now, edit=at)


def proposable(work: Work) -> list[Request]:
    return [one for one in work.file.requests if allows(one.status, Move.PROPOSE)]


async def propose(work: Work) -> Answer:
    """Open the sheet; with several open requests it asks which first."""
    found = proposable(work)
    if not found:
        return Answer(work.mine("staff.changed"), alert=True)
    if len(found) == 1:
        return await ask_outcome(work, Sheet(step="outcome", request_id=found[0].id))
    await keep(work, Sheet(step="request"))
    view = work.view()
    labels = {str(n): view.kind_button(Kind(one.kind)) for n, one in enumerate(found)}
    labels["cancel"] = work.say("staff.button.cancel")
    await show(work, work.say("staff.choose_request"), choices(work, "pick", labels))
    return Answer()


async def ask_outcome(work: Work, sheet: Sheet) -> Answer:
    await keep(work, sheet)
    request = chosen(work, sheet)
    labels = {str(one): work.say(f"staff.button.{one}") for one in outcomes(request)}
    labels["cancel"] = work.say("staff.button.cancel")
    text = work.say("staff.choose_outcome", kind=work.view().kind(Kind(request.kind)))
    await show(work, text, choices(work, "pick", labels))
    return Answer()


def outcomes(request: Request) -> list[Status]:
    """What may be proposed for it; some rights offer no refusal."""
    can_refuse = request.kind not in UNREFUSABLE
    return [one for one in OUTCOMES if one is not Status.REFUSED or can_refuse]


def chosen(work: Work, sheet: Sheet) -> Request:
    return next(one for one in work.file.requests if one.id == sheet.request_id)


async def pick(work: Work) -> Answer:
    """A choice on the presser's own sheet."""
    sheet = await opened(work)
    if sheet is None:
        return await casework.refuse(work, "sheet")
    if work.choice == "cancel":
        await close(work)
        await show(work, work.say("cancelled"))
        return Answer()
    steps_of = {"request": pick_request, "outcome": pick_outcome, "reason": pick_reason}
    step = steps_of.get(sheet.step)
    return await step(work, sheet) if step else Answer(work.mine("staff.changed"), alert=True)


async def pick_request(work: Work, sheet: Sheet) -> Answer:
    found = proposable(work)
    number = int(work.choice) if work.choice.isdecimal() else len(found)
    if number >= len(found):
        return Answer(work.mine("staff.changed"), alert=True)
    return await ask_outcome(work, Sheet(step="outcome", request_id=found[number].id))


async def pick_outcome(work: Work, sheet: Sheet) -> Answer:
    if work.choice not in outcomes(chosen(work, sheet)):
        return casework.changed(work)
    if hindered := await unfinished.hinders(work, chosen(work, sheet), Status(work.choice)):
        return hindered
    sheet = sheet.model_copy(update={"outcome": Status(work.choice), "step": "words"})
    if sheet.outcome is Status.REFUSED:
        return await ask_reason(work, sheet.model_copy(update={"step": "reason"}))
    return await ask_words(work, sheet)


async def ask_reason(work: Work, sheet: Sheet) -> Answer:
    """The grounds this right can be refused on under the laws of this case, with articles."""
    await keep(work, sheet)
    view = work.view()
    found = legal.grounds_of(view, work.file, chosen(work, sheet))
    labels = {str(code): work.say(f"staff.reason.{code}") for code in found}
    lines = [work.say("staff.choose_reason")]
    for code, articles in found.items():
        if articles:
            lines.append(f"{labels[code]}: {legal.articles(view, articles)}")
    labels["cancel"] = work.say("staff.button.cancel")
    await show(work, "\n".join(lines), choices(work, "pick", labels))
    return Answer()


async def pick_reason(work: Work, sheet: Sheet) -> Answer:
    if work.choice not in legal.grounds_of(work.view(), work.file, chosen(work, sheet)):
        return Answer(work.mine("staff.changed"), alert=True)
    return await ask_words(work, sheet.model_copy(update={"code": work.choice, "step": "words"}))


async def ask_words(work: Work, sheet: Sheet) -> Answer:
    await keep(work, sheet)
    language = work.say(f"language_name.{work.customer_language()}")
    cancel = {"cancel": work.say("staff.button.cancel")}
    text = work.say("staff.write_words", language=language)
    if told := await unfinished.exceptions(work):
        text = f"{text}\n{told}"
    await show(work, text, choices(work, "quit", cancel))
    return Answer()


async def heard(work: Work, text: str) -> bool:
    """The holder's next message, where a sheet waits for words: it becomes a preview."""
    sheet = await opened(work)
    if sheet is None or sheet.step != "words":
        return False
    sheet = sheet.model_copy(update={"words": text, "step": "preview"})
    await keep(work, sheet)
    preview = work.say("staff.preview", words=outcome_message(work, sheet).text)
    direct = not second_person(work, sheet)
    labels = {
        "finish" if direct else "submit": work.say(
            f"staff.button.{'finish' if direct else 'submit'}"
        ),
        "edit": work.say("staff.button.edit"),
        "cancel": work.say("staff.button.cancel"),
    }
    await show(work, preview, choices(work, "done", labels))
    return True


def second_person(work: Work, sheet: Sheet) -> bool:
    kind = Kind(chosen(work, sheet).kind)
    outcome = sheet.outcome or Status.REFUSED
    return needs_second_person(kind, outcome) and work.desk.team.second_person


def full_words(work: Work, sheet: Sheet) -> str:
    """The staff's words; a refusal names its ground as well."""
    if sheet.code is None:
        return sheet.words
    view = work.view(work.customer_language())
    ground = legal.ground(view, work.file, chosen(work, sheet), sheet.code)
    return f"{sheet.words}\n{ground}"


def outcome_message(work: Work, sheet: Sheet) -> Message:
    """Exactly what the customer will read."""
    request = replace(chosen(work, sheet), status=sheet.outcome or Status.REFUSED)
    view = work.view(work.customer_language())
    return own_cases.outcome(view, work.file, request, full_words(work, sheet))


async def done(work: Work) -> Answer:
    """The preview's buttons: propose, finish, or write it again."""
    sheet = await opened(work)
    if sheet is None or sheet.step != "preview":
        return await casework.refuse(work, "sheet")
    if work.choice == "edit":
        return await ask_words(work, sheet.model_copy(update={"step": "words"}))
    hindered = await unfinished.hinders(work, chosen(work, sheet), sheet.outcome)
    if hindered and work.choice in ("submit", "finish"):
        return hindered
    await close(work)
    if work.choice == "submit":
        return await submit(work, sheet)
    if work.choice == "finish" and not second_person(work, sheet):
        return await finish(work, sheet)
    await show(work, work.say("cancelled"))
    return Answer()


async def submit(work: Work, sheet: Sheet) -> Answer:
    """The proposal stands; somebody who did not make it decides."""
    moved = await casework.staff_move(work, chosen(work, sheet), Move.PROPOSE)
    await requests.update(
        work.db,
        moved,
        proposed_status=sheet.outcome,
        proposed_by=work.actor.user_id,
        proposed_words=full_words(work, sheet),
        proposed_code=sheet.code,
    )
    label = work.say(f"staff.button.{sheet.outcome}")
    await work.post(work.say("staff.proposed", name=work.actor.name, outcome=label))
    if not await roles.other_leads(work.db, work.desk, work.actor.user_id):
        await work.post(work.say("staff.nobody_else"))
    await work.redraw()
    return Answer()


async def finish(work: Work, sheet: Sheet) -> Answer:
    """Ended by one person, where one is enough."""
    request = chosen(work, sheet)
    outcome = sheet.outcome or Status.FULFILLED
    words = full_words(work, sheet)
    if outcome is not Status.FULFILLED or needs_second_person(Kind(request.kind), outcome):
        request = await casework.staff_move(
            work, request, Move.PROPOSE, work.say("staff.one_person")
        )
    await approvals.end(work, request, outcome, words)
    await work.post(work.say("staff.finished", name=work.actor.name))
    await work.redraw()
    return Answer()
