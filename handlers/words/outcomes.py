"""How things come out well, in any words: the danger stops, the work is done, who was feared for is safe.

Grammar rather than sentences: what was done (拧, 铲, 牵) with how it came out (紧, 掉, 走) and 了; who, where
and since when.  Each function looks at one clause, or says what in a whole text takes it back.
"""

from __future__ import annotations

import re

_DONE = r"(?:了|啦|咯|喽|哉|喇|嘞|辣|$)"
_RESULT = (
    "(?:掉|好|完|死|紧|灭|熄|透|净|干净|走|下来|下去|出去|出来|回去|定|妥|牢|平|"
    "通|清|毕|住|上|断|干|开|散|脱|落)"
)
_HURRIED = r"(?:已经?|全|都|全部|统统)"

#: What is done against each danger; who opens a window, fetches or props up has not ended it.
_DEEDS: dict[str, str] = {
    "fire": "灭熄扑浇踩压捂盖闷泼掐喷冲",
    "gas": "关拧堵换接修补封紧",
    "flood": "关拧堵换接修补封扎抽排扫舀拖",
    "falling_object": "铲敲拆清收吊摘移搬锯剪固绑扫砸卸",
    "electric_hazard": "断切包接换修剪拆收封锁埋固",
    "other_urgent": "锯剪砍清搬拖端拆摘铲捅",
}
_WORKED = {
    name: re.compile(
        rf"(?<!没)(?<!没有)[{verbs}](?:{_RESULT}了|[死好完断掉灭净]$|[好紧断死牢][一-龥]{{1,2}}了$)|{_HURRIED}[{verbs}]{_RESULT}?{_DONE}|"
        rf"(?:线|板|砖|块|皮|窝|枝|树|瓦|牌|箱|罩|花盆|架)(?:都|已经?|也|全)?[{verbs}]了|(?:扇|窗|灯|桩)(?:都|已经?|也|全)?[卸拆摘移锯]了"
    )
    for name, verbs in _DEEDS.items()
}
#: Somebody else's work: who got whom out, off or away.
_RESCUED = re.compile(
    r"(?:救|捞|抱|拉|劝|抬|扶|抽|拔|拖|接|背|搀|哄|自己|自个儿?|慢慢)(?:下|上|出|回|过)(?:来|去)|"
    rf"(?:拿下|落网|抓获|擒获|缉拿归案)(?:{_DONE}|的)|(?:抓|逮|捉|套|网|控制|制服|按|摁|拴|关)住(?=(?:交|送|带|拴)|{_DONE})|"
    rf"(?:救援|施救|营救|救助).{{0,2}}(?:完成|结束|成功)"
)
_TAKEN = re.compile(
    r"(?:警察|民警|派出所|公安|保安|消防|医生|救护车|120|主人|家长|家属|他?她?[爸妈]妈?|老师|社区).{0,6}"
    r"(?:(?:带|领|接|拉|牵|押|送|抱|铐|弄)(?:走|回去?|到)|撤了|收队|撤走)|"
    rf"(?:带|领|(?<!直)接|拉|牵|押|送|赶|请|轰|撵|劝)(?:走|离|回去|回家|出小区|出大门|出去)(?:的|{_DONE})|"
    r"(?:送|交|移交|扭送|转交)(?:给|到|去|往)?(?:了)?(?:所里|派出所|公安|警察|民警|警方)|消防.{0,3}撤了"
)
_STOPPED = re.compile(
    r"(?:不再?|没再|没有再|未再|停止)(?:.{0,2})(?:漏|喷|流|冒|掉|晃|烧|响|闪|滴|滋|抽|吐|闹|渗|涌|麻|叫)"
    rf"{_DONE}|[水烟味火](?:柱|流|苗|势)?(?:也|就|都)?没(?:有)?了|没(?:复燃|超标|起火|烧到|着火|着起来|漏)|(?:不|没有?)漏[电气]|"
    r"(?:烟|味道?|气味?|水).{0,4}(?:散|退|排|下去|淡)(?:得|了|光|完|干净|差不多)|火.{0,2}(?:关|停|熄)(?:掉)?了"
)
_NORMAL = re.compile(
    r"^(?!.*(?:疏散|转移|撤离|登记|报警|通知|集合|清点))[一-龥]{2,4}(?:完成|完毕)$|"
    r"(?:检查|排查|通风|救援|抢修|处置|检测|清理|维修|复查)(?:完毕|完成|结束|合格)|"
    r"(?:路|道|门洞|通道|警戒|线).{0,2}(?:放开|通了|撤了|开放)|让.{0,3}(?:住户|业主|居民|大家).{0,3}回|"
    r"(?:人|大家|各位|住户|你们|都)(?:都|就)?可以(?:回|出来|下楼|上楼|进)|不用(?:再)?(?:来|怕|担心|慌)了|"
    r"和解了|各回各家|(?:双方|人群?|都|两拨人?).{0,3}散了|没有超标|数值正常|试压没"
)
_SAFE = re.compile(
    r"好好的|好着呢|(?:人|孩子|娃|老人|大人|都)(?:都|也)?(?:很)?(?:平安|安全)(?:的|着|了|$)|"
    r"(?:人)?(?:没|无|未)(?:受伤|人受伤|人伤亡|大碍|生命危险)"
)
_EXPLAINED = re.compile(
    r"(?:问|查|弄|搞|看|核)(?:明|清|清楚)(?:了|过)|敲错门|走错(?:门|楼)|(?:忘|没)带钥匙|一场误会|^虚惊|"
    r"(?:^|[是有])(?:.{0,8})(?:喷|熏|烧|刷|煮|炒|炖|炸|点)(?:的是|的|了|着)?.{0,3}"
    r"(?:发胶|油漆|腊肉|香|艾|纸钱|纸|蚊香|榴莲|豆腐|螺蛳粉)(?!.{0,4}(?:火|烟大))|不是(?:气|火|贼)$"
)
#: How somebody who was ill comes round.
_BETTER = re.compile(
    rf"(?:上|进)了?(?:救护车|120|急救车|急诊室?){_DONE}|(?:坐|站|爬)起来{_DONE}|(?:会|能)(?:说话|动|走|喝水|应声|认人)(?:了|$)|好多了|缝(?:好|了)|意识清|"
    rf"(?:哭出|有)声了|血.{{0,2}}止(?:住)?了|送到?.{{0,3}}(?:急诊|急救|医院)(?!.{{0,3}}路上)|睁(?:开)?眼"
)
_FREED = re.compile(
    rf"(?:我|人|他|她|老公|老婆|都)(?:们)?.{{0,3}}(?:在(?:外面|平地|地面|一楼|大厅)上?|上来|下来|到家|出来){_DONE}|电梯.{{0,3}}(?:自己)?"
    rf"(?:动|好|恢复){_DONE}.*|门(?:打|弄|撬|扒|自己)?开{_DONE}(?!一)"
)

