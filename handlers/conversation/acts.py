"""What a message does in a conversation: echoes, denies, offers, withdraws, reminds, corrects, thanks …

Word lists, as in `wordlists`; each function answers one question about one text.
"""

from __future__ import annotations

import re

from handlers.conversation.topics import tells_outage
from handlers.wordlists import has_details
from nlp.extract import phone_spans, room_spans

_STAND_IN = re.compile(r"\[(?:图片|照片|视频|语音|动画表情|表情)\]")
_FACE = re.compile(r"\[[\u4e00-\u9fff]{1,4}\]")
_AT = re.compile(r"^@(?P<name>[^\s@]{1,32})[\u2005\s]+")
_SELF = "(?:我|俺|咱|偶|阮|侬)"
_HERE = r"(?:(?<!大)家|屋|楼|栋|幢|座|号|单元|户|层|边|这|区|处)"


def strip_stand_ins(text: str) -> str:
    """The text without what stands for a photo or a face."""
    return _FACE.sub("", _STAND_IN.sub("", text)).strip()


def find_addressee(text: str) -> str | None:
    """The name that the message begins with, as in `@郭嫂 我也看到了`."""
    match = _AT.match(text)
    return match["name"] if match else None


_ELSEWHERE = re.compile(
    r"新闻|小时候|老家|以前|当年|那会儿|那年|前年|去年|上个?月|大学|单位|公司|学校|幼儿园|老师|作业|考试|游戏|王者|队友|电影|电视剧|综艺|抖音|直播|小说|笑话|段子|"
    r"羽毛球|看球|世界杯|大盘|股票|基金|工资|年会|红包|发财|猫咪|狗子|鹦鹉|奶茶|火锅|饺子|汤圆|菜场|超市|商场|景区|高铁|机场|相亲|前任|前男友|前女友|老板|加班|"
    r"转让|出租|求租|家教|理发|搬家拉货|微信同号|二手|九成新|包邮|私聊|听说(?:夜里|明天)|流星"
)


def speaks_of_elsewhere(text: str) -> bool:
    """Whether it is of another place, another time, a trade or a pastime: chat, whatever else is in it."""
    return _ELSEWHERE.search(text) is not None


_ARRANGES = re.compile(
    r"在家|有人在|没人在|家里有人|家里没人|钥匙|门没锁|敲门|按门铃|上门|方便|电话|联系|师傅|麻烦|尽快|快[点些来]|急|谢谢|"
    r"[\d一二两三四五六七八九十半]点(?:半|钟)?(?:以?后|前|之?前|到|才)|下班|中午|晚上.{0,4}(?:在|回|有人)|保修|新装|刚(?:换|装|修)|拍|照片|图"
)


def arranges(text: str) -> bool:
    """Whether it says when and how somebody may come, or what comes with the report."""
    return _ARRANGES.search(text) is not None


_VOICE = re.compile(r"\s*\[语音\]\s*(?:\d{1,3}(?:秒|[\"″']{1,2})?)?\s*")


def stands_for_voice(text: str) -> bool:
    """Whether the text is only what a channel puts in the place of a voice message."""
    return _VOICE.fullmatch(text) is not None


_ECHO = re.compile(
    r"[+＋]\s*[1１一]|(?<![\d.])[1１]$|^加一|^\d{1,3}[.．、]\s*\S|同上|同问|同求|同感|同意|同样|附议|赞成|支持(?!的|者|什么|谁)|赞同|举双手|"
    r"^顶(?:$|[\W_顶])|也一样|(?:我|家|楼|栋|边|们|户).{0,4}一样|^一样|可不是|何止|没错|确实|算我|(?:^|[\s，,。!！@])(?:\S{1,4}[\s，,])?(?:我|俺|咱)们?(?:这|那)?(?:边|里|儿)?也|"
    r"也(?:天天|经常|总|老是|都|听|看|闻|有|被|遇|碰|发现|觉得|不热|冰|凉)|"
    rf"{_SELF}?.{{0,6}}{_HERE}(?:的|里|们|上|那)?(?:全|都)?也|(?:^|[\s，,。])也(?:是|一样|没|停|坏|断|忽|凉|冰)|^(?:是的|对的?|是啊|对啊|就是)(?=$|[\s,，。!！])"
)


def echoes(text: str) -> bool:
    """Whether the message says that it is so with its sender too."""
    return _ECHO.search(strip_stand_ins(text)) is not None


