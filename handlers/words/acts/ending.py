"""How a report ends: taken back, solved, answered; or does not end: broken again, never mended."""

from __future__ import annotations

import re

from handlers.words.acts.asking import asks
from handlers.words.remembering import keep_at_hand

_WITHDRAWS = re.compile(
    r"不用(?:再)?(?:来|修|管|处理|麻烦|派|查|弄|过来|上门|登记|报修|物业)|(?:不|别)(?:修|来|查|报|管)了|"
    r"撤(?:单|销|掉|了|回)|(?:报修|投诉|工单|"
    r"登记|单子?|刚才的?)取消|取消(?:报修|登记|吧|了|刚)|"
    r"(?:当|就当)我没说|不(?:需要|麻烦|打扰|劳烦)(?:你们|物业|师傅)?了|(?:先)?不用了|算了(?:吧)?(?:$|"
    r"[\s，,。])|白(?:报|叫)了|"
    r"是我(?:自己)?(?:搞错|弄错|看错|没)|搞错了|弄错了|看错了|虚惊|误会|破案了|乌龙|怪我|我的锅|"
    r"原来是(?:我|自己).{0,8}(?:没|忘|关|拔|碰|按|松|弄|搞|的)"
)
_SOLVED = re.compile(
    r"(?:修|弄|搞|通|换|处理|解决|清理|收拾|焊|堵|自己|又|已经|都|现在|突然|刚|就)(?:好|开|通|完|掉|干净|"
    r"妥)了?(?:$|[\s，,。!！~啦喽哈])|(?:^|"
    r"[\s，,。!！])好了(?:$|[\s，,。!！~啦哈]|谢)|"
    r"(?:修|弄|搞|换|处理|解决|通开|通)(?:好|完)?了(?:$|[\s，,。!！谢])|恢复了?(?!\s*[#＃]?\s*\d)|正常了|"
    r"不(?:漏|堵|响|吵|滴|闪|抖|臭|冒)了|[来有](?:水|电|气|网|"
    r"暖|热水|火|信号)[啦了]|"
    r"(?:灯|又)亮了|(?:找|捡)到了|回来了|搬走了|挪走了|安静了|(?<!不)(?:通了|动了|能[用充开进打刷走]了|热了)|解决了?"
)
_STILL = re.compile(
    r"还没|没(?:有)?(?:修|弄|搞|换|处理|解决|恢复|来|好)|再(?:来|修)|不急|明天再|天亮|又(?:坏|漏|堵|停|"
    r"不)|什么时候|啥时候|何时|几点|怎么还|吗|\?|？|"
    r"没$|如果|要是|等.{0,6}(?:好|恢复)|(?:哪|谁).{0,4}(?:好了|修好)|才(?:修|弄|搞)?好"
)


def withdraws(text: str) -> bool:
    """Whether its sender takes a report back."""
    return _WITHDRAWS.search(text) is not None and _STILL.search(text) is None


@keep_at_hand
def says_solved(text: str) -> bool:
    """Whether it says that the fault is gone."""
    return _SOLVED.search(text) is not None and _STILL.search(text) is None


_AGAIN = re.compile(
    r"又|还是|仍然?|还在|没(?:有)?(?:修|弄|搞|处理|解决)好|再次|复发|白修|跟没修|等于没修|修了.{0,6}(?:还|"
    r"又|也)|"
    r"(?:昨天|前天|上周|刚|才|刚刚|上次)(?:刚|才)?(?:给)?(?:修|弄|换|处理|来修)"
)


def says_again(text: str) -> bool:
    """Whether it says that what was mended is broken again, or never was mended."""
    return _AGAIN.search(text) is not None


_UNMENDED = re.compile(
    r"没(?:有)?(?:给)?(?:我)?(?:修|弄|搞|处理|解决|整)好|白修|(?:等于|跟|像)没修|"
    r"(?:还|仍|依旧|依然|照样|照旧|又)(?:是|在)?(?:不(?:行|亮|好|热|通|出水|灵)|漏|滴|黑|坏|堵|渗|那样|"
    r"老样子|一样|没(?:水|电|好|用|反应))"
)


@keep_at_hand
def says_unmended(text: str) -> bool:
    """Whether it says of work that was done that it did not help."""
    return _UNMENDED.search(text) is not None


_THANKS = re.compile(
    r"谢|辛苦|感谢|多谢|点赞|费心|麻烦(?:你|您|大家|各位|师傅)了|好的|知道了|明白了|收到|懂了|了解"
)


_PRAISES = re.compile(r"^\S{0,6}?(?:谢谢|感谢|多谢|表扬|点赞|必须夸|夸一?[夸下])")
_WANTS = re.compile(
    r"但|可是|不过|还是|没(?!事|想)|又(?!快)|麻烦(?!你们了|您了|师傅了)|请|能不能|可不可以|怎么|什么时候|"
    r"吗|[?？]|坏|希望|建议|提前谢|先谢"
)


def only_thanks(text: str) -> bool:
    """Whether it thanks or praises and wants nothing."""
    return _PRAISES.search(text) is not None and _WANTS.search(text) is None


@keep_at_hand
def accepts_answer(text: str) -> bool:
    """Whether somebody who asked says that it is answered."""
    return _THANKS.search(text) is not None and not asks(text) and not re.search("等物业|还是|但", text)
