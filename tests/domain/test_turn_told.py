"""What was written already is not asked again; every question leads back; a form is completed."""

from __future__ import annotations

import pytest
import yaml

from bot.domain import forms
from bot.domain.cases import Kind
from bot.domain.conversation import Adding, Idle, Pressed
from bot.domain.effects import AddDetail, Say, Toast

from .examples import ANAS, BUDIS, KNOWLEDGE, Talk, asks, erasing, facts, says, screens, wants


def test_an_address_in_the_first_words_is_not_asked_for() -> None:
    talk = Talk()
    talk.hear(wants("hapus data saya, email ana@budi.id", Kind.ERASURE))
    talk.press("go", "account")
    assert (talk.step, talk.draft.email) == ("check", "ana@budi.id")


def test_a_slip_in_the_first_words_is_asked_about() -> None:
    talk = Talk()
    talk.hear(wants("hapus data saya, email ana@gmial.com", Kind.ERASURE))
    talk.press("go", "account")
    assert (talk.step, talk.draft.meant) == ("typo", "ana@gmail.com")
    talk.press("mend")
    assert (talk.step, talk.draft.email) == ("check", "ana@gmail.com")


def test_an_opt_out_that_came_with_an_address_is_done_at_once() -> None:
    talk = Talk()
    talk.hear(wants("stop promosi ke ana@budi.id", Kind.OPT_OUT_MARKETING))
    talk.press("go")
    assert (talk.state, talk.filed[0].email) == (Idle(), "ana@budi.id")


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("hapus data saya, dipakai kantor saya", "business"),
        ("my employer uses it, delete my data", "business"),
        ("hapus data anak saya", "other"),
        ("please delete my son's data", "other"),
        ("hapus data saya", None),
    ],
)
def test_whose_data_it_is_can_be_in_the_words(text: str, whose: str | None) -> None:
    talk = Talk()
    talk.hear(wants(text, Kind.ERASURE))
    assert talk.draft.whose == whose
    talk.press("go")
    assert (talk.step == "whose") == (whose is None)


@pytest.mark.parametrize(
    ("text", "kind", "asked"),
    [
        ("perbaiki nama saya, seharusnya Ana bukan Anna", Kind.RECTIFICATION, False),
        ("perbaiki data saya", Kind.RECTIFICATION, True),
        ("saya mau mengadu", Kind.COMPLAINT, True),
        ("saya mau mengadu, nomor saya disebar ke orang lain tanpa izin", Kind.COMPLAINT, False),
    ],
)
def test_what_is_wrong_is_not_asked_where_it_is_told(text: str, kind: Kind, asked: bool) -> None:
    talk = Talk()
    talk.hear(wants(text, kind))
    talk.press("go")
    while talk.step not in ("details", "when", "check"):
        talk.press("skip")
    assert (talk.step == "details") == asked


@pytest.mark.parametrize(
    ("text", "residence"),
    [
        ("delete my data, I live in Germany", "eu"),
        ("hapus data saya, saya tinggal di Swiss", "ch"),
        ("hapus data saya di toko Jerman", None),
    ],
)
def test_where_the_customer_lives_can_be_in_the_words(text: str, residence: str | None) -> None:
    talk = Talk()
    talk.hear(wants(text, Kind.ERASURE))
    assert talk.draft.residence == residence


def test_where_the_customer_lives_is_said_at_the_check_or_not_at_all() -> None:
    talk = erasing("go", "account", "skip", "residence", "eu")
    assert (talk.step, talk.draft.residence) == ("check", "eu")
    talk.press("residence", "skip")
    assert (talk.step, talk.draft.residence) == ("check", None)


def test_the_places_one_can_live_in_are_those_the_laws_know() -> None:
    read = yaml.safe_load((KNOWLEDGE / "statutes.yaml").read_text())["residences"]
    assert set(forms.RESIDENCES) == set(read)


# ---- back


def test_back_asks_the_question_before_and_keeps_the_others() -> None:
    talk = erasing("go", "business")
    talk.hear(says("Toko Budi"))
    assert (talk.step, talk.draft.business) == ("email", "Toko Budi")
    talk.press("back")
    assert (talk.step, talk.draft.business, talk.draft.whose) == ("business", None, "business")
    talk.press("back")
    assert (talk.step, talk.draft.whose) == ("whose", None)
    talk.hear(says("kembali"))
    assert talk.step == "offer"
    talk.press("go", "account")
    assert talk.step == "email"


def test_a_wish_for_a_person_has_nothing_to_go_back_to() -> None:
    talk = Talk()
    talk.hear(Pressed("req", ("human", "mailpro")))
    assert talk.press("back")[0] == Toast("stale_button")