_BARE_ECHO = re.compile(
    r"^(?:[+＋]\s*[1１一]|[1１]|加一|\d{1,3}[.．、].*|同上|同问|同求|同感|同意|附议|赞成|支持|顶|我(?:们|家|们家)?也(?:是|一样)|俺也一样|"
    r"是的|对|没错|确实|可不是|坚决|反对|赞同|[\W_啊呀哦的了])+$"
)


def only_echoes(text: str) -> bool:
    """Whether there is nothing in it but the echo."""
    return _BARE_ECHO.match(strip_stand_ins(text)) is not None


_LIST_LINE = re.compile(r"^\d{1,3}[.．、]\s*\S")
_ORDER = re.compile(
    r"[\d一两二三四五六几多]\s*(?:盒|箱|斤|份|袋|瓶|只|罐|件|包|打)(?!水|电)|自提|截单|到货|转你了|钱转|拼单|团长|多要|[+＋1]\s*多[放加要]|留一|帮我留"
)
_OFFER = re.compile(
    r"接龙|团购|拼单|拼团|拼车|开团|团长|今[天晚]团|(?:要|去|来|参加|报名|想[要去吃]|感兴趣)的(?:\S{0,4})?(?:[+＋扣打回举]|私|接|报|联系|留)|扣\s*[1１]|"
    r"自提|截单|包邮|下单|\d{1,5}(?:\.\d{1,2})?(?:元|块)?(?:一|/|每)(?:盒|箱|斤|份|袋|瓶|只|件|包)|[一二三四五六七八九十\d](?:元|块)[一/每]|"
    r"(?:有没有|谁|有人).{0,6}(?:一起|组队|搭子|去吗|要吗)|三缺一|转让|低价出|出售|求购|招租"
)


def offers(text: str) -> bool:
    """Whether it asks who joins in, as a group purchase or a dinner does: +1 after it is for it."""
    return _OFFER.search(text) is not None


def orders(text: str) -> bool:
    """Whether it answers such an offer: how much, how paid."""
    return _ORDER.search(text) is not None


def is_list_line(text: str) -> bool:
    """Whether it is a line of a list that goes round: `2. 老聂 1盒`."""
    return _LIST_LINE.match(text) is not None


def calls_to_join(text: str) -> bool:
    """Whether a +1 after it is for it: an offer, an answer to one, an echo of what is no ticket."""
    return offers(text) or orders(text) or only_echoes(text)


_OTHERWISE = re.compile(
    r"好好的|好着呢|不受影响|没受影响|没影响|飘过|没[赶遇碰]上|没闻到|没听[见到]|没看[见到]|没感觉|没觉得|还行啊|挺好|对我.{0,3}好|"
    rf"{_SELF}?们?{_HERE}?(?:里|的|这)?.{{0,4}}(?:有[水电气网暖]的?(?![不没])|[水电气网暖气].{{0,3}}(?:挺|很|还)[大好足热行稳]|正常|"
    rf"没事|没问题|没停|没断)|"
    rf"(?:{_SELF}们?家|{_SELF}们?这|家里|\d+[栋号幢座]楼?)的?(?:都|还|挺|很|倒)?(?:热|亮|有|好)(?:的|着|啊|呀|呢|$|[\s，,。])|[很挺]烫|用电热水器"
)


def says_otherwise(text: str) -> bool:
    """Whether it says that with its sender all is well."""
    return _OTHERWISE.search(text) is not None


_LAUGH = re.compile(
    r"^\S{1,5}[：:]\s*(?:我|俺|本)|^\S{2,4}表示|骗你|\.(?:jpg|gif|png)$|哈哈|嘿嘿|嘻嘻|233|笑死|\[(?:偷笑|旺柴|狗头|坏笑|呲牙|得意|奸笑|破涕为笑)\]"
)


def laughs(text: str) -> bool:
    """Whether it laughs: talk, whatever it speaks of."""
    return _LAUGH.search(text) is not None


_ADVICE = re.compile(
    r"^(?:大家|各位|快|赶紧|赶快|先|千万|一定|记得|最好|那就?)?(?:千万|先|都|赶紧)?(?:别|不要|勿|打1|报警|打电话|叫|找|问|关|开窗|联系|放|侧躺|按住|走|"
    r"注意|小心|报修|冲)"
    r"|先(?:把|关|开|拔|断|推一|看看|去|打)|(?:孩子|老人|家人)?先别|别[怕慌急动碰挪扒]|对不起哥|要不要.{0,6}(?:帮|打|叫)|多发?[到给]|建议你|应该是|可能是?"
)


