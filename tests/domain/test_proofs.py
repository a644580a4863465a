"""A file with digests: whatever is altered in it is found, and named."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from bot.domain import proofs

PARTS = {"format": "x 1", "made": {"by": "Ana"}, "rows": [{"n": 1}, {"n": 2, "words": "ü 🏪"}]}


def faults(content: bytes) -> list[str]:
    return list(proofs.altered(content, json.loads(content)))


def test_what_was_written_has_no_fault() -> None:
    assert faults(proofs.sealed(PARTS)) == []
    assert faults(proofs.sealed({"rows": ["half a sign \ud83d"]})) == []


def put(**changes: Any) -> Callable[[dict[str, Any]], None]:
    return lambda body: body.update(changes)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (put(made={"by": "Budi"}), "made: not what its digest says"),
        (put(rows=[{"n": 1}, {"n": 3}]), "rows 2: not what its digest says"),
        (put(rows=[{"n": 1}]), "rows: not what its digest says"),
        (put(more=1), "the list of digests does not name the parts that are there"),
        (put(digests=[]), "the list of digests does not name the parts that are there"),
        (put(digest="sha256:0"), "the digest of the whole is another"),
        (lambda body: body.pop("rows"), "the list of digests does not name the parts"),
    ],
)
def test_what_was_altered_is_named(change: Callable[[dict[str, Any]], None], told: str) -> None:
    body = json.loads(proofs.sealed(PARTS))
    change(body)
    assert faults(proofs.written(body))[0].startswith(told)


def test_a_byte_that_changes_no_value_is_found_too() -> None:
    content = proofs.sealed(PARTS)
    assert faults(content.replace(b'"n": 1', b'"n":  1')) == [
        "line 8 is not as this desk writes it"
    ]
    assert faults(content + b"\n") == ["line 26 is not as this desk writes it"]
