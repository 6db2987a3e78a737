"""What owners ask of their tickets, through the whole bot on a simulated clock."""

from __future__ import annotations

import pytest

from handlers.model import Status, Step
from tests.bot.town import CHEN, LIU, REPORT, WANG, finish_ticket, open_ticket, open_town

# --- how far is it -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "asked", ["修好了吗", "到哪了", "师傅啥时候来", "什么时候来修啊", "处理得怎么样了", "有进展吗", "进度1"]
)
async def test_an_owner_who_asks_is_told_how_far_it_is(asked: str) -> None:
    async with open_town("03-02 09:00") as town:
        await open_ticket(town)
        await town.hear("03-02 11:00", "张三", asked, "g1")
        answer = town.heard_in("g1")[-1]
        assert answer.startswith("#1 厨房漏水了：王师傅已接单（09:15）")
        assert "下午两点到" in answer
        assert [step for step, _ in await town.steps()].count(Step.OPENED) == 1


async def test_who_grumbles_is_heard_in_silence_and_the_plumber_is_told() -> None:
    async with open_town("03-02 09:00") as town:
        await open_ticket(town)
        before = town.heard_in("g1")
        await town.hear("03-02 11:00", "张三", "怎么还没来人", "g1")
        assert town.heard_in("g1") == before
        assert town.told(WANG, "业主在催") == [("02 11:00", "【#1】业主在催：怎么还没来人")]
        assert (await town.ticket()).priority == 1


async def test_a_neighbour_hears_nothing_of_a_ticket_that_is_not_theirs() -> None:
    async with open_town("03-02 09:00") as town:
        await open_ticket(town)
        await town.hear("03-02 11:00", "李四", "进度1", "g1")
        assert town.heard_in("g1")[-1] == "没有查到您名下的 #1。"
        await town.hear("03-02 11:01", "李四", "催1", "g1")
        assert town.heard_in("g1")[-1] == "没有查到您名下的 #1。"
        assert town.told(WANG, "催") == []


async def test_who_lives_behind_the_same_door_may_ask_and_remind() -> None:
    async with open_town("03-02 09:00") as town:
        await open_ticket(town)
        await town.hear("03-02 09:20", "张三太太", REPORT, "g1")
        await town.hear("03-02 11:00", "张三太太", "进度1", "g1")
        assert "王师傅已接单" in town.heard_in("g1")[-1]


async def test_one_of_the_family_follows_by_naming_the_room() -> None:
    async with open_town("03-02 09:00") as town:
        await open_ticket(town)
        await town.hear("03-02 09:30", "张三太太", "关注1 9-1-101", "g1")
        assert "请带上报修的房号" in town.heard_in("g1")[-1]
        await town.hear("03-02 09:31", "张三太太", "关注1 8栋2单元301", "g1")
        assert "王师傅已接单" in town.heard_in("g1")[-1]
        await town.hear("03-02 10:00", "张三太太", "催1", "g1")
        assert len(town.told(WANG, "业主在催")) == 1
        assert (await town.ticket()).households == 1


async def test_what_was_said_to_the_bot_alone_nobody_follows() -> None:
    async with open_town("03-02 09:00") as town:
        await town.hear("03-02 09:10", "张三", REPORT, "dm")
        await town.hear("03-02 09:31", "李四", "关注1 8-2-301", "g1")
        assert town.heard_in("g1")[-1].startswith("请带上")
        assert Step.FOLLOWED not in [step for step, _ in await town.steps()]


# --- remind --------------------------------------------------------------------------------------


async def test_a_reminder_reaches_a_person_by_name_and_says_so() -> None:
    async with open_town("03-02 09:00") as town:
        await open_ticket(town)
        await town.hear("03-02 11:00", "张三", "催1", "g1")
        assert town.heard_in("g1")[-1] == "已帮您催了 王师傅（#1），有消息会在这里告诉您。"
        assert len(town.told(WANG, "业主在催")) == 1
        await town.hear("03-02 11:05", "张三", "催1", "g1")
        assert len(town.told(WANG, "业主在催")) == 1
        assert "王师傅已接单" in town.heard_in("g1")[-1]


