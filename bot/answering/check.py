"""Every problem of a knowledge base at once, each with the line to mend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import ValidationError

from bot.answering import replies
from bot.answering.answer import Engine
from bot.answering.articles import Golden, Policy, Problem, Stance
from bot.answering.check_policy import REGIMES, Checked, label_faults
from bot.answering.fold import fold
from bot.answering.judge import is_met
from bot.answering.load import Forest, Knowledge, plant, read
from bot.answering.passages import source_lines
from bot.answering.patterns import Malformed
from bot.answering.patterns import source as expression
from bot.answering.shared import TOPICS
from bot.answering.statutes import Statutes
from bot.answering.tree import Tree
from bot.domain import calendars
from bot.domain.cases import Kind


def check_folder(folder: Path, sources: Path | None) -> list[Problem]:
    """Check the files as they lie; paths are told from where the reader stands."""
    texts, problems = read(folder)
    found = problems + (check(texts, sources) if texts else [])
    return [Problem((folder / p.path).as_posix(), p.line, p.reason) for p in found]


def check(texts: Mapping[str, str], sources: Path | None) -> list[Problem]:
    """Check a version; without sources, fingerprints are checked for their form only."""
    return examine(texts, sources)[0]


def examine(texts: Mapping[str, str], sources: Path | None) -> tuple[list[Problem], Engine | None]:
    """Every problem, and the engine that was asked the golden questions where there was one."""
    knowledge, forest, problems = plant(texts)
    problems += _shared(knowledge, forest)
    problems += _names(knowledge, forest)
    for name, policy in knowledge.policies.items():
        tree = forest.trees[forest.policy_paths[name]]
        source = None if sources is None else source_lines(sources, name)
        if sources is not None and source is None:
            problems.append(tree.problem(f"no source {name}.txt", "document"))
        checked = Checked(policy, tree, knowledge.topics, _regimes(knowledge), source)
        problems += checked.problems()
    if not any(name.startswith("policies/") for name in texts):
        problems.append(Problem("policies", 1, "no policy here"))
    problems += _statutes(knowledge)
    problems += _goldens(knowledge)
    if (written := forest.trees.get("replies.yaml")) is not None:
        problems += [written.problem(why, n) for n, why in replies.faults(knowledge.replies)]
    engine = None if problems else Engine(knowledge)
    if engine is not None:
        problems += _unmet(engine)
    return sorted(set(problems), key=lambda p: (p.path, p.line, p.reason)), engine


def _statutes(knowledge: Knowledge) -> Iterator[Problem]:
    """The laws' clocks can be computed with, and each belongs to a law that is named."""
    try:
        statutes = Statutes.model_validate(knowledge.statutes)
    except ValidationError as error:
        for fault in error.errors(include_url=False, include_input=False):
            where = ".".join(map(str, fault["loc"]))
            yield Problem("statutes.yaml", 1, f"{where}: {fault['msg']}")
        return
    for clock in statutes.rules:
        if clock.regime not in statutes.regimes:
            yield Problem("statutes.yaml", 1, f"{clock.id}: unknown regime {clock.regime}")
        if not calendars.is_known(clock.calendar):
            yield Problem("statutes.yaml", 1, f"{clock.id}: no calendar of {clock.calendar}")
    for name, residence in statutes.residences.items():
        for regime in set(residence.regimes) - set(statutes.regimes):
            yield Problem("statutes.yaml", 1, f"{name}: unknown regime {regime}")


def _regimes(knowledge: Knowledge) -> frozenset[str]:
    named = knowledge.statutes.get("regimes")
    return frozenset(named) if isinstance(named, (dict, list)) else REGIMES


def _shared(knowledge: Knowledge, forest: Forest) -> Iterator[Problem]:
    for path, look in (
        ("topics.yaml", _topics), ("requests.yaml", _requests), ("lexicon.yaml", _lexicon),
    ):  # fmt: skip
        if (tree := forest.trees.get(path)) is not None:
            yield from look(knowledge, tree)


