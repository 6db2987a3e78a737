"""The desk: reads what a decision needs, asks the handlers, saves the outcome whole, wakes delivery."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import TypedDict, Unpack

from bot.channels.base import Heard
from bot.clock import Clock
from bot.delivery.express import Express
from bot.desk.agenda import Agenda
from bot.desk.alerts import ALERT_STEPS, act_on_alert
from bot.desk.first_words import FirstWords
from bot.desk.histories import Histories
from bot.desk.reading import CaseReader
from bot.desk.refusing import Refused
from bot.desk.watch import Watch
from bot.directory import Directory
from handlers.alerts import urgent
from handlers.alerts.drills import contain
from handlers.alerts.relays import write_first_words
from handlers.alerts.steps import is_search
from handlers.case import Case, Command
from handlers.conversation.recalling import recall
from handlers.decide import decide
from handlers.glance import Glance
from handlers.model import (
    LIVE,
    SILENCE,
    Alert,
    Chat,
    ChatKind,
    Delivery,
    Estate,
    Message,
    Outcome,
    Person,
    Purpose,
    Sender,
    Ticket,
)
from handlers.saying.speak import tell_chats
from handlers.texts import say
from handlers.threads import Remark, Thread
from handlers.tickets import working
from handlers.tickets.steps import IllegalTransition
from handlers.words import sightings
from nlp.verdict import Verdict
from storage.engine import Database
from storage.errors import VersionConflict
from storage.unit_of_work import UnitOfWork

log = logging.getLogger("linli.desk")

#: A save that lost a race is decided again with what is stored now.
TRIES = 5
MANY = 100_000


class Said(TypedDict, total=False):
    """What was said around a message and what is open, as its case has it."""

    threads: tuple[Thread, ...]
    alerts: tuple[Alert, ...]
    alert_tickets: tuple[Ticket, ...]
    talk: tuple[Remark, ...]
    recent: tuple[Message, ...]
    parts: tuple[tuple[str, Verdict], ...]
    burst: Verdict
    drills: tuple[str, ...]


class Desk:
    """One transaction a decision.  `on_saved` is called after each commit that says something."""

    def __init__(
        self,
        clock: Clock,
        database: Database,
        directory: Directory,
        on_saved: Callable[[], None],
        express: Express | None = None,
    ) -> None:
        self._clock = clock
        self._database = database
        self._directory = directory
        self._on_saved = on_saved
        self._express = express or Express()
        self.watch = Watch()
        self.first_words = FirstWords(clock)
        self.agenda = Agenda()
        self.histories = Histories(alone=database.alone)
        self._reader = CaseReader(self.watch, alone=database.alone)

    async def start(self) -> None:
        """Takes over what an earlier process left open."""
        async with self._database.view() as uow:
            self.watch.take_alerts(await uow.alerts.live())
            for estate in self._directory.estates:
                self.watch.take_threads(await self._reader.read_threads(uow, estate.id, ()))
                live = await uow.tickets.listing(estate.id, statuses=LIVE, limit=MANY)
                self.watch.take_tickets(live)
                self.agenda.note(Outcome(tickets=live))

    def list_addressed(self, message: Message, glance: Glance) -> set[int] | None:
        """A quick look: the open tickets that the message may belong to; None where not all are in mind."""
        return self.watch.list_addressed(message, glance, self._clock.now())

    def concerns(self, message: Message, verdict: Verdict, tickets: set[int], **said: Unpack[Said]) -> bool:
        """Whether a message that says nothing by itself belongs to one of these open tickets."""
        shown: Said = {**said, **self.watch.show(message.chat.estate, tickets)}
        return bool(decide(self.make_case(message, verdict, None, **shown)))

    def make_case(
        self, message: Message, verdict: Verdict, command: Command | None, **said: Unpack[Said]
    ) -> Case:
        """The case as far as the message itself goes, with what was said around it."""
        estate = self._directory.estate(message.chat.estate)
        direct = message.chat.kind is ChatKind.DIRECT
        return Case(
            message=message,
            now=self._clock.now(),
            estate=estate,
            verdict=verdict,
            command=command,
            is_stranger=direct and not self._directory.was_heard(message.sender.id, estate.id),
            **said,
        )

    def now(self) -> datetime:
        return self._clock.now()

    def wake(self) -> None:
        """Something in the outbox may be due."""
        self._on_saved()

    # --- messages --------------------------------------------------------------------------------

    async def decide(self, case: Case) -> Outcome:
        """Decides on one message and saves what comes of it, once, however often it is called."""
        if case.verdict.kind != "urgent":
            return await self._decide(case)
        return await self.first_words.see_through(
            lambda: self._draft_first_words(case), self._decide(case), self._queue
        )

    def _draft_first_words(self, case: Case) -> Delivery | None:
        """What the reporter must do, decided on the message alone; None where nothing is to be said."""
        passed_on = self.watch.has_alerts(case.estate.id) and sightings.forwards(case.message.text)
        if passed_on or sightings.imitates_alert(case.message.text):
            return None
        outcome = decide(case)
        advice = (each for each in outcome.deliveries if each.purpose is Purpose.ADVICE)
        words = next((each for each in advice if each.chat == case.message.chat.id), None)
        opened = next((alert for alert in outcome.alerts if alert.version == 0), None)
        if words is None or opened is None:
            return words
        return replace(words, text=write_first_words(opened.category, case.estate), ticket=None)

    async def _queue(self, words: Delivery) -> None:
        async def step(_: UnitOfWork) -> Outcome:
            return Outcome(deliveries=(words,))

        await self.save(step)

    async def _decide(self, case: Case) -> Outcome:
        for tried in range(TRIES):
            try:
                return await self._decide_once(case, anew=tried > 0)
            except VersionConflict:
                continue
        raise VersionConflict(f"message {case.message.key}: {TRIES} others were faster")

    async def _decide_once(self, case: Case, *, anew: bool) -> Outcome:
        message, estate = case.message, case.message.chat.estate
        urgent = case.verdict.kind == "urgent"
        if urgent:
            self._express.expect()
        urgent = urgent or self.watch.has_alerts(estate)
        async with self._database.transaction(urgent=urgent) as uow:
            if not await uow.messages.claim(message.key, estate, message.chat.id, case.now):
                return SILENCE
            outcome = decide(await self._reader.read(uow, case, anew=anew))
            if not outcome:
                return SILENCE
            outcome = self.first_words.note_said(outcome, message.key, case.now)
            saved, claimed = await self._express.save(uow, outcome)
            await uow.commit()
            try:
                await self._express.send(claimed)
            finally:
                waits = bool(outcome.files) or len(claimed) < len(saved)
                self._note(outcome, saved, message, waits=waits)
        if outcome.roster:
            await self.refresh_directory()
        return outcome

    async def rehearse(self, uow: UnitOfWork, case: Case) -> tuple[Delivery, ...]:
        """Decides and saves as always, for a transaction that will be forgotten; what would be said."""
        await uow.messages.claim(case.message.key, case.estate.id, case.message.chat.id, case.now)
        saved, _ = await self._express.save(uow, decide(await self._reader.read(uow, case, anew=True)))
        return saved

    async def recall(self, message: Message) -> Outcome:
        """Its sender took the message back: it is struck from the ticket that it went into."""
        estate = message.chat.estate

        async def step(uow: UnitOfWork) -> Outcome:
            case = Case(message=message, now=self._clock.now(), estate=self._directory.estate(estate))
            case = replace(case, threads=await self._reader.read_threads(uow, estate, ()))
            return recall(case)

        return await self.save(step)

    def _note(
        self,
        outcome: Outcome,
        saved: tuple[Delivery, ...],
        message: Message | None = None,
        *,
        waits: bool = True,
    ) -> None:
        self.watch.note(outcome, saved, message)
        self.agenda.note(outcome)
        self.histories.note(outcome)
        if outcome.deliveries and waits:
            self._on_saved()

    async def note_unknown_chat(self, heard: Heard) -> None:
        """A group that belongs to no estate yet: kept by name, for a manager to assign on the console."""
        if heard.chat == heard.sender.id or self._directory.knows(heard.chat):
            return
        async with self._database.transaction() as uow:
            await uow.estates.save_chat(Chat(heard.chat, "", ChatKind.UNASSIGNED, heard.chat_name))
            await uow.commit()
        await self.refresh_directory()

    # --- steps that people take on the console, and that time takes --------------------------------

    async def act(self, estate: str, number: int, verb: str, actor: Person, words: str = "") -> None:
        """Takes one step with a ticket; raises Refused with what is possible instead."""
        place = self._directory.estate(estate)

        async def step(uow: UnitOfWork) -> Outcome:
            ticket = await uow.tickets.get(estate, number)
            if ticket is None:
                raise Refused(say(place.texts, "no_ticket", number=number))
            alert = await uow.alerts.get(estate, number)
            sender = self._directory.identify(actor, estate)
            try:
                if alert is not None and verb in ALERT_STEPS:
                    return await act_on_alert(
                        uow, alert, ticket, verb, sender, self._clock.now(), place, words
                    )
                outcome = self._take_step(verb, ticket, alert, place, sender, words)
                return contain(outcome, (alert,), place)
            except IllegalTransition as refusal:
                raise Refused(refusal.text) from None

        await self.save(step)

    def _take_step(
        self,
        verb: str,
        ticket: Ticket,
        alert: Alert | None,
        estate: Estate,
        sender: Sender,
        words: str,
    ) -> Outcome:
        now = self._clock.now()
        match verb:
            case "accept":
                return working.accept(ticket, sender, now, estate, words) + urgent.acknowledge(alert, now)
            case "reply":
                return working.reply(ticket, sender, now, estate, words)
            case "done" if is_search(alert):
                raise IllegalTransition(say(estate.texts, "withdraw_alert", number=ticket.number))
            case "done":
                return working.finish(ticket, sender, now, estate, words)
            case "false_alarm" if alert is None:
                return working.mark_false_alarm(ticket, sender, now, estate)
        raise Refused(say(estate.texts, "no_alert", number=ticket.number))

    async def save(self, step: Callable[[UnitOfWork], Awaitable[Outcome]]) -> Outcome:
        """Runs read → decision → save in one transaction, again if somebody else was faster."""
        for _ in range(TRIES):
            try:
                async with self._database.transaction() as uow:
                    outcome = await step(uow)
                    if not outcome:
                        return SILENCE
                    saved, claimed = await self._express.save(uow, outcome)
                    await uow.commit()
                    try:
                        await self._express.send(claimed)
                    finally:
                        self._note(outcome, saved)
            except VersionConflict:
                continue
            return outcome
        raise VersionConflict(f"{TRIES} others were faster")

    async def say(self, estate: Estate, name: str, chats: list[str], **values: object) -> None:
        """Says the sentence `name` of the texts into the chats."""
        text = say(estate.texts, name, **values)
        deliveries = tell_chats(estate, chats, text, Purpose.ANSWER, self._clock.now())

        async def step(_: UnitOfWork) -> Outcome:
            return Outcome(deliveries=deliveries)

        await self.save(step)

    # --- chats and people ------------------------------------------------------------------------

    async def refresh_directory(self) -> None:
        async with self._database.view() as uow:
            self._directory.fill(
                await uow.estates.chats(), await uow.people.roles(), await uow.roster.changes()
            )
