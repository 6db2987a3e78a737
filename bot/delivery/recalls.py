"""Asks the networks to take back what somebody wants taken back, and has them told what came of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import TypeVar

from bot.channels.base import Channel
from bot.clock import Clock
from handlers.commands.unsaying import ECHO_WAIT, find_obstacle, must_wait
from handlers.model import Delivery, DeliveryState, Recall, RecallState
from storage.engine import Database

log = logging.getLogger("linli.delivery")

#: Takes back what an account said: account, chat, the network's id; False where the network cannot, None
#: where the account is another process's or away.
TakeBack = Callable[[str, str, str], Awaitable[bool | None]]
#: Reports what came of a request: its estate and the key of the message that asked.
Report = Callable[[str, str | None], Awaitable[None]]
#: Returns when nothing goes before: what is taken back is not urgent.
BeQuiet = Callable[[], Awaitable[None]]

#: An account that is away, or another process's, has so long; then nobody can take it back.
ACCOUNT_WAIT = timedelta(seconds=60)
#: Settled in one transaction: whoever writes next waits for no more.
SETTLED_AT_ONCE = 50
#: Asked of the networks side by side, and settled together: as many are asked again after a crash.
ASKED_AT_ONCE = 8

#: What somebody or something still has to say.
_UNSAID = (DeliveryState.PENDING, DeliveryState.DEAD)

#: A request and what it is about.
Pair = tuple[Recall, Delivery]
Thing = TypeVar("Thing")


class Recaller:
    """Run it as often as you like: each is asked once, and each request answered once."""

    def __init__(
        self,
        clock: Clock,
        database: Database,
        take_back: TakeBack,
        report: Report,
        be_quiet: BeQuiet | None = None,
    ) -> None:
        self._clock = clock
        self._database = database
        self._take_back = take_back
        self._report = report
        self._be_quiet = be_quiet or _go_on

    async def take_back(self) -> None:
        """Asks for everything that waits for it, then has told what is settled."""
        async with self._database.view() as uow:
            asked = await uow.recalls.asked(self._clock.now() - ECHO_WAIT)
        for some in cut_in_lots(asked, SETTLED_AT_ONCE):
            await self._take_back_some(some)
        async with self._database.view() as uow:
            settled = await uow.recalls.settled()
        for estate, answers in settled:
            await self._report(estate, answers)

    async def _take_back_some(self, recalls: Sequence[Recall]) -> None:
        now, said = self._clock.now(), await self._drop_unsaid(recalls)
        known = [(recall, each) for recall, each in said if not must_wait(recall, each, now)]
        obstacles = {recall.delivery: find_obstacle(each, now) for recall, each in known}
        await self._settle({number: state for number, state in obstacles.items() if state})
        open_ones = [pair for pair in known if obstacles[pair[0].delivery] is None]
        for some in cut_in_lots(open_ones, ASKED_AT_ONCE):
            await self._be_quiet()
            await self._settle(await self._ask_for(some))

    async def _drop_unsaid(self, recalls: Sequence[Recall]) -> list[Pair]:
        """What waits for another try, or for somebody to say it by hand, now waits for neither; the rest."""
        await self._be_quiet()
        async with self._database.view() as uow:
            found = await uow.outbox.of_ids([recall.delivery for recall in recalls])
        unsaid = _list_unsaid(found)
        if unsaid:  # mostly nothing is, and nobody is kept from writing
            async with self._database.transaction() as uow:
                found |= await uow.outbox.of_ids(unsaid)
                unsaid &= _list_unsaid(found)
                await uow.outbox.cancel(unsaid)
                await uow.recalls.settle_all(dict.fromkeys(unsaid, RecallState.UNSENT))
                await uow.commit()
        pairs = ((recall, found.get(recall.delivery)) for recall in recalls)
        return [(recall, each) for recall, each in pairs if each and each.id not in unsaid]

    async def _ask_for(self, pairs: Sequence[Pair]) -> dict[int, RecallState]:
        """What came of each; an account that is away is waited for."""
        answers = await asyncio.gather(*(self._ask(delivery) for _, delivery in pairs))
        now = self._clock.now()
        return {
            recall.delivery: state or RecallState.REFUSED
            for (recall, _), state in zip(pairs, answers, strict=True)
            if state is not None or now - recall.asked_at >= ACCOUNT_WAIT
        }

    async def _ask(self, delivery: Delivery) -> RecallState | None:
        done = await self._take_back(delivery.account or "", delivery.chat, delivery.sent_id or "")
        if done is None:
            return None
        return RecallState.TAKEN_BACK if done else RecallState.REFUSED

    async def _settle(self, states: Mapping[int, RecallState]) -> None:
        if not states:
            return
        async with self._database.transaction() as uow:
            await uow.recalls.settle_all(states)
            gone = [number for number, state in states.items() if state is RecallState.TAKEN_BACK]
            if gone:
                await uow.outbox.mark_recalled(*gone)
            await uow.commit()
        for number, state in states.items():
            log.info("delivery %d: %s", number, state.value)


async def _go_on() -> None:
    """Nothing goes before."""


def _list_unsaid(found: Mapping[int, Delivery]) -> set[int]:
    return {number for number, each in found.items() if each.state in _UNSAID}


def cut_in_lots(things: Sequence[Thing], most: int) -> Iterator[Sequence[Thing]]:
    """The things in their order, at most so many at a time."""
    return (things[start : start + most] for start in range(0, len(things), most))


def ask_channels(channels: Mapping[str, Channel]) -> TakeBack:
    """Asks the account that said it."""

    async def take_back(account: str, chat: str, sent_id: str) -> bool | None:
        channel = channels.get(account)
        if channel is None or not channel.health.ready:
            return None
        return await channel.recall(chat, sent_id)

    return take_back