def _topics(knowledge: Knowledge, tree: Tree) -> Iterator[Problem]:
    for name in sorted(set(TOPICS) - set(knowledge.topics)):
        yield tree.problem(f"the topic {name} is missing")
    for name, topic in knowledge.topics.items():
        if name not in TOPICS:
            yield tree.problem(f"unknown topic {name}", name)
        yield from (tree.problem(reason, name, "label") for reason in label_faults(topic.label))
        for place, other in enumerate(topic.related):
            if other not in TOPICS:
                yield tree.problem(f"unknown topic {other}", name, "related", place)


def _requests(knowledge: Knowledge, tree: Tree) -> Iterator[Problem]:
    for kind in Kind:
        if kind not in knowledge.requests:
            yield tree.problem(f"the kind {kind} is missing")
    for kind, request in knowledge.requests.items():
        if request.topic not in TOPICS:
            yield tree.problem(f"unknown topic {request.topic}", kind, "topic")
        yield from (
            tree.problem(reason, kind, "button") for reason in label_faults(request.button)
        )
        for place, written in enumerate(request.demand):
            yield from _pattern(tree.problem(written, kind, "demand", place))
        for place, written in enumerate(request.matter):
            yield from _pattern(tree.problem(written, kind, "matter", place))


def _lexicon(knowledge: Knowledge, tree: Tree) -> Iterator[Problem]:
    lexicon = knowledge.lexicon
    for field, groups in (("moods", lexicon.moods), ("everyone", lexicon.everyone)):
        for name, patterns in groups.items():
            for place, written in enumerate(patterns):
                yield from _pattern(tree.problem(written, field, name, place))


def _pattern(place: Problem) -> Iterator[Problem]:
    """The reason of `place` is the pattern itself."""
    try:
        expression(place.reason)
    except Malformed as error:
        yield Problem(place.path, place.line, str(error))


def _names(knowledge: Knowledge, forest: Forest) -> Iterator[Problem]:
    owners: dict[str, str] = {}
    for name, policy in knowledge.policies.items():
        tree = forest.trees[forest.policy_paths[name]]
        fields = ("name", "aliases", "misspellings", "exact_only")
        own: set[str] = set()
        for field in fields:
            value = getattr(policy, field)
            for place, written in enumerate((value,) if isinstance(value, str) else value):
                folded = fold(written)
                keys = (field,) if field == "name" else (field, place)
                other = owners.get(folded)
                if not folded:
                    yield tree.problem("an empty name", *keys)
                elif other is not None and folded not in own:
                    yield tree.problem(f"{written!r} is a name of {other} too", *keys)
                else:
                    own.add(folded)
                    owners[folded] = name


def _goldens(knowledge: Knowledge) -> Iterator[Problem]:
    for question in knowledge.questions:
        for reason in _golden_faults(knowledge, question.golden):
            yield Problem(question.path, question.line, reason)


def _golden_faults(knowledge: Knowledge, golden: Golden) -> Iterator[str]:
    if golden.kind == "request" and golden.request_kind is None:
        yield "a request needs its request_kind"
    if golden.topic is not None and golden.topic not in knowledge.topics:
        yield f"unknown topic {golden.topic}"
    policy = knowledge.policies.get(golden.policy or "")
    if policy is None:
        yield from () if golden.policy is None else (f"unknown policy {golden.policy}",)
    elif golden.kind in {"answerable", "silent"} and (golden.article or golden.role == "must"):
        yield from _article_faults(policy, golden)


def _article_faults(policy: Policy, golden: Golden) -> Iterator[str]:
    found = next((a for a in policy.articles if a.id == golden.article), None)
    if found is None:
        yield f"no article {golden.article}"
    elif (found.stance is Stance.SILENT) != (golden.kind == "silent"):
        yield f"{found.id} is {found.stance}, the question {golden.kind}"


def _unmet(engine: Engine) -> Iterator[Problem]:
    for question in engine.knowledge.questions:
        golden = question.golden
        if golden.role != "must":
            continue
        reply = engine.answer(golden.question, golden.policy)
        if not is_met(golden, reply):
            came = f"{reply.outcome} {reply.hits[0].article.id if reply.hits else ''}".strip()
            wanted = golden.article or golden.request_kind or golden.kind
            reason = f"must give {wanted}, gives {came}: {golden.question}"
            yield Problem(question.path, question.line, reason)
