"""Which company is meant: asked when unknown, and what waited for it is dealt with afterwards."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.cases import Kind
from bot.domain.conversation import (
    Choosing,
    Command,
    Given,
    Idle,
    OwnCase,
    Pressed,
    State,
    TooLong,
    Understood,
)
from bot.domain.effects import ChooseLanguage, ChoosePolicy, Say, Toast

from .examples import (
    ANAS,
    ERASE,
    NOW,
    NOWHERE,
    STOP,
    Talk,
    asks,
    facts,
    names,
    says,
    screens,
    wants,
)

MAILCAMP = Pressed("co", ("mailcamp",))


def nobody_yet() -> Talk:
    """Ana wrote "hapus data saya" and named no company."""
    talk = Talk(facts(None))
    assert screens(talk.hear(NOWHERE)) == ["which_for_request"]
    return talk


@pytest.mark.parametrize(
    "reply",
    [
        MAILCAMP,
        names("Mailcamp", "mailcamp"),
        names("mailcmap dong ya kak", "mailcamp"),
        names("saya pakai mailcamp", "mailcamp", outcome="answer"),
        Command("start", "mailcamp"),
    ],
    ids=["button", "name", "misspelt", "sentence", "link"],
)
def test_a_demand_waits_for_its_company_and_then_begins(reply: Given) -> None:
    talk = nobody_yet()
    assert talk.hear(reply)[0] == ChoosePolicy("mailcamp")
    assert (talk.step, talk.draft.policy) == ("offer", "mailcamp")
    assert (talk.draft.words, talk.draft.kinds) == (NOWHERE.text, (Kind.ERASURE,))
    assert talk.draft.demanded


def test_the_clock_of_a_demand_starts_before_its_company_is_known() -> None:
    talk = nobody_yet()
    talk.facts = replace(talk.facts, now=NOW.replace(hour=9))
    talk.hear(MAILCAMP)
    assert talk.draft.at == NOW


def test_companies_a_name_could_mean_are_shown() -> None:
    got = Understood("request", None, ("mailcamp", "mailpro"), kinds=(Kind.ERASURE,))
    talk = Talk(facts(None))
    talk.hear(replace(NOWHERE, understood=got))
    assert talk.hear(asks("mail", "which_policy", None)) == (
        Say("which_for_request", {"policies": ()}),
    )


@pytest.mark.parametrize(
    ("given", "first"),
    [
        (names("apakah Mailpro menjual data?", "mailpro", outcome="answer"), "answer"),
        (asks("makasih", "smalltalk", None), "smalltalk"),
        (asks("cuaca hari ini", "unknown", None), "not_found"),
        (asks("apa bedanya?", "compare", None), "compare"),
    ],
)
def test_a_question_in_between_is_answered_and_the_demand_still_waits(
    given: Given, first: str
) -> None:
    talk = nobody_yet()
    assert screens(talk.hear(given)) == [first, "which_for_request"]
    talk.hear(MAILCAMP)
    assert talk.draft.words == NOWHERE.text


@pytest.mark.parametrize(
    "given",
    [Command("start"), Command("start", "nonsense"), Command("company"), Command("help"),
     Command("status"), Pressed("menu"), Pressed("co", ("-",)), Pressed("add", (ANAS.reference,)),
     Pressed("req", ("access", "mailpro")), Pressed("art", ("mailpro.erasure",)),
     asks("berapa lama?", "which_policy", None)],
)  # fmt: skip
def test_nothing_else_pushes_a_waiting_demand_aside(given: Given) -> None:
    talk = nobody_yet()
    talk.facts = replace(talk.facts, cases=(ANAS,))
    talk.hear(given, MAILCAMP)
    assert (talk.draft.words, talk.draft.policy) == (NOWHERE.text, "mailcamp")


def test_a_second_demand_waits_with_the_first() -> None:
    talk = nobody_yet()
    talk.hear(wants("stop promosi juga", Kind.OPT_OUT_MARKETING, policy=None), MAILCAMP)
    assert talk.draft.kinds == (Kind.ERASURE, Kind.OPT_OUT_MARKETING)
    assert talk.draft.words == "hapus data saya\nstop promosi juga"


def test_a_second_demand_that_names_the_company_begins_both() -> None:
    talk = nobody_yet()
    stop = wants("stop promosi Mailcamp", Kind.OPT_OUT_MARKETING, policy="mailcamp", names=True)
    talk.hear(stop)
    assert talk.draft.kinds == (Kind.ERASURE, Kind.OPT_OUT_MARKETING)
    assert talk.draft.policy == "mailcamp"


def test_a_company_spoken_of_before_is_not_taken_for_the_one_asked_for() -> None:
    talk = nobody_yet()
    talk.hear(STOP)
    assert talk.step == "choosing"


def test_a_wish_by_button_demands_nothing_though_it_waited_for_a_company() -> None:
    talk = Talk(facts(None))
    talk.hear(Pressed("req", ("erasure", "")), MAILCAMP)
    assert not talk.draft.demanded


def test_a_button_without_a_company_means_the_one_spoken_of() -> None:
    talk = Talk()
    talk.hear(Pressed("req", ("erasure", "")))
    assert talk.draft.policy == "mailpro"


def test_a_long_text_waits_whole_for_its_company() -> None:
    talk = Talk(facts(None))
    talk.hear(TooLong("x" * 4000))
    assert talk.draft.details == "x" * 4000
    talk = nobody_yet()
    talk.hear(TooLong("y" * 4000), MAILCAMP)
    assert talk.draft.words == f"hapus data saya\n{'y' * 4000}"
    assert talk.draft.kinds == (Kind.ERASURE,)


# ---- a question that waits


KNOWN = Understood("answer", "mailcamp", articles=("mailcamp.sale",))


@pytest.mark.parametrize(
    "reply",
    [replace(MAILCAMP, understood=KNOWN), replace(names("Mailcamp", "mailcamp"), again=KNOWN)],
    ids=["button", "name"],
)
def test_a_question_waits_for_its_company_and_is_then_answered(reply: Given) -> None:
    talk = Talk(facts(None))
    assert screens(talk.hear(asks("data dijual?", "which_policy", None))) == ["which"]
    effects = talk.hear(reply)
    assert effects[0] == ChoosePolicy("mailcamp")
    assert screens(effects) == ["answer"]
    assert talk.step == "idle"


def test_a_question_that_turns_out_to_be_a_demand_becomes_one() -> None:
    talk = Talk(facts(None))
    talk.hear(asks("data saya gimana", "which_policy", None))
    got = Understood("request", "mailcamp", kinds=(Kind.ACCESS,))
    talk.hear(replace(MAILCAMP, understood=got))
    assert (talk.draft.policy, talk.draft.words) == ("mailcamp", "data saya gimana")


@pytest.mark.parametrize("state", [Idle(), Choosing()])
def test_a_company_is_chosen_by_its_name_alone(state: State) -> None:
    talk = Talk(facts(None), state)
    effects = talk.hear(names("Mailcamp", "mailcamp"))
    assert effects == (ChoosePolicy("mailcamp"), Say("company_chosen", {"policy": "mailcamp"}))


def test_a_name_in_a_longer_text_that_is_not_ours_is_not_a_choice() -> None:
    given = names("tolong perbaiki tombol bayar di Mailcamp", "mailcamp")
    assert screens(Talk().hear(given)) == ["not_found"]


def test_a_price_asked_in_few_words_is_not_a_choice_of_its_company() -> None:
    given = names("harga Mailcamp berapa", "mailcamp")
    plainly = replace(given, understood=replace(given.understood, elsewhere=True))
    assert screens(Talk().hear(plainly)) == ["off_topic"]


def test_a_company_that_is_not_held_is_said_and_can_be_chosen_anew() -> None:
    talk = nobody_yet()
    assert screens(talk.hear(Pressed("co", ("-",)))) == ["not_held"]
    talk.hear(MAILCAMP)
    assert talk.step == "offer"


# ---- the way in


@pytest.mark.parametrize(
    ("given", "cases", "screen"),
    [
        (Command("start"), (), "start"),
        (Command("start"), (ANAS,), "start_again"),
        (Command("start"), (replace(ANAS, is_open=False),), "start"),
        (Command("start", "mailcamp"), (), "start_company"),
        (Command("start", "hotel"), (), "start_unknown"),
        (Command("company"), (), "companies"),
        (Command("help"), (), "help"),
        (Command("privacy"), (), "privacy"),
        (Command("language"), (), "languages"),
        (Command("dance"), (), "unknown_command"),
        (Pressed("menu"), (), "companies"),
        (MAILCAMP, (), "company_chosen"),
        (Pressed("topics"), (), "topics"),
        (Pressed("lang", ("id",)), (), "language_chosen"),
    ],
)
def test_each_way_in_has_its_screen(given: Given, cases: tuple[OwnCase, ...], screen: str) -> None:
    assert screens(Talk(facts(None, *cases)).hear(given)) == [screen]


@pytest.mark.parametrize("given", [Command("start"), Command("start", "mailcamp")])
def test_a_link_never_loses_a_request_under_way(given: Given) -> None:
    talk = Talk()
    talk.hear(ERASE)
    before = talk.state
    assert talk.hear(given) == (Say("form", {"step": "offer"}),)
    assert talk.state == before


def test_choosing_a_language_changes_nothing_else() -> None:
    talk = nobody_yet()
    before = talk.state
    assert talk.hear(Pressed("lang", ("id",)))[0] == ChooseLanguage("id")
    assert talk.state == before


@pytest.mark.parametrize("action", ["art", "det", "org", "rel"])
def test_a_button_under_an_answer_keeps_to_the_articles_company(action: str) -> None:
    talk = Talk()
    effects = talk.hear(Pressed(action, ("mailcamp.sale",)))
    assert effects[0] == ChoosePolicy("mailcamp")
    assert talk.hear(Pressed(action, ("gone.article",)))[0] == Toast("stale_button")
    assert talk.hear(Pressed(action))[0] == Toast("stale_button")


def test_only_what_is_plainly_not_ours_is_said_to_be_so() -> None:
    given = says("cuaca hari ini")
    assert screens(Talk().hear(given)) == ["not_found"]
    plainly = replace(given, understood=replace(given.understood, elsewhere=True))
    assert screens(Talk().hear(plainly)) == ["off_topic"]
