"""Before a version is loaded an admin sees its problems, or what it changes in answers."""

from __future__ import annotations

from bot.answering import ready
from bot.answering.articles import Problem
from bot.answering.golden import Figures, Put, Score, Shift
from bot.language.catalogue import catalogue
from bot.services import reports
from bot.services.comparing import Change, Compared, Rewrite, Version, compare
from bot.services.reload import Checked
from bot.services.reports import report
from bot.storage import answers, facts

from .companies import files
from .conftest import on_sqlite
from .office import TONO, Office, Row
from .test_reload import changed
from .test_unanswered import kept

EN = catalogue("en")


def test_problems_are_told_with_file_and_line_and_the_rest_counted() -> None:
    problems = tuple(Problem("policies/a.yaml", n, "is wrong") for n in range(1, 14))
    message = report(EN, Checked(problems=problems, active=4))
    lines = message.text.splitlines()
    assert lines[0] == "Not loaded; v4 stays in use. Problems: 13"
    assert lines[1] == "policies/a.yaml:1: is wrong"
    assert len(lines) == 2 + reports.SHOWN
    assert "3 more" in lines[-1]
    assert message.rows == ()


def test_no_change_is_called_so() -> None:
    assert report(EN, Checked(version=4, active=4)).text.startswith("Nothing changed: v4")


def test_changes_are_told_by_policy_with_a_few_names() -> None:
    many = tuple(f"tokoku.{n}" for n in range(7))
    found = Checked(
        version=5,
        active=4,
        compared=Compared(
            changes=(Change("tokoku", many, ("tokoku.a",), ("tokoku.b",)),),
            shared=("statutes.yaml",),
            after=Figures(must=Score(12, 12)),
        ),
        cases=3,
    )
    text = report(EN, found).text
    assert "tokoku: 7 new (0, 1, 2, 3, 4, …) · 1 changed (a) · 1 removed (b)" in text
    assert "shared files: statutes.yaml" in text
    assert "all that must hold (12) do" in text
    assert "Open cases that rest on changed passages: 3" in text


def test_a_version_without_changed_articles_says_that_too() -> None:
    assert "no article changes" in report(EN, Checked(version=5, active=4)).text


def test_the_measured_questions_are_told_beside_those_before() -> None:
    before, after = Figures(measure=Score(3, 4)), Figures(Score(5, 5), Score(2, 4))
    found = Checked(version=5, active=4, compared=Compared(before=before, after=after))
    text = report(EN, found).text
    assert "of the counted ones 2/4, 50.0 % are right (before 3/4, 75.0 %)" in text


SHIFT = Shift(Put("how long", "tokoku"), "tokoku.retention", "tokoku.security")


async def looked(office: Office, *shifts: Shift, version: int = 5) -> None:
    rewrite = Rewrite("tokoku.security", {"en": "Old.", "id": "Lama."}, {"en": "New.", "id": "X."})
    compared = Compared(shifts=shifts, rewrites=(rewrite,))
    async with office.database.transaction() as db:
        found = Checked(version=version, active=4, compared=compared)
        await reports.remember(db, office.desk, TONO, found)


async def page(office: Office, number: int = 0, version: int = 5) -> Row:
    async with office.database.transaction() as db:
        await reports.turn(db, office.desk, TONO, number, version, 55)
        [row] = await office.deliver(db)
    return row


async def test_a_report_is_looked_through_answers_first(office: Office) -> None:
    await looked(office, *[SHIFT] * 4)
    first, second = await page(office), await page(office, 1)
    told = "“how long” · tokoku · golden question\n– tokoku.retention\n+ tokoku.security"
    assert first.text.count(told) == 3
    assert first.buttons == {"▶": "kturn:1:5"}
    assert second.text.endswith("tokoku.security\n– Old.\n+ New.")
    assert second.buttons == {"◀": "kturn:0:5"}
    assert (await page(office, 99)).text == second.text


@on_sqlite
async def test_the_pages_of_an_older_report_are_out_of_date(office: Office) -> None:
    assert (await page(office)).text == EN("admin.outdated")
    await looked(office, SHIFT, version=6)
    assert (await page(office, version=5)).text == EN("admin.outdated")


@on_sqlite
async def test_customers_words_are_shown_only_while_they_are_kept(office: Office) -> None:
    """The report itself holds none: it is no second place to forget."""
    await kept(office, "can my boss read my chats")
    async with office.database.reading() as db:
        [waiting] = await answers.waiting(db, limit=1)
    await looked(office, Shift(Put(waiting.words, "tokoku", waiting.seq), "unknown", "tokoku.a"))
    async with office.database.reading() as db:
        stored = await facts.get(db, f"report:{TONO}")
    assert "boss" not in str(stored)
    told = "“can my boss read my chats” · tokoku · asked lately\n– unknown\n+ tokoku.a"
    assert told in (await page(office)).text
    async with office.database.transaction() as db:
        await answers.dismiss(db, [waiting.seq])
    assert "“no longer kept”" in (await page(office)).text


def test_what_a_rewritten_article_said_and_says_is_compared() -> None:
    found = compare(Version(files()), Version(changed()))
    [rewrite] = found.rewrites
    assert rewrite.article == "tokoku.security"
    assert rewrite.after == {"en": "It says otherwise now.", "id": "Kini lain."}
    assert found.before == found.after
    assert compare(None, Version(files())).rewrites == ()


def test_what_was_kept_compares_like_what_is_learnt_anew() -> None:
    learnt = compare(Version(files()), Version(changed()))
    old, new = (Version(texts, ready.from_files(texts)) for texts in (files(), changed()))
    assert compare(old, new) == learnt
