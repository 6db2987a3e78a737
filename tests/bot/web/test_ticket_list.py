"""The console's list of tickets: what it shows, how it goes on, what is late."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.kinds import DRILL
from handlers.model import Outcome, Status, Step, TicketEvent
from tests.bot.web.house import WANG, WRONG_NAME, XSS, House, Visitor, has_ticket
from tests.bot.web.morning import add_alert, make_ticket

ESCAPED = "{ticket}&lt;script&gt;alert(1)&lt;/script&gt;"


@pytest.fixture
async def five(house: House) -> None:
    """Five tickets that differ in kind, status and words."""
    tickets = (
        make_ticket(house, 1),
        make_ticket(house, 2, kind="complaint", category="noise", summary="楼上装修", status=Status.ACCEPTED),
        make_ticket(house, 3, status=Status.DONE, room="3-1-1203"),
        make_ticket(house, 4, status=Status.WITHDRAWN),
        make_ticket(house, 5, status=Status.REOPENED, reporter=XSS),
    )
    await house.save(Outcome(tickets=tickets))


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        pytest.param("", {1, 2, 5}, id="what has work left in it comes first"),
        pytest.param("?tab=waiting", {1, 5}, id="nobody has accepted"),
        pytest.param("?tab=finished", {3}, id="finished"),
        pytest.param("?tab=all", {1, 2, 3, 4, 5}, id="all"),
        pytest.param("?tab=all&kind=complaint", {2}, id="of one kind"),
        pytest.param("?tab=all&q=装修", {2}, id="searched by words"),
        pytest.param("?tab=all&q=%233", {3}, id="searched by number"),
        pytest.param("?tab=all&q=3-1-1203", {3}, id="searched by room"),
        pytest.param("?tab=all&before=3", {1, 2}, id="the page after"),
        pytest.param("?tab=nonsense&kind=nonsense&before=x", {1, 2, 5}, id="nonsense is passed over"),
        pytest.param("?q=%27%3B+DROP+TABLE+tickets%3B--", set(), id="a search is only text"),
    ],
)
@pytest.mark.usefixtures("five")
async def test_the_list_shows(manager: Visitor, query: str, numbers: set[int]) -> None:
    page = await manager.read(f"/{query}")
    assert {number for number in range(1, 6) if has_ticket(page, number)} == numbers


async def test_a_drill_is_called_one_in_the_list_and_on_its_page(house: House, manager: Visitor) -> None:
    await add_alert(house, 1)
    assert "演练" not in await manager.read("/")
    await add_alert(house, 2, policy=DRILL)
    for path in ("/", "/tickets/sunny/2"):
        assert ">演练<" in await manager.read(path)


async def test_a_long_list_goes_on_to_older_tickets(house: House, manager: Visitor) -> None:
    await house.save(Outcome(tickets=tuple(make_ticket(house, number) for number in range(1, 41))))
    page = await manager.read("/")
    assert (has_ticket(page, 11), has_ticket(page, 10)) == (True, False)
    assert "before=11" in page
    assert has_ticket(await manager.read("/?before=11"), 10)


@pytest.mark.parametrize(
    ("status", "shown"), [(Status.OPEN, "派给"), (Status.REOPENED, "派给"), (Status.ACCEPTED, "接单")]
)
async def test_who_was_given_a_ticket_has_not_accepted_it(
    house: House, manager: Visitor, status: Status, shown: str
) -> None:
    await house.save(Outcome(tickets=(make_ticket(house, 1, status=status, assignee=WANG),)))
    assert f"<span>{shown} {WANG.name}</span>" in await manager.read("/")


async def test_an_overdue_ticket_says_by_how_much(house: House, manager: Visitor) -> None:
    late = make_ticket(house, 1, respond_by=house.clock.now() - timedelta(minutes=7))
    await house.save(Outcome(tickets=(late,)))
    assert "接单超时 7分钟" in await manager.read("/")


async def test_both_limits_the_hold_and_who_was_told_are_shown(house: House, manager: Visitor) -> None:
    now = house.clock.now()
    taken = make_ticket(house, 1, status=Status.ACCEPTED, resolve_by=now - timedelta(minutes=5))
    held = make_ticket(house, 2, status=Status.ON_HOLD, held_until=now + timedelta(hours=2))
    told = TicketEvent(estate=taken.estate, ticket=1, step=Step.ESCALATED, at=now, actor=taken.reporter)
    await house.save(Outcome(tickets=(taken, held), events=(told,)))
    page = await manager.read("/tickets/sunny/1")
    for words in ("接单时限", "完成时限", "完成超时 5分钟", "超时上报"):
        assert words in page
    assert "挂起到" in await manager.read("/tickets/sunny/2")
    assert "完成超时 5分钟" in await manager.read("/")


@pytest.mark.usefixtures("five")
async def test_a_name_that_is_code_is_only_text(manager: Visitor) -> None:
    for page in ("/", "/tickets/sunny/5"):
        html = await manager.read(page)
        assert ESCAPED in html
        assert WRONG_NAME not in html
