"""What a customer's words mean where they are said: a button in words, a follow-up, a question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.answering.articles import Stance
from bot.answering.compare import overview, side_by_side
from bot.answering.follow import Follow
from bot.answering.reply import Reply
from bot.domain.conversation import (
    Choosing,
    Facts,
    Filling,
    Idle,
    Pressed,
    State,
    Typed,
    Understood,
)
from bot.domain.earlier import Earlier
from bot.services import several, spoken
from bot.services.library import Loaded
from bot.storage.customers import Customer


@dataclass(frozen=True, slots=True)
class Ear:
    """Where words are heard: what stands open, and what was said while it still counts."""

    loaded: Loaded
    customer: Customer
    state: State
    facts: Facts
    kept: Earlier | None

    @property
    def earlier(self) -> Earlier | None:
        """What still counts; an article that is held no more does not."""
        kept = self.kept
        if kept is None or not kept.is_fresh(self.facts.now):
            return None
        held = kept.article is None or kept.article in self.facts.articles
        return kept if held and self.facts.policies.issuperset(kept.policies) else None

    def ask(self, text: str, policy: str | None) -> Understood:
        return understand(self.loaded, text, policy, self.customer.language)


def heard(ear: Ear, text: str, about: str | None) -> Typed | Pressed:
    """A button said in words, a follow-up, a name alone; else the words by themselves."""
    free = isinstance(ear.state, Idle | Choosing) and not (about or ear.facts.talking())
    if press := button_meant(ear, text, free=free):
        return pressed(ear, press)
    if joining := several.in_form(ear.loaded.engine, ear.state, text):
        return joining
    if not (about or ear.facts.talking()) and (given := followed(ear, text)):
        return given
    names = ear.loaded.engine.only_names(text) if free else ()
    if len(names) == 1:
        return pressed(ear, f"co:{names[0]}")
    if names:
        sure = len(ear.loaded.engine.surely_names(text)) > 1
        return Typed("", Understood("which_policy", policies=names, each=sure))
    if got := several.everywhere(ear.ask, text, tuple(ear.loaded.knowledge.policies)):
        return Typed(text, got, about)
    got = unless_vague(ear, text, ear.ask(text, ear.customer.policy))
    if got.each and len(got.kinds) > 1:
        got = replace(got, wishes=several.wishes(ear.loaded.engine, ear.ask, text))
    asks = got.outcome in ("answer", "silent") and ear.loaded.engine.is_question(text)
    return Typed(text, got, about, None if asks else asked_again(ear, got.named))


def button_meant(ear: Ear, text: str, *, free: bool) -> str | None:
    """The button that is said instead of pressed, where nobody else is spoken to."""
    if isinstance(ear.state, Filling):
        return spoken.in_form(ear.state, ear.earlier, ear.facts, text)
    return spoken.button(ear.earlier, ear.facts, text) if free else None


def pressed(ear: Ear, press: str) -> Pressed:
    """A button; the question that waited for it, or that it leads through, understood now."""
    action, *args = press.split(":")
    if action == "cmp":
        return Pressed(action, tuple(args), compared_again(ear, args))
    named = args[0] if action == "co" and args else None
    return Pressed(action, tuple(args), asked_again(ear, named))


def asked_again(ear: Ear, policy: str | None) -> Understood | None:
    """The question that waited for this company, understood now."""
    if policy is None or not isinstance(ear.state, Choosing) or not ear.state.words:
        return None
    return ear.ask(ear.state.words, policy)


def compared_again(ear: Ear, args: list[str]) -> Understood | None:
    """The comparison a page belongs to, as long as it is the last one."""
    if ear.kept is None or args[:1] != [ear.kept.tag]:
        return None
    if not ear.facts.policies.issuperset(ear.kept.policies):
        return None
    return compared(ear.loaded, ear.kept.words, ear.kept.policies)


def unless_vague(ear: Ear, text: str, got: Understood) -> Understood:
    """A name that could be several, and not the company spoken of, is asked about."""
    could_be = () if got.policies else ear.loaded.engine.could_be(text)
    if not could_be or ear.customer.policy in could_be or got.outcome == "smalltalk":
        return got
    outcome = got.outcome if got.outcome == "request" else "which_policy"
    return replace(got, outcome=outcome, policy=None, policies=could_be, articles=())


# ---- follow-ups


Lean = Callable[[Ear, Follow, str, Earlier], Typed | Pressed | None]


def followed(ear: Ear, text: str) -> Typed | Pressed | None:
    """What a text means that leans on what was said before; none where it stands by itself."""
    follow = ear.loaded.engine.follow(text)
    if follow is None or not may_lean(ear.state, follow, text):
        return None
    if ear.earlier is None or not (follow.way in FROM_BUTTONS or spoken_of(ear, ear.earlier)):
        return without_memory(ear, follow, text)
    return LEANS[follow.way](ear, follow, text, ear.earlier)


def may_lean(state: State, follow: Follow, text: str) -> bool:
    """What is asked for comes first: in a form only a question leans on something else."""
    if isinstance(state, Filling):
        return state.step not in several.IN_WORDS and text.rstrip().endswith("?")
    if isinstance(state, Choosing):
        return follow.way == "pick"
    return isinstance(state, Idle)


FROM_BUTTONS = ("pick", "none")
UNCLEAR = ("more", "related", "pick")


def without_memory(ear: Ear, follow: Follow, text: str) -> Typed | Pressed | None:
    """Nothing to lean on: what means nothing by itself is asked about, not guessed at."""
    if follow.way == "elsewhere" and len(follow.policies) == 1:
        return pressed(ear, f"co:{follow.policies[0]}")
    if follow.way in UNCLEAR:
        return Typed(text, Understood("unclear", ear.facts.policy))
    return None


def pick(ear: Ear, follow: Follow, text: str, earlier: Earlier) -> Typed | Pressed | None:
    action = earlier.place(follow.place)
    return pressed(ear, action) if action else without_memory(ear, follow, text)


def more(ear: Ear, follow: Follow, text: str, earlier: Earlier) -> Typed | Pressed | None:
    """Something about the article shown last."""
    if earlier.article is None:
        return without_memory(ear, follow, text)
    return Pressed(ABOUT_ARTICLE[follow.way], (earlier.article,))


ABOUT_ARTICLE = {"more": "det", "why": "why", "related": "rel"}


def none(ear: Ear, _: Follow, text: str, earlier: Earlier) -> Typed | Pressed | None:
    """None of what was offered."""
    offered = {action for _, action in earlier.offered}
    return next((pressed(ear, way) for way in ("none", "co:-") if way in offered), None)


def elsewhere(ear: Ear, follow: Follow, text: str, earlier: Earlier) -> Typed | Pressed | None:
    """The same question to other companies."""
    question = spoken_of(ear, earlier)
    before = ear.loaded.engine.follow(question)
    if before and before.topic:
        there = replace(before, policies=follow.policies)
        if same := about(ear, there, question, earlier):
            return same
    if len(follow.policies) > 1:
        return Typed(question, compared(ear.loaded, question, follow.policies))
    [policy] = follow.policies
    return Typed(question, replace(answered(ear, question, policy), policies=(policy,)))


def bare(ear: Ear, _: Follow, text: str, earlier: Earlier) -> Typed | Pressed | None:
    """More of the same question: "and how long?"."""
    question = f"{spoken_of(ear, earlier)} {text}"
    if earlier.policies:
        return Typed(question, compared(ear.loaded, question, earlier.policies))
    got = answered(ear, question, ear.customer.policy)
    if earlier.article in got.articles[:1]:  # nothing new was heard in it
        alone = answered(ear, text, ear.customer.policy)
        got = alone if alone.outcome in ("answer", "silent") else got
    return Typed(question, got)


def about(ear: Ear, follow: Follow, text: str, earlier: Earlier) -> Typed | Pressed | None:
    """Another topic, named and no more: what the policies say of it as a whole."""
    policies = follow.policies or earlier.policies
    if len(policies) > 1:
        return Typed(text, compared(ear.loaded, text, policies, follow.topic))
    policy = policies[0] if policies else ear.customer.policy
    known = ear.loaded.knowledge.policies.get(policy or "")
    article = overview(known, follow.topic) if known and follow.topic else None
    if article is None:
        return None
    got = ear.ask(text, policy)
    if got.articles and ear.loaded.article(got.articles[0])[1].topic != follow.topic:
        return None
    outcome = "silent" if article.stance is Stance.SILENT else "answer"
    return Typed(text, replace(got, outcome=outcome, policy=policy, articles=(article.id,)))


LEANS: dict[str, Lean] = {
    "pick": pick,
    "more": more,
    "why": more,
    "related": more,
    "none": none,
    "elsewhere": elsewhere,
    "bare": bare,
    "about": about,
}


def spoken_of(ear: Ear, earlier: Earlier) -> str:
    """The question that was asked, or the label of the article that was chosen."""
    if earlier.words or earlier.article is None:
        return earlier.words
    article = ear.loaded.article(earlier.article)[1]
    topic = ear.loaded.knowledge.topics[article.topic]
    return (article.label or topic.label)["id" if ear.customer.language == "id" else "en"]


def answered(ear: Ear, question: str, policy: str | None) -> Understood:
    """A follow-up asks, of one company: what would be a demand or a comparison is answered."""
    got = ear.ask(question, policy)
    if got.outcome == "compare" and policy:
        got = replace(compared(ear.loaded, question, (policy,)), policy=policy)
    if got.outcome not in ("request", "suggest", "compare") or not got.articles:
        return got
    silent = ear.loaded.article(got.articles[0])[1].stance is Stance.SILENT
    return replace(got, outcome="silent" if silent else "answer")


# ---- the engine


def understand(loaded: Loaded, text: str, policy: str | None, language: str) -> Understood:
    """The engine's reply in the words of a turn."""
    known = policy if policy in loaded.knowledge.policies else None
    reply = loaded.engine.answer(text, known, "id" if language == "id" else "en")
    question = loaded.engine.unnamed(text)
    if reply.outcome == "compare":
        names = reply.policies if len(reply.policies) > 1 else tuple(loaded.knowledge.policies)
        return replace(compared(loaded, question, names), kinds=reply.offer)
    elsewhere = reply.outcome == "unknown" and loaded.engine.is_elsewhere(text, reply.policy)
    return replace(as_understood(reply), question=question, elsewhere=elsewhere)


def compared(
    loaded: Loaded, question: str, policies: tuple[str, ...], topic: str | None = None
) -> Understood:
    """One question to several companies."""
    articles = side_by_side(loaded.engine, question, policies, topic)
    return Understood("compare", policies=policies, articles=articles, question=question)


def as_understood(reply: Reply) -> Understood:
    return Understood(
        outcome=reply.outcome,
        policy=reply.policy,
        policies=reply.policies,
        articles=tuple(hit.article.id for hit in reply.hits),
        kinds=reply.offer,
        misspelt=reply.misspelt,
        smalltalk=reply.smalltalk,
        each=reply.each,
        is_leant=reply.is_leant,
    )