def advises(text: str) -> bool:
    """Whether it tells others what to do rather than what is."""
    return _ADVICE.search(text) is not None


_OFFERS_HELP = re.compile(
    r"我.{0,4}(?:看看|找找|留意|问问)|我(?:马上|这就|现在|正好|也)?(?:下来|过来|过去|上去|去|来)(?:看看|看下|看一下|找|帮|一趟|北|南|东|西|楼|门|$|"
    r"[\s，,。])|(?:我去|我来)|"
    r"让[她他它].{0,3}[找看]|帮[你您忙着].{0,6}(?:找|看|问|留意|转|打)|要不要帮|我车|开过来|马上来$|我有(?!.{0,4}看)|大家(?:都)?(?:找找|看看|留意)|留意"
)


def offers_help(text: str) -> bool:
    """Whether it offers to look or to help."""
    return _OFFERS_HELP.search(text) is not None


_WITHDRAWS = re.compile(
    r"不用(?:再)?(?:来|修|管|处理|麻烦|派|查|弄|过来|上门|登记|报修|物业)|(?:不|别)(?:修|来|查|报|管)了|撤(?:单|销|掉|了|回)|(?:报修|投诉|工单|"
    r"登记|单子?|刚才的?)取消|取消(?:报修|登记|吧|了|刚)|"
    r"(?:当|就当)我没说|不(?:需要|麻烦|打扰|劳烦)(?:你们|物业|师傅)?了|(?:先)?不用了|算了(?:吧)?(?:$|[\s，,。])|白(?:报|叫)了|"
    r"是我(?:自己)?(?:搞错|弄错|看错|没)|搞错了|弄错了|看错了|虚惊|误会"
)
_SOLVED = re.compile(
    r"(?:修|弄|搞|通|换|处理|解决|清理|收拾|焊|堵|自己|又|已经|都|现在|突然|刚|就)(?:好|开|通|完|掉|干净|妥)了?(?:$|[\s，,。!！~啦喽哈])|(?:^|"
    r"[\s，,。!！])好了(?:$|[\s，,。!！~啦哈]|谢)|"
    r"(?:修|弄|搞|换|处理|解决|通开|通)(?:好|完)?了(?:$|[\s，,。!！谢])|恢复了?(?!\s*[#＃]?\s*\d)|正常了|不(?:漏|堵|响|吵|滴|闪|抖|臭|冒)了|[来有](?:水|电|气|网|"
    r"暖|热水|火|信号)[啦了]|"
    r"(?:灯|又)亮了|(?:找|捡)到了|回来了|搬走了|挪走了|安静了|通了|动了|能[用充开进打刷走]了|热了|解决了?"
)
_STILL = re.compile(
    r"还没|没(?:有)?(?:修|弄|搞|换|处理|解决|恢复|来|好)|再(?:来|修)|不急|明天再|天亮|又(?:坏|漏|堵|停|不)|什么时候|啥时候|何时|几点|怎么还|吗|\?|？|"
    r"没$|如果|要是|等.{0,6}(?:好|恢复)|(?:哪|谁).{0,4}(?:好了|修好)|才(?:修|弄|搞)?好"
)


def withdraws(text: str) -> bool:
    """Whether its sender takes a report back."""
    return _WITHDRAWS.search(text) is not None and _STILL.search(text) is None


def says_solved(text: str) -> bool:
    """Whether it says that the fault is gone."""
    return _SOLVED.search(text) is not None and _STILL.search(text) is None


_ASKS_WHEN = re.compile(
    r"(?:什么|啥|哪个|嘛)时候|何时|几(?:点|时|号|天)|多(?:久|长时间)|(?:来|恢复|有|通|修好|好)(?:了)?(?:水|电|气|网|暖|热水|信号)?(?:了)?[吗没么不](?:$|[\W_有])|"
    r"(?:还|要|得)(?:没|等).{0,4}(?:来|恢复|好|多久)|有(?:没有)?(?:个)?(?:准|时间|消息)"
)


def asks_when(text: str) -> bool:
    """Whether it asks when something that is out comes back."""
    return _ASKS_WHEN.search(text) is not None


