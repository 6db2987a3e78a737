"""How much a message tells of somebody who is looked for: who, what was noticed, where and when, added up.

For whoever has a live call before his eyes: 那娃跟着卖气球的往桥头走 names nobody and no garment, and is
a sighting.  One kind of evidence alone is talk; all three together, and enough of them, are not.
"""

from __future__ import annotations

import re

from handlers.words.topics import cut_pairs

#: So much evidence makes a sighting.
ENOUGH = 4

#: What every call and all the talk about it share, and so tells nothing.
_COMMON = frozenset(
    """
    孩子 儿子 女儿 孙子 闺女 孙女 外孙 奶奶 爷爷 外公 外婆 老人 老头 头子 家老 老太 大家
    帮忙 看到 看见 不见 找到 找不 不到 回来 出去 没回 放学 学校 早上 上午 中午 下午 晚上
    昨晚 昨天 今天 现在 小时 钟头 分钟 记性 痴呆 年级 三年 二年 一年 走丢 走失 电话 报警
    信息 消息 知道 人没 没人 个人 一人 一拐 开门 敲门 家里 妈一 我妈 我爸 我女 我儿 我闺
    我孙 我外 晒太 太阳 打电 接有 能帮 有人 我信 没接 不接 平时 时走 起来 就跑 自己 各位
    邻居 求助 赶紧 谢谢 麻烦 联系 起床 出门 手里 里有 穿的 个头 个子 衣服 东西 以后 里提
    里拎 了一 个小 小区 单元 号楼 物业 保安 监控
    """.split()  # noqa: SIM905
)
_KIN_AND_TIME = re.compile("[岁点]|[\\d]|没|不|我|了|的|吗")

