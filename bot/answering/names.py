"""Which company a question is about, however its name is spelt."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.answering.articles import Policy
from bot.answering.fold import fold, words
from bot.answering.reading import Reader
from bot.answering.stems import plain

LONGEST_NAME = 6
_SHORT = 4
_ENOUGH = 6
LAST = chr(0x10FFFF)
_LONG = 7
_BETWEEN = frozenset("nya yang the dari punya by of from si".split())
_ALIKE = {"c": "ck", "k": "kcq", "q": "qk"}
"""First letters written for each other by ear."""
_WORD = re.compile(r"[^\W_]+")
_BEFORE_NAMES = frozenset(
    "di at by of from dari punya si pt kebijakan about tentang sama ama "
    "does do apakah kalau kalo".split()
)


@dataclass(frozen=True, slots=True)
class Named:
    """The companies a question names, and the question without their names."""

    policies: tuple[str, ...]
    clear: tuple[str, ...]
    candidates: tuple[str, ...]
    misspelt: str | None
    rest: str


@dataclass(frozen=True, slots=True)
class _Match:
    policies: tuple[str, ...]
    length: int
    is_clear: bool = False
    misspelt: str | None = None


class Names:
    """All names of all policies, ready to be recognised."""

    def __init__(
        self,
        policies: Mapping[str, Policy],
        reader: Reader,
        ordinary: frozenset[str],
        mentions: Mapping[str, Iterable[str]],
    ) -> None:
        self._reader = reader
        self._ordinary = ordinary
        self._exact = exact_names(policies, ordinary)
        self._joined: dict[str, str] = {}
        self._vague: set[str] = set()
        self._true: dict[tuple[str, int], dict[str, None]] = {}
        self._parts: dict[str, dict[str, None]] = {}
        self._own: dict[str, list[str]] = {}
        self._tells = {name: frozenset(p.told_by) for name, p in policies.items()}
        for name, policy in policies.items():
            self._file(name, policy)
        starts = {fold(p.name).replace(" ", ""): name for name, p in policies.items()}
        self._starts = sorted(starts.items())
        self._mentions = {name: frozenset(others) for name, others in mentions.items()}

    def _file(self, name: str, policy: Policy) -> None:
        true, exact, every = _written(policy)
        self._vague |= exact
        for folded in every:
            joined = folded.replace(" ", "")
            if folded not in exact | self._ordinary and len(joined) >= _SHORT:
                self._joined.setdefault(joined, name)
                if folded in true:
                    self._keep(joined)
            elif folded in exact and len(joined) >= _ENOUGH:
                self._joined.setdefault(joined, name)
                self._keep(joined)
        self._own[name] = sorted({word for folded in true for word in folded.split()})
        for word in self._own[name]:
            self._parts.setdefault(word, {})[name] = None

    def _keep(self, joined: str) -> None:
        """A true name, found again by its first letter and its length when misspelt."""
        self._true.setdefault((joined[0], len(joined)), {})[joined] = None

    def chosen(self, named: Named, policy: str | None) -> str | None:
        """The policy to answer from: the one given, unless another is clearly meant."""
        if policy is None:
            return named.policies[0] if len(named.policies) == 1 else None
        others = [n for n in self.meant(named, policy) if n != policy and n in named.clear]
        return others[0] if len(others) == 1 and policy not in named.policies else policy

    def meant(self, named: Named, policy: str | None) -> tuple[str, ...]:
        """The companies named, without those the given policy itself speaks of."""
        spoken = self._mentions.get(policy or "", frozenset())
        return tuple(n for n in named.policies if n == policy or n not in spoken)

    def find(self, question: str) -> Named:
        raw = words(question)
        matches: list[_Match] = []
        rest: list[str] = []
        at = 0
        while at < len(raw):
            match = self._match(raw, at)
            if match is None:
                rest.append(raw[at])
                at += 1
            else:
                matches.append(match)
                at += match.length
        sure = [match for match in matches if len(match.policies) == 1]
        found = tuple(dict.fromkeys(match.policies[0] for match in sure))
        clear = tuple(dict.fromkeys(match.policies[0] for match in sure if match.is_clear))
        misspelt = next((match.misspelt for match in sure if match.misspelt), None)
        several = [match.policies for match in matches if len(match.policies) > 1]
        several += [] if found or several else list(self._prefixes(raw))
        candidates = tuple(dict.fromkeys(p for group in several for p in group))
        if found:
            candidates = ()
        elif not several:
            rest = raw
        return Named(found, clear, candidates, misspelt, " ".join(rest) if matches else question)

    def _match(self, raw: list[str], at: int) -> _Match | None:
        for length in range(min(LONGEST_NAME, len(raw) - at), 0, -1):
            window = raw[at : at + length]
            if (bare := plain(window[-1])) != window[-1] and " ".join(window) not in self._exact:
                window = [*window[:-1], bare]
            phrase, joined = " ".join(window), "".join(window)
            if phrase in self._exact:
                return self._told_apart(self._known(phrase, self._exact[phrase], length), raw)
            if length < 4 and joined in self._joined and not self._is_ordinary(window):
                return _Match((self._joined[joined],), length, is_clear=True)
            if length == 1 and (close := self._close(joined)) is not None:
                return _Match((close,), length, is_clear=len(joined) >= _LONG, misspelt=phrase)
        shared = self._parts.get(raw[at], {})
        if len(shared) > 1 and len(raw[at]) > 2 and not self._is_a_word(raw[at]):
            beside = self._beside(raw, at, shared)
            return _Match(tuple(shared) if beside is None else (beside,), 1)
        return None

    def _beside(self, raw: list[str], at: int, shared: Iterable[str]) -> str | None:
        """The company told by the word beside a shared name: "mekari caht", "chat nya mekari"."""
        after = (word for word in raw[at + 1 : at + 3] if word not in _BETWEEN)
        before = (word for word in reversed(raw[max(0, at - 2) : at]) if word not in _BETWEEN)
        for word in (next(after, ""), next(before, "")):
            owners = [name for name in shared if self._is_part(word, name, raw[at])]
            if len(owners) == 1:
                return owners[0]
        return None

    def _is_part(self, word: str, name: str, shared: str) -> bool:
        """Whether a word is, or is one slip from, a part of a company's name that others lack."""
        return len(word) >= _SHORT and any(
            part != shared and OSA.distance(word, part, score_cutoff=1) <= 1
            for part in self._own.get(name, ())
            if len(part) >= _SHORT
        )

    def _is_a_word(self, word: str) -> bool:
        return word in self._ordinary or self._reader.knows_well(word)

    def _known(self, phrase: str, policy: str, length: int) -> _Match:
        sharing = self._parts.get(phrase, {policy: None})
        if phrase in self._vague and len(sharing) > 1:
            return _Match(tuple(sharing), length)
        is_clear = phrase not in self._vague or not self._is_a_word(phrase)
        return _Match((policy,), length, is_clear=is_clear)

    def _told_apart(self, match: _Match, raw: list[str]) -> _Match:
        """Of several that share a name, the one whose own words stand in the same question."""
        if len(match.policies) == 1:
            return match
        told = [name for name in match.policies if self._tells[name] & {*raw, *map(plain, raw)}]
        return replace(match, policies=(told[0],), is_clear=True) if len(told) == 1 else match

    def _is_ordinary(self, window: list[str]) -> bool:
        return len(window) == 1 and window[0] in self._ordinary

    def _close(self, word: str) -> str | None:
        """The one company this word can only be a slip for."""
        if len(word) < _SHORT or word in self._ordinary or self._reader.knows(word):
            return None
        allowed = 1 if len(word) < _LONG else 2
        lengths = range(len(word) - allowed, len(word) + allowed + 1)
        starts = _ALIKE.get(word[0], word[0])
        names = [name for n in lengths for s in starts for name in self._true.get((s, n), ())]
        near = process.extract(word, names, scorer=OSA.distance, score_cutoff=allowed, limit=5)
        owners = {self._joined[name] for name, distance, _ in near if distance == near[0][1]}
        return owners.pop() if len(owners) == 1 else None

    def _prefixes(self, raw: list[str]) -> Iterator[tuple[str, ...]]:
        """Half a name, where a name would stand: "at mail", "does mail", "mail jual"."""
        for before, word in pairwise(["at", *raw]):
            if len(word) >= _SHORT and before in _BEFORE_NAMES:
                first = bisect_right(self._starts, (word, LAST))
                last = bisect_right(self._starts, (word + LAST,))
                owners = tuple(name for _, name in self._starts[first:last])
                if len(owners) > 1:
                    yield owners


def _written(policy: Policy) -> tuple[set[str], set[str], list[str]]:
    """A policy's true names, those that count only exactly, and all of them with misspellings."""
    true = {fold(w) for w in (policy.name, policy.policy, *policy.aliases)}
    if policy.name_id:
        true.add(fold(policy.name_id))
    exact = {fold(written) for written in policy.exact_only}
    return true, exact, sorted(true | exact | {fold(w) for w in policy.misspellings})


def exact_names(policies: Mapping[str, Policy], ordinary: frozenset[str]) -> dict[str, str]:
    """The policy of each name as it is written; ordinary words only where the policy says so."""
    names: dict[str, str] = {}
    for name, policy in policies.items():
        _, exact, every = _written(policy)
        for folded in every:
            if folded in exact or folded not in ordinary:
                names.setdefault(folded, name)
    return names


def mentioned(names: Mapping[str, str], texts: Iterable[str]) -> tuple[str, ...]:
    """The companies that these texts speak of."""
    spoken = set(_WORD.findall(" ".join(texts).casefold()))
    return tuple(sorted({names[word] for word in spoken if word in names}))
