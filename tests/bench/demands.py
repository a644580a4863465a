"""How many demands of a fresh hand are heard as the act they demand, with and without likeness."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from bot.answering import load
from bot.answering.answer import Engine
from bot.answering.demands import learn_leanings

SAID = Path(__file__).with_name("demands.yaml")


def heard(engine: Engine, said: dict[str, Any]) -> str:
    """The demands heard as what they are, and the questions taken for demands."""
    demands = [(kind, *one) for kind, every in said["demands"].items() for one in every]
    right = sum(engine.answer(text, policy).offer[:1] == (kind,) for kind, policy, text in demands)
    wrong = sum(engine.answer(t, policy).outcome == "request" for policy, t in said["questions"])
    asked = len(said["questions"])
    return f"{right} of {len(demands)} ({right / len(demands):.1%}), {wrong} of {asked} questions"


def main() -> None:
    knowledge, problems = load.load(Path("knowledge"))
    if knowledge is None:
        raise SystemExit(str(problems[0]))
    said = yaml.safe_load(SAID.read_text("utf-8"))
    engine = Engine(knowledge)
    patterns = Engine(knowledge, replace(engine.learnt, demands=learn_leanings(())))
    print("demands heard, patterns alone:", heard(patterns, said))  # noqa: T201
    print("demands heard, with likeness: ", heard(engine, said))  # noqa: T201


if __name__ == "__main__":
    main()
