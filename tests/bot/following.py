"""Lines of which it is not plain to which conversation they belong, as recognition reads them.

The verdicts are scripted, so that these tests are of the conversation and not of the recognition.
"""

from __future__ import annotations

from bot.replay.scenarios import Played, replay_scenario
from nlp.extract import find_phone, find_room
from nlp.verdict import Evidence, Verdict
from tests.bot.conversing import Line, write_events

#: What recognition makes of the lines: everything else is talk.
REPORTS: dict[str, tuple[str, str | None]] = {
    "北门那排路灯全黑的": ("repair", "electric"),
    "客厅插座没电": ("repair", "electric"),
    "客厅那个开关也不太灵": ("repair", "electric"),
    "客厅的插座也没电": ("repair", "electric"),
    "同，我喊了半天保安才开": ("complaint", "security"),
    "5栋也一样 苍蝇乱飞": ("complaint", "cleaning"),
    "我爷爷家是4栋2单元102": ("repair", "water"),
    "物业来看看是不是你家地暖": ("repair", "heating"),
    "垃圾桶满了两天没人收": ("complaint", "cleaning"),
    "我们9栋下面也是 臭": ("complaint", "environment"),
    "我的车位B-117又被人占了": ("complaint", "parking"),
    "我B-119也老被占 保安当没看见": ("complaint", "security"),
    "17栋左手边那个梯 门开了关关了开": ("repair", "elevator"),
    "17座部𨋢唔知做乜": ("repair", "elevator"),
    "3栋1单元楼梯扶手松了 手一扶就晃": ("repair", "structure"),
    "漫步机 有一边脚踏板掉了": ("repair", "facility"),
    "3栋门口的道闸抬不起来了": ("repair", "door_access"),
    "阳台门玻璃裂了 2-1-1503": ("repair", "structure"),
    "玻璃裂了小心自爆": ("repair", "structure"),
    "我家玻璃也裂了 5-1-301": ("repair", "structure"),
    "18栋谁家还在电钻 吵死了": ("complaint", "noise"),
    "18栋三单元的 钻了一晚上 打给门岗也没人理": ("complaint", "security"),
    "建议多装几个充电桩": ("suggestion", None),
    "赞成 我天天半夜起来挪车": ("complaint", "parking"),
    "墙上鼓起来一大块 皮都掉了": ("repair", "structure"),
    "应该是里面渗水了 14-1-902": ("repair", "water"),
    "厕所堵了": ("repair", "water"),
    "我家水管漏水 12-1-1201": ("repair", "water"),
    "请问大件垃圾放哪里": ("inquiry", None),
    "车棚旁边那个铁皮房 我刚扔了沙发": ("urgent", "fire"),
    "车棚旁边着火了": ("urgent", "fire"),
    "厨房下水道反水 3栋2单元1104": ("repair", "water"),
    "门铃看不见人": ("repair", "door_access"),
    "楼上外机响一整夜 6栋2单元501没法睡": ("complaint", "noise"),
    "楼上601的 上门说过一次不理": ("complaint", "noise"),
    "601的人还骂人": ("complaint", "neighbour"),
    "楼下草坪全是狗屎 遛狗的能不能捡一下 物业也不管管": ("complaint", "pets"),
    "楼下草坪全是狗屎": ("complaint", "environment"),
    "物业也不管管": ("complaint", "management"),
    "9栋楼道好多蟑螂": ("complaint", "environment"),
    "对了 我家插座也没电": ("repair", "electric"),
    "4栋1单元门禁刷脸没反应": ("repair", "door_access"),
    "大铁门的锁芯转不动了": ("repair", "door_access"),
    "中心广场那块地砖翘了": ("repair", "structure"),
    "我家通过一次 管道里全是油": ("complaint", "environment"),
    "车被蹭了 物业能查监控吗": ("inquiry", None),
    "B区摄像头早坏了吧": ("repair", "facility"),
    "我家修过一次又漏了 5-1-301": ("repair", "water"),
    "门铃有人来看了吗": ("inquiry", None),
    "谁把我的鞋架收走了 保洁问都不问": ("complaint", "cleaning"),
    "楼道本来就不能放东西": ("suggestion", None),
    "门岗墙上贴着电话": ("complaint", "security"),
    "8栋的右边电梯有异响": ("repair", "elevator"),
    "楼上空调水滴我家雨棚 2-2-505": ("repair", "water"),
    "物业费账单怎么多了120块": ("inquiry", None),
    "家里没水了 5-1-301": ("repair", "water"),
    "10栋热水出来是凉的": ("repair", "heating"),
    "10栋1单元 同样 循环泵坏了吧": ("repair", "door_access"),
    "停车费涨价凭什么": ("complaint", "fees"),
    "临停涨到8块 比打车还贵": ("complaint", "parking"),
    "物业在吗，铁门老是自己弹开": ("repair", "door_access"),
    "物业，窗户关不严": ("repair", "structure"),
    "救命 电梯卡住了 我在里面": ("urgent", "elevator_trapped"),
    "我女儿暖暖不见了 六岁 扎两个辫子": ("urgent", "missing_person"),
    "1单元 灯一闪一闪": ("repair", "electric"),
    "1003在装修吗 我家903天花板漏水": ("repair", "water"),
    "不好意思 工人钻到水管了 已经关阀": ("urgent", "flood"),
    "又涨 保洁都看不见人还涨": ("complaint", "cleaning"),
    "物业费涨到2.8 开过业主大会吗": ("inquiry", None),
    "涨价的依据呢 请公示": ("complaint", "fees"),
    "涨得有道理 人工都贵了": ("complaint", "fees"),
    "停电了 13栋": ("repair", "electric"),
    "啥时候来电啊 饭煮一半": ("inquiry", None),
    "东门出口道闸抬不起来 堵了十几辆": ("repair", "door_access"),
    "车位A-077被占了": ("complaint", "parking"),
    "次卧的插座全没电 2-1-1803": ("repair", "electric"),
    "你看看电箱里是不是跳了一个": ("repair", "electric"),
    "你们来看看 单元门关不上": ("repair", "door_access"),
    "厨房水龙头关不紧 一直滴": ("repair", "water"),
    "就是这个龙头 4栋3单元502": ("repair", "water"),
    "另外主卧龙头也滴 4栋3单元502": ("repair", "water"),
    "建议垃圾站开放时间延到晚上十点": ("suggestion", None),
    "顺便建议垃圾站门口装个洗手池": ("suggestion", None),
    "垃圾清运车天天早上八点堵在西门 谁受得了": ("complaint", "cleaning"),
    "西门又被垃圾车堵了 能不能换个时间收垃圾": ("suggestion", None),
    "我的车位也老被占 保安当没看见": ("complaint", "security"),
    "楼下天天在阳台烧烤 衣服全是烟味 8栋2单元501": ("complaint", "neighbour"),
    "我住601 窗户都不敢开 呛得咳嗽": ("urgent", "fire"),
    "单杠有一根松了 一抓就晃": ("repair", "facility"),
    "健身角的单杠晃得厉害 小孩在上面玩危险": ("urgent", "other_urgent"),
    "电动车堵在大堂门口": ("complaint", "parking"),
    "2栋电梯不动了": ("repair", "elevator"),
    "9栋电梯也没电": ("repair", "elevator"),
    "9栋电梯按键坏了": ("repair", "elevator"),
    "7栋门口路灯不亮": ("repair", "electric"),
    "那灯坏半个月了": ("repair", "electric"),
    "家里跳闸了 合不上": ("repair", "electric"),
    "阳台窗户关不上 5-1-1203": ("repair", "structure"),
    "楼上能不能别半夜拖椅子了 3-2-1501": ("complaint", "noise"),
    "地库D区墙皮掉了砸我车头上": ("repair", "structure"),
    "北门减速带翘起来一截": ("repair", "structure"),
    "4群有人说北门减速带翘了 大家骑车小心": ("urgent", "crime"),
    "你的车又压线 我门都开不了": ("complaint", "parking"),
    "你的车又压线 物业管一管": ("complaint", "parking"),
    "租户可以办停车月卡吗": ("inquiry", None),
    "刚去前台问了 带租赁合同就能办": ("inquiry", None),
    "感谢物业 让我每天坐电梯都能听十遍广告": ("complaint", "noise"),
    "感谢物业 电梯里安静多了": ("complaint", "noise"),
    "负二C区那一排灯全灭了": ("repair", "electric"),
    "负二C区没灯 倒车差点蹭墙": ("repair", "electric"),
    "B3层坡道的灯不亮": ("repair", "electric"),
    "B3坡道没灯 啥也看不见": ("repair", "electric"),
    "消防栓那边天天停着一台房车 救火车咋进": ("complaint", "parking"),
    "篮球架下头那块塑胶鼓起来了": ("repair", "structure"),
}
#: What no rule is sure of.
UNSURE = frozenset(
    {
        "车棚旁边那个铁皮房 我刚扔了沙发",
        "涨得有道理 人工都贵了",
        "不好意思 工人钻到水管了 已经关阀",
        "楼道本来就不能放东西",
        "门岗墙上贴着电话",
        "4群有人说北门减速带翘了 大家骑车小心",
        "我住601 窗户都不敢开 呛得咳嗽",
        "健身角的单杠晃得厉害 小孩在上面玩危险",
    }
)


def classify(text: str) -> Verdict:
    kind, category = REPORTS.get(text, ("other", None))
    unsure = text in UNSURE
    return Verdict(
        kind,  # type: ignore[arg-type]
        category,
        find_room(text),
        find_phone(text),
        certain=not unsure,
        evidence=(Evidence("weights" if unsure else "a rule"),),
    )


async def play(*lines: Line) -> Played:
    return await replay_scenario({"id": "f", "events": write_events(lines)}, classify)
