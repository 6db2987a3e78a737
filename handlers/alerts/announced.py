"""A drill that staff have announced to owners: who wonders at its smoke that day raises no alarm.

Staff hear of every such question, so that a real fire on the day of a drill is theirs to see; whoever says
that it burns, that somebody is hurt or that help must come is never taken for a watcher of the drill.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from handlers.case import Case
from handlers.model import Outcome, Purpose
from handlers.saying.showing import clip, show_chat, show_person
from handlers.saying.speak import tell_chats
from handlers.saying.trimming import MAX_CARD_WORDS, mask_phones, put_on_one_line
from handlers.texts import say
from handlers.words import announcing
from handlers.words.topics import find_building, same_building

#: What a drill looks and sounds like from outside.
_LOOKS_LIKE = frozenset({"fire", "gas", "medical", "other_urgent"})


def read_day(moment: datetime, timezone: str) -> date:
    """The day of the estate's calendar."""
    return moment.astimezone(ZoneInfo(timezone)).date()


def find_drill(case: Case) -> str | None:
    """The announced drill of today that the message wonders at, or None."""
    verdict, text = case.verdict, case.message.text
    if verdict.kind != "urgent" or verdict.category not in _LOOKS_LIKE or not announcing.wonders(text):
        return None
    return next((notice for notice in case.drills if _is_there(notice, text)), None)


def _is_there(notice: str, text: str) -> bool:
    """Whether the message names no other building than the notice."""
    there, here = find_building(notice), find_building(text)
    return not there or not here or same_building(here, there)


def ask_staff(case: Case, notice: str) -> Outcome:
    """Silence for the owners; staff read the question, and how to make an alert of it."""
    estate, message = case.estate, case.message
    text = say(
        estate.texts,
        "drill_asked",
        origin=show_chat(message.chat.id, estate),
        name=show_person(message.sender.person),
        words=clip(mask_phones(put_on_one_line(message.text)), MAX_CARD_WORDS),
        notice=clip(put_on_one_line(notice), MAX_CARD_WORDS),
    )
    chats = [chat.id for chat in estate.staff_groups]
    told = tell_chats(estate, chats, text, Purpose.PAGE, case.now, answers=message.key)
    return Outcome(deliveries=told)
