"""The commands of `python -m bot`: each is a function that returns its exit code."""

from __future__ import annotations

import argparse
import asyncio
import io
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from bot import logs, settings
from bot.answering import ask_json, check, evaluate, load
from bot.answering.answer import Engine
from bot.domain.errors import BotError, KnowledgeError
from bot.settings import Settings

GOOD, NO, UNUSABLE = 0, 1, 2


def engine(chosen: Settings) -> Engine:
    """The engine over the folder's knowledge; raises where it cannot be read."""
    folder = settings.knowledge_folder(chosen)
    known, problems = load.load(folder)
    if known is None:
        lines = [f"{folder / one.path}:{one.line}: {one.reason}" for one in problems[:10]]
        raise KnowledgeError("\n".join(lines))
    return Engine(known)


def run(chosen: Settings, _: argparse.Namespace) -> int:
    """Migrate, check the knowledge base, and serve until SIGTERM."""
    from bot import wiring

    return asyncio.run(wiring.run(chosen))


def demo(chosen: Settings, given: argparse.Namespace) -> int:
    """The whole service with no token and no network."""
    from bot import demo as theatre

    if given.help:
        print(theatre.HELP, end="")
        return GOOD
    return theatre.play(chosen)


def migrate(chosen: Settings, _: argparse.Namespace) -> int:
    """Bring the database's schema to the newest version."""
    from bot.storage.migrate import migrate as upgrade

    version = asyncio.run(upgrade(chosen.database_url.get_secret_value()))
    print(f"schema {version}")
    return GOOD


def retention(chosen: Settings, given: argparse.Namespace) -> int:
    """Delete what is kept no longer, as the running desk does; says what went, by rule."""
    from bot import upkeep

    taken = asyncio.run(upkeep.retain(chosen, dry=given.dry_run))
    for rule, count in taken.items():
        print(f"{rule} {count}")
    return GOOD


def export(chosen: Settings, given: argparse.Namespace) -> int:
    """A case's file, or the register, onto standard output."""
    from bot import upkeep

    if given.what.lower() == "register":
        ending = "csv" if given.csv else "json"
        content = asyncio.run(upkeep.export_register(chosen, given.period, ending))
    else:
        made = asyncio.run(upkeep.export_case(chosen, given.what, full=given.full))
        if made is None:
            print(f"export: no case {given.what}", file=sys.stderr)
            return NO
        content = made
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    return GOOD


def verify(_: Settings, given: argparse.Namespace) -> int:
    """Whether an exported file is as it was made; every place where it is not."""
    from bot import upkeep

    lines, sound = upkeep.verify(given.file, given.mark)
    for line in lines:
        print(line)
    return GOOD if sound else NO


def backup(chosen: Settings, given: argparse.Namespace) -> int:
    """A consistent copy of the database, while the desk runs."""
    from bot import upkeep

    upkeep.back_up(chosen, given.file)
    print(f"{given.file} holds the database; it cannot be read without the keys, kept elsewhere")
    return GOOD


def restore(chosen: Settings, given: argparse.Namespace) -> int:
    """Put a backup in the database's place; the forgotten are forgotten again."""
    from bot import upkeep

    before, count = asyncio.run(upkeep.restore(chosen, given.file))
    print(f"restored; forgotten again: {count}")
    if before is not None:
        print(f"the database of before is {before}: delete it when all is well")
    return GOOD


def rekey(chosen: Settings, _: argparse.Namespace) -> int:
    """Seal everything again under the newest key."""
    from bot import upkeep

    done = asyncio.run(upkeep.rekey(chosen))
    print(f"sealed again: {done.values}; could not be opened: {done.broken}")
    print("the older keys are still needed" if done.broken else "the older keys can go")
    return NO if done.broken else GOOD


def ask(chosen: Settings, given: argparse.Namespace) -> int:
    """Answer one question, or with --json one a line until the end of input."""
    if not given.question and not given.json:
        print("ask: a question is needed (or --json)", file=sys.stderr)
        return UNUSABLE
    answering = engine(chosen)
    if given.json:
        return ask_each(answering)
    question = " ".join(given.question)
    if given.policy and given.policy not in answering.knowledge.policies:
        known = ", ".join(sorted(answering.knowledge.policies))
        print(f"ask: no policy {given.policy}; there are: {known}", file=sys.stderr)
        return UNUSABLE
    for line in spoken(answering, question, given.policy):
        print(line)
    if given.explain:
        print("\n".join(answering.explain(question, given.policy)))
    return GOOD


def spoken(answering: Engine, question: str, policy: str | None) -> list[str]:
    """A reply as a person reads it."""
    reply = answering.answer(question, policy)
    lines = [f"{reply.outcome}" + (f" · {reply.policy}" if reply.policy else "")]
    for hit in reply.hits:
        cites = "; ".join(f"{cite.section}, {where(cite.lines)}" for cite in hit.article.cites)
        lines.append(f"{hit.score:.2f} {hit.article.id} ({hit.article.stance})")
        lines += [f"     {hit.article.summary[reply.language]}", f"     {cites or 'no passage'}"]
    if reply.offer:
        lines.append(f"request: {', '.join(reply.offer)}")
    return lines


