"""First words first: what a reporter must do now is said even while the database cannot write.

A danger that is not stored within a moment (the file is locked, the disk is full) is answered at once, by
the account itself; when the decision is stored after all, its advice is noted as said and not said again.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.channels.base import SendFailed
from bot.clock import Clock
from handlers.model import Delivery, DeliveryState, Outcome, Purpose

log = logging.getLogger("linli.first_words")

#: So long a decision may take before its first words go ahead of it; a machine that is only busy is faster.
PATIENCE_SECONDS = 2.0
REMEMBERED = 1_000

#: Sends one thing now, past the outbox; gives the account and the network's id.  Raises SendFailed.
Speak = Callable[[Delivery], Awaitable[tuple[str, str | None]]]


class FirstWords:
    """Watches over urgent decisions.  Without `speak` (as in a replay) it only lets them pass."""

    def __init__(self, clock: Clock, speak: Speak | None = None) -> None:
        self._clock = clock
        self.patience_seconds = PATIENCE_SECONDS
        self.speak = speak
        self._said: OrderedDict[str, Delivery] = OrderedDict()

    async def see_through(
        self, draft: Callable[[], Delivery | None], decision: Coroutine[Any, Any, Outcome],
        queue: Callable[[Delivery], Awaitable[object]],
    ) -> Outcome:  # fmt: skip
        """What the decision comes to.  Says `draft` ahead of it where it takes too long, or fails.

        `queue` puts into the outbox what could not be said ahead and was taken for said.
        """
        if self.speak is None:
            return await decision
        task, patience = asyncio.create_task(decision), asyncio.create_task(self._wait())
        try:
            await asyncio.wait({task, patience}, return_when=asyncio.FIRST_COMPLETED)
            if not task.done() or task.cancelled() or task.exception() is not None:
                await self._say_ahead(draft(), task, queue)
            return await task
        finally:
            patience.cancel()
            if not task.done():
                task.cancel()

    async def _wait(self) -> None:
        await self._clock.sleep(self.patience_seconds)

    async def _say_ahead(
        self,
        words: Delivery | None,
        task: asyncio.Task[Outcome],
        queue: Callable[[Delivery], Awaitable[object]],
    ) -> None:
        key = words.answers if words else None
        if words is None or key is None or key in self._said or self.speak is None:
            return
        # Noted before it is sent: a decision that comes through meanwhile must not say it as well.
        self._remember(key, replace(words, sent_at=self._clock.now()))
        try:
            account, sent_id = await self.speak(words)
        except SendFailed as failure:
            log.warning("the first words to %s could not be said ahead: %s", words.chat, failure.reason)
            del self._said[key]
            if task.done() and not task.cancelled() and task.exception() is None:
                await queue(words)
            return
        said = replace(words, account=account, sent_id=sent_id, sent_at=self._clock.now())
        self._remember(key, said)
        log.warning("the first words to %s were said before they could be stored", words.chat)

    def _remember(self, key: str, words: Delivery) -> None:
        self._said[key] = words
        while len(self._said) > REMEMBERED:
            self._said.popitem(last=False)

    def note_said(self, outcome: Outcome, key: str, now: datetime) -> Outcome:
        """The outcome with the advice of the message `key` as said, where it was said ahead."""
        said = self._said.get(key)
        if said is None:
            return outcome
        return replace(
            outcome,
            deliveries=tuple(
                _mark_said(each, said, now) if _is_advice(each, key, said.chat) else each
                for each in outcome.deliveries
            ),
        )


def _is_advice(delivery: Delivery, key: str, chat: str) -> bool:
    return delivery.purpose is Purpose.ADVICE and delivery.answers == key and delivery.chat == chat


def _mark_said(delivery: Delivery, said: Delivery, now: datetime) -> Delivery:
    return replace(
        delivery,
        text=said.text,
        state=DeliveryState.ACCEPTED,
        attempts=1,
        account=said.account,
        sent_id=said.sent_id,
        sent_at=said.sent_at or now,
    )
