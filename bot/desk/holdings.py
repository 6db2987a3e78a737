"""Reads what is held on one person."""

from __future__ import annotations

from collections import Counter

from handlers.model import Held, Step
from handlers.threads import GROWING
from storage.unit_of_work import UnitOfWork

#: The steps whose words are the owner's own.
_SAID = GROWING | {Step.CLUE, Step.NOTED, Step.REMINDED, Step.WITHDRAWN, Step.REOPENED, Step.LEFT}


async def read_held(uow: UnitOfWork, estate: str, person: str) -> Held:
    """Everything, however old; what is erased is not among it."""
    numbers = await uow.forgetting.numbers(estate, person)
    tickets = sorted(await uow.tickets.numbered(estate, numbers), key=lambda ticket: ticket.number)
    histories = await uow.tickets.histories(estate, numbers)
    words = {
        number: tuple(e.words for e in events if e.actor and e.actor.id == person and e.step in _SAID)
        for number, events in histories.items()
    }
    own = tuple(ticket for ticket in tickets if ticket.reporter.id == person)
    for ticket in own:
        # What the report was made of stands in the ticket.
        words[ticket.number] = tuple(dict.fromkeys((ticket.words, *words[ticket.number])))
    photos: Counter[int] = Counter()
    for number in numbers:
        photos[number] = sum(file.added_by.id == person for file in await uow.tickets.files(estate, number))
    return Held(
        own=own,
        shared=tuple(ticket for ticket in tickets if ticket.reporter.id != person),
        words=words,
        photos=dict(photos),
        alerts=frozenset(alert.ticket for alert in await uow.alerts.live(estate)),
        asked=await uow.forgetting.asked(estate, person),
    )
