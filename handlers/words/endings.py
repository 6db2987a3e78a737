"""Whether a message says that an alert is over: what is gone, who is safe, and nothing that still goes on.

Read clause by clause: 明天换 in one clause does not put off 没电了 in the next.  An outcome counts wherever
it stands; a measure (断电, 拆下来) only where nobody is told to keep away still.
"""

from __future__ import annotations

import re

from handlers.words.acts import asks_when
from handlers.words.lists import is_question, is_small_talk
from handlers.words.outcomes import (
    comes_out_well,
    fold_dialect,
    found_something_else,
    is_found,
    is_put_right,
    is_to_do,
    is_work,
    part_runs,
    signs_off,
    takes_ending_back,
)
from nlp.endings import weigh_ending

_LONGEST_NEWS = 120
#: So likely an ending, in words that no rule knows, it is one for whoever may end the alert.
LIKELY = 0.7
#: And for others who saw it end.
ALMOST_CERTAIN = 0.95
_CLAUSE = re.compile(r"[\s，,。.！!；;~～、…]+")
_DONE = "(?:了|啦|咯|喽|哉|喇|嘞|辣|囉)"

#: Hoping, asking, denying, putting off or telling of old things: no news that it is over.
_NOT_NOW = re.compile(
    r"么$|没有?$|怎么|如果|要是|万一|假如|是不是|有没有|等.{0,6}(?:找到|出来|处理)|未(?:找到|扑灭|脱困)|"
    r"找不到|希望|祈祷|但愿|^愿|早日|"
    r"尽快|赶紧|快点|快回|一定(?:会|能|要)|正在(?!排水|清理|收尾|打扫|恢复|通风|降温)|昨天|去年|上个月|"
    r"早找到|上次|明天|后天|马上就?(?:能|要|会|出|到|好)|"
    r"快要|就快|即将|准备|窗.{0,4}开|^先|^(?:谁|哪)|听说|(?:说|吱)一?声|"
    r"(?:钥匙|手机|书?包|鞋子?|快递|车子?|衣服|猫|狗|帽子|伞|监控|线索|卡|手表)(?:也|都|已经|已|就)?(?:找|"
    r"寻|捡|拿)[到着]|告诉|通知一下|的话|之前"
)
#: What says that it still goes on, wherever it stands.
_STILL = re.compile(
    r"还没|没(?:有|能)?(?:[止压控堵拦按劝关扑浇抓逮捉追套](?:住|灭|下|开|掉|到|着|上)|救|灭|出来|止住|抓到|控制|关住|堵住|找到|看到|看见|见到)|人(?:还|也)?没(?!事|大|"
    r"受)|还(?:在|有)(?!意识|降温).{0,4}(?:冒|漏|喷|涨|烧|里|流|追|找|查|响|味|烟|火|掉)|"
    r"(?:但|可是|不过).{0,6}还|(?:关|止|堵|压|控制)不住|越(?:来越|烧|漏|喷|冒)|又(?:漏|喷|烧|掉|冒|着)|"
    r"出不[来嚟去]"
)
#: What tells people to keep away: a measure was taken, the danger is not over.
_KEEP_AWAY = re.compile(
    r"先别|先到|别(?:下|进|靠|碰|上|坐|乘|回|开|点)|不要|勿|绕|撤[到离]|躲|离远|警戒线|(?:摔|昏|晕|倒)在|流血"
)

_PERSON = (
    "人|孩子|小孩|细路|细佬|娃儿?|囡囡?|宝宝|宝贝|儿子|女儿|闺女|孙子|孙女|外孙女?|老人家?|老爷子|"
    "老太太?|老头|老汉|老[爸妈伴公婆]|[爹娘]|媳妇|孙娃子?|奶奶|爷爷|外公|外婆|婆婆|公公|"
    "爸爸?|妈妈?|弟弟|妹妹|他|她|它|TA|ta|佢|伊"
)
_THING = "监控|线索|录像|鞋|包|手机|电话|车|衣|帽|伞|卡|照片|消息|信息|通知|手表|拐杖|钥匙|的"
_KIN = (
    "家长|家属|家人|家里人?|妈妈?|爸爸?|奶奶|爷爷|外[公婆]|老师|警察|民警|派出所|女儿|儿子|孩子他|身边|"
    "手[里中上]"
)

