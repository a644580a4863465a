"""What is taken out of the desk, as the tests of it look at it."""

from __future__ import annotations

from dataclasses import replace

from bot.answering.articles import Contact
from bot.services import casefile, papers
from bot.services.records import CaseFile

from .office import JOKO, RINA, Office, Row, filed

WORDS = "Please write to ana@example.org or 0812 3456 7890"


async def talked(office: Office) -> CaseFile:
    """A case with words of both sides, and a note."""
    case = await filed(office, words=WORDS, email="ana@example.org")
    await office.do(RINA, "take", case)
    await office.staff(RINA, "Hello Ana, we look into it.", await office.file(case))
    await office.staff(JOKO, "// perhaps a duplicate", await office.file(case))
    return await office.file(case)


async def content(office: Office, case: CaseFile, *, full: bool = True) -> bytes:
    async with office.database.reading() as db:
        return await casefile.written(db, office.desk, case.case, full=full)


async def paper(office: Office, row: Row) -> papers.Paper:
    made = await papers.make(office.desk, None, row.payload)
    assert made is not None
    return made


TO = "privacy@tokoku.example"


def reachable(office: Office, value: str | None = TO) -> None:
    """Mail is set up, and Tokoku's policy prints this address."""
    office.notice = replace(office.notice, mails=True)
    book = office.loaded.knowledge
    known = book.policies["tokoku"]
    contact = Contact(kind="email", value=value, article="tokoku.contact")
    changed = known.model_copy(update={"contacts": (contact,)})
    policies = {**book.policies, "tokoku": changed}
    office.loaded = replace(office.loaded, knowledge=replace(book, policies=policies))
    office.library.loaded = office.loaded
