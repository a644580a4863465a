"""What staff and admins do, in a forum, in a plain group, and in private."""

from __future__ import annotations

from .desk import Stage, label, said
from .emulator import Json
from .flows_customer import has


def staff_label(key: str) -> str:
    return said(f"staff.button.{key}")


async def filed_by_ana(stage: Stage) -> tuple[str, Json]:
    """A fresh erasure at Mailcamp; its reference and its card."""
    await stage.says("Ana", "/cancel", "")
    await stage.says("Ana", "/start mailcamp", said("start_company"))
    await stage.says("Ana", "Please delete my data", "Mailcamp")
    if await has(stage, label("send_as_new")):  # an earlier one is open still
        await stage.presses("Ana", label("send_as_new"), "Mailcamp")
    await stage.presses("Ana", label("send_from_here"), said("ask_whose"))
    await stage.presses("Ana", label("whose_account"), said("ask_email"))
    await stage.says("Ana", "ana@example.com", said("check.head"))
    await stage.presses("Ana", label("add_details"), said("ask_details"))
    told_too_much = "call me on 081234567890, card 4111 1111 1111 1111"
    await stage.says("Ana", told_too_much, said("check.head"))
    receipt = await stage.presses("Ana", label("send_request_now"), "PR-")
    reference = "PR-" + receipt["text"].split("PR-")[1][:9]
    card = await stage.strict.until(stage.group, reference)
    return reference, card


def place_of(stage: Stage, card: Json) -> Json:
    """How to speak in this case's thread: in its topic, or by a reply to its card."""
    if "message_thread_id" in card:
        return {"chat": stage.group, "thread": card["message_thread_id"]}
    return {"chat": stage.group, "reply_to": card["message_id"]}


async def casework(stage: Stage) -> None:
    """One case from its card to its end, with every wrong turn on the way."""
    reference, card = await filed_by_ana(stage)
    where, group = place_of(stage, card), {"chat": stage.group}
    on_card = {**group, "message_id": card["message_id"]}
    await stage.tries("Rina", staff_label("words"), card)
    await stage.presses("Rina", staff_label("take"), "(masked)", **on_card)
    await stage.strict.until(stage.group, "(masked)")
    await told(stage, "Rina", "We are on it. <b>Really</b> & *soon*", where)
    await stage.says("Rudi", "Is this the right person?", said("staff.other_holds"), **where)
    await stage.does("send_text", "Rina", text="// a note for us", **where)
    await answer_reaches_thread(stage, where)
    await proposing(stage, where)
    await approving(stage, where, reference)


async def told(stage: Stage, who: str, words: str, where: Json) -> None:
    """The holder's words reach the customer as they were typed."""
    await stage.strict.mark()
    await stage.does("send_text", who, text=words, **where)
    await stage.strict.until(stage.id("Ana"), words)


async def answer_reaches_thread(stage: Stage, where: Json) -> None:
    await stage.strict.mark()
    await stage.does("send_text", "Ana", text="Thank you, my number is 081234567890")
    shown = await stage.strict.until(stage.group, "Thank you", where.get("thread"))
    assert "081234567890" not in shown["text"], "a telephone number reached the group"


async def proposing(stage: Stage, where: Json) -> None:
    """Refuse, cancelled; done, edited; then proposed."""
    chat = {"chat": stage.group}
    await stage.says("Rina", "/propose", said("staff.choose_outcome"), **where)
    await stage.presses("Rina", staff_label("refused"), said("staff.choose_reason"), **chat)
    await stage.presses("Rina", said("staff.reason.no_match"), said("staff.write_words"), **chat)
    await stage.presses("Rina", staff_label("cancel"), said("cancelled"), **chat)
    await stage.says("Rina", "/propose", said("staff.choose_outcome"), **where)
    await stage.presses("Rina", staff_label("fulfilled"), said("staff.write_words"), **chat)
    await stage.says("Rina", "It is gone.", "It is gone.", **where)
    await stage.presses("Rina", staff_label("edit"), said("staff.write_words"), **chat)
    await stage.says("Rina", "All of it is gone.", "All of it is gone.", **where)
    await stage.presses("Rina", staff_label("submit"), "Rina", **chat)


async def approving(stage: Stage, where: Json, reference: str) -> None:
    """Taken back, sent back, proposed by a lead, refused to the proposer, approved by another."""
    card = await newest_card(stage, staff_label("approve"))
    await stage.tries("Rina", staff_label("approve"), card, said("staff.not_here"))
    await stage.tries("Rina", staff_label("read"), card)
    await stage.tries("Rina", staff_label("take_back"), card)
    await again(stage, "Rina", where)
    card = await newest_card(stage, staff_label("send_back"))
    await stage.tries("Sari", staff_label("send_back"), card)
    await stage.strict.until(stage.group, "Sari")
    await stage.says("Rina", "/release", "Rina", **where)
    await stage.says("Sari", "/take", "(masked)", **where)
    await again(stage, "Sari", where)
    card = await newest_card(stage, staff_label("approve"))
    await stage.tries("Sari", staff_label("approve"), card, said("staff.own_proposal"))
    await stage.strict.mark()
    await stage.tries("Lina", staff_label("approve"), card)
    await stage.strict.until(stage.id("Ana"), reference)
    card = await newest_card(stage, staff_label("reopen"))
    await stage.tries("Rina", staff_label("reopen"), card, said("staff.not_here"))
    await stage.tries("Lina", staff_label("reopen"), card)
    await stage.tries("Lina", staff_label("words"), card)


