"""What a text is about, as far as joining needs it: a sort of thing, a spot, words shared with another."""

from __future__ import annotations

import re
from functools import lru_cache

from handlers.words.hearing import keep_at_hand
from nlp.extract import find_room

#: How people speak of each category; only to tell whether two texts can be about one thing.
_ABOUT: dict[str, re.Pattern[str]] = {
    name: re.compile(words)
    for name, words in {
        "water": "水|龙头|马桶|地漏|下水|水管|管道|漏|滴|渗|洗[头澡菜碗衣手]|冲厕|厕所",
        "electric": "电(?!梯|瓶|动|话|影|脑|视|信)|灯|跳闸|插座|开关|漆黑|全?黑(?!的车|色)|一片黑|冰箱|蜡烛",
        "elevator": "电梯|梯[厅门]|轿厢|按键|按[一二三四五六七八九十\\d]+楼|坐(?:也|时|到|着)?抖|走楼梯",
        "elevator_trapped": "电梯|困|关(?:在|着|了)|卡(?:在|住)|里面|喊|拍门|哭",
        "door_access": "门(?!口|诊|票|店)|锁|闸|杆|刷[卡脸不开]|卡|密码|进不[来去]|出不[来去]|抬不",
        "heating": "暖|热水|燃气|停气|打不着|没气|灶|凉|冷|不热|烫|\\d+度|锅炉|热",
        "structure": "墙|瓷砖|玻璃|窗|天花板|屋顶|楼顶|栏杆|地砖|路面|台阶|井盖|裂|掉|坑",
        "facility": "充电桩|健身|滑梯|秋千|器材|长椅|凳|快递柜|监控|摄像|泳池|球场|路灯|黑屏|插上",
        "network": "网|宽带|弱电|光纤|信号|电视|wifi|WiFi|断线|路由|光猫",
        "fees": "费|涨|收[钱费]|钱|\\d[元块]|交[费钱]|不交|公示|缴|价",
        "parking": "停车|车位|占|贴条|消防通道|乱停|堵[车住了]|挡",
        "cleaning": "垃圾|脏|臭|打扫|扫|保洁|桶|溢|苍蝇|卫生|尿|味|清运|收运",
        "noise": "吵|响|声|音|闹|拖|装修|施工|钻|敲|凿|砸|睡|安静|半夜|凌晨|外放|跳舞|广场舞",
        "pets": "狗|猫|牵绳|绳|遛|粪|屎|咬|吠|犬|宠物",
        "environment": "湖|臭|蚊|虫|草|树|池|喷泉|绿化|味|死鱼|水",
        "security": "保安|门岗|陌生|门卫|巡逻|岗亭|外人|小偷",
        "front_desk": "前台|态度|客服|管家|电话.{0,3}(?:不接|没人)|怼|翻白眼",
        "repair_service": "报修|报过|没人(?:管|来|修)|配件|师傅|维修|修了?|投诉|等到|没人回",
        "neighbour": "楼道|堆|鞋柜|杂物|邻居|楼上|楼下|扔|占",
        "management": "物业|业委会|公示|投票|换|管理|服务|收费|大会",
        "gas": "气味|味|煤气|燃气|天然气|漏气|浓|臭|头晕",
        "fire": "火|烟|烧|焦|糊|呛|消防|味|爆|炸|砰|灰蒙蒙|雾蒙蒙|熏|眼睛(?:辣|疼|睁不|酸)|红光",
        "flood": "水|漏|淹|灌|喷|涌|泡",
        "falling_object": "掉|扔|砸|坠|丢|瓶|花盆|砖|瓷砖|砰|鼓",
        "crime": "男的?|人|锁|撬|偷|门|敲|拧|跟|打|刀|警|响|声",
        "electric_hazard": "电|线|火花|麻|漏电|冒",
        "medical": "晕|倒|老[人太]|血|抽|喘|120|救护|叫不醒|孩子|摔|醒",
        "missing_person": "孩|娃|男|女|老|他|她|爷|奶|衣|裤|帽|鞋|人|宝",
    }.items()
}

