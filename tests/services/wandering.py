"""Random conversations: real engine, turns, clocks and screens; only nothing is stored."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.domain.cases import Kind, Move, advance, allows, reference
from bot.domain.conversation import (
    Adding,
    Choosing,
    Command,
    Filling,
    Given,
    Idle,
    State,
    TooLong,
    Unreadable,
    restore,
    store,
)
from bot.domain.earlier import Earlier, Shown, after
from bot.domain.effects import (
    ChooseLanguage,
    ChoosePolicy,
    Effect,
    FileRequest,
    Say,
    Slot,
    Withdraw,
)
from bot.domain.forms import Draft
from bot.domain.turn import turn
from bot.language.catalogue import LANGUAGES, catalogue
from bot.services import filing, hearing, talk
from bot.services.desk import Desk
from bot.services.hearing import Ear
from bot.services.library import Loaded
from bot.services.records import CaseFile
from bot.services.screens import customer as screens
from bot.services.screens.view import View
from bot.storage.cases import Case

from .cases import CUSTOMER, step
from .office import NOTICE, NOW

SAYINGS = (
    *("please delete my data", "hapus data saya", "delete everything and stop the mails"),
    *("send me a copy of my data", "salinan data saya dong", "stop sending me promotions"),
    *("my name is wrong, please correct it", "I withdraw my consent", "berhenti kirim promosi"),
    *("I want to complain", "I object to the profiling", "close my account"),
    *("keep my account but erase everything", "delete my data at Tokoku and Alpenpost"),
    *("please restrict the use of my data", "pindahkan data saya ke layanan lain"),
    *("how long do you keep my data?", "apakah data saya dijual?", "who are you", "terima kasih"),
    *("ana@example.org", "ana@gmial.com", "not an address@", "yes", "ya", "no", "tidak", "skip"),
    *("lewati", "back", "cancel", "batal", "Tokoku", "Alpenpost", "warungin", "PR-0000-0000"),
    *("the old account only", "asdf qwer", "?", "-", "💙", "3 January 2026", "x" * 1200),
)
COMMANDS = (
    *("start", "cancel", "status", "human", "company", "help", "language", "privacy", "request"),
    *("start", "dance"),
)
GIVING_UP = frozenset(
    word
    for language in LANGUAGES
    for name in ("cancel", "no")
    for word in catalogue(language).words(name)
)
GIVING_UP_CHOICES = frozenset({"cancel", "self", "close", "keep", "rest", "add"})


@dataclass
class Wandering:
    """One conversation of Ana's, all of it drawn from its number."""

    desk: Desk
    loaded: Loaded
    number: int
    now: datetime = NOW
    state: State = field(default_factory=Idle)
    earlier: Earlier | None = None
    files: tuple[CaseFile, ...] = ()
    offered: list[tuple[str, str]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.number)  # noqa: S311
        self.customer = replace(CUSTOMER, policy=self.chance.choice((None, "tokoku", "alpenpost")))

    def walk(self, steps: int) -> None:
        for _ in range(steps):
            if self.chance.random() < 0.1:
                self.now += timedelta(hours=self.chance.choice((1, 5, 30)))
            self.step(*self.drawn())
        assert self.heard(Command("cancel")) == Idle(), self.told("no way out")

    def step(self, given: Given, gives_up: bool) -> None:
        """One turn: it is answered, and what was demanded before it is not lost."""
        before, wanted = self.state, demanded(self.state)
        self.state = self.heard(given)
        left = wanted - demanded(self.state) - self.filed()
        assert gives_up or not left, self.told(
            f"lost {sorted(left)}: {before} became {self.state}"
        )

    def heard(self, given: Given) -> State:
        desk = replace(self.desk, clock=lambda: self.now)
        facts = talk.gather(desk, self.loaded, self.customer, self.files)
        then = turn(self.state, given, facts)
        assert any(not isinstance(one, ChoosePolicy) for one in then.effects), self.told(
            "no answer"
        )
        state = restore(store(then.state))
        for effect in then.effects:
            self.perform(effect, state, given)
        return state

    # ---- what Ana does

    def drawn(self) -> tuple[Given, bool]:
        """A press on something shown, words, a command or a photograph; whether it gives up."""
        kind = self.chance.random()
        if self.offered and kind < 0.6:
            recent = self.offered[-6:] if self.chance.random() < 0.9 else self.offered
            label, action = self.chance.choice(recent)
            self.said.append(f"[{label}] {action}")
            return hearing.pressed(self.ear(), action), gives_up(action)
        if kind < 0.92:
            text = self.chance.choice(SAYINGS)
            self.said.append(text[:30])
            if len(text) > talk.LONGEST:
                return TooLong(text), False
            given = hearing.heard(self.ear(), text, None)
            return given, text in GIVING_UP
        if kind < 0.98:
            name = self.chance.choice(COMMANDS)
            self.said.append(f"/{name}")
            return Command(name), name == "cancel"
        self.said.append("(a photograph)")
        return Unreadable(), False

    def ear(self) -> Ear:
        desk = replace(self.desk, clock=lambda: self.now)
        facts = talk.gather(desk, self.loaded, self.customer, self.files)
        return Ear(self.loaded, self.customer, self.state, facts, self.earlier)

    # ---- what the desk does

    def perform(self, effect: Effect, state: State, given: Given) -> None:
        match effect:
            case Say(screen, slots) if screen != "passed_on_quietly":
                self.show(screen, slots, state, given)
            case ChoosePolicy(policy):
                self.customer = replace(self.customer, policy=policy)
            case ChooseLanguage(language):
                self.customer = replace(self.customer, language=language, chosen=True)
            case FileRequest(draft):
                self.file(draft)
                self.show("receipt", {"case": draft.id, "quick": False}, state, given)
            case Withdraw(case_id, kinds):
                self.files = tuple(
                    taken_back(one, kinds) if one.case.id == case_id else one for one in self.files
                )
            case _:
                pass

    def show(self, screen: str, slots: Mapping[str, Slot], state: State, given: Given) -> None:
        """A screen as Ana sees it; a dialogue that asks something offers a way on or out."""
        say = catalogue("id" if self.customer.language == "id" else "en")
        view = View(say, self.loaded, NOTICE, self.now, self.customer.policy, state, self.files)
        message = screens.draw(view, screen, slots)
        fresh = [(b.label, b.action) for row in message.rows for b in row if b.action]
        asks = isinstance(state, Filling | Adding)
        assert message.text.strip(), self.told(f"{screen} says nothing")
        assert fresh or not asks or screen != "form", self.told(f"{screen} asks without a way on")
        self.offered += fresh
        got = getattr(given, "understood", None)
        seen = Shown(screen, slots, tuple(fresh))
        self.earlier = after(self.earlier, got.question if got else "", seen, self.now)

    def file(self, draft: Draft) -> None:
        """A case like the stored one; each of its rights has a date and what gave it."""
        case = Case(
            id=draft.id,
            reference=reference(self.chance.getrandbits(40)),
            customer_id=self.customer.id,
            policy=draft.policy,
            language=self.customer.language,
            knowledge_version=1,
            received_at=draft.at,
            regimes=filing.regimes_of(self.loaded, draft),
        )
        made = tuple(filing.requested(self.loaded, draft, kind) for kind in draft.kinds)
        for request in made:
            named = request.is_target is (self.loaded.statutes.clock(request.rule_id) is None)
            assert named, self.told(f"{request.kind} has a date nobody gave")
            assert request.due_at > request.received_at, self.told("due before it came")
            assert request.received_at <= self.now, self.told("received before it was said")
        self.files = (CaseFile(case, made, (step(),)), *self.files)

    # ---- looking

    def filed(self) -> set[Kind]:
        return {one.kind for file in self.files for one in file.requests}

    def told(self, what: str) -> str:
        return f"conversation {self.number}: {what}; after {self.said}"


def taken_back(file: CaseFile, kinds: tuple[Kind, ...]) -> CaseFile:
    left = tuple(
        replace(one, status=advance(one.status, Move.WITHDRAW))
        if one.kind in kinds and allows(one.status, Move.WITHDRAW)
        else one
        for one in file.requests
    )
    return replace(file, requests=left)


def demanded(state: State) -> set[Kind]:
    """The kinds a state holds that were demanded, at whatever company."""
    holds = state.draft if isinstance(state, Filling) else state
    if not isinstance(holds, Draft | Choosing) or not holds.demanded:
        return set()
    others = {kind for _, kinds in getattr(holds, "also", ()) for kind in kinds}
    return {*holds.kinds, *others}


def gives_up(action: str) -> bool:
    """A button that says in so many words that it is not to be sent, or not all of it."""
    choice = action.rpartition(":")[2]
    return action == "fgty" or choice in GIVING_UP_CHOICES or choice.startswith(("only-", "at-"))
