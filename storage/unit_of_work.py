"""One transaction with everything that can be read and written in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from handlers.model import Delivery, Outcome, Person
from storage.alerts import Alerts
from storage.audits import Audits
from storage.codes import Codes
from storage.erasing import Erasing
from storage.estates import Estates
from storage.forgetting import Forgetting
from storage.forms import Forms
from storage.jobs import Jobs
from storage.knowledge import Knowledge
from storage.messages import Messages
from storage.notices import Notices
from storage.outbox import Outbox
from storage.parked import Parked
from storage.people import People, Sighting
from storage.recalls import Recalls
from storage.reports import Reports
from storage.roster import Roster
from storage.tickets import Tickets
from storage.transaction import Transaction
from storage.users import Sessions, Users

T = TypeVar("T")


class _Part(Generic[T]):
    """A part of a unit of work, made when it is first asked for: most units need three or four."""

    def __init__(self, make: Callable[[Transaction], T]) -> None:
        self._make = make
        self._name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, unit: UnitOfWork, owner: type) -> T:
        made = self._make(unit._transaction)
        # From now on found there at once.
        unit.__dict__[self._name] = made
        return made


class UnitOfWork:
    """What is done in it is kept by `commit` and forgotten without; over once committed."""

    messages = _Part(Messages)
    tickets = _Part(Tickets)
    alerts = _Part(Alerts)
    notices = _Part(Notices)
    outbox = _Part(Outbox)
    estates = _Part(Estates)
    people = _Part(People)
    users = _Part(Users)
    sessions = _Part(Sessions)
    parked = _Part(Parked)
    audits = _Part(Audits)
    jobs = _Part(Jobs)
    erasing = _Part(Erasing)
    knowledge = _Part(Knowledge)
    codes = _Part(Codes)
    roster = _Part(Roster)
    recalls = _Part(Recalls)
    forgetting = _Part(Forgetting)
    forms = _Part(Forms)
    reports = _Part(Reports)

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def save(self, outcome: Outcome) -> tuple[Delivery, ...]:
        """Writes all of an outcome; its deliveries, now with ids.

        Raises VersionConflict where something was changed by somebody else since it was read, and
        AlreadyTold for a second relay into one chat; the transaction is then of no more use.
        """
        await self.people.remember_all(_list_people(outcome))
        await self.tickets.save(outcome.tickets)
        await self.reports.note(outcome.events)
        await self.tickets.add_events(outcome.events)
        await self.tickets.save_files(outcome.files)
        await self.alerts.save(outcome.alerts)
        await self.notices.save(outcome.notices)
        deliveries = await self.outbox.save(outcome.deliveries)
        await self.audits.add(outcome.audits)
        await self.tickets.drop(outcome.dropped)
        await self.roster.save(outcome.roster)
        await self.recalls.save(outcome.recalls)
        await self.forgetting.save(outcome.erasures)
        return deliveries

    async def commit(self) -> None:
        """Keeps everything; when it returns, a power cut takes nothing of it away."""
        await self._transaction.commit()


def _list_people(outcome: Outcome) -> Iterator[Sighting]:
    """Everybody named in the outcome; those who acted last, for theirs are the freshest names."""

    def meet(estate: str, *people: Person | None) -> Iterator[Sighting]:
        return (Sighting(estate=estate, person=person) for person in people if person is not None)

    for ticket in outcome.tickets:
        yield from meet(ticket.estate, ticket.reporter, ticket.assignee)
    for alert in outcome.alerts:
        yield from meet(alert.estate, alert.reporter)
    for notice in outcome.notices:
        yield from meet(notice.estate, notice.author)
    for file in outcome.files:
        yield Sighting(estate=file.estate, person=file.added_by, at=file.added_at)
    for recall in outcome.recalls:
        yield from meet(recall.estate, recall.person)
    for erasure in outcome.erasures:
        yield from meet(erasure.estate, erasure.person)
    for change in outcome.roster:
        yield from meet(change.estate, change.person)
    for event in outcome.events:
        if event.actor is not None:
            yield Sighting(estate=event.estate, person=event.actor, at=event.at)
