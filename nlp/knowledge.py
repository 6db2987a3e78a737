"""Which entry of the knowledge base answers a question, and whether that is sure.

Sure means: every word that carries one of the entry's question forms is in the question, and the
question holds little else.  Better no answer than a wrong one: a person answers the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from nlp.normalise import normalise
from nlp.segment import Segmenter, build_segmenter


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is known: its title, how people ask for it, and the answer."""

    title: str
    questions: tuple[str, ...]
    answer: str


#: Several ways of asking one thing, written as the first.  Longer ones first, so that none is cut.
_ALIKE: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (f" {plain} ", re.compile(pattern))
    for plain, pattern in (
        (
            "多少钱",
            r"(?:怎么|如何|咋)(?:收费|算钱|收的?|算费)|收费标准|什么价格?|啥价|价格|多少钱|多少一[张个次月天年把平]|收多少|几块钱?|费用(?:是)?多少",
        ),
        ("多久", r"多长时间|多久|几天(?:能|可以)?"),
        ("几点", r"(?:什么|啥|嘛|哪个)时[候间]|几点钟?|何时|几时|啥时|营业时间|开放时间|上班时间|办公时间"),
        (
            "哪里",
            r"(?:在|到|去|往|放|扔|丢)?(?:哪里|哪儿|哪块|哪边|哪个(?:位置|地方|窗口)|什么地方|啥地方|何处)|(?:在|到|去)哪(?!个|天|年|家|些|位)",
        ),
        ("怎么", r"怎么样?|如何|怎样|咋个?样?|么样|(?:要|需要)?(?:什么|啥|哪些)(?:手续|流程|材料|资料)|流程"),
        ("电话", r"电话号?码?|号码|热线|联系方式|手机号"),
        ("可以", r"能不能|可不可以|可否|能否|允许|让不让|准不准|行不行|可以|(?<!不)能(?!源|耗)"),
    )
)
_HOW = frozenset(plain.strip() for plain, _ in _ALIKE)
_FILLERS = re.compile(
    r"@\S{1,20}\s|请问|想?问(?:一)?(?:下|问|声|嘴|哈|个)?|麻烦|劳驾|打扰|你好|您好|大家好|各位|邻居们?|师傅们?|"
    r"(?:有没有人|谁|有人)知道|不知道|知道|管家|物业(?!费|公司|服务|中心|前台|用房|办公|电话)|"
    r"咱们?|我们?|俺们?|你们|您|这边|那边|这儿|那儿|小区里?|来着|一下|现在|具体|一般|"
    r"[吗呢啊呀吧哈么嘛的了是在都还也就要需请]|[\W_]+"
)
_MARKS = re.compile(r"[\W_]+")
#: On such days what holds on others may not hold.
_SPECIAL = re.compile(
    r"春节|过年|除夕|国庆|中秋|元旦|五一|清明|端午|放假|节假日|假期|今天|明天|后天|昨天|今晚|下周|这周|周[一二三四五六日末]|星期|"
    r"今年|明年|去年|第二|外地|租客|过户|退|补办|丢|坏|转让|打折|优惠|减免"
)
#: A question that is longer asks more than one thing, or tells a story.
_LONGEST = 60
#: So much of the question has to be the entry's own words.
SURE = 0.6
#: Two entries that fit about as well are both unsure.
_MARGIN = 0.1


@cache
def _segmenter() -> Segmenter:
    return build_segmenter(())


def _plain(text: str) -> str:
    """The text with several ways of asking written as one, and what says nothing left out."""
    text = normalise(text)
    for plain, pattern in _ALIKE:
        text = pattern.sub(plain, text)
    return " ".join(part for part in _FILLERS.sub(" ", text).split())


def _bare(text: str) -> str:
    """The text without marks: what is typed word for word needs no reading."""
    return _MARKS.sub("", normalise(text))


@cache
def _read_form(form: str) -> tuple[str, ...]:
    """The words that carry a question form; none where it says only how it asks, not for what."""
    words = [word for part in _plain(form).split() for word in _segmenter().cut(part) if word.strip()]
    asks_only = all(word in _HOW for word in words)
    return () if asks_only else tuple(dict.fromkeys(words))


def _score(plain: str, form: str) -> float:
    """How much of the question is this form's own words, 0 to 1; 0 where one of its words is missing."""
    words = _read_form(form)
    if not words or any(word not in plain for word in words):
        return 0.0
    covered = [False] * len(plain)
    for word in words:
        at = plain.find(word)
        while at >= 0:
            covered[at : at + len(word)] = [True] * len(word)
            at = plain.find(word, at + 1)
    told = [index for index, letter in enumerate(plain) if letter != " "]
    return sum(covered[index] for index in told) / len(told) if told else 0.0


def find_answer(text: str, entries: Iterable[Entry]) -> Entry | None:
    """The entry that surely answers the question; None where none does, or two do."""
    if len(text) > _LONGEST or not _bare(text):
        return None
    plain = _plain(text)
    scored = sorted(
        ((_score_entry(text, plain, entry), entry) for entry in entries), key=lambda pair: -pair[0]
    )
    if not scored or scored[0][0] < SURE:
        return None
    if len(scored) > 1 and scored[0][0] - scored[1][0] < _MARGIN:
        return None
    return scored[0][1]


def _score_entry(text: str, plain: str, entry: Entry) -> float:
    forms = (entry.title, *entry.questions)
    bare = _bare(text)
    best = max((1.0 if bare == _bare(form) else _score(plain, form), form) for form in forms)
    known = f"{best[1]} {entry.title} {entry.answer}"
    if any(special not in known for special in _SPECIAL.findall(text)):
        return 0.0
    return best[0]
