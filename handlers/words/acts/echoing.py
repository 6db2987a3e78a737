"""Echoes of what others said: so it is with me, so it is not, so it was done to me."""

from __future__ import annotations

import re

from handlers.words.acts.asking import asks
from handlers.words.acts.plain import strip_stand_ins
from handlers.words.remembering import keep_at_hand

_SELF = "(?:我|俺|咱|偶|阮|侬)"
_HERE = r"(?:(?<!大)家|屋|楼|栋|幢|座|号|单元|户|层|边|这|区|处)"
_ECHO = re.compile(
    r"[+＋]\s*[1１一]|^同(?=[\s，,])|^嗯+(?=[\s，,])|[对跟给让把]我们?也|"
    r"(?i:\b(?:me|us|here) too\b|\bsame (?:here|in)\b|\bditto\b)|"
    r"(?:^|[\s，,扣])[1１]$|^加一|^\d{1,3}[.．、]\s*\S|同上|同问|同求|同感|同意|同样|附议|赞成|"
    r"支持(?!的|者|什么|谁)|赞同|举双手|"
    r"^顶(?:$|[\W_顶])|也一样|(?:我|家|楼|栋|边|们|户).{0,4}一样|^一样|可不是|何止|没错|确实|算我|(?:^|"
    r"[\s，,。!！@])(?:\S{1,4}[\s，,])?(?:我|俺|咱)们?(?:这|那)?(?:边|里|儿)?也|"
    r"也(?:抖|晃|响|卡|漏|堵|坏|黑|臭|天天|经常|总|老是|都|听|看|闻|有|被|遇|碰|发现|觉得|不热|冰|凉)|"
    rf"{_HERE}(?:的|里|们|上|那)?(?:全|都)?也|(?:^|[\s，,。])也(?:是|一样|没|停|坏|断|忽|凉|冰)|^(?:是的|"
    rf"对的?|是啊|对啊|就是)(?=$|[\s,，。!！])"
)


@keep_at_hand
def echoes(text: str) -> bool:
    """Whether the message says that it is so with its sender too."""
    return _ECHO.search(strip_stand_ins(text)) is not None


_BARE_ECHO = re.compile(
    r"^(?:[+＋]\s*[1１一]|[1１]|加一|\d{1,3}[.．、].*|同上|同问|同求|同感|同意|附议|赞成|支持|顶|我(?:们|"
    r"家|们家)?也(?:是|一样)|俺也一样|"
    r"是的|对|没错|确实|可不是|坚决|反对|赞同|[\W_啊呀哦的了])+$"
)


@keep_at_hand
def only_echoes(text: str) -> bool:
    """Whether there is nothing in it but the echo."""
    return _BARE_ECHO.match(strip_stand_ins(text)) is not None


_ASSENTS = re.compile(
    r"^(?:我|俺|咱们?|我们|也|都|双手|强烈|完全|非常|\+\s*1|[\s，,])*"
    r"(?:赞成|支持(?!的|者|什么|谁)|赞同|同意|附议|举双手|[+＋]\s*[1１])"
)


def assents(text: str) -> bool:
    """Whether it begins by backing what was proposed: `支持 我家孩子也要走那里`."""
    return _ASSENTS.match(text) is not None


_OTHERWISE = re.compile(
    r"好好的|好着呢|不受影响|没受影响|没影响|飘过(?!来|去)|没[赶遇碰]上|没闻到|没听[见到]|没看[见到]|"
    r"没感觉|没觉得|"
    r"还行啊|挺好|对我.{0,3}好|"
    r"有[水电气网暖]的?(?![不没])|[水电气网暖气].{0,3}(?:挺|很|还)[大好足热行稳]|正常|没事|没问题|没停|没断|"
    rf"(?:{_SELF}们?家|{_SELF}们?这|家里|\d+[栋号幢座]楼?)的?(?:都|还|挺|很|倒)?(?:热|亮|有|好)(?:的|着|啊|"
    rf"呀|呢|$|[\s，,。])|[很挺]烫|用电热水器"
)


@keep_at_hand
def says_otherwise(text: str) -> bool:
    """Whether it says that with its sender all is well."""
    return _OTHERWISE.search(text) is not None


_EXPERIENCE = re.compile("我|俺|家|楼|栋|幢|单元|刚|昨|早上|今早|每天|天天|这儿|这里|停|没|断|又")


@keep_at_hand
def tells_experience(text: str) -> bool:
    """Whether it may tell of what its sender has at home or has met with."""
    return _EXPERIENCE.search(text) is not None


