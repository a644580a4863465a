"""What leans on the answer before it is known by its words; a whole question is never taken."""

from __future__ import annotations

import pytest

from .small import real

LEANS = {
    "bare": [
        "and how long?",
        "berapa lama?",
        "trus sampai kapan",
        "kepada siapa aja?",
        "buat apa?",
    ],
    "why": ["why?", "kenapa?", "kok gitu alasannya", "why is that"],
    "more": ["more", "tell me more", "lebih lanjut", "rincian dong", "more details please"],
    "pick": ["the second one", "yang kedua", "nomor 2", "2", "yang terakhir aja"],
    "elsewhere": ["same for talenta", "kalau talenta gimana", "talenta?", "sama buat onee"],
    "about": ["what about cookies", "kalau cookies gimana", "bagaimana dengan keamanan"],
    "none": ["none of these", "bukan semuanya"],
    "related": ["anything else related"],
}


@pytest.mark.parametrize(("way", "text"), [(way, one) for way in LEANS for one in LEANS[way]])
def test_a_follow_up_is_known_by_its_words(way: str, text: str) -> None:
    found = real().follow(text)
    assert found is not None
    assert found.way == way


@pytest.mark.parametrize(
    ("text", "place"),
    [("yang pertama", 0), ("the second one", 1), ("nomor 3", 2), ("the last one", -1)],
)
def test_a_place_in_a_list_is_counted(text: str, place: int) -> None:
    found = real().follow(text)
    assert found is not None
    assert found.place == place


def test_a_company_that_is_named_is_the_one_meant() -> None:
    found = real().follow("same for jurnal and talenta")
    assert found is not None
    assert set(found.policies) == {"jurnal", "talenta"}


def test_no_golden_question_is_taken_for_a_follow_up() -> None:
    must = [one.golden for one in real().knowledge.questions if one.golden.role == "must"]
    taken = [one.question for one in must if real().follow(one.question)]
    assert len(must) > 100
    assert taken == []


@pytest.mark.parametrize(
    "text",
    [
        "how long do you keep my data",
        "what is a cookie",
        "why do you need my phone number",
        "does talenta sell my data",
        "talenta",
        "can insiders snoop?",
        "berapa lama data saya disimpan",
        "hapus data saya",
        "I want to see more of my data",
    ],
)
def test_a_whole_question_stands_by_itself(text: str) -> None:
    assert real().follow(text) is None
