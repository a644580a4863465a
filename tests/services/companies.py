"""Three companies made up for the tests; nobody's policy says what theirs says."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml
from answering.small import REAL, policy, shared, written

TOKOKU, WARUNGIN, ALPENPOST = "tokoku", "warungin", "alpenpost"
"""Indonesia as we read it; Indonesia by its own words; the EU by its own words, in Switzerland."""


def route(kind: str, en: str, topic: str, name: str) -> dict[str, Any]:
    return {"kinds": [kind], "text": {"en": en, "id": f"{en} (id)"}, "article": f"{name}.{topic}"}


def tokoku(**changes: Any) -> dict[str, Any]:
    made = policy(
        TOKOKU,
        "Tokoku",
        aliases=["toko ku"],
        misspellings=["tokooku"],
        opt_outs=[route("opt_out_marketing", "the page Settings", "marketing", TOKOKU)],
        cannot_opt_out=[route("opt_out_marketing", "order notices", "marketing", TOKOKU)],
    )
    return made | changes


def warungin() -> dict[str, Any]:
    return policy(WARUNGIN, "Warungin", regimes=[{"regime": "id-pdp", "basis": "named"}])


def alpenpost() -> dict[str, Any]:
    """Two laws, another clock, a date of its own, and a longer text behind one article."""
    made = policy(
        ALPENPOST,
        "Alpenpost",
        company={"name": "Alpenpost AG", "country": "CH", "timezone": "Europe/Zurich"},
        regimes=[
            {"regime": "eu-gdpr", "basis": "named"},
            {"regime": "ch-fadp", "basis": "seat"},
        ],
        promises=[route("erasure", "45 days after closing", "right_erasure", ALPENPOST)],
        self_service=[route("erasure", "close it in My Account", "right_erasure", ALPENPOST)],
    )
    made["document"] |= {"date": "2024-01-05"}
    by_topic = {article["topic"]: article for article in made["articles"]}
    by_topic["right_erasure"] |= {
        "details": {"en": "More on deleting.", "id": "Selengkapnya soal menghapus."},
        "related": [f"{ALPENPOST}.retention", f"{ALPENPOST}.right_access"],
    }
    return made


@cache
def files() -> dict[str, str]:
    """A knowledge base of the three, under the laws of the real one."""
    return with_companies(tokoku(), warungin(), alpenpost())


def with_companies(*companies: dict[str, Any]) -> dict[str, str]:
    real = {name: (REAL / name).read_text("utf-8") for name in ("statutes.yaml", "forms.yaml")}
    texts = shared() | real
    return texts | {f"policies/{one['policy']}.yaml": written(one) for one in companies}


def summary(article: str, language: str = "en") -> str:
    """What an article of the three says."""
    made = yaml.safe_load(files()[f"policies/{article.partition('.')[0]}.yaml"])
    [found] = [one for one in made["articles"] if one["id"] == article]
    text: str = found["summary"][language]
    return text
