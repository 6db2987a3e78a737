"""The whole bot on a simulated clock and a database in memory; what it says is kept instead of sent.

Nothing runs beside anything else here: a message, then what time brings until the next one.  So the
same messages lead to the same tickets every time, and a month of chat takes seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.channels.base import Heard
from bot.clock import SimulatedClock
from bot.delivery.recalls import Recaller
from bot.inside import Inside, build_inside
from bot.register import Register
from bot.replay.planning import Planner
from bot.settings import Settings
from handlers.glance import Look, look_at
from handlers.model import SILENCE, Delivery, FileState, Outcome
from nlp.verdict import Verdict
from storage.engine import Database

NETWORK = "replay"
#: More photos than are shown at once; what is over comes in the next round.
AT_ONCE = 500
#: The name that every photo's content gets: its words count here, not its picture.
PHOTO = "0" * 64
#: Rounds of sending and of what sending leads to, before something is taken to go in circles.
ROUNDS = 1_000


def room(name: str) -> str:
    """The chat id of a group by its name."""
    return f"{NETWORK}:room:{name}"


def contact(name: str) -> str:
    """The contact id of a person: chats of the past hold nothing but names."""
    return f"{NETWORK}:contact:{name}"


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that the bot said, and when."""

    delivery: Delivery
    at: datetime


class Stage:
    """Open it, `hear` message after message in the order of their time, read what came of it, close it."""

    def __init__(
        self,
        settings: Settings,
        classify: Callable[[str], Verdict],
        database: Database,
        start: datetime,
        look: Look,
    ) -> None:
        self._settings = settings
        self._classify = classify
        self._look = look
        # As channels give it: times of one zone are compared ten times as fast as those of two.
        start = start.astimezone(UTC)
        self._start = start
        self._stirred = False
        self._queued = True
        self._due: datetime | None = None
        self._next: datetime | None = None
        self._plan: dict[str, datetime] = {}
        self.clock = SimulatedClock(start)
        self.database = database
        self.said: list[Said] = []
        self.inside = self._build()
        self._planner = Planner(self.inside, start)
        self._recaller = Recaller(self.clock, database, _take_back, self._report_recall)

    @classmethod
    async def open(
        cls,
        settings: Settings,
        classify: Callable[[str], Verdict],
        start: datetime,
        url: str = "sqlite://",
        *,
        look: Look = look_at,
    ) -> Stage:
        """A stage with an empty database: one of its own in memory, or the one at `url`."""
        stage = cls(settings, classify, await Database.open(url), start, look)
        await stage._enter()
        return stage

    async def close(self) -> None:
        await self.database.close()

    async def restart(self) -> None:
        """Ends the bot and starts it anew: what is in the database stays, what was in memory is gone."""
        self.inside = self._build()
        self._planner = Planner(self.inside, self._start)
        await self._enter()

    def _build(self) -> Inside:
        return build_inside(
            self._settings, self.clock, self.database, self._classify, self._stir, look=self._look
        )

    async def _enter(self) -> None:
        register = Register(self._settings, self.database, self.inside.directory, {}, self.clock.now)
        await register.enrol()
        await self.inside.desk.start()
        await self._settle()

    def _stir(self) -> None:
        self._stirred = self._queued = True

    # --- hearing ---------------------------------------------------------------------------------

    async def hear(self, heard: Heard) -> Outcome:
        """Time moves on to the message, then it is handled.  Returns what came of it."""
        if self._next is None or self._next > heard.sent_at:
            await self.clock.advance_to(heard.sent_at)
        else:
            await self.advance_to(heard.sent_at)
        outcome = await self.inside.intake.receive(heard)
        if outcome is SILENCE and not self._stirred:
            return outcome
        if outcome.recalls:
            await self._recaller.take_back()
        if outcome or self._stirred:
            await self._settle(fetching=bool(outcome.files))
        return outcome

    async def _report_recall(self, estate: str, answers: str | None) -> None:
        await self.inside.rounds.report_recall(estate, answers)

    # --- what time brings ------------------------------------------------------------------------

    async def advance_to(self, moment: datetime) -> None:
        """Moves time to `moment`: on the way every job runs and every delivery is sent when it is due."""
        while self._next is not None and self._next <= moment:
            await self.clock.advance_to(self._next)
            await self._bring()
        await self.clock.advance_to(moment)

    async def _bring(self) -> None:
        now = self.clock.now()
        for job in self.inside.jobs:
            due = self._plan.get(job.id)
            if due is not None and due <= now:
                await job.run()
        await self._settle(fetching=False)

    async def _look_ahead(self) -> None:
        """Finds when time brings something next: a job with something to do, a delivery that is due."""
        now = self.clock.now()
        async with self.database.view() as uow:
            self._plan = await self._planner.plan(uow, now)
        due = await self._find_due()
        self._next = min([*self._plan.values(), *([due] if due else [])], default=None)

    # --- the other side --------------------------------------------------------------------------

    async def _settle(self, *, fetching: bool = True) -> None:
        """Sends what is due and fetches what is pending until nothing is left to do now."""
        for _ in range(ROUNDS):
            self._stirred = False
            if fetching:
                await self._fetch_photos()
            await self._send_due()
            if not self._stirred:
                break
        else:
            raise RuntimeError("what is said leads to more that is said, without end")
        await self._look_ahead()

    async def _fetch_photos(self) -> None:
        async with self.database.view() as uow:
            pending = await uow.tickets.pending_files(limit=AT_ONCE)
        for file in pending:
            stored = replace(file, state=FileState.STORED, sha256=PHOTO, media_type="image/jpeg", size=1)
            await self.inside.rounds.note_file(stored)

    async def _find_due(self) -> datetime | None:
        """When the next delivery is due; asked again only after something was queued or sent."""
        if self._queued:
            self._queued = False
            async with self.database.view() as uow:
                self._due = await uow.outbox.next_due()
        return self._due

    async def _send_due(self) -> None:
        now, due = self.clock.now(), await self._find_due()
        if due is None or due > now:
            return
        self._queued = True
        async with self.database.transaction() as uow:
            sent = await uow.outbox.send_due(now, NETWORK, "s")
            await uow.commit()
        self.said += [Said(delivery, now) for delivery in sent]
        for delivery in sent:
            if delivery.notice is not None:
                await self.inside.rounds.report_notice(delivery)


async def _take_back(account: str, chat: str, sent_id: str) -> bool:
    """Nobody is there who could have read it."""
    return True
