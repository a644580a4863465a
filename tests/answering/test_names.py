"""Which company a question is about, however its name is spelt."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from .small import engine, policy, real

ENGINE = engine()


def test_a_named_company_wins_over_the_given_one() -> None:
    reply = ENGINE.answer("does Warungin sell my data", "tokoku")
    assert (reply.policy, reply.policies) == ("warungin", ("warungin",))
    assert reply.hits[0].article.id == "warungin.sale_of_data"


def test_a_misspelt_company_is_found_and_the_word_told() -> None:
    reply = ENGINE.answer("does warungn sell my data")
    assert (reply.policy, reply.misspelt) == ("warungin", "warungn")


def test_half_a_name_that_could_be_two_companies_is_asked_about() -> None:
    two = engine(
        policy("sinar-bayar", "Sinar Bayar", aliases=["sinar pay"]),
        policy("sinar-toko", "Sinar Toko"),
    )
    reply = two.answer("apakah sinar menjual data saya")
    assert reply.outcome == "which_policy"
    assert set(reply.policies) == {"sinar-bayar", "sinar-toko"}
    assert two.answer("apakah sinar toko menjual data saya").policy == "sinar-toko"


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("does sinar toko sell my data", "sinar-toko"),
        ("does sinar tokko sell my data", "sinar-toko"),
        ("di toko nya sinar data saya dijual ga", "sinar-toko"),
        ("sinar yang bayar jual data saya ga", "sinar-bayar"),
        ("apakah sinar toko bayar", "sinar-toko"),
        ("data saya di sinartokonya dijual ga", "sinar-toko"),
        ("does sinar sell what i bayar", None),
    ],
)
def test_the_word_beside_a_shared_name_tells_the_company(question: str, meant: str | None) -> None:
    two = engine(policy("sinar-bayar", "Sinar Bayar"), policy("sinar-toko", "Sinar Toko"))
    assert two.answer(question).policy == meant


def test_a_short_name_may_carry_an_ending() -> None:
    assert ENGINE.answer("data saya di tokokunya dijual ga").policy == "tokoku"


def test_an_exact_name_counts_only_when_written_exactly() -> None:
    two = engine(policy("onee", "Onee", exact_only=["onee"]), policy("tokoku", "Tokoku"))
    assert two.answer("does onee sell data").policy == "onee"
    for near in ("does one sell data", "does onez sell data", "does none sell data"):
        assert two.answer(near).policy is None


@pytest.mark.parametrize(
    "question", ["does sinar sell my data", "sinar jual data saya?", "punya sinar dijual ga"]
)
def test_half_a_name_where_a_name_stands_offers_only_those_it_may_mean(question: str) -> None:
    three = engine(
        policy("sinarbayar", "Sinarbayar"),
        policy("sinartoko", "Sinartoko"),
        policy("kita", "Kita"),
    )
    assert three.answer(question).policies == ("sinarbayar", "sinartoko")


def test_a_name_written_by_ear_is_found() -> None:
    two = engine(policy("klikpajak", "Klikpajak"), policy("kita", "Kita"))
    assert two.answer("does clikpajak sell my data").policy == "klikpajak"
    assert two.answer("does mlikpajak sell my data").policy is None


def test_a_shared_name_is_told_apart_by_a_companys_own_words() -> None:
    nameless = policy("atoko", "Toko", exact_only=["toko"], told_by=["unnamed", "nama"])
    two = engine(nameless, policy("sinar", "Sinar", aliases=["sinar toko"], exact_only=["toko"]))
    assert set(two.answer("does toko sell my data").policies) == {"atoko", "sinar"}
    assert two.answer("toko yang ga ada namanya jual data ga").policy == "atoko"


def test_people_who_name_their_company_in_their_own_ways_are_understood() -> None:
    said = yaml.safe_load((Path(__file__).parent / "named.yaml").read_text("utf-8"))
    whole = real()
    missed = [
        (name, question)
        for name, questions in said.items()
        for question in questions
        if whole.answer(question).policy != name
    ]
    assert missed == []
