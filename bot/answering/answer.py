"""From a question to a grounded answer."""

from __future__ import annotations

from dataclasses import replace
from math import exp

from bot.answering.articles import Language, Stance
from bot.answering.follow import Follow, Follows
from bot.answering.learn import learn
from bot.answering.learnt import Learnt
from bot.answering.load import Knowledge
from bot.answering.names import Named, Names
from bot.answering.patterns import compile_all
from bot.answering.reading import Reader, Reading
from bot.answering.reply import Hit, Outcome, Reply, Smalltalk
from bot.answering.search import Ranking, Search
from bot.answering.utterance import Manners, Utterances, Wanted
from bot.domain.cases import Kind
from bot.language.detect import detect

__all__ = ["Engine", "Hit", "Reply"]

MOST_HITS = 3
SURE = 0.2
OURS = 0.25
PERHAPS_OURS = 0.15
URGED = 0.5
ASKED = 0.7
PLAINLY = 0.5
"""So much of an off-topic question's likeness, and it is one."""
STORY = 18
"""So many words, and what they ask counts once more, where the whole speaks for nothing."""
HARDLY_OURS = 0.005


class Engine:
    """Reads one knowledge base and answers from it; nothing in it changes afterwards."""

    def __init__(self, knowledge: Knowledge, learnt: Learnt | None = None) -> None:
        """What was `learnt` from this knowledge before need not be learnt again."""
        self.knowledge = knowledge
        self._reader = Reader(knowledge.lexicon)
        if learnt is None:
            learnt = learn(knowledge, self._reader)
        else:
            self._reader.learn(learnt.words)
        self.learnt = learnt
        self._search = Search(knowledge.policies, learnt)
        ordinary = frozenset(knowledge.lexicon.ordinary)
        self._names = Names(knowledge.policies, self._reader, ordinary, learnt.mentions)
        self._utterances = Utterances(knowledge, self._reader, learnt.demands)
        self._manners = Manners(knowledge, self._reader)
        self._follows = Follows(knowledge.lexicon, knowledge.topics, self._reader)
        everyone = knowledge.lexicon.everyone
        self._everyone = compile_all(everyone.get("always", ()))
        self._unnamed = compile_all((*everyone.get("always", ()), *everyone.get("unnamed", ())))
        self._kind_of = {
            request.topic: kind
            for kind, request in reversed(list(knowledge.requests.items()))
            if kind is not Kind.HUMAN
        }

    def answer(
        self, question: str, policy: str | None = None, language: Language | None = None
    ) -> Reply:
        """Answer from one policy: the one the question clearly names, else the one given."""
        named = self._names.find(question)
        reading = self._reader.read(named.rest)
        spoken = language or detect(question).language
        chosen = self._names.chosen(named, policy)
        manner, alike = self._manners.find(reading)
        wanted = self._utterances.wanted(question, reading)
        base = Reply("unknown", chosen, named.policies, spoken, misspelt=named.misspelt)
        if manner is not None and alike > 0.8 and not wanted.demanded:
            return _with(base, "smalltalk", smalltalk=manner)
        if wanted.demanded and len(self._names.meant(named, policy)) > 1:
            several = _with(replace(base, policy=None), "request", offer=wanted.demanded)
            return replace(several, each=True)
        if self._is_comparison(reading, named, policy):
            names = named.policies or tuple(self.knowledge.policies)
            hits = self.compare(named.rest, names)[:MOST_HITS]
            return _with(base, "compare", hits=hits, offer=wanted.meant)
        if chosen is None:
            return self._without_policy(base, reading, named, wanted)
        ranking = self._ranking(chosen, question, reading)
        return self._from(base, ranking, chosen, wanted)

    def _ranking(self, policy: str, question: str, reading: Reading) -> Ranking:
        """Of a long story that fits nothing as a whole, what it asks counts once more."""
        whole = self._search.rank(policy, reading)
        if len(reading.tokens) < STORY or (whole.scored and whole.scored[0].sum > 0):
            return whole
        clauses = map(self.unnamed, self._utterances.asking(question))
        asked = (self._search.rank(policy, self._reader.read(one)) for one in clauses)
        best = max(asked, key=lambda one: one.certainty)
        return whole.joined(best)

    def compare(self, question: str, policies: tuple[str, ...]) -> tuple[Hit, ...]:
        """The best article of each policy, in the order given."""
        reading = self._reader.read(self._names.find(question).rest)
        found = [_hits(self._search.rank(name, reading), name)[:1] for name in policies]
        return tuple(hit for hits in found for hit in hits)

    def only_names(self, text: str) -> tuple[str, ...]:
        """The companies a text names, or could mean, where it says nothing else."""
        named = self._names.find(text)
        return () if named.rest.strip() else named.policies or named.candidates

    def is_elsewhere(self, question: str, policy: str | None) -> bool:
        """Whether a question is plainly about anything but privacy, and not merely unknown."""
        reading = self._reader.read(self._names.find(question).rest)
        if self._search.topics(reading).get("offtopic", 0.0) > PLAINLY:
            return True
        if policy is None:
            return False
        ranking = self._search.rank(policy, reading)
        return ranking.ours < HARDLY_OURS and ranking.near.foreign > PLAINLY

    def follow(self, text: str) -> Follow | None:
        """How a text leans on what was said before, if it does."""
        named = self._names.find(text)
        return self._follows.find(text, named, self._reader.read(named.rest))

    def is_question(self, text: str) -> bool:
        """Whether a text asks something by itself, leaning on nothing said before."""
        reading = self._reader.read(self._names.find(text).rest)
        return self._utterances.mood(reading).is_question and self.follow(text) is None

    def could_be(self, text: str) -> tuple[str, ...]:
        """The companies a vague name in a text could mean ("mekari", "crm")."""
        return self._names.find(text).candidates

    def unnamed(self, text: str) -> str:
        """A question without the companies it names, to be put to others."""
        return self._names.find(text).rest

    def surely_names(self, text: str) -> tuple[str, ...]:
        """The companies a text names beyond doubt."""
        return self._names.find(text).policies

    def explain(
        self, question: str, policy: str | None = None, language: Language | None = None
    ) -> list[str]:
        """Why each article scored as it did, one line each."""
        named = self._names.find(question)
        reading = self._reader.read(named.rest)
        reply = self.answer(question, policy, language)
        wanted = self._utterances.wanted(question, reading)
        lines = [
            f"outcome {reply.outcome}, policy {reply.policy}, language {reply.language}",
            f"read as {reading.line.strip()}",
            f"mood {wanted.mood}, demanded {list(wanted.demanded)}, meant {list(wanted.meant)}",
        ]
        if reply.policy is not None:
            ranking = self._search.rank(reply.policy, reading)
            lines.append(
                f"sureness {ranking.sureness:.2f}, ours {ranking.ours:.2f}, "
                f"strange {ranking.near.strange:.1f} {ranking.near.foreign:.2f}"
            )
            lines += [
                f"{s.sum:5.2f} {s.article.id}: best {s.evidence.best:.2f}, "
                f"told {s.evidence.told:.2f}, said {s.evidence.said:.2f}, "
                f"worded {s.evidence.worded:.2f}, topic {s.topic:.2f}, generic {s.generic:.2f}"
                for s in ranking.scored
            ]
        return lines

    def _is_comparison(self, reading: Reading, named: Named, policy: str | None) -> bool:
        if len(self._names.meant(named, policy)) > 1:
            return True
        pattern = self._everyone if policy is not None or named.policies else self._unnamed
        return pattern is not None and pattern.search(reading.line) is not None

    def _without_policy(
        self, base: Reply, reading: Reading, named: Named, wanted: Wanted
    ) -> Reply:
        kinds = wanted.demanded or (() if wanted.leant is None else (wanted.leant,))
        if kinds:
            reply = _with(base, "request", policies=named.candidates, offer=kinds)
            return replace(reply, is_leant=wanted.is_leant or not wanted.demanded)
        topics = self._search.topics(reading)
        if topics.get("offtopic", 0.0) > PLAINLY and not named.candidates:
            return base
        return _with(base, "which_policy", policies=named.candidates, offer=wanted.meant)

    def _from(self, base: Reply, ranking: Ranking, policy: str, wanted: Wanted) -> Reply:
        hits = _hits(ranking, policy)
        near = self._near(hits, policy)
        demanded = wanted.demanded
        near = None if near in wanted.refused else near
        if wanted.is_urged and near is not None and min(ranking.sureness, ranking.ours) > URGED:
            demanded = demanded or (near,)
        is_leant = not demanded and wanted.leant is not None
        if wanted.leant and is_leant and (near == wanted.leant or ranking.certainty < ASKED):
            demanded = (wanted.leant,)
        if demanded:
            hits = self._for_request(hits, policy, demanded[0])
            reply = _with(base, "request", hits=hits, offer=demanded)
            return replace(reply, is_leant=wanted.is_leant or is_leant)
        if not hits or ranking.ours < PERHAPS_OURS:
            return base
        first = hits[0].article
        offer = wanted.meant or (() if near is None else (near,))
        if ranking.sureness < SURE or ranking.ours < OURS:
            return _with(base, "suggest", hits=hits, offer=offer)
        outcome: Outcome = "silent" if first.stance is Stance.SILENT else "answer"
        return _with(base, outcome, hits=hits, offer=offer)

    def _near(self, hits: tuple[Hit, ...], policy: str) -> Kind | None:
        """The kind of request the first article is about."""
        if not hits:
            return None
        rights = self.knowledge.policies[policy].rights
        first = hits[0].article
        exact = (kind for kind, article in rights.items() if article == first.id)
        return next(exact, self._kind_of.get(first.topic))

    def _for_request(self, hits: tuple[Hit, ...], policy: str, kind: Kind) -> tuple[Hit, ...]:
        right = self.knowledge.policies[policy].rights.get(kind)
        if right is None:
            return hits
        known = {hit.article.id: hit.score for hit in hits}
        article = next(
            (a for a in self.knowledge.policies[policy].articles if a.id == right), None
        )
        if article is None:
            return hits
        first = Hit(article, policy, max(known.get(right, 0.0), 0.5))
        return (first, *(hit for hit in hits if hit.article.id != right))[:MOST_HITS]


def _hits(ranking: Ranking, policy: str) -> tuple[Hit, ...]:
    if not ranking.scored:
        return ()
    top, sure = ranking.scored[0].sum, ranking.sureness

    def share(score: float) -> float:
        return max(0.0, score / top) if top > 0 else exp(score - top)

    return tuple(
        Hit(s.article, policy, round(sure * share(s.sum), 3)) for s in ranking.scored[:MOST_HITS]
    )


def _with(
    base: Reply,
    outcome: Outcome,
    *,
    policies: tuple[str, ...] | None = None,
    hits: tuple[Hit, ...] = (),
    offer: tuple[Kind, ...] = (),
    smalltalk: Smalltalk | str | None = None,
) -> Reply:
    return Reply(
        outcome, base.policy, base.policies if policies is None else policies, base.language,
        hits, offer, base.misspelt, smalltalk,  # type: ignore[arg-type]
    )  # fmt: skip