def test_a_business_is_forgotten_where_the_data_did_not_come_through_one_after_all() -> None:
    talk = erasing("go", "business")
    talk.hear(says("Toko Budi"), says("lewati"))
    talk.press("change", "whose", "account", "go")
    assert talk.filed[0].answers == {"whose": "account"}


# ---- days


def test_a_day_is_kept_as_a_day_and_other_words_as_they_are() -> None:
    for text, kept in (("5 Juni 2026", "2026-06-05"), ("sudah lama", "sudah lama")):
        talk = Talk()
        talk.hear(wants("saya mau mengadu", Kind.COMPLAINT))
        talk.press("go", "skip")
        assert talk.step == "when"
        talk.hear(says(text))
        assert (talk.step, talk.draft.when) == ("check", kept)


def test_a_day_ahead_is_asked_again() -> None:
    talk = Talk()
    talk.hear(wants("saya mau mengadu", Kind.COMPLAINT))
    talk.press("go", "skip")
    assert talk.hear(says("5 Juni 2030")) == (Say("form", {"step": "when", "note": "day_ahead"}),)
    assert talk.step == "when"


# ---- taken up again


def test_what_was_left_out_is_asked_after_filing_one_thing_at_a_time() -> None:
    talk = Talk(facts("mailpro", ANAS))
    effects = talk.hear(Pressed("fin", (ANAS.reference, "whose+email+nonsense")))
    assert effects == (Say("complete", {"case": ANAS.id, "detail": "whose"}),)
    effects = talk.hear(Pressed("g", ("account",)))
    assert effects == (
        AddDetail(ANAS.id, "whose", "account"),
        Say("complete", {"case": ANAS.id, "detail": "email"}),
    )
    assert talk.hear(says("ana@budi.id"))[0] == AddDetail(ANAS.id, "email", "ana@budi.id")
    assert talk.state == Idle()


def test_each_of_them_can_be_skipped_and_a_question_in_between_is_answered() -> None:
    talk = Talk(facts("mailpro", ANAS))
    talk.hear(Pressed("fin", (ANAS.reference, "details+when")))
    talk.hear(Pressed("skip"))
    assert talk.state == Adding(ANAS.id, "when")
    assert talk.hear(says("kemarin"))[0] == AddDetail(ANAS.id, "when", "2026-11-15")
    talk.hear(Pressed("fin", (ANAS.reference, "details")))
    assert screens(talk.hear(asks("berapa lama?"))) == ["answer"]


def stopped_with_a_slip() -> Talk:
    talk = Talk()
    talk.hear(wants("stop promosi", Kind.OPT_OUT_MARKETING))
    talk.press("go")
    effects = talk.hear(says("ana@gmial.com"))
    assert effects == (AddDetail(talk.filed[0].id, "email", "ana@gmial.com"), Say("slip"))
    return talk


@pytest.mark.parametrize(
    ("choice", "kept"), [("mend", ["ana@gmail.com"]), ("keep", []), ("account", None)]
)
def test_a_slip_after_filing_is_kept_as_typed_and_its_mend_offered(
    choice: str, kept: list[str] | None
) -> None:
    talk = stopped_with_a_slip()
    effects = talk.hear(Pressed("g", (choice,)))
    if kept is None:
        assert effects == (Toast("stale_button"), Say("slip"))
        return
    assert [one.value for one in effects if isinstance(one, AddDetail)] == kept
    assert (talk.state, screens(effects)) == (Idle(), ["detail_added"])


def test_the_address_can_be_typed_again_after_a_slip() -> None:
    talk = stopped_with_a_slip()
    assert talk.hear(says("ana@budi.id"))[0] == AddDetail(talk.filed[0].id, "email", "ana@budi.id")
    assert talk.state == Idle()


@pytest.mark.parametrize(
    "args", [(BUDIS, "email"), (ANAS.reference, "note"), (ANAS.reference,), ()]
)
def test_only_an_own_case_is_completed_with_what_a_form_asks(args: tuple[str, ...]) -> None:
    talk = Talk(facts("mailpro", ANAS))
    assert talk.hear(Pressed("fin", args))[0] == Toast("stale_button")
    assert talk.hear(Pressed("g", ("account",)))[0] == Toast("stale_button")


def test_who_does_not_know_what_to_ask_for_is_led_there() -> None:
    talk = Talk()
    for outcome in ("unknown", "answer", "suggest", "which_policy"):
        assert screens(talk.hear(asks("saya tidak tahu harus minta apa", outcome))) == ["finder"]
    assert talk.hear(Pressed("find", ("data",))) == (
        Say("finder", {"question": "data"}, edit=True),
    )
