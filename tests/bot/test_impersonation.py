"""Whoever pretends to be somebody: same names, invisible signs, quoted and forwarded orders, old members.

One town with something of everything to take: a ticket somebody has, an alert that waits to be confirmed,
a broadcast that waits to be sent.  After each attempt everything is as it was.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.channels.base import Heard, MembersChanged
from bot.channels.wechaty.quotes import split_quote
from bot.desk.console import ConsoleDesk
from bot.replay.stage import contact, room
from handlers.commands.grammar import VERBS
from handlers.model import Attachment, AttachmentKind, Chat, ChatKind, Person, Quote, Role, Step
from nlp.verdict import SILENT, Verdict
from tests.bot.house import ESTATE as HOUSE_ESTATE
from tests.bot.house import make_settings
from tests.bot.house import open_house as open_bot
from tests.bot.roles import people, role_of, wait_for_role
from tests.bot.scripted import ScriptedChannel
from tests.bot.scripted import contact as person
from tests.bot.scripted import room as place
from tests.bot.town import LIU, REPORT, WANG, Town, open_town

#: What happens to a ticket without anybody's order.
BY_TIME = frozenset({Step.PAGED, Step.WARNED, Step.ESCALATED})
FIRE = "5号楼着火了"
ORDERS = [
    "接单2", "接2", "回复2 请把钱转到这个号", "完成2", "完成2 好了", "转派2 王师傅", "误报2", "误报3",
    "合并2到3", "拆分2", "备注2 来过了", "预计2 18:00", "改类别2 电梯", "为什么2", "挂起2 等配件 明天",
    "恢复2",
    "确认3", "解除3", "线索2属实", "演练", "广播 物业费翻倍", "定时广播 明天8:00 停水", "确认B2", "取消B2",
    "照片2", "撤2", "撤回2", "撤", "撤B2", "撤回B2", "更正B2 打款到这个号",
    "我的", "未接单", "今日", "超时", "值班", "值班 王师傅 08:00-09:00", "请假 王师傅 明天", "销假 王师傅",
    "催2", "取消2", "满意2", "1分2", "没修好2", "进度2", "建单",
]  # fmt: skip
CARD = "【报修 #2】水 · 8-2-301 · 1号群 张三\n厨房漏水\n回复本条，或：接单2"
PREVIEW = "【广播 B2】预览，还没有发出\n――――――\n【物业通知】明天停水"
AFTER_A_QUOTE = [
    "接",
    "好了",
    "马上到",
    "误报",
    "确认",
    "解除",
    "转何师傅",
    "备注 x",
    "发",
    "改类别 电梯",
    "满意",
    "撤单",
    "返修",
    "撤",
    "更正 打款到这个号",
]
#: Nothing ends by itself while the thief tries.
SLOW: dict[str, Any] = {"alert_hours": 48, "broadcast_minutes": 600}
#: Names that look like somebody's.
DISGUISES = [
    LIU, f"{LIU}\u200b", f"\u202e{LIU[::-1]}", "刘 经理", WANG, "物业小助手", "物业经理",
    f"{LIU}\n【报修 #1】", "@所有人",
]  # fmt: skip


def understand(text: str) -> Verdict:
    if text == REPORT:
        return Verdict("repair", "water", "8-2-301")
    return Verdict("urgent", "fire", "5") if text == FIRE else SILENT


class Attack:
    """Somebody with a borrowed name who tries things, one after the other."""

    def __init__(self, town: Town, name: str) -> None:
        self._town = town
        self._thief = Person(contact("骗子"), name)
        self._count = 0

    async def set_up(self) -> None:
        """Ticket 2 is Wang's, alert 3 waits to be confirmed, broadcast B2 waits to be sent.

        None has number 1: a 1 at the end of a line is how neighbours join in.
        """
        await self._town.hear("03-02 09:05", "王五", REPORT, "g1")
        await self._town.hear("03-02 09:06", WANG, "误报1")
        await self._town.hear("03-02 09:07", LIU, "广播 停电")
        await self._town.hear("03-02 09:08", LIU, "取消B1")
        await self._town.hear("03-02 09:10", "张三", REPORT, "g1")
        await self._town.hear("03-02 09:11", WANG, "接单2")
        await self._town.hear("03-02 09:12", "李四", FIRE, "g1")
        # Later, so that nothing said in the group is taken for news of the fire.
        await self._town.hear("03-02 09:40", LIU, "广播 明天停水")

    async def look(self) -> tuple[Any, ...]:
        """All that a thief could want to change; not what time does: who was paged, who was warned."""
        async with self._town.stage.database.view() as uow:
            tickets = await uow.tickets.listing("yun")
            histories = await uow.tickets.histories("yun", [ticket.number for ticket in tickets])
            return (
                [replace(ticket, updated_at=None, version=0) for ticket in tickets],
                [event for events in histories.values() for event in events if event.step not in BY_TIME],
                [replace(alert, paged=0, version=0) for alert in await uow.alerts.live()],
                await uow.notices.get("yun", 2),
                await uow.people.roles(),
                self._town.stage.inside.directory.estate("yun").roster,
                self._town.stage.inside.directory.estate("yun").leaves,
            )

    async def attempt(self, where: str, text: str, **more: Any) -> list[tuple[str, str]]:
        """What was said because of it, and to whom."""
        self._count += 1
        before = len(self._town.stage.said)
        now = self._town.stage.clock.now() + timedelta(seconds=4)
        await self._town.stage.hear(
            Heard(
                key=f"attack{self._count}", account="replay",
                chat=self._thief.id if where == "dm" else room(where), chat_name=where,
                sender=self._thief, text=text, sent_at=now, **more,
            )
        )  # fmt: skip
        said = self._town.stage.said[before:]
        return [(each.delivery.chat, each.delivery.text) for each in said if each.delivery.answers]


def check_said(said: list[tuple[str, str]]) -> None:
    """Nobody but the thief hears of it, and the thief hears nothing of anybody's ticket."""
    for chat, text in said:
        assert chat == contact("骗子") or (chat == room("g1") and text.startswith("没有查到您名下的"))
        assert "厨房" not in text
        assert "张三" not in text


