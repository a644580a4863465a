"""Everything a screen may draw on, gathered before it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.answering.articles import Article, Policy
from bot.domain.cases import Kind
from bot.domain.conversation import State
from bot.domain.hours import DeskHours
from bot.domain.messages import Button
from bot.domain.reminders import Quiet
from bot.language.catalogue import Catalogue
from bot.services.library import Loaded
from bot.services.records import CaseFile


@dataclass(frozen=True, slots=True)
class Notice:
    """What the desk says of itself, from the settings."""

    zone: str
    operator: str | None
    operator_contact: str | None
    months: int
    sources: Path | None
    second_person: bool = True
    mails: bool = False
    quiet: Quiet | None = None
    hours: DeskHours | None = None
    mail_reply: str | None = None

    def run_by(self, say: Catalogue) -> str:
        return self.operator or say("unnamed_operator")


@dataclass(frozen=True, slots=True)
class View:
    """One customer, one moment, one knowledge base, one language."""

    say: Catalogue
    loaded: Loaded
    notice: Notice
    now: datetime
    policy: str | None = None
    state: State | None = None
    cases: tuple[CaseFile, ...] = ()

    def button(self, key: str, action: str) -> Button:
        return Button(self.say.label(key), action)

    def article(self, ident: str) -> tuple[Policy, Article]:
        return self.loaded.article(ident)

    def name(self, policy: str) -> str:
        """The company as the customer calls it."""
        known = self.loaded.knowledge.policies.get(policy)
        if known is None:
            return policy or self.say("no_company")
        return known.name_id or known.name if self.say.language == "id" else known.name

    def address(self, policy: str) -> str | None:
        """The company's e-mail as its policy prints it; an unreadable one is never guessed."""
        known = self.loaded.knowledge.policies.get(policy)
        found = (one.value for one in (known.contacts if known else ()) if one.kind == "email")
        return next((one for one in found if one), None)

    def kind(self, kind: Kind) -> str:
        return self.loaded.knowledge.requests[kind].label[self.say.language]

    def kind_button(self, kind: Kind) -> str:
        return self.loaded.knowledge.requests[kind].button[self.say.language]

    def case(self, ident: str) -> CaseFile:
        return next(one for one in self.cases if one.case.id == ident)
