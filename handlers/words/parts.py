"""What a report holds besides its matter (homes, numbers, courtesy), and whether anything is left then."""

from __future__ import annotations

import re

from handlers.words.acts import strip_stand_ins
from handlers.words.hearing import says
from handlers.words.lists import has_details
from handlers.words.topics import tells_outage
from nlp.extract import phone_spans, room_spans

_tells_of_several = says("tells_of_several")

# What a report may hold besides its matter is cut out of it: which of these is cut first counts.
_POLITE = re.compile(
    r"谢谢?|麻烦(?:您|你|师傅|物业)?|你好|您好|请|师傅|物业|的|了|啊|哦|哈|是|我家?|住|在|地址|房号|电话|"
    r"手机|号码?|打我?|联系|姓|先生|女士|快|这里|这边|"
    r"(?:今天|明天|上午|下午|中午|晚上|早上|"
    r"下班)?后?[一二三四五六七八九十两\d]*点?[半\d]*(?:以)?[后前]?(?:都)?(?:有人|在家)?|[\W_\d]"
)
_PAUSE = re.compile(r"[，,。；;！!、：:\s]+|还有|另外|顺便(?:说一下)?|对了")
_CALLED = re.compile(r"@\S*")
_ASKS_FOR = re.compile("报个?修|报事|维修|修理|投诉|反映|反应")
_AROUND = re.compile(
    r"我们?|家里?|要|想|需要|得|来|个|一下|下|点|这里|这边|有|事情?|问题|情况|登记|申请|安排|派|上门|"
    r"师傅|物业|管家|客服|小?助手|人|你们?|您|好|在吗|在不在|麻烦|请|帮忙?|给|谢谢|辛苦|了|吗|吧|呢|啊|哈|的|[\W_]"
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


def split_report(text: str) -> tuple[str, ...]:
    """The clauses of a message that says that it tells of several things; nothing for any other."""
    if not _tells_of_several(text):
        return ()
    parts = [part.strip() for part in _PAUSE.split(text) if len(part.strip()) >= 4]
    return tuple(parts) if 2 <= len(parts) <= 8 else ()


def names_no_matter(text: str) -> bool:
    """Whether the text asks for a repair or complains, and of nothing."""
    words = _CALLED.sub("", text)
    return _ASKS_FOR.search(words) is not None and not _AROUND.sub("", _ASKS_FOR.sub("", words))