#: What ends every danger.
_SAFE = re.compile(
    rf"获救|脱险|解困|无恙|[搞弄记听]错{_DONE}|记岔{_DONE}|闻错{_DONE}|看错{_DONE}|误报|虚惊|误会一场|解除(?:警[戒报]|危险|险情|封锁|"
    rf"隔离|$)|"
    rf"(?:警[戒报]线?|险情|危险|隐患)(?:已经?|都)?(?:解除|撤[除掉销了]|排除|消除|取消)|"
    rf"已?(?:经)?安全(?:{_DONE}|$)|平安{_DONE}?$|"
    rf"(?:^|人|都|老人|孩子|大家|现在|已经?|说|讲)(?:都|已经)?[没冇]事(?:{_DONE}|儿{_DONE}|$)|"
    r"(?:没有?|无|冇)(?:任何|什么)?(?:危险|隐患|生命危险|大碍|大事|大问题)|(?:没|没有)(?:问题|异常)了$|"
    rf"恢复(?:正常|通行|供[水电气暖]|使用|运行|通[水电气]|{_DONE}|$)|"
    r"(?:可以|能)(?:正常|放心|安心)?(?:上楼|下楼|回[家去屋楼来]|回了|进屋|进去|进[车地]?库|进出|出门|通行|"
    r"走了|用[水电气]|使用|上来|住人)(?!拿)|"
    rf"(?:都)?(?:上来|回家|回去|回)吧$|大家(?:可以)?放心|^(?!我).{{0,3}}[没冇]事(?:{_DONE}|儿{_DONE}?)?$|"
    rf"排除险情"
)
#: That it never was what it seemed: 查了 是烧纸, 不是着火.
_NEVER_WAS = re.compile(
    r"(?<!是)(?:不是|并非|没有?|无)(?:真的|真)?(?:着火|起火|火灾|失火|燃气|煤气|天然气|漏气|泄[漏露]|小偷|"
    r"坏人|贼|被困|困人)(?!吧)|^没[着烧]$|"
    r"(?:查清|查明|搞清|弄清)(?:楚|过)?了?(?:$|是|了)|原来是|(?:就是|只是).{1,8}(?:糊|焦|烧干)"
)

