"""What belongs to a report: homes and numbers, when to come, corrections, more of it, several things."""

from __future__ import annotations

import re

from handlers.words.acts.plain import strip_stand_ins
from handlers.words.lists import has_details
from handlers.words.topics import tells_outage
from nlp.extract import phone_spans, room_spans

_ARRANGES = re.compile(
    r"在家|有人在|没人在|家里有人|家里没人|钥匙|门没锁|敲门|按门铃|上门|方便|电话|联系|师傅|麻烦|尽快|"
    r"快[点些来]|急(?!人|死|诊|救)|谢谢|"
    r"[\d一二两三四五六七八九十半]点(?:半|钟)?(?:以?后|前|之?前|到|才)|下班|中午|晚上.{0,4}(?:在|回|有人)|"
    r"保修|新装|刚(?:换|装|修)|拍|照片|图"
)


def arranges(text: str) -> bool:
    """Whether it says when and how somebody may come, or what comes with the report."""
    return _ARRANGES.search(text) is not None


_CORRECTS = re.compile(
    r"(?:打|发|写|说|记|报|搞|弄)错(?:了|字|楼|房|单|栋|，|,|\s|$)|更正|纠正|口误|笔误|手误|"
    r"不是.{1,10}是(?=.{0,3}[\d一二三四五六七八九十])|"
    r"应该是(?=.{0,3}[\d一二三四五六七八九十])|改(?:一下|成)"
)


def corrects(text: str) -> bool:
    """Whether it corrects what its sender said before."""
    return _CORRECTS.search(text) is not None


_ENDS_IN_DENIAL = re.compile("不(?:是|在)$")


def ends_in_denial(text: str) -> bool:
    """Whether what follows the text is denied by it: `打错了 不是`."""
    return _ENDS_IN_DENIAL.search(text) is not None


_POLITE = re.compile(
    r"谢谢?|麻烦(?:您|你|师傅|物业)?|你好|您好|请|师傅|物业|的|了|啊|哦|哈|是|我家?|住|在|地址|房号|电话|"
    r"手机|号码?|打我?|联系|姓|先生|女士|快|这里|这边|"
    r"(?:今天|明天|上午|下午|中午|晚上|早上|"
    r"下班)?后?[一二三四五六七八九十两\d]*点?[半\d]*(?:以)?[后前]?(?:都)?(?:有人|在家)?|[\W_\d]"
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


_FOR_KIN = re.compile(
    "(?:我|他|她)(?:爷爷|奶奶|爸爸?|妈妈?|公公|婆婆|外公|外婆|姥姥|姥爷|岳父|岳母|丈母娘|老公|老婆|媳妇|儿子|女儿|哥|姐|弟|妹)"
    "们?(?:家)?(?:是|在|住)"
)


def speaks_for_kin(text: str) -> bool:
    """Whether it says where one of the sender's family lives: `我爷爷家是4栋2单元102`."""
    return _FOR_KIN.search(text) is not None


_MY_HOME = re.compile("(?:我|俺|咱)们?家(?!人|里人|的狗|的猫|孩子|娃|宝)|家里(?!人)")


def tells_of_home(text: str) -> bool:
    """Whether it speaks of something in its sender's own home."""
    return _MY_HOME.search(text) is not None


_STARTS_ANOTHER = re.compile(r"^(?:还有|另外|对了|顺便|再就是|再有|以及)")


def starts_another(text: str) -> bool:
    """Whether it begins as a second matter: `还有…`, `另外…`."""
    return _STARTS_ANOTHER.match(text) is not None


_TRAPPED = re.compile(
    r"困|关(?:在|着|了|进)|里面|里头|有人|救|喊|叫|哭|拍|敲|卡(?:在|住|了|着)|出不[来去]|"
    r"我.{0,6}电梯[里中]|被.{0,3}[关困卡]|人在"
)
_STANDS = re.compile(r"(?:电?梯).{0,8}(?:停|不动|不走|不开|坏|故障|没反应|罢工|歇菜)")


def tells_of_empty_lift(text: str) -> bool:
    """Whether it tells of a lift that stands, and nothing in it speaks of anybody inside."""
    return _STANDS.search(text) is not None and _TRAPPED.search(text) is None


_CONTINUES = re.compile(
    "还是|仍|试|拔|换|现在|越|刚|都|全|一[直开按推拧碰]|后来|好像|声控|型号|牌子|装的|大概|多|松|坏|响|"
    "热|冷|冰|跳"
)


def continues(text: str) -> bool:
    """Whether it may go on about what its sender has just reported."""
    return _CONTINUES.search(text) is not None


_SEVERAL = re.compile(
    r"[两二俩三3几2](?:个|处|样|件|事|地方|问题|毛病)|还有|另外|顺便|对了|"
    r"[，,。；;\s][^，,。；;\s]{2,10}也(?!不知|许|是|没人|就|太|该|挺)"
)
_PAUSE = re.compile(r"[，,。；;！!、：:\s]+|还有|另外|顺便(?:说一下)?|对了")


def split_report(text: str) -> tuple[str, ...]:
    """The clauses of a message that says that it tells of several things; nothing for any other."""
    if not _SEVERAL.search(text):
        return ()
    parts = [part.strip() for part in _PAUSE.split(text) if len(part.strip()) >= 4]
    return tuple(parts) if 2 <= len(parts) <= 8 else ()


_CALLED = re.compile(r"@\S*")
_ASKS_FOR = re.compile("报个?修|报事|维修|修理|投诉|反映|反应")
_AROUND = re.compile(
    r"我们?|家里?|要|想|需要|得|来|个|一下|下|点|这里|这边|有|事情?|问题|情况|登记|申请|安排|派|上门|"
    r"师傅|物业|管家|客服|小?助手|人|你们?|您|好|在吗|在不在|麻烦|请|帮忙?|给|谢谢|辛苦|了|吗|吧|呢|啊|哈|的|[\W_]"
)


def names_no_matter(text: str) -> bool:
    """Whether the text asks for a repair or complains, and of nothing."""
    words = _CALLED.sub("", text)
    return _ASKS_FOR.search(words) is not None and not _AROUND.sub("", _ASKS_FOR.sub("", words))
