"""Reads a knowledge folder, or a stored version of one, into values that never change."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from bot.answering.articles import Golden, Policy, Problem, Topic
from bot.answering.replies import ReadyReply
from bot.answering.shared import Demanded, Lexicon, RequestKind
from bot.answering.talks import Talks
from bot.answering.tree import LARGEST, Tree, grow
from bot.domain.cases import Kind

NEEDED = ("topics.yaml", "requests.yaml", "lexicon.yaml")
PATTERNS = (
    *NEEDED,
    "demands.yaml",
    "forms.yaml",
    "replies.yaml",
    "statutes.yaml",
    "policies/*.yaml",
    "questions/*.yaml",
)

_Read = TypeVar("_Read")
_TOPICS = TypeAdapter(dict[str, Topic])
_REQUESTS = TypeAdapter(dict[Kind, RequestKind])
_LEXICON = TypeAdapter(Lexicon)
_DEMANDED = TypeAdapter(Demanded)
_POLICY = TypeAdapter(Policy)
_TALKS = TypeAdapter(Talks)
_REPLIES = TypeAdapter(tuple[ReadyReply, ...])
_GOLDENS = TypeAdapter(list[Golden])
_STATUTES: TypeAdapter[dict[str, Any]] = TypeAdapter(dict[str, Any])


@dataclass(frozen=True, slots=True)
class Question:
    """A golden question and where it stands."""

    golden: Golden
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything the desk knows, as one value."""

    policies: Mapping[str, Policy]
    topics: Mapping[str, Topic]
    requests: Mapping[Kind, RequestKind]
    lexicon: Lexicon
    questions: tuple[Question, ...] = ()
    statutes: Mapping[str, Any] = field(default_factory=dict)
    content: str = ""
    demanded: Demanded = field(default_factory=Demanded)
    talks: Talks = field(default_factory=Talks)
    replies: tuple[ReadyReply, ...] = ()


@dataclass(frozen=True, slots=True)
class Forest:
    """The trees of all files that could be read, by path."""

    trees: Mapping[str, Tree]
    policy_paths: Mapping[str, str]


def read(folder: Path) -> tuple[dict[str, str], list[Problem]]:
    """The files of a knowledge folder by relative path, and what kept others out."""
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for path in _listed(folder):
        name = path.relative_to(folder).as_posix()
        text, reason = _text(folder, path)
        if reason:
            problems.append(Problem(name, 1, reason))
        else:
            texts[name] = text
    if not texts and not problems:
        problems.append(Problem(".", 1, "no knowledge base here"))
    return texts, problems


def files(folder: Path) -> dict[str, str]:
    return read(folder)[0]


def content_hash(texts: Mapping[str, str]) -> str:
    """The same for the same files, whatever their order; ends of lines count."""
    return _hash((name, texts[name]) for name in sorted(texts))


def hash_of(folder: Path) -> tuple[str, bool]:
    """The hash of a folder's files, one in hand at a time, and whether all could be read."""
    unread: list[str] = []

    def texts() -> Iterator[tuple[str, str]]:
        for name, path in sorted((p.relative_to(folder).as_posix(), p) for p in _listed(folder)):
            text, reason = _text(folder, path)
            if reason is None:
                yield name, text
            else:
                unread.append(name)

    return _hash(texts()), not unread


def _hash(texts: Iterable[tuple[str, str]]) -> str:
    digest = hashlib.sha256()
    for named in texts:
        for part in named:
            raw = part.encode("utf-8", "surrogatepass")
            digest.update(len(raw).to_bytes(8, "big") + raw)
    return "sha256:" + digest.hexdigest()


def load(folder: Path) -> tuple[Knowledge | None, list[Problem]]:
    texts, problems = read(folder)
    knowledge, more = parse(texts)
    problems += more
    return (None if problems else knowledge), problems


def parse(texts: Mapping[str, str]) -> tuple[Knowledge | None, list[Problem]]:
    """The knowledge in these files; none when anything in them cannot be read."""
    knowledge, _, problems = plant(texts)
    return (None if problems else knowledge), problems