_OUTAGE = re.compile(
    r"停[水电气暖网热](?!费|瓶)|断[水电网气]|(?:栋|楼|单元|家|这边)(?:都|也|还)?没有(?:$|[啊呀呢\\s，,。])|没来[水电气]|没恢复|(?:没|无|木有|"
    r"冇)(?:有)?[水电气网]|没(?:有)?(?:热水|暖气|信号|燃气)|不来[水电]|"
    r"(?:水|水压|水流).{0,4}(?:小|细|没了)|(?:全|一片|都|也|整栋|整个).{0,3}黑|跳闸|网.{0,3}断|断了|停了|也停|又停(?!车|下|在|到)|打不着|不热|冰?凉|冰[的冷冰]|像冰|"
    r"水停|剩.{0,8}水|(?:热水|暖气?).{0,6}(?:没|不|凉|冷|冰)|才.{0,2}\d+度|一直.{0,2}不热"
)
#: Categories of which one cause can fail a whole area, and how that is called.
AREA = frozenset({"water", "electric", "heating", "network"})
_OWN_CIRCUIT = re.compile(
    "插座|开关|灯泡|龙头|马桶|地漏|接头|角阀|水槽|洗碗池|水管(?!网)|天花板|吊灯|漏水|滴|堵"
)

_PLACE = re.compile(
    r"[东西南北](?:侧|边|小|正)?[门区]|[前后正侧]门|\d号门|地下?车?库|车库|[东西南北中]?广场|岗亭|门岗|泳池|(?:景观|人工)?湖|喷泉|游乐场|健身区|球场|会所|"
    r"[东西南北]边|[一二三ABCabc\d]区|天台|楼顶|消防通道|快递柜|充电桩|车棚|花坛|滑梯|凉亭"
)
_STOP = frozenset(
    """
    我家 我们 我也 物业 什么 怎么 不是 就是 一个 这个 那个 没有 你们 他们 大家 可以
    今天 昨天 现在 还是 也是 了吗 不了 了不 是不 时候 一下 有人 起来 下来 出来 上来
    过来 小区 师傅 谢谢 麻烦 看看 一直 这里 那里 们家 家里 好了 不好 知道 几天 半天
    上午 下午 早上 晚上 到现 在还 是的 个月 自己 的时 人在 不能 能不 请问 想问 问下
    问一 号楼 单元 栋单 楼上 楼下 的人 不要 不会 真的 东西 有点 已经 还有 我的 多少
    一点
    """.split()  # noqa: SIM905
)


#: Asked of the message at hand by one ticket after the other: as many answers are kept as there are sorts.
@lru_cache(maxsize=32)
def is_about(category: str | None, text: str) -> bool:
    """Whether the text speaks of the sort of thing that `category` is of."""
    pattern = _ABOUT.get(category or "")
    return pattern is not None and pattern.search(text) is not None


def list_subjects(text: str) -> frozenset[str]:
    """The categories that the text may speak of."""
    return frozenset(name for name, pattern in _ABOUT.items() if pattern.search(text))


@keep_at_hand
def tells_outage(text: str) -> bool:
    """Whether it tells of something that is out, not of a thing that broke in one home."""
    return _OUTAGE.search(text) is not None and _OWN_CIRCUIT.search(text) is None


#: Whether a ticket's words tell of an outage.
tell_outage_kept = lru_cache(maxsize=1024)(tells_outage)


def find_places(text: str) -> frozenset[str]:
    """The public spots that the text names."""
    return frozenset(_PLACE.findall(text))


#: The message at hand is asked about again for every ticket: it alone stays here.  A ticket's words are
#: looked at for every message; only they are passed to what keeps more, so no chat stays in it.
_find_heard = lru_cache(maxsize=1)(find_places)
_find_kept = lru_cache(maxsize=1024)(find_places)


def share_place(one: str, other: str) -> bool | None:
    """Whether two texts name one public spot (湖 may be 景观湖); None where either names none."""
    here, there = _find_heard(one), _find_kept(other)
    if not here or not there:
        return None
    return any(a in b or b in a for a in here for b in there)


#: The room that the message at hand names: asked for by one filter after the other.
find_room_said = keep_at_hand(find_room)


def find_building(text: str) -> str | None:
    """The building that the text names, None where it names none."""
    room = find_room_said(text)
    return room.split("-")[0] or None if room else None


_NUMBERED = re.compile(r"\d+[楼层栋号幢]")
#: What is written on a thing: C12. It tells as much as two pairs.
_SIGNED = re.compile(r"(?<![A-Za-z\d])[A-Za-z]{1,2}-?\d{1,4}(?!\d)")
_MAY_BE_SIGNED = re.compile(r"[\dA-Za-z]")
_CHINESE = re.compile(r"[\u4e00-\u9fffA-Za-z]+")
_TRAIL = re.compile(r"[的了吗呢吧啊呀哦哈么]+")


