"""How much a message tells of somebody who is looked for: who, what was noticed, where and when, added up.

For whoever has a live call before his eyes: 那娃跟着卖气球的往桥头走 names nobody and no garment, and is
a sighting.  One kind of evidence alone is talk; all three together, and enough of them, are not.  How people
put it stands in `wordings/evidence.toml`.
"""

from __future__ import annotations

import re

from handlers.words.hearing import says
from nlp.pairs import cut_pairs

_tells_who, _that_one, _met, _noticed = says("tells_who"), says("that_one"), says("met"), says("noticed")
_told_me, _does, _lies, _named_spot = says("told_me"), says("does"), says("lies"), says("named_spot")
_tells_where, _tells_when, _he_is_at = says("tells_where"), says("tells_when"), says("he_is_at")
_not_ones_own, _nobody_seen = says("not_ones_own"), says("nobody_seen")
_kin_and_time, _that_danger = says("kin_and_time"), says("that_danger")
#: Whether it tells what a danger does: 往下流, 冒着热气.
_happens = tells_happening = says("happens")
#: Whether it points at a danger that has been spoken of: 那狗.
points_at_danger = _that_danger
#: Whether smoke, water or a smell has come somewhere: 烟到五楼了.
tells_spreading = says("spreads")
_first_hand, _sight, _helped = says("first_hand"), says("sight"), says("helped")
_confirms, _tried = says("confirms"), says("tried")


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


def reports_sight(text: str) -> bool:
    """Whether staff report shortly where they see who is looked for: 看到了 在西门外报刊亭."""
    return _sight(text) and not (only_asks(text) or _nobody_seen(text))


def has_helped(text: str) -> bool:
    """Whether somebody has done something on the spot: 我把门窗都打开了."""
    return _helped(text) and not only_asks(text)


def has_tried(text: str) -> bool:
    """Whether somebody has touched or tested it: 我试电笔一碰 亮的."""
    return _tried(text) and not only_asks(text)


def places_danger(text: str) -> bool:
    """Whether it says where the danger is that was spoken of: 那狗还在垃圾桶那刨."""
    return bool(_that_danger(text)) and _tells_where(text) and not only_asks(text)


def confirms(text: str) -> bool:
    """Whether it begins by saying that it is so: 真的 二楼都是黑烟."""
    return _confirms(text) and not only_asks(text)


#: Whether it only says when: 七点过的事.
tells_time = says("tells_time")
#: Whether staff say that somebody is with them: 孩子在我岗亭.
keeps_at_post = says("keeps_at_post")
#: Whether it tells of days before anybody was missing.
is_long_ago = says("is_long_ago")
#: Whether it names whose somebody could be: a building, a neighbour.
names_home = says("names_home")
#: Whether its sender is only about to go and look: 我去敲敲门.
is_about_to = says("is_about_to")
#: Whether it ends as a question, or asks what things cost or who has them.
only_asks = says("only_asks")


def list_own_words(text: str, call: str) -> frozenset[str]:
    """The telling pairs of characters that a text shares with the call: 酱油, 红围."""
    shared = (cut_pairs(text) & cut_pairs(call)) - _COMMON
    return frozenset(pair for pair in shared if not _kin_and_time(pair))


_asked_me = says("asked_me")
_CLAUSE = re.compile(r"[\s，,。.！!；;]+")
_SHORTEST_TOLD = 4
#: Who has seen somebody says so at once; a long text costs no more than its beginning.
_LONGEST = 300


def _drop_questions(text: str) -> str:
    """What it tells beside what it asks: 是不是瘦瘦高高的 刚才在我们楼下踢球; empty where that is nothing."""
    text = text[:_LONGEST]
    clauses = [clause for clause in _CLAUSE.split(text.replace("?", "？ ").replace("？", "？ ")) if clause]
    # What somebody who was met asked is no question of the sender's own: 问我终点是不是棉纺厂.
    told = [clause for clause in clauses if _asked_me(clause) or not only_asks(clause)]
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
    if not text or _not_ones_own(text):
        return False
    own = list_own_words(text, call)
    where = placed or bool(_tells_where(text) or _named_spot(text))
    # 鸟笼挂在桥洞边 没见人: a thing of his is found, he is not.
    if own and where and _lies(text) and not _tells_who(text):
        return True
    if _nobody_seen(text) and not own:
        return False
    named = own or looks or _that_one(text)
    who = 2 * bool(named) + bool(_tells_who(text) or _met(text))
    seen = 2 * bool(_noticed(text) or _told_me(text) or _asked_me(text)) + _does(text)
    there = where + _tells_when(text) + _he_is_at(text)
    return bool(who and seen and there) and who + seen + there >= ENOUGH


#: Whether it begins with 我也听到了: there was something, whatever was not noticed besides.
saw_it = says("saw_it")


def _tells_what(text: str) -> bool:
    """Who is there, or what he or she does: 我也看到了 在哭."""
    return any(is_said(text) for is_said in (_tells_who, _does, _happens))


def witnesses(text: str, words: str, *, here: bool, at_spot: bool, about: bool) -> bool:
    """Whether somebody tells what he or she notices of a danger that `words` tell of.

    `here` is of the chat in which it was reported, just now: there, first-hand words need name nothing.
    `at_spot` says that the text names the building of the danger or that its sender was there, `about` that
    it names the smoke, the water or whatever the danger is made of.
    """
    text = _drop_questions(text)
    if not text or _not_ones_own(text):
        return False
    named = bool(at_spot or list_own_words(text, words) or _that_danger(text))
    if (here and _first_hand(text)) or (saw_it(text) and (about or _tells_what(text))):
        return True
    seen = 2 * _noticed(text) + bool(about or _does(text) or _happens(text))
    there = bool(_tells_where(text) or _named_spot(text)) + _tells_when(text)
    return bool(named and seen and there) and 2 + seen + there >= ENOUGH
