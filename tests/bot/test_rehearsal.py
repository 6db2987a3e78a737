"""At the start the way of an alert is gone once, and nothing of it is left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.desk.rehearsal import KEY, make_message, rehearse
from handlers.model import Delivery, DeliveryState, Purpose
from storage.unit_of_work import UnitOfWork
from tests.bot.house import make_settings, open_house

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


class Stagehand:
    """Notes what is handed over."""

    def __init__(self) -> None:
        self.saved: list[Delivery] = []

    async def rehearse(self, uow: UnitOfWork, saved: Sequence[Delivery]) -> None:
        self.saved += saved
        assert await uow.messages.claim(KEY, "yun", saved[0].chat, NOW) is False


async def test_a_rehearsal_goes_the_whole_way_and_leaves_nothing(tmp_path: Path, database_url: str) -> None:
    settings = make_settings(tmp_path, storage={"url": database_url})
    async with open_house(settings) as house:
        app, stagehand = house.app, Stagehand()
        await rehearse(app.database, app.directory, app.desk, stagehand, app.classify, NOW)
        relays = [each.chat for each in stagehand.saved if each.purpose is Purpose.RELAY]
        assert len(relays) == 4
        async with app.database.transaction() as uow:
            # The one at the start was forgotten as well, and the number of the first ticket is still free.
            assert await uow.tickets.next_number("yun") == 1
            assert await uow.tickets.listing("yun") == ()
            assert await uow.alerts.live() == ()
            assert await uow.outbox.listing(tuple(DeliveryState)) == ()
            message = make_message(app.directory, NOW)
            assert message is not None
            assert await uow.messages.claim(KEY, "yun", message.chat.id, NOW)
        assert not app.desk.watch.has_alerts("yun")
        assert house.channel.attempts == []


async def test_without_any_group_there_is_nothing_to_rehearse(tmp_path: Path) -> None:
    settings = make_settings(tmp_path, estates=[{"id": "yun", "name": "云杉里"}])
    async with open_house(settings) as house:
        assert make_message(house.app.directory, NOW) is None
