"""Makes rows of a turn's effects, all in the turn's own transaction."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.domain.cases import Move
from bot.domain.conversation import State
from bot.domain.effects import (
    AddDetail,
    ChooseLanguage,
    ChoosePolicy,
    ConfirmAddress,
    Contest,
    DeleteMessage,
    Effect,
    FileRequest,
    Forget,
    HandOver,
    Say,
    SendCode,
    Slot,
    TellStaff,
    Toast,
    Vote,
    Withdraw,
)
from bot.domain.forms import CONFIRMED, EMAIL, RESIDENCE, WHOSE, asks_after
from bot.domain.messages import Message
from bot.language.catalogue import Language, catalogue
from bot.services import (
    cards,
    clocks,
    codes,
    filing,
    forgetting,
    moved,
    papers,
    posting,
    records,
    relay,
    steps,
    votes,
)
from bot.services.desk import Desk
from bot.services.library import Loaded
from bot.services.relay import Written
from bot.services.screens import customer as screens
from bot.services.screens.view import View
from bot.storage import cases, customers, details
from bot.storage.customers import Customer
from bot.storage.database import Db


@dataclass(slots=True)
class Turn:
    """A customer's turn while it is being written down."""

    db: Db
    desk: Desk
    loaded: Loaded
    customer: Customer
    state: State
    now: datetime
    pressed: int | None = None
    written: Written | None = None
    toast: str | None = None
    date_moved: bool = False
    names: tuple[str, ...] = ()
    shown: list[tuple[str, Mapping[str, Slot], Message]] = field(default_factory=list)

    async def view(self) -> View:
        """The moment as screens see it, with the customer's cases as they stand by now."""
        return View(
            catalogue(language_of(self.customer)),
            self.loaded,
            self.desk.notice,
            self.now,
            self.customer.policy,
            self.state,
            await records.of_customer(self.db, self.customer.id),
        )


def language_of(customer: Customer) -> Language:
    return "id" if customer.language == "id" else "en"


async def perform(turn: Turn, effect: Effect) -> None:
    """One effect as rows; every kind of effect is named in the table below."""
    await PERFORMERS[type(effect)](turn, effect)


async def say(turn: Turn, said: Say) -> None:
    """A screen, drawn now, so that a repeat says the same; a quiet one only marks the message."""
    if said.screen == "passed_on_quietly":
        if turn.written is not None and turn.written.message_id is not None:
            mark = {"message_id": turn.written.message_id, "emoji": "👌"}
            await posting.at_customer(turn.db, turn.customer.id, "react", mark, now=turn.now)
        return
    view, ident, pressed = await turn.view(), votes.begin(said), turn.pressed
    unmoved = said.screen in ("added", "detail_added")
    screen = "added_moved" if unmoved and turn.date_moved else said.screen
    message = screens.draw(view, screen, said.slots)
    message = votes.asked_below(view, said, message, ident)
    turn.shown.append((said.screen, said.slots, message))
    redraws = turn.pressed if said.edit else None
    turn.pressed = None if said.edit else turn.pressed
    about = str(said.slots["case"]) if said.screen == "receipt" else None
    sent = await posting.to_customer(
        turn.db, turn.customer.id, message, now=turn.now, edit=redraws, case_id=about
    )
    if ident is not None:
        await votes.record(turn, said, ident, sent, pressed)
    if said.screen == "none_of_these":
        await votes.none_of_these(turn, pressed)


async def toast(turn: Turn, word: Toast) -> None:
    turn.toast = catalogue(language_of(turn.customer))(word.key)


async def vote(turn: Turn, cast: Vote) -> None:
    """A word of thanks on the button; after a no, what was wrong and where else to look."""
    then = await votes.cast(turn, cast)
    if then is None:
        await toast(turn, Toast("stale_button"))
        return
    await toast(turn, Toast("thanks_for_vote"))
    if then.screen:
        await say(turn, then)


async def choose_policy(turn: Turn, chosen: ChoosePolicy) -> None:
    if chosen.policy != turn.customer.policy:
        await customers.set_policy(turn.db, turn.customer.id, chosen.policy)
        turn.customer = replace(turn.customer, policy=chosen.policy)


async def choose_language(turn: Turn, chosen: ChooseLanguage) -> None:
    await customers.set_language(turn.db, turn.customer.id, chosen.language)
    turn.customer = replace(turn.customer, language=chosen.language, chosen=True)


async def tell_staff(turn: Turn, said: TellStaff) -> None:
    words = written(turn, said)
    turn.date_moved |= await relay.to_staff(
        turn.db, turn.desk, turn.loaded, turn.customer, words, turn.now
    )


def written(turn: Turn, said: TellStaff | Contest) -> Written:
    """These words, with their place and form where they are just what was typed now."""
    if turn.written is not None and turn.written.words == said.words:
        return replace(turn.written, case_id=said.case_id)
    return Written(said.case_id, said.words)