_WHO = re.compile(
    r"孩|娃|囡|妞|丫头|男生|女生|学生|小伙|姑娘|小家伙|小鬼|小朋友|老[人头太爷奶汉伯婆先]|大爷|大娘|大妈|阿姨|阿婆|阿公|爷爷|奶奶|"
    r"一个人|有个人|[一那这两]位|背影|身影|人影|(?:那|这)(?:个)?(?:人|娃|孩)|他(?!们|妈的)|她(?!们)"
)
#: Pointed at: while somebody is looked for, 那娃 and 还跟我说话 are of nobody else.
_THAT_ONE = re.compile(
    r"(?:那|这)(?:个|位)?(?:小|老)?(?:孩|娃|囡|妞|丫头|男生|女生|家伙|姑娘|头|爷|奶|太太|汉|先生)|(?:那|这)(?:人|位)"
)
_MET = re.compile(
    r"(?:碰|见|遇|看|撞)(?:见|到|着)?过(?=$|[\s，,。!！])|(?:跟|和|问|找|向)我.{0,2}(?:说话|聊|问|借|打招呼|要|讨|递)"
)
_NOTICED = re.compile(
    r"(?:看|见|碰|遇|撞|瞅|瞄|瞥|瞧|望|听|闻|拍)(?:见|到|着|过(?!去看)|上|了一?眼|下去|出去)|见过|发现|路过|认得|认出|擦肩|迎面|"
    r"(?:问|喊|叫|拉|给|陪|跟|和|帮|让|领|抱|扶|拦|送)(?:了|过|着|住)?(?:他|她)|(?:把)(?:他|她)|"
    r"(?:问|找|跟|和|向|给|在)我(?:们)?.{0,4}(?:问|说|借|买|要|聊|递|搭|这|店|车|摊|旁|前|后)"
)
#: What others have seen and told its sender, or a machine has kept.
_TOLD_ME = re.compile(
    r"(?:老板|师傅|门卫|保安|司机|店员|小哥|大姐|阿姨|同学|儿子|女儿|老公|老婆|婆婆|表弟|朋友|同事|那个|邻居|医生|护士|妈|爸|口子|爱人|"
    r"对象|媳妇|老伴|老头|老太|嫂子?|哥|弟|姐|妹|叔|伯|舅|姑|侄子?|同行|徒弟|队友|室友|站长|调度员?|站务员?|列车员|售票员|服务员|保姆|月嫂).{0,4}"
    r"(?:说|讲|告诉)|(?:监控|记录|行车记录仪|小票|录像|定位|卡).{0,6}(?:查到|翻到|看到|显示|上|有|拍)|他说|她说"
)
_DOES = re.compile(
    r"坐|蹲|站(?!台|长)|躺|趴|靠着|睡|哭|玩|逛|等车|发呆|徘徊|溜达|转悠|晃|挖|啃|逗|吃(?!货|瓜)|喝|看(?:人|蒸|书|鱼|电视)|"
    r"数|挑|写|吹|按|抽烟|淋|捡|钓|问(?:路|我)|借|买(?!的话)|刷(?:的|了)|拐|往|朝|奔|跑|走|骑|上了|下了|进(?:了|去|来)|出(?:了|去)|"
    r"溜|跟着|拎|提着|抱|牵|背着|递|着一个|手拉手|坐过站|没下|领到|带上|送来"
)
_LIES = re.compile(
    "(?:掉|倒|挂|扔|丢|放|落|搁|靠|碎|漂|停)(?:在|到|着|了)|没人管|(?:捡|拾)(?:到|了|着)|响|在"
)
#: What a place is called by its last sign: 羽毛球馆, 三号驿, 负二.
_SPOT = re.compile(
    r"[一-龥A-Za-z\d](?:馆|驿|站台?|车站|店|铺|摊|园|广场|操场|球场|停车场|市场|校门?|桥|库|亭|岗|河边?|湖|池|坡|棚|栋|幢|号楼|"
    r"单元|层|楼[上下顶道梯]|看台|台阶|医院|银行|超市|公园|食堂|[一-龥]室|窗口|窗户|窗台|服务区|[一-龥]处|中心|派出所|路口|巷|街|出口|入口|门口|后门|侧门|架空层|绿道|步道|车厢|急诊)|同学家|朋友家|亲戚家|阳台|客厅|厨房|卫生间|天花板|楼道|走廊|"
    r"[东西南北]门|负[一二三\d]|\d+号线|[一二三四五六七八九十]号线|\d+路"
)
_WHERE = re.compile(
    r"(?:在|到|往|朝|向|从|奔|进|过|上|下|去)(?!他|她|找|吗|了|的|上班|家$|外地|外面|出差).{1,8}?"
    r"(?:上|里|下|边|旁|口|前|后|那|这|头|面|隔壁|对面|中|门|桥|路|街|站|店|场|园|库|楼|台|亭|河|湖|堆|校|院|馆|"
    r"厅|室|车|城|铺|吧|摊|[\d一二三四五六七八九十]+栋|层)|"
    r"我(?:们)?(?:家|店|摊|炉子).{0,3}(?:门口|后院|旁|边)|喷泉|候车"
)
_WHEN = re.compile(
    r"刚|分钟前|(?:\d|[一二三四五六七八九十两半])个?(?:多)?小时前|\d{1,2}\s*[:：点]|[一二三四五六七八九十两]点|早上|清早|今早|上午|"
    r"中午|下午|傍晚|凌晨|昨天|昨晚|天亮|那会儿?|来着|正|现在|(?:着|在.{1,12})呢|(?:来|买|坐|进|去|走|待|歇)过(?!去|来)"
)
_IS_AT = re.compile(
    r"(?:^|[\s，,。！!])(?:他|她|娃|孩子|老人家?|那娃|小家伙|(?:这|那)(?:个)?(?:小家伙|小妞|娃|孩子|丫头|老头|大爷|人))"
    r"(?:刚才|刚|就|还|正|现在)?在(?!哪|外地|找)"
)

