"""What people do on the console: the desk's steps with an audit line each."""

from __future__ import annotations

from bot.delivery.sheet import BY_HAND
from bot.desk.codes import draw_role_code
from bot.desk.desk import Desk
from bot.desk.refusing import Refused
from bot.register import Register
from handlers.model import Audit, Chat, ChatKind, Outcome, Person, Role
from nlp.knowledge import Entry
from storage.parked import ParkedMessage
from storage.people import RoleGrant
from storage.unit_of_work import UnitOfWork


class ConsoleDesk:
    """Implements bot.web.context.Desk."""

    def __init__(self, desk: Desk, register: Register) -> None:
        self._desk = desk
        self._register = register

    async def act(self, estate: str, number: int, verb: str, actor: Person, words: str = "") -> None:
        await self._desk.act(estate, number, verb, actor, words)
        await self._audit(estate, actor, verb, f"#{number}")

    async def assign_chat(self, chat: Chat, actor: Person) -> None:
        async def step(uow: UnitOfWork) -> Outcome:
            await uow.estates.save_chat(chat)
            await self._end_roles(uow, chat)
            return self._line(chat.estate, actor, f"assign_chat {chat.kind.value}", chat.id)

        await self._desk.save(step)
        await self._register.refresh()
        await self._register.enrol_everywhere(chat.id)

    async def grant(
        self, estate: str, person: Person, role: Role, trades: tuple[str, ...], actor: Person
    ) -> None:
        now = self._desk.now()

        async def step(uow: UnitOfWork) -> Outcome:
            grant = RoleGrant(
                estate=estate, person=person, role=role, trades=trades, source="console", at=now
            )
            await uow.people.grant(grant)
            return self._line(estate, actor, f"grant {role.value}", person.id)

        await self._desk.save(step)
        await self._register.refresh()

    async def make_code(self, estate: str, role: Role, trades: tuple[str, ...], actor: Person) -> str:
        code, stored = draw_role_code(estate, role, trades, actor.id, self._desk.now())

        async def step(uow: UnitOfWork) -> Outcome:
            await uow.codes.add(stored)
            return self._line(estate, actor, f"make_code {role.value}", "")

        await self._desk.save(step)
        return code

    async def save_entry(self, estate: str, entry: Entry, old: str, actor: Person) -> None:
        async def step(uow: UnitOfWork) -> Outcome:
            if old and old != entry.title:
                await uow.knowledge.remove(estate, old)
            await uow.knowledge.save(estate, [entry])
            return self._line(estate, actor, "save_knowledge", entry.title)

        await self._desk.save(step)

    async def remove_entry(self, estate: str, title: str, actor: Person) -> None:
        async def step(uow: UnitOfWork) -> Outcome:
            await uow.knowledge.remove(estate, title)
            return self._line(estate, actor, "remove_knowledge", title)

        await self._desk.save(step)

    async def revoke(self, estate: str, person: Person, role: Role, actor: Person) -> None:
        async def step(uow: UnitOfWork) -> Outcome:
            await uow.people.revoke(estate, person.id, role)
            return self._line(estate, actor, f"revoke {role.value}", person.id)

        await self._desk.save(step)
        await self._register.refresh()

    async def requeue(self, delivery: int, actor: Person) -> None:
        async def step(uow: UnitOfWork) -> Outcome:
            await uow.outbox.requeue(delivery)
            return self._line("", actor, "requeue", str(delivery))

        await self._desk.save(step)
        self._desk.wake()

    async def say_by_hand(self, estate: str, delivery: int, actor: Person) -> None:
        async def step(uow: UnitOfWork) -> Outcome:
            by = f"{BY_HAND} {actor.name}"
            if not await uow.outbox.mark_by_hand([delivery], by, self._desk.now()):
                raise Refused("这一条已经发出，或有人转发过了。")
            return self._line(estate, actor, "say_by_hand", str(delivery))

        await self._desk.save(step)

    async def settle_parked(self, message: ParkedMessage, verb: str, actor: Person) -> None:
        async def step(uow: UnitOfWork) -> Outcome:
            if verb == "retry":
                await uow.parked.hurry(message.key, self._desk.now())
            else:
                await uow.parked.remove(message.key)
            return self._line(message.estate, actor, f"{verb}_parked", message.key)

        await self._desk.save(step)

    async def _end_roles(self, uow: UnitOfWork, chat: Chat) -> None:
        """A group that is no staff group of the estate any more gives nobody a role there."""
        source = f"group:{chat.id}"
        for grant in await uow.people.roles():
            if grant.source == source and (chat.kind is not ChatKind.STAFF or grant.estate != chat.estate):
                await uow.people.revoke(grant.estate, grant.person.id, grant.role, source)

    async def _audit(self, estate: str, actor: Person, action: str, subject: str) -> None:
        async def step(_: UnitOfWork) -> Outcome:
            return self._line(estate, actor, action, subject)

        await self._desk.save(step)

    def _line(self, estate: str, actor: Person, action: str, subject: str) -> Outcome:
        line = Audit(estate=estate, at=self._desk.now(), actor=actor.id, action=action, subject=subject)
        return Outcome(audits=(line,))
