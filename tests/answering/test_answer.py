"""From a question to an answer, with two companies made for the test."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.answering.answer import Engine
from bot.answering.judge import is_met
from bot.answering.load import files, parse

from .small import REAL, engine, policy, real, wide, written

ENGINE = engine()
OUTCOMES = {
    "answer", "silent", "suggest", "request", "compare", "which_policy", "smalltalk", "unknown",
}  # fmt: skip


@pytest.mark.parametrize(
    ("question", "topic", "language"),
    [
        ("do you sell my data?", "sale_of_data", "en"),
        ("data gw dijual ga sih", "sale_of_data", "id"),
        ("r u selin my personl info", "sale_of_data", "en"),
        ("how long do you keep my information", "retention", "en"),
        ("brp lama data sy disimpen", "retention", "id"),
        ("is my data encrypted", "security", "en"),
        ("datanya aman gak", "security", "id"),
        ("who can you pass my details on to", "third_party_sharing", "en"),
        ("pakai kuki tidak", "cookies_tracking", "id"),
        (wide("do you use cookies"), "cookies_tracking", "en"),
        ("do you use co\u200bokies", "cookies_tracking", "en"),
        ("dо yоu usе сооkiеs", "cookies_tracking", "en"),  # noqa: RUF001 - Cyrillic letters
    ],
)
def test_a_question_meets_its_article(question: str, topic: str, language: str) -> None:
    reply = ENGINE.answer(question, "tokoku")
    assert (reply.outcome, reply.language) == ("answer", language)
    assert reply.hits[0].article.id == f"tokoku.{topic}"
    assert 0 < reply.hits[0].score <= 1
    assert len(reply.hits) <= 3


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("can my child sign up?", "children"),
        ("apakah ada keputusan otomatis", "automated_decisions"),
        ("is data sent abroad", "international_transfer"),
    ],
)
def test_where_the_policy_is_silent_the_answer_says_so(question: str, topic: str) -> None:
    reply = ENGINE.answer(question, "tokoku")
    assert reply.outcome == "silent"
    assert reply.hits[0].article.id == f"tokoku.{topic}"
    assert reply.hits[0].article.cites == ()


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("can I delete my data?", "erasure"),
        ("gimana cara hapus akun", "erasure"),
        ("bisa lihat data saya ga", "access"),
        ("how do i withdraw my consent", "withdraw_consent"),
    ],
)
def test_a_question_about_a_right_is_answered_and_the_request_offered(
    question: str, kind: str
) -> None:
    reply = ENGINE.answer(question, "tokoku")
    assert reply.outcome in {"answer", "silent"}
    assert reply.offer[0] == kind


@pytest.mark.parametrize(
    "question",
    ["how much is the monthly plan", "aplikasinya error terus", "i forgot my password",
     "sisa cuti saya berapa", "what is the capital of france"],
)  # fmt: skip
def test_what_is_not_ours_gets_no_answer(question: str) -> None:
    reply = ENGINE.answer(question, "tokoku")
    assert reply.outcome == "unknown"
    assert reply.hits == ()


@pytest.mark.parametrize(
    ("question", "manner"),
    [
        ("hello", "greeting"),
        ("makasih banyak ya kak", "thanks"),
        ("are you a robot?", "about_bot"),
        ("what can you do", "capabilities"),
        ("test", "test"),
    ],
)
def test_small_talk_is_known_for_what_it_is(question: str, manner: str) -> None:
    reply = ENGINE.answer(question, "tokoku")
    assert (reply.outcome, reply.smalltalk, reply.hits) == ("smalltalk", manner, ())


def test_a_greeting_before_a_question_does_not_hide_it() -> None:
    reply = ENGINE.answer("halo kak, data saya dijual ga ya? makasih", "tokoku")
    assert reply.hits[0].article.id == "tokoku.sale_of_data"


@pytest.mark.parametrize(
    ("question", "outcome", "offer"),
    [
        ("do you sell my data", "which_policy", None),
        ("tokopedia jual data saya ga", "which_policy", None),
        ("delete my account", "request", "erasure"),
        ("thanks a lot", "smalltalk", None),
        ("how much is the monthly plan", "unknown", None),
    ],
)
def test_without_a_company_it_is_asked_for(question: str, outcome: str, offer: str | None) -> None:
    reply = ENGINE.answer(question)
    assert (reply.outcome, reply.policy, reply.policies) == (outcome, None, ())
    assert (reply.offer[0] if reply.offer else None) == offer
    assert reply.hits == ()


@pytest.mark.parametrize(
    "question", ["do tokoku and warungin sell data", "which of you sells data"]
)
def test_several_companies_are_compared_one_article_each(question: str) -> None:
    reply = ENGINE.answer(question)
    assert reply.outcome == "compare"
    assert [hit.article.id for hit in reply.hits] == [
        "tokoku.sale_of_data",
        "warungin.sale_of_data",
    ]


def test_who_else_gets_the_data_is_not_a_comparison() -> None:
    assert ENGINE.answer("siapa saja yang bisa lihat data saya", "tokoku").outcome != "compare"
    assert ENGINE.answer("which companies get my data", "tokoku").outcome != "compare"


def test_the_language_given_is_the_language_answered_in() -> None:
    assert ENGINE.answer("do you sell my data", "tokoku", "id").language == "id"


def test_explaining_names_what_each_article_scored_for() -> None:
    lines = ENGINE.explain("do you sell my data", "tokoku")
    assert any("tokoku.sale_of_data: best" in line for line in lines)
    assert ENGINE.explain("hello")[0].startswith("outcome smalltalk")


@pytest.fixture(scope="module")
def eleven() -> Engine:
    """The real knowledge base, and an eleventh company as one more file."""
    texts = {**files(REAL), "policies/kopiku.yaml": written(policy("kopiku", "Kopiku"))}
    knowledge, problems = parse(texts)
    assert knowledge is not None, problems
    return Engine(knowledge)


def test_an_eleventh_company_is_one_more_file(eleven: Engine) -> None:
    reply = eleven.answer("berapa lama kopiku nyimpen data gue")
    assert (reply.policy, reply.hits[0].article.id) == ("kopiku", "kopiku.retention")


@pytest.mark.parametrize(
    ("question", "is_elsewhere"),
    [
        ("what is the capital of france", True),
        ("berapa harga paket premium", True),
        ("do you use blockchain", False),
        ("can my boss read my chats", False),
        ("asdf qwer", False),
    ],
)
def test_what_is_merely_unknown_is_not_taken_for_off_topic(
    question: str, is_elsewhere: bool
) -> None:
    assert real().is_elsewhere(question, "talenta") is is_elsewhere


def test_a_way_of_asking_that_was_added_is_answered_however_strange_it_is() -> None:
    """So that an admin who adds what was asked in vain sees it answered."""
    asked = "do you use blockchain here"
    assert ENGINE.answer(asked, "tokoku").outcome == "unknown"
    more = policy("tokoku", "Tokoku")
    article = next(one for one in more["articles"] if one["topic"] == "security")
    article["ask"]["en"] = [*article["ask"]["en"], asked]
    reply = engine(more).answer(asked, "tokoku")
    assert (reply.outcome, reply.hits[0].article.id) == ("answer", "tokoku.security")


def test_most_real_golden_questions_are_met() -> None:
    musts = [q.golden for q in real().knowledge.questions if q.golden.role == "must"]
    met = sum(is_met(golden, real().answer(golden.question, golden.policy)) for golden in musts)
    assert met >= 0.95 * len(musts)


def test_the_same_question_always_has_the_same_answer() -> None:
    again = engine()
    for question in ("do you sell my data", "hapus data", "cookies?", "keamanan"):
        assert ENGINE.answer(question, "tokoku") == again.answer(question, "tokoku")


@settings(max_examples=200, deadline=None)
@given(
    st.text(max_size=120) | st.lists(st.sampled_from(
        "delete my data hapus akun stop ... ? tokoku warungin siapa 2 ga how".split()
    ), max_size=9).map(" ".join),
    st.sampled_from([None, "tokoku", "warungin"]),
)  # fmt: skip
@example("\ud800", "tokoku")
@example("a" * 5000, None)
@example("ga " * 3000, "tokoku")
def test_whatever_is_said_there_is_an_outcome_and_its_rules_hold(
    text: str, given_policy: str | None
) -> None:
    reply = ENGINE.answer(text, given_policy)
    assert reply.outcome in OUTCOMES
    assert reply.language in {"en", "id"}
    assert all(0 <= hit.score <= 1 for hit in reply.hits)
    if reply.outcome in {"unknown", "smalltalk", "which_policy"}:
        assert reply.hits == ()
    if reply.outcome == "silent":
        assert reply.hits[0].article.cites == ()
    if reply.outcome == "request":
        assert reply.offer
