"""Reading a knowledge folder: everything is a value or a problem, never an exception."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.load import content_hash, files, hash_of, load, parse, read
from bot.answering.tree import LARGEST, grow

from .small import REAL, base, policy, save, written


def test_the_real_folder_is_read_without_a_problem_of_form() -> None:
    knowledge, problems = load(REAL)
    assert problems == []
    assert knowledge is not None
    assert len(knowledge.topics) == 30


def test_a_folder_and_its_files_as_stored_are_the_same_knowledge(tmp_path: Path) -> None:
    texts = base()
    save(texts, tmp_path)
    assert files(tmp_path) == texts
    from_folder, _ = load(tmp_path)
    from_store, _ = parse(texts)
    assert from_folder is not None
    assert from_store is not None
    assert from_folder.content == from_store.content == content_hash(texts)
    assert from_folder.policies == from_store.policies


def test_the_hash_is_of_names_and_texts_not_of_their_order() -> None:
    one = {"a": "bc", "d": "e"}
    assert content_hash(one) == content_hash(dict(reversed(one.items())))
    assert content_hash(one) != content_hash({"a": "b", "d": "ce"})
    assert content_hash(one) != content_hash({"ab": "c", "d": "e"})


def test_files_the_desk_does_not_know_are_left_alone_in_a_folder(tmp_path: Path) -> None:
    save(base(), tmp_path)
    (tmp_path / "notes.txt").write_text("not ours")
    (tmp_path / "policies" / ".swap.yaml").write_text("{")
    assert load(tmp_path)[1] == []


def test_a_stored_version_with_a_stray_file_is_refused() -> None:
    _, problems = parse(base() | {"../evil.yaml": "a: 1"})
    assert [problem.path for problem in problems] == ["../evil.yaml"]


@pytest.mark.parametrize("name", ["topics.yaml", "requests.yaml", "lexicon.yaml"])
def test_a_shared_file_may_not_be_missing(name: str) -> None:
    texts = base()
    del texts[name]
    knowledge, problems = parse(texts)
    assert knowledge is None
    assert [str(problem) for problem in problems] == [f"{name}:1: missing"]


def test_an_empty_folder_says_so(tmp_path: Path) -> None:
    texts, problems = read(tmp_path / "nowhere")
    assert texts == {}
    assert [problem.reason for problem in problems] == ["no knowledge base here"]


def test_a_file_that_is_not_utf8_is_a_problem(tmp_path: Path) -> None:
    save(base(), tmp_path)
    (tmp_path / "policies" / "bad.yaml").write_bytes(b"policy: \xff\xfe")
    _, problems = load(tmp_path)
    assert [str(problem) for problem in problems] == ["policies/bad.yaml:1: not UTF-8 at byte 8"]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    folder = save(base(), tmp_path / "knowledge")
    secret = tmp_path / "secret.yaml"
    secret.write_text("token: 1")
    (folder / "policies" / "link.yaml").symlink_to(secret)
    (folder / "policies" / "loop.yaml").symlink_to(folder / "policies" / "loop.yaml")
    (folder / "policies" / "gone.yaml").symlink_to(folder / "nothing.yaml")
    texts, problems = read(folder)
    assert not any("token" in text for text in texts.values())
    assert {problem.path for problem in problems} == {
        "policies/link.yaml",
        "policies/loop.yaml",
        "policies/gone.yaml",
    }


def test_a_folder_called_like_a_file_is_a_problem(tmp_path: Path) -> None:
    folder = save(base(), tmp_path)
    (folder / "policies" / "odd.yaml").mkdir()
    assert [p.reason for p in read(folder)[1]] == ["not a file"]


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    save(base(), tmp_path)
    (tmp_path / "policies" / "huge.yaml").write_text("# " + "x" * LARGEST)
    assert "larger than" in read(tmp_path)[1][0].reason
    assert "larger than" in grow("huge.yaml", "# " + "x" * LARGEST)[1][0].reason


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "the key a stands twice"),
        ("a:\n  - {b: 1, b: 2}\n", 2, "the key b stands twice"),
        ("a: &x 1\nb: *x\n", 1, "anchors and aliases are not allowed"),
        ("a: 1\n b: [\n", 2, "not YAML"),
        ("a: 2024-13-45\n", 1, "not YAML"),
        ("a: !!python/object:os.system {}\n", 1, "not YAML"),
        ('{"a":&x [1], "b":*x}', 1, "anchors and aliases are not allowed"),
        ('{"a":&x [1], "b":{"c":*x}}', 1, "anchors and aliases are not allowed"),
        ("[" * 100_000, 1, "nested more than 100 deep"),
        ("- " * 100_000 + "1", 1, "nested more than 100 deep"),
        ("{a: " * 100_000, 1, "nested more than 100 deep"),
        ("a:\n" + "\n".join(" " * n + "a:" for n in range(1, 150)), 101, "nested more than"),
        ("[" * 150 + "]" * 150, 1, "nested more than 100 deep"),
        ("? [1]\n: 2\n", 1, "a key must be a word"),
        ("1:" * 3000 + "1.5", 1, "not YAML"),
        ("a: \x00", 1, "not YAML"),
    ],
)
def test_what_yaml_could_hide_is_a_problem_with_its_line(
    text: str, line: int, reason: str
) -> None:
    tree, problems = grow("some.yaml", text)
    assert tree is None
    assert problems[0].line == line
    assert reason in problems[0].reason


def test_a_bomb_of_aliases_is_refused_before_it_is_unfolded() -> None:
    """Nine lists of ten lists each: a thousand million values in a few hundred bytes."""
    lists = ['"a0":&a0 ["x"]']
    lists += [f'"a{n}":&a{n} [{",".join([f"*a{n - 1}"] * 10)}]' for n in range(1, 10)]
    _, problems = grow("some.yaml", "{" + ", ".join(lists) + "}")
    assert problems[0].reason == "anchors and aliases are not allowed"


def test_an_ampersand_in_a_sentence_is_no_anchor() -> None:
    tree, problems = grow("some.yaml", "a: R & D *always*\nb: 'x &y'\nc: |\n  - &z\n")
    assert problems == []
    assert tree is not None
    assert tree.value["a"] == "R & D *always*"


def test_a_wrong_key_is_named_with_its_line() -> None:
    text = written(policy("tokoku", "Tokoku")).replace("stance: silent", "stanze: silent", 1)
    line = text[: text.index("stanze")].count("\n") + 1
    _, problems = parse(base() | {"policies/tokoku.yaml": text})
    assert f"policies/tokoku.yaml:{line}: articles.0.stanze: Extra inputs" in str(problems[-1])


@pytest.mark.parametrize("text", ["", "- 1\n", "just words", "null", "policy: 1"])
def test_a_policy_file_of_another_shape_is_a_problem(text: str) -> None:
    knowledge, problems = parse(base() | {"policies/odd.yaml": text})
    assert knowledge is None
    assert {problem.path for problem in problems} == {"policies/odd.yaml"}


def test_a_policy_file_bears_the_policy_s_name() -> None:
    _, problems = parse(base() | {"policies/odd.yaml": written(policy("other", "Other"))})
    assert [p.reason for p in problems] == ["the file of other has another name"]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_no_text_makes_the_reader_raise(text: str) -> None:
    tree, problems = grow("any.yaml", text)
    assert (tree is None) == bool(problems)


def test_a_folder_s_hash_is_that_of_its_texts(tmp_path: Path) -> None:
    folder = save(base(), tmp_path)
    assert hash_of(folder) == (content_hash(files(folder)), True)
    (folder / "lexicon.yaml").write_bytes(b"\xff")
    assert not hash_of(folder)[1]
