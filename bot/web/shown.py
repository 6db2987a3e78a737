"""How values are shown on the pages: Chinese words, local times, masked phones."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.phrases import (
    ALERT_STATES,
    CHAT_KINDS,
    DELIVERY_STATES,
    FILE_STATES,
    NOTICE_STATES,
    PURPOSES,
    RELAYS,
    ROLES,
    SOURCES,
    STATUSES,
    STEPS,
)
from handlers.kinds import KINDS, get_title
from handlers.model import Status
from handlers.saying.showing import show_room
from handlers.texts import TEXTS
from nlp.redact import mask_phone, mask_phones

#: The tabs of the ticket list: its name in the address, for people, and what it holds.
TABS: Mapping[str, tuple[str, tuple[Status, ...] | None]] = {
    "live": ("未完结", (Status.OPEN, Status.REOPENED, Status.ACCEPTED, Status.ON_HOLD)),
    "waiting": ("待接单", (Status.OPEN, Status.REOPENED)),
    "working": ("处理中", (Status.ACCEPTED, Status.ON_HOLD)),
    "finished": ("已完成", (Status.DONE, Status.CLOSED)),
    "all": ("全部", None),
}


#: The signs that turn the direction of the text after them; what people write needs none of them.
_TURNS = dict.fromkeys(map(ord, "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))


def straighten(value: object) -> object:
    """What a page shows (Jinja's `finalize`), without signs that would have it read from right to left."""
    return value.translate(_TURNS) if isinstance(value, str) and not value.isascii() else value


def name_kind(kind: str) -> str:
    """The kind's name for people; a kind that no longer exists keeps its own."""
    return KINDS[kind].title if kind in KINDS else kind


def tell_when(at: datetime, now: datetime, timezone: str) -> str:
    """A time as people say it: 今天 09:12, 昨天 18:30, 11月3日 08:00."""
    zone = ZoneInfo(timezone)
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    clock = f"{local:%H:%M}"
    if local.date() == today:
        return f"今天 {clock}"
    if local.date() == today - timedelta(days=1):
        return f"昨天 {clock}"
    if local.date() == today + timedelta(days=1):
        return f"明天 {clock}"
    year = "" if local.year == today.year else f"{local.year}年"
    return f"{year}{local.month}月{local.day}日 {clock}"


def tell_exactly(at: datetime, timezone: str) -> str:
    """A time with date and seconds: 2026-11-21 09:12:05."""
    return f"{at.astimezone(ZoneInfo(timezone)):%Y-%m-%d %H:%M:%S}"


def tell_span(span: timedelta) -> str:
    """A length of time in its two largest units: 45秒, 12分钟, 3小时20分, 2天4小时."""
    seconds = int(abs(span.total_seconds()))
    if seconds < 60:
        return f"{seconds}秒"
    if seconds < 3600:
        return f"{seconds // 60}分钟"
    if seconds < 86400:
        hours, minutes = divmod(seconds // 60, 60)
        return f"{hours}小时{minutes}分" if minutes else f"{hours}小时"
    days, hours = divmod(seconds // 3600, 24)
    return f"{days}天{hours}小时" if hours else f"{days}天"


def show_phone(phone: str, whole: bool) -> str:
    """A phone, masked (138****1234) to whom it is not to be shown whole."""
    return phone if whole else mask_phone(phone)


def show_words(words: str, whole: bool) -> str:
    """Words with the phones in them masked to whom they are not to be shown whole."""
    return words if whole else mask_phones(words)


def name_some(names: Sequence[str], few: int = 12) -> str:
    """The names with commas; of many the first ones and how many there are."""
    shown = "、".join(names[:few])
    return shown if len(names) <= few else f"{shown} 等 {len(names)} 个"


def name_room(room: str | None) -> str:
    """A home or a place as people say it; empty where there is none."""
    return show_room(room, TEXTS)


def name_by(names: Mapping[Any, str]) -> Callable[[object], str]:
    """A filter that shows a value by its name; what has none yet is shown as it is."""
    return lambda value: names.get(value, str(value))


FILTERS: Mapping[str, Callable[..., str]] = {
    "kind": name_kind,
    "category": get_title,
    "status": name_by(STATUSES),
    "step": name_by(STEPS),
    "delivery_state": name_by(DELIVERY_STATES),
    "purpose": name_by(PURPOSES),
    "alert_state": name_by(ALERT_STATES),
    "notice_state": name_by(NOTICE_STATES),
    "file_state": name_by(FILE_STATES),
    "role": name_by(ROLES),
    "chat_kind": name_by(CHAT_KINDS),
    "source": name_by(SOURCES),
    "relay": name_by(RELAYS),
    "room": name_room,
    "span": tell_span,
    "when": tell_when,
    "exactly": tell_exactly,
    "words": show_words,
    "phone": show_phone,
}