_PERSON = (
    "(?:人|孩子|小孩|娃儿?|囡囡?|宝宝|宝贝|小家伙|儿子|女儿|闺女|孙子|孙女|外孙女?|老人家?|老爷子|老太太?|"
    "(?:外)?孙娃(?:子|儿)?|幺[儿女弟妹]|细伢子?|崽崽?|老汉儿?|老者|老倌|老娘|老爹|老爸|老妈|婆娘|媳妇|阿[公婆爷奶嫲爸妈仔]|细路|BB|"
    "老头子?|奶奶|爷爷|外公|外婆|姥姥|姥爷|爹|娘|老爸|老妈|爸爸?|妈妈?|弟弟?|妹妹?|他|她|我家.{1,3}|俺.|我[爸妈爷奶])"
)
_FOUND = re.compile(
    r"(?<!没)(?<!没有)(?:(?:找|寻|接|搵|抱|领|牵|追|逮|捉|截|拦|揪|见)(?:到|住|上|回|返)|[找寻]见|(?:找|寻|接|见|逮|追|抱|领|牵)着|"
    r"联系(?:上|到)|(?:打|接|通)(?:通|上)(?:了)?(?:他|她|孩子|娃|老人)?的?(?:电话|话|视频))"
    rf"(?:了?(?:他|她|人|孩子|娃)|$|{_DONE})|(?:在)?通上?(?:电)?话{_DONE}"
)
_IS_SAFE = re.compile(
    rf"^(?!我(?:们|也|就|这)?(?:现在|正|在|刚)).{{0,4}}?{_PERSON}?(?:现在|已经?|就|刚|正|都|原来|一直)?(?:坐|躺|睡|待|呆)?在(?!找|路上|哪|来|往|赶|去|问|等)"
    r".{0,7}(?:家|家里|那儿|那里|那边|身边|旁边|一块儿?|一起|派出所|医院|急诊|学校|单位|公司|画室|[一-龥]班|店里?|图书馆|门卫|岗亭|床上|"
    r"沙发上|屋里|楼上|车上|怀里)|(?:送|住)(?:到|去|进|了)?(?:急诊|医院)|(?:上|进|坐上)(?:了)?(?:车|门|屋|楼)了|跟.{1,5}(?:在一|一块|一起)"
)
_BACK = re.compile(
    rf"(?:自己|自个儿?|已经?|刚|平安|都).{{0,6}}(?:回来|回家|到家|回屋)(?:的|{_DONE})|已在家|^人在家|"
    rf"(?:自己|自个儿?|刚).{{0,4}}(?:进门|进屋|上楼)(?:的|{_DONE})|没(?:走|跑)?丢(?!过|东西|什么)|"
    rf"(?:警察|民警|派出所|同志|好心人|师傅|司机|保安|老师|街坊|邻居).{{0,6}}(?:送|带|领|抱|背)(?:到|回|进).{{0,6}}(?:家|门口|楼下|单元|小区).{{0,2}}{_DONE}"
)
_NO_MORE_NEEDED = re.compile(
    "(?:不|别|不用|甭|不必)(?:再)?(?:找|跑|扩散|转|往外发|惊动)了|(?:散|撤)了吧|各回各家|"
    "(?:[母父子女]|爷孙|祖孙|婆孙|家人|一家)[子女俩人]?(?:已经?|都)?(?:会合|汇合|团聚|团圆|重逢)"
)
_AT_EASE = re.compile(
    r"谢|抱歉|打扰|麻烦(?:大家|各位|你们)|惊动|虚惊|丢人|丢死人|不好意思|对不起|操心|添乱|添麻烦|磕头|虚惊|没事|没丢|放心|平安|安全|好好的|吓|揍|收拾他|睡着|"
    r"自己|自个|通上|接通|打通|联系上|不找|别找|别跑|原来"
)

