"""A file that shows when it was altered: a digest of each part, and one of the whole.

Whoever alters a part can make the digests anew; what they cannot make is a history that ends in
the mark a customer holds. So a case file is proved by its chain as well.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

DIGESTS, WHOLE = "digests", "digest"


def sealed(parts: Mapping[str, Any]) -> bytes:
    """The parts as a file, with their digests; a list has one for each of its entries."""
    digests = {name: of_part(part) for name, part in parts.items()}
    body = {**parts, DIGESTS: digests}
    return written({**body, WHOLE: digest(body)})


def written(body: Any) -> bytes:
    """One way to write it, so that no byte can be changed unseen; halves of signs are escaped."""
    try:
        return f"{json.dumps(body, ensure_ascii=False, indent=1)}\n".encode()
    except UnicodeEncodeError:
        return f"{json.dumps(body, indent=1)}\n".encode()


def digest(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def of_part(part: Any) -> Any:
    return [digest(one) for one in part] if isinstance(part, list) else digest(part)


def altered(content: bytes, body: Mapping[str, Any]) -> Iterator[str]:
    """Every part that is not as its digest says, then the whole, then any byte besides."""
    digests = body.get(DIGESTS)
    parts = {name: part for name, part in body.items() if name not in (DIGESTS, WHOLE)}
    if not isinstance(digests, dict) or set(digests) != set(parts):
        yield "the list of digests does not name the parts that are there"
        return
    for name, part in parts.items():
        yield from altered_part(name, part, digests[name])
    if body.get(WHOLE) != digest({**parts, DIGESTS: digests}):
        yield "the digest of the whole is another"
    if (line := first_difference(content, written(body))) is not None:
        yield f"line {line} is not as this desk writes it"


def altered_part(name: str, part: Any, told: Any) -> Iterator[str]:
    there = of_part(part)
    if there == told:
        return
    if not isinstance(there, list) or not isinstance(told, list) or len(there) != len(told):
        yield f"{name}: not what its digest says"
        return
    for number, (one, other) in enumerate(zip(there, told, strict=True), 1):
        if one != other:
            yield f"{name} {number}: not what its digest says"


def first_difference(one: bytes, other: bytes) -> int | None:
    """The first line that differs, counted from 1."""
    if one == other:
        return None
    left, right = one.split(b"\n"), other.split(b"\n")
    pairs = enumerate(zip(left, right, strict=False), 1)
    return next((n for n, (a, b) in pairs if a != b), min(len(left), len(right)) + 1)
