"""Questions that ask alike come together, whoever counts them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.answering.likeness import groups

EN, ID = ("talenta", "en"), ("talenta", "id")


def test_the_same_words_in_another_order_or_with_a_typo_are_one_group() -> None:
    asked = ["can my boss read my chats", "my chats, can my boss read?", "can my bos read my chat"]
    assert groups([(EN, words) for words in asked]) == [[0, 1, 2]]


def test_what_asks_for_something_else_is_another_group() -> None:
    asked = ["can my boss read my chats", "do you use blockchain", "chats"]
    assert groups([(EN, words) for words in asked]) == [[0], [1], [2]]


def test_companies_and_languages_are_never_put_together() -> None:
    words = "do you use blockchain"
    kinds = (EN, ID, ("crm", "en"), EN)
    assert groups([(kind, words) for kind in kinds]) == [[0, 3], [1], [2]]


@given(st.lists(st.tuples(st.sampled_from([EN, ID]), st.text(max_size=30)), max_size=20))
def test_every_question_is_in_one_group_in_its_order(asked: list[tuple[object, str]]) -> None:
    made = groups(asked)
    assert sorted(place for one in made for place in one) == list(range(len(asked)))
    assert all(one == sorted(one) for one in made)
    assert made == groups(asked)
