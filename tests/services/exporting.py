"""What is taken out of the desk, as the tests of it look at it."""

from __future__ import annotations

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
