"""A drill announced hours before: who wonders at the smoke raises no alarm, who calls for help does."""

from __future__ import annotations

from datetime import date

import pytest

from bot.replay.scenarios import Played
from handlers.words.announcing import announces_drill, ends_drill, find_day
from nlp.verdict import Verdict
from tests.bot import conversing
from tests.bot.conversing import Line

NOTICE = "今天15:00在8栋做消防演练 届时会放烟、响警报 请勿惊慌"
WONDERING = "8栋怎么冒烟了？"
HOURS = 3 * 3600


def classify(text: str) -> Verdict:
    if "烟" in text and text != NOTICE:
        return Verdict("urgent", "fire", "3" if "3栋" in text else None, None, certain=False)
    return Verdict("other", None, None, None)


async def play(*lines: Line, restart_after: tuple[int, ...] = ()) -> Played:
    return await conversing.play(*lines, classify=classify, restart_after=restart_after)


async def test_staff_alone_hear_of_a_question_about_the_smoke_of_an_announced_drill() -> None:
    played = await play((0, "g1", "师傅老曹", NOTICE), (HOURS, "g4", "张三", WONDERING))
    assert len(played.tickets) == 0
    assert len(played.alerts) == 0
    (said,) = played.said
    assert said["chat"] == "staff"
    assert WONDERING in said["text"]
    assert NOTICE in said["text"]


@pytest.mark.parametrize(
    "text",
    [
        "8栋好大的烟 快来人",
        "8栋是不是着火了 烟好大",
        "3栋怎么冒烟了？",
        "8栋楼道全是烟",
        "怎么真的冒烟了 有人出不来",
    ],
)
async def test_a_call_for_help_or_smoke_elsewhere_is_an_alarm_on_the_day_of_a_drill(text: str) -> None:
    played = await play((0, "g1", "师傅老曹", NOTICE), (HOURS, "g1", "张三", text))
    assert [alert["category"] for alert in played.alerts] == ["fire"]


@pytest.mark.parametrize(
    "lines",
    [
        ((0, "g1", "张三", NOTICE),),
        ((0, "g1", "师傅老曹", NOTICE), (HOURS, "g1", "师傅老曹", "演练结束 谢谢配合")),
        ((0, "g1", "师傅老曹", NOTICE.replace("今天", "明天")),),
        ((0, "staff", "师傅老曹", NOTICE),),
    ],
    ids=["by an owner", "over", "tomorrow", "among staff"],
)
async def test_only_what_staff_told_owners_of_this_day_counts(lines: tuple[Line, ...]) -> None:
    played = await play(*lines, (HOURS + 60, "g1", "张三", WONDERING))
    assert [alert["category"] for alert in played.alerts] == ["fire"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (NOTICE, 21),
        ("明天上午十点举行消防演练", 22),
        ("11月28日下午开展消防疏散演练", 28),
        ("定于25号上午组织演练", 25),
        ("8号楼今天做演练", 21),
        ("2月30日演练", 21),
    ],
)
def test_the_day_of_a_drill_is_read_from_its_notice(text: str, day: int) -> None:
    assert find_day(text, date(2026, 11, 21)) == date(2026, 11, day)


@pytest.mark.parametrize(
    ("text", "announces"),
    [
        (NOTICE, True),
        ("定于今天下午三点在2号楼进行电梯困人应急演练", True),
        ("演练", False),
        ("演练取消了 改期另行通知", False),
        ("演练结束 谢谢大家配合", False),
        ("上次那个视频谁有", False),
    ],
)
def test_a_notice_of_a_drill_says_when_it_will_be(text: str, announces: bool) -> None:
    assert announces_drill(text) is announces
    assert not (announces and ends_drill(text))