_REMINDS = re.compile(
    r"(?:怎么|咋)(?:还|都)?(?:没|不)(?:人)?(?:来|修|到|处理|动静|见|弄|回)|(?:还|也|都|一直)(?:是)?没(?:有)?(?:人|见)?(?:来|修|处理|到|"
    r"见|人|动静|消息|回|弄|影)|"
    r"(?:啥|什么)时候(?:能)?(?:来|到|修|弄|处理|好|过来|上门)|何时(?:来|能|修)|几点(?:来|到|能)|多久(?:能|才|到|来)|到哪(?:里|儿)?了|师傅(?:呢|"
    r"在哪)|人呢|催|有人(?:来|管|处理|看)(?:了)?[吗没么]|"
    r"进[展度](?:了|怎么|如何|呢|吗)|有(?:消息|进展|结果|回复|下文)[了吗没]|收到(?:没|了没|了吗|吗)|处理(?:得)?(?:怎么样|咋样|如何|了吗|没)|"
    r"第[二三四五六七八九十\d]{1,3}(?:天|次)|[两二三四五六七八九十几半\d]{1,3}(?:个)?(?:天|小时|钟头|礼拜|星期|周|个月)(?:了|过去|还|没|都)|安排(?:了)?[吗没]|"
    r"等(?:到现在|半天|一天|好久|了)|(?:昨天|前天|上午|早上|上周|刚才|之前)(?:报|说|登记|反映)的"
)


def reminds(text: str) -> bool:
    """Whether it asks where the help stays."""
    return _REMINDS.search(text) is not None or asks_progress(text)


_ASKS_PROGRESS = re.compile(
    r"(?:修|弄|搞|处理|解决|换|通|查)(?:得|的)?(?:好|完|到|怎么样|咋样|如何|差不多)?(?:了)?"
    r"(?:吗|没有|没|么|嘛|不|怎么样|咋样|如何|哪(?:里|儿|一步)?了)了?(?:$|[\W_啊呀])|"
    r"(?:什么|啥|哪个)时候(?:能|可以|才能|会)?(?:来|到|修|弄|处理|好|过来|上门|有人)|何时(?:来|到|能|修)|"
    r"几点(?:能)?(?:来|到|过来)|多久(?:能|才|到|来)|到哪(?:里|儿|一步)?了|师傅(?:呢|在哪|来了[吗没]|出发)|"
    r"进[展度](?:了|怎么|如何|呢|吗|到)|有(?:消息|进展|结果|下文)[了吗没]|派(?:人|师傅)了?[吗没]|安排(?:人|师傅)?(?:了)?[吗没]"
)


def asks_progress(text: str) -> bool:
    """Whether it asks how far the work is: `修好了吗`, `到哪了`, `师傅啥时候来`."""
    return _ASKS_PROGRESS.search(text) is not None


_AGAIN = re.compile(
    r"又|还是|仍然?|还在|没(?:有)?(?:修|弄|搞|处理|解决)好|再次|复发|白修|跟没修|等于没修|修了.{0,6}(?:还|又|也)|"
    r"(?:昨天|前天|上周|刚|才|刚刚|上次)(?:刚|才)?(?:给)?(?:修|弄|换|处理|来修)"
)


def says_again(text: str) -> bool:
    """Whether it says that what was mended is broken again, or never was mended."""
    return _AGAIN.search(text) is not None


_UNMENDED = re.compile(
    r"没(?:有)?(?:给)?(?:我)?(?:修|弄|搞|处理|解决|整)好|白修|(?:等于|跟|像)没修|"
    r"(?:还|仍|依旧|依然|照样|照旧|又)(?:是|在)?(?:不(?:行|亮|好|热|通|出水|灵)|漏|滴|黑|坏|堵|渗|那样|老样子|一样|没(?:水|电|好|用|反应))"
)


def says_unmended(text: str) -> bool:
    """Whether it says of work that was done that it did not help."""
    return _UNMENDED.search(text) is not None


_CORRECTS = re.compile(
    r"(?:打|发|写|说|记|报|搞|弄)错(?:了|字|楼|房|单|栋|，|,|\s|$)|更正|纠正|口误|笔误|手误|不是.{1,10}是(?=.{0,3}[\d一二三四五六七八九十])|"
    r"应该是(?=.{0,3}[\d一二三四五六七八九十])|改(?:一下|成)"
)


def corrects(text: str) -> bool:
    """Whether it corrects what its sender said before."""
    return _CORRECTS.search(text) is not None


