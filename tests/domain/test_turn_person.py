"""A wish for a person: no company is needed for it, and nothing said along the way is lost."""

from __future__ import annotations

import pytest

from bot.domain.cases import Kind
from bot.domain.conversation import Command, Given, Pressed

from .examples import NOW, NOWHERE, Talk, facts, names, says, screens, wants

MAILCAMP = names("Mailcamp", "mailcamp")


@pytest.mark.parametrize("given", [Command("human"), Pressed("req", ("human",))])
def test_a_person_can_be_wished_for_before_a_company_is_known(given: Given) -> None:
    talk = Talk(facts(None))
    talk.hear(given)
    assert (talk.step, talk.draft.kinds, talk.draft.policy) == ("details", (Kind.HUMAN,), "")
    assert not talk.draft.demanded
    talk.hear(says("it's about my bill"))
    assert [draft.details for draft in talk.filed] == ["it's about my bill"]


def test_a_wish_for_a_person_in_words_needs_no_company() -> None:
    talk = Talk(facts(None))
    talk.hear(wants("I want a person", Kind.HUMAN, policy=None))
    assert (talk.step, talk.draft.policy, talk.draft.demanded) == ("details", "", True)


def test_a_person_wished_for_hears_which_company_it_is_about_if_that_is_said() -> None:
    talk = Talk(facts(None))
    talk.hear(Command("human"), MAILCAMP)
    assert (talk.step, talk.draft.policy) == ("details", "mailcamp")
    talk = Talk(facts(None))
    talk.hear(Command("human"), names("Mailcamp keeps writing to me", "mailcamp", "answer"))
    assert [draft.policy for draft in talk.filed] == ["mailcamp"]


def test_a_complaint_told_to_a_person_is_what_it_is_about() -> None:
    talk = Talk(facts(None))
    talk.hear(Command("human"), wants("nobody answers me", Kind.COMPLAINT, policy=None))
    assert [(draft.kinds, draft.details) for draft in talk.filed] == [
        ((Kind.HUMAN,), "nobody answers me")
    ]


def test_a_demand_that_finds_no_company_is_filed_for_a_person_as_it_stands() -> None:
    talk = Talk(facts(None))
    talk.hear(NOWHERE, Pressed("co", ("-",)), Pressed("req", ("human", "-")))
    [draft] = talk.filed
    assert (draft.words, draft.at, draft.policy) == ("hapus data saya", NOW, "")
    assert draft.kinds == (Kind.ERASURE, Kind.HUMAN)


def test_a_right_demanded_of_a_person_without_a_company_asks_for_one() -> None:
    talk = Talk(facts(None))
    assert screens(talk.hear(Command("human"), NOWHERE)) == ["which_for_request"]
    talk.hear(MAILCAMP)
    assert (talk.draft.kinds, talk.draft.policy) == ((Kind.HUMAN, Kind.ERASURE), "mailcamp")
