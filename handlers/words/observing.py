"""Whether a message tells where somebody was seen or is: concepts, and which of them together say so.

A sighting has an observation (somebody saw, holds, follows, or simply stands there), somebody, and a
place, a direction or a moment.  One concept alone is talk; each function answers one question.
"""

from __future__ import annotations

import re

_SAW = re.compile(
    r"(?:看|见|碰|遇|撞|瞅|瞄|瞥|瞧|望|听|闻|拍|注意|留意)(?:见|到|着|过|上|了一?眼)|见过|看过|看着像|"
    r"发现|拍到|路过|认出|监控(?:里|上|看|显示|拍|录|有|中)|"
    r"(?:查|看|调)了?监控.{0,6}(?:看|有|是|\d)|记录仪|录像|擦肩|迎面|打招呼"
)
_HOLDS = re.compile(
    r"找[到着](?:他|她|孩子|人|老人|奶奶|爷爷|娃)|(?:跟|守|陪|盯|看|拉|抱|搂|哄|安抚)(?:着|住)(?!眼熟|像|"
    r"都|就|心疼|可怜|真|挺)|跟(?:在|上|到)|"
    r"拦(?:住|下|着|到)|抱(?:住|起|着)|拉住|扶(?:着|住|到|进)|"
    r"(?:领|带|送)(?:到|进|去|过来)|在我(?:们?.{0,3}(?:店|车上|这|旁|前面|后面|身边|面前|单位|摊|"
    r"传达室)(?!门口|群))|"
    r"追(?:上|着|过|不)|让(?:他|她|孩子|老人).{0,3}(?:进|坐|等|站|在|别)|(?:给|喂)(?:他|她|孩子|"
    r"老人).{0,4}(?:喝|水|吃|面包)|(?:问|喊|"
    r"叫)(?:他|她|了|啥|什么|话)|(?:跟|和)(?:他|她)(?:说|聊|讲)|不吭声|不(?:说话|理人|应声)"
)
_STANDS = re.compile(
    r"坐(?!电|地铁|车|飞机|高铁)|蹲|站(?!\S{0,2}口)|躺|趴|靠(?=墙|着|在)|徘徊|溜达|转悠|晃|逛|发呆|哭|玩|"
    r"问路|过马路|淋雨|躲|走(?!廊)|跑(?!步)|"
    r"骑|上了|下了|要(?:下水|跳|掉)|等车|拄|翻(?=栏|墙|过)|"
    r"有(?:个|位|一个|一位|俩|两个)|(?:刚|刚刚|刚才)(?:过|走|出|进|上|下|往|从)"
)
_MOVES = re.compile(
    r"(?:刚|刚刚|刚才|已经)?(?:过去|过来|走过|跑过|出去|走|跑|骑|拐|上)(?:了|过去|啦|$)|(?:出|进|走|离开|"
    r"下|上)(?:去|车)?(?:的|了)|往|朝|奔|向"
)
_SOMEBODY = re.compile(
    r"孩|娃(?!娃)|男(?!人)|女(?!人|士)|老[人头太爷奶]|老先生|老伯|大爷|大娘|爷爷|奶奶|姑娘|小伙|小家伙|"
    r"小鬼|学生|小朋友|"
    r"一个人|背影|身影|人影|这人|那人|有人(?!看|知|在吗|吗)|有个|有位|穿.{0,8}的(?=$|[\W_]|往|在|人|过|"
    r"从)|[校蓝红黑白灰黄绿粉紫](?:校?服|衣|外套|"
    r"色).{0,3}的|[碰遇][到见]一个|有一个(?!月|半|小时|星期|问题|事|快递|包|车|电)|(?:躲|坐|蹲|站|"
    r"躺)着一?个|好像|疑似|像是"
)
#: Who is only pointed at: with an observation of one's own it is the one who is looked for.
_POINTED_AT = re.compile(r"他|她|一个|那孩子|这孩子|人")
_JUST_NOW = re.compile(
    r"刚|快来|分钟前|小时前|半(?:个)?小时|现在|正|这会儿?|眼下|早上|早晨|清早|一早|上午|中午|下午|傍晚|"
    r"晚上|放学|"
    r"\d{1,2}\s*[:：点]|[一二三四五六七八九十两]点|前面|眼前"
)
_SPOT = re.compile(
    r"(?:[东西南北前后侧]门|门口|路口|桥|河|湖|江|塘|公园|广场|超市|菜场|市场|学校|小学|中学|幼儿园|医院|"
    r"药店|银行|车站|站台|公交|地铁|"
    r"号线|路车|[A-Z]口|[东西南北A-Da-d]\d?出口|加油站|便利店|[一-龥]店|食堂|餐厅|肯德基|麦当劳|网吧|书店|"
    r"亭|岗|大堂|楼下|楼顶|楼道|天台|地库|车库|负[一二\d]|"
    r"\d+\s*(?:栋|幢|号楼|单元|楼)|球场|操场|滑梯|步道|绿道|小路|马路|高架|红绿灯|斑马线|"
    r"[一-龥]{1,3}[路街巷](?!线|上车)|派出所|早[点餐]摊|摊|台阶|喷泉|"
    r"驿站|快递|"
    r"工地|网吧|传达室|[洞道路桥巷街堤]口|堤|隧道|铁路|山|林|草坪|花坛|树下|长椅|长凳|河边|边上|旁边|对面|"
    r"附近|底下|后面|前面|里面|那边|这边|那里|这里|那头|收银|货架)"
)

