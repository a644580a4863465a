"""Every screen a customer can be shown, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.domain.effects import Slot
from bot.domain.messages import Button, Message, rows
from bot.services.screens import (
    answers,
    cases,
    codes,
    companies,
    comparison,
    contest,
    following,
    forms,
    mine,
    votes,
    withdrawing,
)
from bot.services.screens.view import View
from bot.storage.answers import KEPT, WORDS_KEPT

Screen = Callable[[View, Mapping[str, Slot]], Message]


def plain(key: str, *buttons: tuple[str, str]) -> Screen:
    """A fixed sentence with fixed buttons."""

    def screen(view: View, _: Mapping[str, Slot]) -> Message:
        row = tuple(view.button(label, action) for label, action in buttons)
        return Message(view.say(key), (row,) if row else ())

    return screen


def help_(view: View, _: Mapping[str, Slot]) -> Message:
    row = (view.button("choose_company", "menu"), view.button("my_requests", "cases"))
    return Message(view.say("help"), (row,))


def languages(view: View, _: Mapping[str, Slot]) -> Message:
    row = (Button("English", "lang:en"), Button("Bahasa Indonesia", "lang:id"))
    return Message(view.say("languages"), (row,))


def language_chosen(view: View, _: Mapping[str, Slot]) -> Message:
    return Message(view.say("language_chosen"), ((companies.other_language(view),),))


def privacy(view: View, _: Mapping[str, Slot]) -> Message:
    notice = view.notice
    contact = f" ({notice.operator_contact})" if notice.operator_contact else ""
    text = view.say(
        "privacy",
        months=notice.months,
        operator=notice.run_by(view.say),
        contact=contact,
        answers=KEPT.days,
        questions=WORDS_KEPT.days,
    )
    row = (view.button("my_data", "mine"), view.button("forget_me", "fgt"))
    return Message(text, (row,))


SMALLTALK = {
    "thanks": "thanks",
    "chat": "ok",
    "goodbye": "goodbye",
    "about_bot": "about_bot",
    "capabilities": "help",
}


def smalltalk(view: View, slots: Mapping[str, Slot]) -> Message:
    what = SMALLTALK.get(str(slots.get("what")), "hello")
    if what == "help":
        return help_(view, slots)
    row = (view.button("choose_company", "menu"), view.button("send_request", "kinds"))
    return Message(
        view.say(f"smalltalk.{what}"), () if what in ("thanks", "goodbye", "ok") else (row,)
    )


def too_long(view: View, slots: Mapping[str, Slot]) -> Message:
    length, draft = slots["length"], slots["draft"]
    go = Button(view.say.label("pass_on"), f"f:{draft}:offer:go")
    stop = Button(view.say.label("cancel"), f"f:{draft}:offer:cancel")
    return Message(view.say("too_long", length=length), ((go, stop),))


def unwanted(view: View, slots: Mapping[str, Slot]) -> Message:
    """What nobody needs was not kept; it can leave the chat as well."""
    what, message = str(slots["what"]), str(slots.get("message") or "")
    what = what if view.say.known(f"unwanted.{what}") else "identity"
    row = (view.button("delete_for_me", f"gone:{message}"),) if message else ()
    return Message(view.say(f"unwanted.{what}"), (row,) if row else ())


def unanswered(key: str) -> Screen:
    """Not ours to answer, or not found; whoever has a case may have meant that."""

    def screen(view: View, _: Mapping[str, Slot]) -> Message:
        buttons = [view.button("topics", "topics"), view.button(*PERSON)]
        if view.cases:
            buttons.append(view.button(*MINE))
        return Message(view.say(key), rows(buttons))

    return screen


def noted(view: View, slots: Mapping[str, Slot]) -> Message:
    reference = view.case(str(slots["case"])).case.reference
    text = view.say("not_address_added", reference=reference)
    return Message(text, ((view.button(*MINE),),))


def noted_for_all(view: View, slots: Mapping[str, Slot]) -> Message:
    text = view.say("not_address_added_all", count=slots["count"])
    return Message(text, ((view.button(*MINE),),))


PERSON, MINE = ("person", "req:human"), ("my_requests", "cases")

SCREENS: dict[str, Screen] = {
    "start": companies.start,
    "start_company": companies.start_company,
    "start_unknown": companies.start_unknown,
    "start_again": following.start_again,
    "companies": companies.companies,
    "company_chosen": companies.company_chosen,
    "which": companies.which,
    "which_for_request": companies.which_for_request,
    "not_held": companies.not_held,
    "topics": companies.topics,
    "kinds": companies.kinds,
    "help": help_,
    "languages": languages,
    "forget": mine.forget,
    "forgotten": mine.forgotten,
    "not_forgotten": plain("mine.kept"),
    "language_chosen": language_chosen,
    "privacy": privacy,
    "answer": answers.answer,
    "details": answers.details,
    "original": answers.original,
    "related": answers.related,
    "unsure": answers.unsure,
    "what_was_wrong": votes.what_was_wrong,
    "noted": votes.noted,
    "why": answers.why,
    "compare": comparison.compare,
    "say_more": plain("say_more", ("topics", "topics"), PERSON),
    "none_of_these": plain("none_of_these", PERSON, ("topics", "topics")),
    "off_topic": unanswered("off_topic"),
    "not_found": unanswered("not_found"),
    "smalltalk": smalltalk,
    "unreadable": plain("unreadable", PERSON),
    "too_long": too_long,
    "unwanted": unwanted,
    "unwanted_gone": plain("unwanted_gone"),
    "form": forms.form,
    "not_an_address": forms.not_an_address,
    "move_request": forms.move_request,
    "do_it_yourself": forms.do_it_yourself,
    "complete": forms.complete,
    "slip": forms.slip,
    "finder": companies.finder,
    "receipt": cases.receipt,
    "status": following.status,
    "case": following.case,
    "no_such_case": following.no_such_case,
    "withdraw": withdrawing.withdraw,
    "withdrawn": withdrawing.withdrawn,
    "too_late_to_withdraw": plain("too_late_to_withdraw", MINE),
    "add": cases.add,
    "how_to_complain": cases.how_to_complain,
    "added": plain("added", MINE),
    "added_moved": plain("added_moved", MINE),
    "passed_on": plain("passed_on"),
    "detail_added": codes.added,
    "contest": contest.asked,
    "contested": contest.passed,
    "code_sent": codes.said("sent"),
    "code_waiting": codes.said("waiting"),
    "code_wrong": codes.said("wrong"),
    "code_over": codes.said("over"),
    "code_limited": codes.said("limited", ways=False),
    "code_no_mail": codes.said("no_mail", ways=False),
    "code_right": codes.said("right", ways=False),
    "code_address": codes.said("address", ways=False),
    "not_address_added": noted,
    "not_address_added_all": noted_for_all,
    "skipped": plain("skipped", MINE),
    "cancelled": plain("cancelled"),
    "nothing_to_cancel": plain("nothing_to_cancel"),
    "unknown_command": plain("unknown_command"),
}


def draw(view: View, screen: str, slots: Mapping[str, Slot]) -> Message:
    """The screen of this name; an unknown name is a fault of ours and raises."""
    return SCREENS[screen](view, slots)
