"""Which chat belongs to which estate and who may do what, held in memory; the database is the truth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.settings import EstateSettings, Settings, parse_days, parse_hours, parse_working_hours
from handlers.calendar.working_time import WorkingHours
from handlers.model import Chat, ChatKind, Duty, Estate, Person, PushTarget, Role, RosterChange, Sender
from storage.people import RoleGrant

#: A person with several roles acts in the first of these.
RANK = (Role.MANAGER, Role.STAFF, Role.COMMITTEE, Role.OWNER)


class Directory:
    """Answers who and where for every message without asking the database."""

    def __init__(self, estates: Mapping[str, Estate]) -> None:
        self._plain = dict(estates)
        self._estates = dict(estates)
        self._chats: dict[str, Chat] = {}
        self._grants: dict[tuple[str, str], list[RoleGrant]] = {}
        self._homes: dict[str, str] = {}
        self._owners: dict[str, Sender] = {}

    @property
    def estates(self) -> tuple[Estate, ...]:
        return tuple(self._estates.values())

    def fill(
        self, chats: Iterable[Chat], grants: Iterable[RoleGrant], changes: Iterable[RosterChange] = ()
    ) -> None:
        """Takes over what the database says now; shifts given by command go before the settings' own."""
        self._chats = {chat.id: chat for chat in chats}
        self._grants = {}
        for grant in grants:
            self._grants.setdefault((grant.estate, grant.person.id), []).append(grant)
        changed = tuple(changes)
        for estate_id, plain in self._plain.items():
            own = tuple(chat for chat in self._chats.values() if chat.estate == estate_id)
            here = tuple(change for change in changed if change.estate == estate_id)
            self._estates[estate_id] = replace(
                plain,
                chats=own,
                managers=self._managers(estate_id),
                staff=self._staff(estate_id),
                roster=change_roster(plain.roster, here),
                leaves=tuple(leave for change in here for leave in change.leaves or ()),
            )

    def _staff(self, estate_id: str) -> tuple[Sender, ...]:
        people = {
            grant.person.id: self.identify(grant.person, estate_id)
            for (estate, _), grants in self._grants.items()
            if estate == estate_id
            for grant in grants
            if grant.role.serves
        }
        return tuple(people.values())

    def _managers(self, estate_id: str) -> tuple[Person, ...]:
        people = {
            grant.person.id: grant.person
            for (estate, _), grants in self._grants.items()
            if estate == estate_id
            for grant in grants
            if grant.role is Role.MANAGER
        }
        return tuple(people.values())

    def estate(self, estate_id: str) -> Estate:
        return self._estates[estate_id]

    def knows(self, chat_id: str) -> bool:
        return chat_id in self._chats

    def find_chat(self, chat_id: str) -> Chat | None:
        """The group with this id, None where it belongs to no estate yet."""
        chat = self._chats.get(chat_id)
        return chat if chat and chat.estate in self._estates else None

    def open_direct(self, person: Person) -> Chat | None:
        """The direct chat with `person`, in the estate where this person has a role or was last heard.

        None where the person belongs to none of several estates: then nobody knows whom to tell.
        """
        served = [estate for (estate, contact) in self._grants if contact == person.id]
        home = served[0] if served else self._homes.get(person.id)
        if home is None and len(self._estates) == 1:
            home = next(iter(self._estates))
        if home not in self._estates:
            return None
        return Chat(person.id, home, ChatKind.DIRECT, person.name)

    def settle(self, person_id: str, estate_id: str) -> None:
        """Remembers where a person was last heard, in memory only and for the latest 50,000."""
        self._homes.pop(person_id, None)
        self._homes[person_id] = estate_id
        if len(self._homes) > 50_000:
            self._homes.pop(next(iter(self._homes)))

    def was_heard(self, person_id: str, estate_id: str) -> bool:
        """Whether this person spoke in an owners' group of the estate since the start."""
        return self._homes.get(person_id) == estate_id

    def identify(self, person: Person, estate_id: str, where: ChatKind | None = None) -> Sender:
        """`person` with the role that this contact id has in the estate; an owner where it has none.

        Who speaks in a staff group is in it, and so is staff, also before its members have been read.
        """
        grants = self._grants.get((estate_id, person.id), ())
        if not grants and where is not ChatKind.STAFF:
            return self._identify_owner(person)
        roles = {grant.role for grant in grants}
        if where is ChatKind.STAFF:
            roles.add(Role.STAFF)
        role = next((role for role in RANK if role in roles), Role.OWNER)
        trades = tuple(dict.fromkeys(trade for grant in grants for trade in grant.trades))
        return Sender(person.id, person.name, role, trades)

    def _identify_owner(self, person: Person) -> Sender:
        """Somebody without a role, the same value for the same name; the latest 50,000 are kept at hand."""
        known = self._owners.get(person.id)
        if known is None or known.name != person.name:
            if len(self._owners) >= 50_000:
                self._owners.clear()
            known = self._owners[person.id] = Sender(person.id, person.name)
        return known

    def staff_by(self, estate_id: str, source: str) -> set[str]:
        """The ids of the people whose role comes from `source` (`group:CHAT` = being in that group)."""
        return {
            contact
            for (estate, contact), grants in self._grants.items()
            if estate == estate_id and any(grant.source == source for grant in grants)
        }


