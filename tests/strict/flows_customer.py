"""What customers do: companies, questions, requests, second thoughts, bad input."""

from __future__ import annotations

from .desk import Stage, label, said


async def greetings(stage: Stage) -> None:
    await stage.says("Ana", "/start", said("start"))
    await stage.presses("Ana", label("choose_company"), said("which_company"))
    await stage.presses("Ana", "Mailcamp", said("company_chosen", name="Mailcamp"))
    await stage.says("Ana", "/start mailcamp", said("start_company"))
    await stage.says("Ana", "/start nobody", said("start_unknown"))
    await stage.says("Ana", "jurnal", "Jurnal")
    await stage.says("Ana", "mailcmp", "Mailcamp")
    await stage.says("Ana", "/company", said("which_company"))
    await stage.says("Ana", "mekari", said("which_of_these"))
    await stage.says("Ana", "/start mailcamp", said("start_company"))
    for command in ("help", "status", "privacy", "language", "cancel", "start", "nonsense"):
        await stage.says("Ana", f"/{command}", "")
    await stage.says("Ana", "/start mailcamp", said("start_company"))


async def questions(stage: Stage) -> None:
    await stage.says("Ana", "How long do you keep my data?", "line")
    for key in ("details", "original", "related"):
        if await has(stage, label(key)):
            await stage.presses("Ana", label(key))
            await stage.says("Ana", "How long do you keep my data?", "line")
    await stage.says("Ana", "Who is the mayor of Paris?", "")
    await stage.says("Ana", "hello", said("smalltalk.hello"))
    await stage.says("Ana", "What about data of children in your newsletter archive?", "")
    await stage.says("Ana", "/language", said("languages"))
    await stage.presses("Ana", "Bahasa Indonesia", said("language_chosen", "id"))
    await stage.says("Ana", "/language", said("languages", "id"))
    await stage.presses("Ana", "English", said("language_chosen"))


async def has(stage: Stage, button: str) -> bool:
    """Whether the newest message of the bot has this button."""
    mine = await stage.strict.do("transcript", chat=stage.id("Ana"))
    newest = next(one for one in reversed(mine) if one["by_bot"])
    rows = newest.get("reply_markup", {}).get("inline_keyboard", [])
    return any(button == one["text"] for row in rows for one in row)


async def erasure(stage: Stage) -> str:
    """From words to a reference, with a typo mended and an answer changed on the way."""
    await stage.says("Budi", "/start mailcamp", said("start_company", "id"))
    await stage.says("Budi", "hapus data saya", "Mailcamp")
    await stage.presses("Budi", label("send_from_here", "id"), said("ask_whose", "id"))
    await stage.presses("Budi", label("whose_account", "id"), "Mailcamp")
    await stage.says("Budi", "budi@gmial.com", "budi@gmial.com")
    await stage.presses("Budi", "budi@gmail.com", said("check.head", "id"))
    await stage.presses("Budi", label("add_details", "id"), said("ask_details", "id"))
    await stage.says("Budi", "akun lama <i>saja</i> & *cepat*", said("check.head", "id"))
    await stage.presses("Budi", label("change", "id"), said("what_to_change", "id"))
    await stage.presses("Budi", label("change_email", "id"))
    await stage.says("Budi", "budi@example.com", said("check.head", "id"))
    filed = await stage.presses("Budi", label("send_request_now", "id"), "PR-")
    return str(filed["text"].split("PR-")[1][:9])


async def second_thoughts(stage: Stage, short: str) -> None:
    reference = f"PR-{short}"
    await stage.says("Budi", "/status", reference)
    await stage.presses("Budi", reference, reference)
    await stage.presses("Budi", label("add_something", "id"), said("add", "id"))
    await stage.says("Budi", "juga nomor 081234567890", said("added", "id"))
    await stage.says("Ana", f"/status {reference}", said("no_such_case"))
    await stage.says("Budi", f"/status {reference}", reference)


async def cancelling(stage: Stage) -> None:
    """In every step of the form, by command and by button."""
    await stage.says("Ana", "/start mailcamp", said("start_company"))
    steps = ("Please delete my data", None, "ana@example.com", "only the old one")
    for stop in range(1, len(steps) + 1):
        await stage.says("Ana", steps[0] or "", label("send_from_here")[:0])
        if stop > 1:
            await stage.presses("Ana", label("send_from_here"), said("ask_whose"))
        if stop > 2:
            await stage.presses("Ana", label("whose_account"), said("ask_email"))
        if stop > 3:
            await stage.says("Ana", steps[2] or "", said("check.head"))
        await stage.says("Ana", "/cancel", said("cancelled"))
    await stage.says("Ana", "Please delete my data", "Mailcamp")
    await stage.presses("Ana", label("cancel"), said("cancelled"))


