"""The one line of a card: what the owner said, without the greeting, the anger, the room and the phone.

Every character of a summary stands in the message, in the same order: nothing is ever invented.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.extract import LONGEST, find_room, phone_spans, room_spans

_GAP = re.compile(r"[\s,，。！!？?；;、~～…]+")
#: A run-on of a voice message ends its clauses with these.
_SOFT_END = re.compile(r"(?<=[了啊呢吧呀嘛哦哈哇])(?=[^了啊呢吧呀嘛哦哈哇的])")
_LONG_CLAUSE = 24

_POLITE = (
    r"(?:您|你|大家|各位|亲爱的)?好(?:啊|呀|的)?|(?:各位|亲爱的)?(?:邻居|业主|家人)(?:们)?(?:好|大家好)?|大家(?:早|早上|晚上|上午|下午|中午)好"
    r"|早上?好?|(?:上午|下午|晚上|中午)好|(?:物业|管家|师傅|客服|前台|领导|小助手|老师|经理)(?:同志)?(?:的人)?(?:们)?(?:您|你)?(?:好|在吗|在不在|在么|呢|啊)?"
    r"|大家|各位|有人(?:在)?吗|在吗|在不在|hello|hi|哈喽|嗨|(?:不好意思|抱歉|打扰|打搅)(?:打扰|打搅)?(?:一下|大家|各位|了|哈|啦|您|你)*"
    r"|(?:非常|十分|先|多)?(?:谢谢|感谢|多谢|谢|拜托|辛苦|麻烦|劳驾|跪求|求求|唔该)(?:您|你|你们|大家|各位|师傅|物业|了|啦|啊|哈|嘞|各位邻居|拜托|谢谢)*"
    r"|请问(?:一下)?|我想(?:请问|问)(?:一下|下)?|想?问(?:一下|下)|是这样的|情况是这样(?:的)?|(?:我)?跟(?:你们|物业|大家)(?:说"
    r"|反映)(?:一)?个?(?:事|情况)(?:啊)?"
    r"|说(?:一)?个?(?:怪)?事|反映(?:一)?个?(?:情况|问题)|报修|抱修|急+|救命啊?|快+|在线等|收到请回复"
)
_ANGRY = (
    r"(?:我(?:真|也)?(?:是)?)?(?:服|醉|无语|气死|受够|受不了|烦死)(?:了|我了|人了|你们了|啦)*|(?:真|太)?(?:无语|恶心|离谱|过分|差劲|坑人|坑爹)(?:了|啊)*"
    r"|(?:他|你|tm|TM|他妈|你妈|tmd|TMD|妈|特么|卧槽|我靠|我操|草|操|尼玛|靠)(?:妈|的|了|吧|啊)*|什么(?:破|垃圾|狗屁|烂)?(?:物业|玩意儿?|东西)"
    r"|(?:垃圾|破|黑心|狗|烂)物业|(?:你们)?(?:是)?吃(?:屎|干饭|白饭)的(?:吗|吧)?|(?:有没有)?搞错(?:没有)?|(?:真|太)?(?:是|他妈)?(?:绝|牛)了"
    r"|呵+|哎+呀?|唉+|哼+"
)
_EMPTY_CLAUSE = re.compile(rf"(?:{_POLITE}|{_ANGRY})", re.I)
_LEAD = re.compile(
    r"^(?:(?:不好意思|抱歉)?打扰(?:大家|各位|一下)+|请问(?:一下)?|麻烦(?:物业|师傅|您|你们|帮忙)?|(?:不好意思|打扰(?:一下)?)|(?:物业|管家|师傅)(?:你好|您好|同志)+|你好|您好|那个|就是说|嗯+"
    r"|呃+|额+|喂+)+"
)
_TAIL = re.compile(r"(?:谢谢(?:了|啦|大家|师傅)?|辛苦了?|拜托了?|麻烦了)+$")
_MENTION = re.compile(r"@[^\s@,，。！!？?：:]{1,20}")
_STICKER = re.compile(
    r"\[[\u4e00-\u9fffA-Za-z]{1,6}\]|[\u2190-\u2bff\u3030\u303d\ufe0f\u200d\U0001f000-\U0001faff]"
)
_TRIM = " ,，、；;。~～…"
_MATTER = re.compile(
    r"漏|渗|爆|淹|滴|堵|返|溢|坏|断|停|灭|不亮|黑|跳闸|没[水电气网热]|不[热通动走开转灵]|裂|掉|松|塌|响|吵|臭|味|烟|火|困|卡|撞|偷"
    r"|丢|不见|走失|摔|晕|打不?开|关不|锁|脏|堆|占|咬|费|钱|怎么|什么时候|几点|哪里|多少|能不能|建议|希望|投诉|没人"
)


#: What introduces a room or a phone and stands alone once they are gone.
_DANGLING = re.compile(
    r"(?<![^\s,，。;；])(?:的|(?:我(?:们)?家?(?:是|在|住)?|住在?|家住)(?=$|[\s,，。;；])"
    r"|(?:(?:我|本人)的?)?(?:联系)?(?:电话|手机号?|房号|地址|打我?|联系)[是:： ]{0,2}(?=$|[\s,，。;；]))"
)


@dataclass(frozen=True, slots=True)
class _Clause:
    """One clause and the gap that follows it."""

    words: str
    gap: str


def summarise(text: str, limit: int = 60) -> str:
    """Return at most `limit` characters of the owner's own words that say what the matter is.

    Falls back to the first words of the message where only greetings and the like were said.
    """
    text = text[:LONGEST]
    bare = _STICKER.sub("", _MENTION.sub("", _drop_private(text)))
    clauses = [clause for clause in _cut_clauses(bare) if clause.words]
    said = _pick_window(clauses, limit)
    return said or _first_words(bare, limit) or _first_words(text, limit)


def _drop_private(text: str) -> str:
    room = find_room(text)
    cuts = [(span.start, span.end) for span in phone_spans(text)]
    cuts += [(span.start, span.end) for span in room_spans(text) if span.value == room]
    pieces, done = [], 0
    for start, end in sorted(cuts):
        pieces.append(text[done:start])
        done = end
    kept = "".join((*pieces, text[done:]))
    return _DANGLING.sub("", kept) if cuts else kept


def _cut_clauses(text: str) -> list[_Clause]:
    clauses, done = [], 0
    for gap in _GAP.finditer(text):
        clauses += _read_clause(text[done : gap.start()], gap[0])
        done = gap.end()
    return clauses + _read_clause(text[done:], "")


def _read_clause(said: str, gap: str) -> list[_Clause]:
    words = _TAIL.sub("", _LEAD.sub("", said))
    if _EMPTY_CLAUSE.fullmatch(words):
        return []
    parts = _SOFT_END.split(words) if len(words) > _LONG_CLAUSE else [words]
    return [
        *(_Clause(part, "") for part in parts[:-1]),
        _Clause(parts[-1], " " if gap.isspace() else gap.strip()[:1]),
    ]


def _pick_window(clauses: list[_Clause], limit: int) -> str:
    """Return the run of clauses that fits and tells most of the matter; the earliest of equals."""
    best, most = "", (-1, 0)
    for first in range(len(clauses)):
        last = _find_last(clauses, first, limit)
        said = "".join(clause.words + clause.gap for clause in clauses[first:last])[:limit].rstrip(_TRIM)
        worth = (len(set(_MATTER.findall(said))), -_count_preamble(clauses[first:last]))
        if worth > most:
            best, most = said, worth
        if last == len(clauses):
            break
    return best


def _count_preamble(clauses: list[_Clause]) -> int:
    """Return how many clauses come before the first that tells something of the matter, one set aside."""
    told = (index for index, clause in enumerate(clauses) if _MATTER.search(clause.words))
    return max(0, next(told, 0) - 1)


def _find_last(clauses: list[_Clause], first: int, limit: int) -> int:
    """Return the end of the longest run from `first` that fits; one clause at least."""
    length, last = 0, first
    while last < len(clauses) and (last == first or length + len(clauses[last].words) <= limit):
        length += len(clauses[last].words) + len(clauses[last].gap)
        last += 1
    return last


def _first_words(text: str, limit: int) -> str:
    return " ".join(text.split())[:limit].strip()
