"""One answer with ten thousand policies, made from the ten, beside one with ten."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from pydantic import TypeAdapter

from bot.answering import load
from bot.answering.answer import Engine
from bot.answering.articles import Policy
from bot.answering.learn import without_asks
from bot.answering.learnt import Learnt, PolicyIndex
from bot.answering.load import Knowledge

MANY = 10_000
QUESTIONS = 300
_POLICY, _INDEX = TypeAdapter(Policy), TypeAdapter(PolicyIndex)
_PARTS = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]


def name_of(number: int) -> str:
    """A name like no other, from a number."""
    parts = []
    for _ in range(4):
        number, part = divmod(number, len(_PARTS))
        parts.append(_PARTS[part])
    return "".join(reversed(parts)).capitalize() + "x"


def copies(engine: Engine) -> Iterator[tuple[Policy, bytes, bytes]]:
    """Endless policies with names of their own, as the bytes they would be kept in."""
    originals = list(without_asks(engine.knowledge.policies).values())
    number = 0
    while True:
        for policy in originals:
            name = name_of(number)
            head = {"policy": f"p{number:05}", "name": name, "name_id": None}
            tail = {"aliases": (f"{name} id", f"pt {name}"), "misspellings": (), "exact_only": ()}
            copy = policy.model_copy(update=head | tail)
            index = engine.learnt.policies[policy.policy]
            yield copy, _POLICY.dump_json(copy), _INDEX.dump_json(index)
            number += 1


def resident() -> float:
    """Megabytes of this process."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def many(engine: Engine) -> tuple[Engine, float, float]:
    """The engine of the copies, the seconds it took to read them, and their megabytes."""
    policies: dict[str, Policy] = {}
    indexes: dict[str, PolicyIndex] = {}
    spent, before = 0.0, resident()
    for copy, policy, index in islice(copies(engine), MANY):
        began = time.perf_counter()
        policies[copy.policy] = _POLICY.validate_json(policy)
        indexes[copy.policy] = _INDEX.validate_json(index)
        spent += time.perf_counter() - began
    began = time.perf_counter()
    knowledge: Knowledge = replace(engine.knowledge, policies=policies)
    learnt: Learnt = replace(engine.learnt, policies=indexes, mentions={})
    made = Engine(knowledge, learnt)
    return made, spent + time.perf_counter() - began, resident() - before


def seconds(engine: Engine, questions: list[str]) -> float:
    """The median time of an answer; every other question names its company."""
    chance = random.Random(7)  # noqa: S311 - the same companies each time
    names = list(engine.knowledge.policies.values())
    each = []
    for number, question in enumerate(questions):
        policy = chance.choice(names)
        said = f"{policy.name}: {question}" if number % 2 else question
        given = None if number % 2 else policy.policy
        began = time.perf_counter()
        engine.answer(said, given)
        each.append(time.perf_counter() - began)
    return statistics.median(each)


def main() -> None:
    knowledge, problems = load.load(Path("knowledge"))
    if knowledge is None:
        raise SystemExit(str(problems[0]))
    ten = Engine(knowledge)
    asked = [q.golden.question for q in knowledge.questions if q.golden.role == "must"]
    questions = random.Random(3).sample(asked, QUESTIONS)  # noqa: S311
    all_of_them, spent, held = many(ten)
    ratios = sorted(seconds(all_of_them, questions) / seconds(ten, questions) for _ in range(5))
    print(  # noqa: T201
        f"one answer of {MANY:,} policies / of ten: {ratios[2]:.2f} "
        f"({ratios[0]:.2f} to {ratios[-1]:.2f}); read in {spent / MANY * 1000:.1f} ms a policy, "
        f"{held / MANY * 1024:.0f} kB a policy"
    )


if __name__ == "__main__":
    main()
