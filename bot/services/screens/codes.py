"""What a customer reads while they confirm an e-mail address with a code."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.domain.cases import CLOSED, Move, allows
from bot.domain.effects import Slot
from bot.domain.forms import CONFIRMED
from bot.domain.messages import Message, Row
from bot.services.library import Loaded
from bot.services.records import CaseFile
from bot.services.screens.view import View
from bot.storage.requests import Request


def can_confirm(view: View, file: CaseFile) -> bool:
    """Where a right needs to know who asks, mail can be sent, and it was not done yet."""
    return view.notice.mails and CONFIRMED not in file.given and needs_identity(view.loaded, file)


def needs_identity(loaded: Loaded, file: CaseFile) -> bool:
    """Whether any of its open rights does; opt-outs, consent, complaints and questions do not."""
    forms = loaded.knowledge.requests
    still = [one for one in file.requests if one.status not in CLOSED]
    return any(forms[one.kind].identity == "code" for one in still)


def unknown(loaded: Loaded, file: CaseFile) -> list[Request]:
    """Rights in work that need to know who asks, where staff have not made it out yet."""
    if any(step.move == Move.CONFIRM_IDENTITY for step in file.steps):
        return []
    forms = loaded.knowledge.requests
    needing = [one for one in file.requests if forms[one.kind].identity == "code"]
    return [one for one in needing if allows(one.status, Move.VERIFY)]


def offer(view: View, file: CaseFile) -> tuple[Row, ...]:
    """The button under a receipt and a case."""
    if not can_confirm(view, file):
        return ()
    return ((view.button("confirm_address", f"code:{file.case.reference}"),),)


def ways_on(view: View, file: CaseFile) -> tuple[Row, ...]:
    """A new code, or none: staff can find out in another way."""
    again = view.button("new_code", f"code:{file.case.reference}")
    return ((again, view.button("confirm_otherwise", "skip")),)


def added(view: View, slots: Mapping[str, Slot]) -> Message:
    """An address that came later can be confirmed, too."""
    mine = (view.button("my_requests", "cases"),)
    file = view.case(str(slots["case"])) if "case" in slots else None
    return Message(view.say("detail_added"), (*(offer(view, file) if file else ()), mine))


def said(key: str, *, ways: bool = True) -> Callable[[View, Mapping[str, Slot]], Message]:
    """A sentence about the code of one case, and the ways on."""

    def screen(view: View, slots: Mapping[str, Slot]) -> Message:
        file = view.case(str(slots["case"]))
        words = {name: slots[name] for name in ("left", "address") if name in slots}
        text = view.say(f"code.{key}", reference=file.case.reference, **words)
        if ways:
            return Message(text, ways_on(view, file))
        see = view.button("see_request", f"case:{file.case.reference}")
        return Message(text, ((see,),))

    return screen
