"""Moments as people write them."""

from __future__ import annotations

from datetime import datetime

import pytest

from handlers.calendar.until import find_moment
from handlers.calendar.working_time import WorkingHours
from tests.handlers.moments import SHANGHAI, at

#: A Wednesday.
NOW = datetime(2026, 3, 4, 10, 20, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("words", "moment", "before"),
    [
        ("等配件 明天下午", "03-05 14:00", "等配件"),
        ("等配件 周五", "03-06 09:00", "等配件"),
        ("等配件周五", "03-06 09:00", "等配件"),
        ("等3号楼的配件 周五", "03-06 09:00", "等3号楼的配件"),
        ("业主不在家，后天上午", "03-06 09:00", "业主不在家"),
        ("等配件 18:00", "03-04 18:00", "等配件"),
        ("等配件 9:00", "03-05 09:00", "等配件"),
        ("等配件 １８：３０", "03-04 18:30", "等配件"),
        ("等厂家 下午三点半", "03-04 15:30", "等厂家"),
        ("等厂家 3点", "03-04 15:00", "等厂家"),
        ("等厂家 明天8点", "03-05 08:00", "等厂家"),
        ("等厂家 明晚8点", "03-05 20:00", "等厂家"),
        ("等厂家 晚上", "03-04 19:00", "等厂家"),
        ("等厂家 中午12点", "03-04 12:00", "等厂家"),
        ("等厂家 周三", "03-11 09:00", "等厂家"),
        ("等厂家 周三下午", "03-04 14:00", "等厂家"),
        ("等厂家 周一", "03-09 09:00", "等厂家"),
        ("等厂家 下周五", "03-13 09:00", "等厂家"),
        ("等厂家 星期天", "03-08 09:00", "等厂家"),
        ("等配件 10月8日", "10-08 09:00", "等配件"),
        ("等配件 10月8日9点半", "10-08 09:30", "等配件"),
        ("等配件 8号", "03-08 09:00", "等配件"),
        ("等配件 3号", "04-03 09:00", "等配件"),
        ("等配件 2小时", "03-04 12:20", "等配件"),
        ("等配件 两小时后", "03-04 12:20", "等配件"),
        ("等配件 一个半小时", "03-04 11:50", "等配件"),
        ("等配件 1小时半", "03-04 11:50", "等配件"),
        ("等配件 半小时", "03-04 10:50", "等配件"),
        ("等配件 三天", "03-07 10:20", "等配件"),
        ("等配件 2个工作日", "03-06 18:00", "等配件"),
        ("等配件 一周", "03-11 10:20", "等配件"),
        ("等配件 到周五", "03-06 09:00", "等配件"),
        ("等配件 今天", "03-04 18:00", "等配件"),
        ("等配件，週五處理", None, ""),
        ("等配件，週五", "03-06 09:00", "等配件"),
        ("等配件", None, ""),
        ("周五的配件没到", None, ""),
        ("等配件 2月30日", None, ""),
        ("等配件 今天8:00", None, ""),
        ("8-2-301", None, ""),
        ("", None, ""),
    ],
)
def test_a_moment_is_read_from_the_end_of_the_words(words: str, moment: str | None, before: str) -> None:
    found = find_moment(words, NOW, WorkingHours())
    if moment is None:
        assert found is None
    else:
        assert found is not None
        assert (found.moment, found.before) == (at(moment), before)


def test_a_text_without_end_costs_no_more_than_a_short_one() -> None:
    found = find_moment(f"{'1点 ' * 5_000}{' ' * 20_000}x 周五", NOW, WorkingHours())
    assert found is not None
    assert found.moment == at("03-06 09:00")
    assert find_moment(f"明天1点{' ' * 50_000}x", NOW, WorkingHours()) is None
