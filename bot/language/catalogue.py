"""The catalogues: every sentence a person reads, by key, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

Language = Literal["en", "id"]
LANGUAGES: tuple[Language, ...] = ("en", "id")


class Catalogue:
    """One language's sentences; a missing key or slot is an error in tests, never a blank."""

    def __init__(self, language: Language, entries: Mapping[str, str]) -> None:
        self.language = language
        self.entries = entries

    def __call__(self, key: str, /, **slots: object) -> str:
        return self.entries[key].format(**slots)

    def label(self, key: str) -> str:
        """A button's label."""
        return self.entries[f"button.{key}"]

    def words(self, key: str) -> frozenset[str]:
        """A set of words people answer with, such as `words.yes`."""
        return frozenset(word.strip() for word in self.entries[f"words.{key}"].split(","))

    def known(self, key: str) -> bool:
        return key in self.entries


def flatten(tree: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """Nested headings as dotted keys."""
    flat: dict[str, str] = {}
    for key, value in tree.items():
        if isinstance(value, Mapping):
            flat |= flatten(value, f"{prefix}{key}.")
        else:
            flat[f"{prefix}{key}"] = str(value).rstrip("\n")
    return flat


@cache
def catalogue(language: Language) -> Catalogue:
    """The sentences of one language, read once."""
    text = files("bot.language").joinpath(f"{language}.yaml").read_text("utf-8")
    return Catalogue(language, flatten(yaml.load(text, Loader=yaml.CSafeLoader)))
