"""Numbers, rooms and names in nasty forms: none of them reaches another group, by relay, update or clue."""

from __future__ import annotations

import re

import pytest

from handlers.alerts.clues import take_clue
from handlers.decide import decide
from handlers.model import Delivery, Outcome, Purpose
from handlers.threads import Thread
from tests.handlers.building import GROUPS, MISSING, MOTHER, NOW, ZHANG, alert, group, hear, ticket, write

CALL = "孩子跑出去了 12岁 蓝色校服"
#: What the reporter writes, and every piece of it that no other group may read.
NASTY: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("我电话13812341234", ("13812341234",)),
    ("电话138 1234 1234", ("138 1234", "1234 1234")),
    ("手机138-1234-1234", ("1234",)),
    ("打13812341234或者13987654321", ("13812341234", "13987654321")),
    ("联系13812341234/13987654321", ("13812341234", "13987654321")),
    ("１３８１２３４１２３４", ("１３８１２３４１２３４", "13812341234")),
    ("电话一三八一二三四一二三四", ("一三八一二三四",)),
    ("电话幺三八幺二三四幺二三四", ("三八幺二三四",)),
    ("13812341234微信同号", ("13812341234", "同号")),
    ("138.1234.1234", ("1234.1234",)),
    ("电话:138*1234*1234", ("1234*1234",)),
    ("+86 13812341234", ("13812341234",)),
    ("+8613812341234", ("13812341234",)),
    ("0086-138-1234-1234", ("1234",)),
    ("座机021-65432109", ("65432109",)),
    ("座机 0571 8765 4321", ("8765",)),
    ("固话(010)65432109转802", ("65432109",)),
    ("138一二三四1234", ("138一二三四",)),
    ("1 3 8 1 2 3 4 1 2 3 4", ("1 3 8 1 2 3",)),
    ("138,1234,1234", ("1234,1234",)),
    ("微信 lele_mama2014", ("lele_mama2014",)),
    ("加我微信：wxid_a8b7c6d5", ("wxid_a8b7c6d5",)),
    ("vx13812341234", ("13812341234",)),
    ("v信:LeLe-520mm", ("LeLe-520mm",)),
    ("QQ 123456789", ("123456789",)),
    ("邮箱 lele.ma@example.com", ("lele.ma", "example.com")),
    ("身份证310101198001011234", ("310101198001011234",)),
    ("身份证31010119800101123X", ("31010119800101123X",)),
    ("我家8-2-301", ("8-2-301", "301")),
    ("我家8栋2单元301", ("301", "2单元301")),
    ("住8号楼二单元三零一", ("三零一",)),
    ("家在八栋二单元三楼301室", ("301",)),
    ("８－２－３０１", ("３０１", "301")),
    ("8#301", ("301",)),
    ("8幢301", ("301",)),
    ("我是8-301业主", ("8-301",)),
    ("我是王小梅", ("王小梅",)),
    ("我叫王小梅 电话13812341234", ("王小梅", "13812341234")),
    ("联系人王女士13812341234", ("王女士", "13812341234")),
    ("我是乐乐妈妈 8-2-301 13812341234", ("8-2-301", "13812341234", "乐乐妈妈")),
    ("电话1381234\n1234", ("1381234",)),
    ("打 138 1234 1234 或 139 8765 4321 微信同号", ("138 1234", "139 8765", "同号")),
    ("电话壹叁捌壹贰叁肆壹贰叁肆", ("叁捌壹贰",)),
    ("手机号前三位138后八位12341234", ("12341234",)),
    ("①③⑧①②③④①②③④", ("①③⑧",)),
)
DIGITS = re.compile(r"\d{5,}")


def told_elsewhere(outcome: Outcome) -> list[Delivery]:
    """What the other owners' groups are told."""
    owners = {chat.id for chat in GROUPS} - {group(3).id}
    purposes = (Purpose.RELAY, Purpose.UPDATE, Purpose.PROGRESS)
    return [each for each in outcome.deliveries if each.chat in owners and each.purpose in purposes]


def test_there_are_at_least_forty() -> None:
    assert len(NASTY) >= 40


@pytest.mark.parametrize(("words", "private"), NASTY)
@pytest.mark.parametrize("form", ["{call} {words}", "{words} {call}", "{call}，{words}，看到的请联系"])
def test_none_reaches_a_relay(words: str, private: tuple[str, ...], form: str) -> None:
    said = told_elsewhere(decide(hear(write(MOTHER, group(3), form.format(call=CALL, words=words)), MISSING)))
    assert len(said) == 4
    for each in said:
        assert not [piece for piece in private if piece in each.text], each.text
        assert not DIGITS.search(each.text), each.text
        assert all(fact in each.text for fact in ("蓝色校服", "12岁")), "the facts stay"


@pytest.mark.parametrize(("words", "private"), NASTY)
def test_none_reaches_an_update(words: str, private: tuple[str, ...]) -> None:
    live = alert(facts=CALL)
    of = ticket(kind="urgent", category="missing_person", reporter=MOTHER.person, words=CALL)
    case = hear(
        write(MOTHER, group(3), f"他还戴着红帽子 {words}"), MISSING, alerts=(live,), alert_tickets=(of,),
        threads=(Thread(ticket=of, alert=live),),
    )  # fmt: skip
    said = told_elsewhere(decide(case))
    assert len(said) == 4
    assert all("红帽子" in each.text for each in said)
    assert not [piece for each in said for piece in private if piece in each.text], said[0].text


@pytest.mark.parametrize(("words", "private"), NASTY)
def test_none_of_a_witness_reaches_the_group_of_the_reporter(words: str, private: tuple[str, ...]) -> None:
    live = alert(facts=CALL)
    of = ticket(kind="urgent", category="missing_person", reporter=MOTHER.person, words=CALL)
    message = write(ZHANG, group(1), f"我刚在环桥下面看到一个男孩 {words}")
    case = hear(
        message, alerts=(live,), alert_tickets=(of,), threads=(Thread(ticket=of, alert=live),), now=NOW
    )
    outcome = take_clue(case, live)
    said = [each for each in outcome.deliveries if each.chat == group(3).id]
    assert len(said) == 1
    assert "环桥" in said[0].text
    assert not [piece for piece in private if piece in said[0].text], said[0].text


@pytest.mark.parametrize(
    "words", ["电话13812341234 住8栋2单元301", "我住8-2-301", "我家8-2-301 电话13812341234"]
)
def test_a_home_and_a_number_alone_are_told_to_the_staff_and_to_no_other_group(words: str) -> None:
    live = alert(facts=CALL)
    of = ticket(kind="urgent", category="missing_person", reporter=MOTHER.person, words=CALL)
    case = hear(
        write(MOTHER, group(3), words), alerts=(live,), alert_tickets=(of,),
        threads=(Thread(ticket=of, alert=live),),
    )  # fmt: skip
    outcome = decide(case)
    assert outcome.events
    assert outcome.deliveries
    assert told_elsewhere(outcome) == []