def change_roster(roster: Iterable[Duty], changes: Iterable[RosterChange]) -> tuple[Duty, ...]:
    """The settings' roster with what was changed by command: a person's own shifts replace their lines."""
    given = {change.person.id: change for change in changes}
    lines = [duty for duty in roster if duty.person.id not in given or not given[duty.person.id].duties]
    lines += [duty for change in given.values() for duty in change.duties or ()]
    away = {person: change.leaves or () for person, change in given.items()}
    return tuple(replace(duty, away=away.get(duty.person.id, ())) for duty in lines)


def name_push(estate: str, number: int) -> str:
    """The chat id of an estate's push target."""
    return f"apprise:target:{estate}-push-{number}"


def build_estate(settings: EstateSettings, interval_seconds: float) -> Estate:
    """The estate as its settings have it; chats and managers come from the database."""
    quiet_from, quiet_to = parse_hours(settings.quiet_hours)
    pushes = tuple(
        PushTarget(name_push(settings.id, i), push.role, push.hears, push.trades)
        for i, push in enumerate(settings.pushes)
    )
    return Estate(
        id=settings.id,
        name=settings.name,
        bot_name=settings.bot_name,
        timezone=settings.timezone,
        roster=tuple(
            Duty(
                Person(duty.id, duty.name),
                duty.trades,
                *parse_hours(duty.hours),
                days=parse_days(duty.days),
            )
            for duty in settings.roster
        ),
        apprise=(
            *(f"apprise:target:{settings.id}-{i}" for i in range(len(settings.apprise))),
            *(target.id for target in pushes if "alert" in target.levels),
        ),
        pushes=pushes,
        push_minutes=settings.push_minutes,
        relay={category: str(policy) for category, policy in settings.relay.items()},
        leaders=tuple(Person(leader.id, leader.name) for leader in settings.leaders),
        assign=settings.assign,
        hours=WorkingHours(
            parse_working_hours(settings.working_hours),
            settings.timezone,
            every_day=settings.working_days == "every_day",
        ),
        accept_minutes=dict(settings.accept_minutes),
        finish_minutes=dict(settings.finish_minutes),
        escalate_minutes=settings.escalate_minutes,
        confirm_minutes=settings.confirm_minutes,
        alert_hours=settings.alert_hours,
        settle_seconds=settings.settle_seconds,
        answer_seconds=settings.answer_seconds,
        broadcast_minutes=settings.broadcast_minutes,
        broadcast_interval_seconds=interval_seconds,
        quiet_from=quiet_from,
        quiet_to=quiet_to,
        texts=dict(settings.texts),
    )


def build_directory(settings: Settings) -> Directory:
    interval = settings.delivery.interval_seconds
    return Directory({estate.id: build_estate(estate, interval) for estate in settings.estates})


def list_chats(settings: EstateSettings) -> tuple[Chat, ...]:
    """The groups that the settings name."""
    owners = (Chat(g.id, settings.id, ChatKind.OWNERS, g.name, g.number) for g in settings.groups)
    staff = (Chat(g.id, settings.id, ChatKind.STAFF, g.name, g.number) for g in settings.staff_groups)
    return (*owners, *staff)
