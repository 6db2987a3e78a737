"""How a message bears on what is known of an alert: 他 of the thief, 我也看到了, a thing by its colour.

How people put it stands in `wordings/bearing.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from handlers.words.family import drop_names
from handlers.words.hearing import drop, says

_COLOURED = re.compile(
    r"(?P<hue>[红橙黄绿青蓝紫黑白灰粉棕])(?:色|色的|的)?[一-龥]{0,3}?"
    r"(?:(?P<worn>衣|服|袄|褂|衫|恤|外套|马甲|背心|夹克)|(?P<thing>车|裤|帽|包|鞋|裙|围巾|伞|箱))"
)


def share_coloured(text: str, call: str) -> bool:
    """Whether both tell of a thing of one colour, however it is named: 黄车, 黄色山地车."""
    return bool(_list_coloured(text) & _list_coloured(call))


def _list_coloured(text: str) -> frozenset[str]:
    return frozenset(match["hue"] + (match["thing"] or "衣") for match in _COLOURED.finditer(text))


# Of whom it is.

#: Whether it begins with 他 or 那人: of somebody who has been spoken of.
points_back = says("points_back")
#: Whether any part of it is of somebody who has been spoken of: 我出来劝他了.
speaks_of_him = says("speaks_of_him")
#: Whether somebody knows who it is: 我认识 是12栋的李老师.
knows_who = says("knows_who")
#: Whether the one who is looked for has a child or an old person along: either may be seen.
is_in_company = says("is_in_company")
#: The text without the words of whoever was met: 她说要回老家 is no 老家 of the sender's.
drop_speech = drop("speech", leave="说话")
_drop_own = drop("with_own")


def point_at(text: str, names: Iterable[str]) -> str:
    """The text with 那孩子 for the one who is called so, and without whom of the sender's own he was with."""
    names = tuple(names)
    if not any(name in text for name in names):
        return text
    return drop_names(_drop_own(text), names).replace("孩子", "那孩子")


# What its sender has noticed, watches or does there.

#: Whether somebody has noticed the same as was told: 我也看到了, 我家孩子刚才也说麻.
bears_out = says("bears_out")
#: Whether an eyewitness says where he or she is and what happens there: 我在坡下 它蹭着栏杆过来了.
watches = says("watches")
#: Whether somebody gets the one in danger out himself: 我跳了 拉到了.
lends_hand = says("lends_hand")
#: Whether who saw the missing does something about it: 我喊他们上来了.
holds_on = says("holds_on")
#: Whether somebody watches, or talks with who is shut in or lies there: 我贴着门跟她说话呢.
talks_to = says("talks_to")
#: Whether somebody feels the same of a smell or of smoke: 我头也疼.
feels_too = says("feels_too")
#: Whether somebody says who or where he is, or when he comes, before lending a hand: 我是护士, 五分钟到.
is_ready = says("is_ready")
#: Whether somebody says the number of the own home first, next door to it: 我是201 天花板往下流.
lives_near = says("lives_near")
#: Whether who gave a clue says where it went on, as sure as may be: 应该是在中医院那站下.
goes_on_where = says("goes_on_where")
#: Whether it asks: 正烧呢 tells, 烧到哪了 asks.
wants_to_know = says("wants_to_know")


def is_first_hand(text: str) -> bool:
    """Whether it is any of these: what its sender has noticed, watches or does there."""
    return bears_out(text) or watches(text) or lends_hand(text)
