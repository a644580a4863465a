"""Each member of staff is answered in their own language; what all see is in the group's."""

from __future__ import annotations

from bot.language.catalogue import catalogue
from bot.storage import journal

from .conftest import on_sqlite
from .office import DEWI, JOKO, RINA, SARI, Office, filed, taken

ID = catalogue("id")


async def test_alerts_are_in_the_pressers_language_and_the_thread_in_the_groups(
    office: Office,
) -> None:
    await office.order(RINA, "language", words="id")
    case = await filed(office)
    answer = await office.do(RINA, "take", case)
    assert answer.text == ID("staff.yours", reference=case.case.reference)
    assert any(row.text.startswith("Rina took") for row in office.sent)
    late = await office.do(JOKO, "take", case)
    assert late.text == "Rina took it before you."


async def test_a_button_chooses_for_whoever_presses_it(office: Office) -> None:
    [asked] = await office.order(RINA, "language")
    assert "in English;" in asked.text
    for user, label, said in (
        (RINA, "English", "From now on I answer you in English."),
        (JOKO, "Bahasa Indonesia", ID("staff.language.own")),
    ):
        assert (await office.click(user, asked.buttons[label])).text == said
    [help_] = await office.order(JOKO, "help")
    assert help_.text == ID("staff.help")
    assert (await office.click(RINA, "lang:xx")).alert


@on_sqlite
async def test_leads_and_admins_change_what_all_see_and_nobody_else(office: Office) -> None:
    [refused] = await office.order(RINA, "language", words="group id")
    assert refused.text.startswith("That isn't available here.")
    case = await taken(office)
    for user, code, said in ((SARI, "id", ID), (DEWI, "en", catalogue("en"))):
        [told] = await office.order(user, "language", words=f"group {code}")
        assert told.text == said("staff.language.group")
        card = (await office.order(RINA, "card", case))[-1]
        assert said("staff.card.holder", name="Rina") in card.text
    async with office.database.reading() as db:
        found = [(one.user_id, one.what, one.about) for one in await journal.of_all(db)]
    assert found == [
        (RINA, "refused", "language group"),
        (SARI, "language", "id"),
        (DEWI, "language", "en"),
    ]
