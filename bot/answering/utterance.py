"""What kind of utterance it is: a question, a demand that something be done, or small talk."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.answering.load import Knowledge
from bot.answering.patterns import compile_all
from bot.answering.reading import Reader, Reading
from bot.domain.cases import Kind

_NEAR = 20
_QUESTIONS = frozenset({"informs", "able"})


@dataclass(frozen=True, slots=True)
class Mood:
    """How a sentence is meant; several can be true at once."""

    informs: bool
    able: bool
    wishes: bool
    urges: bool

    @property
    def is_question(self) -> bool:
        return self.informs or (self.able and not self.urges)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The kinds of request a sentence demands, and those it only speaks of."""

    demanded: tuple[Kind, ...]
    meant: tuple[Kind, ...]
    mood: Mood


@dataclass(frozen=True, slots=True)
class _Patterns:
    demand: re.Pattern[str] | None
    matter: re.Pattern[str] | None
    over: tuple[Kind, ...]
    firm: bool


class Utterances:
    """Tells demands from questions by the patterns of the knowledge base."""

    def __init__(self, knowledge: Knowledge) -> None:
        moods = knowledge.lexicon.moods
        self._moods = {name: compile_all(moods.get(name, ())) for name in Mood.__slots__}
        self._kinds: Mapping[Kind, _Patterns] = {
            kind: _Patterns(compile_all(r.demand), compile_all(r.matter), r.over, r.firm)
            for kind, r in knowledge.requests.items()
        }

    def mood(self, reading: Reading) -> Mood:
        """The mood of the whole sentence, wherever its marks stand."""
        return self._mood(reading.line, len(reading.line))

    def wanted(self, reading: Reading, *, ends_asking: bool = False) -> Wanted:
        demanded: dict[Kind, int] = {}
        meant: dict[Kind, int] = {}
        for kind, patterns in self._kinds.items():
            told = _found(patterns.demand, reading.line)
            named = _found(patterns.matter, reading.line)
            if told is not None and self._is_demand(kind, reading, told, ends_asking):
                demanded[kind] = told
            elif named is not None and self._is_urged(reading, named, ends_asking):
                demanded[kind] = named
            elif (at := named if told is None else told) is not None:
                meant[kind] = at
        return Wanted(self._in_order(demanded), self._in_order(meant), self.mood(reading))

    def _mood(self, line: str, before: int) -> Mood:
        """Marks of a question count that stand before the matter, or close the sentence."""
        found = {}
        for name, pattern in self._moods.items():
            limit = max(1, before) if name in _QUESTIONS else len(line)
            found[name] = pattern is not None and any(
                match.start() < limit or match.end() == len(line)
                for match in pattern.finditer(line)
            )
        return Mood(**found)

    def _is_demand(self, kind: Kind, reading: Reading, at: int, ends_asking: bool) -> bool:
        if self._kinds[kind].firm:
            return True
        mood = self._mood(reading.line, at)
        if kind is Kind.COMPLAINT:
            return not mood.informs
        return not mood.is_question and (mood.urges or mood.wishes or not ends_asking)

    def _is_urged(self, reading: Reading, at: int, ends_asking: bool) -> bool:
        mood = self._mood(reading.line, at)
        if mood.is_question:
            return False
        if mood.wishes or mood.urges:
            return True
        before = reading.line[:at].split()
        return not ends_asking and all(word.split("=")[0] in reading.stop for word in before)

    def _in_order(self, found: Mapping[Kind, int]) -> tuple[Kind, ...]:
        replaced = {
            over
            for kind in found
            for over in self._kinds[kind].over
            if over in found and found[kind] <= found[over] + _NEAR
        }
        kept = [kind for kind in found if kind not in replaced]
        return tuple(sorted(kept, key=lambda kind: found[kind]))


class Manners:
    """Small talk, recognised by the whole of what is said."""

    def __init__(self, knowledge: Knowledge, reader: Reader) -> None:
        self._said: dict[frozenset[str], str] = {}
        self._small: set[str] = set()
        for name, examples in knowledge.lexicon.smalltalk.items():
            for example in examples:
                keys = _all_keys(reader.read(example))
                self._said.setdefault(keys, name)

    def find(self, reading: Reading) -> tuple[str | None, float]:
        """The manner of small talk most like this, and how alike, from 0 to 1."""
        keys = _all_keys(reading)
        best, manner = 0.0, None
        for said, name in self._said.items():
            shared = len(keys & said)
            if shared:
                alike = 2 * shared / (len(keys) + len(said))
                if alike > best:
                    best, manner = alike, name
        return manner, best


def _all_keys(reading: Reading) -> frozenset[str]:
    keys = frozenset(t.key for t in reading.tokens if t.key not in _FILLERS)
    return keys or frozenset(t.key for t in reading.tokens)


_FILLERS = frozenset({"deh", "dong", "sih", "kak", "laugh", "the", "be", "really", "just", "so"})


def _found(pattern: re.Pattern[str] | None, line: str) -> int | None:
    match = pattern.search(line) if pattern is not None else None
    return match.start() if match is not None else None
