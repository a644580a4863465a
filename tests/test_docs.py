"""The pages say what the desk does: each table is compared with the code, the README is played."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from answering import small
from commands import KNOWLEDGE, ROOT, Command, Terminal
from edge import ground
from pydantic import SecretStr

from bot import cli
from bot.answering import check, load
from bot.answering.answer import Engine
from bot.answering.shared import TOPICS
from bot.domain.cases import MOVES, Status
from bot.domain.people import BIRDS, Role
from bot.services.retention import RULES
from bot.settings import Settings
from bot.storage import outbox
from bot.tg import menus

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
MONTHS = (
    "Jan Feb Mar Apr May Mei Jun Jul Aug Agu Sep Oct Okt Nov Dec Des "
    "January February March April June July August September October November December "
    "Januari Februari Maret Juni Juli Agustus Oktober Desember"
).split()
CHANGES = (
    (re.compile(r"PR-[0-9A-Z]{4}-[0-9A-Z]{4}"), "PR-0000-0000"),
    (re.compile(rf"\b({'|'.join(BIRDS)}) \d\d\b"), "Bird 00"),
    (re.compile(rf"\b\d{{1,2}} ({'|'.join(MONTHS)})( \d{{4}})?\b"), "1 January 2000"),
    (re.compile(r"\b\d\d[.:]\d\d\b"), "00:00"),
    (re.compile(r"\b(no\.|No\.)( catatan)? [0-9a-f]{8}\b"), "No. 00000000"),
)


def page(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def section(name: str, title: str) -> str:
    """A page's part under a heading."""
    return page(name).split(f"## {title}\n")[1].split("\n## ")[0]


def table(text: str, columns: int) -> list[list[str]]:
    """The rows of tables of so many columns, without their heads."""
    rows = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in row] for row in rows if len(row) == columns]
    rules = [n for n, row in enumerate(cells) if set(row[0]) == {"-"}]
    return [row for n, row in enumerate(cells) if n not in rules and n + 1 not in rules]


def quoted(text: str) -> list[str]:
    """What stands in back quotes."""
    return re.findall(r"`([^`]+)`", text)


def first_column(text: str, columns: int) -> list[str]:
    return [word for row in table(text, columns) for word in quoted(row[0])]


# ---- the README


def conversation() -> list[tuple[str, list[str]]]:
    """Each line typed in the README's first console, with what comes back."""
    block = page("README.md").split("```console\n")[1].split("```")[0]
    parts = re.split(r"^> ", block, flags=re.MULTILINE)[1:]
    return [(part.splitlines()[0], part.splitlines()[1:]) for part in parts]


def normal(lines: list[str]) -> list[str]:
    """Without what differs each time, by reader and notes first: who is told first is chance."""
    for pattern, same in CHANGES:
        lines = [pattern.sub(same, line.rstrip()) for line in lines]
    return sorted(lines, key=lambda line: (line.split("|")[0], "| (note) " not in line))


def test_the_conversation_of_the_readme_is_what_the_demo_says(tmp_path: Path) -> None:
    terminal = Terminal(Command(tmp_path), "demo", BOT_KNOWLEDGE=str(KNOWLEDGE))
    said = [(line, terminal.type(line)) for line, _ in conversation()]
    assert terminal.leave() == (0, "")
    assert len(said) > 9
    whole = "\n".join(part for line, lines in said for part in (f"> {line}", *lines))
    for (line, told), (_, here) in zip(conversation(), said, strict=True):
        assert normal(told) == normal(here), f"after {line!r}; the conversation is now:\n{whole}"


def test_the_readme_names_every_command() -> None:
    listed = re.findall(r"^    (\w+)\b", cli.parser().format_help(), flags=re.MULTILINE)
    assert first_column(section("README.md", "Commands"), 2) == listed


def test_the_readme_names_every_command_of_the_chat() -> None:
    shown = [quoted(row[0]) for row in table(section("README.md", "Commands"), 3)]
    customer = ("start", *menus.CUSTOMER)
    admin = [name for name in menus.ADMIN if name not in menus.CUSTOMER]
    wanted = [[f"/{name}" for name in names] for names in (customer, menus.STAFF, admin)]
    assert shown == wanted


def test_the_readme_names_targets_that_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", page("Makefile"), flags=re.MULTILINE))
    named = set(re.findall(r"^ +make ([a-z]+)", page("README.md"), flags=re.MULTILINE))
    assert named <= targets


# ---- settings


def variable(field: str) -> str:
    return "PORT" if field == "port" else f"BOT_{field.upper()}"


