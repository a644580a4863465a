"""The laws as data: which apply to whom, and what cannot be written down."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from bot.answering import check, load
from bot.answering.articles import Policy
from bot.answering.statutes import Clock, Statutes, grounds
from bot.domain.cases import Kind
from bot.domain.refusals import FACTS, UNREFUSABLE, Ground

from .small import base

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
LAWS = Statutes.model_validate(yaml.safe_load((KNOWLEDGE / "statutes.yaml").read_text("utf-8")))


@pytest.fixture(scope="module")
def policies() -> dict[str, Policy]:
    texts = {
        path.relative_to(KNOWLEDGE).as_posix(): path.read_text("utf-8")
        for pattern in load.PATTERNS
        for path in KNOWLEDGE.glob(pattern)
        if not path.name.endswith("-measure.yaml")
    }
    knowledge, problems = load.parse(texts)
    assert knowledge is not None, problems
    return dict(knowledge.policies)


@pytest.mark.parametrize(
    ("policy", "residence", "regimes"),
    [
        ("mailpro", None, ["eu-gdpr", "ch-fadp"]),
        ("mailpro", "ch", ["ch-fadp", "eu-gdpr"]),
        ("mailpro", "uk", ["uk-gdpr", "eu-gdpr", "ch-fadp"]),
        ("onee", None, ["id-pdp"]),
        ("onee", "eu", ["eu-gdpr", "id-pdp"]),
        ("onee", "us-ca", ["us-ccpa", "id-pdp"]),
        ("onee", "id", ["id-pdp"]),
        ("onee", "elsewhere", ["id-pdp"]),
        ("onee", "atlantis", ["id-pdp"]),
    ],
)
def test_where_the_customer_lives_adds_its_law_to_the_companys_own(
    policies: dict[str, Policy], policy: str, residence: str | None, regimes: list[str]
) -> None:
    assert list(LAWS.regimes_for(policies[policy], residence)) == regimes


def test_the_question_is_worth_asking_only_where_a_date_could_change(
    policies: dict[str, Policy],
) -> None:
    onee = policies["onee"]
    assert LAWS.residence_matters(onee, [Kind.ERASURE])
    assert LAWS.residence_matters(onee, [Kind.HUMAN, Kind.OPT_OUT_ADS])
    assert not LAWS.residence_matters(onee, [Kind.HUMAN])
    assert not LAWS.residence_matters(onee, [Kind.COMPLAINT])


def test_every_law_and_every_place_is_named_in_both_languages() -> None:
    assert set(LAWS.regimes) == {"eu-gdpr", "uk-gdpr", "ch-fadp", "id-pdp", "us-ccpa"}
    told = {regime for one in LAWS.residences.values() for regime in one.regimes}
    assert told == set(LAWS.regimes)


@pytest.mark.parametrize("clock", LAWS.rules, ids=lambda clock: clock.id)
def test_the_plain_words_of_a_rule_name_its_law_and_its_number(clock: Clock) -> None:
    number = {"uk-complaint": "164A", "fadp-portability": "28"}.get(clock.id)
    number = number or clock.article.split("§")[-1].split("Art")[-1].strip("s. ").split("(")[0]
    for why in (clock.why.en, clock.why.id):
        assert number in why


def written(**changes: Any) -> dict[str, Any]:
    rule: dict[str, Any] = {
        "id": "moon-day", "version": 1, "regime": "moon", "kinds": ["access"], "unit": "days",
        "amount": 1, "article": "Art. 1", "verified": False, "source": "seen by night",
        "why": {"en": "a day", "id": "sehari"},
    }  # fmt: skip
    return rule | changes


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"unit": "hours", "waiting": "pauses"}, "a clock in hours is never moved"),
        ({"roll": True}, "what rolls says so"),
        ({"calendar": "the moon"}, "should match pattern"),
        ({"unit": "fortnights"}, "Input should be"),
        ({"source": ""}, "at least 1 character"),
        (
            {"extension": {"article": "Art. 2", "reasons": ["tides"], "verified": False,
                           "why": {"en": "later", "id": "nanti"}}},
            "either a total or a suggestion",
        ),
    ],
)  # fmt: skip
def test_a_rule_nobody_could_count_with_is_refused(changes: dict[str, Any], reason: str) -> None:
    assert Clock.model_validate(written())
    with pytest.raises(ValidationError, match=reason):
        Clock.model_validate(written(**changes))


def test_a_rule_that_counts_with_holidays_nobody_knows_is_a_problem() -> None:
    text = load.files(KNOWLEDGE)["statutes.yaml"]
    held = base() | {"statutes.yaml": text.replace("calendar: company", "calendar: XX", 1)}
    assert "no calendar of XX" in {
        one.reason.partition(": ")[2] for one in check.check(held, None)
    }


KINDS = [kind for kind in Kind if kind not in UNREFUSABLE]


@pytest.mark.parametrize("regime", LAWS.regimes)
@pytest.mark.parametrize("kind", KINDS)
def test_every_refusal_has_a_ground_and_every_exception_its_article(
    regime: str, kind: Kind
) -> None:
    found = grounds([LAWS.regimes[regime]], kind)
    assert set(FACTS) <= set(found)
    assert all(found[code] for code in found if code not in FACTS)


def test_nothing_that_cannot_be_refused_has_a_ground_to_refuse_it_on() -> None:
    named = [one for regime in LAWS.regimes.values() for one in regime.grounds]
    assert not {kind for one in named for kind in one.kinds} & set(UNREFUSABLE)


def test_every_ground_is_used_by_a_law_or_is_a_fact() -> None:
    used = {one.code for regime in LAWS.regimes.values() for one in regime.grounds}
    assert used | set(FACTS) == set(Ground)


def test_indonesian_access_is_limited_by_article_33_alone() -> None:
    found = grounds([LAWS.regimes["id-pdp"]], Kind.ACCESS)
    assert {one.article for named in found.values() for one in named} == {"UU PDP Art. 33"}


READ = {
    ("eu-gdpr", "not_identified"), ("us-ccpa", "not_identified"), ("ch-fadp", "secrecy"),
    ("ch-fadp", "others_data"), ("ch-fadp", "unfounded"), ("ch-fadp", "overriding"),
    ("id-pdp", "public_interest"), ("id-pdp", "law_requires"), ("id-pdp", "danger"),
    ("id-pdp", "contract"),
}  # fmt: skip


def test_grounds_nobody_read_are_marked() -> None:
    read = {
        (name, str(one.code))
        for name, regime in LAWS.regimes.items()
        for one in regime.grounds
        if one.verified
    }
    assert read == READ
