"""Every press and every word in the group: the right, the version, the case, at this moment."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

import pytest

from bot.services import asking, group_presses
from bot.services.casework import Answer
from bot.services.records import CaseFile, read
from bot.storage import cases, edits, journal, messages, outbox, people, sheets, tasks
from bot.storage.database import Db

from .conftest import on_sqlite
from .exporting import reachable
from .office import (
    ANA,
    DEWI,
    EKA,
    GROUP,
    JOKO,
    NAMES,
    NOW,
    OTHER_GROUP,
    RINA,
    SARI,
    TONO,
    Office,
    data,
    filed,
    proposed,
    taken,
)
from .test_readymade import REPLIES

NOT_HERE = "That isn't available here. /help shows what is."
CHANGED = "This changed meanwhile; here is how it stands."
OWN = "You proposed this; another lead decides."
ANONYMOUS_BOT = 1_087_968_824
"""Whom Telegram names when somebody posts as the group."""

# ---- the table of rights

STAFF, HOLDER, LEAD, PROPOSER = (JOKO,), (RINA,), (DEWI,), (SARI,)
"""Staff without the case, its holder, a lead without it, a lead who made the proposal."""
OUTSIDERS = (EKA, TONO, ANONYMOUS_BOT)
EVERYBODY = (JOKO, RINA, DEWI, SARI, *OUTSIDERS)
WORKING = (JOKO, RINA, DEWI, SARI)


@dataclass(frozen=True)
class Right:
    """Who may press it in which case, and what a stale press of theirs hears."""

    case: str
    may: tuple[int, ...]
    stale: str | None = CHANGED


RIGHTS: dict[str, Right] = {
    "take": Right("new", WORKING),
    "words": Right("taken", WORKING, None),
    "release": Right("taken", (RINA, DEWI, SARI)),
    "propose": Right("taken", HOLDER),
    "pick": Right("choosing", HOLDER, None),
    "quit": Right("choosing", HOLDER, None),
    "done": Right("previewed", HOLDER, None),
    "approve": Right("proposed", LEAD),
    "send_back": Right("proposed", LEAD),
    "take_back": Right("proposed", PROPOSER),
    "read": Right("proposed", WORKING, None),
    "reopen": Right("closed", (DEWI, SARI)),
    "extend": Right("extendable", (DEWI, SARI)),
    "longer": Right("extendable", (DEWI, SARI)),
    "hold": Right("taken", HOLDER),
    "resume": Right("held", HOLDER),
    "redirect": Right("taken", HOLDER),
    "merge": Right("twice", HOLDER),
    "unmerge": Right("merged", (RINA, DEWI, SARI)),
    "tasks": Right("tasked", WORKING, None),
    "task": Right("tasked", HOLDER, None),
    "tset": Right("tasked", HOLDER, None),
    "tadd": Right("tasked", HOLDER, None),
    "ask": Right("taken", HOLDER),
    "before": Right("talking", WORKING, None),
    "handback": Right("talking", (RINA, DEWI, SARI), None),
    "reveal": Right("talking", HOLDER),
    "why": Right("talking", HOLDER, None),
    "post": Right("talking", HOLDER, None),
    "replies": Right("talking", HOLDER, None),
    "rpick": Right("talking", HOLDER, None),
    "rsend": Right("talking", HOLDER, None),
    "answered": Right("asked", HOLDER),
    "unanswered": Right("asked", (DEWI, SARI)),
    "who": Right("taken", HOLDER),
    "known": Right("asked_who", HOLDER),
    "unknown": Right("asked_who", (DEWI, SARI)),
    "file": Right("closed", (DEWI, SARI), None),
    "notify": Right("taken", HOLDER),
    "mail": Right("taken", HOLDER),
}
CHOICES = {
    "longer": "0-number",
    "pick": "fulfilled",
    "done": "submit",
    "redirect": "employer",
    "merge": "same",
    "why": "account",
    "post": "account",
    "rpick": "due",
    "rsend": "due.en",
    "mail": "cancel",
}


async def talking(office: Office) -> CaseFile:
    """Ana gave an address and changed what she wrote; the bot is quiet; there are replies."""
    case = await filed(office, words="I am ana@example.org")
    await office.do(RINA, "take", case)
    await office.staff(RINA, "Which account?", case)
    await office.press(ANA, f"add:{case.case.reference}")
    await office.say(ANA, "the old one")
    known = replace(office.loaded.knowledge, replies=REPLIES)
    office.library.loaded = replace(office.loaded, knowledge=known)
    async with office.database.transaction() as db:
        said = (await messages.of_case(db, case.case.id, author="customer"))[-1]
        await edits.change(db, said, "the new one", now=office.now)
        await office.deliver(db)
    CHOICES["before"] = said.id
    return await office.file(case)


async def scenes(office: Office) -> dict[str, CaseFile]:
    """A case in each of the states; Rina holds them, but Sari proposed on the one that waits."""
    reachable(office)
    found = {"new": await filed(office), "taken": await taken(office)}
    found["extendable"] = await taken(office, company="alpenpost")
    found["asked_who"] = await taken(office)
    await office.do(RINA, "who", found["asked_who"])
    for name in ("choosing", "previewed"):
        found[name] = await taken(office)
        await office.do(RINA, "propose", found[name])
    await office.do(RINA, "pick", found["previewed"], "fulfilled")
    await office.staff(RINA, "All is gone.", found["previewed"])
    found["proposed"] = await proposed(office, by=SARI)
    found["closed"] = await proposed(office)
    await office.do(SARI, "approve", found["closed"])
    found["held"] = await taken(office)
    await office.do(RINA, "hold", found["held"], "third")
    found["tasked"] = await taken(office)
    await office.order(RINA, "tasks", found["tasked"], "add Billing")
    found["asked"] = await taken(office, company="alpenpost")
    await office.order(RINA, "ask", found["asked"], "Which account?")
    office.later(days=16)
    await asking.remind(office.desk)
    office.later(days=4)
    office.later(minutes=1)
    for name in ("twice", "merged"):
        found[name] = await taken(office)
    await office.do(RINA, "merge", found["merged"], "same")
    found["talking"] = await talking(office)
    return {name: await office.file(case) for name, case in found.items()}


async def everything(db: Db, case: CaseFile) -> tuple[object, int]:
    """All that a press could change."""
    now = await cases.get(db, case.case.id)
    assert now is not None
    file = await read(db, now)
    sent = (await outbox.counts(db)).states
    sheet = await sheets.get(db, case.case.id, RINA)
    return (file.requests, len(file.steps), now.holder_id, sheet), sum(sent.values())


def test_every_button_of_the_group_is_in_this_table() -> None:
    assert set(RIGHTS) == set(group_presses.ACTIONS)


async def test_every_press_is_obeyed_from_those_who_may_and_from_nobody_else(
    office: Office,
) -> None:
    """Each action of each person, on what they see now and on what they saw before."""
    cases_ = await scenes(office)
    async with office.database.reading() as db:
        [task] = await tasks.of_case(db, cases_["tasked"].case.id)
    choices = CHOICES | {"task": task.id[:8], "tset": f"{task.id[:8]}-done"}
    for action, right in RIGHTS.items():
        case = cases_[right.case]
        async with office.database.reading() as db:
            before, sent = await everything(db, case)
        for user, age in ((one, age) for one in EVERYBODY for age in seen_by(one)):
            pressed = data(action, case, case.case.version - age, choices.get(action, ""))
            expected = expectation(action, user, is_stale=bool(age))
            async with office.undone() as db:
                answer = await group_presses.press(db, office.desk, office.said(user, pressed))
                after, sent_after = await everything(db, case)
                recorded = [(one.user_id, one.what) for one in await journal.of_all(db)]
            about = f"{action} by {user}, {age} versions old: {answer}"
            if expected is None:
                assert answer.text not in (NOT_HERE, CHANGED, OWN), about
                assert (after, sent_after) != (before, sent), about
            else:
                assert answer == Answer(expected, alert=True), about
                assert after == before, about
                assert recorded == [(user, "refused")] * (expected in (NOT_HERE, OWN)), about
                assert sent_after == sent + (expected == CHANGED), f"{about}: one card is drawn"


def seen_by(user: int) -> tuple[int, ...]:
    """How many versions old a button may be; who has no right at all has none on any."""
    return (0, 1) if user in WORKING else (0,)


def expectation(action: str, user: int, *, is_stale: bool) -> str | None:
    """The refusal, or None where the press is obeyed."""
    right = RIGHTS[action]
    if is_stale and right.stale and (user in right.may or may_try(action, user)):
        return right.stale
    if user in right.may:
        return None
    return OWN if action in ("approve", "send_back") and user == SARI else NOT_HERE


def may_try(action: str, user: int) -> bool:
    """Who has the right of the action, but not on this proposal."""
    tries = {"approve": (SARI,), "send_back": (SARI,), "take_back": WORKING}
    return user in tries.get(action, ())


async def test_whoever_left_the_group_has_no_rights_whatever_the_settings_say(
    office: Office,
) -> None:
    cases_ = await scenes(office)
    async with office.database.transaction() as db:
        for user in WORKING:
            await people.saw(db, GROUP, user, "left", now=NOW)
    for action, right in RIGHTS.items():
        case = cases_[right.case]
        async with office.database.transaction() as db:
            before = await everything(db, case)
            for user in right.may:
                pressed = data(action, case, case.case.version, CHOICES.get(action, ""))
                answer = await group_presses.press(db, office.desk, office.said(user, pressed))
                assert answer == Answer(NOT_HERE, alert=True), (action, user)
            assert await everything(db, case) == before


@on_sqlite
@pytest.mark.parametrize(
    "pressed",
    ["", ":", "take", "take:", "fly:7K3Q9XWD:1", "take:0000:1", "take:ZZZZZZZZ:1", "next:x:y:z"],
)
async def test_a_button_nobody_made_is_refused(office: Office, pressed: str) -> None:
    await filed(office)
    answer = await office.click(EKA, pressed)
    assert answer == Answer(NOT_HERE, alert=True)


async def test_buttons_work_in_the_group_of_the_case_only(office: Office) -> None:
    office.team = replace(office.team, staff_chats={"warungin": OTHER_GROUP})
    case = await filed(office, company="warungin")
    for chat, expected in ((ANA, NOT_HERE), (GROUP, NOT_HERE), (-5, NOT_HERE)):
        answer = await office.click(RINA, data("words", case, 1), chat_id=chat)
        assert answer.text == expected, chat
    answer = await office.click(RINA, data("words", case, 1), chat_id=OTHER_GROUP)
    assert answer.text == "The customer wrote no words; it was filed by buttons."


async def test_of_two_who_take_one_wins_and_the_other_hears_who(office: Office) -> None:
    case = await filed(office)
    first, second = await asyncio.gather(
        *(office.click(user, data("take", case, case.case.version)) for user in (RINA, JOKO))
    )
    holder = (await office.file(case)).case
    assert holder.holder_id in (RINA, JOKO)
    won, lost = (first, second) if holder.holder_id == RINA else (second, first)
    assert won.text == f"Yours: {case.case.reference}."
    assert lost == Answer(f"{NAMES[holder.holder_id]} took it before you.", alert=True)


async def test_pressing_a_stale_button_makes_nobody_elses_stale(office: Office) -> None:
    case = await taken(office)
    await office.click(JOKO, data("release", case, 0))
    await office.click(SARI, data("release", case, 0))
    assert (await office.file(case)).case.version == case.case.version


# ---- words in a thread
