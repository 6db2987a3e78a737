"""Somebody missing, as the family speaks of it in any group: by name, of one's own, of a dog called 宝宝."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.alerts.ending import find_over
from handlers.case import Case
from handlers.decide import decide
from handlers.model import Alert, AlertState, Chat, Outcome, Purpose, Sender, Step
from handlers.threads import Thread, Touch
from handlers.words.family import find_names, sets_out
from nlp.verdict import SILENT, Verdict
from tests.handlers.alerting import order
from tests.handlers.building import (
    CHEN,
    GROUPS,
    LI,
    MOTHER,
    NOW,
    STAFF_GROUP,
    ZHANG,
    alert,
    group,
    hear,
    said,
    texts_to,
    ticket,
    write,
)

GIRL = "麻烦大家帮忙找一下我孙女暖暖 五岁 扎两个小辫 穿黄裙子"
UNCLE = "我爸78岁 有点糊涂 早上买菜出去到现在没回家 灰色中山装"
STRAY = "东门快递柜那儿有个两三岁小男孩 光着脚 问啥都不说 谁家的"
DOG = "我家宝宝跑丢了 刚才开门一下就蹿出去了 急死我了"
AUTISTIC = "求求大家 我儿子小帆自闭症 15岁 刚趁我做饭跑下楼了 白T恤 黑短裤"


def in_call(
    call: str, text: str, sender: Sender = LI, chat: Chat | None = None, *, gave: bool = False,
    verdict: Verdict = SILENT,
) -> Case:  # fmt: skip
    """The message while this call is live; `gave` that its sender has given a clue before."""
    of = ticket(kind="urgent", category="missing_person", words=call, reporter=MOTHER.person, room=None)
    live = alert(facts=call)
    opened = Touch(step=Step.OPENED, person=MOTHER.id, name=MOTHER.name, chat=live.chat, at=live.opened_at)
    clue = Touch(
        step=Step.CLUE, person=sender.id, name=sender.name, chat=group(1).id, at=NOW - timedelta(minutes=5)
    )
    thread = Thread(ticket=of, alert=live, touches=(opened, clue) if gave else (opened,))
    message = write(sender, chat or group(1), text)
    return hear(message, verdict, alerts=(live,), alert_tickets=(of,), threads=(thread,))


def steps_of(outcome: Outcome) -> list[Step]:
    return [event.step for event in outcome.events]


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (GIRL, "我侄女接到了 不用找了"),
        (GIRL, "找到了 就是我家这个 谢谢大姐"),
        (UNCLE, "我大伯接到了 正往回走 谢谢小葛"),
        (UNCLE, "俺爹找着了 麻烦大家了"),
        (UNCLE, "爷爷到家了 给大家添麻烦了 谢谢各位"),
    ],
)
def test_whoever_of_the_family_tells_it_in_whatever_group_the_search_is_over(call: str, text: str) -> None:
    assert find_over(in_call(call, text))


def test_the_name_has_gone_out_to_all_and_proves_the_family_only_where_the_call_came_from() -> None:
    told = "暖暖找着了 在幼儿园门口等妈妈呢 谢谢各位邻居"
    there = next(chat for chat in GROUPS if chat.id == alert(facts=GIRL).chat)
    assert find_over(in_call(GIRL, told, chat=there))
    elsewhere = [chat for chat in GROUPS if chat != there]
    assert not any(find_over(in_call(GIRL, told, chat=chat)) for chat in elsewhere)


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (GIRL, "暖暖找着了吗"),
        (GIRL, "听说暖暖找到了"),
        (GIRL, "我儿子说孩子找到了"),
        (GIRL, "我妈找着钥匙了 谢谢大家"),
        (GIRL, "找到了 谢谢大家"),
        (GIRL, "暖暖找到了就好"),
        (GIRL, "我爷爷回来了"),
        (UNCLE, "爷爷肯定能找到"),
        (UNCLE, "我爸到家了"),
    ],
)
def test_who_only_has_heard_of_it_ends_no_search(call: str, text: str) -> None:
    assert not find_over(in_call(call, text))


def test_the_name_of_the_child_is_no_thing_that_was_found() -> None:
    assert find_over(in_call(GIRL, "暖暖找到了", MOTHER))
    assert not find_over(in_call(GIRL, "书包找到了", MOTHER))


@pytest.mark.parametrize(
    ("words", "reporter", "name"),
    [
        (GIRL, "刘阿姨", "暖暖"),
        ("天天不见了 10岁", "路人", "天天"),
        ("急 放学没回来 二年级", "梓涵爸爸", "梓涵"),
        (AUTISTIC, "小帆妈", "小帆"),
        ("孩子叫豆豆 三岁", "x", "豆豆"),
    ],
)
def test_a_name_stands_after_the_kin_before_what_happened_or_in_how_the_reporter_is_called(
    words: str, reporter: str, name: str
) -> None:
    assert find_names(words, reporter) == {name}


@pytest.mark.parametrize("words", [UNCLE, STRAY, "孩子自己跑出去了 穿蓝色校服", "14栋的奶奶不见了 82岁"])
def test_what_anybody_may_be_called_is_no_name(words: str) -> None:
    assert find_names(words, "孙静") == frozenset()


def test_who_gave_a_clue_and_saw_the_family_take_over_ends_the_search() -> None:
    told = "孩子已经交给他妈妈了 放心"
    assert find_over(in_call(GIRL, told, gave=True))
    assert not find_over(in_call(GIRL, told))


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (AUTISTIC, "我家小帆跑丢了 大家看到一个白T恤的大男孩麻烦拦一下"),
        (GIRL, "我家暖暖放学没接着 各位看到个黄裙子的丫头给我说一声"),
        (STRAY, "谁看见我家童童 两岁半 睡醒自己开门跑了 没穿鞋"),
    ],
)
def test_a_second_call_of_the_family_joins_the_first_and_is_no_clue(call: str, text: str) -> None:
    outcome = decide(in_call(call, text, ZHANG, group(5)))
    assert steps_of(outcome) == [Step.JOINED]
    assert outcome.alerts == ()


@pytest.mark.parametrize("text", ["小帆是那个爱转圈的孩子吗", "我去敲敲门"])
def test_a_question_and_an_errand_are_no_clue(text: str) -> None:
    home = "我妈一个人住 没人接电话 帮我去敲敲门 12-1-402"
    for call in (AUTISTIC, home):
        assert steps_of(decide(in_call(call, text))) == []


@pytest.mark.parametrize(
    ("text", "out"),
    [
        ("谢谢谢谢 我现在就往火车站方向找", True),
        ("我这就过去", True),
        ("好的 马上去", True),
        ("往火车站方向走了 灰衣服", False),
        ("我赶过去了 只找到书包 人没在", False),
    ],
)
def test_that_the_family_is_on_its_way_is_no_news_for_the_groups(text: str, out: bool) -> None:
    assert sets_out(text) is out
    update = said(decide(in_call(UNCLE, text, MOTHER, group(3))), Purpose.UPDATE)
    assert bool(update) is not out


# --- staff ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "监控里看到穿黄裙子的小孩 四点十二分出了西门",
        "是有个扎小辫的娃 往超市方向去了",
        "孩子在我岗亭 家长过来认一下",
    ],
)
def test_what_staff_see_among_themselves_is_told_to_the_family_as_from_the_company(text: str) -> None:
    outcome = decide(in_call(GIRL, text, CHEN, STAFF_GROUP))
    assert steps_of(outcome) == [Step.CLUE]
    (told,) = said(outcome, Purpose.CLUE)
    assert (told.chat, told.text.startswith("【线索1】物业，")) == (group(3).id, True)
    assert said(outcome, Purpose.ADVICE) == ()


@pytest.mark.parametrize("text", ["收到", "马上去西门看看", "谁在监控室", "家长电话多少", "我去调监控"])
def test_what_staff_say_to_each_other_beside_it_is_no_clue(text: str) -> None:
    assert steps_of(decide(in_call(GIRL, text, CHEN, STAFF_GROUP))) == []


@pytest.mark.parametrize(
    ("told", "words"), [(tuple(g.id for g in GROUPS if g.number != 3), "更正已发往4个群"), ((), "撤销。")]
)
def test_staff_who_take_an_alert_back_hear_how_many_groups_are_put_right(
    told: tuple[str, ...], words: str
) -> None:
    outcome = order(CHEN, "误报128", alert(category="fire", told=told))
    assert any(words in text for text in texts_to(outcome, STAFF_GROUP))
    assert len(said(outcome, Purpose.CORRECTION)) == len(told)


# --- pets ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["棕色泰迪 脖子上有铃铛", "两岁 比熊 白色的", "不是小孩 是我家猫"])
def test_an_alert_for_what_turns_out_to_be_a_pet_is_taken_back_with_words_of_its_own(text: str) -> None:
    outcome = decide(in_call(DOG, text, MOTHER, group(3)))
    (closed,) = outcome.alerts
    assert closed.state is AlertState.FALSE_ALARM
    corrected = said(outcome, Purpose.CORRECTION)
    assert len(corrected) == 4
    assert all("宠物" in each.text and each.text.startswith("【更正】") for each in corrected)


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (DOG, "他抱着一只泰迪出去的"),
        (DOG, "他最怕狗"),
        (DOG, "穿黄衣服 上面有只猫"),
        ("我儿子不见了 大家帮忙找找", "我家狗跟着一起出去的"),
        ("我女儿没回来", "棕色泰迪也不在家"),
        (GIRL, "手里牵着泰迪"),
    ],
)
def test_an_animal_that_somebody_has_with_him_takes_back_nothing(call: str, text: str) -> None:
    given: tuple[Alert, ...] = decide(in_call(call, text, MOTHER, group(3))).alerts
    assert all(each.live for each in given)


def test_another_owners_dog_takes_back_nothing() -> None:
    assert not find_over(in_call(DOG, "我家狗也丢过 棕色泰迪", LI, group(3)))
