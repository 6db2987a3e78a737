"""The one door in: what a channel heard becomes a Message, and goes to the desk if it needs a decision.

In order per chat, chats beside each other.  Ordinary chat ends here: it is read, leads to nothing, and
is kept for ten minutes in memory only.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from dataclasses import replace

from bot.channels.base import Heard, Recalled
from bot.clock import Clock
from bot.desk.codes import CodeBook, read_code
from bot.desk.desk import Desk, Said
from bot.desk.recent import Recent
from bot.directory import Directory
from bot.intake.announced import Announced
from bot.intake.parking import Parking
from bot.intake.repeats import Repeats
from handlers.case import Case, Command
from handlers.commands import reading as commands
from handlers.conversation.overhearing import hear_among, may_answer_staff
from handlers.glance import Glance, Look, look_at
from handlers.model import SILENCE, Chat, ChatKind, Message, Outcome, Sender
from handlers.threads import Remark
from handlers.tickets.gathering import join_burst, kept_attachments
from handlers.tickets.opening import keep_different
from handlers.words.acts import calls_to_join
from handlers.words.parts import split_report
from nlp.verdict import SILENT, Verdict

log = logging.getLogger("linli.intake")

Classify = Callable[[str], Verdict]


class Intake:
    """Receives what channels hear.  `receive` handles one message; `put` queues it for its chat."""

    def __init__(
        self,
        clock: Clock,
        directory: Directory,
        desk: Desk,
        classify: Classify,
        parking: Parking,
        look: Look = look_at,
    ) -> None:
        self._clock = clock
        self._directory = directory
        self._desk = desk
        self._classify = classify
        self._look = look
        self._parking = parking
        self._codes = CodeBook(desk, directory)
        self._repeats = Repeats()
        self._lanes: dict[str, deque[Heard | Recalled]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._announced = Announced()
        self.recent = Recent()

    # --- the listening loop ----------------------------------------------------------------------

    def put(self, heard: Heard | Recalled) -> None:
        """Queues for the chat that it was said in; returns at once."""
        lane = self._lanes.get(heard.chat)
        if lane is not None:
            lane.append(heard)
            return
        self._lanes[heard.chat] = deque([heard])
        task = asyncio.create_task(self._work_off(heard.chat))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work_off(self, chat: str) -> None:
        lane = self._lanes[chat]
        try:
            while lane:
                await self._handle(lane.popleft())
        finally:
            del self._lanes[chat]

    async def _handle(self, heard: Heard | Recalled) -> None:
        if isinstance(heard, Recalled):
            await self._take_recall(heard)
            return
        try:
            await self.receive(heard)
        except Exception as error:  # the listening loop: nothing heard may stop it or be lost
            log.exception("message %s in %s could not be handled", heard.key, heard.chat)
            await self._parking.park(heard, self._estate_of(heard), error)

    async def _take_recall(self, recalled: Recalled) -> None:
        try:
            await self.recall(recalled)
        except Exception:  # the listening loop: nothing heard may stop it
            log.exception("the recall of %s in %s could not be handled", recalled.key, recalled.chat)

    async def recall(self, recalled: Recalled) -> Outcome:
        """A message was taken back: forgotten, and struck from the ticket that it went into."""
        key = self._repeats.name_first(recalled.key)
        known = self.recent.strike(recalled.chat, key)
        chat = known.chat if known else self._directory.find_chat(recalled.chat)
        if chat is None:
            return SILENCE
        nobody = Sender(recalled.chat, "")
        message = known or Message(key, chat, nobody, "", recalled.at)
        return await self._desk.recall(replace(message, text="", attachments=()))

    def _estate_of(self, heard: Heard) -> str | None:
        chat = self._find_chat(heard)
        return chat.estate if chat else None

    async def drain(self) -> None:
        """Waits until everything that was put has been handled."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    # --- one message -----------------------------------------------------------------------------

    async def receive(self, heard: Heard) -> Outcome:
        """Handles one message and returns what came of it (SILENCE for ordinary chat)."""
        if self._repeats.take(heard, self._clock.now()) is not None:
            return SILENCE
        try:
            return await self._decide(heard)
        except BaseException:
            self._repeats.forget(heard)
            raise

    async def _decide(self, heard: Heard) -> Outcome:
        if heard.chat == heard.sender.id and (code := read_code(heard.text)):
            return await self._codes.redeem(heard, code)
        chat = self._find_chat(heard)
        if chat is None:
            await self._desk.note_unknown_chat(heard)
            return SILENCE
        message, glance = self._build_message(heard, chat), self._look(heard.text)
        verdict, command = self._read(message, glance)
        if command is None and message.attachments:
            command = self._read_late_photo(message)
        case = self._find_case(message, glance, verdict, command)
        outcome = await self._desk.decide(case) if case else SILENCE
        self._keep(message, verdict, outcome)
        return outcome

    def _find_case(
        self, message: Message, glance: Glance, verdict: Verdict, command: Command | None
    ) -> Case | None:
        """The case that needs a decision; None for ordinary chat, of which mostly none is made."""
        now = self._clock.now()
        talk = self.recent.look(message.chat.id, now)
        recent = talk.list_of(message.sender.id)
        heard = verdict.kind == "other" and talk.has_others(message.sender.id)
        if heard and (glance.the_same or (talk.of_staff and may_answer_staff(message.text))):
            verdict = hear_among(message, verdict, talk.list_all(), now)
        burst = self._read_burst(message, verdict, recent)
        asks = command is not None or verdict.kind != "other" or burst.kind != "other"
        # What was done is no longer watched for.
        asks = asks or _is_for_us(message) or glance.follows_done
        addressed = None if asks else self._desk.list_addressed(message, glance)
        if addressed is not None and not addressed:
            return None
        said = Said(
            talk=talk.list_all(),
            recent=recent,
            parts=self._split(message, verdict),
            burst=burst,
            drills=self._list_drills(message, verdict),
        )
        if addressed and not self._desk.concerns(message, verdict, addressed, **said):
            return None
        return self._desk.make_case(message, verdict, command, **said)

    def _read_burst(self, message: Message, verdict: Verdict, recent: tuple[Message, ...]) -> Verdict:
        """The verdict on what its sender said in several messages, where no one of them is a report."""
        if verdict.kind != "other" or not (recent or _is_for_us(message)) or not self._may_report(message):
            return SILENT
        whole = join_burst(message, recent)
        return self._classify(whole) if whole else SILENT

    def _split(self, message: Message, verdict: Verdict) -> tuple[tuple[str, Verdict], ...]:
        """The verdicts on the parts of a message that tells of two things; nothing for most."""
        if verdict.kind not in ("repair", "complaint"):
            return ()
        return keep_different([(text, self._classify(text)) for text in split_report(message.text)])

    def _list_drills(self, message: Message, verdict: Verdict) -> tuple[str, ...]:
        """The drills of today, for what may only be one of them."""
        if verdict.kind != "urgent":
            return ()
        estate = self._directory.estate(message.chat.estate)
        return self._announced.today(estate.id, self._clock.now(), estate.timezone)

    def _keep(self, message: Message, verdict: Verdict, outcome: Outcome) -> None:
        """In memory, for what comes next in this chat."""
        if message.sender.role.serves:
            self._announced.hear(message, self._directory.estate(message.chat.estate).timezone)
        if not outcome:
            talk = verdict.kind == "other"
            self.recent.keep(Remark(message, calls=calls_to_join if talk else None))
            return
        filed = {event.message: event.ticket for event in outcome.events if event.message}
        filed |= {file.message: file.ticket for file in outcome.files}
        self.recent.keep(Remark(message, filed.get(message.key)))
        if filed:
            self.recent.file(message.chat.id, filed)

    def _find_chat(self, heard: Heard) -> Chat | None:
        if heard.chat == heard.sender.id:
            return self._directory.open_direct(heard.sender)
        return self._directory.find_chat(heard.chat)

    def _build_message(self, heard: Heard, chat: Chat) -> Message:
        if chat.kind is ChatKind.OWNERS:
            self._directory.settle(heard.sender.id, chat.estate)
        return Message(
            key=heard.key,
            chat=chat,
            sender=self._directory.identify(heard.sender, chat.estate, chat.kind),
            text=heard.text,
            sent_at=heard.sent_at,
            quote=heard.quote,
            attachments=heard.attachments,
            mentions_bot=heard.mentions_bot,
        )

    def _read(self, message: Message, glance: Glance) -> tuple[Verdict, Command | None]:
        """What it seems to be, and the command that it is: a refused command may still be a report."""
        talk = not glance.order and commands.is_among_owners(message)
        command = None if talk else commands.parse(message)
        if command is not None and command.verb == "file" and message.quote and message.sender.role.serves:
            return self._classify(message.quote.text), command
        if not message.text or not self._may_report(message):
            return SILENT, command
        return self._classify(message.text), command

    def _read_late_photo(self, message: Message) -> Command | None:
        """Photos alone by staff: they go with the ticket of what their sender has just said here."""
        aside = message.chat.kind is not ChatKind.OWNERS and message.sender.role.serves
        if not aside or message.text.strip() or not kept_attachments(message):
            return None
        talk = self.recent.talk(message.chat.id, message.sent_at)
        last = next((r for r in reversed(talk) if r.message.sender.id == message.sender.id), None)
        if last is None or last.ticket is None:
            return None
        return Command("photo", number=last.ticket, gives_way=True)

    def _may_report(self, message: Message) -> bool:
        """Whether these words can open a ticket: staff among themselves do not report to themselves."""
        return message.chat.kind is not ChatKind.STAFF and not message.sender.role.serves


def _is_for_us(message: Message) -> bool:
    """Whether the bot is spoken to, or staff take something up by quoting it."""
    if message.mentions_bot or message.chat.kind is ChatKind.DIRECT:
        return True
    return message.quote is not None and message.sender.role.serves
