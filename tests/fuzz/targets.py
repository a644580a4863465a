"""What must hold for any bytes whatever, part by part; an exception is a finding."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from answering import small
from telegram import Update

from bot.answering import load
from bot.answering.tree import grow
from bot.domain.masking import UNSEEN, masked, quoted
from bot.domain.messages import LIMIT, Button, Message, pages, size
from bot.domain.redaction import redacted
from bot.services.posting import body
from bot.tg import render
from bot.tg.app import handlers
from bot.tg.customer import heard
from bot.tg.intake import arrived, chat_of
from bot.tg.staff import said

UNUSABLE = ValueError, KeyError, TypeError, AttributeError, RecursionError
"""What the webhook answers with 400."""


def text_of(data: bytes) -> str:
    """Any text, lone surrogates included."""
    return (
        data.decode("utf-8", "surrogateescape") if data[:1] < b"\x80" else data.decode("latin-1")
    )


# ---- intake

NAMES = """update_id message edited_message callback_query my_chat_member chat_member chat id type
    private supergroup group text date from first_name username language_code message_id entities
    offset length bot_command mention url reply_to_message data chat_instance is_bot is_forum
    message_thread_id is_topic_message sender_chat new_chat_members left_chat_member title user
    migrate_to_chat_id old_chat_member new_chat_member status member left kicked photo
    caption document sticker""".split()
VALUES: tuple[Any, ...] = (0, 1, -1, 2**31, 2**52, 2**63, 1.5, True, None, "", "x", "\ud800", [])


def grown(data: bytes, depth: int = 0) -> tuple[Any, bytes]:
    """A JSON value out of bytes, made of the words Telegram uses."""
    if not data:
        return None, b""
    kind, rest = data[0], data[1:]
    if kind < 110 and depth < 6:
        made: dict[str, Any] = {}
        for _ in range(kind % 8):
            name, rest = NAMES[rest[0] % len(NAMES)] if rest else "x", rest[1:]
            made[name], rest = grown(rest, depth + 1)
        return made, rest
    if kind < 130 and depth < 6:
        inner, rest = grown(rest, depth + 1)
        return [inner], rest
    if kind < 190:
        return VALUES[kind % len(VALUES)], rest
    if kind < 220:
        return NAMES[kind % len(NAMES)], rest
    length = kind - 219
    return text_of(rest[:length]), rest[length:]


def likely(data: bytes) -> dict[str, Any]:
    """A message of a person as Telegram sends it, with parts of it put wrong."""
    chat: dict[str, Any] = {"id": data[0] - 60, "type": "private" if data[1] < 128 else "group"}
    person = {"id": data[2], "is_bot": False, "first_name": text_of(data[3:9])}
    message = {"message_id": data[9], "date": 1, "chat": chat, "from": person}
    message["text"] = text_of(data[12:])
    twisted, _ = grown(data[12:])
    if data[10] < 200 and isinstance(twisted, dict):
        message |= twisted
    kind = ("message", "edited_message", "callback_query")[data[11] % 3]
    if kind == "callback_query":
        query = {"id": "1", "from": person, "chat_instance": "1", "message": message}
        return {"update_id": 1, kind: query | {"data": text_of(data[12:76])}}
    return {"update_id": 1, kind: message}


HANDLERS = handlers()


def intake(data: bytes) -> None:
    """Stored or refused; what is stored comes back whole, and is read without a fault."""
    raw = data[1:]
    if data[:1] < b"\x40":
        body_of = raw.decode("latin-1")
    elif data[:1] < b"\x80" or len(raw) < 20:
        body_of = json.dumps(grown(raw)[0])
    else:
        body_of = json.dumps(likely(raw))
    try:
        update = json.loads(body_of)
        kept = arrived(update)
    except UNUSABLE:
        return
    assert json.dumps(json.loads(kept.body)) == kept.body
    assert chat_of(update) is None or isinstance(chat_of(update), int)
    try:
        read = Update.de_json(json.loads(kept.body), None)
    except Exception:  # the library's own: such an update is set aside
        return
    taken(read)


def taken(update: Update) -> None:
    """As the edge reads it, up to the service."""
    try:
        fits = [one for one in HANDLERS if one.check_update(update)]
    except (TypeError, AttributeError, ValueError, IndexError):
        return  # the library's own checks, on values of a kind it does not expect
    message = update.message
    if fits and message is not None and isinstance(message.text, str):
        heard(update, message, text=message.text)
        said(message)


# ---- texts


def texts(data: bytes) -> None:
    """Masked, redacted, cut and drawn: nothing gets longer than Telegram takes, or splits."""
    text = text_of(data) * (20 if len(data) % 32 == 31 else 1)
    pieces = pages(text)
    assert all(size(piece) <= LIMIT for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())
    hidden = masked(text)
    assert not UNSEEN.search(hidden)
    assert masked(hidden) == hidden
    lines = quoted(text).splitlines()
    assert all(line.startswith("│ ") for line in lines[1:])
    redacted(text, names=(text[:9],))
    label = Button(text[:90], text_of(data[:20]))
    made = body(Message(text, ((label,),)))
    try:
        drawn = render.message(json.loads(json.dumps(made)))
        keys = render.keyboard(drawn.rows)
    except ValueError:
        return
    assert keys is not None
    assert (
        len(str(keys.inline_keyboard[0][0].callback_data or "").encode("utf-8", "replace")) <= 64
    )


# ---- answering

ENGINE = small.engine(small.policy("tokoku", "Tokoku"), small.policy("alpenpost", "Alpenpost"))
ARTICLES = {one.id for policy in ENGINE.knowledge.policies.values() for one in policy.articles}
SAID = """what data do you keep delete my hapus saya tokoku alpenpost how long stop e-mails
    berapa lama siapa the of not don't tidak please PR-7K3Q-9XWD ana@example.org ? ! , 2024
    d\u0430ta de\u200blete""".split()


def asked(data: bytes) -> str:
    if data[:1] < b"\x60":
        return text_of(data[1:])
    return " ".join(SAID[byte % len(SAID)] if byte < 200 else chr(byte * 5) for byte in data[1:60])


def answering(data: bytes) -> None:
    """Every answer is an article that is held, and rests on lines or says that there are none."""
    reply = ENGINE.answer(asked(data), None)
    assert {hit.article.id for hit in reply.hits} <= ARTICLES
    assert all(hit.article.cites or hit.article.stance == "silent" for hit in reply.hits)
    assert all(0 <= hit.score <= 1 for hit in reply.hits)


# ---- conversations and forms


def forms(data: bytes) -> None:
    """Any input in any state: what Hypothesis draws, led by coverage."""
    TURN(data)


def _turn() -> Callable[[bytes], object]:
    from domain.test_turn_always import test_any_input_in_any_state_has_an_answer as test

    made: Callable[[bytes], object] = test.hypothesis.fuzz_one_input  # type: ignore[attr-defined]
    return made


TURN = _turn()

# ---- the knowledge base

BASE = small.base()
SAMPLE = BASE["requests.yaml"].encode()
PIECES = (
    "- ",
    ": ",
    "{",
    "}",
    "[",
    "]",
    "&a ",
    "*a",
    "!!",
    "? ",
    "\n",
    "  ",
    '"',
    "'",
    "|",
    ">",
    "#",
)
MORE = (
    ",",
    "<<",
    "%YAML",
    "---",
    "0x",
    "1e9",
    "~",
    "null",
    "2001-01-01",
    "\t",
    "a",
    "policy",
    "id",
)
PARTS = PIECES + MORE


def yaml_of(data: bytes) -> str:
    if data[:1] < b"\x60":
        return text_of(data[1:])
    return "".join(PARTS[byte % len(PARTS)] if byte < 225 else chr(byte * 9) for byte in data[1:])


def knowledge(data: bytes) -> None:
    """A tree or problems with lines, never both and never a fault."""
    text = yaml_of(data)
    tree, problems = grow("some.yaml", text)
    assert (tree is None) == bool(problems)
    assert all(one.line >= 1 for one in problems)
    if tree is not None and len(data) % 64 == 0:
        name = ("requests.yaml", "topics.yaml", "lexicon.yaml", "policies/tokoku.yaml")[
            len(data) % 4
        ]
        known, found = load.parse(BASE | {name: text})
        assert (known is None) == bool(found)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "intake": intake,
    "texts": texts,
    "answering": answering,
    "forms": forms,
    "knowledge": knowledge,
}