_NOT_SEEN = re.compile(
    r"(?:没|没有|未|不曾|都没)(?:人)?(?:看|见|碰|遇|发现|瞅|注意|听)|没人(?!管|理|认|领|带|陪|跟|看着)|"
    r"没(?:有)?(?:找到|踪影|动静|他|她|孩子|发现)|"
    r"(?:找|看|转|绕)(?:了|过)?.{0,6}(?:没有|没$|没[\s，,。!！])|不像|(?<!是)不是(?:他|她|的|那|这)"
)
_CALL = re.compile(
    r"^(?:那)?先(?:给|让|带|抱|哄|问|陪)|(?:看|见|碰|遇|发现)(?:见|到)?.{0,5}的(?:话|人|邻居|请|麻烦|赶紧|"
    r"快|告|说|联系|吱|回)|"
    r"(?:谁|哪位|有没有人|有人).{0,4}(?:看|见|碰|遇)|(?:看|见)(?:到|见)(?:了)?(?:请|麻烦|就|赶紧|快|记得|"
    r"一定|告诉|说一|打|联系|喊)|"
    r"(?:家属|家人|业主|住户)们?(?:快|赶紧|请|看看|注意)|"
    r"(?:大家|各位|你们?|邻居们?)(?:都|快|赶紧|帮忙|多)?(?:看看|找找|去|留意|注意|转发|到)|(?:去|"
    r"到).{1,8}(?:看看|找找|问问|瞧瞧)|谁(?:有|去|能|在)"
)
_TOWN = (
    "(?:北京|上海|广州|深圳|杭州|南京|武汉|成都|重庆|西安|苏州|天津|长沙|郑州|青岛|合肥|福州|厦门|济南|"
    "昆明|沈阳|大连|哈尔滨|宁波|无锡|南昌|南宁|贵阳|太原|石家庄|长春|兰州|海口|温州|佛山|东莞)"
    "(?!路|街|大道|东|西|南|北|中|银|烤|小|饭|菜|商)"
)
_OF_NEWS = re.compile(
    r"(?:看|见|收|刷)(?:到|见)(?:了|过)?(?:群|消息|信息|通知|照片|新闻|这条|你|大家|说|物业|网上|公告|"
    r"视频|朋友圈)|新闻|报道|视频里|抖音|热搜|电视|"
    r"(?:隔壁|别的|其他|另一个|对面|上个|以前的?)(?:小区|城市|楼盘)|老家|外地|我们?(?:单位|公司)那|小时候|"
    rf"{_TOWN}"
)
_OTHER_TIME = re.compile(
    r"上次|上回|上周|上个?月|去年|前年|前几天|前两天|以前|从前|昨天|昨晚|有一?(?:次|回)|那(?:天|次|时候|"
    r"年)|经常|天天|每天|平时|老(?:是|看)"
)
_GUESS = re.compile(
    r"会不会|说不定|没准|要是|如果|万一|估计|可能(?:是|在|去|会|跑|往|躲)|大概(?:是|在|去)|应该(?:会|去|"
    r"不)|应该是(?:去|跑|在)|怕是"
)
_OWN = re.compile(
    r"我(?:家|们家)?(?:的|那个?)?(?:娃|孩子|宝宝|儿子|女儿|闺女|孙子|孙女|小子|老大|老二)(?:也|就|都|还|正|刚|现在|"
    r"今天|在|的|上|跟)(?!.{0,10}(?:看|见|遇|碰|"
    r"说|撞))|我(?:家|们家)那个?|我(?:家|们家)?(?:爷爷|奶奶|外公|外婆|爸|妈|老公|老婆|公公|婆婆)(?:也|"
    r"整天|天天|以前|上次|老是)"
)
_DOUBT = re.compile(r"[?？]|吗|嘛(?:$|[\W_])|(?<!着)呢(?:$|[\W_])|在哪|哪里|多大|几点|什么样")
_TELLS_ALL_THE_SAME = re.compile(
    r"是不是(?:他|她|这|那|你|这个|孩子|这孩子)|是(?:他|她|这个|这孩子)吗|像不像|你看看?是"
)


