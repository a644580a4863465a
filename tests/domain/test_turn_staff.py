"""Words for staff: after an opt-out, in a held conversation, in reply to a case, or too long."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.cases import Kind
from bot.domain.conversation import (
    Adding,
    Given,
    Idle,
    Pressed,
    State,
    Unreadable,
)
from bot.domain.effects import AddDetail, Say, TellStaff

from .examples import (
    ANAS,
    ERASE,
    HELD,
    LONG,
    STOP,
    Talk,
    asks,
    erasing,
    facts,
    names,
    says,
    screens,
    wants,
)

# ---- after an opt-out


def opted_out() -> Talk:
    talk = Talk()
    talk.hear(STOP)
    talk.press("go")
    return talk


@pytest.mark.parametrize("given", [says("lewati"), says("no"), Pressed("skip")])
def test_the_address_after_an_opt_out_can_be_skipped(given: Given) -> None:
    talk = opted_out()
    assert screens(talk.hear(given)) == ["skipped"]
    assert talk.state == Idle()


def test_a_new_demand_after_an_opt_out_is_a_request_and_not_a_note() -> None:
    talk = opted_out()
    talk.hear(ERASE)
    assert (talk.step, talk.draft.kinds) == ("offer", (Kind.ERASURE,))


def test_a_demand_with_an_address_in_it_is_a_demand() -> None:
    talk = opted_out()
    talk.hear(wants("hapus data ana@gmail.com", Kind.ERASURE))
    assert talk.draft.words == "hapus data ana@gmail.com"


def test_the_same_demand_with_an_address_gives_the_address() -> None:
    talk = opted_out()
    case = talk.filed[0].id
    effects = talk.hear(wants("stop promosi ke ana@gmail.com", Kind.OPT_OUT_MARKETING))
    assert effects[0] == AddDetail(case, "email", "ana@gmail.com")


def test_a_question_after_an_opt_out_is_answered() -> None:
    talk = opted_out()
    assert screens(talk.hear(asks("berapa lama?"))) == ["answer"]


def test_thanks_after_an_opt_out_leave_the_question_open() -> None:
    talk = opted_out()
    assert screens(talk.hear(asks("makasih", "smalltalk"))) == ["smalltalk"]
    assert isinstance(talk.hear(says("ana@gmail.com"))[0], AddDetail)


def test_other_words_after_an_opt_out_go_to_the_case() -> None:
    talk = opted_out()
    case = talk.filed[0].id
    effects = talk.hear(says("nomor pelanggan 12345"))
    assert effects == (
        TellStaff(case, "nomor pelanggan 12345"),
        Say("not_address_added", {"case": case}),
    )


# ---- a person holds the conversation


def held() -> Talk:
    return Talk(facts("mailpro", HELD))


@pytest.mark.parametrize(
    "given", [says("baik, terima kasih"), asks("kapan selesai?"), wants("data saya", Kind.ACCESS),
              wants("mau bicara", Kind.HUMAN), names("Mailpro", "mailpro")],
)  # fmt: skip
def test_a_held_conversation_passes_words_to_staff(given: Given) -> None:
    talk = held()
    text = getattr(given, "text", "")
    assert talk.hear(given) == (TellStaff(HELD.id, text), Say("passed_on_quietly"))


def test_a_new_demand_in_a_held_conversation_starts_a_request() -> None:
    talk = held()
    talk.hear(ERASE)
    assert talk.draft.kinds == (Kind.ERASURE,)


def test_what_only_sounds_like_a_demand_is_passed_on_too() -> None:
    given = wants("we stopped it", Kind.OBJECTION)
    leant = replace(given, understood=replace(given.understood, is_leant=True))
    assert held().hear(leant)[0] == TellStaff(HELD.id, "we stopped it")


def test_the_same_right_at_another_company_is_a_new_demand() -> None:
    talk = held()
    talk.hear(wants("lihat data saya di Mailcamp", Kind.ACCESS, policy="mailcamp", names=True))
    assert (talk.draft.kinds, talk.draft.policy) == ((Kind.ACCESS,), "mailcamp")


def test_answers_to_the_form_are_not_taken_for_words_to_staff() -> None:
    talk = held()
    talk.hear(ERASE)
    talk.press("go", "account")
    talk.hear(says("ana@gmail.com"))
    assert talk.draft.email == "ana@gmail.com"


def test_a_company_asked_for_is_heard_though_a_person_holds_another_case() -> None:
    talk = Talk(facts(None, HELD))
    talk.hear(wants("hapus data saya", Kind.ERASURE, policy=None), names("Mailcamp", "mailcamp"))
    assert talk.draft.policy == "mailcamp"


# ---- replies to a case's message


@pytest.mark.parametrize("state", [Idle(), erasing("go").state, Adding("b" * 32, "email")])
def test_a_reply_goes_to_the_case_it_replies_to(state: State) -> None:
    talk = Talk(facts("mailpro", ANAS), state)
    effects = talk.hear(replace(says("ini jawaban saya"), about=ANAS.id))
    assert effects == (TellStaff(ANAS.id, "ini jawaban saya"), Say("passed_on_quietly"))
    assert talk.state == state


def test_a_reply_that_demands_something_new_starts_a_request() -> None:
    talk = Talk(facts("mailpro", ANAS))
    talk.hear(replace(ERASE, about=ANAS.id))
    assert talk.draft.kinds == (Kind.ERASURE,)


def test_a_reply_with_the_address_asked_for_gives_the_address() -> None:
    talk = opted_out()
    case = talk.filed[0].id
    assert talk.hear(replace(says("ana@gmail.com"), about=case))[0] == AddDetail(
        case, "email", "ana@gmail.com"
    )


def test_a_reply_to_nobodys_case_is_only_words() -> None:
    talk = Talk(facts("mailpro", ANAS))
    assert screens(talk.hear(replace(says("halo"), about="f" * 32))) == ["not_found"]


# ---- too long, or not readable


def test_a_long_text_is_kept_whole_and_one_press_from_staff() -> None:
    talk = Talk()
    [said] = talk.hear(LONG)
    assert isinstance(said, Say)
    assert said.slots["length"] == len(LONG.text)
    assert said.slots["draft"] == talk.draft.id[:6]
    talk.press("go")
    assert [(draft.kinds, draft.details) for draft in talk.filed] == [((Kind.HUMAN,), LONG.text)]


@pytest.mark.parametrize("steps", [(), ("go",), ("go", "account"), ("go", "account", "skip")])
def test_a_long_text_in_the_middle_of_a_request_goes_with_it(steps: tuple[str, ...]) -> None:
    talk = erasing(*steps)
    step, ident = talk.step, talk.draft.id
    talk.hear(LONG)
    assert (talk.step, talk.draft.id, talk.draft.details) == (step, ident, LONG.text.strip())


def test_a_long_answer_to_a_question_is_its_answer() -> None:
    talk = Talk(facts("mailpro", HELD))
    talk.hear(wants("saya mau mengadu", Kind.COMPLAINT))
    talk.press("go")
    assert talk.step == "details"
    talk.hear(LONG)
    assert (talk.step, talk.draft.details) == ("when", LONG.text)


def test_a_long_text_goes_to_the_case_that_waits_for_it_or_is_held() -> None:
    adding = Talk(facts("mailpro", ANAS), Adding(ANAS.id))
    assert adding.hear(LONG) == (TellStaff(ANAS.id, LONG.text), Say("added"))
    assert held().hear(LONG) == (TellStaff(HELD.id, LONG.text), Say("passed_on"))


def test_what_cannot_be_read_changes_nothing() -> None:
    talk = erasing("go")
    before = talk.state
    assert screens(talk.hear(Unreadable())) == ["unreadable"]
    assert talk.state == before
