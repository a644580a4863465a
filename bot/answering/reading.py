"""How a sentence is understood word by word: spelling, endings, and ideas across languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.answering.fold import spelled_out, words
from bot.answering.shared import Lexicon
from bot.answering.stems import forms, plain, stem

LONGEST_PHRASE = 4
WORDS_READ = 120


@dataclass(frozen=True, slots=True)
class Token:
    """One word, or words that belong together, and the idea they stand for."""

    key: str
    word: str
    is_concept: bool


@lru_cache(maxsize=8192)
def _concept(name: str, word: str) -> Token:
    return Token(name, word, True)


@dataclass(frozen=True)
class Reading:
    """A sentence as its tokens, with what the ranking and the patterns see of it."""

    tokens: tuple[Token, ...]
    stop: frozenset[str]
    strange: tuple[str, ...] = ()

    @cached_property
    def line(self) -> str:
        """What patterns are matched against."""
        return "".join(f" {t.key}={t.word}" for t in self.tokens)

    @property
    def kept(self) -> tuple[str, ...]:
        """The ideas that carry meaning, in order."""
        stop = self.stop
        return tuple([t.key for t in self.tokens if t.key not in stop])

    @property
    def beginnings(self) -> tuple[str, ...]:
        """The first letters of each word as it was typed, for what no concept tells apart."""
        return tuple(chain.from_iterable([begun(token.word) for token in self.tokens]))


def pairs(kept: Sequence[str]) -> Iterable[str]:
    """The ideas that stand side by side, in either order, each pair once."""
    return dict.fromkeys([f"{a}+{b}" if a < b else f"{b}+{a}" for a, b in pairwise(kept)])


@lru_cache(maxsize=8192)
def begun(word: str) -> tuple[str, ...]:
    """How each part of a word begins, marked as no idea."""
    return tuple([f"_{part[:5]}" for part in word.split("_")])


class Reader:
    """Reads sentences with one lexicon; `learn` adds the words that may be met, once."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._spelling = {k: tuple(v.split()) for k, v in lexicon.spelling.items()}
        self._stop = frozenset(lexicon.stop)
        self._known: set[str] = set()
        self._single: dict[str, str] = {}
        self._phrases: dict[tuple[str, ...], str] = {}
        for name, concept in lexicon.concepts.items():
            for written in (*concept.en, *concept.id):
                self._file(name, list(self._spell(words(written))))
        for name in lexicon.concepts:
            self._single.setdefault(name, name)
        for word, meant in self._spelling.items():
            if len(meant) == 1 and meant[0] in self._single:
                self._single.setdefault(word, self._single[meant[0]])
        self._openings = frozenset(phrase[0] for phrase in self._phrases)
        parts = (word for phrase in self._phrases for word in phrase)
        self._known |= set(self._single) | set(self._spelling) | set(parts)
        self._respelt = self._known
        self._by_length: dict[int, tuple[str, ...]] = {}
        self._met: dict[str, Token] = {}

    def _file(self, name: str, spelt: list[str]) -> None:
        if len(spelt) == 1:
            self._single.setdefault(spelt[0], name)
        elif spelt:
            self._phrases.setdefault(tuple(map(plain, spelt)), name)

    def learn(self, spelt: Iterable[str]) -> None:
        """Words seen in the knowledge base are spelt right, and others may be meant for them."""
        self._known.update(spelt)
        by_length: dict[int, list[str]] = {}
        for word in sorted(self._known):
            if len(word) > 3 and word.isalpha():
                by_length.setdefault(len(word), []).append(word)
        self._by_length = {length: tuple(found) for length, found in by_length.items()}
        self._respelt = {word for word in self._known if [word] != list(self._spell([word]))}

    def knows(self, word: str) -> bool:
        if word in self._known or plain(word) in self._known:
            return True
        return any(form in self._single for form in forms(word))

    def knows_well(self, word: str) -> bool:
        """Known as a word of the language rather than from the knowledge base alone."""
        return word in self._spelling or any(form in self._single for form in forms(word))

    def read(self, text: str) -> Reading:
        return self.read_words(words(text))

    def read_words(self, raw: Iterable[str]) -> Reading:
        """A text whose words have been evened out already."""
        spelt = list(raw)
        if self._known.issuperset(spelt) and self._respelt.isdisjoint(spelt):
            return Reading(tuple(self._tokens(spelt[:WORDS_READ])), self._stop)
        spelt = list(self._spell(spelt))[:WORDS_READ]
        strange = tuple(word for word in spelt if not word.isdigit() and not self.knows(word))
        if strange:
            mended = [self._mended(word) if word in strange else word for word in spelt]
            spelt = list(self._spell(mended))
        tokens = tuple(self._tokens(spelt))
        return Reading(tokens, self._stop, strange)

    def _spell(self, raw: Iterable[str]) -> Iterator[str]:
        for word in raw:
            if word in self._spelling:
                yield from self._spelling[word]
            elif (
                not word.isalpha()
                and (meant := spelled_out(word)) is not None
                and self.knows(meant)
            ):
                yield from self._spelling.get(meant, (meant,))
            else:
                yield word

    def _mended(self, word: str) -> str:
        """The known word this was most likely meant to be, or the word itself."""
        if len(word) < 4 or not self._by_length:
            return word
        allowed = 1 if len(word) < 7 else 2
        best, nearest = word, allowed + 1
        for length in sorted(
            range(len(word) - allowed, len(word) + allowed + 1), key=lambda n: abs(n - len(word))
        ):
            found = process.extractOne(
                word,
                self._by_length.get(length, ()),
                scorer=OSA.distance,
                score_cutoff=nearest - 1,
            )
            if found is not None and found[1] < nearest:
                best, nearest = found[0], int(found[1])
            if nearest <= 1:
                break
        return best

    def _tokens(self, spelt: list[str]) -> Iterator[Token]:
        plains, read = list(map(plain, spelt)), 0
        for at, (word, bare) in enumerate(zip(spelt, plains, strict=True)):
            if at < read:
                continue
            if bare in self._openings and (phrase := self._phrase(plains, at)) is not None:
                read = at + len(phrase)
                yield _concept(self._phrases[phrase], "_".join(spelt[at:read]))
            else:
                yield self._met.get(word) or self._token(word)

    def _phrase(self, plains: list[str], at: int) -> tuple[str, ...] | None:
        """The longest phrase that begins here."""
        for end in range(min(at + LONGEST_PHRASE, len(plains)), at + 1, -1):
            if (phrase := tuple(plains[at:end])) in self._phrases:
                return phrase
        return None

    def _token(self, word: str) -> Token:
        """Words of the knowledge base come again and again: these tokens are kept."""
        token = self._made(word)
        if word in self._known:
            self._met[word] = token
        return token

    def _made(self, word: str) -> Token:
        for form in forms(word):
            if form in self._single:
                return _concept(self._single[form], word)
        return Token(stem(word), word, False)