_OUTCOME: dict[str, re.Pattern[str]] = {
    "missing_person": re.compile(
        rf"(?<![不没未])(?<!没有)(?:找|寻|接|搵|抱|领|牵|追|揾|寻摸|逮)(?:到|着|上|见|返|回来|回家|到家|到手|回|"
        rf"返嚟)(?!.{{0,4}}(?:{_THING}))"
        rf"(?:{_DONE}|$|.{{0,4}}(?:{_PERSON}){_DONE}?$)|"
        rf"(?:找到.{{0,4}}(?:孩子|人|娃)了)|(?<!我)(?<!我们)(?:回来|回家|到家|回到家|返嚟|回屋|"
        rf"转来){_DONE}|平安(?:到|回)|团聚|"
        rf"(?:交给|交到|送回|送到|还给|送还).{{0,6}}(?:{_KIN})|(?:{_KIN}).{{0,3}}(?:领走|接走|带走|接到|"
        rf"抱走|领回|接回)|送回[来家]|"
        rf"(?:不用|不必|别)再?(?:找|扩散|转发?){_DONE}|在(?:我|我们|家人|家长)(?:身边|手上|怀里|车上){_DONE}"
    ),
    "fire": re.compile(
        rf"火.{{0,9}}(?:灭|熄|没|搞定|解决){_DONE}|(?:扑|浇|熄|压|打|喷)灭|(?:^|已经?|都|全|火)(?:灭|"
        rf"熄){_DONE}|无明火|"
        rf"没有?(?:明火|火{_DONE}|火星)|"
        rf"(?:压|扑)下去{_DONE}|(?:已经?|火势.{{0,2}})(?:处理|控制)(?:好|完|住)?(?:$|{_DONE})|烧干|"
        rf"烟.{{0,2}}散{_DONE}"
    ),
    "elevator_trapped": re.compile(
        rf"脱困|得救|离开轿厢|(?:爬|钻|走|跳)出来{_DONE}|(?:我|人|都|他|她).{{0,4}}下来{_DONE}|(?:救|放|拉|"
        rf"接|解救|抱|扶|弄)(?:出|下)[来嚟]?(?:{_DONE}|$|\S)|^出[来嚟]{_DONE}|"
        rf"(?:人|孩子|老人|都|已经|全|我|我们|也|了|[一二两三四五六七八九]位|个|母[子女]|终于|总算|"
        rf"顺利).{{0,6}}出[来嚟]{_DONE}|解救(?:成功|完)"
    ),
    "gas": re.compile(
        rf"不漏{_DONE}|味(?:道|儿)?.{{0,3}}(?:散|没){_DONE}|(?:测|检).{{0,6}}(?:合格|正常|没问题|为零|是零|是0|"
        rf"没有?漏|无泄漏)|"
        r"(?:没有?|无)(?:泄[漏露]|漏气|燃气味|漏点)|(?:已经?|都)排除|通风.{0,4}(?:正常|完毕|合格)"
    ),
    "flood": re.compile(
        rf"不.{{0,3}}(?:漏|喷|流|冒|涨|灌|涌|溢|渗|返|淌){_DONE}|退水{_DONE}|没有?再.{{0,2}}(?:漏|喷|冒)|"
        rf"(?:止|堵|关|控制)住{_DONE}|水(?:已经?|也|都)?(?:停|"
        rf"退|止|断){_DONE}|没有?再(?:漏|喷|流)|"
        rf"(?:抽|排)(?:完|干){_DONE}?"
    ),
    "falling_object": re.compile(
        rf"现场.{{0,2}}安全|查到.{{0,8}}(?:处理|报警)|(?:找|查|认|揪)(?:到|出|清)(?:{_DONE}|人|是|$)|"
        rf"已(?:报警)?处理|(?:抓|逮)(?:到|住|着){_DONE}?|"
        rf"通道.{{0,2}}恢复"
    ),
    "crime": re.compile(
        r"核实(?:了|过|是)|(?:抓|逮|捉)(?:到|住|着|获)(?:了|人|$)|(?:带|铐|押|抓|拖|请)走|(?:控制|制服|扣|"
        r"按)住?了|已(?:经)?(?:被)?控制|(?:拉|劝|分|赶|撵|轰|吓)[开走跑](?:了|$)|"
        rf"已(?:经)?(?:离开|走{_DONE})|^人走{_DONE}"
    ),
    "medical": re.compile(
        rf"(?:(?<!直)接|拉|送|抬)(?:(?:走|上|去).{{0,4}}(?:{_DONE}|医院|车|$)|到.{{0,4}}(?:医院|急诊|车上))|到医院{_DONE}|醒(?:{_DONE}|"
        rf"过来|转)|缓过来|(?:已经?)?送医|稳定{_DONE}|脱离危险|没(?:有)?大碍|"
        rf"站起来{_DONE}|(?:取|吐|咳|拿|抠|排|拔|夹|挑)出来?{_DONE}|睡着{_DONE}|意识恢复|恢复意识|退烧{_DONE}|"
        rf"不抽{_DONE}"
    ),
    "electric_hazard": re.compile(rf"(?:现在|已经)没电{_DONE}|线.{{0,4}}(?:接|包|收)(?:好|走|起来){_DONE}"),
    "other_urgent": re.compile(
        rf"(?:孩子|老人|人|娃|宝宝|宝贝|大人|都).{{0,2}}没事(?:{_DONE}|儿)?$|(?:抱|救|拉|抬|接|劝|捞|扶|"
        rf"挪)(?:出|上|下|回|到)来?{_DONE}?(?:$|\S)|"
        rf"(?:人|孩子|娃|头|手|脚|腿|他|她|它).{{0,4}}出来{_DONE}|(?:剪|锯|割|切)(?:断|开){_DONE}|"
        rf"(?:抓|逮|捉|套)(?:到|住|着|走){_DONE}?|(?:弄|带|赶|牵|引|运|搬|拖)走{_DONE}?|得救|脱困"
    ),
}