_ASKS = re.compile(
    r"[?？]$|[吗么]$|(?:^|[\s，,])[^\s，,]{1,4}呢$|多少|哪里|哪家|哪儿|什么(?:牌|样|时)|有没有(?!看)|要不要|谁有|(?<!这位)(?<!那位)(?<!这个)(?<!那个)是不是(?!他|她|你|这)"
)
_NOT_ONES_OWN = re.compile(
    r"我(?:们)?(?:开车|骑车|走路|马上|这就|现在|也)?(?:去|到).{1,8}(?:兜|转|绕|看看|找|瞧|逛|等)|[兜绕]一?圈|"
    r"肯定(?:在|是|去)|准是|能(?:跑|去|走)哪|就?不该|都怪|从前|故事|烤架|烧烤|"
    r"会不会|可能|说不定|要是|如果|万一|估计|应该|最好|建议|让保安|千万|别急|一定|希望|愿|保佑|"
    r"我(?:们)?(?:家|的)?(?:孙子|孙女|儿子|女儿|娃|孩子|外公|爷爷|奶奶|爸|妈|家也|家鸟|也有)(?!.{0,10}(?:说|讲)|.{0,4}(?:看|见|碰))|"
    r"小时候|以前|当年|那年|上次|去年|从前|老家|出差|外地(?!车)|我(?:去)?问问|上海|北京|广州|深圳|成都|新闻|抖音|"
    r"我(?:也|就|这就|马上|现在|下午|等会儿?|顺路|去|来|从.{0,4}绕|让(?!(?:他|她|孩子|老人|人|娃).{0,3}[坐等站别进歇喝待在])|叫(?!他|她|了?保安|人)|发动|帮|可以)(?!.{0,3}(?:看到|看见|碰|遇|在))|我们(?:都|也|在.{0,6}组)|"
    r"(?:帮|留意|留神|转发|扩散|查监控|定位手环|手环|牌子)|哈哈|恭喜|可怜|心疼|揪心|皮得很|"
    r"我家.{0,3}(?:猫|狗|泰迪|金毛|柯基|鹦鹉)|梦|初恋|项链|狙|后来找到|"
    r"打.?折|块钱一|多少钱|送人|淘宝|贵|有卖|哪买|作业(?!本)|拖堂|人山人海|生意|起得真早|"
    r"(?:太|真|挺|够|好)(?:大|多|小|危险|皮|精神|早|好)(?:了)?$|都是|满大街|一路.{0,4}找|找过|转了一?圈"
)
_NOBODY_SEEN = re.compile(
    r"(?:没|没有|未)(?:人)?(?:看|见(?!出来)|碰|遇|发现|注意|听)|没人|没(?:有)?(?:找到|踪影|他|她|孩子)|不是(?:他|她|的)"
)


_AT_POST = re.compile(
    r"(?:孩子?|娃|人|老[人太爷奶头]|小[男女]?孩|小朋友|姑娘|他|她)(?:现在|已经?|就|还|都)?(?:坐|待|呆|先)?(?:在|到了?|带到|领到|抱到|送到)(?:我|我们|咱)?(?:这|的)?"
    r".{0,3}(?:岗|亭|值班|监控室|消控|办公室|前台|客服|警务|门卫|传达|保安室|物业)"
)
_HOME_NAMED = re.compile(
    r"\d|[一二三四五六七八九十](?:栋|幢|号|单元|楼)|(?:楼上|楼下|隔壁|对门|对面|单元|老[一-龥]|[一-龥]姐|[一-龥]家)"
)
_ABOUT_TO = re.compile(
    r"(?:我|我们|咱|俺)(?:先|这就|现在|马上|帮你|帮您|也|就|再)*(?:去|来|下去|上去|过去|下楼|上楼)(?:帮忙|帮您|帮你)?.{0,4}"
    r"(?:敲|按|看|问|瞧|听)(?:一下|下|敲|看|问|瞧|听)*(?:门|铃)*(?:$|[\s，,。！!吧啊哈])"
)


