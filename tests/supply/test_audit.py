"""An audit that could ask nobody never passes for a clean one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .audit import verdict

GOOD: dict[str, Any] = {"name": "six", "version": "1.17.0", "vulns": []}
SKIPPED: dict[str, Any] = {"name": "tornado", "skip_reason": "not found on PyPI"}
FLAW = {"id": "CVE-2030-1", "fix_versions": ["2.0"]}
WEAK: dict[str, Any] = {"name": "yaml", "version": "1.0", "vulns": [FLAW]}


def told(*packages: dict[str, Any]) -> tuple[list[str], bool]:
    return verdict("r.txt", json.dumps({"dependencies": packages}))


def test_what_is_known_to_be_weak_fails_and_is_named() -> None:
    lines, good = told(GOOD, WEAK)
    assert not good
    assert lines == ["r.txt: yaml 1.0: CVE-2030-1, mended in 2.0"]


@pytest.mark.parametrize("found", ["", "no network", "{}", '{"dependencies": []}', "[1]", "null"])
def test_without_an_answer_it_says_not_audited_and_fails_nothing(found: str) -> None:
    lines, good = verdict("r.txt", found)
    assert good
    assert "NOT AUDITED" in lines[0]
    assert "nothing is known" not in lines[0]


def test_packages_nobody_could_tell_of_are_counted_and_not_called_clean() -> None:
    lines, good = told(GOOD, SKIPPED)
    assert (lines, good) == (["r.txt: NOT AUDITED: 1 of 2 packages"], True)
    lines, good = told(SKIPPED, WEAK)
    assert not good
    assert len(lines) == 2


def test_only_all_of_them_asked_about_is_an_audit() -> None:
    assert told(GOOD) == (["r.txt: nothing is known against 1 packages"], True)
