"""Who is looked for, by name, and who speaks as one of the family when the search is over.

The family, in whatever group and however related, says 我大伯接到了 or thanks everybody for 暖暖; a neighbour
who has heard of it says that somebody has been found.  How people put it stands in `wordings/family.toml` and
`wordings/pets.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from handlers.words.hearing import drop, says

#: How a name stands in the call: 我孙女暖暖 五岁, 天天不见了, 叫小宇.
_NAMED = re.compile(
    r"(?:(?:儿子|女儿|闺女|孙[子女儿]|外孙女?|外甥女?|侄[子女]|弟弟|妹妹|孩子|娃儿?|我家|俺家|咱家|小名|名字?叫|(?<!没)叫)(?:的)?(?:叫)?)"
    r"(?P<kin>[一-龥]{2,3}?)(?=[\s，,。、]|$|\d|放学|今天|早上|上午|中午|下午|晚上|从|刚|不见|没|走|跑|丢|自闭|在|上|下|才|趁|和|跟|到)"
    r"|(?:^|[\s，,。！!])(?P<subject>[一-龥]{2,3}?)(?=(?:人)?不见|走丢|走失|没回|没到家|跑丢|丢了|失踪|放学|没影)"
)
_DISPLAY = re.compile(
    r"^(?P<name>[一-龥]{2,3}?)(?:的)?(?:妈妈?|妈咪|麻麻|爸爸?|爸比|粑粑|奶奶|爷爷|外[公婆]|姥[姥爷]|姑姑?|舅舅?|姨妈|家长)$"
)
_is_no_name = says("is_no_name")


def find_names(words: str, reporter: str) -> frozenset[str]:
    """What the one who is looked for is called, by the call and by how the reporter is called: 暖暖奶奶."""
    found = [match["kin"] or match["subject"] for match in _NAMED.finditer(words)]
    shown = _DISPLAY.match(reporter.strip())
    if shown:
        found.append(shown["name"])
    return frozenset(name for name in found if name and not _is_no_name(name))


def drop_names(text: str, names: Iterable[str]) -> str:
    """The text with 孩子 for whoever is called so: 暖暖找着了 is of no thing called 暖暖."""
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "孩子")
    return text


# The search is over, or the family only answers.

#: Whether the family has taken over whoever was looked for: 交到他妈妈手里了.
hands_over = says("hands_over")
#: Whether the family only answers that they are on their way: nothing that the groups need to know.
sets_out = says("sets_out")
_has_fetched_own, _tells_of_own = says("fetched_own"), says("own_relative")
_was_searched, _is_relative_back = says("was_searched"), says("relative_is_back")
_has_in_arms, _thanks_everybody = says("has_in_arms"), says("thanks_everybody")
_thanks_all, _thanks_helper, _is_fetched = says("thanks_all"), says("thanks_helper"), says("is_fetched")


def speaks_as_family(text: str, names: Iterable[str]) -> bool:
    """Whether it says of whom somebody has been found: of one of the own, or by name and with thanks."""
    if _has_fetched_own(text):
        return True
    if _tells_of_own(text) and _was_searched(text):
        return True
    known = _is_relative_back(text) or any(name in text for name in names)
    return known and _thanks_all(text)


def has_in_arms(text: str) -> bool:
    """Whether somebody holds who was missing and thanks everybody: 抱到了 给各位磕头了."""
    return _has_in_arms(text) and _thanks_everybody(text)


def thanks_helper(text: str) -> bool:
    """Whether who was missing is fetched, with thanks to one who helped: only the family says so."""
    return _is_fetched(text) and _thanks_helper(text)


# Who calls: one of the family, somebody who has found a stray, somebody whose call is for a home.

#: Whether the call is of somebody found with nobody around, whose family may be looking.
tells_of_stray = says("tells_of_stray")
#: Whether the call is for somebody who does not answer at home.
is_home_call = says("is_home_call")
#: Whether who went to that home tells that somebody opened: 敲门应了 说手机静音.
answers_door = says("answers_door")
#: Whether somebody says that it comes of the own home or doing: 是我家锅烧干了.
admits = says("admits")
#: Whether smoke or smell come of cooking and the like: 在阳台烤红薯.
cooks = says("cooks")
_is_own_gone, _ends_in_own = says("own_is_gone"), says("ends_in_own")
_calls_everybody, _is_gone = says("calls_everybody"), says("gone_missing")


def calls_for_own(text: str, names: Iterable[str]) -> bool:
    """Whether one of the family calls for the same person: 我家小帆跑丢了 看到的麻烦拦一下."""
    if _is_own_gone(text):
        return True
    called = any(_ends_in_own(text[:at]) for name in names for at in _find_each(text, name))
    return called and _calls_everybody(text) and _is_gone(text)


def _find_each(text: str, name: str) -> Iterator[int]:
    at = text.find(name)
    while at >= 0:
        yield at
        at = text.find(name, at + 1)


# What is looked for is an animal.

_names_pet, _asks, _describes_person = says("pet"), says("question_sign"), says("describes_person")
_is_plainly_pet, _is_of_pet = says("is_plainly_pet"), says("is_of_pet")
#: 儿子 may be a dog's name for its owner, but rather is a son.
_names_child, _has_company = says("names_child"), says("has_company")
#: What somebody looked for has with him, fears or likes is not himself.
_drop_his_pet = drop("his_pet")


def tells_of_pet(text: str, call: str) -> bool:
    """Whether the reporter's words show that an animal is gone, where the call says nothing of a person."""
    if not _names_pet(text) or _asks(text):
        return False
    if _describes_person(call.replace(text, "")) or _describes_person(text):
        return False
    told = _drop_his_pet(text)
    if _is_plainly_pet(told):
        return True
    if _names_child(call) or _has_company(told):
        return False
    return _is_of_pet(told)
