"""What time, the network and the gateways bring: reminders, results, photos and gaps, through the desk."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.channels.base import Gap
from bot.clock import Clock
from bot.desk.desk import Desk
from bot.directory import Directory
from handlers.alerts import chasing, urgent
from handlers.alerts.clue_list import list_clues
from handlers.alerts.drills import contain, is_drill
from handlers.commands import broadcast, unsaying
from handlers.model import SILENCE, Alert, Delivery, Estate, FileState, NoticeState, Outcome, Step, TicketFile
from handlers.tickets.showing_work import pass_photo
from storage.engine import Database
from storage.unit_of_work import UnitOfWork

#: A shorter silence of a gateway is everyday and not worth a line in the staff group.
GAP_WORTH_TELLING = timedelta(seconds=60)


class Rounds:
    """The steps that no message asks for.  Each is one transaction of the desk."""

    def __init__(self, clock: Clock, database: Database, directory: Directory, desk: Desk) -> None:
        self._clock = clock
        self._database = database
        self._directory = directory
        self._desk = desk

    async def chase(self) -> None:
        """Alerts that nobody confirmed, or that have reached their end time."""
        for estate in self._directory.estates:
            if not self._desk.watch.has_alerts(estate.id):
                continue

            async def step(uow: UnitOfWork, estate_id: str = estate.id) -> Outcome:
                alerts, now = await uow.alerts.live(estate_id), self._clock.now()
                place = self._directory.estate(estate_id)
                drills = [alert.ticket for alert in alerts if is_drill(alert)]
                over = [alert.ticket for alert in alerts if chasing.is_given_up(alert, now)]
                told = await uow.outbox.told(estate_id, over)
                of_drills = await uow.tickets.numbered(estate_id, drills)
                outcome = chasing.chase(alerts, place, now, of_drills, told)
                unarrived = await uow.outbox.unarrived(estate_id, [alert.ticket for alert in alerts])
                for alert in alerts:
                    if alert.ticket in unarrived:
                        outcome += await self._report_unreached(uow, alert, place, now)
                return outcome

            await self._desk.save(step)

    async def _report_unreached(
        self, uow: UnitOfWork, alert: Alert, estate: Estate, now: datetime
    ) -> Outcome:
        said = await uow.outbox.pages(alert.estate, alert.ticket)
        events = await uow.tickets.events(alert.estate, alert.ticket)
        known = [event.words for event in events if event.step is Step.UNREACHED]
        return chasing.report_unreached(alert, said, known, estate, now)

    async def report_notice(self, delivery: Delivery) -> None:
        """Tells the manager how a broadcast went, once its last delivery is through."""
        if delivery.notice is None:
            return
        estate, number = delivery.estate, delivery.notice

        async def step(uow: UnitOfWork) -> Outcome:
            notice = await uow.notices.get(estate, number)
            if notice is None:
                return SILENCE
            deliveries = await uow.outbox.of_notice(estate, number)
            return broadcast.report(notice, deliveries, self._directory.estate(estate), self._clock.now())

        await self._desk.save(step)

    async def report_recall(self, estate: str, answers: str | None) -> None:
        """Tells who asked for something to be taken back what came of it, once all of it is settled."""

        async def step(uow: UnitOfWork) -> Outcome:
            recalls = await uow.recalls.of_request(estate, answers)
            if not recalls:
                return SILENCE
            number, notice = recalls[0].ticket, recalls[0].notice
            found = await uow.outbox.of_ids([recall.delivery for recall in recalls])
            said = tuple(found[recall.delivery] for recall in recalls if recall.delivery in found)
            return unsaying.report(
                recalls,
                await uow.outbox.of_notice(estate, notice) if notice else said,
                await uow.tickets.events(estate, number) if number else (),
                await uow.tickets.get(estate, number) if number else None,
                await uow.notices.get(estate, notice) if notice else None,
                self._directory.estate(estate),
                self._clock.now(),
            )

        await self._desk.save(step)

    async def report_notices(self) -> None:
        """Broadcasts whose last delivery was through when the process died, before it was reported."""
        async with self._database.view() as uow:
            unfinished = await uow.notices.unfinished()
            waiting = [notice for notice in unfinished if notice.state is NoticeState.SENDING]
            last = [await uow.outbox.of_notice(notice.estate, notice.number) for notice in waiting]
        for deliveries in last:
            if deliveries:
                await self.report_notice(deliveries[-1])

    async def expire_notices(self) -> None:
        """Previews that nobody confirmed in time."""

        async def step(uow: UnitOfWork) -> Outcome:
            outcome = SILENCE
            for notice in await uow.notices.unfinished():
                estate = self._directory.estate(notice.estate)
                outcome += broadcast.expire(notice, self._clock.now(), estate)
            return outcome

        await self._desk.save(step)

    async def note_file(self, file: TicketFile) -> None:
        """A photo was fetched, or could not be: written down, and passed on where an alert waits for it."""

        async def step(uow: UnitOfWork) -> Outcome:
            ticket = await uow.tickets.get(file.estate, file.ticket)
            alert = await uow.alerts.get(file.estate, file.ticket)
            outcome = Outcome(files=(file,))
            if ticket is None or file.state is not FileState.STORED:
                return outcome
            estate, now = self._directory.estate(file.estate), self._clock.now()
            events = await uow.tickets.events(file.estate, file.ticket)
            outcome += pass_photo(ticket, file, events, estate, now)
            if alert is None or not alert.live:
                return outcome
            touches = await uow.tickets.touches(file.estate, (file.ticket,))
            said = await uow.outbox.told(file.estate, (file.ticket,))
            clues = list_clues(touches[file.ticket])
            passed = urgent.photo_stored(alert, ticket, file, now, estate, clues, said)
            return outcome + contain(passed, (alert,), estate)

        await self._desk.save(step)

    async def give_up(self, estate: str, key: str) -> None:
        """A message failed three times: the staff are told that there is one to look at."""
        place = next((known for known in self._directory.estates if known.id == estate), None)
        if place is not None:
            await self._desk.say(place, "parked", [chat.id for chat in place.staff_groups])

    async def tell_all_staff(self, name: str, **values: object) -> None:
        """Says the sentence `name` of the texts in every staff group."""
        for estate in self._directory.estates:
            await self._desk.say(estate, name, [chat.id for chat in estate.staff_groups], **values)

    async def note_gap(self, gap: Gap, network: str) -> None:
        """The account was deaf for a while: the staff of its groups are told from when to when."""
        if gap.until - gap.since < GAP_WORTH_TELLING:
            return
        for estate in self._directory.estates:
            if any(chat.id.startswith(f"{network}:") for chat in estate.owners_groups):
                zone = ZoneInfo(estate.timezone)
                since, until = (
                    moment.astimezone(zone).strftime("%H:%M") for moment in (gap.since, gap.until)
                )
                chats = [chat.id for chat in estate.staff_groups]
                await self._desk.say(estate, "gap", chats, since=since, until=until)
