"""What a new version of the knowledge base changes: in articles, in files, in answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.answering import golden, load, ready
from bot.answering.answer import Engine
from bot.answering.articles import Article
from bot.answering.golden import Figures, Put, Shift
from bot.answering.load import Knowledge
from bot.domain.errors import KnowledgeError


@dataclass(frozen=True, slots=True)
class Change:
    """What a new version changes in one policy, by article."""

    policy: str
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rewrite:
    """An article that says it otherwise, by language; empty where it is not there."""

    article: str
    before: Mapping[str, str]
    after: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Version:
    """A version as it is stored: its files, and what was learnt from them, where that was kept."""

    files: Mapping[str, str] = field(default_factory=dict)
    ready: bytes | None = None

    def knowledge(self) -> Knowledge:
        """As its files say it, ways of asking and golden questions with it."""
        found, _ = load.parse(self.files)
        if found is None:
            raise KnowledgeError("a version that was sound cannot be read")
        return found

    def engine(self, knowledge: Knowledge) -> Engine:
        """Learnt only where nothing was kept that this build can read."""
        return (ready.read(self.ready) if self.ready else None) or Engine(knowledge)


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions side by side."""

    changes: tuple[Change, ...] = ()
    shared: tuple[str, ...] = ()
    rewrites: tuple[Rewrite, ...] = ()
    shifts: tuple[Shift, ...] = ()
    before: Figures | None = None
    after: Figures = field(default_factory=Figures)


def compare(
    before: Version | None,
    after: Version,
    sources: Path | None = None,
    asked: Sequence[Put] = (),
) -> Compared:
    """Articles by policy, shared files by name, and what is answered otherwise.

    `asked` are questions of customers that had no good answer lately.
    """
    new, old = after.knowledge(), before.knowledge() if before else None
    answer = golden.answering(after.engine(new))
    former = golden.answering(before.engine(old)) if before and old else None
    must = [one.golden for one in new.questions if one.golden.role == "must"]
    puts = [*(Put(one.question, one.policy) for one in must), *asked]
    return Compared(
        changes=changes(old, new),
        shared=(*shared_files(before, after), *heads_changed(old, new)),
        rewrites=rewrites(old, new),
        shifts=tuple(golden.shifts(former, answer, puts)) if former else (),
        before=golden.figures(old, former, sources) if old and former else None,
        after=golden.figures(new, answer, sources),
    )


def changes(old: Knowledge | None, new: Knowledge) -> tuple[Change, ...]:
    left, right = articles_of(old), articles_of(new)
    found = []
    for policy in sorted({*left, *right}):
        one, two = left.get(policy, {}), right.get(policy, {})
        change = Change(
            policy,
            tuple(sorted(two.keys() - one.keys())),
            tuple(sorted(k for k in one.keys() & two.keys() if one[k] != two[k])),
            tuple(sorted(one.keys() - two.keys())),
        )
        if change.added or change.changed or change.removed:
            found.append(change)
    return tuple(found)


def shared_files(before: Version | None, after: Version) -> list[str]:
    old, new = before.files if before else {}, after.files
    return sorted(n for n in {*old, *new} if "/" not in n and old.get(n) != new.get(n))


def heads_changed(old: Knowledge | None, new: Knowledge) -> list[str]:
    """Policies of which more than the articles changed: names, laws, promises, ways out."""
    before = old.policies if old else {}
    bare = {"articles": ()}
    return [
        f"policies/{name}.yaml"
        for name, policy in sorted(new.policies.items())
        if name in before
        and before[name].model_copy(update=bare) != policy.model_copy(update=bare)
    ]


def rewrites(old: Knowledge | None, new: Knowledge) -> tuple[Rewrite, ...]:
    """Articles whose summary reads otherwise, is new, or is gone."""
    left, right = flat(old), flat(new)
    found = []
    for ident in sorted({*left, *right}):
        one, two = said(left.get(ident)), said(right.get(ident))
        if one != two:
            found.append(Rewrite(ident, one, two))
    return tuple(found) if old else ()


def said(article: Article | None) -> dict[str, str]:
    return {} if article is None else {"en": article.summary.en, "id": article.summary.id}


def flat(knowledge: Knowledge | None) -> dict[str, Article]:
    return {k: v for each in articles_of(knowledge).values() for k, v in each.items()}


def articles_of(knowledge: Knowledge | None) -> dict[str, dict[str, Article]]:
    if knowledge is None:
        return {}
    return {n: {a.id: a for a in policy.articles} for n, policy in knowledge.policies.items()}
