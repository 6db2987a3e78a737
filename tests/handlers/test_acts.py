"""What people do with words in a chat: tables of what they type."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handlers.words import acts, sightings, topics

YES: list[tuple[Callable[[str], bool], tuple[str, ...]]] = [
    (
        acts.echoes,
        ("+1", "我家也是", "我们楼也没水", "同问", "支持", "2. 老王", "我也听见了", "8栋 1", "我也要 扣1"),
    ),
    (acts.only_echoes, ("+1", "我家也是", "支持", "同上", "+1+1", "俺也一样")),
    (acts.offers, ("今晚团草莓 39一盒 要的+1", "螺蛳粉拼单 要的扣1", "去的报名", "车位转让")),
    (acts.orders, ("+1 两盒", "钱转你了", "多要一盒给我妈", "三斤 谢谢")),
    (acts.says_otherwise, ("我家有水啊", "我家水挺大的", "我们楼好好的", "没闻到", "不受影响")),
    (acts.advises, ("千万别扒门", "先把插头拔了", "赶紧关电闸", "别慌", "快报修")),
    (acts.offers_help, ("我去北门看看", "让她找找", "我帮你问问", "马上来")),
    (acts.withdraws, ("不用来了 好了", "撤单吧", "投诉撤了吧", "监控不用查了", "取消报修")),
    (acts.says_solved, ("修好了谢谢", "好了", "来电了", "自己通开了", "搬走了", "不漏了")),
    (acts.reminds, ("怎么还没来", "师傅啥时候来呀", "都第三天了", "催一下", "还没人来修吗", "收到没")),
    (acts.corrects, ("打错了 是15栋", "发错了", "不是2单元是1单元803", "更正一下")),
    (acts.accepts_answer, ("好的 谢谢", "知道了", "明白了")),
    (acts.asks, ("找到了吗", "什么情况", "谁有梯子", "几点来")),
    (acts.confronts, ("你找错人了吧", "谁拖桌子了", "你们合起伙来是吧")),
    (acts.says_only_address, ("8-2-301", "8栋2单元301 谢谢", "我住6栋1单元502", "3栋1单元2002 13900001122")),
    (acts.only_calls, ("物业在吗", "有人吗", "师傅你好")),
    (acts.asks_when, ("什么时候来水", "几点恢复", "还要多久来电", "水来了吗", "有没有个准信")),
    (acts.stands_for_voice, ("[语音]", "[语音] 12秒", '[语音]5"')),
    (acts.was_hurt, ("我女儿上周被那只扑倒过", "上次绊倒我妈的就是它", "昨晚被吵醒三次")),
    (acts.hands_back, ("捡到一串钥匙 谁的", "谁家的猫", "失物招领")),
    (acts.tells_of_empty_lift, ("13栋电梯停在11楼不动了", "电梯又罢工了")),
    (acts.guesses, ("估计变压器跳了", "可能是水泵坏了", "应该是跳闸")),
    (acts.points, ("我也在等 就是这部", "同一部电梯")),
    (acts.speaks_of_elsewhere, ("新闻说停电了", "小时候我们胡同停电", "我们公司电梯坏了")),
    (acts.arranges, ("下午三点后有人在家", "我妈在家 敲门等一会", "麻烦尽快")),
    (acts.may_ask, ("装宽带要登记不", "能不能用支付宝", "门禁咋办")),
    (acts.may_name_home, ("8-2-301", "我家六栋的", "9栋")),
    (sightings.perceives, ("我在桥下看到一个男孩", "往北门走了", "刚听见砰的一声", "有个小女孩在哭")),
    (sightings.forwards, ("转：3群有孩子走丢", "大家留意一下", "听说北门出事了")),
    (sightings.takes_back, ("看错了", "不是他", "认错人了")),
    (sightings.claims_kin, ("是我家的！马上到", "是我孙女", "在我家呢")),
    (sightings.identifies, ("这个好像是老范家的外孙女", "是姜奶奶")),
    (sightings.is_family, ("我是他妈妈", "大家看到我儿子没有", "我女儿到现在没回家")),
    (sightings.tells_of_trapped, ("里面有小孩在喊", "电梯里关人了", "轿厢里有人拍门")),
]
NO: list[tuple[Callable[[str], bool], tuple[str, ...]]] = [
    (acts.arranges, ("孩子多大啊 真急人", "急死了", "今晚吃什么")),
    (acts.echoes, ("今晚吃什么", "停水了", "1栋电梯坏了", "11楼", "没修好1", "完成1", "漏到6栋1")),
    (acts.only_echoes, ("我家也漏水", "+1 我拎着菜站门口呢", "2栋")),
    (acts.offers, ("厨房漏水了", "我去看看", "电梯里有一股味")),
    (acts.says_otherwise, ("我家没水", "我家也没电", "楼道灯不亮")),
    (acts.advises, ("厨房漏水了", "我家没电", "门关不上")),
    (acts.withdraws, ("不用麻烦你 不急 天亮师傅再来修", "什么时候来修", "还没修好")),
    (acts.says_solved, ("还没修好", "修好了吗", "等修好了说一声", "又漏了")),
    (acts.reminds, ("谢谢师傅", "厨房漏水了", "8-2-301")),
    (acts.says_only_address, ("8栋2单元301漏水", "二号楼没水", "厨房漏水了", "12栋也停了")),
    (acts.only_calls, ("物业太差了", "师傅看下这漏水", "有人乱停车")),
    (acts.echoes, ("谁支持的蓝队 出来挨打", "大家也暖心", "这张照片拍得好 像画一样", "6")),
    (acts.asks_when, ("停水了", "我家也没水", "收到 谢谢")),
    (acts.stands_for_voice, ("[语音]厨房漏水", "[图片]", "语音说吧")),
    (acts.hands_back, ("路灯坏了", "建议加快递柜")),
    (acts.tells_of_empty_lift, ("电梯停了 里面有人", "电梯停在3楼 我们被关了", "电梯坏了 在里面喊呢")),
    (acts.guesses, ("变压器跳了", "我家估计要换水管")),
    (acts.may_ask, ("入户门外水表箱", "消防规定的")),
    (acts.may_name_home, ("今晚吃什么", "等了二十分钟")),
    (
        sightings.tells_of_trapped,
        (
            *("里头没人", "电梯停了", "里面没听见动静", "卡里钱不够 打点", "这个关注别人请的一个号"),
            "我有次在商场电梯里卡了五分钟",
        ),
    ),
    (sightings.is_family, ("是我孙女 我马上来", "我看到一个男孩", "跟我儿子写作业呢")),
]


@pytest.mark.parametrize(("act", "text"), [(act, text) for act, texts in YES for text in texts])
def test_it_is_heard(act: Callable[[str], bool], text: str) -> None:
    assert act(text)


@pytest.mark.parametrize(("act", "text"), [(act, text) for act, texts in NO for text in texts])
def test_it_is_not_heard_where_it_is_not_said(act: Callable[[str], bool], text: str) -> None:
    assert not act(text)


@pytest.mark.parametrize(
    ("one", "other", "whole"),
    [
        ("11", "-2", "11-2"),
        ("8-2-301", "8", "8-2-301"),
        ("8", "8-2", "8-2"),
        (None, "5", "5"),
        ("5", None, "5"),
        (None, None, None),
    ],
)
def test_two_rooms_tell_more_than_one(one: str | None, other: str | None, whole: str | None) -> None:
    assert topics.refine_room(one, other) == whole


@pytest.mark.parametrize(
    ("text", "outage"),
    [
        ("停水了？", True),
        ("全楼都没电", True),
        ("暖气不热", True),
        ("我家网断了", True),
        ("客厅插座没电", False),
        ("厨房水管漏水", False),
        ("水费怎么交", False),
    ],
)
def test_an_outage_is_told_from_a_thing_that_broke(text: str, outage: bool) -> None:
    assert topics.tells_outage(text) is outage


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [("湖边蚊子多", "景观湖臭了", True), ("东门道闸坏了", "西门出不去", False), ("东门", "电梯坏了", None)],
)
def test_one_spot_has_many_names(one: str, other: str, shared: bool | None) -> None:
    assert topics.share_place(one, other) is shared


@pytest.mark.parametrize("act", [act for act, _ in YES])
def test_long_texts_cost_no_more_than_their_length(act: Callable[[str], bool]) -> None:
    for text in ("物业" * 5_000, "1" * 10_000, "我" * 10_000, "是不是谁在" * 2_000, " 也" * 5_000):
        assert act(text[:10_000]) in (True, False)


@pytest.mark.parametrize("text", ["恢复128", "接单128恢复128", "恢复 #128"])
def test_an_order_to_go_on_does_not_say_that_it_is_solved(text: str) -> None:
    assert not acts.says_solved(text)
