"""Fills a case with what its decision may look at."""

from __future__ import annotations

from datetime import timedelta

from bot.desk.holdings import read_held
from bot.desk.kept import THREADS
from bot.desk.watch import Watch
from handlers.case import Case, Command
from handlers.commands.alert_orders import ALERT_VERBS
from handlers.commands.teaching import find_merged_into, find_second
from handlers.commands.unsaying import JUST_NOW
from handlers.conversation.inquiry import NOT_AGAIN, may_be_known
from handlers.model import LIVE, Alert, Delivery, Notice, NoticeState, Role, Status, Ticket, TicketEvent
from handlers.model.changing import change
from handlers.threads import Thread
from handlers.tickets.assigning import is_shared_out
from storage.unit_of_work import UnitOfWork

#: Tickets that ended are still the owner's business for so long (rating, 没修好).
OWN_SINCE = timedelta(days=14)
#: A false alarm is held against its reporter for so long.
FALSE_SINCE = timedelta(days=180)
#: As many as a list command reads: the handlers show the first and count the rest.
LIST_LENGTH = 200
#: The commands that count a ticket's time anew.
_NEEDS_EVENTS = frozenset({"hold", "resume", "reclass", "unsay", "photo"})
#: The commands about what is held on whoever gives them.
_NEEDS_HELD = frozenset({"held", "erase", "erase_sure"})
#: The commands that take back or put right what was said.
_NEEDS_SPOKEN = frozenset({"unsay", "unsay_notice", "correct"})
#: More live tickets than an estate has: the list of what is overdue looks at all.
MANY = 10_000


