"""What a message tells of people and dangers: who was seen where, whose they are, what was only supposed.

Word lists, as in `acts`; each function answers one question about one text.
"""

from __future__ import annotations

import re

from handlers.words.acts import asks
from handlers.words.hearing import keep_at_hand
from handlers.words.observing import names_town

_PERCEIVES = re.compile(
    r"在我(?:家|店|这|们?楼|车)|有(?:个|一个|位|一位).{0,14}(?:男|女|孩|老|大爷|大妈)|"
    r"(?:看|见|瞧|瞅|碰|遇|撞)(?:见|到|着)|见到|看见|听(?:见|到|着)|闻(?:到|见|着)|路过|经过|刚过|跟着|"
    r"跟上|拍到|监控(?:里|上|显示)|发现|"
    r"(?:又|还)(?:掉|一个|来|有|在)|也(?:有|是|在|听|看|闻|遇|碰)|撬痕|印子|在(?:这|那|门|楼|湖|河|桥|路|"
    r"公园|超市|门口|亭|岗|电梯).{0,8}|从(?:那|这)(?:边|里|儿)?(?:过|走|出)|刚(?:路过|经过|走过)|"
    r"(?:这|那)(?:边|里|儿)|往.{1,8}(?:走|跑|去|方向)|门口(?:过|有)"
)


@keep_at_hand
def perceives(text: str) -> bool:
    """Whether its sender tells what he or she saw, heard, smelled, or where somebody is."""
    return _PERCEIVES.search(text) is not None


_FORWARDS = re.compile(
    r"^(?:转|【?转发?】?)[:：】\s]|转发|扩散|大家(?:都)?(?:帮忙)?(?:留意|看看|转)|群里?(?:有|说|发)|"
    r"帮(?:忙)?(?:转|扩)|听说"
)


@keep_at_hand
def forwards(text: str) -> bool:
    """Whether it passes on what others said."""
    return _FORWARDS.search(text) is not None


_IMITATES = re.compile(
    r"【\s*(?:紧急(?:寻人|提醒|扩散|求助)|寻人(?:启事|进展)?|解除|更正|演练|线索\d*|最新进展|物业通知)|"
    r"机器人会立即转给|消息来自\S{1,12}群，"
)


@keep_at_hand
def imitates_alert(text: str) -> bool:
    """Whether it looks like what the bot itself says of an alert: a copy, or a forgery."""
    return _IMITATES.search(text) is not None


_ELSEWHERE = re.compile(
    "新闻|报道|视频|抖音|朋友圈|电视剧?|电影|小说|寻狗|寻猫|猫|狗(?!狗)|泰迪|金毛|柯基|比熊|博美|边牧|"
    "哈士奇|鹦鹉|仓鼠"
)


_DOG_WALK = re.compile(
    "(?:遛|溜|牵着?|带着?|跟着?|追着?|抱着?|逗着?|和)(?:完)?(?:我家)?(?:一?[只条个])?(?:小|"
    "大)?[黑白黄花]?(?:狗|猫)"
)


def drop_dog_walk(text: str) -> str:
    """The text without what its sender was doing with a dog when somebody came by."""
    return _DOG_WALK.sub("", text)


_COMPANY = re.compile(
    r"(?:他|她)(?:爷爷|奶奶|外公|外婆|姥姥|姥爷|爸爸?|妈妈?)|"
    r"(?:跟|和|被|由)着?(?:一?[个位])?(?:老太太?|老头|老奶奶|老爷爷|奶奶|爷爷|阿姨|大爷|[男女]孩|小[男女]孩)"
)


def drop_company(text: str) -> str:
    """The text without whom somebody walks with: 跟个老太太手拉手."""
    return _COMPANY.sub("", text)


def is_of_something_else(text: str) -> bool:
    """Whether it tells of the news or of an animal: no sighting of somebody missing here."""
    return _ELSEWHERE.search(text) is not None


