"""How long learning from all that is known takes, beside fitting the plain retriever."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path

from bot.answering import load
from bot.answering.learn import learn
from bot.answering.reading import Reader

from .answers import tfidf

ROUNDS = 5


def seconds(work: Callable[[], object]) -> float:
    """Of the processor, so that whatever else runs here counts little."""
    began = time.process_time()
    work()
    return time.process_time() - began


def main() -> None:
    knowledge, problems = load.load(Path("knowledge"))
    if knowledge is None:
        raise SystemExit(str(problems[0]))
    tfidf(knowledge)  # imports what it needs

    def ours() -> object:
        return learn(knowledge, Reader(knowledge.lexicon))

    each = [(seconds(ours), seconds(lambda: tfidf(knowledge))) for _ in range(ROUNDS)]
    ratio = statistics.median(own / plain for own, plain in each)
    said = f"{statistics.median(own for own, _ in each):.2f} s of one processor"
    print(f"learning / fitting TF-IDF to the summaries: {ratio:.2f}; {said}")  # noqa: T201


if __name__ == "__main__":
    main()
