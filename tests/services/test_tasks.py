"""A case's systems: added, worked off, and in the way of an erasure that is not done."""

from __future__ import annotations

from bot.domain.cases import Status
from bot.services.records import CaseFile

from .conftest import on_sqlite
from .office import BUDI, JOKO, RINA, SARI, Office, taken


def shown(office: Office) -> str:
    """The list as it was last shown."""
    return [row.text for row in office.sent if row.text.startswith("Systems to work")][-1]


async def press(office: Office, user: int, label: str) -> str:
    row = next(row for row in reversed(office.sent) if label in row.buttons)
    return (await office.click(user, row.buttons[label], message_id=row.number)).text


async def listed(office: Office) -> CaseFile:
    case = await taken(office)
    await office.order(RINA, "tasks", case, "add Newsletter, Billing,  Support   desk, billing")
    return case


async def test_each_system_ends_as_it_was_found(office: Office) -> None:
    case = await listed(office)
    assert shown(office).splitlines() == [
        "Systems to work through: 0 of 3 done",
        "1 ▫ Newsletter",
        "2 ▫ Billing",
        "3 ▫ Support desk",
    ]
    for system, end in (("Newsletter", "Done"), ("Support desk", "Not found there")):
        await press(office, RINA, system)
        await press(office, RINA, end)
    await press(office, RINA, "Billing")
    await press(office, RINA, "Exception…")
    await office.staff(RINA, "invoices are kept ten years", case)
    assert shown(office).splitlines() == [
        "Systems to work through: 3 of 3 done",
        "1 ✅ Newsletter",
        "2 ❗ Billing: invoices are kept ten years",
        "3 ✅ Support desk: nothing found there",
    ]
    card = [row for row in office.sent if row.kind == "card"][-1]
    assert "Tasks: 3 of 3 done" in card.text
    moves = [one.move for one in (await office.file(case)).steps]
    assert moves[-3:] == ["task_done", "task_not_found", "task_exception"]


async def test_an_erasure_is_not_done_while_a_system_is_open_and_an_exception_is_mentioned(
    office: Office,
) -> None:
    case = await listed(office)
    await office.do(RINA, "propose", case)
    answer = await office.do(RINA, "pick", case, "fulfilled")
    assert answer.alert
    assert answer.text.startswith("Still open: Newsletter, Billing, Support desk.")
    for system in ("Newsletter", "Billing"):
        await press(office, RINA, system)
        await press(office, RINA, "Done")
    await press(office, RINA, "Support desk")
    await press(office, RINA, "Exception…")
    await office.staff(RINA, "tickets stay a year", case)
    await office.do(RINA, "propose", case)
    await office.do(RINA, "pick", case, "fulfilled")
    asked = [row.text for row in office.sent if row.text.startswith("Write the answer")][-1]
    assert asked.endswith("To be said in it: Support desk: tickets stay a year")
    await office.staff(RINA, "All is gone but your tickets.", case)
    await office.order(RINA, "tasks", case, "add Archive")
    assert (await office.do(RINA, "done", case, "submit")).text.startswith("Still open: Archive")
    await press(office, RINA, "Archive")
    await press(office, RINA, "Remove")
    await office.do(RINA, "done", case, "submit")
    await office.order(RINA, "tasks", case, "add Logs")
    assert (await office.do(SARI, "approve", case)).text.startswith("Still open: Logs")
    await press(office, RINA, "Logs")
    await press(office, RINA, "Not found there")
    await office.do(SARI, "approve", case)
    assert (await office.file(case)).requests[0].status is Status.FULFILLED


@on_sqlite
async def test_partly_done_says_so_and_needs_no_empty_list(office: Office) -> None:
    case = await listed(office)
    await office.do(RINA, "propose", case)
    assert (await office.do(RINA, "pick", case, "partly_fulfilled")).text == ""


async def test_systems_of_earlier_cases_of_the_company_are_one_press_away(office: Office) -> None:
    await listed(office)
    other = await taken(office, BUDI)
    await office.order(JOKO, "tasks", other)
    offered = set(office.sent[-1].buttons)
    assert offered == {"+ Newsletter", "+ Billing", "+ Support desk", "Add a system"}
    await press(office, RINA, "+ Billing")
    assert shown(office).splitlines()[1:] == ["1 ▫ Billing"]
    foreign = await taken(office, company="warungin")
    await office.order(RINA, "tasks", foreign)
    assert set(office.sent[-1].buttons) == {"Add a system"}


@on_sqlite
async def test_names_can_be_written_and_only_the_holder_adds_them(office: Office) -> None:
    case = await taken(office)
    await office.do(RINA, "tadd", case)
    await office.staff(RINA, "CRM\nData warehouse", case)
    assert shown(office).splitlines()[1:] == ["1 ▫ CRM", "2 ▫ Data warehouse"]
    [refused] = await office.order(JOKO, "tasks", case, "add Mine")
    assert refused.text.startswith("That isn't available here.")
    assert await press(office, JOKO, "CRM") == refused.text
