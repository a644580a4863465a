"""A conversation through the bot: whatever one side does to a message, the other sees it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from botapi.plays import edits, formats, reacts
from botapi.server import Fault
from botapi.world import Json, Said
from storage.examples import on_sqlite

from .desk import ANA, GROUP, RINA, SARI, Home, say
from .inside import Inside, opened

pytestmark = on_sqlite
BOLD: Json = {"type": "bold", "offset": 6, "length": 4}


@pytest.fixture
async def inside(home: Home) -> AsyncIterator[Inside]:
    async with opened(home) as made:
        yield made


@pytest.fixture
async def thread(inside: Inside) -> int:
    """The topic of Ana's case, which Rina holds."""
    case = await inside.file_one()
    inside.api.press(RINA, say("staff.button.take"), GROUP)
    await inside.settle()
    assert case.thread_id
    return case.thread_id


def newest(inside: Inside, chat: int, part: str) -> Said:
    found = [one for one in inside.api.world.messages if one.chat == chat and part in one.text]
    return found[-1]


async def spoken(inside: Inside, thread: int, text: str = "Greetings Ana") -> tuple[Said, Said]:
    """Rina's words and the customer's copy of them."""
    inside.api.text(RINA, text, GROUP, thread=thread)
    await inside.settle()
    return newest(inside, GROUP, text), newest(inside, ANA.id, text)


async def heard(inside: Inside, text: str = "the old one") -> tuple[Said, Said]:
    """Ana's words and the copy in the thread."""
    inside.api.text(ANA, text)
    await inside.settle()
    return newest(inside, ANA.id, text), newest(inside, GROUP, text)


# ---- form


async def test_what_stands_out_stands_out_on_the_other_side(inside: Inside, thread: int) -> None:
    formats(inside.api, RINA, "😀 are bold", {**BOLD, "offset": 7}, chat=GROUP, thread=thread)
    formats(inside.api, ANA, "so is this", BOLD)
    await inside.settle()
    for chat, text, part in ((ANA.id, "😀 are bold", "bold"), (GROUP, "so is this", "this")):
        copy = newest(inside, chat, text)
        [found] = copy.entities
        units = copy.text.encode("utf-16-le")
        shown = units[2 * found["offset"] : 2 * (found["offset"] + found["length"])]
        assert (found["type"], shown.decode("utf-16-le")) == ("bold", part)


async def test_markup_typed_by_a_person_stays_letters(inside: Inside, thread: int) -> None:
    _, copy = await spoken(inside, thread, "<b>not bold</b> *nor this*")
    assert copy.entities == []


async def test_a_customer_s_hidden_link_is_only_its_words(inside: Inside, thread: int) -> None:
    link = {"type": "text_link", "offset": 0, "length": 4, "url": "https://example.com/?m=a@b.id"}
    await spoken(inside, thread)
    formats(inside.api, ANA, "here you are", link)
    await inside.settle()
    assert newest(inside, GROUP, "here you are").entities == []


# ---- replies


async def test_a_reply_lands_on_the_message_it_answers(inside: Inside, thread: int) -> None:
    hers, copy = await spoken(inside, thread)
    inside.api.text(ANA, "the old one", replies_to=copy.id)
    await inside.settle()
    answer = newest(inside, GROUP, "the old one")
    assert answer.replies_to == hers.id
    inside.api.text(RINA, "Thank you", GROUP, thread=thread, replies_to=answer.id)
    await inside.settle()
    assert newest(inside, ANA.id, "Thank you").replies_to == newest(inside, ANA.id, "the old").id


# ---- edits


async def test_an_edit_of_the_holder_s_words_changes_the_customer_s_copy(
    inside: Inside, thread: int
) -> None:
    hers, copy = await spoken(inside, thread)
    edits(inside.api, RINA, hers, "Greetings dear Ana")
    await inside.settle()
    assert copy.text.endswith(":\nGreetings dear Ana")
    assert hers.reaction == "👌"
    assert len([one for one in inside.api.world.texts(ANA.id) if "Greetings" in one]) == 1


async def test_an_edit_before_the_words_have_left_is_what_arrives(
    inside: Inside, thread: int
) -> None:
    inside.api.text(RINA, "Gretings Ana", GROUP, thread=thread)
    await inside.store()
    await inside.take()
    edits(inside.api, RINA, newest(inside, GROUP, "Gretings Ana"), "Greetings Ana")
    await inside.settle()
    assert [one for one in inside.api.world.texts(ANA.id) if "Gre" in one][-1].endswith(
        "Greetings Ana"
    )


async def test_an_edit_that_is_longer_than_a_message_is_whole(inside: Inside, thread: int) -> None:
    hers, _ = await spoken(inside, thread)
    for text in ("a long word " * 340, "short"):
        edits(inside.api, RINA, hers, text.strip())
        await inside.settle()
        seen = [
            one.text
            for one in inside.api.world.messages
            if one.chat == ANA.id and one.by_bot and not one.is_deleted
        ]
        start = max(n for n, one in enumerate(seen) if one.startswith("About PR-"))
        whole = " ".join(seen[start:]).split("\n", 1)[1]
        assert whole.split() == text.split()


async def test_an_edit_takes_nothing_inside_and_lets_nothing_out(
    inside: Inside, thread: int
) -> None:
    hers, copy = await spoken(inside, thread)
    edits(inside.api, RINA, hers, "// not for Ana")
    inside.api.text(RINA, "// a note", GROUP, thread=thread)
    await inside.settle()
    edits(inside.api, RINA, newest(inside, GROUP, "// a note"), "a secret note")
    await inside.settle()
    assert copy.text.endswith("Greetings Ana")
    assert not any("secret" in text for text in inside.api.world.texts(ANA.id))
    assert say("staff.edit_inside") in inside.api.world.texts(GROUP)