def cut_pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters, without those that every text has."""
    runs = _CHINESE.findall(_TRAIL.sub(" ", text))
    pairs = frozenset({run[i : i + 2] for run in runs for i in range(len(run) - 1)} - _STOP)
    if not _MAY_BE_SIGNED.search(text):
        return pairs
    named = (sign.upper() for sign in _SIGNED.findall(text))
    return (
        pairs | frozenset(_NUMBERED.findall(text)) | {each for sign in named for each in (sign, f"={sign}")}
    )


_cut_heard = lru_cache(maxsize=1)(cut_pairs)
_cut_kept = lru_cache(maxsize=1024)(cut_pairs)


def count_shared(text: str, words: str) -> int:
    """How many pairs of characters a text shares with the words of a ticket."""
    return len(_cut_heard(text) & _cut_kept(words))


def same_building(one: str | None, other: str | None) -> bool:
    """Whether both rooms name a building, and the same."""
    return bool(one and other and one.split("-")[0] and one.split("-")[0] == other.split("-")[0])


def may_be_one_home(one: str | None, other: str | None) -> bool:
    """Whether no part that both rooms name differs: 8-2-301 and 8 may be one, 8 and 9 not."""
    if not one or not other:
        return True
    pairs = zip(one.split("-"), other.split("-"), strict=False)
    return all(left == right or not left or not right for left, right in pairs)


def is_home(room: str | None) -> bool:
    """Whether the room names one home, not only a building or a unit."""
    return bool(room) and len(str(room).split("-")) == 3


def refine_room(one: str | None, other: str | None) -> str | None:
    """What both rooms name together, the parts of `one` first: 11 and -2 are 11-2."""
    if one is None or other is None:
        return one or other
    mine, more = (room.split("-") + [""] * (3 - len(room.split("-"))) for room in (one, other))
    return "-".join(part or rest for part, rest in zip(mine, more, strict=True)).rstrip("-") or None


#: What comes through a pipe or a wire, by the words that name it.
_SERVICES = {
    "heating": re.compile("热水|暖|燃气|停气|没气|煤气|灶|家的?气|打不着|天然气"),
    "water": re.compile("(?<!热)水"),
    "electric": re.compile("电(?!梯|视|话|瓶|动|脑|影)|灯"),
    "network": re.compile("网|宽带|信号|电视"),
}


@lru_cache(maxsize=1)
def list_services(text: str) -> frozenset[str]:
    """The categories of supply that the text names."""
    return frozenset(name for name, pattern in _SERVICES.items() if pattern.search(text))


#: What many use, by the words that name it; and what is said of it when it fails.
_COMMON = {
    "elevator": re.compile("电梯"),
    "door_access": re.compile("门禁|单元门|大门|道闸|闸机|对讲|防火门|岗亭.{0,3}杆"),
    "electric": re.compile("(?:路|楼道|走廊|大厅|大堂|车库|地库|声控|门口)里?的?那?[盏个]?灯"),
    "facility": re.compile("快递柜|充电桩|滑梯|秋千|单杠|跷跷板|健身器|器材|监控|饮水机|长椅"),
    "structure": re.compile("井盖|地砖|台阶|栏杆|扶手|外墙|路面|吊顶"),
}
_FAILS = re.compile(
    "死机|没反应|不动|不走|打不开|开不了|关不上|合不上|卡住|卡死|黑屏|失灵|坏|松了|断了|不亮|脱落|翘|塌|裂|不通|"
    "抖|一顿|异响|怪响|咔咔|用不了|不能用|刷不|扫不|按不|充不|罢工|歇菜|瘫痪"
)


def tells_failing(text: str) -> bool:
    """Whether it says of something that it fails."""
    return _FAILS.search(text) is not None


def find_failing(text: str) -> str | None:
    """The category of the thing of all that fails by the text, None where it tells of none."""
    if not tells_failing(text):
        return None
    return next((name for name, pattern in _COMMON.items() if pattern.search(text)), None)


_MATTER = re.compile("停水|没水|停电|没电|停气|没气|停暖|断网|没网|没热水|没暖气|水压")


def find_matter(text: str) -> str | None:
    """What is out, in a word: 停水."""
    named = _MATTER.search(text)
    return named[0] if named else None