_THANKS = re.compile(
    r"谢|辛苦|感谢|多谢|点赞|费心|麻烦(?:你|您|大家|各位|师傅)了|好的|知道了|明白了|收到|懂了|了解"
)


def accepts_answer(text: str) -> bool:
    """Whether somebody who asked says that it is answered."""
    return _THANKS.search(text) is not None and not asks(text) and not re.search("等物业|还是|但", text)


_QUESTION = re.compile(
    r"[?？]|(?:吗|嘛|么|没)(?:$|[\s，,。!！])|什么情况|咋[了回办]|怎么(?:办|样|回事|了)|(?:谁|哪|(?<![十好])几|多少|啥|什么|为什么|为啥|是不是|有没有|能不能|要不要)"
)


def asks(text: str) -> bool:
    """Whether it asks something."""
    return _QUESTION.search(strip_stand_ins(text)) is not None


_CALLS_STAFF = re.compile(
    r"物业|管家|客服|师傅|(?:有人|在|你好|您好|亲)(?:吗|不|没)?|看(?:一)?[下看]|咋[了回]|怎么(?:回事|了|办)|帮(?:忙)?看|这(?:是|个|里)"
)


def calls_staff(text: str) -> bool:
    """Whether it calls for somebody, as people do before or after they say what is wrong."""
    return _CALLS_STAFF.search(text) is not None


_POLITE = re.compile(
    r"谢谢?|麻烦(?:您|你|师傅|物业)?|你好|您好|请|师傅|物业|的|了|啊|哦|哈|是|我家?|住|在|地址|房号|电话|手机|号码?|打我?|联系|姓|先生|女士|快|这里|这边|"
    r"(?:今天|明天|上午|下午|中午|晚上|早上|下班)?后?[一二三四五六七八九十两\d]*点?[半\d]*(?:以)?[后前]?(?:都)?(?:有人|在家)?|[\W_\d]"
)


def says_only_address(text: str) -> bool:
    """Whether it names a home or a telephone number and hardly anything else."""
    bare = strip_stand_ins(text)
    spans = [(span.start, span.end) for span in room_spans(bare)]
    spans += [(span.start, span.end) for span in phone_spans(bare)]
    if not spans:
        return False
    kept = "".join(c for i, c in enumerate(bare) if not any(a <= i < b for a, b in spans))
    rest = _POLITE.sub("", kept)
    return len(rest) <= 2 and not tells_outage(text) and not has_details(rest)


_HOME_SIGNS = re.compile(r"\d{3}|[\d零一二三四五六七八九十](?:栋|幢|座|号楼|单元|[-－—]\d)")


def may_name_home(text: str) -> bool:
    """A quick look: without one of these nobody names a home."""
    return _HOME_SIGNS.search(text) is not None


_STARTS_ANOTHER = re.compile(r"^(?:还有|另外|对了|顺便|再就是|再有|以及)")


def starts_another(text: str) -> bool:
    """Whether it begins as a second matter: `还有…`, `另外…`."""
    return _STARTS_ANOTHER.match(text) is not None


_EXPERIENCE = re.compile("我|俺|家|楼|栋|幢|单元|刚|昨|早上|今早|每天|天天|这儿|这里|停|没|断|又")


def tells_experience(text: str) -> bool:
    """Whether it may tell of what its sender has at home or has met with."""
    return _EXPERIENCE.search(text) is not None


_CONFRONTS = re.compile("你(?!好|们?物业|们?管)|谁(?!家?能|来)|找错人|别冤枉|冤枉")


def confronts(text: str) -> bool:
    """Whether it answers back to somebody: a quarrel, which nobody joins."""
    return _CONFRONTS.search(text) is not None


_SUFFERS = re.compile(
    "天天|每天|每晚|经常|一直|总是|老是|上周|上次|昨[天晚]|被|吵|熏|不敢|受不了|烦|害|差点|也|又"
)


def suffers(text: str) -> bool:
    """Whether its sender has had to bear the same."""
    return _SUFFERS.search(text) is not None


_HURT = re.compile(
    r"被.{0,6}(?:扑|咬|吓|撞|砸|吵|熏|绊|骗|凶|骂|堵|刮|滋|叮)|(?:扑|咬|撞|砸|绊|刮|滑)(?:倒|到|伤|了)过?我"
)


