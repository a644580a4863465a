"""What is remembered between turns: enough for a follow-up, for a stated while, and no longer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.conversation import Choosing, Idle, State, restore
from bot.domain.earlier import WHILE, Earlier, Shown, after, keep, recall
from bot.domain.effects import Slot

from .examples import NOW

OFFERED = (
    ("Details", "det:a.x"),
    ("Mailpro", "co:mailpro"),
    ("Jurnal", "co:jurnal"),
    ("No", "co:-"),
)


def shown(screen: str, *articles: str, **slots: Slot) -> Shown:
    return Shown(screen, {"articles": articles, **slots}, OFFERED)


def test_an_answer_is_remembered_with_its_question() -> None:
    then = after(None, "do you sell data", shown("answer", "a.x", "a.y"), NOW)
    assert (then.words, then.article) == ("do you sell data", "a.x")


def test_another_article_by_button_is_no_longer_the_old_question() -> None:
    then = after(None, "do you sell data", shown("answer", "a.x"), NOW)
    assert after(then, "", shown("details", "a.x"), NOW).words == "do you sell data"
    assert after(then, "", shown("answer", "a.z"), NOW).words == ""


def test_readings_to_choose_from_are_no_answer_yet() -> None:
    assert after(None, "sell", shown("unsure", "a.x", "a.y"), NOW).article is None


def test_a_comparison_is_remembered_with_its_companies() -> None:
    compared = shown("compare", "a.x", "b.x", policies=("a", "b"), tag="abc")
    then = after(None, "do you sell data", compared, NOW)
    assert (then.policies, then.article, then.tag) == (("a", "b"), None, "abc")
    assert after(then, "", shown("answer", "b.x"), NOW).policies == ()


def test_only_what_stands_in_a_list_has_a_place() -> None:
    then = after(None, "", shown("which"), NOW)
    assert [then.place(at) for at in (0, 1, 2, -1)] == [
        "co:mailpro",
        "co:jurnal",
        None,
        "co:jurnal",
    ]
    alone = Earlier(NOW, offered=(("Mailpro", "co:mailpro"),))
    assert alone.place(0) is None


def test_after_a_while_it_counts_no_longer() -> None:
    then = after(None, "do you sell data", shown("answer", "a.x"), NOW)
    assert then.is_fresh(NOW + WHILE)
    later = NOW + WHILE + timedelta(seconds=1)
    assert not then.is_fresh(later)
    assert after(then, "", shown("status"), later).words == ""


@pytest.mark.parametrize("state", [Idle(), Choosing("do you sell data", NOW)])
@pytest.mark.parametrize("earlier", [None, Earlier(NOW, "sell", ("a",), None, OFFERED, True, "t")])
def test_it_is_stored_beside_the_state(state: State, earlier: Earlier | None) -> None:
    kept = keep(state, earlier)
    assert (restore(kept), recall(kept)) == (state, earlier)


def test_where_nothing_is_to_be_kept_nothing_is() -> None:
    assert keep(Idle(), None) is None
