"""How what the gateway names is called outside."""

from __future__ import annotations

NETWORK = "wechat"


def name_contact_id(contact: str) -> str:
    return f"{NETWORK}:contact:{contact}"


def name_room_id(room: str) -> str:
    return f"{NETWORK}:room:{room}"


def name_key(message: str) -> str:
    return f"{NETWORK}:{message}"
