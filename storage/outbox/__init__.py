"""The outbox: what is to be said is a row here before it is a message.

pending → sending → accepted → seen; `unknown` and `dead` are for people to look at.
"""

from __future__ import annotations

from storage.outbox.claiming import Claiming
from storage.outbox.echoing import Echoing
from storage.outbox.marking import Marking
from storage.outbox.queueing import Queueing
from storage.outbox.reading import Reading


class Outbox(Queueing, Claiming, Marking, Echoing, Reading):
    """All of it, a file a verb."""
