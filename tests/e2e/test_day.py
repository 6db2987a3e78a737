"""A day in the life, and the week around National Day 2026, through the real gateway.

6 staff, 2 managers, 30 owners; every step of the table of tests/handlers/life.py from every state it
may be taken in, by the words that people type; every command; limits over holiday, make-up day and Sunday.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot.reporting import read_report
from handlers.calendar.working_time import WorkingHours
from handlers.commands.grammar import VERBS
from handlers.model import Person, Status, Step, Ticket, TicketEvent
from handlers.times.limits import find_due, find_limits, list_holds
from tests.e2e.day import GROUPS, OWNERS, SHANGHAI, STAFF_GROUP, Town, at, open_town
from tests.handlers.life import CELLS

pytestmark = pytest.mark.gateway

OFFICE = WorkingHours()
#: How people bring a ticket to a state: who says what; `owner` is whoever reported it.
WAYS: dict[Status, tuple[tuple[str, str, Step], ...]] = {
    Status.OPEN: (),
    Status.ACCEPTED: (("wang", "接单{n}", Step.ACCEPTED),),
    Status.DONE: (("wang", "接单{n}", Step.ACCEPTED), ("wang", "完成{n} 换了角阀", Step.DONE)),
    Status.ON_HOLD: (("wang", "接单{n}", Step.ACCEPTED), ("wang", "挂起{n} 等配件 10月9日下午", Step.HELD)),
}
WAYS[Status.REOPENED] = (*WAYS[Status.DONE], ("owner", "没修好{n}", Step.REOPENED))
WAYS[Status.CLOSED] = (*WAYS[Status.DONE], ("owner", "满意{n}", Step.RATED))
#: How people take a step.
TYPED: dict[Step, tuple[str, str]] = {
    Step.ACCEPTED: ("he", "接单{n}"),
    Step.TRANSFERRED: ("wang", "转派{n} 何师傅"),
    Step.REPLIED: ("wang", "回复{n} 下午两点到"),
    Step.RECLASSED: ("zhou", "改类别{n} 设施"),
    Step.HELD: ("wang", "挂起{n} 等配件 10月9日下午"),
    Step.RESUMED: ("wang", "恢复{n}"),
    Step.DONE: ("wang", "完成{n} 修好了"),
    Step.RATED: ("owner", "4分{n}"),
    Step.REOPENED: ("owner", "没修好{n}"),
    Step.WITHDRAWN: ("owner", "取消{n}"),
    Step.FALSE_ALARM: ("zhou", "误报{n}"),
    Step.MERGED: ("zhou", "合并{n}到{m}"),
}
#: The cells that people walk by typing; a merged ticket is split where it was merged, time alone closes.
WALKED = [
    (step, state) for (step, state), target in CELLS.items() if target and step in TYPED and state in WAYS
]
TRAPPED = "{n}栋2单元电梯困人了 里面有个老人"


class Owners:
    """Gives each report to the next owner, with words of their own home."""

    def __init__(self) -> None:
        self._next = 0
        self.of: dict[int, str] = {}

    async def report(self, town: Town) -> int:
        number = self._next % len(OWNERS) + 1
        words = ("厨房水管漏水了", "卧室插座没电了", "卫生间马桶堵了")[self._next // len(OWNERS)]
        self._next += 1
        owner, room = f"o{number}", GROUPS[(number - 1) // 6]
        ticket = await town.report(owner, f"我家{number}栋1单元{number:02}01{words}", room)
        self.of[ticket] = owner
        return ticket

    def room(self, ticket: int) -> str:
        return GROUPS[(int(self.of[ticket][1:]) - 1) // 6]


async def speak(town: Town, owners: Owners, who: str, text: str, number: int, step: Step) -> None:
    """A step by staff in their group, or by the owner where they reported it."""
    if who == "owner":
        await town.step(owners.of[number], text, number, step, owners.room(number))
    else:
        await town.step(who, text, number, step, STAFF_GROUP)


async def walk(town: Town, owners: Owners, step: Step, state: Status, into: int) -> int:
    """One cell of the table: a new ticket is brought to the state, then the step is taken."""
    number = await owners.report(town)
    for who, text, way in WAYS[state]:
        await speak(town, owners, who, text.format(n=number), number, way)
    assert (await town.ticket(number)).status is state
    who, text = TYPED[step]
    await speak(town, owners, who, text.format(n=number, m=into), number, step)
    assert (await town.ticket(number)).status is CELLS[step, state], (step, state)
    return number


async def walk_alert(town: Town, state: Status, building: int) -> int:
    """One alert that is cleared with its ticket in this state."""
    owner = f"o{building}"
    room = GROUPS[(building - 1) // 6]
    number = await town.report(owner, TRAPPED.format(n=building), room)
    for who, text, way in WAYS[state]:
        speaker = owner if who == "owner" else who
        where = room if who == "owner" else STAFF_GROUP
        await town.step(speaker, text.format(n=number), number, way, where)
    assert (await town.ticket(number)).status is state
    await town.step("chen", f"解除{number}", number, Step.CLEARED, STAFF_GROUP)
    assert (await town.ticket(number)).status is Status.CLOSED
    return number


async def go(town: Town, until: datetime, minutes: int = 10) -> None:
    """Time goes on by steps; nights and holidays by larger ones."""
    while town.clock.moment < until:
        hour = town.clock.moment.astimezone(SHANGHAI).hour
        span = timedelta(minutes=minutes if 8 <= hour < 18 else 60)
        await town.move_to(min(town.clock.moment + span, until))


async def use_every_other_command(town: Town, owners: Owners) -> None:
    """What leads to no step of the table."""
    number = await owners.report(town)
    owner, room = owners.of[number], owners.room(number)
    for text, words in (
        (f"备注{number} 家里有狗", "已备注"),
        (f"为什么{number}", "识别为"),
        (f"预计{number} 17:30", "预计"),
        (f"进度{number}", f"#{number}"),
        ("帮助", "接单128"),
        ("我的", "您手上"),
        ("未接单", "未接单"),
        ("今日", "今日工单"),
        ("超时", "超时"),
        ("值班", "值班表"),
        ("值班 08:00-20:00", "班次已改"),
        ("请假 10月9日", "请假已记下"),
        ("销假", "已销假"),
    ):
        await town.ask("wang", text, words)
    await town.step(owner, f"催{number}", number, Step.REMINDED, room)
    spouse = next(id for id in OWNERS if id != owner and GROUPS[(int(id[1:]) - 1) // 6] == room)
    home = (await town.ticket(number)).room
    await town.step(spouse, f"关注{number} {home}", number, Step.FOLLOWED, room)
    await town.ask(owner, "我的工单", "您的工单", room)
    await town.ask(owner, "转人工", "联系您", room)
    await town.step("wang", f"回复{number} 发错了的话", number, Step.REPLIED, STAFF_GROUP)
    await town.ask("wang", f"撤{number}", "撤")
    await town.ask("wang", f"照片{number}", "请先发照片")
    await town.ask("ma", "我的信息", "没有存您的任何信息", None)
    await town.ask("ma", "删除我的信息", "不用删", None)
    await town.ask("ma", "确认删除", "请先发", None)
    await file_what_was_missed(town)
    await town.ask("liu", "广播 明天9点检修水泵", "【广播 B1】")
    await town.ask("liu", "取消B1", "已取消")
    await town.ask("liu", "广播 明天10点检修水泵", "【广播 B2】")
    await town.ask("liu", "确认B2", "已确认")
    await town.ask("liu", "更正B2 是明天11点", "更正 B2")
    drill = await town.report("liu", "演练 火情", STAFF_GROUP)
    await town.step("chen", f"解除{drill}", drill, Step.CLEARED, STAFF_GROUP)


async def file_what_was_missed(town: Town) -> None:
    """Staff quote an owner's words in the owners' group: a ticket after all."""
    await town.say("o1", "三楼那个东西又那样了", GROUPS[0])
    await town.report("zhou", f"「业主1：三楼那个东西又那样了」\n{'- ' * 14}-\n建单", GROUPS[0])
    town.said.append("建单")


async def live_through_a_search(town: Town) -> int:
    """A missing child: relayed, two clues judged, made longer, found."""
    number = await town.report("o13", "我家孩子不见了 男孩 7岁 穿红衣服", GROUPS[2])
    for group in (GROUPS[0], GROUPS[1], GROUPS[3], GROUPS[4]):
        await town.wait_said("红衣服", group)
    await town.step("chen", f"接单{number}", number, Step.ACCEPTED, STAFF_GROUP)
    for owner, words, group in (
        ("o1", "我刚在环桥下面看到一个男孩 红衣服", GROUPS[0]),
        ("o20", "小广场这边看到一个红衣服的小男孩", GROUPS[3]),
    ):
        await town.step(owner, words, number, Step.CLUE, group)
    await town.step("chen", "线索1属实", number, Step.VERIFIED, STAFF_GROUP)
    await town.step("chen", "线索2排除", number, Step.DISMISSED, STAFF_GROUP)
    await town.step("chen", f"延长{number} 8小时", number, Step.EXTENDED, STAFF_GROUP)
    await town.step("o13", "找到了 谢谢大家", number, Step.CLEARED, GROUPS[2])
    return number


async def confirm_a_flood(town: Town) -> int:
    number = await town.report("o25", "25栋楼道跑水了 水都漫到电梯口了", GROUPS[4])
    await town.step("chen", f"确认{number}", number, Step.CONFIRMED, STAFF_GROUP)
    await town.step("chen", f"解除{number}", number, Step.CLEARED, STAFF_GROUP)
    return number


@pytest.mark.timeout(600)
async def test_a_day_in_the_life_and_the_week_of_national_day(tmp_path: Path, sqlite_url: str) -> None:
    async with open_town(tmp_path, sqlite_url, at("09-30 09:00")) as town:
        owners = Owners()
        into = await owners.report(town)
        half = len(WALKED) // 2
        for step, state in WALKED[:half]:
            await walk(town, owners, step, state, into)
            town.clock.moment += timedelta(minutes=2)
        await use_every_other_command(town, owners)
        late = await report_at_closing(town, owners, "09-30 17:50")
        await go(town, at("10-08 09:10"), minutes=60)
        await go(town, at("10-08 10:30"))
        await check_late(town, late, warned="10-08 09:10", leader="10-08 09:20", managers="10-08 09:50")
        for step, state in WALKED[half:]:
            await walk(town, owners, step, state, into)
            town.clock.moment += timedelta(minutes=2)
        await split_again(town, owners, into)
        for building, state in enumerate((*WAYS,), 1):
            if CELLS[Step.CLEARED, state]:
                await walk_alert(town, state, building)
        await confirm_a_flood(town)
        await live_through_a_search(town)
        makeup = await report_at_closing(town, owners, "10-09 17:50")
        await go(town, at("10-10 10:30"))
        # Saturday the 10th is worked for the holiday.
        await check_late(town, makeup, warned="10-10 09:10", leader="10-10 09:20", managers="10-10 09:50")
        sunday = await report_at_closing(town, owners, "10-10 17:50")
        await go(town, at("10-12 09:00"), minutes=60)
        await go(town, at("10-12 10:00"))
        await check_late(town, sunday, warned="10-12 09:10", leader="10-12 09:20", managers="10-12 09:50")
        await work_through_a_morning(town, owners, 60)
        await forget_somebody(town, owners)
        tickets = await town.tickets()
        assert len(tickets) >= 60
        for ticket in tickets:
            check_report(ticket, await town.events(ticket.number))
        await check_kept_times(town)
        check_every_command(town.said)
        check_every_cell([await town.events(ticket.number) for ticket in tickets])
        async with town.app.database.view() as uow:
            assert not await uow.parked.listing()


async def report_at_closing(town: Town, owners: Owners, moment: str) -> int:
    await go(town, at(moment), minutes=60)
    return await owners.report(town)


async def check_late(town: Town, number: int, *, warned: str, leader: str, managers: str) -> None:
    """Whom it was given to before the limit, the leader after it, then both managers; each once."""
    assignee = (await town.ticket(number)).assignee
    assert assignee is not None
    person = assignee.id.removeprefix("wechat:contact:")
    assert await town.told(number, person, "还没有人接单") == [warned]
    assert await town.told(number, "chen", "已超时没有人接单") == [leader]
    for manager in ("liu", "ma"):
        assert await town.told(number, manager, "已超时没有人接单") == [managers]
    await town.step(person, f"接单{number}", number, Step.ACCEPTED, STAFF_GROUP)
    await town.step(person, f"完成{number} 修好了", number, Step.DONE, STAFF_GROUP)


async def work_through_a_morning(town: Town, owners: Owners, until: int) -> None:
    """Ordinary reports, each accepted, finished and rated, until there are so many tickets."""
    for count in range(len(await town.tickets()), until):
        number = await owners.report(town)
        for who, text, step in WAYS[Status.DONE]:
            await speak(town, owners, who, text.format(n=number), number, step)
        await speak(town, owners, "owner", f"{count % 5 + 1}分{number}", number, Step.RATED)
        town.clock.moment += timedelta(minutes=3)


async def forget_somebody(town: Town, owners: Owners) -> None:
    """Whoever reported last hears what is held on them, and what is over is erased."""
    number = max(owners.of)
    owner = owners.of[number]
    await town.ask(owner, "我的信息", "我这里存着", None)
    await town.ask(owner, "删除我的信息", "确定要删吗", None)
    await town.ask(owner, "确认删除", "这就清除", None)
    await town.move_to(town.clock.moment + timedelta(minutes=1))
    gone = await town.ticket(number)
    assert (gone.status, gone.words, gone.room, gone.phone) == (Status.CLOSED, "", None, None)


async def split_again(town: Town, owners: Owners, into: int) -> None:
    number = await owners.report(town)
    await town.step("zhou", f"合并{number}到{into}", number, Step.MERGED, STAFF_GROUP)
    await town.step("zhou", f"拆分{number}", number, Step.SPLIT, STAFF_GROUP)
    assert (await town.ticket(number)).status is Status.OPEN


async def check_kept_times(town: Town) -> None:
    """The report of times as kept is the one that the events alone add up to."""
    (estate,) = town.app.directory.estates
    now, counts = town.clock.now(), []
    for month in (date(2026, 9, 1), date(2026, 10, 1)):
        kept = await read_report(town.app.database, estate, month, now)
        assert kept == await read_report(town.app.database, estate, month, now, recounted=True)
        counts.append(kept.report.total)
    # All that the day did is in it; the exercise is not.
    assert sum(total.tickets + total.over for total in counts) == len(await town.tickets()) - 1
    assert all(
        getattr(counts[0], name) for name in ("answer", "accept", "finish", "held", "rated", "reworked")
    )


# --- the report, from the events alone -----------------------------------------------------------


def check_report(ticket: Ticket, events: tuple[TicketEvent, ...]) -> None:
    """What is stored of a ticket is what its events add up to: state, holder, rating and times."""
    status, assignee, rating = Status.OPEN, None, None
    for event in events:
        if (event.step, status) in CELLS:
            target = CELLS[event.step, status]
            assert target is not None, (ticket.number, event.step, status)
            status = target
        if event.step is Step.ACCEPTED:
            assignee = event.actor
        if event.step is Step.RATED:
            rating = int("".join(sign for sign in event.words if sign.isdigit())[:1])
        if event.step is Step.REOPENED:
            rating = None
    assert ticket.status is status, ticket.number
    assert ticket.rating == rating
    check_holder(ticket, assignee, events)
    check_times(ticket, events)


def check_holder(ticket: Ticket, accepted: Person | None, events: tuple[TicketEvent, ...]) -> None:
    moved = any(event.step in (Step.TRANSFERRED, Step.RECLASSED) for event in events)
    if accepted is not None and not moved:
        assert ticket.assignee == accepted


def check_times(ticket: Ticket, events: tuple[TicketEvent, ...]) -> None:
    """Both limits, counted again from the events; and no step lies before the one it follows."""
    moments = [event.at for event in events]
    assert moments == sorted(moments)
    assert moments[0] == ticket.opened_at
    reopened = [event.at for event in events if event.step is Step.REOPENED]
    since = reopened[-1] if reopened else ticket.opened_at
    due = find_due(find_limits(ticket.kind, ticket.category), since, OFFICE, list_holds(events))
    steps = {event.step for event in events}
    # Another category does not change what the owner was promised.
    if Step.RECLASSED not in steps:
        assert ticket.respond_by == due.respond_by, ticket.number
    # Ended while on hold: the limit stays where the hold's planned end had put it.
    if Step.HELD not in steps or Step.RESUMED in steps:
        assert ticket.resolve_by == due.resolve_by, ticket.number


def check_every_command(said: list[str]) -> None:
    """Every verb that there is was typed, under one of its names."""
    typed = {verb.name for verb in VERBS.values() if any(_is_verb(text, verb.words) for text in said)}
    # 评价 is given in words and digits.
    assert set(VERBS) - typed <= {"rate", "clue_true", "clue_false"}
    assert {"满意", "4分", "线索1属实", "线索2排除"} <= {text.rstrip("0123456789") for text in said} | set(
        said
    )


def _is_verb(text: str, words: tuple[str, ...]) -> bool:
    return any(text.startswith(word) for word in words)


def check_every_cell(histories: list[tuple[TicketEvent, ...]]) -> None:
    """Every step was taken from every state that the table allows it in."""
    walked = set()
    for events in histories:
        status = Status.OPEN
        for event in events:
            target = CELLS.get((event.step, status))
            if target is not None:
                walked.add((event.step, status))
                status = target
    assert {cell for cell, target in CELLS.items() if target} - walked == set()