_IS_THERE = re.compile(r"(?:坐|蹲|站|躺|趴|躲|跑|走|睡|玩|哭|晃|淋)着(?:呢|一?个|$)")
_ANOTHER_MATTER = re.compile(
    r"坏了|建议|吵死|太吵|[停没断][水电气]|修一下|投诉|收费|物业费|堵车|下次|打折|转发|会合|汇合|"
    # Goods, lost things, animals, travel, the weather, a home for sale.
    r"快递(?!柜|站|点|那|驿)|钥匙|项链|手机|卡丢|捡到|拿错|落在|卖(?!部|店)|出租|房子|看房|带看|"
    r"[\d一二三四五六七八九十百]+(?:块|元)|成新|团购|有兴趣|招募|志愿|"
    r"健身卡|年卡|鹦鹉|仓鼠|泰迪|你猫|猫|狗|蛇|高铁|动车|飞机|缆车|登山|爬山|旅游|积雪|桂花|救护车|警笛|"
    r"火灾|触电|病毒|甲流|口罩|考了|"
    r"新闻|小品|明星|初恋|同事|领导|公司|老板娘|分手|搬到|搬走|加装|"
    # Praise, thanks, laughter: nobody who has just seen a child that is looked for talks so.
    r"谢谢|感谢|可爱|羡慕|好吃|真香|尴尬|哈哈|好笑|笑死|太飒|佩服|贵不贵|了解下|抱歉|多包涵|加油(?!站)|"
    r"恭喜|祝|"
    r"堵在|孝顺|洗澡|初恋|头像|青春|臭|充电宝|演练|误会|原来|送回家|接我|牵走|睡觉|八卦"
)


_NO_SIGHTING = (_NOT_SEEN, _CALL, _OF_NEWS, _OTHER_TIME, _GUESS, _OWN, _ANOTHER_MATTER)


def names_town(text: str) -> bool:
    """Whether it names a large town; streets called after one are none."""
    return re.search(_TOWN, text) is not None