def was_hurt(text: str) -> bool:
    """Whether the same has been done to its sender, or to one of the family."""
    return _HURT.search(text) is not None and not asks(text)


_LOST_AND_FOUND = re.compile(
    r"(?:捡|拾|拣)(?:到|了)|谁(?:家)?(?:的|丢|掉|落)|失物|招领|(?:丢|掉|落)(?:了|在).{0,8}(?:看到|捡到|联系)"
)


def hands_back(text: str) -> bool:
    """Whether it is of something lost or found, which neighbours settle."""
    return _LOST_AND_FOUND.search(text) is not None


_GUESSES = re.compile(r"^(?:我)?(?:估计|八成|怕是|可能是?|应该是|大概是?|说不定|多半)")


def guesses(text: str) -> bool:
    """Whether it begins as a guess at what is behind it."""
    return _GUESSES.search(text) is not None


_POINTS = re.compile(r"(?:就是|也是|等)(?:这|那)(?:一)?[部个台扇盏条根块处]|同一[部个台扇盏处]")


def points(text: str) -> bool:
    """Whether it points at the very thing that was spoken of: `就是这部`."""
    return _POINTS.search(text) is not None


_TRAPPED = re.compile(
    r"困|关(?:在|着|了|进)|里面|里头|有人|救|喊|叫|哭|拍|敲|卡(?:在|住|了|着)|出不[来去]|我.{0,6}电梯[里中]|被.{0,3}[关困卡]|人在"
)


_STANDS = re.compile(r"(?:电?梯).{0,8}(?:停|不动|不走|不开|坏|故障|没反应|罢工|歇菜)")


def tells_of_empty_lift(text: str) -> bool:
    """Whether it tells of a lift that stands, and nothing in it speaks of anybody inside."""
    return _STANDS.search(text) is not None and _TRAPPED.search(text) is None


_CONTINUES = re.compile(
    "还是|仍|试|拔|换|现在|越|刚|都|全|一[直开按推拧碰]|后来|好像|声控|型号|牌子|装的|大概|多|松|坏|响|热|冷|冰|跳"
)


def continues(text: str) -> bool:
    """Whether it may go on about what its sender has just reported."""
    return _CONTINUES.search(text) is not None


_CALL = re.compile(
    r"(?:[@\s]|物业|管家|客服|师傅|小助手|有人|你好|您好|在不在|在[吗不么]?|吗|人呢|[?？!！,，。~～])+"
)


def only_calls(text: str) -> bool:
    """Whether it calls for the company and says nothing yet: `物业在吗`."""
    return _CALL.fullmatch(text) is not None


_CHORUS = re.compile("物业|管理|服务|交.{0,3}费|凭什么|就换来|对得起|不作为|没人管")


def scolds(text: str) -> bool:
    """Whether it scolds the company, whatever for."""
    return _CHORUS.search(text) is not None


_SEVERAL = re.compile(
    r"[两二俩三3几2](?:个|处|样|件|事|地方|问题|毛病)|还有|另外|顺便|对了|[，,。；;\s][^，,。；;\s]{2,10}也(?!不知|许|是|没人|就|太|该|挺)"
)
_PAUSE = re.compile(r"[，,。；;！!、：:\s]+|还有|另外|顺便(?:说一下)?|对了")


def split_report(text: str) -> tuple[str, ...]:
    """The clauses of a message that says that it tells of several things; nothing for any other."""
    if not _SEVERAL.search(text):
        return ()
    parts = [part.strip() for part in _PAUSE.split(text) if len(part.strip()) >= 4]
    return tuple(parts) if 2 <= len(parts) <= 8 else ()


_POLITELY = re.compile(
    "请问|想问|问一下|问下|咨询|麻烦问|怎么(?:办|交|走|弄)|哪里(?:交|办)|几点|什么时候|多少钱"
)


_ASKING = re.compile(
    r"不(?:$|[\W_])|还是|(.)不\1|咋|怎|么|问|能|可以|需要|求|请|麻烦|告诉|想|咨询|你们|咱们|允许|统一|多久|吧(?:$|[\W_])"
)


def may_ask(text: str) -> bool:
    """Whether anything in it has the form of a question or of a request."""
    return asks(text) or asks_politely(text) or _ASKING.search(text) is not None


def asks_politely(text: str) -> bool:
    """Whether it is a question that wants an answer, not a reproach."""
    return _POLITELY.search(text) is not None
