"""Names of groups and people as the gateway has them, remembered for a while in bounded memory."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any

from bot.channels.names import clean_name
from bot.channels.wechaty.puppet import GATEWAY_ERRORS, GatewayPuppet

#: Groups, people and members of groups that are remembered together.
MOST_NAMES = 20_000
#: Seconds after which a name is asked for again, for the next time: nobody waits for a new one.
NAME_AGE = 3600.0
#: Longest wait for a name, in seconds: a message goes on without.
NAME_WAIT = 2.0
#: Members asked for at once when all of a group are wanted.
AT_ONCE = 8

Key = tuple[str, ...]


class Directory:
    """Asks for each name when it is first needed; never for all members of all groups."""

    def __init__(
        self,
        find_puppet: Callable[[], GatewayPuppet | None],
        most: int = MOST_NAMES,
        age: float = NAME_AGE,
    ) -> None:
        self._find_puppet, self._most, self._age = find_puppet, most, age
        self._known: OrderedDict[Key, tuple[float, str]] = OrderedDict()
        self._asking: dict[Key, asyncio.Task[str]] = {}

    def forget(self, *key: str) -> None:
        """Asks again for `("room", id)`, `("contact", id)` or everything of a room's members."""
        for known in [known for known in self._known if known[: len(key)] == key]:
            del self._known[known]

    def knows_room(self, room: str) -> bool:
        """Whether the group's name need not be asked for."""
        return ("room", room) in self._known

    async def name_room(self, room: str) -> str:
        """The group's name, clean; empty if it cannot be had."""
        return clean_name(await self._name("room", room))

    async def name_contact(self, contact: str) -> str:
        """The person's own name, clean; empty if it cannot be had."""
        return clean_name(await self._name("contact", contact))

    async def name_member(self, room: str, contact: str) -> str:
        """What the person is called in the group, clean: the name chosen there, else the own one."""
        return clean_name(await self._name("member", room, contact)) or await self.name_contact(contact)

    async def list_own_names(self, room: str, contact: str) -> tuple[str, ...]:
        """What `@` may be followed by when the account itself is meant, as the gateway writes it."""
        return (await self._name("member", room, contact), await self._name("contact", contact))

    async def _name(self, *key: str) -> str:
        known = self._known.get(key)
        if known is None:
            return await self._ask(key)
        self._known.move_to_end(key)
        if time.monotonic() - known[0] >= self._age and key not in self._asking:
            self._asking[key] = asyncio.create_task(self._ask(key))
            self._asking[key].add_done_callback(lambda _: self._asking.pop(key, None))
        return known[1]

    async def _ask(self, key: Key) -> str:
        """The name as the gateway has it, which is remembered; the one known, where it cannot be had."""
        puppet, known = self._find_puppet(), self._known.get(key)
        if puppet is not None:
            with contextlib.suppress(*GATEWAY_ERRORS):
                async with asyncio.timeout(NAME_WAIT):
                    name = await ask_name(puppet, key)
                self._remember(key, name)
                return name
        return known[1] if known else ""

    def _remember(self, key: Key, name: str) -> None:
        self._known[key] = (time.monotonic(), name)
        self._known.move_to_end(key)
        while len(self._known) > self._most:
            self._known.popitem(last=False)

    async def list_members(self, room: str) -> list[tuple[str, str]]:
        """Ids and names of all members of one group.  Raises GATEWAY_ERRORS, TimeoutError among them."""
        puppet = self._find_puppet()
        if puppet is None:
            raise ConnectionError("not connected")
        members = (await puppet.puppet_stub.room_member_list(id=room)).member_ids
        names = await gather_few(self.name_member(room, member) for member in members)
        return list(zip(members, names, strict=True))

    async def list_rooms(self) -> list[tuple[str, str]]:
        """Ids and names of all groups.  Raises GATEWAY_ERRORS."""
        puppet = self._find_puppet()
        if puppet is None:
            raise ConnectionError("not connected")
        rooms = (await puppet.puppet_stub.room_list()).ids
        names = await gather_few(self.name_room(room) for room in rooms)
        return list(zip(rooms, names, strict=True))


async def ask_name(puppet: GatewayPuppet, key: Key) -> str:
    """The name as the gateway has it.  Raises GATEWAY_ERRORS."""
    kind, *ids = key
    stub: Any = puppet.puppet_stub
    if kind == "room":
        return (await stub.room_payload(id=ids[0])).topic or ""
    if kind == "contact":
        return (await stub.contact_payload(id=ids[0])).name or ""
    return await puppet.name_member(ids[0], ids[1])


async def gather_few(calls: Any) -> list[str]:
    """The results in order, with at most AT_ONCE calls under way."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def take_turn(call: Awaitable[str]) -> str:
        async with turns:
            return await call

    return await asyncio.gather(*(take_turn(call) for call in calls))
