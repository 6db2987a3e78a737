"""Broadcasts as managers order them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from handlers.decide import decide
from handlers.model import Notice, Outcome, Sender
from tests.handlers.building import DAI, STAFF_GROUP, hear, write


def order(text: str, sender: Sender = DAI, **rest: Any) -> Outcome:
    return decide(hear(write(sender, STAFF_GROUP, text), **rest))


def notice(**changes: Any) -> Notice:
    return replace(order("广播 1号群,3号群 明天9:00停水").notices[0], version=1, **changes)
