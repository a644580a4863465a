"""The lines a citation points at, and the fingerprint that says they have not changed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from bot.answering.articles import Span


def fingerprint(lines: Sequence[str], spans: Iterable[Span]) -> str:
    """White space is evened out; nothing else is."""
    text = re.sub(r"\s+", " ", passage(lines, spans)).strip()
    return "sha256:" + hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def passage(lines: Sequence[str], spans: Iterable[Span]) -> str:
    """The cited lines as they stand, spans in order."""
    return "\n".join("\n".join(lines[first - 1 : last]) for first, last in spans)


def source_lines(sources: Path, policy: str) -> list[str] | None:
    """The document of a policy; none when it is not held or cannot be read."""
    try:
        return (sources / f"{policy}.txt").read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