_OWN_HOME = re.compile(r"(?:我|俺|咱)们?(?:家|屋|这|那|楼|栋|单元)|家里|本栋|\d+(?:栋|幢|号楼|单元)")


def tells_own_home(text: str) -> bool:
    """Whether it speaks of its sender's home or building."""
    return _OWN_HOME.search(text) is not None


_OF_THE_PAST = re.compile("(?:换|修|坏|漏|堵|掉|试|弄|搞|买|裂|清|掏)过|通过[一两几\\d]次")


def tells_of_past(text: str) -> bool:
    """Whether it tells of what was once so with its sender: `我家也换过那个软管`."""
    return _OF_THE_PAST.search(text) is not None


_SUFFERS = re.compile(
    "天天|每天|每晚|经常|一直|总是|老是|上周|上次|昨[天晚]|被|吵|熏|不敢|受不了|烦|害|差点|也|又"
)


@keep_at_hand
def suffers(text: str) -> bool:
    """Whether its sender has had to bear the same."""
    return _SUFFERS.search(text) is not None


_HURT = re.compile(
    r"被.{0,6}(?:扑|咬|吓|撞|砸|吵|熏|绊|骗|凶|骂|堵|刮|滋|叮)|(?:扑|咬|撞|砸|绊|刮|滑)(?:倒|到|伤|了)过?我"
    r"|踩(?:了|到|过)(?!油门|刹车|点)"
)


def was_hurt(text: str) -> bool:
    """Whether the same has been done to its sender, or to one of the family."""
    return _HURT.search(text) is not None and not asks(text)


_RAILS = re.compile(
    r"凭什么|凭啥|交.{0,3}费|就换来|对得起|不作为|没人管|管不管|服务呢|吃干饭|吃闲饭|黑心|抢钱|抢劫|欺负|"
    r"太过分|12345|曝光|不交|举报|维权|涨价|涨.{0,4}[费钱]|涨到|"
    r"[费钱].{0,3}涨|听证|业主大会|公示过|谁(?:同意|批)|坑(?:人|钱|业主)|霸王"
)


@keep_at_hand
def rails(text: str) -> bool:
    """Whether it rails at what the company does: prices, neglect, high-handedness."""
    return _RAILS.search(text) is not None


_GRUMBLES = re.compile(
    r"第[二三四五六七八九十\d]{1,2}[次回]|频繁|三天两头|动不动就|隔三差五|没完没了|又要?停|老停|天天停|"
    r"能不能一次|就不能|早干嘛|受够|烦死|提前.{0,6}(?:通知|说一声)"
)


def grumbles(text: str) -> bool:
    """Whether it is tired of what is done again and again: `这个月第三次停电了`."""
    return _GRUMBLES.search(text) is not None


_OPPOSES = re.compile(r"不(?:太)?(?:赞成|赞同|同意|支持|需要|建议)|反对|没(?:有)?必要|算了吧|多此一举|浪费钱")


def opposes(text: str) -> bool:
    """Whether its sender is against what was proposed."""
    return _OPPOSES.search(text) is not None


_DEFENDS = re.compile("有道理|涨得对|应该的|可以理解|理解一下|不容易|挺好|值|没必要吵|你多交")


_FAIR = re.compile("有道理|涨得对|可以理解|合理的|应该的")


def finds_it_fair(text: str) -> bool:
    """Whether it says of what others complain of that it is right: `涨得有道理`."""
    return _FAIR.search(text) is not None


def opposes_complaint(text: str) -> bool:
    """Whether it takes the company's side, or turns on those who complain."""
    return _DEFENDS.search(text) is not None


_POINTS = re.compile(r"(?:就是|也是|等)(?:这|那)(?:一)?[部个台扇盏条根块处]|同一[部个台扇盏处]")


def points(text: str) -> bool:
    """Whether it points at the very thing that was spoken of: `就是这部`."""
    return _POINTS.search(text) is not None


_THAT = re.compile("^(?:是|对|嗯)*[那这][一]?[块个盏部扇条处台根段](?!人|女|男|老)")


def means_that(text: str) -> bool:
    """Whether it begins with the thing that was spoken of: `那块翘了快一个月了`."""
    return _THAT.search(text) is not None


_CHORUS = re.compile("物业|管理|服务|交.{0,3}费|凭什么|就换来|对得起|不作为|没人管")


def scolds(text: str) -> bool:
    """Whether it scolds the company, whatever for."""
    return _CHORUS.search(text) is not None
