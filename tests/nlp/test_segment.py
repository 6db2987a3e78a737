"""The door to the segmenters: own dictionaries, the same words behind it."""

import jieba
import pytest

from nlp.segment import Segmenter, build_segmenter


@pytest.fixture(params=[True, False], ids=["rjieba", "jieba"], scope="module")
def segmenter(request: pytest.FixtureRequest) -> Segmenter:
    return build_segmenter(["排不下去", "锦绣园东坡"], prefer_rust=request.param)


@pytest.mark.parametrize(
    ("text", "word"),
    [("系统有漏洞", "漏"), ("今晚吃火锅", "火"), ("我很着急", "着"), ("水果真甜", "水")],
)
def test_words_inside_other_words_are_not_seen(segmenter: Segmenter, text: str, word: str) -> None:
    assert word not in segmenter.cut(text)


def test_our_words_come_out_whole(segmenter: Segmenter) -> None:
    assert "排不下去" in segmenter.cut("厕所水排不下去")
    assert "锦绣园东坡" in segmenter.cut("锦绣园东坡漏水")


def test_the_words_joined_are_the_text(segmenter: Segmenter) -> None:
    text = "8栋2单元301 厨房漏水了，快来!"
    assert "".join(segmenter.cut(text)) == text


def test_the_global_tokenizer_learns_nothing_from_us(segmenter: Segmenter) -> None:
    assert "锦绣园东坡" not in jieba.dt.FREQ