_SIGHT = re.compile(
    r"^(?:监控|我|岗亭|门岗|刚才?|已经?|东门|西门|南门|北门)*(?:里|上|这边)?(?:看到|看见|发现|找到|锁定|拍到|碰到|遇到|截到)(?:了|人|他|她|孩子|目标)*[\s，,:：]*(?:就|正|还|人)?"
    r"(?:在|往|朝|向|出|进|过)(?!哪|找)[一-龥\d]{2}"
)
_HELPED = re.compile(
    r"(?:我|我们|俺|咱)(?:们)?(?:刚|已经?|先|就)*(?:把|给|帮)(?!我|自|家里|咱).{1,12}(?:开|关|出来|下来|断|灭|抱|扶|拉|踹|撬|砸|按|包|搬|拖)(?:开|住|出来|下来|掉|断|了)?了?"
)
_CONFIRMS = re.compile(
    r"^(?:是)?(?:真的|确实|没错|可不(?:是|咋的)?(?:嘛|么)?|对头|系啊|是的|对的?)(?=[\s，,。！!])"
)
_TIME_SEEN = re.compile(
    r"^(?:大概|大约|差不多|也就|应该|得有|就)*(?:是)?(?:在)?(?:[早晚上下中]?[上午晚]?)?(?:\d{1,2}|[一二三四五六七八九十两半]{1,3})(?:[:：点]|分钟|个?小时|刻钟|个?钟头)"
    r"[一-龥\d]{0,4}(?:的事|的时候|左右|那会儿?|前|之前|看到的|遇到的)?[了吧呢的]*$"
)


def reports_sight(text: str) -> bool:
    """Whether staff report shortly where they see who is looked for: 看到了 在西门外报刊亭."""
    return _SIGHT.search(text) is not None and not (_ASKS.search(text) or _NOBODY_SEEN.search(text))


def has_helped(text: str) -> bool:
    """Whether somebody has done something on the spot: 我把门窗都打开了."""
    return _HELPED.search(text) is not None and not _ASKS.search(text)


def confirms(text: str) -> bool:
    """Whether it begins by saying that it is so: 真的 二楼都是黑烟."""
    return _CONFIRMS.search(text) is not None and not _ASKS.search(text)


def tells_time(text: str) -> bool:
    """Whether it only says when: 七点过的事."""
    return _TIME_SEEN.search(text) is not None


def keeps_at_post(text: str) -> bool:
    """Whether staff say that somebody is with them: 孩子在我岗亭."""
    return _AT_POST.search(text) is not None


def names_home(text: str) -> bool:
    """Whether it names whose somebody could be: a building, a neighbour."""
    return _HOME_NAMED.search(text) is not None


def is_about_to(text: str) -> bool:
    """Whether its sender is only about to go and look: 我去敲敲门."""
    return _ABOUT_TO.search(text) is not None


def only_asks(text: str) -> bool:
    """Whether it ends as a question, or asks what things cost or who has them."""
    return _ASKS.search(text) is not None


def list_own_words(text: str, call: str) -> frozenset[str]:
    """The telling pairs of characters that a text shares with the call: 酱油, 红围."""
    shared = (cut_pairs(text) & cut_pairs(call)) - _COMMON
    return frozenset(pair for pair in shared if not _KIN_AND_TIME.search(pair))


_CLAUSE = re.compile(r"[\s，,。.！!；;]+")
_SHORTEST_TOLD = 5
#: Who has seen somebody says so at once; a long text costs no more than its beginning.
_LONGEST = 300


def _drop_questions(text: str) -> str:
    """What it tells beside what it asks: 是不是瘦瘦高高的 刚才在我们楼下踢球; empty where that is nothing."""
    text = text[:_LONGEST]
    clauses = [clause for clause in _CLAUSE.split(text.replace("?", "？ ").replace("？", "？ ")) if clause]
    told = [clause for clause in clauses if not _ASKS.search(clause)]
    if len(told) == len(clauses):
        return text
    said = " ".join(told)
    return said if len(said) >= _SHORTEST_TOLD else ""


