"""An estate as decisions see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from handlers.calendar.working_time import WorkingHours
from handlers.model.messages import Chat, ChatKind, Person, Sender


@dataclass(frozen=True, slots=True)
class Leave:
    """Somebody is away (请假); `until` None is until further notice."""

    person: Person
    since: datetime
    until: datetime | None = None

    def covers(self, moment: datetime) -> bool:
        """Whether the person is away at `moment`."""
        return self.since <= moment and (self.until is None or moment < self.until)


@dataclass(frozen=True, slots=True)
class Duty:
    """One line of the roster (值班表): this person, these trades, these hours (minutes after midnight).

    `starts == ends` is all day; `ends < starts` runs over midnight.  `away` are the person's leaves.
    `days` are those on which it begins: every day where empty, `work` or `rest` days by the calendar, or
    days of the week by their digits, Monday 1 to Sunday 7.
    """

    person: Person
    trades: tuple[str, ...] = ()
    starts: int = 0
    ends: int = 0
    away: tuple[Leave, ...] = ()
    days: str = ""


@dataclass(frozen=True, slots=True)
class PushTarget:
    """Somewhere outside the chat to push to: for whom, of what (`levels`), and of which trades (none: all).

    Levels: `alert`; `warning`, a limit comes near; `escalation`, it has passed; `ticket`, new in bundles.
    """

    id: str
    role: str
    levels: tuple[str, ...]
    trades: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterChange:
    """Somebody's shifts and leaves as given by command; they stand before what the settings say.

    None leaves things as they are; shifts that are empty give the person back to the settings.
    """

    estate: str
    person: Person
    duties: tuple[Duty, ...] | None = None
    leaves: tuple[Leave, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Estate:
    """An estate as decisions see it: its chats, people on duty and its own settings.

    `staff` is everybody who serves, on the roster or not.  `assign` says who gets a ticket: who of those on
    duty has the fewest open (`fewest_open`), or whoever takes it first (`first_come`).
    `apprise` are the targets that every alert is pushed to, `pushes` all that hear of more, tickets every
    `push_minutes`.
    `leaders` hear first of a limit that has passed, the managers `escalate_minutes` of working time later.
    """

    id: str
    name: str
    bot_name: str = "物业小助手"
    timezone: str = "Asia/Shanghai"
    chats: tuple[Chat, ...] = ()
    roster: tuple[Duty, ...] = ()
    leaves: tuple[Leave, ...] = ()
    leaders: tuple[Person, ...] = ()
    staff: tuple[Sender, ...] = ()
    assign: str = "fewest_open"
    managers: tuple[Person, ...] = ()
    apprise: tuple[str, ...] = ()
    pushes: tuple[PushTarget, ...] = ()
    push_minutes: int = 10
    relay: dict[str, str] = field(default_factory=dict)
    hours: WorkingHours = field(default_factory=WorkingHours)
    accept_minutes: dict[str, int] = field(default_factory=dict)
    finish_minutes: dict[str, int] = field(default_factory=dict)
    escalate_minutes: int = 30
    confirm_minutes: int = 2
    alert_hours: int = 4
    settle_seconds: float = 0.0
    answer_seconds: float = 0.0
    broadcast_minutes: int = 10
    broadcast_interval_seconds: float = 3.0
    quiet_from: int = 22 * 60
    quiet_to: int = 8 * 60
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def owners_groups(self) -> tuple[Chat, ...]:
        """Every owners' group, in the order of its number."""
        groups = [chat for chat in self.chats if chat.kind is ChatKind.OWNERS]
        return tuple(sorted(groups, key=lambda chat: (chat.number or 0, chat.id)))

    @property
    def staff_groups(self) -> tuple[Chat, ...]:
        return tuple(chat for chat in self.chats if chat.kind is ChatKind.STAFF)

    def find_chat(self, chat_id: str) -> Chat | None:
        return next((chat for chat in self.chats if chat.id == chat_id), None)
