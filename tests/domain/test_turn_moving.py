"""Another company named in the middle of a request: it is asked about, and moves nothing alone."""

from __future__ import annotations

import pytest

from bot.domain.conversation import Given, Pressed

from .examples import asks, erasing, names, says, screens

JURNAL = names("Jurnal", "jurnal")
PRESSED = Pressed("co", ("jurnal",))


@pytest.mark.parametrize("given", [JURNAL, PRESSED])
@pytest.mark.parametrize("steps", [(), ("go",), ("go", "account", "skip")])
def test_a_request_does_not_move_by_a_name_alone(steps: tuple[str, ...], given: Given) -> None:
    talk = erasing(*steps)
    step = talk.step
    assert screens(talk.hear(given)) == ["move_request"]
    assert (talk.draft.policy, talk.step, talk.facts.policy) == ("mailpro", step, "mailpro")


@pytest.mark.parametrize(("word", "policy"), [("ya", "jurnal"), ("tidak", "mailpro")])
def test_yes_moves_it_and_no_leaves_it(word: str, policy: str) -> None:
    talk = erasing("go")
    assert screens(talk.hear(JURNAL, says(word))) == ["form"]
    assert (talk.draft.policy, talk.step, talk.filed) == (policy, "whose", [])


@pytest.mark.parametrize(("choice", "policy"), [("move", "jurnal"), ("stay", "mailpro")])
def test_the_buttons_do_the_same(choice: str, policy: str) -> None:
    talk = erasing("go")
    talk.hear(JURNAL)
    talk.press(choice)
    assert (talk.draft.policy, talk.facts.policy) == (policy, policy)
    assert "stale_button" in str(talk.hear(Pressed("f", (talk.draft.id[:6], "whose", "move"))))


def test_a_yes_after_something_else_no_longer_moves_it() -> None:
    talk = erasing("go", "account", "skip")
    talk.hear(JURNAL, asks("do you keep invoices?"), says("ya"))
    assert [draft.policy for draft in talk.filed] == ["mailpro"]


def test_the_company_it_is_for_asks_nothing() -> None:
    talk = erasing("go")
    assert screens(talk.hear(names("Mailpro", "mailpro"))) == ["form"]
