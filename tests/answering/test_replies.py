"""Ready replies are checked before anybody can send one."""

from __future__ import annotations

import pytest

from bot.answering.check import check
from bot.answering.load import files
from bot.answering.replies import ReadyReply, faults
from bot.settings import bare, knowledge_folder

GOOD = {"id": "a", "label": {"en": "A", "id": "A"}, "text": {"en": "{due}", "id": "{due}"}}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"text": {"en": "{name}", "id": "{name}"}}, "unknown slot name"),
        ({"text": {"en": "{due}", "id": "x"}}, "other slots"),
        ({"text": {"en": "{due", "id": "{due"}}, "a brace"),
        ({"label": {"en": "A" * 25, "id": "A"}}, "longer than 24"),
    ],
)
def test_a_faulty_reply_is_named(changes: dict[str, object], reason: str) -> None:
    made = ReadyReply.model_validate(GOOD | changes)
    [(place, told)] = faults((made,))
    assert place == 0
    assert reason in told


def test_no_two_have_the_same_name() -> None:
    made = ReadyReply.model_validate(GOOD)
    assert [place for place, _ in faults((made, made))] == [1]


def test_a_slot_that_is_not_known_is_never_left_open() -> None:
    made = ReadyReply.model_validate(GOOD)
    assert made.filled("en", {"company": "x"}) is None
    assert made.filled("en", {"due": "today"}) == "today"


def test_check_tells_the_line_of_a_faulty_reply() -> None:
    texts = {"replies.yaml": "\n- {id: a, label: {en: A, id: A}, text: {en: '{x}', id: '{x}'}}\n"}
    told = [one for one in check(texts, None) if one.path == "replies.yaml"]
    assert [(one.line, one.reason) for one in told] == [(2, "a: unknown slot x")]


def test_the_replies_that_come_with_the_desk_are_sound() -> None:
    from yaml import safe_load

    text = files(knowledge_folder(bare()))["replies.yaml"]
    made = tuple(ReadyReply.model_validate(one) for one in safe_load(text))
    assert len(made) > 5
    assert not list(faults(made))
