"""What the knowledge base in use holds: its version, what it covers, how right it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from bot.answering.articles import Policy, Stance
from bot.answering.golden import Figures, Score
from bot.domain.messages import Button, Message, rows
from bot.language import dates
from bot.language.catalogue import Catalogue
from bot.services import posting, reload
from bot.services.desk import Desk
from bot.services.library import Loaded
from bot.services.notices import say_for
from bot.services.reports import share
from bot.storage import answers, facts, versions
from bot.storage.answers import Votes
from bot.storage.database import Db

A_PAGE = 8
HEAD = 12
"""So much of a hash tells two versions apart on a phone."""


async def show(db: Db, desk: Desk, admin: int) -> None:
    await overview(db, desk, admin, 0, 0, None)


async def overview(db: Db, desk: Desk, admin: int, _: int, __: int, edit: int | None) -> None:
    """The version in use, in figures, and where to look further."""
    say, loaded = await say_for(db, admin), await desk.library.current(db)
    kept = next(one for one in await versions.every(db) if one.id == loaded.version)
    since = await versions.since(db) or kept.stored_at
    articles = [one for p in loaded.knowledge.policies.values() for one in p.articles]
    text = say(
        "admin.kb",
        version=loaded.version,
        hash=kept.hash.removeprefix("sha256:")[:HEAD],
        since=dates.moment(since, desk.notice.zone, say),
        policies=len(loaded.knowledge.policies),
        articles=len(articles),
        coverage=stances(say, Counter(one.stance for one in articles)),
        golden=golden(say, await reload.figures_of(db, loaded.version)),
        votes=voted(say, sum_of(await answers.votes(db))),
        waiting=await answers.count_waiting(db),
        unverified=sum(not one.verified for one in loaded.statutes.rules),
    )
    buttons = [
        Button(say("admin.button.coverage"), f"kcov:0:{loaded.version}"),
        Button(say("admin.button.golden"), f"kgold:0:{loaded.version}"),
        Button(say("admin.button.versions"), "kver:0:0"),
        Button(say("admin.button.unanswered"), "kun:0:0"),
    ]
    await posting.to_chat(db, admin, Message(text, rows(buttons)), now=desk.clock(), edit=edit)


def stances(say: Catalogue, count: Counter[Stance]) -> str:
    return ", ".join(say(f"admin.stance.{one}", count=count[one]) for one in Stance)


def sum_of(votes: dict[str | None, Votes]) -> Votes:
    return Votes(sum(one.up for one in votes.values()), sum(one.down for one in votes.values()))


def voted(say: Catalogue, votes: Votes) -> str:
    return say("admin.votes", up=votes.up, down=votes.down, days=answers.KEPT.days)


def golden(say: Catalogue, found: Figures | None) -> str:
    """Counted at a reload, or when an admin asks; a version in use meets all that must hold."""
    if found is None:
        return say("admin.not_counted")
    return say("admin.counted", must=share(found.must), measure=share(found.measure))


# ---- coverage


async def coverage(db: Db, desk: Desk, admin: int, number: int, version: int, edit: int) -> None:
    """A line for each policy, and a button that leads to its topics."""
    say, loaded = await say_for(db, admin), await desk.library.current(db)
    votes = await answers.votes(db)
    policies = list(loaded.knowledge.policies.values())
    pages = (len(policies) - 1) // A_PAGE + 1
    number = max(0, min(number, pages - 1))
    lines, buttons = [say("admin.coverage", version=loaded.version)], []
    for place in range(number * A_PAGE, min((number + 1) * A_PAGE, len(policies))):
        policy = policies[place]
        count = Counter(one.stance for one in policy.articles)
        figures = " · ".join(str(count[one]) for one in Stance)
        mine = votes.get(policy.policy, Votes())
        lines.append(say("admin.policy_line", name=policy.name, figures=figures,
                         up=mine.up, down=mine.down))  # fmt: skip
        buttons.append(Button(policy.name[:24], f"kpol:{place}:{loaded.version}"))
    turning = turns("kcov", number, pages, loaded.version)
    message = Message("\n".join(lines), (*rows(buttons), *rows(turning), back(say)))
    await posting.to_chat(db, admin, message, now=desk.clock(), edit=edit)


async def policy(db: Db, desk: Desk, admin: int, place: int, version: int, edit: int) -> None:
    """One policy's topics by what the text says of them."""
    say, loaded = await say_for(db, admin), await desk.library.current(db)
    policies = list(loaded.knowledge.policies.values())
    if loaded.version != version or place >= len(policies):
        return await coverage(db, desk, admin, 0, version, edit)
    text = topics(say, loaded, policies[place])
    ways = (Button(say("admin.button.coverage"), f"kcov:0:{version}"), *back(say))
    await posting.to_chat(db, admin, Message(text, (ways,)), now=desk.clock(), edit=edit)
    return None


