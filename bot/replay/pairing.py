"""`python -m bot.replay.pairing FILES…`: the lines that `nlp.train_joins` learns from.

Each message of a written conversation is held against each ticket that, as the scenario says, is talked of
then: {"text", "kind", "category", "signs", "joins"}.  Nothing is played: what came before is as it should be.
A line {"text", "kind", "category", "words", "joins"} is a conversation of two: `words` were reported, and a
neighbour says the text.  Of labelled messages what is only talk is said after what is reported in the same
file, by a neighbour and by the reporter, and is of no ticket.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import chain, cycle
from pathlib import Path
from typing import Any

from bot.replay.scenarios import Row, build_heard, check_events
from handlers.case import Case
from handlers.conversation.signs import list_signs
from handlers.model import Chat, ChatKind, Estate, Message, Role, Sender, Status, Step, Ticket
from handlers.threads import Remark, Thread, Touch
from handlers.words.topics import find_room_said
from nlp.classifier import Classifier
from nlp.joins import Line
from nlp.verdict import Verdict

ESTATE = Estate(id="sample", name="云杉里")
#: So long after its last word a ticket is talked of, and so long talk is remembered.
TALKED_OF, REMEMBERED = timedelta(hours=3), timedelta(minutes=10)
#: In a conversation of two the neighbour speaks so many seconds later.
_SOON = 60

#: After what sort of message talk is thrown in.
_REPORTED = frozenset({"repair", "complaint", "suggestion", "inquiry"})

Classify = Callable[[str], Verdict]


@dataclass(slots=True)
class _Course:
    """A written conversation as far as it went: the tickets as expected, and the talk of each chat."""

    threads: dict[int, Thread] = field(default_factory=dict)
    talk: dict[str, list[Remark]] = field(default_factory=dict)


def pair_messages(scenario: Row, classify: Classify) -> Iterator[Line]:
    """Yield the owners' messages of a scenario beside the tickets talked of.  Raises BadScenario."""
    expected = scenario["expect"]["tickets"]
    homes = {event: place for place, ticket in enumerate(expected) for event in ticket["source_events"]}
    course = _Course()
    for index, event in enumerate(check_events(scenario)):
        message = _read_message(index, event)
        verdict, home = classify(message.text), homes.get(index)
        if message.sender.role is Role.OWNER:
            yield from _hold_against(message, verdict, home, course)
        if home is not None:
            course.threads[home] = _go_on(course.threads.get(home), message, verdict, home, expected[home])
        course.talk.setdefault(message.chat.id, []).append(Remark(message, home))


def pair_reply(row: Row, classify: Classify, by_reporter: bool = False) -> Iterator[Line]:
    """Yield the neighbour's words, or the reporter's, beside the report, where recognition hears no report in
    them: life has far fewer of the others than were written to be hard."""
    if classify(row["text"]).kind != "other":
        return
    report = {"t": 0, "group": "g1", "sender": "reporter", "text": row["words"].partition("\n")[0]}
    sender = report["sender"] if by_reporter else "neighbour"
    reply = {"t": _SOON, "group": "g1", "sender": sender, "text": row["text"]}
    sources = [0, 1] if row["joins"] else [0]
    ticket = {"kind": row["kind"], "category": row["category"], "source_events": sources}
    yield from pair_messages({"events": [report, reply], "expect": {"tickets": [ticket]}}, classify)


def pair_files(paths: Iterable[Path], classify: Classify) -> Iterator[Line]:
    """Yield what all files have to teach.  Raises BadScenario, ValueError and KeyError where one is none."""
    for path in paths:
        lines = path.read_text(encoding="utf-8").splitlines()
        rows = [json.loads(line) for line in lines if line.strip()]
        if rows and "events" in rows[0]:
            yield from chain.from_iterable(pair_messages(row, classify) for row in rows)
        elif rows and "words" in rows[0]:
            yield from chain.from_iterable(pair_reply(row, classify) for row in rows)
        else:
            yield from pair_talk(rows, classify)


def pair_talk(rows: Iterable[Row], classify: Classify) -> Iterator[Line]:
    """Yield the talk among labelled messages beside their reports, in turn."""
    by_kind: dict[bool, list[Row]] = {True: [], False: []}
    for row in rows:
        by_kind[row["kind"] == "other"].append(row)
    reports = cycle([row for row in by_kind[False] if row["kind"] in _REPORTED])
    for talk, report, by_reporter in zip(by_kind[True], reports, cycle((True, False)), strict=False):
        said = {**report, "words": report["text"], "text": talk["text"], "joins": False}
        yield from pair_reply(said, classify, by_reporter)


def _read_message(index: int, event: Row) -> Message:
    heard, role = build_heard(index, event), Role(event.get("role", "owner"))
    kind = {"staff": ChatKind.STAFF, "dm": ChatKind.DIRECT}.get(event["group"], ChatKind.OWNERS)
    chat = Chat(heard.chat, ESTATE.id, kind, heard.chat_name)
    sender = Sender(heard.sender.id, heard.sender.name, role)
    return Message(heard.key, chat, sender, heard.text, heard.sent_at, heard.quote, heard.attachments)


def _hold_against(message: Message, verdict: Verdict, home: int | None, course: _Course) -> Iterator[Line]:
    now = message.sent_at
    near = {place: each for place, each in course.threads.items() if now - each.latest <= TALKED_OF}
    talk = [r for r in course.talk.get(message.chat.id, ()) if now - r.message.sent_at <= REMEMBERED]
    case = Case(
        message=message,
        now=now,
        estate=ESTATE,
        verdict=verdict,
        threads=tuple(near.values()),
        talk=tuple(talk),
    )
    for place, thread in near.items():
        signs, ticket = frozenset(list_signs(case, thread)), thread.ticket
        yield Line(message.text, ticket.kind, ticket.category, signs, place == home)


def _go_on(thread: Thread | None, message: Message, verdict: Verdict, home: int, expected: Row) -> Thread:
    """Return the ticket with the message in it, as the scenario says that it belongs there."""
    room = verdict.room or find_room_said(message.text)
    if thread is None:
        return Thread(ticket=_open(message, room, home, expected), touches=(_touch(Step.OPENED, message),))
    step = Step.DETAIL if message.sender.id in thread.members else Step.JOINED
    ticket = thread.ticket if thread.ticket.room else replace(thread.ticket, room=room)
    return Thread(ticket=ticket, touches=(*thread.touches, _touch(step, message)))


def _open(message: Message, room: str | None, number: int, expected: Row) -> Ticket:
    now = message.sent_at
    return Ticket(
        estate=ESTATE.id, number=number, kind=expected["kind"], category=expected["category"],
        status=Status.OPEN, summary="", words=message.text, chat=message.chat.id,
        reporter=message.sender.person, opened_at=now, respond_by=now, room=room,
    )  # fmt: skip


def _touch(step: Step, message: Message) -> Touch:
    sender, words = message.sender, "" if step is Step.OPENED else message.text
    return Touch(
        step=step, person=sender.id, name=sender.name, chat=message.chat.id, at=message.sent_at,
        words=words, message=message.key,
    )  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Write the lines of all files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+")
    for line in pair_files(parser.parse_args(arguments).files, Classifier.load().classify):
        row: dict[str, Any] = {**line._asdict(), "signs": sorted(line.signs)}
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
