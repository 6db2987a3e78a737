"""When each live ticket is next to be looked at for its limits: in memory, so that nobody has to ask."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from handlers.model import Outcome

Key = tuple[str, int]


class Agenda:
    """Tickets by estate and number, each with its next look; what was changed is looked at anew.

    It is a hint: what another process did to a ticket is learned when everything is read again.
    """

    def __init__(self) -> None:
        self._looks: dict[Key, datetime] = {}
        self._changed: set[Key] = set()

    def note(self, outcome: Outcome) -> None:
        """Takes over that something was saved."""
        self._changed |= {(ticket.estate, ticket.number) for ticket in outcome.tickets}
        self._changed |= {(event.estate, event.ticket) for event in outcome.events}

    def has_changed(self) -> bool:
        """Whether anything was changed since `take_changed`."""
        return bool(self._changed)

    def take_changed(self) -> set[Key]:
        """The tickets that were changed since this was last asked."""
        changed, self._changed = self._changed, set()
        return changed

    def set_look(self, key: Key, moment: datetime | None) -> None:
        """Looks at the ticket at `moment`, or, with None, only once it is changed."""
        if moment is None:
            self._looks.pop(key, None)
        else:
            self._looks[key] = moment

    def list_due(self, now: datetime) -> tuple[Key, ...]:
        """The tickets to look at now, the longest waiting first."""
        due = [(moment, key) for key, moment in self._looks.items() if moment <= now]
        return tuple(key for _, key in sorted(due))

    def next_look(self) -> datetime | None:
        """When the next ticket is to be looked at; None where none is."""
        return min(self._looks.values(), default=None)

    def replace_all(self, keys: Iterable[Key]) -> None:
        """Everything was read again: what is not among `keys` has ended."""
        kept = set(keys)
        self._looks = {key: moment for key, moment in self._looks.items() if key in kept}
        self._changed |= kept
