"""Talk: of elsewhere, in jest, advice, offers of help, quarrels, guesses."""

from __future__ import annotations

import re

from handlers.words.remembering import keep_at_hand

_ELSEWHERE = re.compile(
    r"新闻|小时候|老家|以前|当年|那会儿|那年|前年|去年|上个?月|大学|单位|公司|学校|幼儿园|老师|作业|考试|"
    r"游戏|王者|队友|电影|电视剧|综艺|抖音|直播|小说|笑话|段子|"
    r"羽毛球|看球|世界杯|大盘|股票|基金|工资|年会|红包|发财|猫咪|狗子|鹦鹉|奶茶|火锅|饺子|汤圆|菜场|超市|"
    r"商场|景区|高铁|机场|相亲|前任|前男友|前女友|老板|加班|"
    r"转让|出租|求租|家教|理发|搬家拉货|微信同号|二手|九成新|包邮|私聊|听说(?:夜里|明天)|流星"
)


@keep_at_hand
def speaks_of_elsewhere(text: str) -> bool:
    """Whether it is of another place, another time, a trade or a pastime: chat, whatever else is in it."""
    return _ELSEWHERE.search(text) is not None


_LAUGH = re.compile(
    r"^\S{1,5}[：:]\s*(?:我|俺|本)|^\S{2,4}表示|骗你|\.(?:jpg|gif|png)$|哈哈|嘿嘿|嘻嘻|233|笑死|\[(?:偷笑|"
    r"旺柴|狗头|坏笑|呲牙|得意|奸笑|破涕为笑)\]"
)


#: What only a joke makes of a fault or a danger: an attraction, a feast, a film.
_JEST = re.compile(
    r"门票|水上乐园|仙境|奇观|壮观|蹦迪|迪厅|下来洗车|免费(?:洗|游|看|桑拿|按摩)|烛光晚餐|泡酒|冲浪|吃席|"
    r"开席|上热搜|上头条|拍大片|恐怖片|鬼片|好莱坞|"
    r"蜘蛛侠|超人|奥特曼|孙悟空|西天取经|外星人|渡劫|要不要(?:领走|送你)?$|爱的(?!人)|触电减肥|(?:烧烤|"
    r"火锅|夜宵).{0,4}(?:走起|安排)|真会玩|(?:断网|停电|停水)了?(?:才|真|也)?好(?=$|[\s，,啊呀!！])|好浪漫|浪漫一下|羡慕吗"
)


@keep_at_hand
def laughs(text: str) -> bool:
    """Whether it laughs: talk, whatever it speaks of."""
    return _LAUGH.search(text) is not None or _JEST.search(text) is not None


_ADVICE = re.compile(
    r"^(?:大家|各位|快|赶紧|赶快|先|千万|一定|记得|最好|那就?)?(?:千万|先|都|赶紧)?(?:别|不要|勿|打1|报警|"
    r"打电话|叫|找|问|关|开窗|联系|放|侧躺|按住|走|"
    r"注意|小心|报修|冲)"
    r"|先(?:把|关|开|拔|断|推一|看看|去|打)|(?:孩子|老人|家人)?先别|别[怕慌急动碰挪扒]|对不起哥|"
    r"要不要.{0,6}(?:帮|打|叫)|多发?[到给]|建议你|(?:栋|楼|单元|层)的?(?:邻居|住户|人|业主|朋友)?们?(?:"
    r"快|赶紧|先|注意|别|不要|请|看看|小心)|(?:换|加|买|弄|装|倒)(?:个|点|根|块|把|"
    r"一下)?.{1,6}(?:就好|就行|就可以|试试)|(?:网上|自己).{0,6}(?:买|换|修|通|装)|应该是|可能是?"
)


@keep_at_hand
def advises(text: str) -> bool:
    """Whether it tells others what to do rather than what is."""
    return _ADVICE.search(text) is not None


_WARNS = re.compile("小心|当心|注意(?:安全|点|别)")


def warns(text: str) -> bool:
    """Whether it warns of what may come of a thing: `玻璃裂了小心自爆`."""
    return _WARNS.search(text) is not None


_OFFERS_HELP = re.compile(
    r"我.{0,2}车(?:在|停|就|能|可以|马上|来)|开车(?:送|带|过)|下来就走|我送(?:你|您)|我.{0,4}(?:看看|找找|"
    r"留意|问问)|我(?:马上|这就|现在|正好|也)?(?:下来|过来|过去|上去|去|来)(?:看看|"
    r"看下|看一下|找|帮|一趟|北|南|东|西|楼|门|$|"
    r"[\s，,。])|(?:我去|我来)|"
    r"(?:上|下|过|出)(?:去|来)(?:看看|看下|看一[下眼]|瞧瞧|瞅瞅)|让[她他它].{0,3}[找看]|"
    r"帮[你您忙着].{0,6}(?:找|看|问|留意|转|打)|要不要帮|我车(?!都|也|还|被|看|里|上)|开过来|"
    r"马上来$|我有(?!.{0,4}看)|"
    r"大家(?:都)?(?:找找|看看|留意)|留意"
)


@keep_at_hand
def offers_help(text: str) -> bool:
    """Whether it offers to look or to help."""
    return _OFFERS_HELP.search(text) is not None


_APOLOGISES = re.compile("不好意思|抱歉|对不起|对不住")
_AMENDS = re.compile("已经|已|马上|这就|刚|会|赔|来处理|是我们?家")


def apologises(text: str) -> bool:
    """Whether it excuses itself and says what is done about it: `抱歉 已经关阀`."""
    return _APOLOGISES.search(text) is not None and _AMENDS.search(text) is not None


_CONFRONTS = re.compile("你(?!好|们?物业|们?管)|谁(?!家?能|来)|找错人|别冤枉|冤枉")


@keep_at_hand
def confronts(text: str) -> bool:
    """Whether it answers back to somebody: a quarrel, which nobody joins."""
    return _CONFRONTS.search(text) is not None


_LOST_AND_FOUND = re.compile(
    r"(?:捡|拾|拣)(?:到|了)|谁(?:家)?(?:的|丢|掉|落)|失物|招领|(?:丢|掉|落)(?:了|在).{0,8}(?:看到|捡到|联系)"
)


def hands_back(text: str) -> bool:
    """Whether it is of something lost or found, which neighbours settle."""
    return _LOST_AND_FOUND.search(text) is not None


_SUPPOSES = re.compile("吧[~～。!！]?$")


def supposes(text: str) -> bool:
    """Whether it ends as a supposition: `B区摄像头早坏了吧`."""
    return _SUPPOSES.search(text) is not None


_WONDERS = re.compile("不知道是|不晓得是|不确定是|分不清|可能是|好像是|应该是|要么是|还是.{1,8}的$")


def wonders(text: str) -> bool:
    """Whether it is not sure which home something comes from: `不知道是605还是705的`."""
    return _WONDERS.search(text) is not None


_GUESSES = re.compile(r"^(?:我)?(?:估计|八成|怕是|可能是?|应该是|大概是?|说不定|多半)")


def guesses(text: str) -> bool:
    """Whether it begins as a guess at what is behind it."""
    return _GUESSES.search(text) is not None
