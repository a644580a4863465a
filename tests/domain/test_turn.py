"""The conversation: how a request comes to be filed, and what may happen on the way."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.cases import Kind
from bot.domain.conversation import Adding, Choosing, Command, Given, Idle, Pressed
from bot.domain.effects import (
    AddDetail,
    ChoosePolicy,
    FileRequest,
    Toast,
)

from .examples import (
    ANAS,
    ERASE,
    NOW,
    STOP,
    Talk,
    asks,
    names,
    says,
    screens,
    wants,
)

CANCEL = Command("cancel")


# ---- from the first words to the request


def test_an_erasure_takes_five_inputs() -> None:
    talk = Talk()
    talk.hear(ERASE)
    assert talk.step == "offer"
    talk.press("go")
    assert talk.step == "whose"
    talk.press("account")
    assert talk.step == "email"
    talk.hear(says("ana@gmail.com"))
    assert talk.step == "check"
    [effect] = talk.press("go")
    assert isinstance(effect, FileRequest)
    assert talk.heard == 5
    draft = effect.draft
    assert (draft.policy, draft.kinds, draft.words) == ("mailpro", (Kind.ERASURE,), ERASE.text)
    assert (draft.whose, draft.email, draft.at) == ("account", "ana@gmail.com", NOW)
    assert talk.state == Idle()


def test_an_erasure_can_be_sent_with_words_alone_and_nothing_else_told() -> None:
    talk = Talk()
    talk.hear(ERASE, says("ya"), says("lewati"), says("skip"), says("Kirim!"))
    [draft] = talk.filed
    assert (draft.whose, draft.email, draft.details) == (None, None, None)


def test_an_opt_out_takes_two_inputs_and_then_asks_for_the_address() -> None:
    talk = Talk()
    talk.hear(STOP)
    effects = talk.press("go")
    [draft] = talk.filed
    assert talk.heard == 2
    assert effects == (FileRequest(draft),)
    assert talk.step == "adding"
    assert talk.hear(says("ana@gmail.com"))[0] == AddDetail(draft.id, "email", "ana@gmail.com")
    assert talk.step == "idle"


def test_a_wish_for_a_person_asks_only_what_it_is_about() -> None:
    talk = Talk()
    talk.hear(Command("human"))
    assert talk.step == "details"
    talk.hear(says("tagihan saya aneh"))
    [draft] = talk.filed
    assert (draft.kinds, draft.details) == ((Kind.HUMAN,), "tagihan saya aneh")


def test_a_request_wished_for_under_an_answer_demands_nothing_until_it_is_sent() -> None:
    talk = Talk()
    talk.hear(Pressed("req", ("erasure", "mailcamp")))
    assert not talk.draft.demanded
    assert talk.draft.policy == "mailcamp"
    talk.press("go")
    assert talk.draft.demanded


def test_doing_it_oneself_sends_nothing() -> None:
    talk = Talk()
    talk.hear(ERASE)
    assert screens(talk.press("self")) == ["do_it_yourself"]
    assert (talk.state, talk.filed) == (Idle(), [])


def test_of_two_requests_in_one_message_one_can_be_chosen() -> None:
    talk = Talk()
    talk.hear(wants("hapus data dan stop promosi", Kind.ERASURE, Kind.OPT_OUT_MARKETING))
    talk.press("only-opt_out_marketing")
    assert [draft.kinds for draft in talk.filed] == [(Kind.OPT_OUT_MARKETING,)]


@pytest.mark.parametrize("choice", ["only-access", "only-", "whose", "mend", "", "send"])
def test_an_offer_takes_no_choice_it_does_not_show(choice: str) -> None:
    talk = Talk()
    talk.hear(ERASE)
    before = talk.state
    assert talk.press(choice)[0] == Toast("stale_button")
    assert talk.state == before


# ---- the check, and changing an answer


def at_the_check() -> Talk:
    talk = Talk()
    talk.hear(ERASE)
    talk.press("go", "account")
    talk.hear(says("ana@gmail.com"))
    return talk


@pytest.mark.parametrize(
    ("field", "answer", "changed"),
    [
        ("email", says("ana@budi.id"), {"email": "ana@budi.id"}),
        ("details", says("hanya akun lama"), {"details": "hanya akun lama"}),
        ("details", says("skip"), {"details": None}),
    ],
)
def test_one_answer_is_changed_and_the_others_kept(
    field: str, answer: Given, changed: dict[str, Any]
) -> None:
    talk = at_the_check()
    before = talk.draft
    talk.press("change", field)
    assert talk.step == field
    talk.hear(answer)
    assert talk.step == "check"
    assert replace(talk.draft, asked=()) == replace(before, asked=(), **changed)


def test_for_whom_is_changed_by_button() -> None:
    talk = at_the_check()
    talk.press("change", "whose", "other")
    assert (talk.step, talk.draft.whose) == ("check", "other")


@pytest.mark.parametrize("chosen", [Pressed("co", ("mailcamp",)), names("Mailcamp", "mailcamp")])
def test_the_company_is_changed_by_button_or_by_its_name(chosen: Given) -> None:
    talk = at_the_check()
    assert screens(talk.press("change", "company")) == ["companies"]
    assert talk.hear(chosen)[0] == ChoosePolicy("mailcamp")
    assert (talk.step, talk.draft.policy) == ("check", "mailcamp")
    assert talk.draft.email == "ana@gmail.com"


def test_no_at_the_question_what_to_change_goes_back_to_the_check() -> None:
    talk = at_the_check()
    talk.press("change")
    talk.hear(says("tidak"))
    assert talk.step == "check"
    talk.press("change", "check")
    assert talk.step == "check"


# ---- an address


def at_the_address() -> Talk:
    talk = Talk()
    talk.hear(ERASE)
    talk.press("go", "account")
    return talk


@pytest.mark.parametrize(
    ("choice", "kept"), [("mend", "rani@gmail.com"), ("keep", "rani@gmial.com")]
)
def test_a_likely_slip_is_offered_and_never_forced(choice: str, kept: str) -> None:
    talk = at_the_address()
    talk.hear(says("rani@gmial.com"))
    assert (talk.step, talk.draft.meant) == ("typo", "rani@gmail.com")
    talk.press(choice)
    assert (talk.step, talk.draft.email, talk.draft.meant) == ("check", kept, None)


def test_a_slip_can_be_typed_again_or_left_out() -> None:
    talk = at_the_address()
    talk.hear(says("rani@gmial.com"))
    talk.press("again")
    assert (talk.step, talk.draft.email) == ("email", None)
    talk.hear(says("rani@gmial.com"), says("rani@budi.id"))
    assert (talk.step, talk.draft.email) == ("check", "rani@budi.id")
    talk.press("change", "email")
    talk.hear(says("rani@gmial.com"), says("skip"))
    assert (talk.step, talk.draft.email) == ("check", None)


@pytest.mark.parametrize("choice", ["go", "skip", "account", "check"])
def test_a_slip_takes_no_other_choice(choice: str) -> None:
    talk = at_the_address()
    talk.hear(says("rani@gmial.com"))
    assert talk.press(choice)[0] == Toast("stale_button")


def test_an_address_is_found_in_a_sentence() -> None:
    talk = at_the_address()
    talk.hear(says("Email saya ana@budi.id."))
    assert (talk.step, talk.draft.email) == ("check", "ana@budi.id")


@pytest.mark.parametrize("text", ["ana", "ana @gmail.com", "ana@gmail", "[email protected]"])
def test_what_is_no_address_is_asked_again_and_never_mended(text: str) -> None:
    talk = at_the_address()
    assert screens(talk.hear(says(text))) == ["not_an_address"]
    assert (talk.step, talk.draft.email) == ("email", None)


def test_a_question_at_the_address_is_answered_and_the_form_stands() -> None:
    talk = at_the_address()
    assert screens(talk.hear(asks("kenapa perlu email?"))) == ["answer", "form"]
    assert talk.step == "email"


def test_a_question_at_the_details_is_answered_and_other_words_are_kept() -> None:
    talk = at_the_check()
    talk.press("change", "details")
    assert screens(talk.hear(asks("berapa lama?"))) == ["answer", "form"]
    talk.hear(asks("hanya akun lama"))
    assert talk.draft.details == "hanya akun lama"


# ---- leaving


@pytest.mark.parametrize(
    "talk",
    [at_the_check(), at_the_address(), Talk(state=Choosing("hapus", NOW, (Kind.ERASURE,), True)),
     Talk(state=Adding(ANAS.id)), Talk(state=Adding(ANAS.id, "email")), Talk(state=Choosing())],
    ids=lambda talk: talk.step,
)  # fmt: skip
def test_cancel_always_leaves(talk: Talk) -> None:
    assert screens(talk.hear(CANCEL)) == ["cancelled"]
    assert talk.state == Idle()
    assert talk.filed == []


def test_with_nothing_to_cancel_nothing_is_cancelled() -> None:
    assert screens(Talk().hear(CANCEL)) == ["nothing_to_cancel"]


@pytest.mark.parametrize("steps", [(), ("go",), ("go", "account"), ("go", "account", "skip")])
def test_every_step_can_be_cancelled_by_its_button(steps: tuple[str, ...]) -> None:
    talk = Talk()
    talk.hear(ERASE)
    talk.press(*steps, "cancel")
    assert (talk.state, talk.filed) == (Idle(), [])


def test_no_is_no_to_the_request_itself() -> None:
    talk = Talk()
    talk.hear(STOP, says("Tidak."))
    assert (talk.state, talk.filed) == (Idle(), [])