_MEETS = re.compile(
    r"(?:看|见|瞧|瞅|碰|遇|撞)(?:见|到|着)|看见|听(?:见|到|着)|跟着|跟上|拍到|监控(?:里|上|显示)|发现|"
    r"有(?:个|一个|位|一位).{0,14}(?:男|女|孩|娃|老|大爷|大妈)|刚(?:才|刚)?.{0,6}(?:过|走|跑|在)|"
    r"往.{1,8}(?:走|跑|去|方向)"
)


@keep_at_hand
def meets(text: str) -> bool:
    """Whether its sender has met, seen or heard somebody, and does not only name a place."""
    return _MEETS.search(text) is not None


_TAKES_BACK = re.compile(
    r"^不是(?=$|[\s，,])|(?<!是)不是(?:他|她|它|的|这|那|$|[\s，,。!！]|我们|同)|看错|认错|搞错|弄错|看走眼|走眼了|看岔|(?:看|"
    r"问)(?:清楚?|了).{0,3}不是|是我们(?:楼|家|单元)"
)


@keep_at_hand
def takes_back(text: str) -> bool:
    """Whether somebody takes back what he or she believed to have seen."""
    return _TAKES_BACK.search(text) is not None


_ANOTHER_TOWN = re.compile(
    r"[外邻临][省市县]|外地|某[省市县地]|全[省市]|当地(?:警方|派出所|公安)|"
    r"[省县](?!道|长|级|钱|心|事|得|电)\S{0,8}(?:失联|走失|失踪|走丢)"
)


def is_of_another_town(text: str) -> bool:
    """Whether it passes on, in the form of such calls, that somebody is missing in another town."""
    passed_on = forwards(text) or imitates_alert(text)
    return passed_on and (_ANOTHER_TOWN.search(text) is not None or names_town(text))


_KIN_WORD = (
    "(?:儿子|女儿|闺女|孩子|娃|孙子|孙女|外孙女?|爸|妈|爷爷|奶奶|外公|外婆|老公|老婆|老伴|弟弟|妹妹|"
    "婆婆|公公)"
)
_CLAIMS = re.compile(
    r"是我(?:家|们家)?(?:的|儿子|女儿|闺女|孙|外孙|侄|外甥|弟|妹|邻居|孩子|娃|爸|妈|爷|奶|老|公|婆|外)|"
    rf"在我(?:家|这)|^(?:啊|哎呀?|天哪?|呀)?(?:我|我们|俺|咱)(?:家)?(?:的)?{_KIN_WORD}[!！]"
)


def claims_kin(text: str) -> bool:
    """Whether somebody says that the person found is of the family."""
    return _CLAIMS.search(text) is not None and not asks(text)


_MY_HOME = re.compile(
    r"(?:^|[\s，,。！!])(?:啊+|哎呀?|天[哪啊]?|妈呀|糟了?|坏了)?(?:这|那)?(?:就)?是我家(?=$|[\s，,。！!的])"
)


_FOUND = re.compile(
    r"(?:^|[\s，,。！!])(?:我|我们)?(?:找|寻|追|逮)[到着](?:他|她|孩子|人|老人|奶奶|爷爷|"
    r"娃)?了?(?=[\s，,。！!在]).{0,4}在"
)


def found_somebody(text: str) -> bool:
    """Whether a neighbour says that he or she has found the one who is looked for, and where."""
    return _FOUND.search(text) is not None and not asks(text)


@keep_at_hand
def claims_home(text: str) -> bool:
    """Whether somebody says that the home in danger is his or hers."""
    return _MY_HOME.search(text) is not None and not asks(text)


_IDENTIFIES = re.compile(
    r"(?:^|[\s，,])(?:好|有点|挺|看着|看)?像(?:是)?(?:我们?|\d|[一二三四五六七八九十]).{0,10}"
    r"(?:家的?|[阿老]?[一-龥]?(?:婆|爷|奶|伯|叔|姨|妈|爸)|孙.|儿子|女儿|闺女)|"
    r"(?:楼上|楼下|隔壁|对门|对面|单元).{0,3}家的(?:吧|$|[\s，,])|(?:好像|应该|可能|就)?是.{1,8}(?:家|"
    r"的)?(?:外?孙[子女]?|儿子|女儿|闺女|孩子|娃|奶奶|爷爷|老伴|妈|爸|老公|媳妇|保姆|大爷|阿姨|婆婆|公公)|"
    r"(?:好像|应该|可能|像)是?.{0,3}(?:\d+|[一二三四五六七八九十])(?:栋|幢|号楼|单元|楼).{0,2}(?:的|那|家|老)|"
    r"是.{1,8}(?:爱人|对象|双胞胎)|"
    r"(?:他|她)(?:儿子|女儿|家|老公|媳妇).{0,4}(?:电话|住)|(?:那|这|他|她)(?:个)?(?:应该|"
    r"好像)?是.{0,6}(?:\d+(?:栋|幢|号楼|楼)|单元|楼上|楼下|隔壁)的?.{1,6}"
)