def written(default: Any) -> str:
    """A default as the page writes it."""
    if default is None:
        return "none"
    if isinstance(default, SecretStr):
        return f"`{default.get_secret_value()}`"
    if isinstance(default, tuple):
        return f"`{','.join(str(part) for part in default)}`"
    return f"`{default}`" if default or default == 0 else "empty"


def test_every_setting_has_a_row_and_every_row_a_setting() -> None:
    assert first_column(page("docs/settings.md"), 3) == [
        variable(f) for f in Settings.model_fields
    ]


@pytest.mark.parametrize("field", Settings.model_fields)
def test_the_page_tells_the_default(field: str) -> None:
    rows = {quoted(row[0])[0]: row[2] for row in table(page("docs/settings.md"), 3)}
    told = rows[variable(field)].split(":")[0]
    shown = rows[variable(field)] if told != "none" else told
    assert shown == written(Settings.model_fields[field].default)


# ---- the tour


def lifecycle() -> Iterator[str]:
    """The table of moves, a line for each status."""
    width = max(map(len, Status))
    for status in Status:
        ways = [f"{move} → {after}" for (before, move), after in MOVES.items() if before is status]
        yield f"{status:<{width}}  {', '.join(ways) or 'the end'}"


def test_the_lifecycle_is_printed_from_its_table() -> None:
    block = section("docs/tour.md", "The lifecycle of a request").split("```\n")[1]
    assert block.splitlines() == list(lifecycle())


def test_the_states_of_the_outbox_are_all_told() -> None:
    told = first_column(section("docs/tour.md", "The states of the outbox"), 2)
    assert told == list(get_args(outbox.State))


def test_the_roles_are_all_told() -> None:
    assert first_column(section("docs/tour.md", "Roles"), 3) == list(Role)


def test_the_rooms_are_those_there_are() -> None:
    told = set(
        re.findall(r"^bot/(\w+)/", section("docs/tour.md", "The rooms"), flags=re.MULTILINE)
    )
    there = {path.parent.name for path in (ROOT / "bot").glob("*/__init__.py")}
    assert told == there


def test_every_rule_of_retention_is_told_with_its_time() -> None:
    rows = table(section("docs/operate.md", "What is kept, and for how long"), 3)
    told = {quoted(name)[0]: kept for name, _, kept in rows}
    there = {
        rule.name: f"{rule.days} days" if rule.days else f"{rule.months} months" for rule in RULES
    }
    assert told == there | {"cases": "`BOT_RETENTION_MONTHS`"}


# ---- the others


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads(page("pyproject.toml"))["project"]
    needed = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.split(r"[\[<>=]", one)[0] for one in needed}
    assert set(first_column(page("docs/why.md"), 2)) == names


def test_every_test_that_shows_a_protection_exists() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", page("docs/security.md"))
    gone = [
        f"{path}::{name}"
        for path, name in named
        if not (ROOT / path).is_file() or (name and f"def {name}(" not in page(path))
    ]
    assert len(named) > 30
    assert gone == []


def test_the_procfile_is_as_the_page_says() -> None:
    told = quoted(section("docs/operate.md", "Platforms that read a Procfile"))
    assert page("Procfile").splitlines() == told[:2]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", path.read_text("utf-8"))
    inside = [link for link in links if "://" not in link]
    assert [link for link in inside if not (path.parent / link).exists()] == []


def eleventh() -> dict[str, str]:
    """Two of the desk's companies, with the page's and its question as files of their own."""
    _, beginning, question = re.split(r"```yaml\n", page("docs/knowledge.md"))
    company = yaml.safe_load(beginning.split("```")[0])
    topics = yaml.safe_load((KNOWLEDGE / "topics.yaml").read_text("utf-8"))
    said = {article["topic"] for article in company["articles"]}
    company["articles"] += [
        {
            "id": f"warungku.{topic}",
            "topic": topic,
            "stance": "silent",
            "summary": {"en": f"Nothing on {topic}.", "id": f"Tidak ada soal {topic}."},
            "ask": topics[topic]["ask"],
        }
        for topic in TOPICS
        if topic not in said
    ]
    company["rights"] |= {kind: f"warungku.{topic}" for kind, topic in small.RIGHTS.items()}
    return ground.files() | {
        "policies/warungku.yaml": yaml.safe_dump(company, sort_keys=False),
        "questions/warungku-must.yaml": question.split("```")[0],
    }


def test_the_company_of_the_page_is_one_more_file_and_no_code() -> None:
    texts = eleventh()
    assert check.check(texts, None) == []
    knowledge, _ = load.parse(texts)
    assert knowledge is not None
    assert len(knowledge.policies) == 3
    reply = Engine(knowledge).answer("how long does Warungku keep my data")
    assert (reply.outcome, reply.policy) == ("answer", "warungku")
    assert reply.hits[0].article.id == "warungku.retention"
