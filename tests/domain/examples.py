"""Ana, Budi, their companies, and a conversation followed turn by turn."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import yaml

from bot.answering.statutes import Statutes
from bot.answering.talks import Talks
from bot.domain.cases import Kind
from bot.domain.conversation import (
    Facts,
    Filling,
    Given,
    Idle,
    OwnCase,
    Pressed,
    State,
    TooLong,
    Typed,
    Understood,
    restore,
    store,
)
from bot.domain.deadlines import Rule
from bot.domain.effects import ChoosePolicy, Effect, FileRequest, Say
from bot.domain.forms import Draft
from bot.domain.turn import turn

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
NOW = datetime(2026, 11, 16, 2, 12, tzinfo=UTC)
"""Monday, 16 November 2026, 09:12 in Jakarta."""

FORMS = {
    Kind(kind): tuple(form["fields"])
    for kind, form in yaml.safe_load((KNOWLEDGE / "requests.yaml").read_text()).items()
}
TALKS = Talks.model_validate(yaml.safe_load((KNOWLEDGE / "forms.yaml").read_text()))
POLICIES = frozenset({"mailpro", "mailcamp", "jurnal"})
ARTICLES = {"mailpro.erasure": "mailpro", "mailcamp.sale": "mailcamp"}

ANAS = OwnCase("a" * 32, "PR-7K3Q-9XWD", "mailpro", (Kind.ACCESS,), True, (Kind.ACCESS,))
HELD = replace(ANAS, held_talk=True)
BUDIS, NOBODYS = "PR-9CWX-3KTE", "PR-0000-0000"


def laws() -> Statutes:
    return Statutes.model_validate(yaml.safe_load((KNOWLEDGE / "statutes.yaml").read_text()))


def statutes() -> dict[str, Rule]:
    """The rules as the knowledge base holds them."""
    return {clock.id: clock.rule() for clock in laws().rules}


def facts(policy: str | None = "mailpro", *cases: OwnCase) -> Facts:
    return Facts(
        now=NOW,
        new_id="0" * 32,
        policy=policy,
        policies=POLICIES,
        articles=ARTICLES,
        forms=FORMS,
        cases=cases,
        yes=frozenset({"ya", "yes", "kirim"}),
        no=frozenset({"no", "tidak", "batal"}),
        skip=frozenset({"no", "skip", "lewati", "-"}),
        cancel=frozenset({"batal", "cancel"}),
        change=frozenset({"ubah", "ganti email"}),
        back=frozenset({"kembali", "back"}),
        told=TALKS.told_by,
    )


def wants(text: str, *kinds: Kind, policy: str | None = "mailpro", names: bool = False) -> Typed:
    """A demand; `names` where the words themselves name the company."""
    policies = (policy,) if names and policy else ()
    return Typed(text, Understood("request", policy, policies, kinds=kinds))


def asks(text: str, outcome: str = "answer", policy: str | None = "mailpro") -> Typed:
    return Typed(text, Understood(outcome, policy, articles=("mailpro.erasure",)))


def names(text: str, policy: str, outcome: str = "unknown") -> Typed:
    """Words that name a company and ask for nothing."""
    return Typed(text, Understood(outcome, policy, (policy,)))


def says(text: str) -> Typed:
    """Words the engine makes nothing of."""
    return Typed(text, Understood("unknown", "mailpro"))


ERASE = wants("hapus data saya", Kind.ERASURE)
STOP = wants("stop promosi", Kind.OPT_OUT_MARKETING)
LONG = TooLong("panjang " * 200)
NOWHERE = wants("hapus data saya", Kind.ERASURE, policy=None)


@dataclass
class Talk:
    """Ana's conversation: what a turn asks for is done to the facts of the next."""

    facts: Facts = field(default_factory=facts)
    state: State = field(default_factory=Idle)
    heard: int = 0
    filed: list[Draft] = field(default_factory=list)

    def hear(self, *inputs: Given) -> tuple[Effect, ...]:
        """The effects of the last input; the state goes through its storage each time."""
        effects: tuple[Effect, ...] = ()
        for given in inputs:
            self.heard += 1
            knowing = replace(self.facts, new_id=f"{self.heard:06x}" + "0" * 26)
            then = turn(self.state, given, knowing)
            self.state, effects = restore(store(then.state)), then.effects
            for effect in effects:
                self.note(effect)
        return effects

    def note(self, effect: Effect) -> None:
        if isinstance(effect, ChoosePolicy):
            self.facts = replace(self.facts, policy=effect.policy)
        if isinstance(effect, FileRequest):
            draft = effect.draft
            self.filed.append(draft)
            reference = f"PR-{draft.id[:4].upper()}-0000"
            case = OwnCase(draft.id, reference, draft.policy, draft.kinds, True, draft.kinds)
            self.facts = replace(self.facts, cases=(*self.facts.cases, case))

    def press(self, *choices: str) -> tuple[Effect, ...]:
        """The buttons of the form, each at the step it then stands at."""
        effects: tuple[Effect, ...] = ()
        for choice in choices:
            effects = self.hear(button(self.state, choice))
        return effects

    @property
    def draft(self) -> Draft:
        assert isinstance(self.state, Filling), self.state
        return self.state.draft

    @property
    def step(self) -> str:
        return self.state.step if isinstance(self.state, Filling) else self.state.name


def button(state: State, choice: str) -> Pressed:
    """A button of the form as it stands; a stale one where no form stands."""
    if not isinstance(state, Filling):
        return Pressed("f", ("000000", "offer", choice))
    return Pressed("f", (state.draft.id[:6], state.step, choice))


def screens(effects: tuple[Effect, ...]) -> list[str]:
    return [effect.screen for effect in effects if isinstance(effect, Say)]


def erasing(*steps: str) -> Talk:
    """Ana asked Mailpro to delete her data, and pressed on from there."""
    talk = Talk()
    talk.hear(ERASE)
    talk.press(*steps)
    return talk
