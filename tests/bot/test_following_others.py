"""Whose matter a line is: put to a neighbour, one's own of another chat, beside what others want."""

from __future__ import annotations

import pytest

from tests.bot.conversing import heard_in, shape
from tests.bot.following import play

SOCKET = "次卧的插座全没电 2-1-1803"


async def test_what_is_put_to_the_neighbour_who_reports_is_no_report() -> None:
    played = await play((0, "g3", "陆陆", SOCKET), (90, "g3", "老秤", "你看看电箱里是不是跳了一个"))
    assert shape(played) == [("repair", "electric", "2-1-1803", 1, "open", [0])]
    assert len(heard_in(played, "g3")) == 1


@pytest.mark.parametrize(
    ("at", "text"), [(90, "你们来看看 单元门关不上"), (7200, "你看看电箱里是不是跳了一个")]
)
async def test_what_is_put_to_the_company_or_to_nobody_who_has_just_reported_is_one(
    at: int, text: str
) -> None:
    played = await play((0, "g3", "陆陆", SOCKET), (at, "g3", "老秤", text))
    assert len(played.tickets) == 2


async def test_the_home_that_a_report_lacks_may_be_named_in_another_chat_beside_the_same_thing() -> None:
    played = await play(
        (0, "dm", "陶陶", "厨房水龙头关不紧 一直滴"),
        (600, "g1", "陶陶", "就是这个龙头 4栋3单元502"),
    )
    assert shape(played) == [("repair", "water", "4-3-502", 1, "open", [0, 1])]


async def test_the_home_alone_named_in_another_chat_says_which_report_it_is_of() -> None:
    played = await play(
        (0, "dm", "陶陶", "厨房水龙头关不紧 一直滴"),
        (1900, "g1", "陶陶", "我是刚才私信报水龙头的 4栋3单元502"),
    )
    assert shape(played) == [("repair", "water", "4-3-502", 1, "open", [0, 1])]


async def test_another_of_the_kind_in_another_chat_is_another_report() -> None:
    played = await play(
        (0, "dm", "陶陶", "厨房水龙头关不紧 一直滴"),
        (600, "g1", "陶陶", "另外主卧龙头也滴 4栋3单元502"),
    )
    assert [ticket["source_events"] for ticket in played.tickets] == [[0], [1]]


async def test_what_somebody_proposes_besides_is_a_proposal_of_its_own() -> None:
    played = await play(
        (0, "g3", "阿伦", "建议垃圾站开放时间延到晚上十点"),
        (60, "g3", "静好", "同意"),
        (100, "g3", "老陶", "顺便建议垃圾站门口装个洗手池"),
    )
    assert [ticket["source_events"] for ticket in played.tickets] == [[0, 1], [2]]


async def test_who_backs_a_proposal_with_this_one_is_good_is_counted() -> None:
    played = await play(
        (0, "g3", "阿伦", "建议垃圾站开放时间延到晚上十点"),
        (60, "g3", "静好", "这个好 我下班晚"),
    )
    assert [ticket["reporters"] for ticket in played.tickets] == [2]


async def test_the_same_grievance_put_as_a_proposal_is_the_same_complaint() -> None:
    played = await play(
        (0, "g4", "阿凯", "垃圾清运车天天早上八点堵在西门 谁受得了"),
        (45, "g1", "老刘", "西门又被垃圾车堵了 能不能换个时间收垃圾"),
    )
    assert shape(played) == [("complaint", "cleaning", None, 2, "open", [0, 1])]


async def test_who_has_borne_the_same_joins_the_complaint_whatever_else_is_scolded() -> None:
    played = await play(
        (0, "g2", "刚买车", "我的车位B-117又被人占了"),
        (80, "g2", "隔壁车位", "我的车位也老被占 保安当没看见"),
    )
    assert [(ticket["category"], ticket["reporters"]) for ticket in played.tickets] == [("parking", 2)]


