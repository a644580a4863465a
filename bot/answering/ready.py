"""A sound knowledge base as it is kept for use: one text that is read back at once.

Reading the files costs many times the time and memory, so it is done once, where they are checked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pydantic import TypeAdapter, ValidationError

from bot.answering import load
from bot.answering.load import Knowledge

_KNOWLEDGE = TypeAdapter(Knowledge)


def kept(knowledge: Knowledge) -> str:
    """Everything answering needs; golden questions have done their work by now."""
    return _KNOWLEDGE.dump_json(replace(knowledge, questions=())).decode()


def read(text: str) -> Knowledge | None:
    """None where another version of the desk kept it in a form that is not ours."""
    try:
        return _KNOWLEDGE.validate_json(text)
    except ValidationError:
        return None


def from_files(files: Mapping[str, str]) -> str | None:
    """What `read` takes, from files that are sound; None from others."""
    knowledge, _ = load.parse(files)
    return None if knowledge is None else kept(knowledge)
