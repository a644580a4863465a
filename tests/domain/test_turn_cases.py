"""Own cases and nobody else's; buttons that no longer fit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.cases import Kind
from bot.domain.conversation import Adding, Choosing, Command, Filling, Idle, Pressed, State
from bot.domain.effects import (
    Say,
    TellStaff,
    Toast,
    Withdraw,
)

from .examples import (
    ANAS,
    BUDIS,
    ERASE,
    NOBODYS,
    NOW,
    STOP,
    Talk,
    button,
    erasing,
    facts,
    says,
    screens,
    wants,
)

# ---- own cases, and nobody else's


@pytest.mark.parametrize("action", ["case", "wd", "comp", "wdy", "add"])
@pytest.mark.parametrize("reference", [BUDIS, NOBODYS, "", "x:y"])
def test_anothers_reference_is_as_unknown_as_none(action: str, reference: str) -> None:
    for talk, pressed in (
        (Talk(facts("mailpro", ANAS)), Pressed(action, (reference,))),
        (Talk(facts("mailpro")), Pressed(action, (ANAS.reference,))),
    ):
        effects = talk.hear(pressed)
        assert effects == Talk().hear(Pressed(action, (NOBODYS,)))
        assert not any(isinstance(effect, Withdraw | TellStaff) for effect in effects)


def test_status_of_anothers_reference_is_as_unknown_as_of_none() -> None:
    talk = Talk(facts("mailpro", ANAS))
    assert talk.hear(Command("status", ANAS.reference)) == (Say("case", {"case": ANAS.id}),)
    assert talk.hear(Command("status", BUDIS)) == talk.hear(Command("status", NOBODYS))
    assert screens(talk.hear(Command("status"))) == ["status"]


def test_withdrawing_is_asked_once_and_done_once() -> None:
    talk = Talk(facts("mailpro", ANAS))
    assert screens(talk.hear(Pressed("wd", (ANAS.reference,)))) == ["withdraw"]
    assert talk.hear(Pressed("wdy", (ANAS.reference,)))[0] == Withdraw(ANAS.id, ANAS.withdrawable)
    talk.facts = facts("mailpro", replace(ANAS, is_open=False, withdrawable=()))
    again = talk.hear(Pressed("wdy", (ANAS.reference,)))
    assert again == (Say("case", {"case": ANAS.id}, edit=True),)
    assert screens(talk.hear(Pressed("wd", (ANAS.reference,)))) == ["too_late_to_withdraw"]


def test_the_next_message_is_added_to_the_case() -> None:
    talk = Talk(facts("mailpro", ANAS))
    talk.hear(Pressed("add", (ANAS.reference,)))
    effects = talk.hear(says("akun lama saja"))
    assert effects == (TellStaff(ANAS.id, "akun lama saja"), Say("added"))
    assert talk.state == Idle()


# ---- buttons that no longer fit


def test_a_button_of_an_earlier_step_answers_with_the_present_one() -> None:
    talk = Talk()
    talk.hear(ERASE)
    old = button(talk.state, "go")
    talk.press("go")
    assert talk.hear(old) == (Toast("stale_button"), Say("form", {"step": "whose"}))
    assert isinstance(talk.state, Filling)


def test_a_button_of_another_draft_does_nothing() -> None:
    talk = Talk()
    talk.hear(STOP)
    old = button(talk.state, "go")
    talk.hear(Command("cancel"), ERASE)
    assert talk.hear(old)[0] == Toast("stale_button")
    assert talk.filed == []


def test_skipping_twice_skips_one_question() -> None:
    talk = Talk()
    talk.hear(wants("perbaiki nama saya", Kind.RECTIFICATION))
    talk.press("go", "account")
    skip = button(talk.state, "skip")
    talk.hear(skip)
    assert talk.hear(skip) == (Toast("stale_button"), Say("form", {"step": "details"}))
    assert talk.step == "details"


def test_sending_twice_files_once() -> None:
    talk = erasing("go", "account", "skip")
    send = button(talk.state, "go")
    talk.hear(send, send, send)
    assert len(talk.filed) == 1


@pytest.mark.parametrize(
    ("state", "screen"),
    [
        (Idle(), "help"),
        (Choosing(), "companies"),
        (Choosing("berapa lama?", NOW), "which"),
        (Choosing("hapus", NOW, (Kind.ERASURE,), True), "which_for_request"),
        (Adding(ANAS.id), "add"),
    ],
)
@pytest.mark.parametrize("action", ["", "f", "nonsense", "co", "lang", "req", "art"])
def test_a_stale_button_shows_what_stands_open(state: State, screen: str, action: str) -> None:
    talk = Talk(facts("mailpro", ANAS), state)
    effects = talk.hear(Pressed(action, ("old",)))
    assert (effects[0], screens(effects)) == (Toast("stale_button"), [screen])
    assert talk.state == state