async def opting_out(stage: Stage) -> None:
    """Two taps; the address is given, or skipped; then taken back, twice."""
    await stage.says("Ana", "/start mailcamp", said("start_company"))
    await stage.says("Ana", "Stop the promo e-mails", said("quick.opt_out_marketing"))
    await stage.presses("Ana", label("quick_opt_out_marketing"), said("recorded"))
    await stage.presses("Ana", label("skip"), said("skipped"))
    await stage.says("Ana", "/start jurnal", "Jurnal")
    await stage.says("Ana", "Stop the promo e-mails", said("quick.opt_out_marketing"))
    filed = await stage.presses("Ana", label("quick_opt_out_marketing"), said("recorded"))
    await stage.says("Ana", "ana@example.com", said("detail_added"))
    reference = "PR-" + filed["text"].split("PR-")[1][:9]
    await stage.says("Ana", f"/status {reference}", reference)
    asked = await stage.presses("Ana", label("withdraw"), said("withdraw"))
    await stage.presses("Ana", label("withdraw"), said("withdrawn"))
    data = asked["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    where = {"chat": stage.id("Ana"), "message_id": asked["message_id"]}
    query = await stage.does("press_raw", "Ana", data=data, **where)
    await stage.strict.answered(query)


async def two_rights(stage: Stage) -> None:
    await stage.says("Ana", "/start mailcamp", said("start_company"))
    await stage.says("Ana", "Send me a copy of my data and then delete my account", "")
    await stage.says("Ana", "/cancel", "")
    await stage.says("Ana", "/human", said("ask_human"))
    await stage.says("Ana", "I'd like to speak to somebody about my invoice", "PR-")


async def dialogue_over_restart(stage: Stage) -> None:
    await stage.says("Ana", "/start mailcamp", said("start_company"))
    await stage.says("Ana", "Please correct my data", "")
    await stage.restart()
    await stage.presses("Ana", label("send_from_here"))
    await stage.says("Ana", "/cancel", said("cancelled"))


async def bad_input(stage: Stage) -> None:
    ana = stage.id("Ana")
    for length in (999, 1001, 4096):
        await stage.says("Ana", ("word " * 1000)[:length], "")
        await stage.says("Ana", "/cancel", "")
    for kind in ("sticker", "voice", "photo", "document"):
        await stage.strict.mark()
        await stage.does("send_media", "Ana", kind=kind)
        await stage.strict.until(ana, said("unreadable"))
    await stage.says("Ana", "<b>&amp; *bold* _it_ `code` \u202eevil\u202c [x](http://x)", "")
    for text in ("How long do you keep my data?", "/status"):
        await stage.strict.mark()
        sent = await stage.does("send_text", "Ana", text=text)
        await stage.strict.until(ana, "")
        await stage.strict.mark()
        await stage.does("edit_text", "Ana", message_id=sent["message_id"], text=f"{text} now")
        await stage.strict.until(ana, said("edited"))
    await buttons_that_are_not_theirs(stage)
    await stage.does("send_location", "Ana")
    await stage.does("send_contact", "Ana", phone_number="+15550100")
    await stage.does("block", "Ana")
    await stage.does("unblock", "Ana")
    await stage.says("Ana", "/help", said("help"))


async def buttons_that_are_not_theirs(stage: Stage) -> None:
    """Stale, forged, foreign, and on a message that is gone."""
    ana = stage.id("Ana")
    shown = await stage.says("Ana", "/help", said("help"))
    forged = (
        "x",
        "f:000000:check:go",
        "case:nobody",
        "wdy:nobody",
        "kload:1:1",
        "take:7K3Q9XWD:1",
    )
    for data in (*forged, "co:nobody", "art:nobody", "req:nobody:x", "lang:xx", "é" * 32):
        query = await stage.does(
            "press_raw", "Ana", chat=ana, message_id=shown["message_id"], data=data
        )
        await stage.strict.answered(query)
    await stage.strict.do("delete_message", chat=ana, message_id=shown["message_id"])
    query = await stage.does(
        "press_raw", "Ana", chat=ana, message_id=shown["message_id"], data="menu"
    )
    await stage.strict.answered(query)
