"""The settings of the channels: accounts at a gateway, and the web chat's people and rooms."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from bot.settings.values import ContactId, Endpoint, Fingerprint, Frozen, Name, RoomId, Secret, Token


class WechatySettings(Frozen):
    """One WeChat account behind a gateway; over TLS unless it says otherwise."""

    name: Name
    endpoint: Endpoint
    token: Token
    tls: bool = True
    ca_file: Path | None = None
    server_name: str | None = None
    pinned_sha256: Fingerprint | None = None
    heartbeat_seconds: Annotated[float, Field(gt=0, le=3600)] = 5.0

    @model_validator(mode="after")
    def trusts_somebody(self) -> WechatySettings:
        if not self.tls and (self.ca_file or self.pinned_sha256 or self.server_name):
            raise ValueError("tls = false 时不能再写 ca_file、server_name 或 pinned_sha256")
        return self


class WebPersonSettings(Frozen):
    """Somebody in the web chat; `key` is the secret in their link."""

    id: ContactId
    name: Annotated[str, Field(min_length=1, max_length=40)]
    label: str = "业主"
    key: Secret | None = None


class WebRoomSettings(Frozen):
    """A group in the web chat."""

    id: RoomId
    name: Annotated[str, Field(min_length=1, max_length=40)]
    members: tuple[ContactId, ...] = ()


class WebchatSettings(Frozen):
    """The built-in web chat; `open` lets anybody be anybody, on this machine alone."""

    name: Name = "webchat"
    open: bool = False
    people: tuple[WebPersonSettings, ...] = ()
    rooms: tuple[WebRoomSettings, ...] = ()

    @model_validator(mode="after")
    def knows_its_members(self) -> WebchatSettings:
        known = {person.id for person in self.people}
        for room in self.rooms:
            for member in room.members:
                if member not in known:
                    raise ValueError(f"群 {room.name} 的成员 {member} 不在 people 里")
        return self


class ChannelsSettings(Frozen):
    """The accounts that the bot hears and speaks with."""

    wechaty: tuple[WechatySettings, ...] = ()
    webchat: WebchatSettings | None = None
