"""Both languages say the same things, and the code asks for nothing they do not hold."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from string import Formatter

import pytest
import yaml

import bot
from bot.domain.cases import OUTCOMES, Kind, Status
from bot.domain.forms import WHOSE_CHOICES
from bot.language.catalogue import LANGUAGES, Catalogue, Language, catalogue

LABEL, SCREEN = 24, 900
SOURCE = Path(bot.__file__).parent
REQUESTS = yaml.safe_load((SOURCE.parent / "knowledge" / "requests.yaml").read_text("utf-8"))
ENGLISH, INDONESIAN = catalogue("en"), catalogue("id")

in_both = pytest.mark.parametrize("language", LANGUAGES)


# ---- the catalogues


def slots(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def is_button(key: str) -> bool:
    """`button.…`, `staff.button.…`, and the few labels that stand alone."""
    alone = ("other_language", "open_private", "staff.again", "staff.leave")
    return "button" in key.split(".")[:-1] or key.startswith("staff.reason.") or key in alone


def screens(say: Catalogue) -> Iterator[tuple[str, str]]:
    return ((key, text) for key, text in say.entries.items() if not key.startswith("words."))


def test_both_languages_have_the_same_keys() -> None:
    assert ENGLISH.entries.keys() == INDONESIAN.entries.keys()


@pytest.mark.parametrize("key", ENGLISH.entries)
def test_a_sentence_has_the_same_slots_in_both_languages(key: str) -> None:
    assert slots(INDONESIAN.entries[key]) == slots(ENGLISH.entries[key])


@in_both
def test_nothing_is_left_empty(language: Language) -> None:
    assert [key for key, text in catalogue(language).entries.items() if not text.strip()] == []


@in_both
def test_no_key_is_written_twice(language: Language) -> None:
    tree = yaml.compose((SOURCE / "language" / f"{language}.yaml").read_text("utf-8"))
    assert isinstance(tree, yaml.MappingNode)
    assert list(repeated(tree)) == []


def repeated(tree: yaml.MappingNode) -> Iterator[str]:
    """YAML itself keeps the last of two equal keys and says nothing."""
    keys = [key.value for key, _ in tree.value]
    yield from (key for key in set(keys) if keys.count(key) > 1)
    for _, value in tree.value:
        if isinstance(value, yaml.MappingNode):
            yield from repeated(value)


@in_both
def test_every_button_fits_a_phone(language: Language) -> None:
    buttons = {key: text for key, text in catalogue(language).entries.items() if is_button(key)}
    assert {key: text for key, text in buttons.items() if len(text) > LABEL} == {}


@in_both
def test_every_screen_is_short_enough_to_be_read(language: Language) -> None:
    assert {key for key, text in screens(catalogue(language)) if len(text) > SCREEN} == set()


@in_both
def test_nobody_is_shouted_at(language: Language) -> None:
    assert {key for key, text in screens(catalogue(language)) if "!" in text} == set()


def test_indonesian_says_anda_and_bisa() -> None:
    banned = re.compile(r"\b(anda|[Kk]amu|[Kk]ak|[Kk]ita|[Dd]apat|[Tt]elah|di ?mana)\b")
    assert {key: text for key, text in screens(INDONESIAN) if banned.search(text)} == {}


def test_each_language_offers_the_other_by_its_own_name() -> None:
    assert ENGLISH("other_language") == "Bahasa Indonesia"
    assert INDONESIAN("other_language") == "English"


# ---- the words people answer with


@in_both
@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("yes", {"yes", "ya", "ok", "send", "kirim"}),
        ("no", {"no", "tidak", "cancel", "batal"}),
        ("skip", {"skip", "lewati", "-", "none", "tidak ada"}),
    ],
)
def test_people_may_answer_in_either_language(
    language: Language, key: str, words: set[str]
) -> None:
    assert words <= catalogue(language).words(key)


@in_both
@pytest.mark.parametrize("key", ["yes", "no", "skip"])
def test_words_are_compared_in_lower_case_so_they_are_written_so(
    language: Language, key: str
) -> None:
    words = catalogue(language).words(key)
    assert "" not in words
    assert {word for word in words if word != word.lower()} == set()


def test_no_word_means_both_yes_and_no() -> None:
    for one, other in product(LANGUAGES, LANGUAGES):
        assert not catalogue(one).words("yes") & catalogue(other).words("no")
        assert not catalogue(one).words("yes") & catalogue(other).words("skip")


def test_stop_alone_refuses_nothing() -> None:
    """To "Stop marketing messages?" it is a yes, elsewhere a no: it is left to be understood."""
    for say in (ENGLISH, INDONESIAN):
        assert not {"stop", "hentikan", "berhenti"} & (say.words("yes") | say.words("no"))


# ---- what the code says


@dataclass(frozen=True, slots=True)
class Used:
    """A key in the code: a pattern, since a part may be filled in, and the slots given with it."""

    where: str
    pattern: str
    given: frozenset[str] | None

    def fits(self, key: str) -> bool:
        return re.fullmatch(self.pattern, key) is not None


ASKED_BY: dict[str, tuple[tuple[int, str], ...]] = {
    "say": ((0, ""), (3, "")),
    **dict.fromkeys(("mine", "catalogue()", "known", "Toast"), ((0, ""),)),
    "label": ((0, "button."),),
    "words": ((0, "words."),),
    "button": ((0, "button."),),
    "press": ((3, "button."),),
    "go_or_cancel": ((3, "button."),),
    "skip_or_cancel": ((3, "button."),),
    "narrowed": ((2, ""), (3, "")),
    "plain": ((0, ""), (1, "button."), (2, "button.")),
    "returned": ((1, ""),),
}
"""Who asks for a sentence: at which place of its arguments the key stands, and what leads it."""


def used_keys() -> Iterator[Used]:
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                where = f"{path.relative_to(SOURCE.parent)}:{node.lineno}"
                yield from keys_of(node, where)


def keys_of(call: ast.Call, where: str) -> Iterator[Used]:
    name = called(call.func)
    for place, lead in ASKED_BY.get(name, ()):
        if place < len(call.args):
            for pattern in patterns(call.args[place]):
                yield Used(where, re.escape(lead) + pattern, given_slots(call, name))


def called(func: ast.expr) -> str:
    """The last name of what is called; `catalogue()` where one is made and asked at once."""
    match func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Call():
            return f"{called(func.func)}()"
        case _:
            return ""


def patterns(key: ast.expr) -> Iterator[str]:
    """Every key an argument can be, as far as it stands there as text."""
    match key:
        case ast.Constant(value=str(text)):
            yield re.escape(text)
        case ast.IfExp(body=one, orelse=other):
            yield from patterns(one)
            yield from patterns(other)
        case ast.Tuple(elts=[first, *_]):
            yield from patterns(first)
        case ast.JoinedStr(values=parts):
            yield "".join(
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[^.]+"
                for part in parts
            )


def given_slots(call: ast.Call, name: str) -> frozenset[str] | None:
    """The slots filled by name; None where the call does not show them all."""
    names = [keyword.arg for keyword in call.keywords]
    if name not in ("say", "mine", "catalogue()") or len(call.args) != 1 or None in names:
        return None
    return frozenset(name for name in names if name is not None)


USED = list(used_keys())


def test_the_code_was_found_to_speak() -> None:
    assert len(USED) > 200
    assert {use.pattern for use in USED} >= {"start", re.escape("button.") + "cancel"}


@in_both
def test_every_key_in_the_code_has_its_sentence(language: Language) -> None:
    keys = catalogue(language).entries
    assert [use for use in USED if not any(use.fits(key) for key in keys)] == []


@in_both
def test_every_slot_of_a_sentence_is_filled(language: Language) -> None:
    entries = catalogue(language).entries
    empty = {
        f"{use.where} {key}": missing
        for use in USED
        for key, text in entries.items()
        if use.given is not None
        and use.pattern == re.escape(key)
        and (missing := slots(text) - use.given)
    }
    assert empty == {}


# ---- keys that are put together from the desk's own names


@in_both
@pytest.mark.parametrize("status", Status)
def test_every_status_has_a_word(language: Language, status: Status) -> None:
    assert catalogue(language).known(f"status.{status}")


@in_both
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_outcome_has_a_button_and_a_heading(language: Language, outcome: Status) -> None:
    assert catalogue(language).known(f"staff.button.{outcome}")
    assert catalogue(language).known(f"outcome.{outcome}")


@in_both
@pytest.mark.parametrize("whose", WHOSE_CHOICES)
def test_whose_data_it_is_has_a_button_and_a_word(language: Language, whose: str) -> None:
    assert catalogue(language).known(f"button.whose_{whose}")
    assert catalogue(language).known(f"whose.{whose}")


@in_both
@pytest.mark.parametrize("kind", Kind)
def test_a_kind_fits_its_buttons_and_asks_for_a_yes_where_it_asks_no_more(
    language: Language, kind: Kind
) -> None:
    say, request = catalogue(language), REQUESTS[kind]
    assert len(say("button_only", kind=request["button"][language])) <= LABEL
    assert request["fields"] or say.known(f"quick.{kind}")
    assert request["fields"] or say.known(f"button.quick_{kind}")


@in_both
def test_leads_are_told_which_buttons_are_theirs(language: Language) -> None:
    mark = {"en": "(lead)", "id": "(PJ)"}[language]
    for name in ("approve", "send_back", "reopen"):
        assert catalogue(language)(f"staff.button.{name}").endswith(mark)


def test_a_sentence_nobody_wrote_is_an_error() -> None:
    with pytest.raises(KeyError):
        ENGLISH("no.such.sentence")
    with pytest.raises(KeyError):
        ENGLISH("received_head")
