"""Who is lost is heard with and without a name, in the shortest words; a lost thing is nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.classifier import Classifier, RuleError
from nlp.lost_words import read_lost_words
from nlp.verdict import SILENT

NLP = Path(__file__).parents[2] / "nlp"

GONE = [
    "孩子丢了",
    "我女儿丢了",
    "我儿子丢了 5岁",
    "女儿丢了，穿白裙子",
    "我女儿找不到了",
    "我女儿暖暖不见了",
    "我女儿暖暖不见了 六岁 扎两个辫子 穿粉色外套 刚才在小广场玩",
    "我女儿萌萌不见了 六岁",
    "我女儿甜甜丢了 穿白裙子",
    "我儿子浩浩不见了 6岁",
    "我家乐乐不见了 6岁男孩",
    "我家宝宝不见了",
    "孩子丢了！大家帮帮忙",
]
NOBODY = [
    "我女儿的书包不见了",
    "我女儿书包不见了",
    "我女儿找不到书包了",
    "我女儿丢了手机",
    "孩子校服丢了 谁捡到了",
    "我孩子的水杯找不到了",
    "我儿子球丢了",
    "我妈的老年卡找不到了",
    "我妈找不到钥匙了",
    "我家豆豆不见了 泰迪",
    "儿子丢了工作",
    "我女儿的平衡车不见了",
    "我女儿电话手表不见了",
    "我儿子找不到公交卡了",
]


@pytest.mark.parametrize("text", GONE)
def test_who_is_gone_is_an_emergency_beyond_doubt(classifier: Classifier, text: str) -> None:
    verdict = classifier.classify(text)
    assert (verdict.kind, verdict.category, verdict.certain) == ("urgent", "missing_person", True)
    assert classifier.classify_fully(text) == verdict


@pytest.mark.parametrize("text", NOBODY)
def test_a_thing_that_is_gone_is_no_emergency(classifier: Classifier, text: str) -> None:
    assert classifier.classify(text).kind != "urgent"
    assert classifier.classify_fully(text) == classifier.classify(text)


def test_what_says_nothing_of_anybody_lost_stays_as_it_was_cut(classifier: Classifier) -> None:
    for text in ("今天天气真好", "谢谢乐乐妈妈", "丢了", "找不到", "的丢了"):
        tokens = classifier.engine.reader.cut(text)
        assert classifier.engine.lost.say_in_full(tokens) is tokens
    assert classifier.classify("丢了") == SILENT


def test_an_estate_adds_what_people_lose_there(tmp_path: Path) -> None:
    assert Classifier.load().classify("我女儿的扭扭车不见了").kind == "urgent"
    (tmp_path / "lost.toml").write_text('[belongings]\nwords = "扭扭车"\n', encoding="utf-8")
    classifier = Classifier.load(tmp_path)
    assert classifier.check() == ()
    assert classifier.classify("我女儿的扭扭车不见了").kind != "urgent"
    assert classifier.classify("我女儿不见了").kind == "urgent"


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ('[belonging]\nwords = "扭扭车"\n', 1, "是不是 [belongings]"),
        ('[belongings]\nwords = """\n扭扭车\n书包\n"""\n', 4, "“书包” 已经在 [belongings] 里"),
        ('[belongings]\nmatch = ["扭扭车"]\n', 1, "不认识 'match'"),
        ("[lost\n", 1, "不是有效的 TOML"),
    ],
)
def test_a_broken_file_says_which_line_and_what(tmp_path: Path, text: str, line: int, what: str) -> None:
    (tmp_path / "lost.toml").write_text(text, encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        Classifier.load(tmp_path)
    assert (caught.value.name, caught.value.line) == ("lost.toml", line)
    assert what in caught.value.what


def test_a_word_that_never_stands_alone_is_remarked_on(tmp_path: Path) -> None:
    (tmp_path / "lost.toml").write_text('[lost]\nwords = """\n落在外面了\n"""\n', encoding="utf-8")
    (problem,) = Classifier.load(tmp_path).check()
    assert (problem.name, problem.line) == ("lost.toml", 3)
    assert "会被切开" in problem.what


def test_a_running_bot_sees_that_the_file_has_changed(tmp_path: Path) -> None:
    classifier = Classifier.load(tmp_path)
    (tmp_path / "lost.toml").write_text('[belongings]\nwords = "扭扭车"\n', encoding="utf-8")
    assert classifier.stamp_files() != classifier.stamp
    classifier.reload()
    assert classifier.stamp_files() == classifier.stamp
    assert classifier.classify("我女儿的扭扭车不见了").kind != "urgent"


def test_our_own_file_is_read_once_however_its_folder_is_named() -> None:
    roundabout = NLP / ".." / NLP.name
    assert read_lost_words([roundabout]).belongings == read_lost_words([NLP]).belongings
