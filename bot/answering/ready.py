"""A sound knowledge base as it is kept for use: packed bytes that are read back at once.

Reading and learning from the files costs many times the time and memory, so it is done once,
where they are checked.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from pydantic import TypeAdapter, ValidationError

from bot.answering import load
from bot.answering.answer import Engine
from bot.answering.learn import without_asks
from bot.answering.learnt import Learnt
from bot.answering.load import Knowledge
from bot.answering.shared import Demanded


@dataclass(frozen=True, slots=True)
class _Kept:
    knowledge: Knowledge
    learnt: Learnt


_KEPT = TypeAdapter(_Kept)


def kept(engine: Engine) -> bytes:
    """Everything answering needs; golden questions and ways of asking have done their work."""
    known = engine.knowledge
    bare = replace(known, questions=(), demanded=Demanded(), policies=without_asks(known.policies))
    return zlib.compress(_KEPT.dump_json(_Kept(bare, engine.learnt)))


def read(packed: bytes) -> Engine | None:
    """None where another version of the desk kept it in a form that is not ours."""
    try:
        found = _KEPT.validate_json(zlib.decompress(packed))
    except (zlib.error, ValidationError):
        return None
    return Engine(found.knowledge, found.learnt)


def from_files(files: Mapping[str, str]) -> bytes | None:
    """What `read` takes, from files that are sound; None from others."""
    knowledge, _ = load.parse(files)
    return None if knowledge is None else kept(Engine(knowledge))
