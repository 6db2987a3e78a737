"""Questions: after what is out, after the help, after how far it is, to the company."""

from __future__ import annotations

import re

from handlers.words.acts.plain import strip_stand_ins
from handlers.words.remembering import keep_at_hand

_ASKS_WHEN = re.compile(
    r"(?:什么|啥|哪个|嘛)时候|何时|几(?:点|时|号|天)|多(?:久|长时间)|(?:来|恢复|有|通|修好|"
    r"好)(?:了)?(?:水|电|气|网|暖|热水|信号)?(?:了)?[吗没么不](?:$|[\W_有])|"
    r"(?:还|要|得)(?:没|等).{0,4}(?:来|恢复|好|多久)|有(?:没有)?(?:个)?(?:准|时间|消息)"
)


@keep_at_hand
def asks_when(text: str) -> bool:
    """Whether it asks when something that is out comes back."""
    return _ASKS_WHEN.search(text) is not None


_REMINDS = re.compile(
    r"(?:怎么|咋)(?:还|都)?(?:没|不)(?:人)?(?:来|修|到|处理|动静|见|弄|回)|(?:还|也|都|"
    r"一直)(?:是)?没(?:有)?(?:人|见)?(?:来|修|换|处理|到|"
    r"见|人|动静|消息|回|弄|影)|"
    r"(?:啥|什么)时候(?:能)?(?:来|到|修|弄|处理|好|过来|上门)|何时(?:来|能|修)|几点(?:来|到|能)|多久(?:能|"
    r"才|到|来)|到哪(?:里|儿)?了|师傅(?:呢|"
    r"在哪)|人呢|催|有人(?:来|过来|上门)?(?:来|管|处理|看|修|弄)(?:过|了)?[吗没么]|"
    r"进[展度](?:了|怎么|如何|呢|吗)|有(?:消息|进展|结果|回复|下文)[了吗没]|收到(?:没|了没|了吗|吗)|"
    r"处理(?:得)?(?:怎么样|咋样|如何|了吗|没)|"
    r"第[二三四五六七八九十\d]{1,3}(?:天|次)|[两二三四五六七八九十几半\d]{1,3}(?:个)?(?:天|小时|钟头|礼拜|"
    r"星期|周|个月)(?:了|过去|还|没|都)|安排(?:了)?[吗没]|"
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
    r"进[展度](?:了|怎么|如何|呢|吗|到)|有(?:消息|进展|结果|下文)[了吗没]|派(?:人|师傅)了?[吗没]|"
    r"安排(?:人|师傅)?(?:了)?[吗没]"
)


@keep_at_hand
def asks_progress(text: str) -> bool:
    """Whether it asks how far the work is: `修好了吗`, `到哪了`, `师傅啥时候来`."""
    return _ASKS_PROGRESS.search(text) is not None


_QUESTION = re.compile(
    r"[?？]|(?:吗|嘛|么|没)(?:$|[\s，,。!！])|什么情况|咋[了回办]|怎么(?:办|样|回事|了)|(?:谁|哪|"
    r"(?<![十好])几|多少|啥|什么|为什么|为啥|是不是|有没有|能不能|要不要)"
)


@keep_at_hand
def asks(text: str) -> bool:
    """Whether it asks something."""
    return _QUESTION.search(strip_stand_ins(text)) is not None


_WHETHER = re.compile(
    r"(?:吗|么|不)(?:$|[\s，,。!！?？啊呀])|(.)不\1|[停用要能会可是有].{0,4}(?:不|没有?)(?:$|"
    r"[\s，,。?？啊呀])|几[点号天栋时]|哪[天几些个栋里]|多久|什么时候|怎么(?!又|还|能)"
)


@keep_at_hand
def asks_whether(text: str) -> bool:
    """Whether it asks for a fact: whether, when, where, how long; no reproach, no wonder."""
    return _WHETHER.search(text) is not None and not _REPROACH.search(text)


_REPROACH = re.compile("凭什么|凭啥|还让不让|有没有人管|管不管|是不是人|怎么又|好意思|疯了|红包|猜")


_CALLS_STAFF = re.compile(
    r"物业|管家|客服|师傅|(?:有人|在|你好|您好|亲)(?:吗|不|没)?|看(?:一)?[下看]|咋[了回]|怎么(?:回事|了|"
    r"办)|帮(?:忙)?看|这(?:是|个|里)"
)


def calls_staff(text: str) -> bool:
    """Whether it calls for somebody, as people do before or after they say what is wrong."""
    return _CALLS_STAFF.search(text) is not None


_CALL = re.compile(
    r"(?:[@\s]|物业|管家|客服|师傅|小助手|有人|你好|您好|在不在|在线|在[吗不么嘛]?|吗|嘛|人呢|各位|麻烦|"
    r"[?？!！,，。~～])+"
)


def only_calls(text: str) -> bool:
    """Whether it calls for the company and says nothing yet: `物业在吗`."""
    return _CALL.fullmatch(text) is not None


#: Whom owners speak to.
COMPANY = "物业"


def calls_company(text: str) -> bool:
    """Whether it calls for the company by name and says nothing yet: `物业在吗`, not `有人吗`."""
    return only_calls(text) and any(name in text for name in (COMPANY, "管家", "客服", "师傅", "助手"))


_POLITELY = re.compile(
    "请问|想问|问一下|问下|咨询|麻烦问|怎么(?:办|交|走|弄)|哪里(?:交|办)|几点|什么时候|多少钱"
)
_ASKING = re.compile(
    r"不(?:$|[\W_])|还是|(.)不\1|咋|怎|么|问|能|可以|需要|求|请|麻烦|告诉|想|咨询|你们|咱们|允许|统一|"
    r"多久|吧(?:$|[\W_])"
)


_PROPOSES = re.compile("建议|提议|希望|能不能|可不可以|可以(?:不|吗)|最好|不如|要是能|应该(?:加|装|设|弄|搞)")


def proposes(text: str) -> bool:
    """Whether it puts something forward, and does not only say how it ought to be."""
    return _PROPOSES.search(text) is not None


def may_ask(text: str) -> bool:
    """Whether anything in it has the form of a question or of a request."""
    return asks(text) or asks_politely(text) or _ASKING.search(text) is not None


def asks_politely(text: str) -> bool:
    """Whether it is a question that wants an answer, not a reproach."""
    return _POLITELY.search(text) is not None
