"""The settings of an estate: its groups and people, its limits, who is pushed, its own words."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from bot.settings.values import (
    ContactId,
    Days,
    Frozen,
    Hours,
    LimitMinutes,
    Minutes,
    Name,
    PushLevel,
    RoomId,
    Secret,
    Spans,
    Timezone,
    Title,
    Trade,
)
from handlers.kinds import CATEGORIES, KINDS, RELAY, Relay
from handlers.texts import check_overrides


class GroupSettings(Frozen):
    """A group; `number` orders the owners' groups (3 is 3号群)."""

    id: RoomId
    name: Title
    number: Annotated[int, Field(ge=1)] | None = None


class PersonSettings(Frozen):
    """Somebody who serves, by contact id; without trades they do everything."""

    id: ContactId
    name: Title
    trades: tuple[Trade, ...] = ()


class DutySettings(PersonSettings):
    """A line of the roster: who, which hours, which days."""

    hours: Hours = "全天"
    days: Days = "每天"


#: What a target hears of where its settings do not say.
HEARS: dict[str, tuple[PushLevel, ...]] = {
    "staff": ("alert", "warning"),
    "leader": ("alert", "escalation"),
    "manager": ("alert", "escalation"),
}


class PushSettings(Frozen):
    """Somewhere outside the chat to push to, and what it hears."""

    url: Secret
    role: Literal["staff", "leader", "manager"] = "manager"
    levels: tuple[PushLevel, ...] = ()
    trades: tuple[Trade, ...] = ()

    @property
    def hears(self) -> tuple[PushLevel, ...]:
        """What it hears of: as written, else as its role has it."""
        return self.levels or HEARS[self.role]


class EstateSettings(Frozen):
    """An estate: its chats and people, its hours and limits (working minutes), its own sentences."""

    id: Name
    name: Title
    bot_name: Title = "物业小助手"
    timezone: Timezone = "Asia/Shanghai"
    groups: tuple[GroupSettings, ...] = ()
    staff_groups: tuple[GroupSettings, ...] = ()
    managers: tuple[PersonSettings, ...] = ()
    staff: tuple[PersonSettings, ...] = ()
    leaders: tuple[PersonSettings, ...] = ()
    roster: tuple[DutySettings, ...] = ()
    apprise: tuple[Secret, ...] = ()
    pushes: tuple[PushSettings, ...] = ()
    push_minutes: Annotated[int, Field(ge=1, le=24 * 60)] = 10
    relay: dict[str, Relay] = Field(default_factory=dict)
    working_hours: Spans = "09:00-12:00,14:00-18:00"
    working_days: Literal["china", "every_day"] = "china"
    accept_minutes: Minutes = Field(default_factory=dict)
    finish_minutes: Minutes = Field(default_factory=dict)
    assign: Literal["fewest_open", "first_come"] = "fewest_open"
    escalate_minutes: LimitMinutes = 30
    confirm_minutes: LimitMinutes = 2
    alert_hours: Annotated[int, Field(ge=1, le=48)] = 4
    settle_seconds: Annotated[float, Field(ge=0, le=60)] = 20.0
    answer_seconds: Annotated[float, Field(ge=0, le=600)] = 60.0
    broadcast_minutes: LimitMinutes = 10
    quiet_hours: Hours = "22:00-08:00"
    form: bool = True
    retention_days: Annotated[int, Field(ge=1, le=3650)] = 180
    texts: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def names_what_exists(self) -> EstateSettings:
        numbers = [group.number for group in self.groups if group.number]
        for number in numbers:
            if numbers.count(number) > 1:
                raise ValueError(f"groups：群号 {number} 写了两次，“广播 {number}号群”就不知道是哪个群")
        for category in self.relay:
            if category not in RELAY:
                raise ValueError(f"relay.{category}：没有这个紧急类别，可用的有 {'、'.join(RELAY)}")
        for key, minutes in (("accept", self.accept_minutes), ("finish", self.finish_minutes)):
            for name in minutes:
                if name not in KINDS and name not in CATEGORIES:
                    raise ValueError(f"{key}_minutes.{name}：没有这个类型或类别")
        for problem in check_overrides(self.texts):
            raise ValueError(f"texts：{problem}")
        return self