async def test_who_points_at_what_is_complained_of_joins() -> None:
    played = await play(
        (0, "g4", "大龙", "电动车堵在大堂门口"),
        (40, "g4", "小棉袄", "这车天天停那"),
        (60, "g4", "小禾", "这车挺好看"),
    )
    assert [(ticket["reporters"], ticket["source_events"]) for ticket in played.tickets] == [(2, [0, 1])]


async def test_what_a_neighbour_suffers_right_after_a_complaint_is_no_alarm() -> None:
    played = await play(
        (0, "g1", "白衬衫", "楼下天天在阳台烧烤 衣服全是烟味 8栋2单元501"),
        (80, "g1", "周姐", "我住601 窗户都不敢开 呛得咳嗽"),
    )
    assert not played.alerts
    assert shape(played) == [("complaint", "neighbour", "8-2-501", 2, "open", [0, 1])]


async def test_a_doubtful_alarm_in_the_words_of_a_report_is_one_more_who_has_it() -> None:
    played = await play(
        (0, "g3", "老封", "单杠有一根松了 一抓就晃"),
        (60, "g3", "小灰", "健身角的单杠晃得厉害 小孩在上面玩危险"),
    )
    assert not played.alerts
    assert [(ticket["kind"], ticket["reporters"]) for ticket in played.tickets] == [("repair", 2)]


@pytest.mark.parametrize("text", ["没事了 是我自己把总闸关了", "师傅别跑了 是总闸没推", "电又有了"])
async def test_a_report_is_taken_back_in_the_words_that_people_use(text: str) -> None:
    played = await play((0, "g3", "陆陆", SOCKET), (900, "g3", "陆陆", text))
    assert [ticket["status"] for ticket in played.tickets] == ["withdrawn"]


async def test_who_asks_whether_anybody_comes_takes_nothing_back() -> None:
    played = await play((0, "g3", "陆陆", SOCKET), (9000, "g3", "陆陆", "师傅今天还来不来了"))
    assert shape(played) == [("repair", "electric", "2-1-1803", 1, "open", [0])]


@pytest.mark.parametrize("text", ["601", "是601", "601室"])
async def test_a_number_alone_is_the_door_that_a_report_lacks(text: str) -> None:
    played = await play(
        (0, "g1", "赵奶奶", "厨房水龙头关不紧 一直滴"),
        (40, "g1", "赵奶奶", "4号楼二单元"),
        (52, "g1", "赵奶奶", text),
    )
    assert shape(played) == [("repair", "water", "4-2-601", 1, "open", [0, 1, 2])]


async def test_a_number_that_one_calls_is_no_door_and_a_known_home_needs_none() -> None:
    played = await play(
        (0, "g1", "赵奶奶", "厨房水龙头关不紧 一直滴"),
        (20, "g1", "赵奶奶", "119"),
        (200, "g3", "陆陆", SOCKET),
        (220, "g3", "陆陆", "602"),
    )
    assert [ticket["room"] for ticket in played.tickets] == [None, "2-1-1803"]


async def test_who_passes_on_what_another_group_says_is_no_household() -> None:
    played = await play(
        (0, "g4", "小鹿", "北门减速带翘起来一截"),
        (200, "g5", "大卫", "4群有人说北门减速带翘了 大家骑车小心"),
    )
    assert [(ticket["kind"], ticket["reporters"]) for ticket in played.tickets] == [("repair", 1)]
    assert heard_in(played, "g5") == []


async def test_what_is_said_to_a_neighbours_face_is_between_the_two() -> None:
    played = await play((0, "g5", "大卫", "你的车又压线 我门都开不了"))
    assert not played.tickets
    called = await play((0, "g5", "大卫", "你的车又压线 物业管一管"))
    assert [ticket["category"] for ticket in called.tickets] == ["parking"]


