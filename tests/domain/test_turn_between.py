"""What comes in the middle of a request: more demands, other companies, questions, long texts."""

from __future__ import annotations

import pytest

from bot.domain.cases import Kind
from bot.domain.conversation import (
    Command,
    Given,
    Pressed,
)
from bot.domain.effects import ChoosePolicy, FileRequest, Say, Toast

from .examples import (
    ANAS,
    ERASE,
    STOP,
    Talk,
    asks,
    erasing,
    facts,
    says,
    wants,
)

ELSEWHERE = wants("hapus data di Mailcamp", Kind.ERASURE, policy="mailcamp", names=True)


QUESTIONS = "answer silent suggest compare which_policy smalltalk unknown".split()


# ---- a second demand


@pytest.mark.parametrize("steps", [(), ("go",), ("go", "account"), ("go", "account", "skip")])
def test_a_second_demand_joins_the_draft_at_every_step(steps: tuple[str, ...]) -> None:
    talk = erasing(*steps)
    step = talk.step
    talk.hear(STOP)
    assert talk.draft.kinds == (Kind.ERASURE, Kind.OPT_OUT_MARKETING)
    assert talk.draft.words == "hapus data saya\nstop promosi"
    assert (talk.step, talk.filed) == (step, [])


def test_a_right_that_joins_at_the_check_is_asked_what_it_needs() -> None:
    talk = erasing("go", "account", "skip")
    talk.hear(wants("perbaiki nama saya", Kind.RECTIFICATION))
    assert talk.step == "details"
    talk.hear(says("Ana, bukan Anna"))
    assert (talk.step, talk.draft.whose) == ("check", "account")


def test_the_same_demand_again_keeps_its_words() -> None:
    talk = erasing()
    talk.hear(wants("hapus alamat rumah juga", Kind.ERASURE))
    assert talk.draft.kinds == (Kind.ERASURE,)
    assert talk.draft.words == "hapus data saya\nhapus alamat rumah juga"


def test_an_offer_becomes_a_demand_by_words() -> None:
    talk = Talk()
    talk.hear(Pressed("req", ("erasure", "mailpro")))
    talk.hear(ERASE)
    assert talk.draft.demanded


@pytest.mark.parametrize("steps", [(), ("go",), ("go", "account"), ("go", "account", "skip")])
def test_a_demand_for_another_company_files_the_first(steps: tuple[str, ...]) -> None:
    talk = erasing(*steps)
    first = talk.draft
    effects = talk.hear(ELSEWHERE)
    assert effects[:2] == (FileRequest(first), ChoosePolicy("mailcamp"))
    assert (talk.draft.policy, talk.draft.words, talk.step) == (
        "mailcamp",
        "hapus data di Mailcamp",
        "offer",
    )
    assert talk.draft.id != first.id


def test_a_demand_for_another_company_is_heard_where_details_are_asked_for() -> None:
    talk = erasing("go", "account", "skip", "details")
    talk.hear(ELSEWHERE)
    assert [draft.policy for draft in talk.filed] == ["mailpro"]
    assert talk.draft.policy == "mailcamp"


def test_a_demand_for_another_company_files_no_mere_offer() -> None:
    talk = Talk()
    talk.hear(Pressed("req", ("access", "mailpro")), ELSEWHERE)
    assert (talk.filed, talk.draft.policy) == ([], "mailcamp")


def test_a_company_only_looked_at_does_not_take_the_request_over() -> None:
    talk = erasing()
    talk.hear(Pressed("art", ("mailcamp.sale",)))
    talk.hear(wants("stop promosi", Kind.OPT_OUT_MARKETING, policy="mailcamp"))
    assert (talk.draft.policy, talk.filed) == ("mailpro", [])


def test_a_right_named_to_a_person_gets_its_own_clock() -> None:
    talk = Talk()
    talk.hear(Command("human"), ERASE)
    assert talk.draft.kinds == (Kind.HUMAN, Kind.ERASURE)
    assert talk.draft.demanded


@pytest.mark.parametrize("steps", [(), ("go",), ("go", "account"), ("go", "account", "skip")])
def test_a_person_is_wished_for_without_losing_the_request(steps: tuple[str, ...]) -> None:
    talk = erasing(*steps)
    talk.hear(Command("human"))
    assert talk.draft.kinds == (Kind.ERASURE, Kind.HUMAN)
    assert talk.draft.words == ERASE.text


@pytest.mark.parametrize(
    "args",
    [("access", "mailpro"), ("access", ""), ("human",), ("access", "x")],
)
def test_a_request_button_in_the_middle_of_one_waits_its_turn(args: tuple[str, ...]) -> None:
    talk = erasing("go")
    before = talk.state
    effects = talk.hear(Pressed("req", args))
    assert effects == (Toast("finish_first"), Say("form", {"step": "whose"}))
    assert talk.state == before


@pytest.mark.parametrize(
    "given", [Pressed("add", (ANAS.reference,)), Pressed("cancel"), Pressed("skip")]
)
def test_a_button_of_another_question_leaves_the_form_alone(given: Given) -> None:
    talk = erasing("go")
    talk.facts = facts("mailpro", ANAS)
    assert talk.hear(given) == (Toast("stale_button"), Say("form", {"step": "whose"}))


def test_questions_in_the_middle_leave_the_form_alone() -> None:
    talk = erasing("go")
    before = talk.state
    for outcome in QUESTIONS:
        assert talk.hear(asks("berapa lama?", outcome))
        assert talk.state == before
