"""What must hold inside one policy file, and where it does not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.answering.articles import Article, Bilingual, Policy, Problem, Route, Span, Stance
from bot.answering.passages import fingerprint, passage
from bot.answering.tree import Key, Tree
from bot.domain.cases import Kind

LABEL_LIMIT = 24
CITED_LIMIT = 1_500
REGIMES = frozenset({"id-pdp", "eu-gdpr", "ch-fadp"})
RIGHTS = tuple(kind for kind in Kind if kind is not Kind.HUMAN)
ROUTES = ("self_service", "promises", "opt_outs", "cannot_opt_out")

_EMAIL = re.compile(
    r"[A-Za-z0-9._%+-]+@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}"
)
_LOOKS_LIKE_EMAIL = re.compile(r"[^\s<>()\"'“”,;:]*@[^\s<>()\"'“”,;:]*")
_LOOKS_LIKE_LINK = re.compile(r"\S*(?:https?:/|www\.)[^\s<>\"'“”]*")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")


@dataclass(frozen=True, slots=True)
class Checked:
    """One policy with its file, and its source where there is one."""

    policy: Policy
    tree: Tree
    topics: Mapping[str, object]
    regimes: frozenset[str]
    source: Sequence[str] | None

    def problems(self) -> Iterator[Problem]:
        yield from self._document()
        yield from self._company()
        yield from self._coverage()
        yield from self._references()
        for place, article in enumerate(self.policy.articles):
            yield from self._article(place, article)

    def _at(self, reason: str, *keys: Key) -> Problem:
        return self.tree.problem(reason, *keys)

    def _document(self) -> Iterator[Problem]:
        document = self.policy.document
        if self.source is None:
            return
        if document.lines != len(self.source):
            yield self._at(f"the source has {len(self.source)} lines", "document", "lines")
        if document.fingerprint != (right := fingerprint(self.source, [(1, len(self.source))])):
            yield self._at(f"the document's fingerprint is {right}", "document", "fingerprint")

    def _company(self) -> Iterator[Problem]:
        try:
            ZoneInfo(self.policy.company.timezone)
        except (ValueError, OSError, LookupError):
            yield self._at("no such time zone", "company", "timezone")
        for place, basis in enumerate(self.policy.regimes):
            if basis.regime not in self.regimes:
                yield self._at(f"unknown regime {basis.regime}", "regimes", place, "regime")
        for place, contact in enumerate(self.policy.contacts):
            if contact.value is not None:
                for reason in _contact_faults(contact.kind, contact.value):
                    yield self._at(reason, "contacts", place, "value")

    def _coverage(self) -> Iterator[Problem]:
        covered = {article.topic for article in self.policy.articles}
        for topic in self.topics:
            if topic not in covered:
                yield self._at(f"no article, not even a silent one, on {topic}", "articles")
        for name, count in Counter(a.id for a in self.policy.articles).items():
            if count > 1:
                yield self._at(f"{count} articles are called {name}", "articles")

    def _references(self) -> Iterator[Problem]:
        policy = self.policy
        known = {article.id for article in policy.articles}
        for kind in RIGHTS:
            if kind not in policy.rights:
                yield self._at(f"no article for the right of {kind}", "rights")
        places: list[tuple[str | None, tuple[Key, ...]]] = [
            (article, ("rights", kind)) for kind, article in policy.rights.items()
        ]
        places += [
            (contact.article, ("contacts", n, "article"))
            for n, contact in enumerate(policy.contacts)
        ]
        for field in ROUTES:
            routes: tuple[Route, ...] = getattr(policy, field)
            for n, route in enumerate(routes):
                places.append((route.article, (field, n, "article")))
                for reason in _text_faults(route.text):
                    yield self._at(reason, field, n, "text")
        through = policy.through.article if policy.through else None
        places += [(through, ("through", "article"))] * bool(through)
        for article, keys in places:
            if article not in known:
                yield self._at(f"no article {article}", *keys)

    def _article(self, place: int, article: Article) -> Iterator[Problem]:
        at: tuple[Key, ...] = ("articles", place)
        if not article.id.startswith(self.policy.policy + "."):
            yield self._at(f"{article.id} must begin with {self.policy.policy}.", *at, "id")
        if article.topic not in self.topics:
            yield self._at(f"unknown topic {article.topic}", *at, "topic")
        if (article.stance is Stance.SILENT) != (not article.cites):
            reason = "silent articles cite nothing, all others cite"
            yield self._at(f"{article.id}: {reason}", *at, "stance")
        if not (article.ask.en and article.ask.id):
            yield self._at(f"{article.id}: ways to ask for it in both languages", *at, "ask")
        yield from self._texts(article, *at)
        known = {other.id for other in self.policy.articles}
        for n, other in enumerate(article.related):
            if other not in known or other == article.id:
                yield self._at(f"no article {other}", *at, "related", n)
        yield from self._citations(article, *at)

    def _texts(self, article: Article, *at: Key) -> Iterator[Problem]:
        if article.label is not None:
            yield from (self._at(reason, *at, "label") for reason in label_faults(article.label))
        for field in ("summary", "details"):
            if (text := getattr(article, field)) is not None:
                yield from (self._at(reason, *at, field) for reason in _text_faults(text))

    def _citations(self, article: Article, *at: Key) -> Iterator[Problem]:
        cited = 0
        for n, cite in enumerate(article.cites):
            keys: tuple[Key, ...] = (*at, "cites", n)
            if outside := _outside(cite.lines, self.policy.document.lines):
                first, last = outside
                yield self._at(f"{article.id}: lines {first}-{last} do not exist", *keys, "lines")
            elif self.source is not None:
                cited += len(passage(self.source, cite.lines))
                if cite.fingerprint != (right := fingerprint(self.source, cite.lines)):
                    reason = f"{article.id}: the fingerprint is {right}"
                    yield self._at(reason, *keys, "fingerprint")
        if cited > CITED_LIMIT:
            yield self._at(f"{article.id}: cites {cited} characters, too many", *at, "cites")


def label_faults(label: Bilingual) -> Iterator[str]:
    for text in (label.en, label.id):
        if len(text) > LABEL_LIMIT:
            yield f"label {text!r} is longer than {LABEL_LIMIT} characters"


def _outside(spans: Sequence[Span], lines: int) -> Span | None:
    return next((span for span in spans if not 1 <= span[0] <= span[1] <= lines), None)


def _contact_faults(kind: str, value: str) -> Iterator[str]:
    if kind == "email" and not _EMAIL.fullmatch(value):
        yield f"{value!r} is not an e-mail address"
    elif kind == "page" and not _is_link(value):
        yield f"{value!r} is not a link"


def _text_faults(text: Bilingual) -> Iterator[str]:
    for written in (text.en, text.id):
        if "[email" in written:
            yield "repeats a scrambled address"
        for found in _LOOKS_LIKE_EMAIL.findall(written):
            if not _EMAIL.fullmatch(found.strip(".?!-–…")) and found != "@":
                yield f"{found!r} is not an e-mail address"
        for found in _LOOKS_LIKE_LINK.findall(written):
            if not _is_link(found.strip("().,;:?!…")):
                yield f"{found!r} is not a link"


def _is_link(text: str) -> bool:
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(_HOST.fullmatch(host))
