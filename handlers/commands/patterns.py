"""How the verbs of the grammar may be typed, as patterns: with a number, bare, glued to their words."""

from __future__ import annotations

import re

from handlers.commands.grammar import (
    BEGINS_NOT_MENDED,
    GLUED,
    NOTICE_VERBS,
    ROSTER_VERBS,
    VERBS,
    Takes,
    Who,
)  # fmt: skip
from handlers.commands.scores import BEGINS_SCORE

FORMS = str.maketrans("０１２３４５６７８９＃Ｂｂ　", "0123456789#BB ")
FORMED = re.compile("[０-９＃Ｂｂ\u3000]")
#: A verb typed with gaps in it, and its number.
SPACED = re.compile(r"(?P<verb>[\u4e00-\u9fff](?:[ \t]+[\u4e00-\u9fff]){1,3})(?=\s*[#Bb]?\s*\d)")
MENTION = re.compile(r"^@\S{1,32}?(?:[\u2005\s]+|$)")
#: Typed by hand, the name of the bot is no mention to the network.
CALL = re.compile(r"^@\S{0,8}小助手[\u2005\s,，:：]+")
HAS_NUMBER = re.compile(r"\d")
#: What a quoted card begins with.
HEADER = re.compile(r"【[^】\n]{0,24}?(?:#(?P<ticket>\d{1,6})|B(?P<notice>\d{1,6}))[^】\n]{0,8}】")
#: What the bot says of a broadcast later begins with its number.
OF_NOTICE = re.compile(r"^(?:广播 )?B(?P<notice>\d{1,6}) ")
ANY_NUMBER = re.compile(r"#(\d{1,6})")
_GAP = r"[\s:：,，、\-]*"
_NUMBER = r"[#＃]{0,3}\s*(?P<number>\d{1,6})(?!\d)(?:号工?单?|單|单)?"
_REST = r"(?P<rest>.*)"
_CLOSED = r"(?=$|[\s,，。.:：;；!！~～、])"
#: `合并129到128`: the second number follows at once.
_TWO = {"merge": r"(?=$|[\s,，。.:：;；!！~～、]|[到入进至并和与])"}
#: `预计18:00恢复`, `预计2小时` name a time and no ticket.
#: `照片3张` counts them.
_NO_TIME = {"estimate": r"(?!\s*[:：点时分半个小天月日])", "photo": r"(?!\s*[张幅个])"}
NUMBER_FIRST = re.compile(rf"^#?\s*(?P<number>\d{{1,6}})(?:号工?单?|單|单)?{_GAP}(?P<rest>\D.*)$", re.DOTALL)
ALMOST = re.compile(
    r"^(?P<verb>[\u4e00-\u9fff]{2,4})\s*#?\s*(?P<number>[Bb]?\d{1,6})(?P<rest>$|\s.*)", re.DOTALL
)


#: `接单1、2`, `完成1 2 3`, `接单1接单2`: other tickets, and no words for the owner of this one.
MORE_NUMBERS = re.compile(r"(?:[\s,，、.;；和及与]*(?:接单|完成|接)?\s*#?\d{1,5}(?!\d))+")
#: A broadcast at a time cannot be ordered yet; nobody is to believe that it was.
AT_A_TIME = re.compile("定[时時][广廣]播")
SENT_NOW = "广播 内容"


def _write_pattern(words: tuple[str, ...], after: str) -> re.Pattern[str]:
    joined = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    return re.compile(rf"^(?:{joined}){after}", re.DOTALL | re.IGNORECASE)


#: The verb and its number, as it may stand among people who talk to each other.
STRICT = {
    name: _write_pattern(
        verb.words, rf"\s*{_NUMBER}{_NO_TIME.get(name, '')}{_TWO.get(name, _CLOSED)}{_GAP}{_REST}$"
    )
    for name, verb in VERBS.items()
}
#: So too, with anything between them: said to the bot, or by staff.
FORGIVING = {
    name: _write_pattern(verb.words, rf"{_GAP}{_NUMBER}{_NO_TIME.get(name, '')}{_GAP}{_REST}$")
    for name, verb in VERBS.items()
}
#: Words that are a verb only for staff on their own side.
LOOSE = {
    name: _write_pattern(verb.loose, rf"\s*{_NUMBER}{_CLOSED}{_GAP}{_REST}$")
    for name, verb in VERBS.items()
    if verb.loose
}
NOTICE = {
    name: _write_pattern(
        VERBS[name].words, rf"{_GAP}#?\s*[Bb]\s*(?P<number>\d{{1,6}}){_CLOSED}{_GAP}{_REST}$"
    )
    for name in NOTICE_VERBS
}
#: What any command with a number begins with: most of what is said in a day is none.
BEGINS = _write_pattern(tuple({word for verb in VERBS.values() for word in verb.words + verb.loose}), "")
BARE = {name: _write_pattern(verb.words, r"$") for name, verb in VERBS.items()}
WITH_WORDS = {
    name: _write_pattern(verb.words + verb.loose, rf"[\s,，。:：!！]+{_REST}$")
    for name, verb in VERBS.items()
    if verb.takes is Takes.TICKET
}
WITH_GLUED_WORDS = {name: _write_pattern(words, rf"{_GAP}{_REST}$") for name, words in GLUED.items()}
#: Among owners the one word that is taught, called or not.
HELP = _write_pattern(VERBS["help"].words[:2], r"$")
_BARE_AMONG_OWNERS = [
    word
    for name in ("human", "own", "erase", "erase_sure", "held", "help", "progress")
    for word in VERBS[name].words
]
#: The longest of the words that are a command among owners by themselves, and what they begin with.
LONGEST_BARE = max(map(len, _BARE_AMONG_OWNERS))
BEGINS_BARE = frozenset(letter for word in _BARE_AMONG_OWNERS for letter in (word[0], word[0].upper()))
#: A quick look: without one of these, and begun otherwise than a command among owners, words are none.
ORDER_SIGN = re.compile(r"[\d＃Ｂｂ\u3000线延续演]")
BEGINS_ORDER = BEGINS_BARE | BEGINS_NOT_MENDED | BEGINS_SCORE | {"@", "\ufe0f"}
CORRECTED = _write_pattern(VERBS["correct"].words, rf"[\s:：，,]+{_REST}$")
DUTY = {name: _write_pattern(VERBS[name].words, rf"(?:[\s:：]+{_REST})?$") for name in ROSTER_VERBS}
BROADCAST = _write_pattern(VERBS["broadcast"].words, rf"(?:[\s:：]+{_REST}|(?P<glued>\d+号群.*))$")

SCORED = re.compile(rf"^(?P<score>\S{{1,8}}?)\s*{_NUMBER}{_CLOSED}{_GAP}{_REST}$", re.DOTALL)
SCORED_LAST = re.compile(rf"^(?:评价\s*)?{_NUMBER}{_GAP}(?P<score>\S{{1,8}})$")
#: Owners' words are taken more narrowly than staff's, but for the commands that are theirs.
OWNERS = {name: (FORGIVING if verb.who is Who.ANYONE else STRICT)[name] for name, verb in VERBS.items()}
#: How a verb is read: the patterns by name.
Patterns = dict[str, re.Pattern[str]]
#: Every word that takes a number, with the one that is taught for it.
TAUGHT = {
    word: verb.words[0]
    for verb in VERBS.values()
    if verb.takes in (Takes.TICKET, Takes.EITHER, Takes.NOTICE)
    for word in verb.words
}
