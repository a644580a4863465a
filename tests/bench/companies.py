"""How often the company that a fresh hand's question names is found."""

from __future__ import annotations

from pathlib import Path

import yaml

from bot.answering import load
from bot.answering.answer import Engine

SAID = Path(__file__).with_name("companies.yaml")


def main() -> None:
    knowledge, problems = load.load(Path("knowledge"))
    if knowledge is None:
        raise SystemExit(str(problems[0]))
    engine = Engine(knowledge)
    said = [
        (name, one)
        for name, every in yaml.safe_load(SAID.read_text("utf-8")).items()
        for one in every
    ]
    found = sum(engine.answer(question).policy == name for name, question in said)
    print(f"companies found: {found} of {len(said)} ({found / len(said):.1%})")  # noqa: T201


if __name__ == "__main__":
    main()