async def file(turn: Turn, effect: FileRequest) -> None:
    """The case, and its receipt; the form's buttons go with it."""
    draft = effect.draft
    filed = await filing.file(turn.db, turn.desk, turn.loaded, turn.customer, draft, now=turn.now)
    if turn.pressed is not None:
        spent = {"message_id": turn.pressed}
        await posting.at_customer(turn.db, turn.customer.id, "unbutton", spent, now=turn.now)
    quick = asks_after(draft, turn.loaded.forms)
    slots: dict[str, Slot] = {"case": filed.case.id, "quick": quick, "whose": draft.whose}
    await say(turn, Say("receipt", slots))


async def add_detail(turn: Turn, effect: AddDetail) -> None:
    """One more thing for the case; staff see that it came, not what it says."""
    await details.put(turn.db, effect.case_id, effect.name, effect.value)
    if effect.name == EMAIL:
        await details.take(turn.db, effect.case_id, CONFIRMED)  # that was another address
    await relay.detail_came(turn.db, effect.case_id, effect.name, now=turn.now)
    case = await cases.get(turn.db, effect.case_id)
    if case is not None and effect.name == RESIDENCE:
        before = await records.read(turn.db, case)
        await clocks.lives(turn.db, turn.loaded, before, effect.value)
        turn.date_moved |= await moved.tell(
            turn.db, turn.desk, turn.loaded, turn.customer, before, "date_earlier"
        )
        case = await cases.get(turn.db, effect.case_id)
    if case is not None and effect.name in (WHOSE, RESIDENCE):
        file_ = await records.read(turn.db, case)
        await cards.draw(turn.db, turn.desk, turn.loaded, file_, turn.customer, now=turn.now)


async def delete_message(turn: Turn, wish: DeleteMessage) -> None:
    gone = {"message_id": wish.message_id}
    await posting.at_customer(turn.db, turn.customer.id, "delete", gone, now=turn.now)


async def withdraw(turn: Turn, wish: Withdraw) -> None:
    """What was chosen of a case and can still be taken back; what was not goes on."""
    file_ = next(
        one
        for one in await records.of_customer(turn.db, turn.customer.id)
        if one.case.id == wish.case_id
    )
    gone = [one for one in file_.withdrawable() if not wish.kinds or one.kind in wish.kinds]
    for request in gone:
        await steps.move(turn.db, request, Move.WITHDRAW, steps.CUSTOMER, now=turn.now)
    after = await steps.settle(turn.db, wish.case_id, now=turn.now)
    await relay.withdrawn(turn.db, turn.loaded, after, gone, now=turn.now)
    await cards.draw(turn.db, turn.desk, turn.loaded, after, turn.customer, now=turn.now)


async def hand_over(turn: Turn, wish: HandOver) -> None:
    """A paper, by its name: it is made when it is sent."""
    language = language_of(turn.customer)
    wanted = papers.Wish(wish.paper, turn.customer.id, wish.case_id, language)
    await papers.put(turn.db, wanted, now=turn.now)


async def forget(turn: Turn, _: Forget) -> None:
    """What can go goes now; a last word still finds its way."""
    await forgetting.forget(turn.db, turn.desk, turn.customer, now=turn.now)
    turn.customer = await customers.get(turn.db, turn.customer.id)


async def contest(turn: Turn, said: Contest) -> None:
    """In the case, on record, and before a lead with the button that reopens it."""
    words = written(turn, said)
    await relay.to_staff(turn.db, turn.desk, turn.loaded, turn.customer, words, turn.now)
    file_ = next(one for one in (await turn.view()).cases if one.case.id == said.case_id)
    await relay.contested(turn.db, file_, turn.customer, said.words, now=turn.now)


async def send_code(turn: Turn, wish: SendCode) -> None:
    """A code is on its way, or is not and why; the request stands either way."""
    screen, address = await codes.ask(turn.db, turn.desk, turn.customer, wish.case_id)
    await say(turn, Say(screen, {"case": wish.case_id, "address": address}))


async def confirm_address(turn: Turn, proved: ConfirmAddress) -> None:
    """The mailbox is proved, and staff see it; who the account belongs to is theirs to find."""
    await codes.confirm(turn.db, proved.case_id)
    await relay.address_confirmed(turn.db, proved.case_id, now=turn.now)
    file_ = next(one for one in (await turn.view()).cases if one.case.id == proved.case_id)
    await cards.draw(turn.db, turn.desk, turn.loaded, file_, turn.customer, now=turn.now)


Performer = Callable[[Turn, Any], Awaitable[None]]
PERFORMERS: dict[type[Effect], Performer] = {
    Say: say,
    Toast: toast,
    ChoosePolicy: choose_policy,
    ChooseLanguage: choose_language,
    FileRequest: file,
    AddDetail: add_detail,
    TellStaff: tell_staff,
    Withdraw: withdraw,
    DeleteMessage: delete_message,
    Vote: vote,
    HandOver: hand_over,
    Forget: forget,
    SendCode: send_code,
    Contest: contest,
    ConfirmAddress: confirm_address,
}
