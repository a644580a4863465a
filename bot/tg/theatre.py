"""A Telegram in the process: the library's transport answered from memory, for the demo."""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from telegram.request import BaseRequest, RequestData

from bot.delivery.outcome import Outcome, Sent

BOT = {"id": 1, "is_bot": True, "first_name": "Privasi", "username": "privasi_demo_bot"}
GROUP = -1001
Shown = Callable[["Post"], None]


@dataclass(slots=True)
class Post:
    """A message the bot sent, as it stands now."""

    number: int
    chat: int
    thread: int | None
    text: str
    buttons: list[tuple[str, str | None]]
    kind: str = "message"


@dataclass(slots=True)
class Stage(BaseRequest):
    """Answers each Bot API call the desk makes, and remembers what was said."""

    shown: Shown
    posts: list[Post] = field(default_factory=list)
    updates: asyncio.Queue[dict[str, Any]] = field(default_factory=asyncio.Queue)
    topics: dict[int, str] = field(default_factory=dict)
    presses: dict[str, int] = field(default_factory=dict)
    messages: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    polls: int = 0
    taken_at: int = -1

    @property
    def storing(self) -> bool:
        """An update was handed out and the next poll has not yet confirmed it."""
        return self.polls == self.taken_at

    @property
    def read_timeout(self) -> float | None:
        return None

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(  # noqa: PLR0913 - the signature is the library's
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = None,
        write_timeout: Any = None,
        connect_timeout: Any = None,
        pool_timeout: Any = None,
    ) -> tuple[int, bytes]:
        """One call: the method's name is the end of its address."""
        name = url.rsplit("/", 1)[1]
        given = request_data.json_parameters if request_data else {}
        if request_data and request_data.contains_files:
            given |= {"file": next(iter(request_data.multipart_data.values()))[0]}
        answer = CALLS.get(name)
        result = await self.poll() if name == "getUpdates" else True
        if answer is not None:
            result = answer(self, given)
        return 200, json.dumps({"ok": True, "result": result}).encode()

    async def poll(self) -> list[dict[str, Any]]:
        """Updates as they come; those of the last call are confirmed by the next."""
        self.polls += 1
        try:
            first = await asyncio.wait_for(self.updates.get(), 5)
        except TimeoutError:
            return []
        self.taken_at = self.polls
        return [first]

    # ---- what people do

    def say(self, person: dict[str, Any], chat: int, thread: int | None, text: str) -> None:
        message = self.message(person, chat, thread)
        message["text"] = text
        if re.match(r"/\w", text):
            length = len(text.split()[0])
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        self.updates.put_nowait({"update_id": next(self.numbers), "message": message})

    def press(self, person: dict[str, Any], post: Post, action: str) -> None:
        query = f"q{next(self.numbers)}"
        self.presses[query] = post.chat
        self.updates.put_nowait(
            {
                "update_id": next(self.numbers),
                "callback_query": {
                    "id": query,
                    "from": person,
                    "chat_instance": "demo",
                    "data": action,
                    "message": {**self.message(BOT, post.chat, post.thread, post.number)},
                },
            }
        )

    def message(
        self, person: dict[str, Any], chat: int, thread: int | None, number: int | None = None
    ) -> dict[str, Any]:
        private = {"id": chat, "type": "private", "first_name": "demo"}
        group = {"id": GROUP, "type": "supergroup", "title": "Staff", "is_forum": True}
        made: dict[str, Any] = {
            "message_id": number or next(self.messages),
            "date": int(time.time()),
            "chat": group if chat == GROUP else private,
            "from": person,
        }
        if thread is not None:
            made |= {"message_thread_id": thread, "is_topic_message": True}
        return made

    # ---- what the bot does

    def send(self, given: dict[str, Any]) -> dict[str, Any]:
        chat, thread = int(given["chat_id"]), given.get("message_thread_id")
        number = next(self.messages)
        post = Post(number, chat, int(thread) if thread else None, given["text"], buttons(given))
        self.posts.append(post)
        self.shown(post)
        return {**self.message(BOT, chat, post.thread, number), "text": post.text}

    def document(self, given: dict[str, Any]) -> dict[str, Any]:
        """A file is shown by its name, with the line under it."""
        said = self.send({**given, "text": f"({given['file']}) {given.get('caption', '')}"})
        return said | {"document": {"file_id": "f", "file_unique_id": "f"}}

    def photo(self, given: dict[str, Any]) -> dict[str, Any]:
        return self.document(given) | {"document": None, "photo": []}

    def edit(self, given: dict[str, Any]) -> dict[str, Any]:
        number = int(given["message_id"])
        post = next(one for one in self.posts if one.number == number)
        post.text, post.buttons = given["text"], buttons(given)
        self.posts.remove(post)
        self.posts.append(post)
        self.shown(post)
        return {**self.message(BOT, post.chat, post.thread, number), "text": post.text}

    def unbutton(self, given: dict[str, Any]) -> bool:
        for post in self.posts:
            if post.number == int(given["message_id"]):
                post.buttons = []
        return True

    def topic(self, given: dict[str, Any]) -> dict[str, Any]:
        thread = next(self.messages)
        self.topics[thread] = given["name"]
        return {"message_thread_id": thread, "name": given["name"], "icon_color": 0}

    def answer(self, given: dict[str, Any]) -> bool:
        if text := given.get("text"):
            chat = self.presses.get(str(given["callback_query_id"]), 0)
            self.shown(Post(0, chat, None, text, [], "toast"))
        return True

    def chat(self, given: dict[str, Any]) -> dict[str, Any]:
        chat = int(given["chat_id"])
        return {
            "id": chat,
            "type": "supergroup" if chat == GROUP else "private",
            "is_forum": chat == GROUP,
            "accent_color_id": 0,
            "max_reaction_count": 1,
            "accepted_gift_types": {
                "unlimited_gifts": False,
                "limited_gifts": False,
                "unique_gifts": False,
                "premium_subscription": False,
                "gifts_from_channels": False,
            },
        }


MAY = (
    *("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages"),
    *("can_manage_video_chats", "can_restrict_members", "can_promote_members"),
    *("can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories"),
    *("can_delete_stories", "can_manage_topics", "can_pin_messages"),
)
"""What the bot may do in the demo's group: all of it."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Everybody's mailbox: what arrives is shown at once."""

    shown: Shown

    async def carry(self, message: EmailMessage) -> Outcome:
        text = f"To {message['To']}: {message['Subject']}\n{message.get_content()}"
        self.shown(Post(0, 0, None, text.strip(), [], "mail"))
        return Sent()


def buttons(given: dict[str, Any]) -> list[tuple[str, str | None]]:
    markup = json.loads(given["reply_markup"]) if given.get("reply_markup") else {}
    rows = markup.get("inline_keyboard", [])
    return [(one["text"], one.get("callback_data")) for row in rows for one in row]


CALLS: dict[str, Callable[[Stage, dict[str, Any]], Any]] = {
    "getMe": lambda _, __: BOT,
    "sendMessage": Stage.send,
    "sendDocument": Stage.document,
    "sendPhoto": Stage.photo,
    "editMessageText": Stage.edit,
    "editMessageReplyMarkup": Stage.unbutton,
    "createForumTopic": Stage.topic,
    "answerCallbackQuery": Stage.answer,
    "getChat": Stage.chat,
    "getChatMember": lambda _, __: (
        {"status": "administrator", "user": BOT} | dict.fromkeys(MAY, True)
    ),
}
