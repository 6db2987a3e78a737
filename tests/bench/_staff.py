"""Staff of a played month: each ticket that they are told of is accepted, and finished some hours later.

An alert of which nobody says that it is over they end after an hour or so, as people do: none stays live for
days.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.exports.lines import Line
from bot.replay.ahead import ReadingAhead
from bot.replay.chats import AFTERWARDS, Cast, Run, build_estate, build_heard
from bot.replay.memory import leave_loaded_alone
from bot.replay.stage import Stage, contact, room
from handlers.model import Person, Purpose
from nlp.verdict import Verdict

STAFF, STAFF_GROUP = "王师傅", "物业内部群"
CAST = Cast(staff=frozenset({STAFF}), staff_groups=frozenset({STAFF_GROUP}))


class Staff:
    """Reads what the bot says in the staff group and answers it in time."""

    def __init__(self, stage: Stage, seed: int = 7) -> None:
        self._stage = stage
        self._chance = random.Random(seed)
        self._read = 0
        self._todo: list[tuple[datetime, int, str]] = []
        self._known: set[int] = set()
        self._paged: set[int] = set()

    def list_due(self, until: datetime) -> list[Line]:
        """What they type until then, in order."""
        for said in self._stage.said[self._read :]:
            number = said.delivery.ticket
            if said.delivery.purpose is Purpose.PAGE and number is not None and number not in self._paged:
                self._paged.add(number)
                ended = said.at + timedelta(minutes=self._chance.randrange(40, 90))
                heapq.heappush(self._todo, (ended, number, f"解除{number}"))
            if said.delivery.purpose is Purpose.CARD and number is not None and number not in self._known:
                self._known.add(number)
                accepted = said.at + timedelta(minutes=self._chance.randrange(2, 25))
                finished = accepted + timedelta(minutes=self._chance.randrange(20, 600))
                heapq.heappush(self._todo, (accepted, number, f"接单{number}"))
                heapq.heappush(self._todo, (finished, number, f"完成{number} 处理好了"))
        self._read = len(self._stage.said)
        due = []
        while self._todo and self._todo[0][0] <= until:
            at, _, text = heapq.heappop(self._todo)
            due.append(Line(at, STAFF_GROUP, STAFF, text, 0))
        return due


async def play_with_staff(lines: Sequence[Line], classify: Callable[[str], Verdict]) -> Run:
    """Plays the lines, and in between what staff type; both are the lines of the run."""
    ahead = ReadingAhead(classify, [line.text for line in lines])
    estate = build_estate([*lines, _greet(lines[0])], CAST)
    stage = await Stage.open(estate, ahead.classify, lines[0].time, look=ahead.look)
    staff, played = Staff(stage), list[Line]()
    run = Run(played, stage)

    async def hear(line: Line) -> None:
        played.append(line)
        person = Person(contact(line.sender), line.sender)
        outcome = await stage.hear(build_heard(len(played) - 1, line, person, room(line.group)))
        if not outcome and line.sender != STAFF:
            run.left_alone.append(len(played) - 1)

    with leave_loaded_alone():
        for line in lines:
            ahead.move_on()
            for answer in staff.list_due(line.time):
                await hear(answer)
            await hear(line)
        await stage.advance_to(stage.clock.now() + AFTERWARDS)
    return run


def _greet(first: Line) -> Line:
    """So that the staff group is known from the beginning."""
    return Line(first.time, STAFF_GROUP, STAFF, "早", 0)