async def again(stage: Stage, who: str, where: Json) -> None:
    chat = {"chat": stage.group}
    await stage.says(who, "/propose", said("staff.choose_outcome"), **where)
    await stage.presses(who, staff_label("partly_fulfilled"), said("staff.write_words"), **chat)
    await stage.says(who, "Nearly all of it is gone.", "Nearly all", **where)
    await stage.presses(who, staff_label("submit"), who, **chat)


async def newest_card(stage: Stage, button: str) -> Json:
    """The newest message in the group that has this button, once the desk has drawn it."""
    for _ in range(100):
        since = await stage.strict.do("last_seq")
        shown = await stage.strict.do("transcript", chat=stage.group, deleted=False)
        for one in reversed(shown):
            rows = one.get("reply_markup", {}).get("inline_keyboard", [])
            if one["by_bot"] and any(button == key["text"] for row in rows for key in row):
                return dict(one)
        await stage.strict.do("events", since=since, timeout=1.0)
    raise AssertionError(f"no card with {button}")


async def around(stage: Stage) -> None:
    """Commands, a second case taken from the queue, files, and people who are not staff."""
    reference, card = await filed_by_ana(stage)
    where, chat = place_of(stage, card), {"chat": stage.group}
    for command in ("help", "id", "queue", "nonsense", "help@emulated_bot"):
        await stage.says("Rina", f"/{command}", "", **chat)
    await stage.does("send_text", "Rina", text="/help@another_bot", **chat)
    await stage.presses("Rina", staff_label("next"), "", **chat)
    await stage.does("send_text", "Rina", text="/take", **where)
    await stage.says("Rina", "/card", reference, **where)
    await stage.says("Rina", "/release", "Rina", **where)
    await stage.says("Rina", "/next", "PR-", **chat)
    await stage.strict.mark()
    await stage.does("send_photo", "Rina", **where)
    await stage.strict.until(stage.group, said("staff.text_only"))
    await stage.does("set_anonymous", "Sari", chat=stage.group, anonymous=True)
    await stage.says("Sari", "Who am I?", said("staff.anonymous"), **where)
    await stage.says("Sari", "/queue", said("staff.anonymous"), **chat)
    await stage.does("set_anonymous", "Sari", chat=stage.group, anonymous=False)
    await stage.does("set_member", "Eve", chat=stage.group, status="member")
    await stage.does("set_member", "Eve", chat=stage.group, status="left")
    strange = await stage.strict.do(
        "create_group", title="Elsewhere", members=member(stage, "Eve")
    )
    await stage.says("Eve", "/start", said("in_a_group"), chat=strange["id"])
    await stage.does("send_text", "Eve", text="hapus data saya", chat=strange["id"])
    await stage.says("Eve", "/id", str(strange["id"]), chat=strange["id"])


def member(stage: Stage, who: str) -> dict[str, str]:
    return {str(stage.id(who)): "member"}


async def topic_deleted(stage: Stage) -> None:
    """By hand; the next word opens a new one, with its card."""
    reference, card = await filed_by_ana(stage)
    await stage.strict.do("delete_topic", chat=stage.group, thread=card["message_thread_id"])
    await stage.strict.mark()
    await stage.says("Ana", f"/status {reference}", reference)
    await stage.presses("Ana", label("add_something"), said("add"))
    await stage.says("Ana", "And the newsletter, too", said("added"))
    drawn = await stage.strict.until(stage.group, reference)
    assert drawn["message_thread_id"] != card["message_thread_id"]
    await stage.strict.until(stage.group, said("staff.moved"))


async def group_migrated(stage: Stage) -> None:
    """The number changes for good; cases go on in the new place."""
    moved = await stage.strict.do("migrate", chat=stage.group)
    stage.group = moved["id"]
    reference, card = await filed_by_ana(stage)
    chat = {"chat": stage.group}
    await stage.presses(
        "Rina", staff_label("take"), reference, **chat, message_id=card["message_id"]
    )
    await told(stage, "Rina", "We are on it, over here.", place_of(stage, card))
    await stage.says("Rina", "/release", "Rina", **place_of(stage, card))


async def knowledge_base(stage: Stage) -> None:
    """Reload unchanged, good, bad; confirm, confirm again; roll back; and nobody else may."""
    await stage.says("Tono", "/start", said("start"))
    await stage.says("Tono", "/kb", "v1")
    await stage.says("Tono", "/rollback", said("admin.nothing_older"))
    await stage.says("Tono", "/reload", "v1")
    one = stage.folder / "knowledge" / "policies" / "mailcamp.yaml"
    sound = one.read_text()
    one.write_text(sound.replace("aliases: [", "aliases: [mailcampsite, ", 1))
    ready = await stage.says("Tono", "/reload", "ready to load")
    new = ready["text"].split()[0]
    await stage.presses("Tono", said("admin.button.load"), new)
    stale = {
        "chat": stage.id("Tono"),
        "message_id": ready["message_id"],
        "data": f"kload:{new[1:]}:1",
    }
    await stage.strict.mark()
    await stage.strict.answered(await stage.does("press_raw", "Tono", **stale))
    await stage.strict.until(stage.id("Tono"), "")
    one.write_text(sound + "\n  : [broken")
    await stage.says("Tono", "/reload", "mailcamp.yaml")
    one.write_text(sound)
    await stage.says("Tono", "/rollback", "v1")
    await stage.presses("Tono", said("admin.button.cancel"), new)
    await stage.says("Tono", "/rollback", "v1")
    await stage.presses("Tono", said("admin.button.back"), "v1")
    for command in ("reload", "rollback", "kb"):
        await stage.says("Eve", f"/{command}", said("unknown_command"))
        await stage.does("send_text", "Rina", text=f"/{command}", chat=stage.group)
