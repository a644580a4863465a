"""The house as it is drawn: who may import whom, one door to each library, and small rooms."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LONGEST_FILE = 300
LONGEST_FUNCTION = 30

MAY_IMPORT: dict[str, set[str]] = {
    "domain": set(),
    "language": {"domain"},
    "answering": {"language", "domain"},
    "storage": {"domain"},
    "services": {"storage", "answering", "language", "domain", "logs"},
    "delivery": {"services", "storage", "language", "domain", "logs"},
    "tg": {"delivery", "services", "storage", "language", "domain", "logs"},
    "logs": {"domain"},
    "settings": {"domain"},
    "running": {"tg", "delivery", "services", "settings", "logs"},
    "wiring": {"running", "tg", "delivery", "services", "storage", "domain", "settings", "logs"},
    "demo": {"running", "wiring", "tg", "storage", "domain", "settings", "logs"},
    "upkeep": {"wiring", "services", "storage", "domain", "settings"},
    "cli": {"demo", "upkeep", "wiring", "answering", "storage", "domain", "settings", "logs"},
    "__main__": {"cli"},
    "__init__": set(),
}
"""Everything of `bot/`, innermost first; what is not named may not be imported."""

EVERYWHERE = ("bot",)
DOORS: dict[str, tuple[str, ...]] = {
    "aiohttp": ("bot/tg/wire.py",),
    "aiosmtplib": ("bot/delivery",),
    "alembic": ("bot/storage",),
    "asyncpg": ("bot/storage",),
    "cryptography": ("bot/storage",),
    "dateutil": ("bot/domain/whens.py",),
    "fpdf": ("bot/services/paperwork.py",),
    "holidays": ("bot/domain/calendars.py",),
    "httpx": ("bot/tg/wire.py",),
    "icalendar": ("bot/services/paperwork.py",),
    "matplotlib": ("bot/services/picture.py",),
    "prometheus_client": ("bot/tg/web.py",),
    "pydantic": EVERYWHERE,
    "pydantic_settings": ("bot/settings.py",),
    "rapidfuzz": ("bot/answering", "bot/domain/forms.py"),
    "sqlalchemy": ("bot/storage",),
    "structlog": (
        "bot/logs.py",
        "bot/wiring.py",
        "bot/running.py",
        "bot/services",
        "bot/delivery",
        "bot/tg",
    ),
    "telegram": ("bot/tg",),
    "tornado": ("bot/tg",),
    "yaml": ("bot/answering", "bot/language/catalogue.py"),
}

PURE = ("domain", "language", "answering")
READS_FILES = (
    "bot/answering/load.py",
    "bot/answering/passages.py",
    "bot/answering/evaluate.py",
    "bot/language/catalogue.py",
)
OUTSIDE_WORLD = {
    "asyncio",
    "os",
    "random",
    "secrets",
    "socket",
    "subprocess",
    "time",
    "urllib.request",
}
CLOCKS = {"now", "utcnow", "today", "monotonic", "perf_counter"}
READING = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "glob", "iterdir"}


@dataclass(frozen=True)
class Module:
    """One file: its path from the top of the project, its text, and what that means."""

    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def room(self) -> str:
        """The first name under `bot/`: a package, or a module that stands beside them."""
        return Path(self.name).with_suffix("").parts[1]

    def imports(self) -> Iterator[tuple[int, str]]:
        """Every import, inside functions too, by its whole name."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, one.name) for one in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{self.name}:{node.lineno}: a relative import"
                whole = node.module or ""
                names = [f"bot.{one.name}" for one in node.names] if whole == "bot" else [whole]
                yield from ((node.lineno, name) for name in names)

    def calls(self) -> Iterator[tuple[int, str]]:
        """The last name of everything that is called: `now` of `datetime.now(UTC)`."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                yield node.lineno, ast.unparse(node.func).rpartition(".")[2]

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node


def written(folder: str) -> list[Module]:
    paths = sorted((ROOT / folder).rglob("*.py"))
    return [Module(one.relative_to(ROOT).as_posix(), one.read_text("utf-8")) for one in paths]


MODULES = written("bot")
TESTS = written("tests")


def wrong_way(module: Module) -> Iterator[str]:
    """Imports of our own that the table does not have."""
    for line, name in module.imports():
        other = [*name.split("."), "__init__"][1]
        is_ours = name.split(".")[0] == "bot" and other != module.room
        if is_ours and other not in MAY_IMPORT[module.room]:
            yield f"{module.name}:{line}: {module.room} may not import {other}"


def wrong_door(module: Module) -> Iterator[str]:
    """Imports of an outside library away from its door."""
    for line, name in module.imports():
        library = name.split(".")[0]
        if library == "bot" or library in sys.stdlib_module_names:
            continue
        if not any(module.name.startswith(door) for door in DOORS.get(library, ())):
            yield f"{module.name}:{line}: {library} has another door"


def impure(module: Module) -> Iterator[str]:
    """What a pure module must not reach for: files, clocks, chance, the network."""
    for line, name in module.imports():
        if name in OUTSIDE_WORLD:
            yield f"{module.name}:{line}: imports {name}"
    for line, name in module.calls():
        if name in CLOCKS or (name in READING and module.name not in READS_FILES):
            yield f"{module.name}:{line}: calls {name}"


def test_every_room_is_in_the_table() -> None:
    assert {module.room for module in MODULES} == set(MAY_IMPORT)


def test_imports_point_one_way() -> None:
    assert [fault for module in MODULES for fault in wrong_way(module)] == []


def test_the_table_has_no_circle() -> None:
    rest = dict(MAY_IMPORT)
    while free := {room for room, others in rest.items() if not others & set(rest)}:
        rest = {room: others for room, others in rest.items() if room not in free}
    assert rest == {}


def test_each_outside_library_has_one_door() -> None:
    assert [fault for module in MODULES for fault in wrong_door(module)] == []


@pytest.mark.parametrize("room", PURE)
def test_the_inner_rooms_see_no_clock_and_do_no_input_or_output(room: str) -> None:
    inside = [module for module in MODULES if module.room == room]
    assert [fault for module in inside for fault in impure(module)] == []


def test_only_the_wiring_reads_the_time() -> None:
    assert [module.name for module in MODULES if "datetime.now(" in module.text] == [
        "bot/wiring.py"
    ]


def test_no_file_is_longer_than_a_person_reads() -> None:
    lengths = {module.name: len(module.text.splitlines()) for module in MODULES + TESTS}
    assert {name: n for name, n in lengths.items() if n > LONGEST_FILE} == {}


def test_no_function_is_longer_than_thirty_statements() -> None:
    lengths = {
        f"{module.name}:{one.lineno}": sum(isinstance(n, ast.stmt) for n in ast.walk(one)) - 1
        for module in MODULES + TESTS
        for one in module.functions()
    }
    assert {name: n for name, n in lengths.items() if n > LONGEST_FUNCTION} == {}


def test_every_module_begins_with_one_sentence() -> None:
    opening = {one.name: (ast.get_docstring(one.tree) or "").split("\n\n")[0] for one in MODULES}
    assert [name for name, line in opening.items() if not line.endswith((".", ":"))] == []


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("from bot.tg import app", "domain may not import tg"),
        ("def late():\n    from bot import wiring", "domain may not import wiring"),
        ("import sqlalchemy as sa", "sqlalchemy has another door"),
        ("import time", "imports time"),
        ("moment = datetime.now(UTC)", "calls now"),
        ("text = path.read_text()", "calls read_text"),
    ],
)
def test_a_wrong_line_would_be_found(line: str, fault: str) -> None:
    module = Module("bot/domain/imagined.py", line)
    found = [*wrong_way(module), *wrong_door(module), *impure(module)]
    assert [one for one in found if one.endswith(fault)] != []
