"""What a customer presses; every button is authorised by what the facts hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.domain import after, completing, filling, moving, waiting
from bot.domain.cases import Kind
from bot.domain.conversation import Adding, Choosing, Facts, Filling, Idle, Pressed, State, Then
from bot.domain.effects import (
    ChooseLanguage,
    ChoosePolicy,
    DeleteMessage,
    Effect,
    Say,
    Slot,
    Toast,
    Vote,
)
from bot.domain.forms import CLOSING, DETAILS, EMAIL, answered
from bot.domain.words import meant

Press = Callable[[State, Pressed, Facts], Then | None]


def pressed(state: State, given: Pressed, facts: Facts) -> Then:
    """A button; one that no longer fits says so and shows where things stand."""
    press = PRESSES.get(given.action)
    then = press(state, given, facts) if press else None
    return then or stale(state)


def stale(state: State) -> Then:
    return Then(state, (Toast("stale_button"), standing(state)))


WAITED_FOR = {"contest": "contest", "code": "code_waiting"}


def standing(state: State) -> Effect:
    """The question that is open now, once more."""
    match state:
        case Filling():
            return Say("form", filling.shown(state))
        case Choosing():
            return waiting.asked(state) if state.kinds or state.words else Say("companies")
        case Adding(detail="contest" | "code"):
            return Say(WAITED_FOR[state.detail or ""], {"case": state.case_id})
        case Adding():
            if state.meant:
                return Say("slip")
            if state.detail:
                return Say("complete", {"case": state.case_id, "detail": state.detail})
            return Say("add", {"case": state.case_id})
        case Idle():
            return Say("help")


def press_menu(state: State, _: Pressed, facts: Facts) -> Then | None:
    return Then(
        state if isinstance(state, Choosing | Filling) else Choosing(), (Say("companies"),)
    )


def press_company(state: State, given: Pressed, facts: Facts) -> Then | None:
    """A company is chosen: what waited for it goes on."""
    policy = given.args[0] if given.args else ""
    if policy not in facts.policies:
        return Then(state, (Say("not_held"),)) if policy == "-" else None
    chosen: Effect = ChoosePolicy(policy)
    known = replace(facts, policy=policy)
    if isinstance(state, Filling):
        return moving.elsewhere(state, policy, chosen)
    if isinstance(state, Choosing) and state.is_request:
        return waiting.started(state, policy, facts)
    if isinstance(state, Choosing) and state.words and given.understood:
        then = meant(Idle(), state.words, given.understood, known)
        return Then(then.state, (chosen, *then.effects))
    return Then(Idle(), (chosen, Say("company_chosen", {"policy": policy}, edit=True)))


def press_language(state: State, given: Pressed, facts: Facts) -> Then | None:
    if given.args not in (("en",), ("id",)):
        return None
    return Then(state, (ChooseLanguage(given.args[0]), Say("language_chosen", edit=True)))


def press_article(screen: str, *, edit: bool = False) -> Press:
    """Buttons under an answer that show something of one article, some of them in its place."""

    def press(state: State, given: Pressed, facts: Facts) -> Then | None:
        article = given.args[0] if given.args else ""
        policy = facts.articles.get(article)
        if policy is None:
            return None
        slots: dict[str, Slot] = {"articles": (article,), "article": article, "kinds": ()}
        slots |= page_of(given.args[1:])
        in_place = edit and not isinstance(state, Filling)  # a form stays where it is
        return Then(state, (ChoosePolicy(policy), Say(screen, slots, edit=in_place)))

    return press


def press_compare(state: State, given: Pressed, facts: Facts) -> Then | None:
    """Another page of the last comparison."""
    tag, *page = given.args or ("",)
    got = given.understood
    if got is None or len(page) != 1 or not (page[0].isascii() and page[0].isdigit()):
        return None
    slots: dict[str, Slot] = {"articles": got.articles, "policies": got.policies, "tag": tag}
    return Then(state, (Say("compare", {**slots, "page": int(page[0][:3])}, edit=True),))


def press_request(state: State, given: Pressed, facts: Facts) -> Then | None:
    """A request is wished for by button; under an answer this demands nothing yet."""
    if not given.args or given.args[0] not in set(Kind):
        return None
    kinds = (Kind(given.args[0]),)
    policy = "".join(given.args[1:2]) or facts.policy
    is_held = policy in facts.policies
    if isinstance(state, Filling) or (is_under_way(state) and is_held):
        return Then(state, (Toast("finish_first"), standing(state)))
    if not is_held and kinds == (Kind.HUMAN,):
        return waiting.person(state, facts)
    if policy is None or not is_held:
        return waiting.ask(state, kinds, "", facts, demanded=False)
    draft = filling.drafted(kinds, "", replace(facts, policy=policy), demanded=False)
    if given.words:
        draft = answered(draft, DETAILS, given.words)
    begun = filling.opened(draft, facts)
    return Then(begun.state, (ChoosePolicy(policy), *begun.effects))


VOTES = frozenset("ynwoh")
"""Helpful, not helpful; and of the latter: wrong, not what was asked, hard to understand."""


def press_vote(state: State, given: Pressed, _: Facts) -> Then | None:
    """What one answer was worth; whose answer it is, is known where answers are kept."""
    match given.args:
        case (answer, value) if value in VOTES:
            return Then(state, (Vote(answer, value),))
    return None


def press_screen(screen: str) -> Press:
    """Buttons that only show something; one that turns a page does so in its place."""

    def press(state: State, given: Pressed, facts: Facts) -> Then | None:
        return Then(state, (Say(screen, page_of(given.args), edit=bool(page_of(given.args))),))

    return press


def page_of(args: tuple[str, ...]) -> dict[str, Slot]:
    """The page a button names, if it names one."""
    number = "".join(args[:1])
    return {"page": int(number[:3])} if number.isascii() and number.isdigit() else {}


def press_case(screen: str) -> Press:
    """Buttons that show something of one of the customer's own cases."""

    def press(state: State, given: Pressed, facts: Facts) -> Then | None:
        case = facts.case(given.args[0]) if given.args else None
        if case is None:
            return Then(state, (Say("no_such_case"),))
        if screen == "withdraw" and not case.withdrawable:
            return Then(state, (Say("too_late_to_withdraw"),))
        turns = page_of(given.args[1:])
        return Then(state, (Say(screen, {"case": case.id, **turns}, edit=bool(turns)),))

    return press