def is_no_sighting(text: str) -> bool:
    """Whether it is of another time or town, a guess, a call to look, or that nobody was seen."""
    return any(
        pattern.search(text)
        for pattern in (_NOT_SEEN, _CALL, _OF_NEWS, _OTHER_TIME, _GUESS, _OWN, _ANOTHER_MATTER)
    )


def is_of_another_matter(text: str) -> bool:
    """Whether it speaks of goods, animals, travel, or with praise and laughter."""
    return _ANOTHER_MATTER.search(text) is not None


def speaks_of_own(text: str) -> bool:
    """Whether it is of the sender's own family (我奶奶也天天往外跑), not of who is looked for."""
    return _OWN.search(text) is not None


def calls_to_look(text: str) -> bool:
    """Whether it calls on others to look, or tells them what to do when they see somebody."""
    return _CALL.search(text) is not None


def has_seen(text: str) -> bool:
    """Whether somebody has seen or heard what is told."""
    return _SAW.search(text) is not None


def is_first_hand(text: str) -> bool:
    """Whether somebody has seen, heard or holds what is told."""
    return bool(_SAW.search(text) or _HOLDS.search(text))


def tells_sighting(text: str, *, placed: bool, looks: bool) -> bool:
    """Whether observation, somebody and a place, direction or moment come together in it.

    `placed` and `looks` say what else is known of the text: a place or a direction, clothes or an age.
    """
    text = text[:_LONGEST]
    if is_no_sighting(text):
        return False
    spot = placed or bool(_SPOT.search(text))
    asked, _, told = text.replace("?", "？").rpartition("？")
    if asked and len(told.strip()) >= _SHORTEST_AFTER:
        text, looks = told, True
    elif _TELLS_ALL_THE_SAME.search(text):
        looks = looks or spot
    elif _DOUBT.search(text):
        return False
    return _adds_up(text, spot, looks)


def _adds_up(text: str, spot: bool, looks: bool) -> bool:
    somebody = looks or bool(_SOMEBODY.search(text))
    moment, moves = bool(_JUST_NOW.search(text)), bool(_MOVES.search(text))
    if _HOLDS.search(text):
        return spot or somebody
    if _SAW.search(text):
        pointed = somebody or moves or bool(_POINTED_AT.search(text))
        return spot and (pointed or _is_short(text) or moment)
    if spot and _IS_AT.search(text):
        return True
    if _OF_ONESELF.search(text) and not _THERE_IS.search(text):
        return False
    if spot and _IS_THERE.search(text):
        return True
    if somebody and spot:
        there = moves or bool(_STANDS.search(text)) or (moment and len(text) <= _LONGEST_HINT)
        return there or (looks and "在" in text)
    return spot and moves and moment and len(text) <= _LONGEST_HINT


#: Who is looked for, and a place: `他在湖心亭`; and somebody who simply is there: `有个娃`.
_IS_AT = re.compile(
    r"(?:^|[\s，,。！!])(?:他|她|孩子|娃|老人)(?:现在|刚才|刚刚|刚|就|还|正)?(?:在|到了?|进了?)(?!我家|家|"
    r"哪|找|外面|学校上)"
)
_THERE_IS = re.compile(r"有(?:个|位|一个|一位)(?:小|男|女|老|孩|娃|学生|人影)")
#: What is told of oneself and one's own without having seen anybody.
_OF_ONESELF = re.compile(
    r"(?:我|咱|俺)(?!.{1,12}说|.{0,3}(?:前面|旁边|后面|对面|楼下|店|车|这儿?|让|在.{1,6}(?:碰|遇)))|本人|自家"
)
_LONGEST_HINT = 24
_LONGEST = 300
_SHORTEST_AFTER = 5
_LONGEST_SHORT = 16


def _is_short(text: str) -> bool:
    """Whether it can only be an answer to the call: `看到了 在北门早点摊`."""
    return len(text) <= _LONGEST_SHORT
