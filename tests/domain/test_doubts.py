"""What is asked before anything else: closing an account, contradictions, a request twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain import doubts
from bot.domain.cases import Kind
from bot.domain.conversation import Adding, Idle, Pressed
from bot.domain.effects import Say, TellStaff, Toast
from bot.domain.forms import CLOSING, Draft

from .examples import ANAS, BUDIS, NOW, Talk, facts, says, screens, wants

CLOSE = wants("tolong tutup akun saya", Kind.ERASURE)
KEEP = wants("hapus semua data saya tapi akun tetap ada", Kind.ERASURE)
CLASH = wants("hapus data saya, simpan saja dulu", Kind.ERASURE, Kind.RESTRICTION)
AGAIN = wants("lihat data saya", Kind.ACCESS)


def hearing(given: object, *cases: object) -> Talk:
    talk = Talk(facts("mailpro", *cases))  # type: ignore[arg-type]
    talk.hear(given)  # type: ignore[arg-type]
    return talk


# ---- closing an account


@pytest.mark.parametrize("given", [CLOSE, Pressed("close", ("mailpro",)), Pressed("close")])
def test_closing_an_account_asks_whether_erasure_is_meant(given: object) -> None:
    talk = hearing(given)
    assert talk.step == "closing"
    talk.press("erase")
    assert (talk.step, talk.draft.kinds, talk.draft.doubts) == ("offer", (Kind.ERASURE,), ())


def test_closing_alone_is_a_wish_that_staff_pass_on() -> None:
    talk = hearing(CLOSE)
    talk.press("close", "go")
    [draft] = talk.filed
    assert (draft.kinds, draft.note, draft.words) == ((Kind.HUMAN,), "close_account", CLOSE.text)
    assert draft.at == NOW


@pytest.mark.parametrize("text", ["tutup akun dan hapus data saya", "delete my account"])
def test_where_deletion_is_said_it_is_not_asked(text: str) -> None:
    assert hearing(wants(text, Kind.ERASURE)).step == "offer"


def test_closing_waits_for_its_company() -> None:
    talk = Talk(facts(None))
    assert screens(talk.hear(Pressed("close"))) == ["which_for_request"]
    talk.hear(Pressed("co", ("mailcamp",)))
    assert (talk.step, talk.draft.policy) == ("closing", "mailcamp")


@pytest.mark.parametrize("kind", [Kind.OBJECTION, Kind.RESTRICTION, Kind.HUMAN])
def test_closing_is_asked_about_whatever_it_was_taken_for(kind: Kind) -> None:
    talk = hearing(wants("tutup akun saya", kind))
    assert talk.step == "closing"
    talk.press("erase")
    assert talk.draft.kinds == (Kind.ERASURE,)


@pytest.mark.parametrize(("word", "kinds"), [("ya", Kind.ERASURE), ("tidak", Kind.HUMAN)])
def test_yes_and_no_answer_it_too(word: str, kinds: Kind) -> None:
    talk = hearing(CLOSE)
    talk.hear(says(word))
    assert talk.draft.kinds == (kinds,)


def test_an_account_can_be_closed_only_when_nothing_else_is_under_way() -> None:
    talk = hearing(AGAIN)
    assert talk.hear(Pressed("close", ("mailpro",)))[0] == Toast("finish_first")
    assert talk.draft.kinds == (Kind.ACCESS,)


# ---- contradictions


@pytest.mark.parametrize(("choice", "note"), [("keep", "keep_account"), ("all", None)])
def test_keeping_the_account_and_deleting_everything_is_asked_about(
    choice: str, note: str | None
) -> None:
    talk = hearing(KEEP)
    assert talk.step == "keeping"
    talk.press(choice)
    assert (talk.step, talk.draft.note, talk.draft.kinds) == ("offer", note, (Kind.ERASURE,))


@pytest.mark.parametrize(
    ("choice", "kinds"),
    [
        ("only-erasure", (Kind.ERASURE,)),
        ("only-restriction", (Kind.RESTRICTION,)),
        ("both", (Kind.ERASURE, Kind.RESTRICTION)),
    ],
)
def test_deleting_and_keeping_unused_is_asked_about_and_never_refused(
    choice: str, kinds: tuple[Kind, ...]
) -> None:
    talk = hearing(CLASH)
    assert talk.step == "clash"
    talk.press(choice)
    assert (talk.step, talk.draft.kinds) == ("offer", kinds)


@pytest.mark.parametrize("given", [CLOSE, KEEP, CLASH])
def test_a_doubt_takes_no_choice_of_another_and_can_be_cancelled(given: object) -> None:
    talk = hearing(given)
    before = talk.state
    for choice in ("go", "skip", "back", "new", "only-access", ""):
        assert talk.press(choice)[0] == Toast("stale_button")
        assert talk.state == before
    talk.press("cancel")
    assert (talk.state, talk.filed) == (Idle(), [])


# ---- the same once more


def test_a_second_request_of_a_kind_is_shown_the_open_one_and_can_be_sent_as_new() -> None:
    talk = hearing(AGAIN, ANAS)
    assert talk.step == "repeat"
    talk.press("new", "go", "account", "skip", "go")
    assert [draft.kinds for draft in talk.filed] == [(Kind.ACCESS,)]


def test_its_words_can_go_to_the_open_one_instead() -> None:
    talk = hearing(AGAIN, ANAS)
    assert talk.press("add")[0] == TellStaff(ANAS.id, AGAIN.text)
    assert (talk.state, talk.filed) == (Idle(), [])
    talk = hearing(Pressed("req", ("access", "mailpro")), ANAS)
    assert talk.press("add") == (Say("add", {"case": ANAS.id}),)
    assert talk.state == Adding(ANAS.id)


def test_of_several_only_what_is_new_can_be_sent() -> None:
    talk = hearing(wants("lihat dan hapus", Kind.ACCESS, Kind.ERASURE), ANAS)
    talk.press("rest")
    assert (talk.step, talk.draft.kinds) == ("offer", (Kind.ERASURE,))


def test_nothing_is_left_of_a_request_that_only_repeats() -> None:
    talk = hearing(AGAIN, ANAS)
    assert talk.press("rest")[0] == Toast("stale_button")


@pytest.mark.parametrize(
    "given",
    [
        wants("lihat data saya", Kind.ACCESS, policy="mailcamp", names=True),
        wants("hapus data saya", Kind.ERASURE),
        wants("saya mau mengadu", Kind.COMPLAINT),
    ],
)
def test_what_is_not_open_yet_is_no_repeat(given: object) -> None:
    assert hearing(given, ANAS).step in ("offer", "details")


def test_a_closed_case_is_not_repeated_and_anothers_is_never_shown() -> None:
    closed = replace(ANAS, is_open=False)
    assert hearing(AGAIN, closed).step == "offer"
    assert hearing(AGAIN, replace(ANAS, policy="jurnal", reference=BUDIS)).step == "offer"


def test_settling_what_closing_means_keeps_every_other_right_that_was_asked_for() -> None:
    kinds = (Kind.ERASURE, Kind.OBJECTION)
    draft = Draft("0" * 32, "mailpro", kinds, NOW, doubts=(CLOSING,))
    for choice, meant in (("erase", Kind.ERASURE), ("close", Kind.HUMAN)):
        settled = doubts.settled(draft, choice, facts())
        assert settled is not None
        assert settled.kinds == (meant, Kind.OBJECTION)