async def test_before_anybody_accepted_it_reaches_who_is_on_duty() -> None:
    async with open_town("03-02 09:00") as town:
        await town.hear("03-02 09:10", "张三", REPORT, "g1")
        await town.hear("03-02 09:25", "张三", "催1", "g1")
        assert len(town.told(WANG, "业主在催")) == 1


async def test_the_third_reminder_reaches_the_leader_too() -> None:
    async with open_town("03-02 09:00") as town:
        await open_ticket(town)
        for time in ("09:30", "09:50", "10:10"):
            assert town.told(CHEN, "业主在催") == []
            await town.hear(f"03-02 {time}", "张三", "催1", "dm")
        assert len(town.told(CHEN, "业主在催")) == 1
        assert (await town.ticket()).priority == 3


# --- withdraw ------------------------------------------------------------------------------------


async def test_an_owner_withdraws_and_nobody_else_can() -> None:
    async with open_town("03-02 09:00") as town:
        await open_ticket(town)
        await town.hear("03-02 09:20", "李四", "取消1", "g1")
        assert (await town.ticket()).status is Status.ACCEPTED
        await town.hear("03-02 09:30", "张三", "取消1", "g1")
        assert (await town.ticket()).status is Status.WITHDRAWN
        assert "已撤单" in town.heard_in("g1")[-1]
        assert len(town.told(WANG, "不用去了")) == 1


# --- after the work ------------------------------------------------------------------------------


async def test_the_owner_is_asked_once_at_a_decent_hour() -> None:
    async with open_town("03-02 09:00") as town:
        await open_ticket(town)
        await town.hear("03-02 20:50", WANG, "完成1")
        await town.wait_until("03-03 08:55")
        assert not any("满意请回" in text for text in town.heard_in("g1"))
        await town.wait_until("03-03 09:05")
        assert sum("满意请回：满意1" in text for text in town.heard_in("g1")) == 1
        await town.wait_until("03-05 08:55")
        assert (await town.ticket()).status is Status.DONE
        await town.wait_until("03-05 09:05")
        assert (await town.ticket()).status is Status.CLOSED
        assert sum("满意请回" in text for text in town.heard_in("g1")) == 1


@pytest.mark.parametrize(
    ("words", "score"),
    [
        ("满意1", 5), ("非常满意1", 5), ("3分1", 3), ("3分 1", 3), ("五星1", 5), ("评价1 4分", 4),
        ("满意", 5), ("满意，谢谢师傅", 5), ("4分", 4), ("五星好评", 5), ("⭐⭐⭐", 3), ("不满意", 2),
        ("一般", 3),
    ],
)  # fmt: skip
async def test_a_rating_by_word_digit_or_stars_closes_the_ticket(words: str, score: int) -> None:
    async with open_town("03-02 09:00") as town:
        await finish_ticket(town)
        await town.hear("03-02 11:00", "张三", words, "g1")
        done = await town.ticket()
        assert (done.rating, done.status) == (score, Status.CLOSED)
        assert bool(town.told(LIU, "只给")) is (score <= 2)


async def test_a_bare_digit_is_no_second_rating_but_a_word_or_a_number_is() -> None:
    async with open_town("03-02 09:00") as town:
        await open_ticket(town)
        await finish_ticket(town)
        await town.hear("03-02 12:00", "张三", "满意1", "g1")
        await town.hear("03-02 12:30", "张三", "1", "dm")
        assert (await town.ticket()).rating == 5
        assert town.told(LIU, "评价") == []
        await town.hear("03-02 12:31", "张三", "1分1", "dm")
        assert (await town.ticket()).rating == 1


@pytest.mark.parametrize("words", ["满意", "5分", "一般", "没修好", "⭐⭐⭐"])
async def test_without_a_ticket_of_ones_own_the_same_words_are_only_talk(words: str) -> None:
    async with open_town("03-02 09:00") as town:
        await finish_ticket(town)
        await town.wait_until("03-02 10:50")
        before = town.heard_in("g1")
        await town.hear("03-02 11:00", "李四", words, "g1")
        assert town.heard_in("g1") == before
        assert (await town.ticket()).status is Status.DONE