@keep_at_hand
def identifies(text: str) -> bool:
    """Whether it tells who somebody is."""
    return _IDENTIFIES.search(text) is not None


_SOMEBODY = re.compile(
    "孩|娃|男|女|它|老[人头太爷奶]|大爷|大妈|阿姨|爷爷|奶奶|姑娘|小伙|他|她|这个|那个|一位|一个人|弟弟|"
    "妹妹|小朋友|宝"
)


@keep_at_hand
def names_somebody(text: str) -> bool:
    """Whether it speaks of a person."""
    return _SOMEBODY.search(text) is not None


_SUPPOSES = re.compile("会不会|是不是跟|可能去|应该去|要是|如果|上次|上个月|去年|以前|那天")


@keep_at_hand
def supposes(text: str) -> bool:
    """Whether it guesses, or tells of another time."""
    return _SUPPOSES.search(text) is not None


_SOMEBODY_INSIDE = re.compile(
    r"(?:电梯|梯子|轿厢)里?.{0,2}(?:关|困|卡)(?:着|了|住|在)\S|(?:里面|里头|电梯里|"
    r"轿厢).{0,6}(?:有[人小老孩]|喊|哭|叫|拍|敲|说话)|(?:关|卡)人|"
    r"(?:困|(?:关|卡)(?:着|在|了|住))(?:里|电梯|.{0,2}[人孩老])"
)
_NOBODY = re.compile("没人|没听|无人|空的|有一?次|上次|那次|以前|之前|商场|公司")


@keep_at_hand
def tells_of_trapped(text: str) -> bool:
    """Whether it says that somebody is inside."""
    return _SOMEBODY_INSIDE.search(text) is not None and _NOBODY.search(text) is None


_KIN = (
    "(?:儿子|女儿|闺女|孩子|小孩|娃|孙子|孙女|外孙女?|爸|妈|爷爷|奶奶|外公|外婆|老公|老婆|老伴|弟弟|妹妹|"
    "婆婆|公公|岳父|岳母|丈母娘|老丈人|侄[子女]|外甥女?|舅舅?|姑姑?|姨|嫂子?|哥|姐|老人)"
)
_FAMILY = re.compile(
    r"我(?:是|们是)[一-龥]{1,3}(?:妈妈?|爸爸?|爷爷|奶奶|外[公婆]|姥[姥爷])(?=$|[\s，,。])|"
    r"我(?:是|们是)(?:他|她|孩子|娃|小孩)?(?:的)?(?:妈|爸|爹|娘|奶|爷|姥|外|舅|姑|姨|叔|家长|家属|老公|"
    r"老婆|女儿|儿子)|"
    rf"(?:看[到见]|见到|找)我(?:家|们)?{_KIN}|(?:看看|找找|找一下|留意一?下?|留心)(?:我|俺)(?:家)?{_KIN}|(?:看|见|瞅|瞧|碰|遇|找)(?:见|到|着|过)(?:我|俺|咱)(?:家|们家)?"
    rf"(?:{_KIN}|(?!楼|门|店|车|对面|隔壁)[^\s，,的]{{1,4}}(?=$|[\s，,。?？]|没|了))|"
    rf"我(?:家|们)?{_KIN}.{{0,40}}(?:不见|走丢|走失|没影|没回|没到|"
    rf"丢了|联系不上|找不[到着]|没接[到着]|没消息|出走)"
)


@keep_at_hand
def is_family(text: str) -> bool:
    """Whether somebody looks for the same person as one of the family does."""
    return _FAMILY.search(text) is not None and not claims_kin(text)


