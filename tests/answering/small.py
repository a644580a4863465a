"""A small knowledge base: the words everybody shares, and companies made up for the test."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.answering.answer import Engine
from bot.answering.load import files, parse
from bot.answering.passages import fingerprint
from bot.answering.shared import TOPICS
from bot.domain.cases import Kind

REAL = Path(__file__).parents[2] / "knowledge"
SHARED = ("topics.yaml", "requests.yaml", "lexicon.yaml")
WORDS = "oak elm ash fir yew bay fig pine palm".split()
LINES = [f"{a} {b} {a}{b} {b}{a}{a} {a}{b}{b}" for a in WORDS[:4] for b in WORDS[4:9]]
RIGHTS = {
    "access": "right_access",
    "rectification": "right_rectification",
    "erasure": "right_erasure",
    "restriction": "right_restriction",
    "portability": "right_portability",
    "objection": "right_object",
    "withdraw_consent": "consent_withdrawal",
    "opt_out_marketing": "marketing",
    "opt_out_ads": "marketing",
    "automated_decision_info": "automated_decisions",
    "complaint": "complaint",
}
STATED = {
    "sale_of_data": 3,
    "retention": 5,
    "security": 7,
    "right_erasure": 9,
    "right_access": 11,
    "marketing": 13,
    "cookies_tracking": 15,
    "third_party_sharing": 17,
}


@cache
def shared() -> dict[str, str]:
    texts = files(REAL)
    return {name: texts[name] for name in SHARED}


@cache
def topics_of_all() -> dict[str, Any]:
    topics: dict[str, Any] = yaml.load(shared()["topics.yaml"], yaml.CSafeLoader)
    return topics


def policy(name: str, title: str, **changes: Any) -> dict[str, Any]:
    """A policy on all topics: stated where `STATED` gives a line, silent elsewhere."""
    topics = deepcopy(topics_of_all())
    made: dict[str, Any] = {
        "policy": name,
        "name": title,
        "document": {
            "title": {"en": f"{title} policy", "id": f"kebijakan {title}"},
            "language": "en",
            "lines": len(LINES),
            "fingerprint": fingerprint(LINES, [(1, len(LINES))]),
        },
        "regimes": [{"regime": "id-pdp", "basis": "inferred"}],
        "rights": {kind: f"{name}.{topic}" for kind, topic in RIGHTS.items()},
        "articles": [_article(name, title, topic, topics[topic]) for topic in TOPICS],
    }
    return made | changes


def _article(name: str, title: str, topic: str, about: dict[str, Any]) -> dict[str, Any]:
    label = about["label"]
    article: dict[str, Any] = {
        "id": f"{name}.{topic}",
        "topic": topic,
        "stance": "silent",
        "label": label,
        "summary": {
            "en": f"{title} says nothing on this: {label['en']}.",
            "id": f"{title} tidak menyebutkan hal ini: {label['id']}.",
        },
        "ask": about["ask"],
    }
    if line := STATED.get(topic):
        cite = {
            "section": "A section",
            "lines": [[line, line]],
            "fingerprint": fingerprint(LINES, [(line, line)]),
        }
        article |= {"stance": "stated", "cites": [cite]}
        article["summary"] = {
            "en": f"Yes. {title} writes of it: {label['en']}.",
            "id": f"Ya. {title} menulis tentang: {label['id']}.",
        }
    return article


def written(value: object) -> str:
    return str(yaml.dump(value, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True))


def base(
    *policies: dict[str, Any], questions: list[dict[str, Any]] | None = None
) -> dict[str, str]:
    """The files of a knowledge base with these companies, two if none are given."""
    companies = policies or (policy("tokoku", "Tokoku"), policy("warungin", "Warungin"))
    texts = dict(shared())
    texts |= {f"policies/{made['policy']}.yaml": written(made) for made in companies}
    if questions is not None:
        texts["questions/some-must.yaml"] = written(questions)
    return texts


def golden(question: str, kind: str = "answerable", **changes: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "question": question,
        "policy": "tokoku",
        "language": "en",
        "role": "must",
        "kind": kind,
    }
    return made | changes


def engine(*policies: dict[str, Any]) -> Engine:
    knowledge, problems = parse(base(*policies))
    assert knowledge is not None, problems
    return Engine(knowledge)


@cache
def real() -> Engine:
    """The knowledge base that comes with the desk, learnt once for all who ask it."""
    knowledge, problems = parse(files(REAL))
    assert knowledge is not None, problems
    return Engine(knowledge)


def wide(text: str) -> str:
    """The text in full-width letters."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def kinds() -> list[str]:
    return [kind.value for kind in Kind]


def save(texts: dict[str, str], folder: Path) -> Path:
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder
