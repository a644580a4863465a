"""One message to several companies: asked once, a case and a reference each."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.cases import Kind
from bot.domain.conversation import Choosing, Idle, Pressed, Typed, Understood
from bot.domain.effects import AddDetail, ChoosePolicy

from .examples import ERASE, NOW, NOWHERE, Talk, facts, says, screens

BOTH = Typed(
    "hapus data saya di mailcamp dan jurnal",
    Understood("request", None, ("mailcamp", "jurnal"), kinds=(Kind.ERASURE,), each=True),
)
STOP_BOTH = replace(
    BOTH,
    text="stop promosi mailcamp dan jurnal",
    understood=replace(BOTH.understood, kinds=(Kind.OPT_OUT_MARKETING,)),
)


def test_each_company_gets_a_request_of_its_own_and_questions_are_asked_once() -> None:
    talk = Talk(facts(None))
    assert talk.hear(BOTH)[0] == ChoosePolicy("mailcamp")
    assert (talk.step, talk.draft.companies) == ("offer", ("mailcamp", "jurnal"))
    talk.press("go", "account")
    talk.hear(says("ana@gmail.com"))
    talk.press("go")
    assert [draft.policy for draft in talk.filed] == ["mailcamp", "jurnal"]
    assert {draft.email for draft in talk.filed} == {"ana@gmail.com"}
    assert {draft.at for draft in talk.filed} == {NOW}
    assert len({draft.id for draft in talk.filed}) == 2
    assert not any(draft.also for draft in talk.filed)
    assert talk.state == Idle()


def test_each_company_can_be_asked_for_something_else() -> None:
    wishes = (("mailcamp", (Kind.ERASURE,)), ("jurnal", (Kind.OPT_OUT_MARKETING,)))
    kinds = (Kind.ERASURE, Kind.OPT_OUT_MARKETING)
    got = replace(BOTH.understood, kinds=kinds, wishes=wishes)
    talk = Talk(facts(None))
    talk.hear(replace(BOTH, understood=got))
    talk.press("go", "account", "skip", "go")
    assert [(draft.policy, draft.kinds) for draft in talk.filed] == list(wishes)


def test_one_of_them_can_be_chosen() -> None:
    talk = Talk(facts(None))
    talk.hear(BOTH)
    talk.press("at-jurnal")
    assert (talk.step, talk.draft.companies) == ("whose", ("jurnal",))
    assert talk.draft.demanded


def test_the_address_asked_for_after_an_opt_out_goes_to_every_case() -> None:
    talk = Talk(facts(None))
    talk.hear(STOP_BOTH)
    talk.press("go")
    ids = [draft.id for draft in talk.filed]
    effects = talk.hear(says("ana@gmail.com"))
    assert effects[:2] == tuple(AddDetail(one, "email", "ana@gmail.com") for one in ids)
    assert screens(effects) == ["detail_added"]


def test_a_demand_that_waits_can_be_given_two_companies() -> None:
    talk = Talk(facts(None))
    talk.hear(NOWHERE)
    assert isinstance(talk.state, Choosing)
    talk.hear(Typed("", Understood("which_policy", policies=("mailcamp", "jurnal"), each=True)))
    assert (talk.draft.companies, talk.draft.kinds) == (("mailcamp", "jurnal"), (Kind.ERASURE,))
    assert talk.draft.words == NOWHERE.text


def test_further_companies_join_a_draft_and_the_offer_shows_them() -> None:
    talk = Talk()
    talk.hear(ERASE)
    talk.press("go")
    talk.hear(BOTH)
    assert (talk.step, talk.draft.companies) == ("offer", ("mailpro", "mailcamp", "jurnal"))
    assert talk.draft.words == f"{ERASE.text}\n{BOTH.text}"


def test_the_same_draft_always_makes_the_same_cases() -> None:
    first, second = Talk(facts(None)), Talk(facts(None))
    for talk in (first, second):
        talk.hear(STOP_BOTH)
        talk.press("go")
    assert first.filed == second.filed


def test_a_button_pressed_again_after_sending_shows_what_became_of_it() -> None:
    talk = Talk(facts(None))
    talk.hear(STOP_BOTH)
    button = Pressed("f", (talk.draft.id[:6], "offer", "go"))
    talk.hear(button)
    assert screens(talk.hear(button)) == ["case"]
    assert len(talk.filed) == 2
