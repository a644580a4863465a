"""What `check` refuses, and that it finds all of it at once with the place to mend."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from bot.answering.check import check, check_folder

from .small import LINES, base, golden, policy, save, written

CONTACT = "tokoku.contact"
Change = Callable[[dict[str, Any]], object]


def reasons(texts: dict[str, str], sources: Path | None = None) -> list[str]:
    return [problem.reason for problem in check(texts, sources)]


def changed(change: Change) -> dict[str, str]:
    made = policy("tokoku", "Tokoku")
    change(made)
    return base(made)


def article(made: dict[str, Any], topic: str) -> dict[str, Any]:
    found: dict[str, Any] = next(a for a in made["articles"] if a["topic"] == topic)
    return found


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    for name in ("tokoku", "warungin"):
        (tmp_path / f"{name}.txt").write_text("\n".join(LINES) + "\n", "utf-8")
    return tmp_path


def test_a_sound_base_has_no_problem(sources: Path) -> None:
    assert reasons(base(), sources) == []
    assert reasons(base()) == []


BREAKS: list[tuple[Change, str]] = [
    (lambda p: p["articles"].pop(), "no article, not even a silent one, on integrations"),
    (lambda p: p["articles"].append(deepcopy(p["articles"][0])), "2 articles are called tokoku."),
    (lambda p: article(p, "retention").update(id="x.retention"), "must begin with tokoku."),
    (lambda p: article(p, "retention").update(topic="weather"), "unknown topic weather"),
    (lambda p: article(p, "retention").update(cites=[]), "silent articles cite nothing"),
    (lambda p: article(p, "retention").update(stance="silent"), "silent articles cite nothing"),
    (lambda p: article(p, "retention").update(ask={"en": ["how long"]}), "both languages"),
    (lambda p: article(p, "retention").update(related=["tokoku.x"]), "no article tokoku.x"),
    (lambda p: article(p, "retention")["label"].update(en="x" * 25), "longer than 24"),
    (lambda p: article(p, "retention")["cites"][0].update(lines=[[20, 21]]), "lines 20-21"),
    (lambda p: article(p, "retention")["cites"][0].update(lines=[[6, 5]]), "lines 6-5"),
    (lambda p: article(p, "retention")["summary"].update(en="Write to me@x."), "not an e-mail"),
    (lambda p: article(p, "retention")["summary"].update(en="[email protected]"), "scrambled"),
    (lambda p: article(p, "retention")["summary"].update(en="See athttps://x.y"), "not a link"),
    (lambda p: p["rights"].update(access="tokoku.nothing"), "no article tokoku.nothing"),
    (lambda p: p["rights"].pop("erasure"), "no article for the right of erasure"),
    (lambda p: p.update(regimes=[{"regime": "mars", "basis": "named"}]), "unknown regime mars"),
    (lambda p: p.update(company={"timezone": "Mars/Olympus"}), "no such time zone"),
    (
        lambda p: p.update(
            contacts=[{"kind": "email", "value": "a@b", "article": "tokoku.contact"}]
        ),
        "'a@b' is not an e-mail address",
    ),
    (
        lambda p: p.update(contacts=[{"kind": "page", "value": "x", "article": CONTACT}]),
        "'x' is not a link",
    ),
    (
        lambda p: p.update(
            promises=[{"kinds": ["erasure"], "text": {"en": "a", "id": "b"}, "article": "no"}]
        ),
        "no article no",
    ),
]


@pytest.mark.parametrize(("change", "reason"), BREAKS)
def test_a_broken_policy_is_refused_with_the_reason(change: Change, reason: str) -> None:
    problems = check(changed(change), None)
    assert any(reason in problem.reason for problem in problems), problems
    assert {problem.path for problem in problems} == {"policies/tokoku.yaml"}


def test_well_written_addresses_pass() -> None:
    text = {
        "en": "Write to privacy@mail.tokoku.id, or see https://tokoku.id/privacy (www.tokoku.id).",
        "id": "Tulis ke privacy@mail.tokoku.id.",
    }
    assert reasons(changed(lambda p: article(p, "contact").update(summary=text))) == []


def test_the_problem_stands_at_the_line_to_mend() -> None:
    made = policy("tokoku", "Tokoku")
    article(made, "retention")["related"] = ["tokoku.security", "tokoku.x"]
    text = written(made)
    [problem] = check(base() | {"policies/tokoku.yaml": text}, None)
    assert text.splitlines()[problem.line - 1].strip() == "- tokoku.x"


def test_fingerprints_are_held_against_the_sources(sources: Path) -> None:
    (sources / "tokoku.txt").write_text("\n".join(["Other", *LINES[1:], "more"]), "utf-8")
    found = reasons(base(), sources)
    assert "the source has 21 lines" in found
    assert any("the document's fingerprint is sha256:" in reason for reason in found)
    (sources / "warungin.txt").unlink()
    assert "no source warungin.txt" in reasons(base(), sources)


def test_a_changed_line_is_found_by_its_fingerprint(sources: Path) -> None:
    lines = [*LINES[:4], "We keep data for ever.", *LINES[5:]]
    (sources / "tokoku.txt").write_text("\n".join(lines), "utf-8")
    assert any(
        r.startswith("tokoku.retention: the fingerprint is") for r in reasons(base(), sources)
    )


def test_an_article_may_not_cite_too_much(sources: Path) -> None:
    for name in ("tokoku", "warungin"):
        (sources / f"{name}.txt").write_text("\n".join(line * 40 for line in LINES), "utf-8")
    assert any("characters, too many" in reason for reason in reasons(base(), sources))


def test_two_companies_may_not_share_a_name() -> None:
    other = policy("warungin", "Warungin", aliases=["TOKOKU"])
    assert reasons(base(policy("tokoku", "Tokoku"), other)) == ["'TOKOKU' is a name of tokoku too"]


def test_one_company_may_repeat_its_own_name() -> None:
    assert (
        reasons(base(policy("tokoku", "Tokoku", aliases=["tokoku"], exact_only=["tokoku"]))) == []
    )


@pytest.mark.parametrize(
    ("name", "old", "new", "reason"),
    [
        ("topics.yaml", "retention:", "weather:", "the topic retention is missing"),
        ("topics.yaml", "retention:", "weather:", "unknown topic weather"),
        ("topics.yaml", "related: [contact, rights_overview]", "related: [x]", "unknown topic x"),
        ("topics.yaml", 'en: "Security"', f'en: "{"x" * 25}"', "longer than 24"),
        ("requests.yaml", "human:", "wizard:", "wizard"),
        ("requests.yaml", "topic: right_access", "topic: x", "unknown topic x"),
        ("requests.yaml", '"subject access"', '"subject ((access"', "not a pattern"),
        ("lexicon.yaml", '"if me"', '"..."', "not a pattern"),
        ("lexicon.yaml", "stop: [", "stopp: [", "Extra inputs"),
    ],
)
def test_a_broken_shared_file_is_refused(name: str, old: str, new: str, reason: str) -> None:
    texts = base()
    assert old in texts[name]
    texts[name] = texts[name].replace(old, new, 1)
    assert any(reason in problem.reason for problem in check(texts, None))


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        (golden("x", article="tokoku.no"), "no article tokoku.no"),
        (
            golden("x", article="tokoku.children"),
            "tokoku.children is silent, the question answerable",
        ),
        (golden("x", "request"), "a request needs its request_kind"),
        (golden("x", "chitchat", topic="weather"), "unknown topic weather"),
        (golden("x", "chitchat", policy="nobody"), "unknown policy nobody"),
    ],
)
def test_a_golden_question_must_make_sense(question: dict[str, Any], reason: str) -> None:
    assert any(reason in found for found in reasons(base(questions=[question])))


def test_golden_questions_that_are_met_are_no_problem() -> None:
    questions = [
        golden("do you sell my personal data?", article="tokoku.sale_of_data"),
        golden("anak di bawah umur boleh daftar ga", "silent", article="tokoku.children"),
        golden("delete my account now", "request", request_kind="erasure"),
        golden("how much is the premium plan", "offtopic"),
        golden("hello there", "chitchat"),
    ]
    assert reasons(base(questions=questions)) == []


@pytest.mark.parametrize(
    "question",
    [
        golden("do you sell my personal data?", article="tokoku.retention"),
        golden("delete my account now", "request", request_kind="access"),
        golden("do you sell my personal data?", "chitchat"),
    ],
)
def test_a_must_question_that_is_missed_is_a_problem_at_its_line(question: dict[str, Any]) -> None:
    first = golden("do you sell my data", article="tokoku.sale_of_data")
    texts = base(questions=[first, question])
    [problem] = check(texts, None)
    lines = texts[problem.path].splitlines()
    assert lines[problem.line - 1] == f"- question: {question['question']}"
    assert problem.reason.startswith("must give")


def test_a_measured_question_may_be_missed() -> None:
    question = golden("do you sell my data", article="tokoku.retention", role="measure")
    assert reasons(base(questions=[question])) == []


def test_all_problems_are_told_at_once_with_the_folder(tmp_path: Path) -> None:
    texts = changed(lambda p: (p["articles"].pop(), p["rights"].pop("access")))
    save(texts, tmp_path)
    (tmp_path / "policies" / "bad.yaml").write_bytes(b"\xff")
    found = {str(problem) for problem in check_folder(tmp_path, None)}
    assert len(found) >= 3
    assert all(line.startswith(f"{tmp_path}/policies/") for line in found)
