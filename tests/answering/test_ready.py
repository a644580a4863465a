"""The kept form of a knowledge base answers like the files it was made from."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zlib
from functools import cache

import pytest

from bot.answering import ready
from bot.answering.answer import Engine
from bot.answering.ask_json import as_json

from .small import REAL, engine, policy

QUESTIONS = (
    "how long do you keep my data",
    "hapus data saya",
    "do you sell it to anybody",
    "who can I complain to?",
    "cuaca hari ini",
    "d4ta gue dijual ga sih",
    "unheard-of wrods 12",
    "",
)


@cache
def learnt() -> Engine:
    return engine(policy("fir", "Fir"), policy("oakley", "Oakley"))


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_read_back_answers_just_as_what_was_learnt(question: str) -> None:
    again = ready.read(ready.kept(learnt()))
    assert again is not None
    for company in (None, *learnt().knowledge.policies):
        said, before = (one.answer(question, company) for one in (again, learnt()))
        assert as_json(said, 1) == as_json(before, 1)
        assert again.explain(question, company) == learnt().explain(question, company)


def test_ways_of_asking_are_not_kept_twice() -> None:
    again = ready.read(ready.kept(learnt()))
    assert again is not None
    asks = [a.ask for policy in again.knowledge.policies.values() for a in policy.articles]
    assert not any(ask.en or ask.id for ask in asks)


@pytest.mark.parametrize("text", ["", "{}", '{"knowledge": {}, "learnt": {}}', "[" * 10_000])
def test_a_form_that_is_not_ours_is_no_version_at_all(text: str) -> None:
    assert ready.read(zlib.compress(text.encode())) is None
    assert ready.read(text.encode()) is None


def test_a_form_whose_numbers_are_cut_short_is_refused() -> None:
    kept = json.loads(zlib.decompress(ready.kept(learnt())))
    kept["learnt"]["strange"] = kept["learnt"]["strange"][:-5]
    assert ready.read(zlib.compress(json.dumps(kept).encode())) is None


LEARN = """
import hashlib, pathlib, sys
from bot.answering import ready
from bot.answering.load import files
names = ("topics.yaml", "requests.yaml", "lexicon.yaml", "policies/onee.yaml")
texts = {k: v for k, v in files(pathlib.Path(sys.argv[1])).items() if k in names}
print(hashlib.sha256(ready.from_files(texts)).hexdigest())
"""


def test_learning_gives_the_same_result_in_every_process() -> None:
    found = {
        subprocess.run(  # noqa: S603 - our own interpreter
            [sys.executable, "-c", LEARN, str(REAL)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1