_SAVED = {
    "crime": (_TAKEN, _RESCUED),
    "medical": (_TAKEN, _BETTER),
    "other_urgent": (_TAKEN, _RESCUED),
    "elevator_trapped": (_FREED, _RESCUED),
}

#: Who or what has turned up, where it is not who is looked for: 书包找着了, 他同学联系上了.
_OTHER_FOUND = re.compile(
    r"^(?P<what>[^\s，,。了]{1,6}?)(?:也|都|已经?|给|又)*(?:找|寻|捡|拾|联系|打|接)(?:到|着|上|通|回)(?:电话)?了?"
    r"(?!人|他|她|孩子|娃|老人)"
)
_IS_PERSON = re.compile(
    rf"^(?:.{{0,3}}{_PERSON}|我们?|已经?|终于|总算|可算|刚刚?|刚才|都|也|在.*|给|被.*|是.*)+$"
)
_OTHERS = re.compile(
    "同学|老师|警察|民警|保安|家属|家长|朋友|邻居|司机|他[爸妈]|她[爸妈]|电工|维保|师傅|手机|电话|监控|视频"
)
_GOES_ON = re.compile(
    # What helpers bring is only the beginning.
    r"(?:除颤仪?|AED|担架|急救箱|氧气|灭火器|沙袋|水泵|抽水泵|工具|网兜|梯子|撬棍|药).{0,2}(?:送|拿|带|搬|抬|推|过)?(?<!下)(?<!上)(?<!出)(?:到|来|进)|"
    r"(?:救护车|消防车?|警车|120|119|110)(?:已经?|都|也|开)?(?:到|来|进)(?!.{0,4}(?:接|拉|送|带|抬)走)|"
    r"(?:接着|继续|一块儿?|一起|再|下来|下楼|出去|过去|帮(?:忙|着)?|还在|分头|到处|赶紧|快)(?:去)?找|说?没(?:碰|见|看|遇)|"
    r"过(?:去|来)认|没人说话|拧不动|不知道|不肯|不敢|没来|没水了?.{0,2}灭|粉不够|又着|又开始|叫不醒|出不来|(?<!过来的)(?<!回来的)(?<!回家的)路上|"
    r"急(?:得|到)?.{0,4}晕(?:过去|倒)|(?:灭火器|干粉|沙袋|水).{0,3}(?:喷|用)完|没影|急死|没踪|联系不上|没人接|看到(?:请|.{0,12}没有)|里?等(?:着|你|他|她|家|人|$)|会不会|是不是|难道|"
    r"(?:没事|好|出来|找到|解决|灭|退)了?吧|^求|求(?:平安|求)|[关拧止堵压控]不(?:掉|住|上|紧|了|动|死)|"
    r"(?<!现)在(?:拉闸|关|抢修|修|查|堵|扑|测|处理|检测|切割|盘车|调试)(?!着)|"
    r"不是(?:他|她|我[爸妈儿女爷奶])|又(?:回来|出现|上来)了?$|属实|是真的|真的(?:着|漏|有|起)|(?:啥|几|什么)时|在来的|赶来|正在?(?:赶|来|关|找|扑|抽|做|劝)|还(?:站|坐|躺|趴|守)着|过.{1,2}天|一会儿?就|迟早|总会"
)


