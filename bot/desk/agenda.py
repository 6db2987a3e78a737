"""When each ticket is next to be looked at: in memory, so that nobody has to ask."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from datetime import datetime

from handlers.model import Outcome, Status

Key = tuple[str, int]


class Agenda:
    """Tickets by estate and number, each with its next look; what was changed is looked at anew.

    It is a hint: what another process did to a ticket is learned when everything is read again.
    """

    def __init__(self) -> None:
        self._looks: dict[Key, datetime] = {}
        #: The looks, the earliest first, and some that hold no longer.
        self._queue: list[tuple[datetime, Key]] = []
        self._changed: set[Key] = set()
        #: What was changed, and whether it is done and waits for its owner's word.
        self._done: dict[Key, bool] = {}

    def note(self, outcome: Outcome) -> None:
        """Takes over that something was saved."""
        self._changed |= {(ticket.estate, ticket.number) for ticket in outcome.tickets}
        self._changed |= {(event.estate, event.ticket) for event in outcome.events}
        for ticket in outcome.tickets:
            self._done[ticket.estate, ticket.number] = ticket.status is Status.DONE

    def note_done(self, key: Key) -> None:
        """A ticket that was done is to be read again."""
        self._done[key] = True

    def has_changed(self) -> bool:
        """Whether anything was changed since `take_changed`."""
        return bool(self._changed)

    def take_changed(self) -> set[Key]:
        """The tickets that were changed since this was last asked."""
        changed, self._changed = self._changed, set()
        return changed

    def take_done(self) -> tuple[set[Key], set[Key]]:
        """Of the tickets that were changed since this was last asked those that are done, and the others."""
        seen, self._done = self._done, {}
        done = {key for key, is_done in seen.items() if is_done}
        return done, set(seen) - done

    def set_look(self, key: Key, moment: datetime | None) -> None:
        """Looks at the ticket at `moment`, or, with None, only once it is changed."""
        if moment is None:
            self._looks.pop(key, None)
        elif self._looks.get(key) != moment:
            self._looks[key] = moment
            heapq.heappush(self._queue, (moment, key))
            self._clear()

    def list_due(self, now: datetime) -> tuple[Key, ...]:
        """The tickets to look at now, the longest waiting first."""
        first = self.next_look()
        if first is None or first > now:
            return ()
        due = [(moment, key) for key, moment in self._looks.items() if moment <= now]
        return tuple(key for _, key in sorted(due))

    def next_look(self) -> datetime | None:
        """When the next ticket is to be looked at; None where none is."""
        while self._queue and self._looks.get(self._queue[0][1]) != self._queue[0][0]:
            heapq.heappop(self._queue)
        return self._queue[0][0] if self._queue else None

    def replace_all(self, keys: Iterable[Key]) -> None:
        """Everything was read again: what is not among `keys` has ended."""
        kept = set(keys)
        self._looks = {key: moment for key, moment in self._looks.items() if key in kept}
        self._changed |= kept

    def _clear(self) -> None:
        """Drops what holds no longer where it is more than what does."""
        if len(self._queue) > 2 * len(self._looks) + 100:
            self._queue = [(moment, key) for key, moment in self._looks.items()]
            heapq.heapify(self._queue)
