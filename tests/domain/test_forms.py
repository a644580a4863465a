"""The few questions of a request, and addresses that are never repaired behind one's back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import forms
from bot.domain.cases import Kind
from bot.domain.forms import BUSINESS, CHECK, DETAILS, EMAIL, WHOSE, Draft

from .examples import FORMS, NOW


def drafted(*kinds: Kind) -> Draft:
    return Draft("a" * 32, "mailpro", kinds, NOW)


@pytest.mark.parametrize("kind", [Kind.OPT_OUT_MARKETING, Kind.OPT_OUT_ADS, Kind.WITHDRAW_CONSENT])
def test_stopping_something_asks_nothing_first(kind: Kind) -> None:
    assert forms.is_quick(drafted(kind), FORMS)
    assert forms.next_step(drafted(kind), FORMS) == CHECK


def test_what_several_rights_need_is_asked_once() -> None:
    draft = drafted(Kind.ERASURE, Kind.RECTIFICATION, Kind.OPT_OUT_MARKETING)
    assert forms.fields_of(draft, FORMS) == (WHOSE, EMAIL, DETAILS)
    assert not forms.is_quick(draft, FORMS)


def test_a_kind_without_a_form_asks_nothing() -> None:
    assert forms.next_step(drafted(Kind.ERASURE), {}) == CHECK


@pytest.mark.parametrize("kind", Kind)
def test_every_question_can_be_skipped_and_is_asked_once(kind: Kind) -> None:
    draft, asked = replace(drafted(kind), whose="business"), []
    while (step := forms.next_step(draft, FORMS)) != CHECK:
        asked.append(step)
        draft = forms.answered(draft, step, None)
    assert asked == [name for name in FORMS[kind] if name != WHOSE]


def test_the_business_is_asked_for_only_where_the_data_came_through_one() -> None:
    for whose in forms.WHOSE_CHOICES:
        draft = forms.answered(drafted(Kind.ERASURE), WHOSE, whose)
        assert (BUSINESS in forms.fields_of(draft, FORMS)) == (whose == "business")


@given(st.lists(st.tuples(st.sampled_from([WHOSE, EMAIL, DETAILS]), st.text(max_size=5))))
def test_an_answer_leaves_the_others_as_they_were(answers: list[tuple[str, str]]) -> None:
    draft, given_so_far = drafted(Kind.RECTIFICATION), {}
    for name, value in answers:
        draft = forms.answered(draft, name, value)
        given_so_far[name] = value
    found = {WHOSE: draft.whose, EMAIL: draft.email, DETAILS: draft.details}
    assert found == {name: given_so_far.get(name) for name in found}


@pytest.mark.parametrize("name", [WHOSE, EMAIL, DETAILS])
def test_a_field_opened_again_is_asked_again_and_the_others_are_kept(name: str) -> None:
    full = drafted(Kind.RECTIFICATION)
    for field, value in {WHOSE: "account", EMAIL: "ana@a.id", DETAILS: "lama"}.items():
        full = forms.answered(full, field, value)
    assert forms.next_step(full, FORMS) == CHECK
    again = forms.reopened(full, name)
    assert forms.next_step(again, FORMS) == name
    assert replace(again, **{name: getattr(full, name)}, asked=full.asked) == full


# ---- addresses


@pytest.mark.parametrize(
    "text",
    [
        "ana@gmail.com",
        " ana@gmail.com ",
        "a.b+c@budi.co.id",
        "o'ana@a-b.id",
        "é@例え.jp",
        "ana@a.b",
    ],
)
def test_an_address_has_a_name_one_at_and_a_domain_with_a_dot(text: str) -> None:
    assert forms.is_address(text)


@pytest.mark.parametrize(
    "text",
    ["", "@", "ana", "ana@", "@gmail.com", "ana@gmail", "ana@gmail.", "ana@.com", "ana@-a.id",
     "ana@a.id.", "ana@a.id-", "ana@a..id", "ana @gmail.com", "ana@@gmail.com", "a@b@c.id",
     "ana@a.id, budi@a.id", "<ana@a.id>", "ana(at)gmail.com", "[email protected]",
     "a" * 250 + "@a.id"],
)  # fmt: skip
def test_what_is_no_address_is_not_taken_for_one(text: str) -> None:
    assert not forms.is_address(text)


@given(st.emails())
def test_ordinary_addresses_are_taken_and_found_among_words(address: str) -> None:
    if forms.is_address(address) and not set(address[0] + address[-1]) & set("'!?."):
        assert forms.address_in(f"email saya {address}, terima kasih.") == address


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ana@gmail.com", "ana@gmail.com"),
        ("ana@gmail.com.", "ana@gmail.com"),
        ("pakai <ana@gmail.com>!", "ana@gmail.com"),
        ("ana@gmail.com (ana@gmail.com)", "ana@gmail.com"),
        ("ana@gmail.com atau budi@gmail.com", None),
        ("ana @ gmail.com", None),
        ("tidak punya", None),
    ],
)
def test_one_address_among_words_is_found_and_two_are_not_guessed(
    text: str, found: str | None
) -> None:
    assert forms.address_in(text) == found


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("rani@gmial.com", "rani@gmail.com"),
        ("rani@gmail.co", "rani@gmail.com"),
        ("Rani.A@GMAIL.CON", "Rani.A@gmail.com"),
        ("rani@yaho.co.id", "rani@yahoo.co.id"),
        ("rani@gmial.con", "rani@gmail.com"),
        ("rani@outlok.com", "rani@outlook.com"),
        ("rani@mac.com", None),
        ("rani@tokoku.id", None),
        ("rani@gmail.com", None),
        ("rani@GMAIL.com", None),
        ("rani@yahoo.co.id", None),
        ("rani@mailpro.com", None),
        ("rani@gmx.com", None),
    ],
)
def test_a_slip_in_a_well_known_domain_is_noticed(typed: str, meant: str | None) -> None:
    assert forms.likely_meant(typed) == meant


@given(st.emails())
def test_what_is_offered_changes_the_domain_alone(address: str) -> None:
    meant = forms.likely_meant(address)
    assert meant is None or meant.rpartition("@")[0] == address.rpartition("@")[0]
