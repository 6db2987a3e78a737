"""Alerts and notices."""

from __future__ import annotations

from dataclasses import replace

from handlers.model import AlertState, NoticeState, Outcome
from storage.engine import Database
from tests.storage.building import ESTATE, NOW, add_estate, make_alert, make_notice, make_ticket, minutes


async def test_live_alerts_are_those_that_nobody_closed(estate: Database) -> None:
    await add_estate(estate, "other", "别处")
    states = list(AlertState)
    async with estate.transaction() as unit:
        await unit.save(
            Outcome(
                tickets=(*(make_ticket(n) for n in range(1, 5)), make_ticket(1, estate="other")),
                alerts=(
                    *(
                        make_alert(number, state=state, opened_at=NOW - minutes(number))
                        for number, state in enumerate(states, start=1)
                    ),
                    make_alert(1, estate="other"),
                ),
            )
        )
        live = await unit.alerts.live(ESTATE)
        assert {alert.state for alert in live} == {AlertState.UNCONFIRMED, AlertState.ACTIVE}
        assert all(alert.live for alert in live)
        assert [alert.opened_at for alert in live] == sorted(alert.opened_at for alert in live)
        assert len(await unit.alerts.live()) == 3
        assert [alert.ticket for alert in await unit.alerts.listing(ESTATE, limit=2)] == [4, 3]
        assert await unit.alerts.get(ESTATE, 9) is None


async def test_an_alert_remembers_whom_it_told_and_when_it_closed(estate: Database) -> None:
    async with estate.transaction() as unit:
        await unit.save(Outcome(tickets=(make_ticket(),), alerts=(make_alert(),)))
        alert = await unit.alerts.get(ESTATE, 1)
        assert alert is not None
        closed = replace(
            alert,
            state=AlertState.CLEARED,
            told=("web:room:g2", "web:room:g1"),
            paged=3,
            confirmed_at=NOW,
            closed_at=NOW + minutes(30),
        )
        await unit.save(Outcome(alerts=(closed,)))
        assert await unit.alerts.get(ESTATE, 1) == replace(closed, version=2)


async def test_notices_have_numbers_of_their_own(estate: Database) -> None:
    async with estate.transaction() as unit:
        assert await unit.notices.next_number(ESTATE) == 1
        await unit.save(Outcome(tickets=(make_ticket(1), make_ticket(2)), notices=(make_notice(1),)))
        assert await unit.notices.next_number(ESTATE) == 2
        assert await unit.tickets.next_number(ESTATE) == 3


async def test_unfinished_notices_are_previews_and_those_being_sent(estate: Database) -> None:
    states = list(NoticeState)
    async with estate.transaction() as unit:
        await unit.save(
            Outcome(notices=tuple(make_notice(n, state=state) for n, state in enumerate(states, start=1)))
        )
        unfinished = await unit.notices.unfinished()
        assert [notice.state for notice in unfinished] == [NoticeState.PREVIEW, NoticeState.SENDING]
        assert await unit.notices.unfinished("other") == ()
        last = len(states)
        assert [one.number for one in await unit.notices.listing(ESTATE, limit=2)] == [last, last - 1]
        changed = replace(unfinished[0], state=NoticeState.CANCELLED)
        await unit.save(Outcome(notices=(changed,)))
        assert await unit.notices.get(ESTATE, changed.number) == replace(changed, version=2)
        assert await unit.notices.get(ESTATE, 99) is None