_TO_DO = re.compile(
    r"^(?:收到|好的?|行|嗯)?(?:我|我们|咱|师傅|保安|电工)?(?:马上|这就|立刻|立即|立马|赶紧|准备|正要|"
    r"(?:现在)?(?:就)?(?:去|来|过去|过来)(?=[关断拉切堵拆修换救抓追扑灭停]))(?!.*[了啦完好毕过已])"
)
_WORK = re.compile(
    r"^(?:再|还要|还得|正|在|正在|现在|准备|马上|等)*(?:换|修|查|接|更换|抢修|排查|检修|维修|处理|施工|重新|等)(?!.*[了啦完好毕过已成])"
    r"[^\s]{0,8}(?:中|呢)?$"
)


_HURT = re.compile(
    "头[晕疼痛]|叫不醒|昏|晕|吐|倒(?:地|下|在)|没(?:反应|知觉|意识)|站不起来|中毒|抽搐|口吐|不省人事"
)


def names_hurt(text: str) -> bool:
    """Whether it tells that people are ill of it: 两口子叫不醒了."""
    return _HURT.search(text) is not None


#: The small words of Cantonese and Wu as everybody types them; longer ones first.
_DIALECT = tuple(
    (word, common)
    for word, _, common in (
        pair.partition("=")
        for pair in """
        勒浪=在 勒勒=在 伊拉=他们 屋里厢=家里 返嚟=回来 佢哋=他们 细路=孩子 屋企=家 屋头=家里 得啦=好了
        嚟=来 咗=了 喺=在 冇=没 唔=不 佢=他 嘅=的 搵=找 瞓=睡 哉=了 咧=了 咯=了
        """.split()  # noqa: SIM905
    )
)


def fold_dialect(text: str) -> str:
    """The text with the small words of dialects as in the common language: 放咗出嚟 is 放了出来."""
    for word, common in _DIALECT:
        if word in text:
            text = text.replace(word, common)
    return text


_LONGEST_BREATH = 16
_BREATH = re.compile(r"(?<=[了咯喽啦嘛咧哈哦呀噻嘞喔])(?=[一-龥]{3})(?![了咯喽啦嘛咧哈哦呀噻嘞吗吧没])")
_RUN = re.compile(r"[^\s，,。.！!；;~～、…]+")


def part_runs(text: str) -> str:
    """The text with a pause after 了哈, 咧 and the like, where somebody dictates without a stop."""
    return _RUN.sub(lambda run: _BREATH.sub(" ", run[0]) if len(run[0]) >= _LONGEST_BREATH else run[0], text)


_SIGNED_OFF = re.compile(r"^(?:完|毕|完毕|妥|妥了|搞定|OK|ok|结束|完工|收工|撤)$")
_OF_WORK = re.compile(r"[换修断送关拆清救抓交灭堵接抽排封补]")


def signs_off(clauses: list[str]) -> bool:
    """Whether it ends as a guard's report does: 换新线 送电 完."""
    return (
        len(clauses) > 1
        and _SIGNED_OFF.match(clauses[-1]) is not None
        and any(_OF_WORK.search(clause) for clause in clauses[:-1])
    )


def is_to_do(clause: str) -> bool:
    """Whether it is only about to be done: 马上断电."""
    return _TO_DO.search(clause) is not None


def is_work(clause: str) -> bool:
    """Whether it names work that has still to be done: 换空开, 抢修中."""
    return _WORK.search(clause) is not None


def takes_ending_back(text: str) -> bool:
    """Whether something in the whole text says that it goes on: people still look, come or wait."""
    return _GOES_ON.search(text) is not None


def found_something_else(clause: str) -> bool:
    """Whether what turned up is a thing, or one of those who help."""
    match = _OTHER_FOUND.search(clause)
    if match is None or _FOUND.search(match["what"]):
        return False
    return _OTHERS.search(match["what"]) is not None or _IS_PERSON.match(match["what"]) is None


def comes_out_well(clause: str, category: str, *, measures: bool) -> bool:
    """Whether the clause tells that a danger of this category is past; work counts where `measures` do."""
    soft = any(pattern.search(clause) for pattern in (_NORMAL, _SAFE, _EXPLAINED))
    return soft or is_put_right(clause, category, measures=measures)


def is_put_right(clause: str, category: str, *, measures: bool) -> bool:
    """Whether the clause tells what stopped, who was saved or taken away, what was done against it."""
    work = [_WORKED[category]] if measures and category in _WORKED else []
    return any(pattern.search(clause) for pattern in (_STOPPED, *_SAVED.get(category, ()), *work))


def is_found(text: str, clauses: list[str]) -> bool:
    """Whether somebody who was looked for is there, as the family or the staff say it."""
    told = [clause for clause in clauses if not found_something_else(clause)]
    if any(_NO_MORE_NEEDED.search(clause) or _BACK.search(clause) for clause in told):
        return True
    found = any(_FOUND.search(clause) for clause in told)
    where = any(_IS_SAFE.search(clause) for clause in told)
    return (found or where) and (_AT_EASE.search(text) is not None or (found and where))
