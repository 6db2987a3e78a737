"""Calls of dangers, and what somebody else says while one of them is live."""

from __future__ import annotations

from datetime import timedelta

from handlers.case import Case
from handlers.decide import decide
from handlers.model import Step
from handlers.threads import Thread, Touch
from nlp.verdict import SILENT, Verdict
from tests.handlers.building import MOTHER, NOW, ZHANG, alert, group, hear, ticket, write

DOG = ("other_urgent", "中心广场一条大黑狗追着咬小孩 腿咬出血了", None)
POND = ("other_urgent", "景观湖有个小孩掉下去了！！谁会游泳", None)
WINDOW = ("falling_object", "3栋有一整扇窗户掉下来了 就落在我婴儿车前面两步", "3")
SPARKS = ("electric_hazard", "11栋2单元门厅那个灯噼里啪啦冒火花了", "11-2")
FALLEN = ("medical", "球场有个叔叔打着打着直接栽地上了 没反应", None)
FIRE = ("fire", "3栋2单元8楼阳台着火了 黑烟往外冒", "3-2")
Call = tuple[str, str, str | None]


def of_call(
    call: Call, text: str, chat: int = 1, verdict: Verdict = SILENT, minutes: int = 1, witness: bool = False
) -> Case:
    """The neighbour's words while this is live; `witness` has said before that he sees it too."""
    category, words, room = call
    of = ticket(kind="urgent", category=category, words=words, reporter=MOTHER.person, room=room)
    live = alert(facts=words, category=category, opened_at=NOW - timedelta(minutes=minutes))
    opened = Touch(
        step=Step.OPENED, person=MOTHER.id, name=MOTHER.name, chat=live.chat, at=live.opened_at, words=words
    )
    joined = Touch(step=Step.JOINED, person=ZHANG.id, name=ZHANG.name, chat=group(chat).id, at=NOW)
    thread = Thread(ticket=of, alert=live, touches=(opened, joined) if witness else (opened,))
    return hear(
        write(ZHANG, group(chat), text), verdict, alerts=(live,), alert_tickets=(of,), threads=(thread,)
    )


def urgent(category: str, room: str | None = None, *, certain: bool = False) -> Verdict:
    return Verdict("urgent", category, room, None, certain)


def is_clue(case: Case) -> bool:
    return any(event.step is Step.CLUE for event in decide(case).events)