async def test_staff_do_not_rate_their_own_work() -> None:
    async with open_town("03-02 09:00") as town:
        await finish_ticket(town)
        for where in ("g1", "staff", "dm"):
            await town.hear("03-02 11:00", WANG, "满意1", where)
        assert (await town.ticket()).rating is None


@pytest.mark.parametrize("words", ["没修好1", "没修好", "又漏了", "还是没修好！", "没修好1 还在滴"])
async def test_not_mended_comes_back_under_its_number_to_the_same_person(words: str) -> None:
    async with open_town("03-02 09:00") as town:
        await finish_ticket(town)
        await town.hear("03-12 11:00", "张三", words, "g1")
        again = await town.ticket()
        assert (again.number, again.status) == (1, Status.REOPENED)
        assert again.assignee is not None
        assert again.assignee.name == WANG
        assert "已重新派给王师傅" in town.heard_in("g1")[-1]
        assert len(town.told(CHEN, "返修")) == 1
        assert len(town.told(WANG, "返修")) == 1
        assert again.respond_by > town.stage.clock.now()


async def test_after_fourteen_days_it_is_a_new_matter() -> None:
    async with open_town("03-02 09:00") as town:
        await finish_ticket(town)
        await town.hear("03-17 11:00", "张三", "没修好1", "g1")
        assert "超过14天" in town.heard_in("g1")[-1]
        assert (await town.ticket()).status is Status.CLOSED


# --- a person, please ----------------------------------------------------------------------------


async def test_who_wants_a_person_gets_the_one_who_has_the_ticket() -> None:
    async with open_town("03-02 09:00") as town:
        await open_ticket(town)
        await town.hear("03-02 11:00", "张三", "转人工", "g1")
        assert town.heard_in("g1")[-1] == "已请物业的人联系您（#1）。"
        assert len(town.told(WANG, "人工")) == 1


async def test_without_a_ticket_the_front_desk_gets_one() -> None:
    async with open_town("03-02 09:00") as town:
        await town.hear("03-02 11:00", "李四", "转人工", "g1")
        opened = await town.ticket()
        assert (opened.kind, opened.reporter.name) == ("inquiry", "李四")


async def test_the_front_desk_reads_what_was_asked_before() -> None:
    async with open_town("03-02 09:00") as town:
        await town.hear("03-02 11:00", "李四", "老人能免费停车吗", "g1")
        await town.hear("03-02 11:01", "王五", "今天好冷", "g1")
        await town.hear("03-02 11:02", "李四", "转人工", "g1")
        assert (await town.ticket()).words == "老人能免费停车吗\n转人工"


# --- staff among themselves ----------------------------------------------------------------------


@pytest.mark.parametrize("where", ["staff", "dm", "g1"])
async def test_a_note_never_leaves_the_staff_side(where: str) -> None:
    async with open_town("03-02 09:00") as town:
        await open_ticket(town)
        before = town.heard_in("g1")
        await town.hear("03-02 11:00", LIU, "备注1 业主难缠，带好工具", where)
        assert town.heard_in("g1") == before
        assert town.told("张三") == []
        assert (await town.steps())[-1] == (Step.NOTED, LIU)
        assert len(town.told(WANG, "难缠")) == 1


async def test_another_category_goes_to_another_trade_and_the_promise_stands() -> None:
    async with open_town("03-02 09:00") as town:
        await town.hear("03-02 09:10", "张三", REPORT, "g1")
        before = await town.ticket()
        await town.hear("03-02 09:12", LIU, "改类别1 电梯")
        after = await town.ticket()
        assert (after.category, after.respond_by) == ("elevator", before.respond_by)
        assert "水→电梯" in town.heard_in("staff")[-1] or "水→电梯" in town.heard_in("staff")[-2]


async def test_staff_are_told_why_a_message_became_a_ticket() -> None:
    async with open_town("03-02 09:00") as town:
        await town.hear("03-02 09:10", "张三", REPORT, "g1")
        await town.hear("03-02 09:12", LIU, "为什么1")
        assert town.heard_in("staff")[-1].startswith("【#1】识别为报修 · 水")
