"""Judging a question file as the evaluation says it is judged."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.answering.evaluate import Unusable, evaluate, questions, run_eval, wilson

from .small import LINES, base, engine, golden, save, written

ENGINE = engine()


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    for name in ("tokoku", "warungin"):
        (folder / f"{name}.txt").write_text("\n".join(LINES), "utf-8")
    return folder


def row(**changes: Any) -> dict[str, Any]:
    made = {"policy": "tokoku", "lang": "en", "style": "plain", "kind": "answerable"}
    return made | {"question": "do you sell my data", "gold": [LINES[2]]} | changes


def judged(sources: Path, *rows: dict[str, Any], scoped: bool = True) -> list[tuple[bool, bool]]:
    path = sources / "some.jsonl"
    path.write_text("\n".join(json.dumps(one) for one in rows), "utf-8")
    figures = evaluate(ENGINE, questions(path, sources), sources, scoped=scoped)
    return [(one.is_right, one.is_among_three) for one in figures.judged]


@pytest.mark.parametrize(
    ("changes", "right"),
    [
        ({}, True),
        ({"gold": ["words around " + LINES[2][:26] + " and after"]}, True),
        ({"gold": [LINES[2][:24] + "# but then something else"]}, False),
        ({"gold": [LINES[2].replace(" ", "  \n", 2)]}, True),
        ({"gold": [LINES[4]]}, False),
        ({"gold": None, "lines": [[3, 3]]}, True),
        ({"gold": None, "lines": [[5, 5]]}, False),
        ({"gold": None, "article": "tokoku.sale_of_data"}, True),
        ({"gold": None, "article": "tokoku.retention"}, False),
        ({"gold": [LINES[4]], "alt": ["answerable"]}, True),
        ({"question": "can my child sign up", "kind": "silent", "gold": []}, True),
        ({"question": "do you sell my data", "kind": "silent", "gold": []}, False),
        ({"question": "can my child sign up", "gold": [LINES[2]], "alt": ["silent"]}, True),
        ({"question": "delete my account", "kind": "request", "request_kind": "erasure"}, True),
        ({"question": "delete my account", "kind": "request", "request_kind": "access"}, False),
        ({"question": "delete my account", "gold": [], "alt": ["request:erasure"]}, True),
        ({"question": "delete my account", "gold": [], "alt": ["request:access"]}, False),
        ({"question": "hello", "kind": "chitchat", "gold": []}, True),
        ({"question": "do you sell my data", "kind": "offtopic", "gold": []}, False),
    ],
)
def test_one_question_is_judged(sources: Path, changes: dict[str, Any], right: bool) -> None:
    assert judged(sources, row(**changes))[0][0] == right


def test_an_answer_that_cites_too_much_counts_for_nothing(sources: Path) -> None:
    long = [LINES[0], LINES[1], LINES[2] + " x" * 800, *LINES[3:]]
    (sources / "tokoku.txt").write_text("\n".join(long), "utf-8")
    assert judged(sources, row()) == [(False, False)]


def test_unscoped_the_company_must_be_found(sources: Path) -> None:
    rows = [row(question="does tokoku sell my data"), row(question="does warungin sell my data")]
    assert judged(sources, *rows, scoped=False) == [(True, True), (False, False)]


def test_the_figures_name_every_kind_language_and_style(tmp_path: Path, sources: Path) -> None:
    folder = save(base(), tmp_path / "knowledge")
    path = tmp_path / "rows.jsonl"
    rows = [row(), row(question="hello", kind="chitchat", gold=[], style="terse", lang="id")]
    path.write_text("\n".join(json.dumps(one) for one in rows), "utf-8")
    text = "\n".join(run_eval(path, folder, sources))
    kinds = ("all", "kind answerable", "first three", "language id", "style terse", "100.0%")
    for part in (*kinds, "answerable en on en"):
        assert part in text
    assert "company found" in "\n".join(run_eval(path, folder, sources, scoped=False))


def test_misses_are_listed_when_asked_for(tmp_path: Path, sources: Path) -> None:
    folder = save(base(), tmp_path / "knowledge")
    path = tmp_path / "golden.yaml"
    path.write_text(
        written([golden("do you sell my data", article="tokoku.retention")]), encoding="utf-8"
    )
    assert (
        "wants tokoku.retention; answer: tokoku.sale_of_data"
        in run_eval(path, folder, sources, misses=True)[-1]
    )


@pytest.mark.parametrize("text", ["{", '{"question": "x"}', "[]"])
def test_a_file_that_is_no_question_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(text, "utf-8")
    with pytest.raises(Unusable, match=r"rows\.jsonl"):
        questions(path, None)


def test_a_knowledge_base_with_problems_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="no knowledge base here"):
        run_eval(tmp_path / "rows.jsonl", tmp_path, None)


def test_the_interval_holds_the_share_and_narrows_with_more() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    low, high = wilson(9, 10)
    assert 0.59 < low < 0.6
    assert 0.98 < high < 0.99
    wider = wilson(90, 100)
    assert low < wider[0] < 0.9 < wider[1] < high
