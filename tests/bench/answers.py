"""One warm answer beside a character-n-gram TF-IDF query over the same summaries."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path

from bot.answering import load
from bot.answering.answer import Engine
from bot.answering.load import Knowledge

ROUNDS = 5
QUESTIONS = 200


def tfidf(knowledge: Knowledge) -> Callable[[str], object]:
    """The plain retriever: every summary of every policy, in both languages."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = [
        text
        for policy in knowledge.policies.values()
        for article in policy.articles
        for text in (article.summary.en, article.summary.id)
    ]
    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4))
    matrix = vectors.fit_transform(texts)
    return lambda question: (matrix @ vectors.transform([question]).T).argmax()


def seconds(work: Callable[[str], object], questions: list[str]) -> float:
    """The median time of one question."""
    each = []
    for question in questions:
        began = time.perf_counter()
        work(question)
        each.append(time.perf_counter() - began)
    return statistics.median(each)


def main() -> None:
    knowledge, problems = load.load(Path("knowledge"))
    if knowledge is None:
        raise SystemExit(str(problems[0]))
    engine = Engine(knowledge)
    asked = [q.golden for q in knowledge.questions if q.golden.role == "must"][:QUESTIONS]
    policies = {golden.question: golden.policy for golden in asked}
    questions = list(policies)
    plain = tfidf(knowledge)

    def ours(question: str) -> object:
        return engine.answer(question, policies[question])

    ratios = [seconds(ours, questions) / seconds(plain, questions) for _ in range(ROUNDS)]
    spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
    print(f"one answer / one TF-IDF query: {statistics.median(ratios):.2f} ({spread})")  # noqa: T201


if __name__ == "__main__":
    main()