def topics(say: Catalogue, loaded: Loaded, found: Policy) -> str:
    """Each topic once for each stance it is treated with."""
    lines = [say("admin.policy_head", name=found.name, articles=len(found.articles))]
    for stance in Stance:
        count = Counter(one.topic for one in found.articles if one.stance is stance)
        labels = [
            loaded.knowledge.topics[topic].label[say.language] + (f" ×{n}" if n > 1 else "")
            for topic, n in count.items()
        ]
        if labels:
            head = say(f"admin.stance.{stance}", count=count.total())
            lines.append(f"{head}: {', '.join(labels)}")
    return "\n\n".join(lines)


# ---- golden questions


async def ask_golden(db: Db, desk: Desk, admin: int, _: int, version: int, edit: int) -> None:
    """What was counted is shown; what was not is counted beside the turns."""
    say, active = await say_for(db, admin), await versions.active(db)
    found = await reload.figures_of(db, active) if active is not None else None
    if active is not None and found is not None:
        await posting.to_chat(db, admin, golden_table(say, active, found), now=desk.clock())
        return
    await facts.put(db, f"{reload.COUNT}:{admin}", "asked", now=desk.clock())
    desk.wished.set()


def golden_table(say: Catalogue, version: int, found: Figures) -> Message:
    lines = [say("admin.golden_head", version=version), golden(say, found)]
    lines += parts(found.kinds, lambda name: say(f"admin.kind.{name}"))
    lines += parts(found.languages, lambda name: say(f"admin.language.{name}"))
    return Message("\n".join(lines))


def parts(scores: dict[str, Score], name: Callable[[str], str]) -> list[str]:
    return [f"{name(key)}: {share(scores[key])}" for key in sorted(scores)]


# ---- versions


async def kept(db: Db, desk: Desk, admin: int, number: int, _: int, edit: int) -> None:
    """Every version that was kept, newest first, each one press from a rollback."""
    say, active = await say_for(db, admin), await versions.active(db)
    found = await versions.every(db)
    pages = (len(found) - 1) // A_PAGE + 1
    number = max(0, min(number, pages - 1))
    lines, buttons = [say("admin.versions", count=len(found))], []
    for one in found[number * A_PAGE : (number + 1) * A_PAGE]:
        at = one.loaded_at or one.stored_at
        key = "in_use" if one.id == active else "was_in_use" if one.loaded_at else "never_used"
        lines.append(say(f"admin.version.{key}", version=one.id,
                         hash=one.hash.removeprefix("sha256:")[:HEAD],
                         at=dates.moment(at, desk.notice.zone, say)))  # fmt: skip
        if one.id != active and one.loaded_at is not None:
            buttons.append(
                Button(say("admin.button.to", version=one.id), f"kto:{one.id}:{active}")
            )
    turning = turns("kver", number, pages, 0)
    message = Message("\n".join(lines), (*rows(buttons), *rows(turning), back(say)))
    await posting.to_chat(db, admin, message, now=desk.clock(), edit=edit)


def turns(action: str, number: int, pages: int, version: int) -> list[Button]:
    found = [Button("◀", f"{action}:{number - 1}:{version}")] if number else []
    return found + (
        [Button("▶", f"{action}:{number + 1}:{version}")] if number + 1 < pages else []
    )


def back(say: Catalogue) -> tuple[Button, ...]:
    return (Button(say("admin.button.overview"), "kall:0:0"),)
