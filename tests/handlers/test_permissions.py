"""Every role with every command, in every sort of chat: what has effect and what is refused where."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.case import Case
from handlers.commands.alert_orders import ALERT_VERBS
from handlers.commands.grammar import VERBS
from handlers.commands.orders import ORDERS
from handlers.decide import decide
from handlers.model import (
    Chat,
    ChatKind,
    DeliveryState,
    NoticeState,
    Outcome,
    Purpose,
    Quote,
    Role,
    Sender,
    Status,
    Step,
)
from handlers.saying.speak import tell
from handlers.tickets.opening import write_event
from nlp.verdict import SILENT, Verdict
from tests.handlers.building import (
    COMMITTEE,
    DAI,
    ESTATE,
    FIRE,
    GROUPS,
    LI,
    MISSING,
    NO_ROOM,
    NOW,
    REPAIR,
    STAFF_GROUP,
    WANG,
    ZHANG,
    alert,
    direct,
    group,
    hear,
    ticket,
    write,
)
from tests.handlers.notices import notice

TYPED = {
    "accept": "接单128",
    "reply": "回复128 好的",
    "finish": "完成128",
    "transfer": "转派128 陈队长",
    "false_alarm": "误报128",
    "hold": "挂起128 等配件 明天",
    "resume": "恢复128",
    "overdue": "超时",
    "roster": "值班 王师傅 08:00-17:00",
    "leave": "请假 明天",
    "back": "销假",
    "file": "建单",
    "merge": "合并128到129",
    "split": "拆分128",
    "note": "备注128 家里有狗",
    "estimate": "预计128 18:00",
    "reclass": "改类别128 电梯",
    "why": "为什么128",
    "remind": "催128",
    "follow": "关注128 8-2-301",
    "cancel": "取消128",
    "rate": "满意128",
    "reopen": "没修好128",
    "human": "转人工",
    "confirm": "确认128",
    "clear": "解除128",
    "progress": "进度128",
    "own": "我的工单",
    "held": "我的信息",
    "erase": "删除我的信息",
    "erase_sure": "确认删除",
    "help": "帮助",
    "mine": "我的",
    "open": "未接单",
    "today": "今日",
    "unsay": "撤128",
    "photo": "照片128",
    "unsay_notice": "撤回B7",
    "correct": "更正B7 改到后天",
    "broadcast": "广播 停水",
    "confirm_notice": "确认B7",
    "cancel_notice": "取消B7",
}
FOR_STAFF = {
    "accept",
    "reply",
    "finish",
    "transfer",
    "false_alarm",
    "hold",
    "resume",
    "overdue",
    "roster",
    "leave",
    "back",
    "file",
    "merge",
    "split",
    "note",
    "estimate",
    "reclass",
    "why",
    "confirm",
    "clear",
    "unsay",
    "photo",
    "mine",
    "open",
    "today",
}
FOR_MANAGERS = {"broadcast", "confirm_notice", "cancel_notice", "unsay_notice", "correct"}
#: For whom the ticket is: a stranger to it is told that there is no such ticket of theirs.
FOR_ITS_OWNER = {"follow", "remind", "cancel", "rate", "reopen"}
FOR_ANYONE = {"progress", "own", "help", "human", "held", "erase", "erase_sure", *FOR_ITS_OWNER}
SENDERS = {Role.OWNER: LI, Role.COMMITTEE: COMMITTEE, Role.STAFF: WANG, Role.MANAGER: DAI}
OWNERS_GROUPS = {chat.id for chat in GROUPS}


def may(role: Role, verb: str) -> bool:
    if verb in FOR_ANYONE or role is Role.MANAGER:
        return True
    return role is Role.STAFF and verb in FOR_STAFF


def command(sender: Sender, verb: str, chat: Chat) -> Outcome:
    status = {
        "split": Status.MERGED,
        "hold": Status.ACCEPTED,
        "resume": Status.ON_HOLD,
        "rate": Status.DONE,
        "reopen": Status.DONE,
    }.get(verb, Status.OPEN)
    live = ticket(status=status, kind="urgent", category="fire")
    if verb == "reclass":
        live = ticket()
    running = alert(category="fire", policy="confirm", reporter=ZHANG.person)
    replied = write_event(live, Step.REPLIED, NOW, sender.person, write(sender, STAFF_GROUP, "回复128 好的"))
    state = NoticeState.SENT if verb in ("unsay_notice", "correct") else NoticeState.PREVIEW
    case = hear(
        write(sender, chat, TYPED[verb], mentions_bot=chat.kind is ChatKind.OWNERS),
        named=live,
        target=ticket(129),
        alert=running if verb in ("confirm", "clear") else None,
        notice=notice(state=state),
        events=(replied,),
        spoken=(
            tell(ESTATE, live.chat, "好的", Purpose.REPLY, NOW, ticket=128, answers=replied.message),
            replace(
                tell(ESTATE, live.chat, "停水", Purpose.NOTICE, NOW, notice=7),
                state=DeliveryState.SEEN if verb == "correct" else DeliveryState.PENDING,
            ),
        ),
    )
    return decide(case)


def changes_something(outcome: Outcome) -> bool:
    changed = outcome.tickets or outcome.alerts or outcome.notices or outcome.events or outcome.roster
    return bool(changed or outcome.recalls)


def test_the_table_knows_every_command_there_is() -> None:
    assert set(TYPED) == set(ORDERS) - ALERT_VERBS == FOR_STAFF | FOR_MANAGERS | FOR_ANYONE
    assert set(VERBS) <= set(ORDERS) | {"cancel"}


@pytest.mark.parametrize("verb", sorted(TYPED))
@pytest.mark.parametrize("role", list(Role))
def test_in_a_direct_chat_a_command_has_effect_or_is_refused_and_written_down(role: Role, verb: str) -> None:
    sender = SENDERS[role]
    outcome = command(sender, verb, direct(sender))
    refused = [line for line in outcome.audits if not line.allowed]
    if may(role, verb):
        assert refused == []
        assert outcome.deliveries
    else:
        assert not changes_something(outcome)
        assert [(line.actor, line.action) for line in refused] == [(sender.id, verb)]
        assert {delivery.chat for delivery in outcome.deliveries} == {sender.id}


#: These change nothing; nor does 建单 without a quote.
TELLS_ONLY = {"photo", "mine", "open", "today", "overdue", "file", "why"}
#: These have no meaning among owners at all: they are only words there.
ONLY_TALK = {"mine", "open", "today", "overdue", "roster", "leave", "back", "broadcast", "file"}


@pytest.mark.parametrize("verb", sorted(set(TYPED) - ONLY_TALK))
@pytest.mark.parametrize("role", list(Role))
def test_among_owners_a_refusal_is_never_said_aloud(role: Role, verb: str) -> None:
    outcome = command(SENDERS[role], verb, group(2))
    if not may(role, verb):
        assert not changes_something(outcome)
        assert outcome.deliveries == ()
        assert [line.allowed for line in outcome.audits] == [False]
    else:
        assert all(line.allowed for line in outcome.audits)


@pytest.mark.parametrize("verb", sorted(FOR_STAFF | FOR_MANAGERS))
@pytest.mark.parametrize("role", [Role.STAFF, Role.MANAGER])
def test_in_the_staff_group_it_is_answered_there(role: Role, verb: str) -> None:
    outcome = command(SENDERS[role], verb, STAFF_GROUP)
    assert STAFF_GROUP.id in {delivery.chat for delivery in outcome.deliveries}
    assert changes_something(outcome) is (may(role, verb) and verb not in TELLS_ONLY)


@pytest.mark.parametrize("name", ["戴经理", "物业经理", "物业小助手", "戴经理\u200b"])
@pytest.mark.parametrize("verb", sorted(FOR_STAFF | FOR_MANAGERS))
def test_a_name_gives_no_power(name: str, verb: str) -> None:
    impostor = Sender("t:contact:impostor", name, Role.OWNER)
    assert not changes_something(command(impostor, verb, direct(impostor)))


def test_a_report_that_begins_like_a_command_is_still_heard() -> None:
    message = write(ZHANG, group(3), "完成128 厨房漏水了")
    outcome = decide(hear(message, REPAIR, named=ticket(), next_ticket=129))
    assert [made.number for made in outcome.tickets] == [129]
    assert [line.allowed for line in outcome.audits] == [False]


@pytest.mark.parametrize("verb", ["broadcast", "confirm_notice", "false_alarm", "confirm", "clear"])
def test_a_command_of_power_leaves_a_line_in_the_audit_log(verb: str) -> None:
    outcome = command(DAI, verb, STAFF_GROUP)
    assert [(line.actor, line.action, line.allowed) for line in outcome.audits] == [(DAI.id, verb, True)]


@pytest.mark.parametrize(
    ("text", "chat", "answered"),
    [
        ("接但128", STAFF_GROUP, True),
        ("车位128 有人占", STAFF_GROUP, False),
        ("接但128", group(1), False),
    ],
)
def test_what_looks_like_a_command_is_told_the_nearest_right_one(
    text: str, chat: Chat, answered: bool
) -> None:
    said = decide(hear(write(WANG, chat, text))).deliveries
    assert bool(said) is answered
    assert not answered or "接单128" in said[0].text


# --- whatever anybody types ----------------------------------------------------------------------

WORDS = (
    "接 好了 马上到 找到了 #128 128 广播 确认 漏水 {number} 谢谢 吗？ 下午来 B7 1号群 8-2-301 13812341234 ，"
)
PIECES = [*TYPED.values(), *WORDS.split(), " ", "\u200b", "@物业小助手 "]
CARDS = ["【报修 #128】水\n漏水", "【广播 B7】预览", "#128 那个", "【紧急 #128】走失", "随便说说"]
VERDICTS = [SILENT, REPAIR, NO_ROOM, MISSING, FIRE, Verdict("complaint", "noise"), Verdict("inquiry")]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    sender = draw(st.sampled_from([ZHANG, LI, COMMITTEE, WANG, DAI]))
    chat = draw(st.sampled_from([*GROUPS, STAFF_GROUP, direct(sender)]))
    text = "".join(draw(st.lists(st.sampled_from(PIECES), max_size=4)))
    quoted = draw(st.sampled_from([None, *CARDS]))
    message = write(
        sender,
        chat,
        text,
        quote=Quote("物业小助手", quoted) if quoted else None,
        mentions_bot=draw(st.booleans()),
    )
    named = ticket(
        status=draw(st.sampled_from(list(Status))), assignee=draw(st.sampled_from([None, WANG.person]))
    )
    running = alert(category=draw(st.sampled_from(["fire", "missing_person"])))
    read: dict[str, Any] = {
        "named": draw(st.sampled_from([None, named])),
        "alert": draw(st.sampled_from([None, running])),
        "alerts": draw(st.sampled_from([(), (running,)])),
        "alert_tickets": (named,),
        "own": draw(st.sampled_from([(), (named,)])),
        "notice": draw(st.sampled_from([None, notice()])),
        "listing": (named,),
        "next_ticket": 129,
    }
    return hear(message, draw(st.sampled_from(VERDICTS)), **read)


@given(cases())
def test_whatever_is_typed_nothing_is_saved_twice_and_nothing_internal_reaches_owners(case: Case) -> None:
    outcome = decide(case)
    for rows in (outcome.tickets, outcome.alerts, outcome.notices):
        numbers = Counter(getattr(row, "number", getattr(row, "ticket", None)) for row in rows)
        assert all(count == 1 for count in numbers.values())
    once = [d for d in outcome.deliveries if d.purpose in (Purpose.RELAY, Purpose.ALL_CLEAR)]
    assert len({(d.ticket, d.chat, d.purpose) for d in once}) == len(once)
    for delivery in outcome.deliveries:
        assert delivery.estate == ESTATE.id
        assert delivery.text.strip()
        if delivery.chat in OWNERS_GROUPS:
            assert delivery.purpose not in (Purpose.CARD, Purpose.PAGE, Purpose.RESULT)


@given(cases())
def test_an_owner_changes_nothing_but_by_reporting(case: Case) -> None:
    if case.message.sender.role.serves:
        return
    outcome = decide(case)
    assert outcome.notices == ()
    for changed in outcome.tickets:
        if case.named and changed.number == case.named.number:
            assert changed.status in (case.named.status, Status.CLOSED)
    assert not any(delivery.purpose is Purpose.NOTICE for delivery in outcome.deliveries)
