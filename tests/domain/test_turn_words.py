"""Buttons answered with words, and answers that come before they are asked for."""

from __future__ import annotations

import pytest

from bot.domain.conversation import Adding, Idle, Typed, Understood
from bot.domain.effects import Say

from .examples import ANAS, STOP, Talk, asks, erasing, facts, says, screens

EVERY_STEP: list[tuple[str, ...]] = [
    (),
    ("go",),
    ("go", "account"),
    ("go", "account", "skip"),
    ("go", "account", "skip", "details"),
]

at_every_step = pytest.mark.parametrize("steps", EVERY_STEP)


def chat(what: str) -> Typed:
    return Typed("makasih", Understood("smalltalk", "mailpro", smalltalk=what))


@at_every_step
@pytest.mark.parametrize("word", ["batal", "Cancel."])
def test_cancel_in_words_cancels_at_every_step(steps: tuple[str, ...], word: str) -> None:
    talk = erasing(*steps)
    assert screens(talk.hear(says(word))) == ["cancelled"]
    assert (talk.state, talk.filed) == (Idle(), [])


def test_cancel_in_words_takes_nothing_back_from_the_menu_of_changes() -> None:
    talk = erasing("go", "account", "skip", "change")
    talk.hear(says("batal"))
    assert talk.step == "check"


def test_cancel_in_words_adds_nothing_to_a_case() -> None:
    talk = Talk(facts("mailpro", ANAS))
    talk.state = Adding(ANAS.id)
    assert talk.hear(says("batal")) == (Say("cancelled"),)
    assert screens(talk.hear(says("batal"))) == ["not_found"]


@pytest.mark.parametrize(
    ("word", "step", "email"), [("ya", "check", "rani@gmial.com"), ("tidak", "email", None)]
)
def test_is_that_right_takes_yes_and_no(word: str, step: str, email: str | None) -> None:
    talk = erasing("go", "account")
    talk.hear(says("rani@gmial.com"), says(word))
    assert (talk.step, talk.draft.email) == (step, email)


def test_a_wish_to_change_the_form_demands_no_correction() -> None:
    talk = erasing("go", "account", "skip")
    talk.hear(says("ganti email"))
    assert talk.step == "change"


@pytest.mark.parametrize("steps", [(), ("go",)])
def test_an_address_given_early_is_not_asked_for_again(steps: tuple[str, ...]) -> None:
    talk = erasing(*steps)
    step = talk.step
    talk.hear(asks("ini email saya rani@budi.id"))
    assert (talk.step, talk.draft.email) == (step, "rani@budi.id")
    talk.press(*("go", "account")[len(steps) :])
    assert talk.step == "check"


def test_an_early_address_is_checked_for_a_slip() -> None:
    talk = erasing("go")
    talk.hear(says("rani@gmial.com"))
    assert talk.step == "typo"
    talk.press("mend")
    assert (talk.step, talk.draft.email) == ("whose", "rani@gmail.com")


@pytest.mark.parametrize("step", ["check", "change"])
def test_another_address_at_the_check_replaces_the_first(step: str) -> None:
    talk = erasing("go", "account", "skip", *(("change",) if step == "change" else ()))
    talk.hear(says("rani@budi.id"))
    assert (talk.step, talk.draft.email) == ("check", "rani@budi.id")


def test_a_question_that_holds_an_address_is_answered() -> None:
    talk = erasing("go")
    assert screens(talk.hear(asks("is rani@budi.id kept?"))) == ["answer", "form"]
    assert talk.draft.email is None


def test_an_address_beside_an_opt_out_is_kept_and_sends_nothing() -> None:
    talk = Talk()
    talk.hear(STOP)
    talk.hear(asks("rani@budi.id"))
    assert (talk.step, talk.draft.email, talk.filed) == ("offer", "rani@budi.id", [])


@pytest.mark.parametrize("steps", EVERY_STEP[:2])
def test_words_not_understood_ask_the_same_again(steps: tuple[str, ...]) -> None:
    talk = erasing(*steps)
    step = talk.step
    said = Say("form", {"step": step, "note": "not_this_step"})
    assert talk.hear(says("gue")) == (said,)
    assert talk.step == step


def test_thanks_in_the_middle_of_a_form_do_not_end_it() -> None:
    talk = erasing("go")
    assert screens(talk.hear(chat("thanks"))) == ["smalltalk", "form"]