class CaseReader:
    """Reads from one unit of work what a decision is made of; what it read the watch learns too.

    Where it is `alone`, because nobody else writes to the database, what the watch has in mind is what
    is stored, and is not read again.
    """

    def __init__(self, watch: Watch, *, alone: bool = False) -> None:
        self._watch = watch
        self._alone = alone

    async def read(self, uow: UnitOfWork, case: Case, *, anew: bool = False) -> Case:
        """Fills the case with what this decision may look at, no more; with `anew` nothing from memory."""
        estate, command = case.estate.id, case.command
        person = case.message.sender.id
        recalls = self._alone and not anew
        case = await self._read_alerts(uow, case, recalls)
        if command is None or command.gives_way or case.verdict.kind != "other":
            own = await uow.tickets.of_person(estate, person, case.now - OWN_SINCE)
            threads = await self._recall_threads(uow, case, own) if recalls else None
            if threads is None:
                threads = await self.read_threads(uow, estate, own, case.alerts)
                self._watch.take_threads(threads)
            case = change(case, own=own, threads=threads)
        case = await self._read_doubts(uow, await self._read_told(uow, case))
        if command is None:
            return await self._reserve(uow, await self._read_knowledge(uow, case))
        if command.number is not None:
            case = change(
                case,
                events=await self._read_events(uow, case, command.number),
                named=await uow.tickets.get(estate, command.number),
                alert=await uow.alerts.get(estate, command.number),
                files=await uow.tickets.files(estate, command.number),
            )
        if command.verb in ("file", "merge", "split", "estimate"):
            case = await self._read_pair(uow, case)
        if command.asks == "own" and command.verb != "own":
            case = await self._read_history(uow, case, recalls)
        if command.verb in ALERT_VERBS or case.alert is not None:
            case = await self._read_alert_order(uow, case)
        if command.notice is not None:
            case = change(case, notice=await uow.notices.get(estate, command.notice))
        elif command.verb == "confirm" and command.number is None:
            case = change(case, notice=await self._read_preview(uow, estate, person))
        if command.verb in _NEEDS_HELD:
            case = change(case, held=await read_held(uow, estate, person))
        if command.verb in _NEEDS_SPOKEN:
            case = await self._read_spoken(uow, case)
        case = change(case, listing=await self._read_listing(uow, case, command))
        return await self._reserve(uow, case)

    async def _read_preview(self, uow: UnitOfWork, estate: str, person: str) -> Notice | None:
        """The broadcast whose preview this person saw last, and has not answered."""
        notices = reversed(await uow.notices.unfinished(estate))
        mine = (each for each in notices if each.author.id == person)
        return next((each for each in mine if each.state is NoticeState.PREVIEW), None)

    async def _read_events(self, uow: UnitOfWork, case: Case, number: int) -> tuple[TicketEvent, ...]:
        """What happened to a ticket, where its clock is to be stopped or started."""
        verb = case.command.verb if case.command else ""
        return await uow.tickets.events(case.estate.id, number) if verb in _NEEDS_EVENTS else ()

    async def _read_spoken(self, uow: UnitOfWork, case: Case) -> Case:
        """What was said to owners of the ticket or the broadcast; without a number the latest."""
        estate, command = case.estate.id, case.command
        if command is not None and command.notice is not None:
            spoken = await uow.outbox.of_notice(estate, command.notice)
        elif case.named is not None:
            spoken = await uow.outbox.to_owners(estate, case.named.number)
        elif command is not None and command.number is not None:
            # There is no such ticket: nothing else is meant.
            spoken = ()
        else:
            case, spoken = await self._read_last_spoken(uow, case)
        recalls = await uow.recalls.of_deliveries([each.id or 0 for each in spoken])
        return change(case, spoken=spoken, recalls=recalls)

    async def _read_last_spoken(self, uow: UnitOfWork, case: Case) -> tuple[Case, tuple[Delivery, ...]]:
        """The ticket to whose owners the sender said something last."""
        estate, person = case.estate.id, case.message.sender.id
        for number in await uow.tickets.touched_by(estate, person, case.now - JUST_NOW):
            spoken = await uow.outbox.to_owners(estate, number)
            events = await uow.tickets.events(estate, number)
            mine = {event.message for event in events if event.actor and event.actor.id == person}
            if any(each.answers and each.answers in mine for each in spoken):
                return change(case, named=await uow.tickets.get(estate, number), events=events), spoken
        return case, ()

    async def _read_knowledge(self, uow: UnitOfWork, case: Case) -> Case:
        """What the estate knows, where the message may ask for it."""
        if not may_be_known(case.message, case.verdict):
            return case
        entries = await uow.knowledge.all(case.estate.id)
        said = (
            await uow.knowledge.said(case.message.chat.id, case.now - NOT_AGAIN) if entries else frozenset()
        )
        return change(case, knowledge=entries, answered=said)

    async def _read_history(self, uow: UnitOfWork, case: Case, recalls: bool) -> Case:
        """The ticket that an owner asks after with its timeline, beside the sender's own ones."""
        estate = case.estate.id
        own = await uow.tickets.of_person(estate, case.message.sender.id, case.now - OWN_SINCE)
        also = tuple(ticket for ticket in (case.named, *own) if ticket)
        # What has ended is not in mind.
        recalls = recalls and all(ticket.live for ticket in also)
        threads = await self._recall_threads(uow, case, also) if recalls else None
        if threads is None:
            threads = await self.read_threads(uow, estate, own, case.alerts, also)
        return change(case, own=own, threads=threads)

    async def _read_told(self, uow: UnitOfWork, case: Case) -> Case:
        """What was said of the alerts that the sender may add to or end."""
        person, serves = case.message.sender.id, case.message.sender.role.serves
        if not case.alerts:
            return case
        joined = {thread.ticket.number for thread in case.threads if _took_part(person, thread)}
        own = [a.ticket for a in case.alerts if serves or a.reporter.id == person or a.ticket in joined]
        return change(case, told=await uow.outbox.told(case.estate.id, own)) if own else case

    async def _read_doubts(self, uow: UnitOfWork, case: Case) -> Case:
        """Whether the sender of an urgent message gave false alarms before, or is nobody of the estate."""
        estate, person = case.estate.id, case.message.sender
        if case.verdict.kind != "urgent" or person.role is not Role.OWNER:
            return case
        false_alarms = await uow.alerts.count_false(estate, person.id, case.now - FALSE_SINCE)
        stranger = case.is_stranger and not await uow.people.knows(estate, person.id)
        return change(case, false_alarms=false_alarms, is_stranger=stranger)

    async def _read_alert_order(self, uow: UnitOfWork, case: Case) -> Case:
        """The live alerts with all that was done to them, and their photos."""
        estate, alerts = case.estate.id, {alert.ticket: alert for alert in case.alerts}
        if case.alert is not None:
            alerts[case.alert.ticket] = case.alert
        threads = await self.read_threads(uow, estate, (), tuple(alerts.values()))
        of_alerts = tuple(thread for thread in threads if thread.ticket.number in alerts)
        others = tuple(thread for thread in case.threads if thread.ticket.number not in alerts)
        files = [file for number in alerts for file in await uow.tickets.files(estate, number)]
        told = await uow.outbox.told(estate, tuple(alerts))
        return change(case, threads=(*of_alerts, *others), files=tuple(files), told=told)

    async def _read_pair(self, uow: UnitOfWork, case: Case) -> Case:
        """The two tickets of a command that joins or parts them, with their timelines."""
        estate = case.estate.id
        number = find_second(case)
        if case.named and case.named.status is Status.MERGED:
            touches = await uow.tickets.touches(estate, (case.named.number,))
            number = find_merged_into(touches[case.named.number])
        target = await uow.tickets.get(estate, number) if number else None
        pair = tuple(ticket for ticket in (case.named, target) if ticket)
        return change(
            case, target=target, threads=await self.read_threads(uow, estate, (), case.alerts, pair)
        )

    async def _recall_threads(
        self, uow: UnitOfWork, case: Case, own: tuple[Ticket, ...]
    ) -> tuple[Thread, ...] | None:
        """What `read_threads` would read, from memory; only what is still being said is looked up."""
        estate = case.estate.id
        numbers = self._watch.list_recalled(estate, own, case.alerts)
        if numbers is None:
            return None
        moving = self._watch.list_moving(estate, numbers, case.now)
        if moving:
            self._watch.take_said(estate, await uow.outbox.numbered(moving))
        return self._watch.recall_threads(estate, numbers)

    async def read_threads(
        self,
        uow: UnitOfWork,
        estate: str,
        own: tuple[Ticket, ...],
        alerts: tuple[Alert, ...] = (),
        also: tuple[Ticket, ...] = (),
    ) -> tuple[Thread, ...]:
        """The newest live tickets and the sender's own, with what was done to them and said of them."""
        live = await uow.tickets.live(estate, THREADS)
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
                    touch if touch.chat else change(touch, chat=ticket.chat) for touch in touches[number]
                ),
                said=tuple(delivery for delivery in said if delivery.ticket == number),
                alert=alerted.get(number),
            )
            for number, ticket in sorted(tickets.items(), reverse=True)
        )

    async def _read_alerts(self, uow: UnitOfWork, case: Case, recalls: bool) -> Case:
        estate = case.estate.id
        if not self._watch.has_alerts(estate):
            return case
        known = self._watch.recall_alerts(estate) if recalls else None
        if known is not None:
            return change(case, alerts=known[0], alert_tickets=known[1])
        alerts = await uow.alerts.live(estate)
        found = [await uow.tickets.get(estate, alert.ticket) for alert in alerts]
        return change(case, alerts=alerts, alert_tickets=tuple(ticket for ticket in found if ticket))

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
            case "overdue":
                return await uow.tickets.listing(estate, statuses=LIVE, limit=MANY)
            case "today":
                return await uow.tickets.listing(estate, limit=LIST_LENGTH)
        return ()

    async def _reserve(self, uow: UnitOfWork, case: Case) -> Case:
        """The numbers that new tickets and notices would get; taken only if the outcome uses them."""
        ticket = await uow.tickets.next_number(case.estate.id)
        notice = 1
        if case.command is not None and case.command.verb in ("broadcast", "correct"):
            notice = await uow.notices.next_number(case.estate.id)
        loads = await uow.tickets.loads(case.estate.id) if _may_be_given(case) else {}
        return change(case, next_ticket=ticket, next_notice=notice, loads=loads)


def _took_part(person: str, thread: Thread) -> bool:
    """Whether they are of the ticket, or did anything to it: also who gave a clue may say that it is over."""
    return person in thread.members or person in thread.people


def _may_be_given(case: Case) -> bool:
    """Whether a ticket may be opened that one of several people gets."""
    asked = case.command is not None and case.command.verb in ("file", "human", "reclass")
    opens = asked or case.verdict.kind != "other"
    return opens and is_shared_out(case.verdict.kind, case.estate) and len(case.estate.roster) > 1