def plant(texts: Mapping[str, str]) -> tuple[Knowledge, Forest, list[Problem]]:
    """As much knowledge as can be read, the trees it came from, and every problem of form."""
    problems = [Problem(name, 1, "missing") for name in NEEDED if name not in texts]
    trees: dict[str, Tree] = {}
    for name in sorted(texts):
        if not any(fnmatchcase(name, pattern) for pattern in PATTERNS):
            problems.append(Problem(name, 1, "not a file of a knowledge base"))
            continue
        tree, faults = grow(name, texts[name])
        problems += faults
        if tree is not None:
            trees[name] = tree
    policies, paths = _policies(trees, problems)
    topics = _value(trees.get("topics.yaml"), _TOPICS, problems)
    requests = _value(trees.get("requests.yaml"), _REQUESTS, problems)
    statutes = _value(trees.get("statutes.yaml"), _STATUTES, problems)
    knowledge = Knowledge(
        policies=policies,
        topics=topics or {},
        requests=requests or {},
        lexicon=_value(trees.get("lexicon.yaml"), _LEXICON, problems) or Lexicon(),
        questions=_questions(trees, problems),
        statutes=statutes or {},
        content=content_hash(texts),
        demanded=_value(trees.get("demands.yaml"), _DEMANDED, problems) or Demanded(),
        talks=_value(trees.get("forms.yaml"), _TALKS, problems) or Talks(),
        replies=_value(trees.get("replies.yaml"), _REPLIES, problems) or (),
    )
    return knowledge, Forest(trees, paths), problems


def _listed(folder: Path) -> list[Path]:
    found = [path for pattern in PATTERNS for path in folder.glob(pattern)]
    return sorted(path for path in found if not path.name.startswith("."))


def _text(folder: Path, path: Path) -> tuple[str, str | None]:
    try:
        if not path.resolve(strict=True).is_relative_to(folder.resolve()):
            return "", "a link that leaves the folder"
        if not path.is_file():
            return "", "not a file"
        if path.stat().st_size > LARGEST:
            return "", f"larger than {LARGEST:,} bytes"
        return path.read_bytes().decode("utf-8"), None
    except UnicodeDecodeError as error:
        return "", f"not UTF-8 at byte {error.start}"
    except (OSError, RuntimeError) as error:
        return "", f"cannot be read: {getattr(error, 'strerror', None) or 'a link in a circle'}"


def _policies(
    trees: Mapping[str, Tree], problems: list[Problem]
) -> tuple[dict[str, Policy], dict[str, str]]:
    policies: dict[str, Policy] = {}
    paths: dict[str, str] = {}
    for path, tree in trees.items():
        if not path.startswith("policies/"):
            continue
        policy = _value(tree, _POLICY, problems)
        if policy is None:
            continue
        if Path(path).stem != policy.policy:
            problems.append(
                tree.problem(f"the file of {policy.policy} has another name", "policy")
            )
        policies[policy.policy] = policy
        paths[policy.policy] = path
    return policies, paths


def _questions(trees: Mapping[str, Tree], problems: list[Problem]) -> tuple[Question, ...]:
    questions: list[Question] = []
    for path, tree in trees.items():
        if path.startswith("questions/"):
            goldens = _value(tree, _GOLDENS, problems) or []
            questions += [Question(g, path, tree.line(n)) for n, g in enumerate(goldens)]
    return tuple(questions)


def _value(tree: Tree | None, form: TypeAdapter[_Read], problems: list[Problem]) -> _Read | None:
    if tree is None:
        return None
    try:
        return form.validate_python(tree.value)
    except ValidationError as error:
        for fault in error.errors(include_url=False, include_input=False):
            keys = [key for key in fault["loc"] if key != "[key]"]
            where = ".".join(map(str, keys))
            problems.append(tree.problem(f"{where}: {fault['msg']}".lstrip(": "), *keys))
        return None
