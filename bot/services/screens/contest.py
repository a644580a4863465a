"""What a customer reads who says that an outcome isn't right."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.effects import Slot
from bot.domain.messages import Message
from bot.services.screens.view import View


def asked(view: View, slots: Mapping[str, Slot]) -> Message:
    file = view.case(str(slots["case"]))
    text = view.say("contest.asked", reference=file.case.reference)
    return Message(text, ((view.button("cancel", "cancel"),),))


def passed(view: View, slots: Mapping[str, Slot]) -> Message:
    """A lead looks at it; a complaint has a date of its own."""
    file = view.case(str(slots["case"]))
    text = view.say("contest.passed", reference=file.case.reference)
    complain = view.button(
        "complain_here", f"req:complaint:{file.case.policy}:{file.case.reference}"
    )
    return Message(text, ((complain, view.button("my_requests", "cases")),))
