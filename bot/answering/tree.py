"""A YAML file as a value that remembers on which line each of its parts stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from bot.answering.articles import Problem

LARGEST = 2_000_000
DEEPEST = 100
SUSPICIOUS = 2_000
"""A file with fewer brackets and shorter lines cannot nest deep enough to harm the reader."""
TOO_DEEP = f"nested more than {DEEPEST} deep"
ANCHORS = "anchors and aliases are not allowed"
_MARKS = re.compile(r"(?:^|[\s\[{,])[&*][^\s,\]}&*]", re.MULTILINE)
_UNREADABLE = (yaml.YAMLError, ValueError, RecursionError, TypeError, OverflowError)

Key = str | int


@dataclass(frozen=True, slots=True)
class Tree:
    """One file: what it says, and where."""

    path: str
    value: Any
    root: yaml.Node | None

    def line(self, *keys: Key) -> int:
        """The line of the innermost part that exists along these keys."""
        node, line = self.root, 1
        for key in keys:
            found = _step(node, key)
            if found is None:
                break
            line, node = found
        return line

    def problem(self, reason: str, *keys: Key) -> Problem:
        return Problem(self.path, self.line(*keys), reason)


def grow(path: str, text: str) -> tuple[Tree | None, list[Problem]]:
    """Read one file; no tree where it cannot be trusted."""
    if len(text.encode("utf-8", "replace")) > LARGEST:
        return None, [Problem(path, 1, f"larger than {LARGEST:,} bytes")]
    try:
        if faults := list(_unsafe(path, text)):
            return None, faults
        return _compose(path, text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = 1 if mark is None else mark.line + 1
        return None, [Problem(path, line, f"not YAML: {error.problem or error.context}")]
    except _UNREADABLE as error:
        return None, [Problem(path, 1, f"not YAML: {' '.join(str(error).split())[:200]}")]


def _compose(path: str, text: str) -> tuple[Tree | None, list[Problem]]:
    loader = yaml.CSafeLoader(text)
    try:
        root = loader.get_single_node()
        if root is None:
            return Tree(path, None, None), []
        if problems := [Problem(path, line, reason) for line, reason in _faults(root)]:
            return None, problems
        return Tree(path, loader.construct_document(root), root), []
    finally:
        loader.dispose()


def _unsafe(path: str, text: str) -> Iterator[Problem]:
    """What must not reach the reader, which builds whatever it is given: found event by event.

    Anchors and aliases hide a small file's great size, and nesting by the thousand ends the
    process itself; the knowledge base needs neither.
    """
    if not (_MARKS.search(text) or _may_be_deep(text)):
        return
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            yield Problem(path, line, TOO_DEEP)
            return
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            yield Problem(path, line, ANCHORS)


def _may_be_deep(text: str) -> bool:
    """Each level takes a bracket, or a column more than the one around it."""
    brackets = text.count("[") + text.count("{")
    return brackets > SUSPICIOUS or max(map(len, text.splitlines()), default=0) > SUSPICIOUS


def _faults(root: yaml.Node) -> Iterator[tuple[int, str]]:
    """Keys that stand twice, and what is reached by two ways: an alias that looked like none."""
    waiting, met = [(root, 1)], {id(root)}
    while waiting:
        node, depth = waiting.pop()
        if depth > DEEPEST:
            yield node.start_mark.line + 1, TOO_DEEP
            return
        inner: list[yaml.Node] = node.value if isinstance(node, yaml.SequenceNode) else []
        if isinstance(node, yaml.MappingNode):
            yield from _key_faults(node)
            inner = [value for _, value in node.value]
        if not met.isdisjoint(map(id, inner)) or len(set(map(id, inner))) < len(inner):
            yield node.start_mark.line + 1, ANCHORS
            return
        met.update(map(id, inner))
        waiting.extend((one, depth + 1) for one in reversed(inner))


def _key_faults(node: yaml.MappingNode) -> Iterator[tuple[int, str]]:
    seen: set[str] = set()
    for key, _ in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            yield line, "a key must be a word"
        elif key.value in seen:
            yield line, f"the key {key.value} stands twice"
        else:
            seen.add(key.value)


def _step(node: yaml.Node | None, key: Key) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value == str(key):
                return name.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        found = node.value[key]
        return found.start_mark.line + 1, found
    return None