async def test_who_holds_the_case_no_more_changes_nothing_by_an_edit(
    inside: Inside, thread: int
) -> None:
    hers, copy = await spoken(inside, thread)
    inside.api.text(RINA, "/release", GROUP, thread=thread)
    await inside.settle()
    edits(inside.api, RINA, hers, "Goodbye Ana")
    await inside.settle()
    assert copy.text.endswith("Greetings Ana")
    assert say("staff.edit_too_late") in inside.api.world.texts(GROUP)


async def test_a_customer_s_edit_is_shown_with_what_was_said_before(
    inside: Inside, thread: int
) -> None:
    await spoken(inside, thread)
    hers, copy = await heard(inside)
    edits(inside.api, ANA, hers, "the new one, ana@example.org")
    await inside.settle()
    shown = newest(inside, GROUP, "the new one, a•••@•••.org")
    assert shown.replies_to == copy.id
    assert copy.text.endswith("the old one")
    inside.api.press(SARI, say("staff.button.before"), GROUP)
    await inside.settle()
    assert "the old one" in inside.api.of("answerCallbackQuery")[-1].given["text"]


async def test_an_edit_outside_a_case_is_not_read_and_said_so(inside: Inside) -> None:
    inside.api.text(ANA, "/help")
    inside.api.text(ANA, "who are you?")
    await inside.settle()
    edits(inside.api, ANA, newest(inside, ANA.id, "who are you?"), "delete my data")
    await inside.settle()
    assert inside.api.world.texts(ANA.id)[-1] == say("edited")


# ---- reactions


async def test_reactions_show_on_the_other_side_and_go_again(inside: Inside, thread: int) -> None:
    (rinas, copy), (anas, shown) = await spoken(inside, thread), await heard(inside)
    reacts(inside.api, ANA, copy, "❤")
    reacts(inside.api, RINA, shown, "🎉")
    await inside.settle()
    assert (rinas.reaction, anas.reaction) == ("❤", "🎉")
    reacts(inside.api, ANA, copy, "", "❤")
    reacts(inside.api, RINA, shown, "", "🎉")
    await inside.settle()
    assert (rinas.reaction, anas.reaction) == ("👌", "👌")


async def test_only_the_holder_s_reaction_reaches_the_customer(
    inside: Inside, thread: int
) -> None:
    await spoken(inside, thread)
    anas, shown = await heard(inside)
    reacts(inside.api, SARI, shown, "🤡")
    await inside.settle()
    assert anas.reaction == "👌"


# ---- shown for a short time


async def test_what_is_posted_for_two_minutes_is_gone_then(inside: Inside, thread: int) -> None:
    await spoken(inside, thread)
    await heard(inside, "write to")
    inside.api.text(ANA, "ana@example.org")
    await inside.settle()
    inside.api.text(RINA, "/reveal to answer her", GROUP, thread=thread)
    await inside.settle()
    posted = newest(inside, GROUP, "ana@example.org")
    inside.api.text(RINA, "Thank you", GROUP, thread=thread)
    await inside.settle()
    assert newest(inside, ANA.id, "Thank you")
    assert not posted.is_deleted
    inside.clock.advance(121)
    await inside.deliver()
    assert posted.is_deleted


# ---- recall


async def test_a_message_is_taken_back_and_the_customer_told(inside: Inside, thread: int) -> None:
    hers, copy = await spoken(inside, thread)
    inside.api.text(RINA, "/recall", GROUP, thread=thread, replies_to=hers.id)
    await inside.settle()
    assert copy.is_deleted
    assert inside.api.world.texts(ANA.id)[-1] == say("taken_back")
    assert hers.reaction == "🙊"
    edits(inside.api, RINA, hers, "Greetings again")
    await inside.settle()
    assert inside.api.world.texts(ANA.id)[-1] == say("taken_back")


async def test_what_has_not_left_does_not_leave(inside: Inside, thread: int) -> None:
    inside.api.text(RINA, "Greetings Ana", GROUP, thread=thread)
    await inside.store()
    await inside.take()
    hers = newest(inside, GROUP, "Greetings Ana")
    inside.api.text(RINA, "/recall", GROUP, thread=thread, replies_to=hers.id)
    await inside.settle()
    assert not any("Greetings" in text for text in inside.api.world.texts(ANA.id))
    assert say("taken_back") not in inside.api.world.texts(ANA.id)


@pytest.mark.parametrize(("hours", "key"), [(49, "staff.recall_too_late"), (1, "staff.not_here")])
async def test_what_cannot_be_taken_back_is_said_so(
    inside: Inside, thread: int, hours: int, key: str
) -> None:
    """After two days by anybody; before that by who neither holds the case nor leads."""
    hers, copy = await spoken(inside, thread)
    inside.clock.advance(3600 * hours)
    who = RINA if hours > 48 else ANA
    inside.api.text(who, "/recall", GROUP, thread=thread, replies_to=hers.id)
    await inside.settle()
    assert not copy.is_deleted
    assert inside.api.world.texts(GROUP)[-1] == say(key)


async def test_a_deletion_that_telegram_refuses_is_told_to_staff(
    inside: Inside, thread: int
) -> None:
    hers, copy = await spoken(inside, thread)
    inside.api.fail("deleteMessage", Fault(status=400))
    inside.api.text(RINA, "/recall", GROUP, thread=thread, replies_to=hers.id)
    await inside.settle()
    assert not copy.is_deleted
    assert say("staff.not_recalled") in inside.api.world.texts(GROUP)
