"""The webchat's options out of the settings: its ids there carry the network, here they do not."""

from __future__ import annotations

import hashlib

from bot.channels.webchat.values import WebChatOptions, WebPerson, WebRoom
from bot.settings import WebchatSettings

ROOM, CONTACT = "webchat:room:", "webchat:contact:"
#: Calm tones that a name in white can be read on.
COLOURS = ("#467d61", "#5575a5", "#956560", "#817249", "#6d6aa8", "#377d81", "#9b628a", "#6c7681")


def build_options(settings: WebchatSettings, bot_name: str) -> WebChatOptions:
    """The people, rooms and keys of the webchat."""
    people = tuple(
        WebPerson(person.id.removeprefix(CONTACT), person.name, person.label, COLOURS[i % len(COLOURS)])
        for i, person in enumerate(settings.people)
    )
    rooms = tuple(
        WebRoom(
            room.id.removeprefix(ROOM),
            room.name,
            tuple(member.removeprefix(CONTACT) for member in room.members),
        )
        for room in settings.rooms
    )
    keys = {
        person.id.removeprefix(CONTACT): hashlib.sha256(person.key.get_secret_value().encode()).hexdigest()
        for person in settings.people
        if person.key is not None
    }
    return WebChatOptions(
        name=settings.name, people=people, rooms=rooms, open=settings.open, bot_name=bot_name, keys=keys
    )
