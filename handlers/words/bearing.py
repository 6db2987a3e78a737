"""How a message bears on what is known of an alert: 他 of the thief, 我也看到了, a thing by its colour."""

from __future__ import annotations

import re
from collections.abc import Iterable

from handlers.words.family import KIN, drop_names

_COLOURED = re.compile(
    r"(?P<hue>[红橙黄绿青蓝紫黑白灰粉棕])(?:色|色的|的)?[一-龥]{0,3}?"
    r"(?:(?P<worn>衣|服|袄|褂|衫|恤|外套|马甲|背心|夹克)|(?P<thing>车|裤|帽|包|鞋|裙|围巾|伞|箱))"
)


def share_coloured(text: str, call: str) -> bool:
    """Whether both tell of a thing of one colour, however it is named: 黄车, 黄色山地车."""
    return bool(_list_coloured(text) & _list_coloured(call))


def _list_coloured(text: str) -> frozenset[str]:
    return frozenset(match["hue"] + (match["thing"] or "衣") for match in _COLOURED.finditer(text))


_WITH_OWN = re.compile(
    rf"(?:跟|和|同|带|陪)着?(?:我|俺|咱)(?:们)?(?:家)?(?:的)?{KIN}(?:们)?(?:一起|一块儿?|一道|俩)?"
)


def point_at(text: str, names: Iterable[str]) -> str:
    """The text with 那孩子 for the one who is called so, and without whom of the sender's own he was with."""
    names = tuple(names)
    if not any(name in text for name in names):
        return text
    return drop_names(_WITH_OWN.sub("", text), names).replace("孩子", "那孩子")


_POINTS = re.compile(
    r"^(?:刚才?|我看[到见]了?|又)?(?:他|她|那(?:个)?(?:人|家伙|男的|女的|小偷|贼)|这(?:个)?(?:人|家伙)|人)(?!家|们都|说)"
)


def points_back(text: str) -> bool:
    """Whether it begins with 他 or 那人: of somebody who has been spoken of."""
    return _POINTS.search(text) is not None


_ALSO = re.compile(
    r"^(?:是的|对|真的)?[\s，,]*(?:我(?:们)?(?:这边?|家|楼)?)?也(?:看|听|闻)(?:到|见)了?(?=$|[\s，,。！!])"
)
_OWN_SAID = re.compile(
    rf"(?:我|俺|咱)(?:们)?(?:家)?(?:的)?{KIN}(?:刚才?|刚刚|昨晚|早上)?也(?:是|说|讲|看|听|闻|被|碰|摸)(?!.{{0,4}}(?:想|要|爱|喜欢|会|怕))"
)


_FROM_HOME = re.compile(
    r"^(?:我)?(?:从|在)我(?:们)?(?:家|这|楼|店)[一-龥]{0,4}(?:能|可以|就|都|也)?(?:看|听|闻)(?:得)?(?:到|见|着|清)"
)
_HEARD = re.compile(
    r"^(?:我|俺)?(?:们)?(?:刚才?|刚刚|也|正)?(?:听|看|闻)(?:到|见|着)了?.{0,6}(?:轰|砰|嘭|一声|爆|烟|火光|焦|糊味|臭|喊|哭|尖叫|救命|冒)"
)
#: Next door to it by the number: 我是201 天花板往下流.
_NUMBERED = re.compile(r"(?:我(?:家)?(?:是|在|住)?|^)\d{3,4}(?:的|室|户|住户)?(?=[\s，,。！!]|$|[一-龥]{2})")


def lives_near(text: str) -> bool:
    """Whether somebody says the number of the own home first."""
    return _NUMBERED.search(text) is not None and not re.search(r"[?？吗]", text)


_SPEECH = re.compile(
    r"(?:^|(?<=[\s，,]))(?:他|她|老[人太][太家]?|孩子|娃)?(?:说|讲)(?:要|想|是|他|她|自己|去|找|等|不)[^\s，,。！!]{1,10}"
)


def drop_speech(text: str) -> str:
    """The text without the words of whoever was met: 她说要回老家 is no 老家 of the sender's."""
    return _SPEECH.sub("说话", text)


_STANDS = re.compile(
    r"(?:^|[\s，,])我(?:们)?(?:这边?|这里|在[一-龥\d]{0,5}?(?:后面|下面|上面|里面|旁边|对面|前面|边上|跟前|楼上|楼下|门口|阳台|[坡桥楼台]上|坡下|\d+(?:栋|号楼|楼)|楼))"
    r"[\s，,]*(?:看得?(?:清|到|见|着)|看着|正?看|(?:它|他|她)|有(?:个|一个|两个|人|几)|全是|都是|也)"
)
_REACHES = re.compile(
    r"(?:(?:水|烟|火|气|味儿?|泥|热气)(?:都|也|已经?|全|就)*|(?:都|也|已经?|全)+)(?:灌|漫|冲|窜|飘|淌|流|涌|进|扑|钻|淹|渗|漏|滴)"
    r"(?:进|到|满|上|过)*(?:来)?了?(?:我|我们|俺)(?:们)?(?:家|店|车|屋|这|楼|摊)"
)
_RISES = re.compile(
    r"(?:^|[\s，,])(?:水|烟|火|味儿?|气味|泥)(?:都|也|已经?|全|就|又)*(?:往上|往下|往里)?(?:上来|进来|下来|过来|窜上来|漫上来|飘进来)了"
)
_PASSED = re.compile(
    r"(?:^|[\s，,])我(?:们)?(?:刚刚?|才|刚才)?(?:从|打|在)[一-龥]{0,3}?(?:底下|下面|那儿?|那边|旁边|门口|跟前|楼下)(?:走过|路过|经过|过)"
)
_SAW = re.compile(
    r"^(?:对|是)?[\s，,]*我(?:们)?(?:也)?(?:看|听|闻)(?:到|见)了[\s，,]+(?!谢|收到|通知|消息|群|转|你|大家|好的)[^\s]{2,}"
)
_SEES = re.compile(
    r"^(?:哎呀?|天哪?|我的天)?[\s，,]*我(?:这边?|刚才?|正|在.{1,6})?(?:看|瞧|瞅)(?:见|到|着)(?:有)?(?:一|两|几|那|个|辆|只|条|根|块|群|有)[^\s]{2,}"
    r"(?:了|着|呢|去|来)"
)
_FLED = re.compile(
    r"我.{0,8}(?:躲开|躲进|跑开|跑出来|撤出来|往外跑|绕开).{0,4}[\s，,].*(?:有(?:个|人|俩|两)|还在|全是|都是|受伤|流血|破了)"
)


