"""The desk: reads what a decision needs, asks the handlers, saves the outcome whole, wakes delivery."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.channels.base import Gap, Heard
from bot.clock import Clock
from bot.directory import Directory
from bot.watch import Watch
from bot.web.context import Refused
from handlers import broadcast, chasing, tickets, urgent
from handlers.case import Case, Command
from handlers.decide import decide
from handlers.model import (
    LIVE,
    SILENCE,
    Alert,
    Chat,
    ChatKind,
    Delivery,
    Estate,
    FileState,
    Message,
    NoticeState,
    Outcome,
    Person,
    Purpose,
    Status,
    Ticket,
    TicketFile,
)
from handlers.recalling import recall
from handlers.speak import tell_chats
from handlers.steps import IllegalTransition
from handlers.teaching import find_merged_into, find_second
from handlers.texts import say
from handlers.threads import Thread
from nlp.verdict import Verdict
from storage.engine import Database
from storage.errors import VersionConflict
from storage.unit_of_work import UnitOfWork

log = logging.getLogger("linli.desk")

#: A save that lost a race is decided again with what is stored now.
TRIES = 5
#: Tickets that ended are still the owner's business for so long (rating, 没修好).
OWN_SINCE = timedelta(days=14)
#: As many as a list command reads: the handlers show the first and count the rest.
LIST_LENGTH = 200
#: As many live tickets, the newest, may be joined or followed; older ones only by their own reporter.
THREADS = 60
MANY = 100_000
#: A shorter silence of a gateway is everyday and not worth a line in the staff group.
GAP_WORTH_TELLING = timedelta(seconds=60)


class Desk:
    """One transaction a decision.  `on_saved` is called after each commit that says something."""

    def __init__(
        self, clock: Clock, database: Database, directory: Directory, on_saved: Callable[[], None]
    ) -> None:
        self._clock = clock
        self._database = database
        self._directory = directory
        self._on_saved = on_saved
        self.watch = Watch()

    async def start(self) -> None:
        """Takes over what an earlier process left open."""
        async with self._database.view() as uow:
            self.watch.take_alerts(await uow.alerts.live())
            for estate in self._directory.estates:
                self.watch.take_threads(await self._read_threads(uow, estate.id, ()))
                self.watch.take_tickets(await uow.tickets.listing(estate.id, statuses=LIVE, limit=MANY))

    def watches(self, case: Case) -> bool:
        """Whether a message that says nothing by itself may belong to something open."""
        return self.watch.concerns(case)

    def make_case(self, message: Message, verdict: Verdict, command: Command | None) -> Case:
        """The case as far as the message itself goes."""
        estate = self._directory.estate(message.chat.estate)
        return Case(message=message, now=self._clock.now(), estate=estate, verdict=verdict, command=command)

    def now(self) -> datetime:
        return self._clock.now()

    def wake(self) -> None:
        """Something in the outbox may be due."""
        self._on_saved()

    # --- messages --------------------------------------------------------------------------------

    async def decide(self, case: Case) -> Outcome:
        """Decides on one message and saves what comes of it, once, however often it is called."""
        for _ in range(TRIES):
            try:
                return await self._decide_once(case)
            except VersionConflict:
                continue
        raise VersionConflict(f"message {case.message.key}: {TRIES} others were faster")

    async def _decide_once(self, case: Case) -> Outcome:
        message, estate = case.message, case.message.chat.estate
        async with self._database.transaction() as uow:
            if not await uow.messages.claim(message.key, estate, message.chat.id, case.now):
                return SILENCE
            outcome = decide(await self._read(uow, case))
            if not outcome:
                return SILENCE
            saved = await uow.save(outcome)
            await uow.commit()
        self._note(outcome, saved, message.chat.id)
        return outcome

    async def recall(self, message: Message) -> Outcome:
        """Its sender took the message back: it is struck from the ticket that it went into."""
        estate = message.chat.estate

        async def step(uow: UnitOfWork) -> Outcome:
            case = Case(message=message, now=self._clock.now(), estate=self._directory.estate(estate))
            case = replace(case, threads=await self._read_threads(uow, estate, ()))
            return recall(case)

        return await self.save(step)

    async def _read(self, uow: UnitOfWork, case: Case) -> Case:
        """Fills the case with what this decision may look at, and no more."""
        estate, command = case.estate.id, case.command
        person = case.message.sender.id
        case = await self._read_alerts(uow, case)
        if command is None or case.verdict.kind != "other":
            own = await uow.tickets.of_person(estate, person, case.now - OWN_SINCE)
            case = replace(case, own=own, threads=await self._read_threads(uow, estate, own, case.alerts))
            self.watch.take_threads(case.threads)
        if command is None:
            return await self._reserve(uow, case)
        if command.number is not None:
            case = replace(
                case,
                named=await uow.tickets.get(estate, command.number),
                alert=await uow.alerts.get(estate, command.number),
                files=await uow.tickets.files(estate, command.number),
            )
        if command.verb in ("file", "merge", "split"):
            case = await self._read_pair(uow, case)
        if command.notice is not None:
            case = replace(case, notice=await uow.notices.get(estate, command.notice))
        case = replace(case, listing=await self._read_listing(uow, case, command))
        return await self._reserve(uow, case)

    async def _read_pair(self, uow: UnitOfWork, case: Case) -> Case:
        """The two tickets of a command that joins or parts them, with their timelines."""
        estate = case.estate.id
        number = find_second(case)
        if case.named and case.named.status is Status.MERGED:
            touches = await uow.tickets.touches(estate, (case.named.number,))
            number = find_merged_into(touches[case.named.number])
        target = await uow.tickets.get(estate, number) if number else None
        pair = tuple(ticket for ticket in (case.named, target) if ticket)
        return replace(
            case, target=target, threads=await self._read_threads(uow, estate, (), case.alerts, pair)
        )

    async def _read_threads(
        self,
        uow: UnitOfWork,
        estate: str,
        own: tuple[Ticket, ...],
        alerts: tuple[Alert, ...] = (),
        also: tuple[Ticket, ...] = (),
    ) -> tuple[Thread, ...]:
        """The newest live tickets and the sender's own, with what was done to them and said of them."""
        live = await uow.tickets.listing(estate, statuses=LIVE, limit=THREADS)
        tickets = {ticket.number: ticket for ticket in (*own, *live) if ticket.live}
        tickets |= {ticket.number: ticket for ticket in also}
        for alert in alerts:
            if alert.ticket not in tickets and (found := await uow.tickets.get(estate, alert.ticket)):
                tickets[alert.ticket] = found
        touches = await uow.tickets.touches(estate, tickets)
        said = await uow.outbox.receipts(estate, tuple(tickets))
        alerted = {alert.ticket: alert for alert in alerts}
        return tuple(
            Thread(
                ticket=ticket,
                touches=tuple(
                    touch if touch.chat else replace(touch, chat=ticket.chat) for touch in touches[number]
                ),
                said=tuple(delivery for delivery in said if delivery.ticket == number),
                alert=alerted.get(number),
            )
            for number, ticket in sorted(tickets.items(), reverse=True)
        )

    async def _read_alerts(self, uow: UnitOfWork, case: Case) -> Case:
        estate = case.estate.id
        if not self.watch.has_alerts(estate):
            return case
        alerts = await uow.alerts.live(estate)
        found = [await uow.tickets.get(estate, alert.ticket) for alert in alerts]
        return replace(case, alerts=alerts, alert_tickets=tuple(ticket for ticket in found if ticket))

    async def _read_listing(self, uow: UnitOfWork, case: Case, command: Command) -> tuple[Ticket, ...]:
        estate, person = case.estate.id, case.message.sender.id
        match command.asks:
            case "own":
                return await uow.tickets.of_person(estate, person, case.now - OWN_SINCE)
            case "mine":
                return await uow.tickets.listing(estate, assignee=person, statuses=LIVE, limit=LIST_LENGTH)
            case "open":
                waiting = (Status.OPEN, Status.REOPENED)
                return await uow.tickets.listing(estate, statuses=waiting, limit=LIST_LENGTH)
            case "today":
                return await uow.tickets.listing(estate, limit=LIST_LENGTH)
        return ()

    async def _reserve(self, uow: UnitOfWork, case: Case) -> Case:
        """The numbers that new tickets and notices would get; taken only if the outcome uses them."""
        ticket = await uow.tickets.next_number(case.estate.id)
        notice = 1
        if case.command is not None and case.command.verb == "broadcast":
            notice = await uow.notices.next_number(case.estate.id)
        return replace(case, next_ticket=ticket, next_notice=notice)

    def _note(self, outcome: Outcome, saved: tuple[Delivery, ...], chat: str | None = None) -> None:
        self.watch.note(outcome, saved, chat)
        if outcome.deliveries:
            self._on_saved()

    async def note_unknown_chat(self, heard: Heard) -> None:
        """A group that belongs to no estate yet: kept by name, for a manager to assign on the console."""
        if heard.chat == heard.sender.id or self._directory.knows(heard.chat):
            return
        async with self._database.transaction() as uow:
            await uow.estates.save_chat(Chat(heard.chat, "", ChatKind.UNASSIGNED, heard.chat_name))
            await uow.commit()
        await self.refresh_directory()

    # --- steps that people take on the console, and that time takes --------------------------------

    async def act(self, estate: str, number: int, verb: str, actor: Person, words: str = "") -> None:
        """Takes one step with a ticket; raises Refused with what is possible instead."""
        place = self._directory.estate(estate)

        async def step(uow: UnitOfWork) -> Outcome:
            ticket = await uow.tickets.get(estate, number)
            if ticket is None:
                raise Refused(say(place.texts, "no_ticket", number=number))
            alert = await uow.alerts.get(estate, number)
            files = await uow.tickets.files(estate, number) if verb == "confirm" else ()
            try:
                return self._take_step(verb, ticket, alert, place, actor, words, files)
            except IllegalTransition as refusal:
                raise Refused(refusal.text) from None

        await self.save(step)

    def _take_step(
        self,
        verb: str,
        ticket: Ticket,
        alert: Alert | None,
        estate: Estate,
        actor: Person,
        words: str,
        files: tuple[TicketFile, ...],
    ) -> Outcome:
        now, sender = self._clock.now(), self._directory.identify(actor, estate.id)
        match verb:
            case "accept":
                return tickets.accept(ticket, sender, now, estate, words) + urgent.acknowledge(alert, now)
            case "reply":
                return tickets.reply(ticket, sender, now, estate, words)
            case "done":
                return tickets.finish(ticket, sender, now, estate, words)
            case "false_alarm" if alert is None:
                return tickets.mark_false_alarm(ticket, sender, now, estate)
            case "false_alarm" if alert is not None:
                return urgent.retract(alert, ticket, sender, now, estate)
            case "confirm" if alert is not None:
                return urgent.confirm(alert, ticket, sender, now, estate, files=files)
            case "clear" if alert is not None:
                return urgent.clear(alert, ticket, sender, now, estate)
        raise Refused(say(estate.texts, "no_alert", number=ticket.number))

    async def save(self, step: Callable[[UnitOfWork], Awaitable[Outcome]]) -> Outcome:
        """Runs read → decision → save in one transaction, again if somebody else was faster."""
        for _ in range(TRIES):
            try:
                async with self._database.transaction() as uow:
                    outcome = await step(uow)
                    if not outcome:
                        return SILENCE
                    saved = await uow.save(outcome)
                    await uow.commit()
            except VersionConflict:
                continue
            self._note(outcome, saved)
            return outcome
        raise VersionConflict(f"{TRIES} others were faster")

    async def chase(self) -> None:
        """Alerts that nobody confirmed, or that have reached their end time."""
        for estate in self._directory.estates:
            if not self.watch.has_alerts(estate.id):
                continue

            async def step(uow: UnitOfWork, estate_id: str = estate.id) -> Outcome:
                alerts = await uow.alerts.live(estate_id)
                return chasing.chase(alerts, self._directory.estate(estate_id), self._clock.now())

            await self.save(step)

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

        await self.save(step)

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

        await self.save(step)

    async def note_file(self, file: TicketFile) -> None:
        """A photo was fetched, or could not be: written down, and passed on where an alert waits for it."""

        async def step(uow: UnitOfWork) -> Outcome:
            ticket = await uow.tickets.get(file.estate, file.ticket)
            alert = await uow.alerts.get(file.estate, file.ticket)
            outcome = Outcome(files=(file,))
            if alert is None or ticket is None or not alert.live or file.state is not FileState.STORED:
                return outcome
            estate = self._directory.estate(file.estate)
            return outcome + urgent.photo_stored(alert, ticket, file, self._clock.now(), estate)

        await self.save(step)

    async def give_up(self, estate: str, key: str) -> None:
        """A message failed three times: the staff are told that there is one to look at."""
        place = next((known for known in self._directory.estates if known.id == estate), None)
        if place is not None:
            await self.say(place, "parked", [chat.id for chat in place.staff_groups])

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
                await self.say(estate, "gap", chats, since=since, until=until)

    async def say(self, estate: Estate, name: str, chats: list[str], **values: object) -> None:
        """Says the sentence `name` of the texts into the chats."""
        text = say(estate.texts, name, **values)
        deliveries = tell_chats(estate, chats, text, Purpose.ANSWER, self._clock.now())

        async def step(_: UnitOfWork) -> Outcome:
            return Outcome(deliveries=deliveries)

        await self.save(step)

    # --- chats and people ------------------------------------------------------------------------

    async def refresh_directory(self) -> None:
        async with self._database.view() as uow:
            self._directory.fill(await uow.estates.chats(), await uow.people.roles())
