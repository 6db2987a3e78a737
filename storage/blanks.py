"""What is put in the place of everything that was said and shown in a ticket."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from handlers.model import Step
from storage import tables

#: The steps whose words are a number, a policy, a time, a member of staff: nothing of an owner.
KEPT_STEPS = (
    Step.ALERTED, Step.VERIFIED, Step.DISMISSED, Step.EXTENDED, Step.UNREACHED, Step.ERASED, Step.RATED,
    Step.ESTIMATED, Step.RECLASSED, Step.RECURRED, Step.GIVEN,
)  # fmt: skip
#: What stands for somebody whose name is gone.
NOBODY = "业主"
#: What is left of a photo, and of a delivery.
NO_FILE: dict[str, Any] = {
    "ref": "",
    "name": "",
    "sha256": None,
    "media_type": None,
    "size": None,
    "state": "refused",
    "note": "",
}
NO_WORDS: dict[str, Any] = {"text": "", "mentions": (), "file": None}

_tickets, _alerts = tables.tickets.c, tables.alerts.c
_events, _outbox = tables.ticket_events.c, tables.outbox.c


def blank_words(estate: str, number: int, **reporter: str) -> tuple[sa.Update, ...]:
    """What takes every word out of a ticket, its alert, its steps and all that was said of it.

    `reporter` is the id of whoever stands from now on for who reported it, unless that stays.
    """
    return (
        tables.tickets.update()
        .where(_tickets.estate == estate, _tickets.number == number)
        .values(words="", summary="", room=None, phone=None, version=_tickets.version + 1, **reporter),
        tables.alerts.update()
        .where(_alerts.estate == estate, _alerts.ticket == number)
        .values(facts="", version=_alerts.version + 1, **reporter),
        tables.ticket_events.update()
        .where(_events.estate == estate, _events.ticket == number, _events.step.not_in(KEPT_STEPS))
        .values(words=""),
        tables.outbox.update().where(_outbox.estate == estate, _outbox.ticket == number).values(**NO_WORDS),
    )
