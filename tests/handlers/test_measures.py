"""A measure ends a danger when it is taken and nothing is left to do; who is found is so in any dialect."""

from __future__ import annotations

import pytest

from handlers.words.endings import says_over

MEASURES = [
    ("electric_hazard", "收到 马上断电", False),
    ("electric_hazard", "去断电", False),
    ("electric_hazard", "已拉闸 换空开", False),
    ("electric_hazard", "已断电 抢修中", False),
    ("electric_hazard", "已拉闸 空开换好了", True),
    ("electric_hazard", "修好送电了", True),
    ("electric_hazard", "电线包好架高了", True),
    ("flood", "这就关阀", False),
    ("flood", "阀门关死了 水止住了 现在抽水", True),
    ("fire", "灭火器喷完了 没压住", False),
    ("fire", "拿灭火器喷灭的 没事了", True),
    ("gas", "关了总阀 窗户全开 测了是零", True),
    ("crime", "北门堵到了 交给派出所了", True),
    ("elevator_trapped", "已解困 三人均无恙", True),
    ("elevator_trapped", "放咗出嚟 母子平安", True),
    ("flood", "堵漏完成", True),
    ("flood", "已关进水 电梯停运 在排水", False),
    ("flood", "总阀已关 不漏了 正在排水", True),
    ("fire", "拿灭火器喷了 没火了 烟还有点 大家绕开走", False),
    ("fire", "人员疏散完成", False),
    ("other_urgent", "狗没抓住", False),
    ("falling_object", "窗扇卸了", True),
]
SEARCHES = [
    ("在调度室找到了！孩子好好的 给大家鞠躬了", True),
    ("我弟找见了 在河边钓鱼", True),
    ("找到喽找到喽 大家歇着吧", True),
    ("警察同志给送到单元门口了", True),
    ("接到学校电话 被老师留下补作业 没丢", True),
    ("接他放学的人说没接到", False),
    ("孩子奶奶急得晕过去了 已经送医院", False),
    ("以前也没丢过", False),
    ("搵返喇 喺公园瞓着咗", True),
    ("寻着哉寻着哉 勒浪同学屋里", True),
]


@pytest.mark.parametrize(("category", "text", "over"), MEASURES)
def test_what_is_about_to_be_done_or_half_done_ends_no_danger(category: str, text: str, over: bool) -> None:
    assert says_over(text, category) is over


@pytest.mark.parametrize(("text", "over"), SEARCHES)
def test_who_is_found_is_found_in_any_words(text: str, over: bool) -> None:
    assert says_over(text, "missing_person") is over
