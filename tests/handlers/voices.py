"""Calls of old people by dictation and in dialects, and a message while one of them is live."""

from __future__ import annotations

from datetime import timedelta

from handlers.case import Case
from handlers.decide import decide
from handlers.model import Chat, Sender, Step
from handlers.threads import Thread, Touch
from nlp.verdict import SILENT, Verdict
from tests.handlers.building import LI, MOTHER, NOW, alert, group, hear, ticket, write

BOY = "我孙子刚才还在楼下玩弹珠就寻不着人了才六岁穿个蓝褂子"
FATHER = "哪个看到我老汉没得哦 一早上出去赶场就没落屋 七十五了 戴个草帽帽"
ALONE = "麻烦哪位去看看我老娘 打了一上午电话不接 她有心脏病"
THIEF = "4栋地下室有两个人在撬电瓶车 快来保安"
FIRE = "11号501格灶披间烧起来了"
FUMES = "三栋底楼烧蜂窝煤那户 两口子叫不醒了 屋里一股煤烟子味"
SPARKS = "电表箱里头在冒火 胶皮味"
FALLEN = "七号楼门口台阶上跌倒一个老太太起不来了"
LIFT = "我和奶奶困在电梯里了 22栋"
ROOMS = {FIRE: "11--501", FUMES: "3", SPARKS: "12-1", FALLEN: "7", THIEF: "4", LIFT: "22"}
SORTS = {
    FIRE: "fire",
    FUMES: "gas",
    SPARKS: "electric_hazard",
    FALLEN: "medical",
    THIEF: "crime",
    LIFT: "elevator_trapped",
}


def in_call(
    call: str, text: str, sender: Sender = LI, chat: Chat | None = None, *, step: Step | None = None,
    verdict: Verdict = SILENT, minutes: int = 1,
) -> Case:  # fmt: skip
    """The message while this call of group 3 is live; `step` is what its sender did in it before."""
    sort = SORTS.get(call, "missing_person")
    of = ticket(kind="urgent", category=sort, words=call, reporter=MOTHER.person, room=ROOMS.get(call))
    live = alert(facts=call, category=sort, opened_at=NOW - timedelta(minutes=minutes))
    touches = [Touch(step=Step.OPENED, person=MOTHER.id, name="", chat=live.chat, at=live.opened_at)]
    if step:
        touches.append(Touch(step=step, person=sender.id, name="", chat=group(5).id, at=live.opened_at))
    thread = Thread(ticket=of, alert=live, touches=tuple(touches))
    message = write(sender, chat or group(5), text)
    return hear(message, verdict, alerts=(live,), alert_tickets=(of,), threads=(thread,))


def is_clue(case: Case) -> bool:
    return any(event.step is Step.CLUE for event in decide(case).events)
