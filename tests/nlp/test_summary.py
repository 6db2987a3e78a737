"""A card says in the owner's own words what the matter is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.summary import summarise

SUMMARIES = [
    ("厨房下水堵了 洗碗池一池子油水 8栋2单元301", "厨房下水堵了 洗碗池一池子油水"),
    ("@物业小助手 报修 厨房角阀拧不动了 怕拧断 麻烦带工具 4-1-1503", "厨房角阀拧不动了 怕拧断 带工具"),
    ("您好，请问马桶底座一圈总渗黄汤，谢谢！", "马桶底座一圈总渗黄汤"),
    ("又停水 又不通知？？？你们吃屎的吗 9号楼没水", "又停水 又不通知？没水"),
    ("师傅你好 不好意思打扰一下 灯坏了😭[流泪] 13812341234", "灯坏了"),
    ("空开推上去就弹 7幢502 电话13500002218", "空开推上去就弹"),
    ("5-1-602的租户两天联系不上了", "租户两天联系不上了"),
    ("物业在吗", "物业在吗"),
    ("😭😭", "😭😭"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "summary"), SUMMARIES)
def test_the_matter_is_told_without_greeting_anger_room_and_phone(text: str, summary: str) -> None:
    assert summarise(text) == summary


def test_a_long_story_is_cut_to_the_clauses_that_tell_the_matter() -> None:
    story = "我在这儿住了十几年了 左邻右舍都挺好 平时也不爱说话 今天买完菜回来 上楼梯的时候 " * 2
    assert "水管爆了 楼道里全是水" in summarise(story + "一看五楼水管爆了 楼道里全是水")


def test_a_run_on_without_punctuation_is_cut_where_a_speaker_breathes() -> None:
    text = (
        "老师傅啊昨天还好好的呢今早起来整面墙的开关都没反应了我把闸都推了一遍没用"
        "孙子等着上网课急得直跺脚呢你们有空来瞅瞅吧我腿脚不好下不去啊"
    )
    assert "整面墙的开关都没反应了" in summarise(text)
    assert len(summarise(text)) <= 60


@pytest.mark.parametrize("text", ["1" * 20_000, "漏水，" * 7_000, "啊" * 20_000, "@" * 20_000])
def test_a_very_long_message_gives_a_short_summary(text: str) -> None:
    assert 0 < len(summarise(text)) <= 60


@given(
    st.text(alphabet="你好物业厨房漏水了谢，。！ @小助手8栋2单元301x\n😭", max_size=120), st.integers(5, 60)
)
def test_no_word_is_invented(text: str, limit: int) -> None:
    summary = summarise(text, limit)
    rest = iter(" ".join(text.split()) + text)
    assert all(char in rest for char in summary)
    assert len(summary) <= limit
    assert bool(summary) == bool(text.strip())
