"""Alerts without a detour: taken in the transaction that opens them, sent the moment it is committed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from handlers.model import Delivery, Outcome
from storage.unit_of_work import UnitOfWork


class Sender(Protocol):
    """What delivery can do at once."""

    def expect_alert(self) -> None: ...

    async def mark_alerts(self, uow: UnitOfWork, new: Sequence[Delivery]) -> tuple[Delivery, ...]: ...

    async def claim_alerts(self, uow: UnitOfWork, saved: Sequence[Delivery]) -> tuple[Delivery, ...]: ...

    async def send_claimed(self, claimed: Sequence[Delivery]) -> None: ...


class Express:
    """The desk's way to delivery; without a sender (as in a replay) everything waits in the outbox."""

    def __init__(self) -> None:
        self.sender: Sender | None = None

    def expect(self) -> None:
        """An alert is about to be opened: whatever can wait does."""
        if self.sender:
            self.sender.expect_alert()

    async def save(
        self, uow: UnitOfWork, outcome: Outcome
    ) -> tuple[tuple[Delivery, ...], tuple[Delivery, ...]]:
        """Saves the outcome: all of its deliveries with their ids, and those that will be sent at once."""
        if self.sender is None or not outcome.deliveries:
            return await uow.save(outcome), ()
        marked = await self.sender.mark_alerts(uow, outcome.deliveries)
        saved = await uow.save(replace(outcome, deliveries=marked))
        return saved, await self.sender.claim_alerts(uow, saved)

    async def send(self, claimed: Sequence[Delivery]) -> None:
        """After the commit; returns when they have left, before anything else is done."""
        if self.sender and claimed:
            await self.sender.send_claimed(claimed)