async def test_who_tells_what_came_of_the_own_question_asks_nothing() -> None:
    played = await play(
        (0, "g4", "小艾", "租户可以办停车月卡吗"),
        (4000, "g4", "小艾", "刚去前台问了 带租赁合同就能办"),
    )
    assert [ticket["source_events"] for ticket in played.tickets] == [[0]]


async def test_thanks_for_what_nobody_wants_are_a_complaint() -> None:
    played = await play((0, "g3", "不加糖", "感谢物业 让我每天坐电梯都能听十遍广告"))
    assert [ticket["kind"] for ticket in played.tickets] == ["complaint"]
    thanked = await play((0, "g3", "不加糖", "感谢物业 电梯里安静多了"))
    assert not thanked.tickets


async def test_another_building_that_says_so_too_is_of_the_complaint_of_what_is_everybody_s() -> None:
    played = await play(
        (0, "g4", "瓜瓜", "垃圾桶满了两天没人收"),
        (20, "g4", "阿呆", "我们9栋下面也是 臭"),
        (40, "g4", "Coco", "一样一样"),
    )
    assert [(t["reporters"], t["source_events"]) for t in played.tickets] == [(3, [0, 1, 2])]


async def test_another_parking_space_taken_as_well_is_of_the_open_complaint() -> None:
    played = await play(
        (0, "g2", "车主", "我的车位B-117又被人占了"), (60, "g2", "邻座", "我B-119也老被占 保安当没看见")
    )
    assert [(t["reporters"], t["source_events"]) for t in played.tickets] == [(2, [0, 1])]


async def test_another_building_that_has_it_worse_has_a_ticket_of_its_own() -> None:
    played = await play(
        (0, "g4", "方糖", "3栋门口的道闸抬不起来了"), (70, "g4", "向日葵", "我们14栋的更绝 自己放下来砸车")
    )
    assert [(t["category"], t["room"]) for t in played.tickets] == [
        ("door_access", "3"),
        ("door_access", "14"),
    ]


async def test_an_echo_that_names_the_very_home_is_of_it_whatever_else_it_speaks_of() -> None:
    played = await play(
        (0, "g4", "方糖", "3栋门口的道闸抬不起来了"),
        (30, "g4", "冰美式", "怪不得 我点的奶茶也送不进来 我也3栋"),
    )
    assert [(t["reporters"], t["source_events"]) for t in played.tickets] == [(2, [0, 1])]


@pytest.mark.parametrize(
    ("text", "households"),
    [("往年好像月底 我也记不清", 1), ("问前台 我昨天也这样", 1), ("同问 我也不知道", 2)],
)
async def test_who_cannot_answer_a_question_does_not_ask_it(text: str, households: int) -> None:
    played = await play((0, "g2", "小夏", "请问大件垃圾放哪里"), (40, "g2", "老韩", text))
    assert [t["reporters"] for t in played.tickets] == [households]


async def test_one_lift_of_a_building_said_in_two_groups_is_one_however_it_is_put() -> None:
    played = await play(
        (0, "g2", "阿昆", "17栋左手边那个梯 门开了关关了开"), (120, "g5", "晓晓", "17座部𨋢唔知做乜")
    )
    assert [(t["reporters"], t["source_events"]) for t in played.tickets] == [(2, [0, 1])]


async def test_who_slipped_there_too_has_the_same_though_another_was_reported_since() -> None:
    played = await play(
        (0, "g4", "北漂", "3栋1单元楼梯扶手松了 手一扶就晃"),
        (10, "g4", "阿紫", "漫步机 有一边脚踏板掉了"),
        (55, "g4", "牛肉面", "扶手那个我昨天也差点闪了腰 就四楼上去那截"),
    )
    assert [(t["reporters"], t["source_events"]) for t in played.tickets] == [(2, [0, 2]), (1, [1])]


async def test_what_begins_with_an_echo_is_of_what_was_just_reported_whatever_else_it_scolds() -> None:
    played = await play(
        (0, "g5", "阿紫", "3栋门口的道闸抬不起来了"), (12, "g5", "山哥", "同，我喊了半天保安才开")
    )
    assert [(t["reporters"], t["source_events"]) for t in played.tickets] == [(2, [0, 1])]


