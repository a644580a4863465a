"""What kind of utterance it is: a question, a demand that something be done, or small talk."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.answering.demands import Demands, Leanings
from bot.answering.load import Knowledge
from bot.answering.patterns import compile_all
from bot.answering.reading import Reader, Reading
from bot.domain.cases import Kind

_CLAUSE = re.compile(r"[,.;:!?\n]+(?:\s|$)|\s-+\s|\u2013|\u2014")
_JOINT = re.compile(
    r"\s(?:and then|then|and|dan lalu|dan|terus|trus|lalu|habis itu)\s", re.IGNORECASE
)
_JOINS = re.compile(r" (?:and|then|but|before)=")
_QUESTIONS = frozenset({"informs", "able"})
PLAINLY = 8.0
TAG = 3
"""Words such as "bener ga sih", which only ask after what was said just before."""
CLEARLY, FAR = 3.0, 20.0


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
    """The kinds of request a sentence demands and those it only speaks of.

    `leant` is what others demanded who spoke alike; `is_leant`: likeness decided against the
    patterns. `is_urged`: it wants something done. `refused`: what it says is not to be done.
    `apart`: each demanded by a clause of its own.
    """

    demanded: tuple[Kind, ...]
    meant: tuple[Kind, ...]
    mood: Mood
    is_urged: bool = False
    is_told: bool = False
    leant: Kind | None = None
    is_leant: bool = False
    refused: frozenset[Kind] = frozenset()
    apart: tuple[Kind, ...] = ()


@dataclass(frozen=True, slots=True)
class _Patterns:
    demand: re.Pattern[str] | None
    matter: re.Pattern[str] | None
    refused: re.Pattern[str] | None
    over: tuple[Kind, ...]
    firm: bool


class Utterances:
    """Tells demands from questions by the patterns of the knowledge base."""

    def __init__(self, knowledge: Knowledge, reader: Reader, leanings: Leanings) -> None:
        self._reader = reader
        self._demands = Demands(leanings)
        moods = knowledge.lexicon.moods
        self._closing = compile_all(moods.get("closing", ()))
        self._orders = compile_all(moods.get("orders", ()))
        self._only_asking = compile_all(moods.get("only_asking", ()))
        self._moods = {name: compile_all(moods.get(name, ())) for name in Mood.__slots__}
        self._kinds: Mapping[Kind, _Patterns] = {
            kind: _Patterns(
                compile_all(r.demand),
                compile_all(r.matter),
                compile_all(r.refused),
                r.over,
                r.firm,
            )
            for kind, r in knowledge.requests.items()
        }

    def mood(self, reading: Reading) -> Mood:
        """The mood of the whole sentence, wherever its marks stand."""
        return self._mood(reading.line, len(reading.line))

    def wanted(self, question: str, reading: Reading) -> Wanted:
        """What is demanded: by the patterns, and by likeness to what others demanded."""
        found = self._patterned(question, reading)
        if _found(self._only_asking, reading.line) is not None:
            meant = tuple(dict.fromkeys((*found.demanded, *found.meant)))
            return replace(found, demanded=(), meant=meant, is_urged=False)
        return self._without_refused(self._weighed(found, question, reading), reading)

    def _without_refused(self, found: Wanted, reading: Reading) -> Wanted:
        """ "Don't delete my data" demands anything but that."""
        kinds = self._kinds.items()
        refused = frozenset(k for k, p in kinds if _found(p.refused, reading.line) is not None)
        if not refused:
            return found
        demanded = tuple(kind for kind in found.demanded if kind not in refused)
        meant = tuple(kind for kind in found.meant if kind not in refused)
        leant = None if found.leant in refused else found.leant
        return replace(found, demanded=demanded, meant=meant, leant=leant, refused=refused)

    def _weighed(self, found: Wanted, question: str, reading: Reading) -> Wanted:
        """With what others demanded who spoke alike."""
        marked = question.rstrip().endswith("?")
        lean = self._demands.lean(reading, asks=marked)
        if lean is None:
            return found
        demanded, leant = found.demanded, None
        if len(demanded) == 1 and lean.over_next > (FAR if self._is_order(reading) else CLEARLY):
            demanded = (lean.kind,)
        elif len(demanded) > 1:
            best = lean.scores[lean.kind]
            near = (k for k in demanded if k in found.apart or best - lean.scores[k] < FAR)
            demanded = tuple(near) or (lean.kind,)
        elif not (demanded or marked or found.is_told or found.mood.is_question):
            leant = lean.kind if lean.over_none > PLAINLY else None
        meant = tuple(kind for kind in found.meant if kind not in demanded)
        is_leant = not set(demanded) <= set(found.demanded)
        return replace(found, demanded=demanded, meant=meant, leant=leant, is_leant=is_leant)

    def asking(self, question: str) -> list[str]:
        """The clauses that ask, and the last one: what a long story comes down to."""
        clauses = [clause for clause in _CLAUSE.split(question) if clause.strip()]
        tagged = len(clauses[-1:]) and len(clauses[-1].split()) <= TAG
        last = " ".join(clauses[-2:]) if tagged else "".join(clauses[-1:])
        return [*(clause for clause in clauses[:-1] if self._asks(clause)), last]

    def _patterned(self, question: str, reading: Reading) -> Wanted:
        """What patterns find, in the order it comes; each clause may demand something too."""
        clauses = [clause for clause in _CLAUSE.split(question) if clause.strip()]
        marked = question.rstrip().endswith("?")
        is_told = len(clauses) > 1 and (marked or self._asks(clauses[-1]))
        whole = self._wanted(reading, ends_asking=marked, is_told=is_told)
        whole = replace(whole, is_told=is_told)
        if not (marked or is_told or whole.mood.is_question):
            is_urged = whole.mood.wishes or self._is_order(reading)
            whole = replace(whole, is_urged=is_urged)
        parts = [part for clause in clauses for part in _JOINT.split(clause)]
        if len(parts) < 2:
            return whole
        each = dict.fromkeys(kind for part in parts for kind in self._ordered(part))
        first, rest = (each, whole.demanded) if len(each) > 1 else (whole.demanded, each)
        demanded = tuple(dict.fromkeys((*first, *rest)))
        meant = tuple(kind for kind in whole.meant if kind not in demanded)
        apart = tuple(each) if len(each) > 1 else ()
        return replace(whole, demanded=demanded, meant=meant, apart=apart)

    def _asks(self, clause: str) -> bool:
        """Whether the last clause asks something, so that the others only tell how it came."""
        return _found(self._closing, self._reader.read(clause).line) is not None

    def _ordered(self, part: str) -> tuple[Kind, ...]:
        """What a clause demands that is clearly meant as a demand by itself."""
        reading = self._reader.read(part)
        return self._wanted(reading).demanded if self._is_order(reading) else ()

    def _is_order(self, reading: Reading) -> bool:
        return _found(self._orders, reading.line) is not None or self.mood(reading).urges

    def _wanted(
        self, reading: Reading, *, ends_asking: bool = False, is_told: bool = False
    ) -> Wanted:
        """Where all before a closing question is told, only orders are demands."""
        line, may_demand = reading.line, not is_told or self._is_order(reading)
        demanded: dict[Kind, int] = {}
        meant: dict[Kind, int] = {}
        for kind, patterns in self._kinds.items():
            told, named = _found(patterns.demand, line), _found(patterns.matter, line)
            at = named if told is None else told
            if at is None:
                continue
            if (
                may_demand
                and told is not None
                and self._is_demand(kind, reading, told, ends_asking)
            ):
                demanded[kind] = told
            elif may_demand and named is not None and self._is_urged(reading, named, ends_asking):
                demanded[kind] = named
            else:
                meant[kind] = at
        in_order = self._in_order
        return Wanted(in_order(demanded, line), in_order(meant, line), self.mood(reading))

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

    def _in_order(self, found: Mapping[Kind, int], line: str) -> tuple[Kind, ...]:
        """The kinds as they come, without those that another says better in the same breath."""
        replaced = {
            over
            for kind in found
            for over in self._kinds[kind].over
            if over in found and not _JOINS.search(line, *sorted((found[kind], found[over])))
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
