"""Taking a request back: asked once, with what goes on named beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.domain.cases import Kind
from bot.domain.effects import Slot
from bot.domain.messages import Button, Message, rows
from bot.language import dates
from bot.services.screens.view import View
from bot.storage.requests import Request


def withdraw(view: View, slots: Mapping[str, Slot]) -> Message:
    """One request is asked about; of several any one can go alone, and the others go on."""
    file = view.case(str(slots["case"]))
    found, reference = file.withdrawable(), file.case.reference
    name = view.name(file.case.policy)
    text = view.say("withdraw", kinds=kinds_of(view, found), name=name)
    if len(found) > 1:
        listed = [f"{number}. {view.kind(one.kind)}" for number, one in enumerate(found, 1)]
        head = view.say("withdraw_which", reference=reference, name=name)
        text = "\n".join([head, *listed, view.say("withdraw_note")])
    every = "withdraw_all" if len(found) > 1 else "withdraw"
    first = (view.button(every, f"wdy:{reference}"), view.button("keep_it", f"case:{reference}"))
    each = [
        Button(view.say("button_number", number=number), f"wdy:{reference}:{one.kind}")
        for number, one in enumerate(found if len(found) > 1 else (), 1)
    ]
    return Message(text, (first, *rows(each, wide=4)))


def withdrawn(view: View, slots: Mapping[str, Slot]) -> Message:
    """What was taken back, and what goes on with which date."""
    file, named = view.case(str(slots["case"])), slots["kinds"]
    kinds = named if isinstance(named, tuple) else ()
    at = dates.moment(view.now, view.notice.zone, view.say)
    gone = view.say("quoted_and").join(view.kind(Kind(one)) for one in kinds)
    lines = [view.say("withdrawn", reference=file.case.reference, kinds=gone, at=at)]
    if left := file.open_requests():
        going_on = kinds_of(view, left)
        lines.append(view.say("withdrawn_rest", kinds=going_on))
    see = view.button("see_request", f"case:{file.case.reference}")
    mine = view.button("my_requests", "cases")
    return Message("\n".join(lines), ((see, mine) if file.is_open else (mine,),))


def kinds_of(view: View, requests: Iterable[Request]) -> str:
    return view.say("quoted_and").join(view.kind(one.kind) for one in requests)
