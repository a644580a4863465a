"""What somebody wants: told from what they refuse, only ask, or tell on the way."""

from __future__ import annotations

import pytest

from .small import engine, kinds

ENGINE = engine()


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("delete my account", "erasure"),
        ("hapus akun gw dong", "erasure"),
        ("please send me a copy of my data", "access"),
        ("my npwp has one wrong digit in your records", "rectification"),
        ("we moved offices, the address on file is wrong", "rectification"),
        ("tolong batasi pemrosesan data saya", "restriction"),
        ("export all my data to csv please", "portability"),
        ("saya keberatan data saya diproses", "objection"),
        ("i withdraw my consent", "withdraw_consent"),
        ("stop kirim promo ke gw", "opt_out_marketing"),
        ("don't sell my data", "opt_out_ads"),
        ("i want to know how the automated decision about me was made", "automated_decision_info"),
        ("saya mau mengajukan pengaduan", "complaint"),
        ("i want to speak to a human", "human"),
    ],
)
def test_a_demand_is_a_request_of_its_kind(question: str, kind: str) -> None:
    reply = ENGINE.answer(question, "tokoku")
    assert reply.outcome == "request"
    assert reply.offer[0] == kind


def test_every_kind_can_be_demanded() -> None:
    table = test_a_demand_is_a_request_of_its_kind.pytestmark[0].args[1]  # type: ignore[attr-defined]
    assert {kind for _, kind in table} == set(kinds())


def test_a_request_shows_what_the_policy_says_of_that_right() -> None:
    reply = ENGINE.answer("delete my account", "tokoku")
    assert reply.hits[0].article.id == "tokoku.right_erasure"


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("hapus semua data saya dan stop emailnya", ["erasure", "opt_out_marketing"]),
        ("send me a copy of my data and then delete it", ["access", "erasure"]),
        ("kirim salinan data saya lalu hapus", ["access", "erasure"]),
        ("delete my data and do not keep a copy", ["erasure"]),
        ("correct my address, don't delete anything", ["rectification"]),
    ],
)
def test_several_things_demanded_are_kinds_in_their_order(question: str, kinds: list[str]) -> None:
    assert [kind.value for kind in ENGINE.answer(question, "tokoku").offer] == kinds


@pytest.mark.parametrize(
    "question",
    [
        "jangan hapus data saya",
        "please do not delete my data",
        "I never asked you to delete my account",
        "hapus data saya jangan, cuma tanya",
        "I don't want you to delete my data, just asking how it works",
        "bukan minta hapus, cuma nanya",
    ],
)
def test_what_somebody_says_not_to_do_is_no_demand(question: str) -> None:
    assert ENGINE.answer(question, "tokoku").outcome in {"answer", "silent"}


@pytest.mark.parametrize("question", ["kak saya mau hapus data", "bos, tolong hapus data saya"])
def test_how_somebody_is_addressed_hides_no_demand(question: str) -> None:
    assert ENGINE.answer(question, "tokoku").outcome == "request"


@pytest.mark.parametrize(
    ("story", "topic"),
    [
        (
            "hi, hope you're well. last month a friend told me of the shop and I signed up with "
            "my work address there, so now I wonder: how long do you keep my data",
            "retention",
        ),
        (
            "halo kak, kemarin aku belanja sepatu di sana buat adik, terus barangnya bagus, tapi "
            "kok sekarang kepikiran, data gue dijual ga sih",
            "sale_of_data",
        ),
    ],
)
def test_of_a_long_story_what_it_asks_is_answered(story: str, topic: str) -> None:
    assert ENGINE.answer(story, "tokoku").hits[0].article.topic == topic
