"""A YAML file as a value that remembers on which line each of its parts stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from bot.answering.articles import Problem

LARGEST = 2_000_000
_MARKS = re.compile(r"(?:^|[\s\[{,])[&*][^\s,\]}&*]", re.MULTILINE)
_UNREADABLE = (yaml.YAMLError, ValueError, RecursionError, TypeError)

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
        marks = list(_anchors(path, text))
        if marks:
            return None, marks
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
        if problems := [Problem(path, line, reason) for line, reason in _twice(root)]:
            return None, problems
        return Tree(path, loader.construct_document(root), root), []
    finally:
        loader.dispose()


def _anchors(path: str, text: str) -> Iterator[Problem]:
    """Anchors and aliases can hide a small file's great size; the knowledge base needs none."""
    if not _MARKS.search(text):
        return
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            line = event.start_mark.line + 1 if event.start_mark else 1
            yield Problem(path, line, "anchors and aliases are not allowed")


def _twice(root: yaml.Node) -> Iterator[tuple[int, str]]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.SequenceNode):
            waiting.extend(reversed(node.value))
        elif isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                name = str(key.value)
                if name in seen:
                    yield key.start_mark.line + 1, f"the key {name} stands twice"
                seen.add(name)
                waiting.append(value)


def _step(node: yaml.Node | None, key: Key) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value == str(key):
                return name.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        found = node.value[key]
        return found.start_mark.line + 1, found
    return None
