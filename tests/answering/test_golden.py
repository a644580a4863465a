"""How right a version is on its golden questions, and what another one answers otherwise."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.answering import load
from bot.answering.answer import Engine
from bot.answering.golden import Answers, Figures, Put, Score, answering, figures, shifts
from bot.answering.load import Knowledge

from .small import LINES, base, golden, policy

SELLS = golden("do you sell my data", article="tokoku.sale_of_data")
WRONG = golden("do you sell my data", article="tokoku.retention")


def read(*questions: dict[str, Any]) -> tuple[Knowledge, Answers]:
    knowledge, problems = load.parse(base(questions=list(questions)))
    assert knowledge is not None, problems
    return knowledge, answering(Engine(knowledge))


def counted(*questions: dict[str, Any], sources: Path | None = None) -> Figures:
    return figures(*read(*questions), sources)


def test_what_must_hold_and_what_is_measured_are_counted_apart() -> None:
    measured = {"role": "measure"}
    found = counted(SELLS, SELLS | measured, WRONG | measured | {"language": "id"})
    assert (found.must, found.measure) == (Score(1, 1), Score(1, 2))
    assert found.kinds == {"answerable": Score(1, 2)}
    assert found.languages == {"en": Score(1, 1), "id": Score(0, 1)}


def test_a_question_whose_answer_stands_in_a_source_counts_only_beside_the_source(
    tmp_path: Path,
) -> None:
    by_lines = golden("do you sell my data", role="measure", lines=[[3, 3]])
    assert counted(by_lines).measure == Score()
    (tmp_path / "tokoku.txt").write_text("\n".join(LINES), "utf-8")
    assert counted(by_lines, sources=tmp_path).measure.count == 1


def test_only_what_is_answered_otherwise_is_told() -> None:
    silent = policy("tokoku", "Tokoku")
    silent["articles"] = [one for one in silent["articles"] if one["topic"] != "sale_of_data"]
    less, _ = load.parse(base(silent))
    assert less is not None
    puts = [Put("do you sell my data", "tokoku", 7), Put("what is the weather", "tokoku")]
    puts.append(Put("please delete my data", "tokoku"))
    [found] = shifts(read()[1], answering(Engine(less)), puts)
    assert (found.put.seq, found.before) == (7, "tokoku.sale_of_data")
    assert found.after != found.before
    assert shifts(read()[1], read()[1], puts) == []