_REMOVED = (
    rf"(?:拆|敲|摘|清|移|搬|拖|收|锯|剪|挪|铲|取|割|推|吊|端|挖|撬)(?:掉|除|走|下来|出来|进\S|下|开|好|完|"
    rf"干净|清|理好|理完|"
    rf"理干净)(?:{_DONE}|$)|"
    rf"(?:已经?|都|全)(?:拆|敲|摘|移|清)(?:除|掉|走|理)?"
)
_MENDED = (
    rf"(?:修|换|接|堵|补|包|焊|关|加固|处理|解决|封|更换|整|弄|搞|通|疏通|拧|扎|捆|固定|扶|灌|打)(?:掉|好|"
    rf"完|上|牢|妥|死|毕|下|"
    rf"住|紧|开|定)(?:{_DONE}|$)|已(?:经)?(?:更换|加固|修复|修好|处理|排除|关闭|封堵|封死)|"
    rf"换(?:了|过)"
)
_MEASURE: dict[str, re.Pattern[str]] = {
    "fire": re.compile("处理(?:好|完)"),
    "gas": re.compile(rf"{_MENDED}|阀门?已(?:经)?关.{{0,8}}(?:通风|正常|合格)"),
    "flood": re.compile(_MENDED),
    "falling_object": re.compile(f"{_REMOVED}|{_MENDED}"),
    "electric_hazard": re.compile(
        rf"(?:已经?|都|全)?(?:断|停|切)电{_DONE}?|(?:电源?|电闸|闸|线路)(?:已经?|都|也)?(?:切断|断开|断|切|"
        rf"关|拉)(?:掉|{_DONE}|$)|拉闸{_DONE}?|{_MENDED}|{_REMOVED}"
    ),
    "other_urgent": re.compile(rf"门(?:打|撬|弄|砸|破)?开{_DONE}|{_REMOVED}|处理{_DONE}|解决{_DONE}"),
}


#: How people breathe again.
_RELIEF = re.compile(
    "谢|辛苦|打扰|麻烦(?:大家|各位|你们)|多亏|吓[死坏一出得我]|腿.{0,4}软|松(?:了一?)?口气|不好意思|"
    "阿弥陀佛|可算|总算|终于"
)
_ACHIEVED = re.compile(
    r"(?:见|看|找|寻|接|抱|领|带|救|取|吐|扒|爬|走|摸|送|关|打|抓|抢|拉|牵|弄|搞|退|醒|缓|停|灭|散|止|通|"
    r"修|换|推|搬|放|团|回)"
    rf"(?:到|着|回来?|出来?|过来|走|开|好|定|住|灭|掉|下来|聚|完|来)(?:{_DONE}|人|家|$)|"
    rf"(?:我(?:闺女|女儿|儿子|孩子|娃|妈|爸|孙子|孙女)|人|孩子|老人).{{0,3}}在.{{1,8}}家(?:里)?(?:$|呢|"
    rf"{_DONE})|下来{_DONE}|(?:火|烟|味|水)也?没{_DONE}"
)
#: What its sender is still about to do.
_ON_THE_WAY = re.compile("去|赶|往|马上|正在|过来的路上|报警|监控|线索|提醒|帮")