def where(spans: Iterable[tuple[int, int]]) -> str:
    """line 134 / lines 141-142, 150."""
    each = ", ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in spans)
    return f"line {each}" if each.isdecimal() else f"lines {each}"


def ask_each(answering: Engine) -> int:
    """One JSON object a line, answered in order and flushed."""
    sound = True
    for line, good in ask_json.ask_lines(answering, sys.stdin):
        print(line, flush=True)
        sound = sound and good
    return GOOD if sound else NO


def check_(chosen: Settings, given: argparse.Namespace) -> int:
    """Every problem of the knowledge base, one a line."""
    if (sources := given.sources) is not None and not sources.is_dir():
        print(f"check: {sources}: no such folder", file=sys.stderr)
        return UNUSABLE
    problems = check.check_folder(
        settings.knowledge_folder(chosen), given.sources or chosen.sources
    )
    for problem in problems:
        print(problem)
    return NO if problems else GOOD


def eval_(chosen: Settings, given: argparse.Namespace) -> int:
    """Figures of a question file; in one called unscoped, the company has to be found."""
    sources = given.sources or chosen.sources
    if sources is not None and not sources.is_dir():
        print(f"eval: {sources}: no such folder", file=sys.stderr)
        return UNUSABLE
    scoped = not (given.unscoped or "unscoped" in given.file.stem)
    folder = settings.knowledge_folder(chosen)
    try:
        lines = evaluate.run_eval(given.file, folder, sources, misses=given.misses, scoped=scoped)
    except evaluate.Unusable as error:
        print(f"eval: {error}", file=sys.stderr)
        return UNUSABLE
    print("\n".join(lines))
    return GOOD


def parser() -> argparse.ArgumentParser:
    """The commands and what each takes."""
    top = argparse.ArgumentParser(prog="privasi", description="A privacy desk in a chat.")
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    add = commands.add_parser
    plain(add("run", help=run.__doc__), run)
    playing = plain(add("demo", help=demo.__doc__, add_help=False), demo)
    playing.add_argument(
        "-h", "--help", action="store_true"
    )  # its own page, loaded when asked for
    asking = plain(add("ask", help=ask.__doc__), ask)
    asking.add_argument("--json", action="store_true", help="one JSON object a line, in and out")
    asking.add_argument("--explain", action="store_true", help="why each article scored as it did")
    asking.add_argument("--policy", help="the policy asked about")
    asking.add_argument("question", nargs="*")
    checking = plain(add("check", help=check_.__doc__), check_)
    checking.add_argument("--sources", type=Path, help="folder of the original texts")
    measuring = plain(add("eval", help=eval_.__doc__), eval_)
    measuring.add_argument("file", type=Path)
    measuring.add_argument("--sources", type=Path, help="folder of the original texts")
    measuring.add_argument(
        "--unscoped", action="store_true", help="the questions name their company: find it"
    )
    measuring.add_argument("--misses", action="store_true", help="list what went wrong")
    of_the_database(add)
    return top


def of_the_database(add: Callable[..., argparse.ArgumentParser]) -> None:
    """The commands of whoever looks after what is kept."""
    plain(add("migrate", help=migrate.__doc__), migrate)
    exporting = plain(add("export", help=export.__doc__), export)
    exporting.add_argument("what", metavar="REFERENCE|register")
    exporting.add_argument("--full", action="store_true", help="the words of a case unmasked")
    exporting.add_argument("--period", default="all", help="2026-10, 2026, 90 (days) or all")
    exporting.add_argument("--csv", action="store_true", help="the register for a spreadsheet")
    verifying = plain(add("verify", help=verify.__doc__), verify)
    verifying.add_argument("file", type=Path)
    verifying.add_argument("--mark", help="the mark of the record that a receipt shows")
    for command in (backup, restore):
        plain(add(command.__name__, help=command.__doc__), command).add_argument("file", type=Path)
    plain(add("rekey", help=rekey.__doc__), rekey)
    retaining = plain(add("retention", help=retention.__doc__), retention)
    retaining.add_argument("--dry-run", action="store_true", help="count, and delete nothing")


def plain(
    made: argparse.ArgumentParser, command: Callable[[Settings, argparse.Namespace], int]
) -> argparse.ArgumentParser:
    made.set_defaults(command=command)
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; trouble is one line on standard error, never a traceback."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    given = parser().parse_args(arguments)
    try:
        chosen = settings.bare() if given.command is demo else settings.read()
        logs.configure(chosen.log_level, chosen.log_format)
        code: int = given.command(chosen, given)
        sys.stdout.flush()
        return code
    except BotError as error:
        print(f"privasi: {error}", file=sys.stderr)
    except BrokenPipeError:  # nobody reads on; the interpreter would complain of it at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        print(f"privasi: {error.strerror or type(error).__name__}", file=sys.stderr)
    except KeyboardInterrupt:
        pass
    return NO