def press_add(state: State, given: Pressed, facts: Facts) -> Then | None:
    case = facts.case(given.args[0]) if given.args else None
    if case is None or is_under_way(state):
        return None
    return Then(Adding(case.id), (Say("add", {"case": case.id}),))


def is_under_way(state: State) -> bool:
    """Whether a request is being put together, which another button must not push aside."""
    return isinstance(state, Filling) or (isinstance(state, Choosing) and state.is_request)


def press_skip_detail(state: State, _: Pressed, facts: Facts) -> Then | None:
    return completing.onward(state, None, facts) if isinstance(state, Adding) else None


def press_given(state: State, given: Pressed, facts: Facts) -> Then | None:
    """An answer to what is asked after filing."""
    if not isinstance(state, Adding) or not given.args:
        return None
    return completing.chosen(state, given.args[0], facts)


def press_complete(state: State, given: Pressed, facts: Facts) -> Then | None:
    """Taking up a request again that was filed as it stood."""
    case = facts.case(given.args[0]) if given.args else None
    names = completing.missing("".join(given.args[1:2]))
    if case is None or is_under_way(state) or not names:
        return None
    if isinstance(state, Adding) and state.case_id == case.id and state.detail == EMAIL:
        return completing.begin(case.id, (*names, EMAIL), state.also)
    return completing.begin(case.id, names)


def press_form(state: State, given: Pressed, facts: Facts) -> Then | None:
    """A button of the form; pressed again after it was sent, what became of it is shown."""
    if isinstance(state, Filling):
        return moving.pressed(state, given) or filling.pressed(state, given, facts)
    draft = given.args[0] if given.args else ""
    sent = next((case for case in facts.cases if draft and case.id.startswith(draft)), None)
    return Then(state, (Toast("already_sent"), Say("case", {"case": sent.id}))) if sent else None


def press_close(state: State, given: Pressed, facts: Facts) -> Then | None:
    """Closing an account: whether deletion is meant too is asked first."""
    policy = "".join(given.args[:1]) or facts.policy
    if is_under_way(state):
        return Then(state, (Toast("finish_first"), standing(state)))
    kinds = (Kind.ERASURE,)
    if policy not in facts.policies:
        waits = replace(waiting.joined(state, kinds, "", facts, demanded=False), doubts=(CLOSING,))
        return Then(waits, (waiting.asked(waits),))
    draft = filling.drafted(kinds, "", replace(facts, policy=policy), demanded=False)
    begun = filling.opened(replace(draft, doubts=(CLOSING,)), facts)
    return Then(begun.state, (ChoosePolicy(draft.policy), *begun.effects))


def press_gone(state: State, given: Pressed, facts: Facts) -> Then | None:
    """A message with something nobody needs leaves the chat at its writer's wish."""
    number = "".join(given.args[:1])
    if not (number.isascii() and number.isdigit()):
        return None
    return Then(state, (DeleteMessage(int(number)), Say("unwanted_gone", edit=True)))


def press_find(state: State, given: Pressed, facts: Facts) -> Then | None:
    """One question on the way to the right kind."""
    return Then(state, (Say("finder", {"question": "".join(given.args[:1])}, edit=True),))


def press_cancel(state: State, _: Pressed, facts: Facts) -> Then | None:
    """Cancel under a question of its own; a form's Cancel names its draft and step."""
    if isinstance(state, Filling):
        return None
    return Then(Idle(), (Say("cancelled", edit=True),))


PRESSES: dict[str, Press] = {
    "menu": press_menu,
    "co": press_company,
    "lang": press_language,
    "art": press_article("answer"),
    "v": press_vote,
    "back": press_article("answer", edit=True),
    "det": press_article("details", edit=True),
    "org": press_article("original", edit=True),
    "rel": press_article("related", edit=True),
    "why": press_article("why"),
    "cmp": press_compare,
    "req": press_request,
    "kinds": press_screen("kinds"),
    "cases": press_screen("status"),
    "topics": press_screen("topics"),
    "help": press_screen("help"),
    "none": press_screen("none_of_these"),
    "case": press_case("case"),
    "wd": press_case("withdraw"),
    "comp": press_case("how_to_complain"),
    "add": press_add,
    "skip": press_skip_detail,
    "f": press_form,
    "g": press_given,
    "fin": press_complete,
    "close": press_close,
    "find": press_find,
    "gone": press_gone,
    "cancel": press_cancel,
    **after.PRESSES,
}
