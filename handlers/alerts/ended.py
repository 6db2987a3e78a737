"""Just after an all-clear: who wonders at what is still in the air raises no second alarm; staff hear it."""

from __future__ import annotations

from handlers.case import Case
from handlers.model import Outcome, Purpose
from handlers.saying.showing import clip, show_chat, show_person
from handlers.saying.speak import tell_chats
from handlers.saying.trimming import MAX_CARD_WORDS, mask_phones, put_on_one_line
from handlers.texts import say
from handlers.words import announcing
from handlers.words.endings import says_over
from handlers.words.topics import find_building, same_building

#: What leaves smoke, a smell or a puddle behind.
_LINGERS = frozenset({"fire", "gas", "flood", "electric_hazard"})


def find_ended(case: Case) -> int | None:
    """The number of the alert, ended in this chat a few minutes ago, that the message wonders at, or None.

    Who calls for help, says that it burns or names another building is never taken for one who wonders.
    """
    verdict, text = case.verdict, case.message.text
    if verdict.kind != "urgent" or verdict.category not in _LINGERS or not announcing.wonders(text):
        return None
    if any(alert.live for alert in case.alerts):
        return None
    said = [remark for remark in reversed(case.talk) if remark.ticket is not None]
    sort = verdict.category
    number = next((each.ticket for each in said if says_over(each.message.text, sort, weighed=False)), None)
    return number if number is not None and _is_there(case, number) else None


def _is_there(case: Case, number: int) -> bool:
    """Whether the message names no other building than what was said of the ticket."""
    here = find_building(case.message.text)
    said = (find_building(each.message.text) for each in case.talk if each.ticket == number)
    there = [building for building in said if building]
    return not here or not there or any(same_building(here, building) for building in there)


def ask_staff(case: Case, number: int) -> Outcome:
    """Silence for the owners; staff read the question, and how to make an alert of it."""
    estate, message = case.estate, case.message
    text = say(
        estate.texts,
        "ended_asked",
        number=number,
        origin=show_chat(message.chat.id, estate),
        name=show_person(message.sender.person),
        words=clip(mask_phones(put_on_one_line(message.text)), MAX_CARD_WORDS),
    )
    chats = [chat.id for chat in estate.staff_groups]
    told = tell_chats(estate, chats, text, Purpose.PAGE, case.now, answers=message.key)
    return Outcome(deliveries=told)
