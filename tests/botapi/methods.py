"""The Bot API's methods the desk uses, each as a function of the world and what was given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .world import BOT, Chat, Json, Said, World


class Refused(Exception):
    """An answer that is not ok."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.body: Json = {"ok": False, "error_code": status, "description": description}
        if parameters:
            self.body["parameters"] = parameters
        self.status = status


def open_chat(world: World, given: Json) -> Chat:
    chat = world.chat(int(given["chat_id"]))
    if chat.is_blocked:
        raise Refused(403, "Forbidden: bot was blocked by the user")
    if chat.moved_to:
        text = "Bad Request: group chat was upgraded to a supergroup chat"
        raise Refused(400, text, migrate_to_chat_id=chat.moved_to)
    return chat


def message_of(world: World, given: Json, missing: str) -> Said:
    found = world.find(open_chat(world, given).id, int(given["message_id"]))
    if found is None:
        raise Refused(400, f"Bad Request: {missing}")
    return found


def buttons(given: Json) -> dict[str, str]:
    rows = (given.get("reply_markup") or {}).get("inline_keyboard", [])
    return {one["text"]: one.get("callback_data", "") for row in rows for one in row}


def send(world: World, given: Json) -> Json:
    chat = open_chat(world, given)
    thread = given.get("message_thread_id")
    if thread is not None and thread not in chat.topics:
        raise Refused(400, "Bad Request: message thread not found")
    if thread in chat.closed:
        raise Refused(400, "Bad Request: TOPIC_CLOSED")
    if not given["text"].strip() or len(given["text"]) > 4096:
        raise Refused(400, "Bad Request: message text is empty or too long")
    reply = (given.get("reply_parameters") or {}).get("message_id")
    said = Said(next(world.numbers), chat.id, given["text"], True, thread, reply, buttons(given))
    said.entities = given.get("entities", [])
    return world.json(world.add(said), BOT)


def document(world: World, given: Json) -> Json:
    """A file is a message that says its caption; what is in it is kept."""
    chat = open_chat(world, given)
    name, content = given["files"]
    said = Said(next(world.numbers), chat.id, given.get("caption", ""), True, file=(name, content))
    told = world.json(world.add(said), BOT)
    return told | {"document": {"file_id": "f", "file_unique_id": "f", "file_name": name}}


def photo(world: World, given: Json) -> Json:
    return document(world, given) | {"document": None, "photo": []}


def edit(world: World, given: Json) -> Json:
    said = message_of(world, given, "message to edit not found")
    text = given.get("text", said.text)
    if (text, buttons(given)) == (said.text, said.buttons):
        raise Refused(400, "Bad Request: message is not modified")
    said.text, said.buttons = text, buttons(given)
    said.entities = given.get("entities", [])
    return world.json(said, BOT)


def react(world: World, given: Json) -> bool:
    said = message_of(world, given, "message to react not found")
    said.reaction = "".join(one["emoji"] for one in given["reaction"])
    return True


def delete(world: World, given: Json) -> bool:
    message_of(world, given, "message to delete not found").is_deleted = True
    return True


def pin(world: World, given: Json) -> bool:
    message_of(world, given, "message to pin not found").is_pinned = True
    return True


def open_topic(world: World, given: Json) -> Json:
    chat = open_chat(world, given)
    if not chat.is_forum:
        raise Refused(400, "Bad Request: the chat is not a forum")
    thread = next(world.numbers)
    chat.topics[thread] = given["name"]
    return {"message_thread_id": thread, "name": given["name"], "icon_color": 7322096}


def name_topic(world: World, given: Json) -> bool:
    chat, thread = open_chat(world, given), int(given["message_thread_id"])
    if thread not in chat.topics:
        raise Refused(400, "Bad Request: TOPIC_ID_INVALID")
    chat.topics[thread] = given["name"]
    return True


def close_topic(world: World, given: Json) -> bool:
    """A topic goes with all that stands in it."""
    chat, thread = open_chat(world, given), int(given["message_thread_id"])
    if chat.topics.pop(thread, None) is None:
        raise Refused(400, "Bad Request: TOPIC_ID_INVALID")
    for said in world.messages:
        said.is_deleted = said.is_deleted or (said.chat, said.thread) == (chat.id, thread)
    return True


def reopen_topic(world: World, given: Json) -> bool:
    open_chat(world, given).closed.discard(int(given["message_thread_id"]))
    return True


def show_chat(world: World, given: Json) -> Json:
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription")
    accepted = dict.fromkeys((*gifts, "gifts_from_channels"), False)
    more: Json = {"accent_color_id": 0, "max_reaction_count": 1, "accepted_gift_types": accepted}
    chat = open_chat(world, given)
    pinned = [one for one in world.messages if one.chat == chat.id and one.is_pinned]
    if pinned:
        more["pinned_message"] = world.json(pinned[-1], BOT)
    return {**chat.json(), **more}


OWN_RIGHTS = (
    *("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages"),
    *("can_manage_video_chats", "can_restrict_members", "can_promote_members"),
    *("can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories"),
    *("can_delete_stories", "can_manage_topics", "can_pin_messages"),
)


def show_member(world: World, given: Json) -> Json:
    """The bot is an administrator with every right but those a test took away."""
    chat = open_chat(world, given)
    rights = {name: name not in world.taken_away for name in OWN_RIGHTS}
    assert chat
    if "admin" in world.taken_away:
        return {"status": "member", "user": BOT}
    return {"status": "administrator", "user": BOT, **rights}


Method = Callable[[World, Json], Any]
METHODS: dict[str, Method] = {
    "getMe": lambda _, __: BOT,
    "sendMessage": send,
    "sendDocument": document,
    "sendPhoto": photo,
    "editMessageText": edit,
    "editMessageReplyMarkup": edit,
    "setMessageReaction": react,
    "deleteMessage": delete,
    "pinChatMessage": pin,
    "createForumTopic": open_topic,
    "editForumTopic": name_topic,
    "deleteForumTopic": close_topic,
    "reopenForumTopic": reopen_topic,
    "getChat": show_chat,
    "getChatMember": show_member,
    "answerCallbackQuery": lambda _, __: True,
    "setMyCommands": lambda _, __: True,
}
