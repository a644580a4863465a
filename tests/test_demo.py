"""The demo: every role of the whole desk, on a terminal and from a pipe."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from commands import KNOWLEDGE, Command, Terminal

REFERENCE = re.compile(r"PR-\w{4}-\w{4}")


@pytest.fixture
def privasi(tmp_path: Path) -> Command:
    """Two real companies are enough here, and are read in no time."""
    command = Command(tmp_path)
    folder = tmp_path / "knowledge"
    (folder / "policies").mkdir(parents=True)
    for name in ("mailcamp", "jurnal"):
        shutil.copy(KNOWLEDGE / "policies" / f"{name}.yaml", folder / "policies")
    for path in KNOWLEDGE.glob("*.yaml"):
        shutil.copy(path, folder)
    command.knowledge = folder
    command.set["BOT_KNOWLEDGE"] = str(folder)
    return command


def heard(lines: list[str], role: str) -> str:
    """All that one role was told."""
    told = [line.partition("| ")[2] for line in lines if line.startswith(f"{role}|")]
    return "\n".join(told)


def filed(terminal: Terminal, role: str = "") -> str:
    """An erasure asked for and sent in English; its reference."""
    for line in ("delete my data at Mailcamp", "[Send it from here]", "[Mine, I have an account]"):
        terminal.type(f"{role}{line}")
    terminal.type(f"{role}ana@example.com")
    said = terminal.type(f"{role}[Send request]")
    found = REFERENCE.search(heard(said, role.strip("@ ") or "customer"))
    assert found is not None, said
    return found[0]


def test_lines_from_a_pipe_are_played_in_order(privasi: Command, tmp_path: Path) -> None:
    """Nothing of the environment counts but where the knowledge is."""
    (tmp_path / ".env").write_bytes(b"BOT_OPERATOR=\xff\n")
    typed = [
        "# a comment",
        "",
        "/start mailcamp",
        "  does Mailcamp sell my data?  ",
        "[Related]",
        "@customer2 hentikan email promosi dari Mailcamp",
        "@customer2 [Hentikan]",
        "@staff /queue",
        "@admin /kb",
        "do you use blockchain",
        "@admin /unanswered",
    ]
    lines = "\n".join(typed).encode()
    code, out, trouble = privasi("demo", typed=lines, BOT_ADMINS="@ana", PORT="eighty")
    assert (code, trouble) == (0, "")
    said = out.splitlines()
    assert [line for line in said if not re.match(r"(customer2?|staff|admin)\| ", line)] == []
    first = [
        next(n for n, line in enumerate(said) if part in line)
        for part in (
            "let's start there",
            "Source: Mailcamp",
            "Related, Mailcamp",
            "v1 is in use",
            "“do you use",
        )
    ]
    assert first == sorted(first)
    assert REFERENCE.findall(heard(said, "customer2")) != []
    assert REFERENCE.findall(heard(said, "customer")) == []


def test_what_cannot_be_played_is_told_and_the_rest_is_played(privasi: Command) -> None:
    typed = b"[No such button]\n@nobody hello\n@staff PR-0000-0000 hello\n"
    typed += b"/reload\n@staff /kb\n/unanswered\n"
    code, out, trouble = privasi("demo", typed=typed)
    assert code == 1
    assert trouble.splitlines() == [
        "demo: customer sees no button [No such button]",
        "demo: no such role: nobody; there are customer, customer2, staff, lead, admin",
        "demo: no such case: PR-0000-0000",
    ]
    refusal = "That isn't available here. /help shows what is."
    assert out.splitlines() == [f"{one}| {refusal}" for one in ("customer", "staff", "customer")]


def test_staff_work_two_cases_and_a_lead_decides(privasi: Command) -> None:
    terminal = Terminal(privasi, "demo")
    first, second = filed(terminal), filed(terminal, "@customer2 ")
    for reference in (first, second):
        terminal.type(f"@staff {reference} /take")
    to_second = terminal.type(f"@staff {second} We are looking at yours, Budi.")
    assert "looking at yours" in heard(to_second, "customer2")
    assert heard(to_second, "customer") == ""
    assert second not in "\n".join(terminal.type("[My requests]"))
    terminal.type(f"@staff {first} /propose")
    terminal.type("@staff [Done]")
    preview = terminal.type("@staff Your account and its data are gone.")
    assert "Your account and its data are gone." in heard(preview, "staff")
    terminal.type("@staff [Propose]")
    refused = terminal.type("@staff [Approve (lead)]")
    assert "(note)" in heard(refused, "staff")
    assert heard(refused, "customer") == ""
    outcome = terminal.type("@lead [Approve (lead)]")
    assert heard(outcome, "customer").startswith(f"Done: {first}\n")
    assert "Your account and its data are gone." in heard(outcome, "customer")
    assert heard(outcome, "customer2") == ""
    assert terminal.leave() == (0, "")


def test_an_admin_reloads_and_goes_back(privasi: Command) -> None:
    terminal = Terminal(privasi, "demo")
    question = "How long does Mailcamp keep my data?"
    path = privasi.knowledge / "policies" / "mailcamp.yaml"
    sound = path.read_text("utf-8")
    path.write_text(sound.replace("topic: retention\n", "topic: retentoin\n", 1), "utf-8")
    broken = heard(terminal.type("@admin /reload"), "admin")
    assert "Not loaded; v1 stays in use." in broken
    assert re.search(r"policies/mailcamp\.yaml:\d+: unknown topic retentoin", broken)
    path.write_text(sound.replace("For as long as needed", "As long as needed", 1), "utf-8")
    assert "mailcamp: 1 changed" in heard(terminal.type("@admin /reload"), "admin")
    assert heard(terminal.type(question), "customer").startswith("For as long as needed")
    assert "Loaded v2." in heard(terminal.type("@admin [Load it]"), "admin")
    assert heard(terminal.type(question), "customer").startswith("As long as needed")
    terminal.type("@admin /rollback")
    assert "v1 is in use again." in heard(terminal.type("@admin [Go back]"), "admin")
    assert heard(terminal.type(question), "customer").startswith("For as long as needed")
    assert terminal.leave() == (0, "")


def test_help_shows_how_to_play(privasi: Command) -> None:
    code, out, trouble = privasi("demo", "--help", BOT_KNOWLEDGE="")
    assert (code, trouble) == (0, "")
    assert out.startswith("usage: privasi demo\n")
    for word in ("@customer2", "@staff", "@lead", "@admin", "[Label]", "# a comment"):
        assert word in out


def test_time_passes_when_somebody_says_so(privasi: Command) -> None:
    typed = [
        "@customer2 hentikan email promosi dari Mailcamp",
        "@customer2 [Hentikan]",
        "@later 36h",
        "@later 2d",
        "@later soon",
    ]
    code, out, trouble = privasi("demo", typed="\n".join(typed).encode())
    assert (code, trouble) == (1, "demo: how much later? For example: @later 36h\n")
    half, past = out.index("half the time has gone"), out.index("past our own target, 1")
    assert half < past