def adds_up(text: str, call: str, *, looks: bool, placed: bool) -> bool:
    """Whether who, what was noticed and where or when come together in it, with enough of each.

    `call` is what is known of who is looked for; `looks` and `placed` say that clothes, an age or a place
    were read in the text.
    """
    text = _drop_questions(text)
    if not text or _NOT_ONES_OWN.search(text):
        return False
    own = list_own_words(text, call)
    where = placed or bool(_WHERE.search(text) or _SPOT.search(text))
    # 鸟笼挂在桥洞边 没见人: a thing of his is found, he is not.
    if own and where and _LIES.search(text) and not _WHO.search(text):
        return True
    if _NOBODY_SEEN.search(text) and not own:
        return False
    named = own or looks or _THAT_ONE.search(text)
    who = 2 * bool(named) + bool(_WHO.search(text) or _MET.search(text))
    seen = 2 * bool(_NOTICED.search(text) or _TOLD_ME.search(text)) + bool(_DOES.search(text))
    there = where + bool(_WHEN.search(text)) + bool(_IS_AT.search(text))
    return bool(who and seen and there) and who + seen + there >= ENOUGH


_THAT_DANGER = re.compile(
    "(?:那|这)(?:条|只|个|辆|根|股|家|帮|伙|堆|扇|块)?(?:大|小|黑|白)*(?:狗|蛇|人|男|女|家伙|车|火|烟|味|水|线|窗|板|马蜂)"
)
_HAPPENS = re.compile(
    "窜|追|咬|叫|掉|冒|喷|流|灌|漫|淹|发麻|一麻|呛|翘|晃|看不清|睁不开|烧|漏|闪|喊|挂|炸|塌|飘|吼|吵|砸|拿|爬|翻|露|扑腾|沉|吐|抖|发紫|没反应"
)
_FIRST_HAND = re.compile(
    "我(?:在|从|这|刚|站|家|们)?.{0,8}(?:看|听|闻|瞧|瞅|望)(?:到|见|着|得|了)|我(?:也|就|正|刚)?在(?:现场|下面|上面|旁边|边上|对面|里面)"
)


#: 我看到了 says that there is something to be seen that others know of.
_SAW_IT = re.compile(r"^(?:我(?:们)?)?(?:也|都|刚)?(?:看|听|闻)(?:到|见)了(?=$|[\s，,。！!])")


def saw_it(text: str) -> bool:
    """Whether it begins with 我也听到了: there was something, whatever was not noticed besides."""
    return _SAW_IT.search(text) is not None


def _tells_what(text: str) -> bool:
    """Who is there, or what he or she does: 我也看到了 在哭."""
    return any(pattern.search(text) for pattern in (_WHO, _DOES, _HAPPENS))


def witnesses(text: str, words: str, *, here: bool, at_spot: bool, about: bool) -> bool:
    """Whether somebody tells what he or she notices of a danger that `words` tell of.

    `here` is of the chat in which it was reported, just now: there, first-hand words need name nothing.
    `at_spot` says that the text names the building of the danger or that its sender was there, `about` that
    it names the smoke, the water or whatever the danger is made of.
    """
    text = _drop_questions(text)
    if not text or _NOT_ONES_OWN.search(text):
        return False
    named = bool(at_spot or list_own_words(text, words) or _THAT_DANGER.search(text))
    if (here and _FIRST_HAND.search(text)) or (_SAW_IT.search(text) and (about or _tells_what(text))):
        return True
    seen = 2 * bool(_NOTICED.search(text)) + bool(about or _DOES.search(text) or _HAPPENS.search(text))
    there = bool(_WHERE.search(text) or _SPOT.search(text)) + bool(_WHEN.search(text))
    return bool(named and seen and there) and 2 + seen + there >= ENOUGH