async def test_always_so_backs_the_complaint_just_made() -> None:
    complained = await play(
        (0, "g5", "林深", "9栋楼道好多蟑螂"),
        (20, "g5", "晓晓", "天天这样 孩子都怕"),
        (40, "g5", "山哥", "天天下雨"),
    )
    assert [(t["reporters"], t["source_events"]) for t in complained.tickets] == [(2, [0, 1])]


async def test_a_complaint_of_two_buildings_names_none_of_them() -> None:
    played = await play((0, "g5", "林深", "9栋楼道好多蟑螂"), (20, "g5", "小乙", "5栋也一样 苍蝇乱飞"))
    assert [(t["reporters"], t["room"]) for t in played.tickets] == [(2, None)]


async def test_my_card_does_not_open_it_either_is_of_the_door_that_all_use() -> None:
    played = await play(
        (0, "g5", "阿紫", "3栋门口的道闸抬不起来了"),
        (12, "g5", "阿牛", "我的卡也刷不开了"),
        (30, "g5", "小灰", "我家门也坏了"),
    )
    assert played.tickets[0]["source_events"][:2] == [0, 1]


async def test_what_is_heard_a_building_away_is_of_the_complaint_that_names_the_building() -> None:
    played = await play(
        (0, "g1", "午睡", "18栋谁家还在电钻 吵死了"),
        (90, "g3", "隔壁楼", "18栋的电钻我在17栋都听得到"),
        (99, "g3", "路人", "17栋在装修"),
    )
    assert [(t["reporters"], t["source_events"]) for t in played.tickets] == [(2, [0, 1])]


@pytest.mark.parametrize(
    ("text", "tickets"), [("我18-2-102也返了 一地", ["3-2-1104", "18-2-102"]), ("我也返了", ["3-2-1104"])]
)
async def test_another_home_that_has_the_like_has_a_ticket_of_its_own(text: str, tickets: list[str]) -> None:
    played = await play((0, "g1", "惠惠", "厨房下水道反水 3栋2单元1104"), (40, "g1", "东东", text))
    assert [ticket["room"] for ticket in played.tickets] == tickets


@pytest.mark.parametrize("text", ["昨天就断了 我差点摔", "早上就看见了"])
async def test_who_met_with_what_all_use_before_is_a_witness_of_it(text: str) -> None:
    played = await play((0, "g5", "晨练", "漫步机 有一边脚踏板掉了"), (40, "g5", "太极", text))
    assert [t["reporters"] for t in played.tickets] == [2]


@pytest.mark.parametrize("text", ["我在后面 喇叭按烂了", "我第六个 迟到要扣钱的", "我就在你后面 急死了"])
async def test_who_waits_before_the_same_barrier_has_the_same(text: str) -> None:
    played = await play((0, "g2", "第一辆", "3栋门口的道闸抬不起来了"), (15, "g2", "第二辆", text))
    assert [t["reporters"] for t in played.tickets] == [2]


async def test_who_waits_behind_somebody_has_no_leak() -> None:
    played = await play((0, "g2", "林深", "厨房下水道反水 3栋2单元1104"), (15, "g2", "晓晓", "我在后面超市"))
    assert [t["reporters"] for t in played.tickets] == [1]


@pytest.mark.parametrize(("text", "households"), [("我也是 生鲜啊", 2), ("我也要一箱", 1), ("+1", 1)])
async def test_so_it_is_with_me_is_said_of_the_fault_and_not_of_the_goods(text: str, households: int) -> None:
    played = await play(
        (0, "g5", "阿敏", "3栋门口的道闸抬不起来了"),
        (7, "g5", "团长", "车厘子 要的扣1"),
        (18, "g5", "兔子", text),
    )
    assert [t["reporters"] for t in played.tickets] == [households]