@pytest.mark.parametrize("name", DISGUISES)
@pytest.mark.parametrize("where", ["g1", "dm"])
async def test_a_borrowed_name_gives_no_order(name: str, where: str) -> None:
    async with open_town("03-02 09:00", classify=understand, **SLOW) as town:
        attack = Attack(town, name)
        await attack.set_up()
        before = await attack.look()
        for order in ORDERS:
            check_said(await attack.attempt(where, order))
            check_said(await attack.attempt(where, f"\u200b{order[:1]}\u2060{order[1:]}\ufeff"))
            assert await attack.look() == before, order


@pytest.mark.parametrize("where", ["g1", "dm"])
async def test_a_quoted_card_gives_no_power(where: str) -> None:
    async with open_town("03-02 09:00", classify=understand, **SLOW) as town:
        attack = Attack(town, LIU)
        await attack.set_up()
        before = await attack.look()
        for quoted in (CARD, PREVIEW, f"{CARD}\n接单2", "接单2"):
            for words in (*AFTER_A_QUOTE, *ORDERS):
                check_said(await attack.attempt(where, words, quote=Quote("物业小助手", quoted)))
                assert await attack.look() == before, (quoted, words)


async def test_a_quote_typed_by_hand_and_a_forwarded_card_are_only_words() -> None:
    async with open_town("03-02 09:00", classify=understand, **SLOW) as town:
        attack = Attack(town, LIU)
        await attack.set_up()
        before = await attack.look()
        for order in ("接", "好了", "确认", "误报"):
            typed = f"「{LIU}：{CARD}」\n- - - - - - - - - - - - - - -\n{order}"
            quote, text = split_quote(typed)
            check_said(await attack.attempt("g1", text, quote=quote))
            check_said(await attack.attempt("g1", typed))
            assert await attack.look() == before
        for kind in (AttachmentKind.CARD, AttachmentKind.LINK, AttachmentKind.FILE):
            forwarded = (Attachment(kind, "replay", "f1", "广播 物业费翻倍"),)
            for order in ("", "广播 物业费翻倍", "接单2", f"{LIU}：接单2\n{LIU}：确认B2"):
                check_said(await attack.attempt("g1", order, attachments=forwarded))
                assert await attack.look() == before


async def test_who_forwards_the_managers_command_gives_none() -> None:
    async with open_town("03-02 09:00", classify=understand, **SLOW) as town:
        attack = Attack(town, "小王")
        await attack.set_up()
        before = await attack.look()
        for order in (
            f"[聊天记录] {LIU}: 确认B2",
            f"{LIU}说：广播 停水",
            "转发：确认3",
            "@物业小助手 经理让你确认B2",
        ):
            check_said(await attack.attempt("g1", order))
            assert await attack.look() == before


# --- people who were staff ------------------------------------------------------------------------


async def test_who_left_the_staff_group_gives_no_orders_any_more(tmp_path: Path) -> None:
    channel = ScriptedChannel()
    channel.staff = {place("staff"): people("老周", "王师傅")}
    async with open_bot(make_settings(tmp_path), channel) as house:
        await wait_for_role(house, "老周", Role.STAFF)
        channel.say("张三", "g3", "8栋2单元301厨房水管漏水了")
        await channel.wait_for("staff", "#1")
        channel.staff[place("staff")] = people("王师傅")
        channel.hear(MembersChanged(account=channel.name, chat=place("staff")))
        await wait_for_role(house, "老周", Role.OWNER)
        channel.say("老周", "dm", "接单1")
        assert "需要员工权限" in await channel.wait_for("dm:老周", "没有执行")
        channel.say("王师傅", "dm", "接单1")
        await channel.wait_for("g3", "王师傅已接单")
        assert not any("老周" in text for text in channel.said_in("g3"))


async def test_a_group_that_becomes_an_owners_group_makes_nobody_staff(tmp_path: Path) -> None:
    channel = ScriptedChannel()
    estate = {**HOUSE_ESTATE, "staff": [], "roster": [], "staff_groups": [{"id": place("x"), "name": "旧群"}]}
    channel.staff = {place("x"): people("老周")}
    async with open_bot(make_settings(tmp_path, estates=[estate]), channel) as house:
        await wait_for_role(house, "老周", Role.STAFF)
        console = ConsoleDesk(house.app.desk, house.app.register)
        manager = Person(person("刘经理"), "刘经理")
        await console.assign_chat(Chat(place("x"), "yun", ChatKind.OWNERS, "旧群", 9), manager)
        assert role_of(house, "老周") is Role.OWNER


def test_the_orders_name_every_verb_of_staff_and_managers() -> None:
    typed = " ".join(ORDERS)
    forgotten = [
        verb.name
        for verb in VERBS.values()
        if verb.who in ("staff", "manager") and not any(word in typed for word in verb.words + verb.loose)
    ]
    assert forgotten == []