def sounds_over(text: str) -> bool:
    """Whether somebody who was afraid breathes again: thanks or relief, and something that was achieved."""
    text = fold_dialect(text)
    if _goes_on(text) or _ON_THE_WAY.search(text):
        return False
    return bool(_RELIEF.search(text)) and any(_ACHIEVED.search(clause) for clause in _cut_news(text))


def says_over(text: str, category: str, *, weighed: bool = True) -> bool:
    """Whether the text tells that an alert of this category is over.  Questions and hopes do not.

    `weighed` allows for words that only the weights take for an ending.
    """
    typed, text = text, fold_dialect(text)
    if _goes_on(text):
        return False
    if signs_off(_CLAUSE.split(text)):
        return True
    clauses, away = _cut_news(text), _keeps_on(text)
    missing = category == "missing_person"
    if missing:
        clauses = [clause for clause in clauses if not found_something_else(clause)]
    measures = None if away else _MEASURE.get(category)
    patterns = (_SAFE, _OUTCOME.get(category), measures, None if missing else _NEVER_WAS)
    if any(pattern.search(clause) for pattern in patterns if pattern for clause in clauses):
        return True
    if is_found(text, clauses) if missing else _comes_out_well(clauses, category, measures=not away):
        return True
    if away or not weighed or is_small_talk(text):
        return False
    return weigh_ending(typed, category) >= LIKELY


def _comes_out_well(clauses: list[str], category: str, *, measures: bool) -> bool:
    return any(comes_out_well(clause, category, measures=measures) for clause in clauses)


def tells_outcome(text: str, category: str) -> bool:
    """Whether the text tells what became of it (救护车拉走了, 扑灭了), and not only that nobody need worry.

    For a danger; who is missing is found when the family or the staff say so.
    """
    typed, text = text, fold_dialect(text)
    if (
        category == "missing_person"
        or _CONSOLES.fullmatch(text)
        or _goes_on(text)
        or _AT_MY_PLACE.search(text)
    ):
        return False
    clauses, away = _cut_news(text), _keeps_on(text)
    patterns = (_OUTCOME.get(category), None if away else _MEASURE.get(category))
    if any(pattern.search(clause) for pattern in patterns if pattern for clause in clauses):
        return True
    if any(is_put_right(clause, category, measures=not away) for clause in clauses):
        return True
    return not away and not is_small_talk(text) and weigh_ending(typed, category) >= ALMOST_CERTAIN


#: What tells nothing but that one should not worry.
_CONSOLES = re.compile(
    r"(?:[没冇]事|放心|大家|各位|别(?:怕|慌|急|担心)|不要紧|不用怕|会(?:好|没事)|"
    r"肯定|一定|不会有事|[的了啊呀哈吧啦呢，,。！! ])+"
)
#: What is over with one neighbour is not over.
_AT_MY_PLACE = re.compile("我(?:们)?(?:家|这|屋|楼|层|单元)|自家")


def _goes_on(text: str) -> bool:
    """Whether it asks, is too long for such news, or says that it is not over."""
    if is_question(text) or asks_when(text) or len(text) > _LONGEST_NEWS:
        return True
    return bool(_STILL.search(text)) or takes_ending_back(text)


def _keeps_on(text: str) -> bool:
    """Whether a measure ends nothing yet: people are to keep away, or work is still to be done."""
    return _KEEP_AWAY.search(text) is not None or any(is_work(clause) for clause in _CLAUSE.split(text))


def _cut_news(text: str) -> list[str]:
    """Its clauses without hopes and old things."""
    clauses = (clause for clause in _CLAUSE.split(part_runs(text)) if clause and not is_to_do(clause))
    return [clause for clause in clauses if not _NOT_NOW.search(clause)]
