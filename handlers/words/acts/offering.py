"""Group purchases, lists that go round, calls to join in."""

from __future__ import annotations

import re

from handlers.words.acts.echoing import only_echoes
from handlers.words.remembering import keep_at_hand

_LIST_LINE = re.compile(r"^\d{1,3}[.．、]\s*\S")
_ORDER = re.compile(
    r"[\d一两二三四五六几多]\s*(?:盒|箱|斤|份|袋|瓶|只|罐|件|包|打)(?!水|电)|自提|截单|到货|转你了|钱转|"
    r"拼单|团长|多要|[+＋1]\s*多[放加要]|留一|帮我留"
)
_OFFER = re.compile(
    r"接龙|团购|拼单|拼团|拼车|开团|团长|今[天晚]团|(?:要|去|来|参加|报名|想[要去吃]|"
    r"感兴趣)的(?:\S{0,4})?(?:[+＋扣打回举]|私|接|报|联系|留)|扣\s*[1１]|"
    r"自提|截单|包邮|下单|\d{1,5}(?:\.\d{1,2})?(?:元|块)?(?:一|/|每)(?:盒|箱|斤|份|袋|瓶|只|件|包)|"
    r"[一二三四五六七八九十\d](?:元|块)[一/每]|"
    r"(?:有没有|谁|有人).{0,6}(?:一起|组队|搭子|去吗|要吗)|三缺一|(?:差|缺|少)[一两二三123]?[个位人]|"
    r"[+＋]\s*[1１]\s*的?(?:说话|来|私|报|冒泡|举手)|转让|低价出|出售|求购|招租"
)


@keep_at_hand
def offers(text: str) -> bool:
    """Whether it asks who joins in, as a group purchase or a dinner does: +1 after it is for it."""
    return _OFFER.search(text) is not None


@keep_at_hand
def orders(text: str) -> bool:
    """Whether it answers such an offer: how much, how paid."""
    return _ORDER.search(text) is not None


_WANTED = re.compile(
    r"(?P<before>[^\s+＋\d]{1,6})\s?[+＋]\s?[1１]|[+＋]\s?[1１]\s?(?P<after>[^\s+＋\d]{1,4})"
)
_NO_GOODS = re.compile("我|家|们|楼|栋|也|同|坏|没|不")


def find_wanted(text: str) -> str:
    """What it wants one of (`鸡蛋+1`), empty where it names no goods."""
    match = _WANTED.fullmatch(text.strip())
    goods = (match["before"] or match["after"]) if match else ""
    return "" if _NO_GOODS.search(goods) else goods


def is_list_line(text: str) -> bool:
    """Whether it is a line of a list that goes round: `2. 老聂 1盒`."""
    return _LIST_LINE.match(text) is not None


def calls_to_join(text: str) -> bool:
    """Whether a +1 after it is for it: an offer, an answer to one, an echo of what is no ticket."""
    return offers(text) or orders(text) or only_echoes(text)
