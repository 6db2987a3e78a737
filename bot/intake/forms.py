"""The door for the web form: what was written there goes to the classifier and the desk at once.

Each report is a direct chat of its own with somebody whom nobody knows, so an alert that it opens is
relayed to other groups only after staff confirmed it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.channels.form import make_person
from bot.desk.desk import Desk
from bot.desk.recent import Recent
from bot.directory import Directory
from bot.intake.written import Written
from handlers.case import Case, Command
from handlers.commands import reading
from handlers.conversation.forms import MORE, NEW
from handlers.model import Chat, ChatKind, Estate, Message, Outcome, Sender
from handlers.threads import Remark
from handlers.tickets.opening import keep_different
from handlers.words.parts import split_report
from nlp.verdict import SILENT, Verdict

Classify = Callable[[str], Verdict]

#: What somebody may ask of their own ticket by words on its page; everything else is more of the report.
VERBS = frozenset({"rate", "reopen", "cancel", "remind", "clear"})
#: What somebody may ask of no ticket: a person to talk to, what is stored, and that it be erased.
PLAIN_VERBS = frozenset({"human", "held", "erase", "erase_sure"})


class FormIntake:
    """Takes what was written; the outcome is saved when it returns."""

    def __init__(
        self,
        directory: Directory,
        desk: Desk,
        classify: Classify,
        recent: Recent,
        estates: frozenset[str],
    ) -> None:
        self._directory = directory
        self._desk = desk
        self._classify = classify
        self._recent = recent
        self._estates = estates

    def find_estate(self, estate_id: str) -> Estate | None:
        """The estate, None where there is none or it has no form."""
        return self._directory.estate(estate_id) if estate_id in self._estates else None

    def is_urgent(self, text: str) -> bool:
        """Whether the words tell of danger: those are never turned away as too many."""
        return self._classify(text).kind == "urgent"

    async def report(self, written: Written) -> Outcome:
        """A new report: it opens what the same words in a group would open, and at least a ticket."""
        verdict = self._read(written)
        parts = _split(written.text, verdict, self._classify)
        return await self._decide(written, verdict, None, NEW, parts)

    async def add(self, written: Written, numbers: frozenset[int]) -> Outcome:
        """More of it from its page: a command for one of the writer's tickets `numbers`, else more words."""
        command = self._read_command(written, numbers)
        verdict = SILENT if command else self._read(written)
        return await self._decide(written, verdict, command, MORE)

    def _read(self, written: Written) -> Verdict:
        verdict = self._classify(written.text) if written.text else SILENT
        return replace(verdict, room=written.room or verdict.room, phone=written.phone or verdict.phone)

    def _read_command(self, written: Written, numbers: frozenset[int]) -> Command | None:
        """Only about one's own: a room that somebody wrote into a form proves nothing."""
        command = reading.parse(self._build(written))
        if command is None or command.notice is not None:
            return None
        if command.verb in PLAIN_VERBS and command.number is None:
            return command
        if command.number is None and len(numbers) == 1:
            command = replace(command, number=min(numbers), gives_way=False)
        return command if command.verb in VERBS and command.number in numbers else None

    def _build(self, written: Written) -> Message:
        person = make_person(written.person)
        return Message(
            key=written.key,
            chat=Chat(person.id, written.estate, ChatKind.DIRECT, person.name),
            sender=Sender(person.id, person.name),
            text=written.text,
            sent_at=self._desk.now(),
            attachments=written.photos,
        )

    async def _decide(
        self,
        written: Written,
        verdict: Verdict,
        command: Command | None,
        form: str,
        parts: tuple[tuple[str, Verdict], ...] = (),
    ) -> Outcome:
        message = self._build(written)
        case = replace(self._desk.make_case(message, verdict, command), form=form, parts=parts)
        case = replace(case, talk=self._talk(case, case.now))
        outcome = await self._desk.decide(case)
        filed = {event.message: event.ticket for event in outcome.events if event.message}
        self._recent.keep(Remark(message, filed.get(message.key)))
        return outcome

    def _talk(self, case: Case, now: datetime) -> tuple[Remark, ...]:
        return self._recent.talk(case.message.chat.id, now)


def _split(text: str, verdict: Verdict, classify: Classify) -> tuple[tuple[str, Verdict], ...]:
    """The verdicts on the parts of a report that tells of two things; nothing for most."""
    if verdict.kind not in ("repair", "complaint"):
        return ()
    parts = keep_different([(part, classify(part)) for part in split_report(text)])
    return tuple(
        (part, replace(each, room=verdict.room or each.room, phone=verdict.phone or each.phone))
        for part, each in parts
    )