_RESCUES = re.compile(
    r"^我(?:们)?(?:几个|仨|俩)?(?:已经?|刚刚?|就|先)?(?:跳(?:下去)?了|(?:把)?(?:他|她|人|孩子|老人|娃)?(?:拉|抱|拽|救|捞|扶|托|按)(?:到|住|着|起来|上来|出来)(?:他|她|人)?了?)"
)


def lends_hand(text: str) -> bool:
    """Whether somebody gets the one in danger out himself: 我跳了 拉到了."""
    return _RESCUES.search(text) is not None and not re.search(r"[?？吗]", text)


def watches(text: str) -> bool:
    """Whether an eyewitness says where he or she is and what happens there: 我在坡下 它蹭着栏杆过来了."""
    return any(pattern.search(text) for pattern in (_STANDS, _REACHES, _FLED, _PASSED, _RISES, _SAW, _SEES))


def bears_out(text: str) -> bool:
    """Whether somebody has noticed the same as was told: 我也看到了, 我家孩子刚才也说麻."""
    return any(pattern.search(text) for pattern in (_ALSO, _OWN_SAID, _FROM_HOME, _HEARD))


_ASKS = re.compile(r"[?？]|[吗么嘛](?:$|[\s，,])|谁|哪(?:里|儿|家|个|栋)|怎么样|是不是")


def wants_to_know(text: str) -> bool:
    """Whether it asks: 正烧呢 tells, 烧到哪了 asks."""
    return _ASKS.search(text) is not None


_HOLDS_ON = re.compile(
    r"我(?:们)?(?:已经?|就|先)?(?:喊|叫|拉|抱|看|拦|陪|跟|带|领|让|稳)(?:着|住|了)?(?:他|她|它|孩子|老人|娃)(?:们|俩)?(?!干|做|吗)"
)


def holds_on(text: str) -> bool:
    """Whether who saw the missing does something about it: 我喊他们上来了."""
    return _HOLDS_ON.search(text) is not None and not wants_to_know(text)


def is_first_hand(text: str) -> bool:
    """Whether it is any of these: what its sender has noticed, watches or does there."""
    return bears_out(text) or watches(text) or lends_hand(text)


_OF_HIM = re.compile(
    r"(?:^|[\s，,])(?:它|他|她|那(?:个)?(?:人|家伙|男的|女的)|这(?:个)?(?:人|家伙)|人)(?!家|们都|说)|(?:把|劝|拦|拉|扶|给|跟|陪|盯|看)(?:着|住|了)?(?:他|她|它)"
)


def speaks_of_him(text: str) -> bool:
    """Whether any part of it is of somebody who has been spoken of: 我出来劝他了."""
    return _OF_HIM.search(text) is not None


_KNOWS = re.compile(
    r"(?:我)?(?:认识|认得|知道)(?:他|她|这人|这位)?[\s，,是就]*(?:\d|[一二三四五六七八九十]+(?:栋|号|幢|单元|楼)|我们(?:楼|栋|单元)|他|她|[一-龥]{1,3}(?:老师|师傅|阿姨|叔|伯|奶奶|爷爷))"
)


def knows_who(text: str) -> bool:
    """Whether somebody knows who it is: 我认识 是12栋的李老师."""
    return _KNOWS.search(text) is not None and not re.search(r"[?？吗]|谁|不认识|不知道", text)


_IN_COMPANY = re.compile(
    r"(?:带|抱|推|领|背|牵|和|跟)着?.{0,5}(?:宝宝|宝贝|孩|娃|孙|奶奶|爷爷|外公|外婆|婆婆|老人)"
)


def is_in_company(call: str) -> bool:
    """Whether the one who is looked for has a child or an old person along: either may be seen."""
    return _IN_COMPANY.search(call) is not None


_WENT_ON = re.compile(
    r"(?:在|到|往|朝|从|进|出)[一-龥\d]{1,8}(?:那?站|口|门|店|路|桥|边|里|上|下|旁|头|院|校|园|场|楼|栋|街|巷|库|室|亭|岗|河|湖|超市|地铁)"
)


def goes_on_where(text: str) -> bool:
    """Whether who gave a clue says where it went on, as sure as may be: 应该是在中医院那站下."""
    return _WENT_ON.search(text) is not None and not re.search(
        r"[?？吗]|没|谁|去找|看看|我去|大家|你们", text
    )
