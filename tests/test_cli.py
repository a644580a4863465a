"""What each command prints, its exit code, and never a traceback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from answering import small
from commands import KNOWLEDGE, Command
from edge import ground

from bot import cli

QUESTION = "how long do you keep my data"


@pytest.fixture
def privasi(tmp_path: Path) -> Command:
    return Command(tmp_path)


# ---- ask


def test_ask_answers_with_the_passage(privasi: Command, tmp_path: Path) -> None:
    ground.save(tmp_path / "real")
    real = str(tmp_path / "real")
    code, out, trouble = privasi("ask", "--policy", "mailcamp", QUESTION, BOT_KNOWLEDGE=real)
    assert (code, trouble) == (0, "")
    assert out.splitlines()[0] == "answer · mailcamp"
    assert "mailcamp.retention (stated)" in out.splitlines()[1]
    assert "Storage Duration, line 134\n" in out


def test_ask_takes_the_question_in_several_words(privasi: Command) -> None:
    code, out, _ = privasi("ask", *"does Tokoku sell my data".split(), "--explain")
    assert code == 0
    assert out.startswith("answer · tokoku\n")
    assert "tokoku.sale_of_data (stated)" in out


def test_ask_refuses_what_it_cannot_use(privasi: Command) -> None:
    assert privasi("ask") == (2, "", "ask: a question is needed (or --json)\n")
    nobody = "ask: no policy nobody; there are: tokoku, warungin\n"
    assert privasi("ask", "--policy", "nobody", "hello") == (2, "", nobody)


def test_ask_json_answers_each_line_in_order(privasi: Command) -> None:
    asked = [
        {"id": 1, "question": QUESTION, "policy": "tokoku", "more": "ignored"},
        {"id": [2], "question": "hapus data saya", "policy": "warungin", "language": "id"},
        {"id": None, "question": "halo"},
    ]
    typed = "".join(f"{json.dumps(one)}\n" for one in asked).encode()
    code, out, trouble = privasi("ask", "--json", typed=typed)
    assert (code, trouble) == (0, "")
    replies = [json.loads(line) for line in out.splitlines()]
    assert [reply["id"] for reply in replies] == [1, [2], None]
    assert [reply["outcome"] for reply in replies] == ["answer", "request", "smalltalk"]
    assert replies[0]["answers"][0]["citations"][0]["lines"] == [[5, 5]]
    assert replies[1]["offer"]["kind"] == "erasure"


def test_ask_json_goes_on_after_bad_lines(privasi: Command) -> None:
    bad = [
        b"not json",
        b"\xff\xfe",
        b"[1]",
        b'{"id": 7, "question": 5}',
        b'{"id": 8, "question": "hello", "policy": "nobody"}',
        b'{"id": 9, "question": "hello", "language": "de"}',
    ]
    good = json.dumps({"id": 10, "question": QUESTION, "policy": "tokoku"}).encode()
    code, out, trouble = privasi("ask", "--json", typed=b"\n".join([*bad, b"", good]))
    assert (code, trouble) == (1, "")
    replies = [json.loads(line) for line in out.splitlines()]
    assert [reply["id"] for reply in replies] == [None, None, None, 7, 8, 9, 10]
    assert all(set(reply) == {"id", "error"} for reply in replies[:-1])
    assert replies[-1]["outcome"] == "answer"


def test_ask_json_answers_before_the_next_question(privasi: Command) -> None:
    with privasi.start("ask", "--json") as process:
        for number in range(3):
            process.stdin.write(json.dumps({"id": number, "question": "halo"}).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number


# ---- check and eval


def test_check_says_nothing_of_a_sound_knowledge_base(privasi: Command) -> None:
    assert privasi("check") == (0, "", "")


def test_check_names_path_line_and_reason(privasi: Command) -> None:
    path = privasi.knowledge / "policies" / "tokoku.yaml"
    lines = path.read_text("utf-8").splitlines()
    number = next(n for n, line in enumerate(lines, 1) if line.strip() == "topic: retention")
    lines[number - 1] = lines[number - 1].replace("retention", "retentoin")
    path.write_text("\n".join(lines), "utf-8")
    code, out, trouble = privasi("check")
    assert (code, trouble) == (1, "")
    assert f"{path}:{number}: unknown topic retentoin" in out.splitlines()


def test_check_names_a_broken_file_without_ending_there(privasi: Command) -> None:
    (privasi.knowledge / "policies" / "tokoku.yaml").write_text(
        "policy: tokoku\narticles: [", "utf-8"
    )
    (privasi.knowledge / "policies" / "warungin.yaml").write_bytes(b"policy: \xff\n")
    code, out, _ = privasi("check")
    assert code == 1
    named = {line.split(":")[0].rpartition("/")[2] for line in out.splitlines()}
    assert named == {"tokoku.yaml", "warungin.yaml"}


def test_check_compares_with_the_sources(privasi: Command, tmp_path: Path) -> None:
    sources = tmp_path / "sources"
    sources.mkdir()
    for name in ("tokoku", "warungin"):
        (sources / f"{name}.txt").write_text("\n".join(small.LINES), "utf-8")
    words = ("check", "--sources", str(sources))
    assert privasi(*words)[0] == 0
    changed = [f"{line}!" for line in small.LINES]
    (sources / "tokoku.txt").write_text("\n".join(changed), "utf-8")
    code, out, _ = privasi("check", BOT_SOURCES=str(sources))
    assert code == 1
    assert "tokoku.retention: the fingerprint is sha256:" in out
    assert "warungin" not in out


def test_the_desks_own_knowledge_base_is_sound(privasi: Command) -> None:
    assert privasi("check", BOT_KNOWLEDGE=str(KNOWLEDGE)) == (0, "", "")


def test_a_reader_who_stops_early_is_no_trouble(privasi: Command, tmp_path: Path) -> None:
    with privasi.start("check", BOT_KNOWLEDGE=str(tmp_path)) as process:
        process.stdout.close()
        assert process.stderr.read() == b""


def test_eval_prints_figures(privasi: Command, tmp_path: Path) -> None:
    rows = [
        {"question": QUESTION, "kind": "answerable", "article": "tokoku.retention"},
        {"question": "hapus data saya", "kind": "request", "request_kind": "access"},
    ]
    path = tmp_path / "questions.jsonl"
    rows = [row | {"policy": "tokoku", "lang": "en"} for row in rows]
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    code, out, trouble = privasi("eval", str(path), "--misses")
    assert (code, trouble) == (0, "")
    assert out.splitlines()[0].split()[:4] == ["all", "1", "/", "2"]
    assert "'hapus data saya'" in out.splitlines()[-1]


def test_eval_of_an_unscoped_file_has_to_find_the_company(
    privasi: Command, tmp_path: Path
) -> None:
    row = {"question": "does Tokoku sell my data", "policy": "tokoku", "kind": "answerable"}
    path = tmp_path / "unscoped.jsonl"
    path.write_text(json.dumps(row | {"article": "tokoku.sale_of_data"}), "utf-8")
    code, out, _ = privasi("eval", str(path))
    assert code == 0
    assert "company found" in out


def test_eval_refuses_what_is_no_question_file(privasi: Command, tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text('{"question": "hello"}', "utf-8")
    for named in (path, tmp_path / "nowhere.jsonl"):
        code, out, trouble = privasi("eval", str(named))
        assert (code, out) == (2, "")
        assert trouble.startswith(f"eval: {named}: not a question file")


# ---- every command


def test_a_bad_setting_is_named(privasi: Command) -> None:
    code, out, trouble = privasi("ask", "hello", BOT_ADMINS="@ana")
    assert (code, out) == (1, "")
    assert trouble.startswith("privasi: BOT_ADMINS cannot be used; expected: user numbers")


@pytest.mark.parametrize("words", [(), ("fly",), ("eval",), ("migrate", "now"), ("ask", "--loud")])
def test_what_is_no_command_is_refused(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as raised:
        cli.main(words)
    assert raised.value.code == 2
    assert capsys.readouterr().err.startswith("usage: privasi")


def test_help_lists_every_command(privasi: Command) -> None:
    code, out, _ = privasi("--help")
    assert code == 0
    for name in ("run", "demo", "ask", "check", "eval", "migrate"):
        assert f"\n    {name} " in out
