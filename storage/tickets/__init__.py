"""Tickets, their append-only events, and their files."""

from __future__ import annotations

from storage.tickets.events import Events
from storage.tickets.files import Files
from storage.tickets.reading import Reading
from storage.tickets.saving import Saving


class Tickets(Reading, Events, Files, Saving):
    """All of it, a file a verb."""