_STANDPOINT = re.compile(
    r"我(?:家|们家)?(?:就)?(?:住|在|是)?(?:对面|隔壁)?\s?(?:的)?[A-Za-z\d一二三四五六七八九十]{1,3}(?:栋|"
    r"号楼|幢|座)"
)


@keep_at_hand
def drop_standpoint(text: str) -> str:
    """The text without where its sender looks on from: `我在对面18栋 看见…`."""
    return _STANDPOINT.sub("", text)


_STANDS_NEAR = re.compile(
    r"我(?:家|人|们|就|正|现在|刚)?(?:就|正)?(?:在|住|从|站)?.{0,6}(?:楼|层|栋|幢|号|户|室|门口|对面|隔壁|"
    r"旁边|边上|附近|下面|楼下|楼上|这(?:里|边|儿))"
)


_WAS_THERE = re.compile(
    r"(?:刚|才|正)?从(?:那|这)(?:边|里|儿)?(?:过|走|出|回)|我(?:刚|就|正|也)(?:路过|经过|在(?:现场|旁边|"
    r"边上|跟前))|(?:刚|正)?(?:路过|经过)(?:那|这)"
)


@keep_at_hand
def was_there(text: str) -> bool:
    """Whether its sender has been at the very spot."""
    return _WAS_THERE.search(text) is not None


@keep_at_hand
def stands_near(text: str) -> bool:
    """Whether its sender says where he or she is while it happens, or that it is so there too."""
    return "也" in text or _STANDS_NEAR.search(text) is not None


_CHECKED = re.compile(
    "敲(?:了|过|门)|按(?:了|过)门铃|没人(?:应|开门|答应)|门(?:锁着|没锁|开着)|灯(?:亮|关|开)(?:着|了)|"
    "电视(?:响|开)着|没(?:有)?动静|牛奶.{0,6}没|报纸.{0,6}没|(?:还)?晾着"
)
_TO_KNOCK = re.compile("敲(?:敲)?门|开锁|上门|一个人住|独居|独自在家")


def asks_to_knock(text: str) -> bool:
    """Whether the call is for somebody who does not answer at home."""
    return _TO_KNOCK.search(text) is not None


def checked_home(text: str) -> bool:
    """Whether its sender has been at somebody's door."""
    return _CHECKED.search(text) is not None


_SIDE = re.compile(r"([左右东西南北中])(?:边|侧|面|手边|间)?(?:那)?(?:部|台|个)?的?(?:电?梯)")


def find_side(text: str) -> str | None:
    """On which side the lift is that the text names; None where it names none or several."""
    sides = {match[1] for match in _SIDE.finditer(text)}
    return sides.pop() if len(sides) == 1 else None


_GRUMBLE = re.compile(
    "早(?:就)?(?:该|说)|该(?:换|修)了|迟早|我就说|质量|不行$|不该|(?:老是?|总是?|一直|经常)这样|豆腐渣|三天两头|什么破|这破|每次都"
)


def grumbles(text: str) -> bool:
    """Whether it says of what has failed that it was to be expected."""
    return _GRUMBLE.search(text) is not None


_FOR_OWN = re.compile(rf"(?:我|俺|咱)(?:们)?(?:家)?(?:的)?{_KIN}(?!也?(?:看|听|闻|说|刚从|躲))")


def speaks_for_own(text: str) -> bool:
    """Whether it speaks of one of the sender's family."""
    return _FOR_OWN.search(text) is not None


_HEARS_TRAPPED = re.compile(
    "(?:听[见到]|里[面头]?|有人|那边|这边).{0,8}(?:喊|叫|拍|敲|哭|说话|呼救)|(?:喊|叫|拍|敲|哭).{0,4}(?:门|救命)"
)
_INSIDE = re.compile("(?:我|我们|咱).{0,6}(?:关|困|卡|被|在里|出不)")


def hears_trapped(text: str) -> bool:
    """Whether somebody outside hears or sees that there is one in the lift."""
    return _HEARS_TRAPPED.search(text) is not None and _INSIDE.search(text) is None
