"""How an ending is known in words that no rule knows: weights that are learned the same way every time."""

from __future__ import annotations

import json
from pathlib import Path
from zlib import crc32

import pytest

from handlers.alerts.noticing import LIKELY as CLUE_LIKELY
from handlers.words.endings import LIKELY
from nlp.endings import FILE, Setting, collect_letters, list_setting, weigh_clue, weigh_ending
from nlp.scenes import read_scenes
from nlp.train_endings import (
    Line,
    learn_endings,
    list_clues,
    list_endings,
    main,
    read_lines,
    throw_in,
)
from nlp.weights import load_weights
from tests.lots import list_to_learn_from

DATA = Path(__file__).parents[1] / "data"
LINES, CLUES = DATA / "endings.jsonl", DATA / "clues.jsonl"


def test_a_message_is_its_letters_and_runs_with_the_sort_of_emergency() -> None:
    features = collect_letters("接到了！ 谢谢 13800001111", "missing_person")
    assert {"接", "|", "0", "^", "$"} <= features["1"]
    assert {"接到", "到了|", "谢|0", "missing 接到", "missing_person 接到"} <= features["2"]
    assert "1380" not in "".join(features["2"])
    assert features["s"] == {"missing_person"}


def test_a_very_long_message_is_cut() -> None:
    assert len(collect_letters("水在漫" * 10_000, "flood")["2"]) < 2_000


def test_the_weights_that_are_shipped_are_those_of_the_labelled_lines(tmp_path: Path) -> None:
    out = tmp_path / "endings.json"
    scenes = [str(path) for path in list_to_learn_from()]
    talk = [str(DATA / f"messages-train-{number}.jsonl") for number in range(1, 6)]
    given = [str(LINES), str(CLUES), "--scenarios", *scenes, "--talk", *talk]
    assert main([*given, "--out", str(out)]) == 0
    assert out.read_bytes() == FILE.read_bytes()


@pytest.mark.parametrize(
    ("path", "asked", "bar"),
    [(LINES, "over", LIKELY), (CLUES, "clue", CLUE_LIKELY)],
)
def test_four_fifths_of_the_lines_teach_most_of_the_last_fifth(path: Path, asked: str, bar: float) -> None:
    lines = read_lines(path, asked)
    # By the text, so that a sentence said of two emergencies is never on both sides.
    held = [line for line in lines if crc32(line.text.encode()) % 5 == 0]
    weights = learn_endings([line for line in lines if crc32(line.text.encode()) % 5])
    taken = [weights.weigh(collect_letters(line.text, line.category, line.who))[0] >= bar for line in held]
    right = sum(1 for was, line in zip(taken, held, strict=True) if was and line.is_so)
    wrong = sum(1 for was, line in zip(taken, held, strict=True) if was and not line.is_so)
    assert right / sum(line.is_so for line in held) >= 0.6
    assert wrong / sum(not line.is_so for line in held) <= 0.06


@pytest.mark.parametrize("who", ["", "own", "staff", "nobody known"])
def test_what_is_weighed_quickly_is_what_the_weights_say(who: str) -> None:
    choices = load_weights(FILE)
    lines = [*read_lines(LINES, "over")[::9], *read_lines(CLUES, "clue")[::9]]
    for text, category in [
        *((line.text, line.category) for line in lines),
        ("", "fire"),
        ("😀", "unheard of"),
    ]:
        named = collect_letters(text, category, who)
        assert weigh_ending(text, category, who) == pytest.approx(choices["ending"].weigh(named)[0])
        assert weigh_clue(text, category, who) == pytest.approx(choices["clue"].weigh(named)[0])


def test_who_speaks_makes_a_difference() -> None:
    assert "by own" in collect_letters("在家了", "missing_person", "own")["s"]
    told = "接走了 谢谢各位"
    assert weigh_ending(told, "missing_person", "own") > weigh_ending(told, "missing_person", "other")


@pytest.mark.parametrize(
    ("text", "category"),
    [("喷泉边上有个黄裙子小丫头在喂鱼", "missing_person"), ("我家也进烟了 15楼", "fire")],
)
def test_what_somebody_noticed_is_likely_a_clue(text: str, category: str) -> None:
    assert weigh_clue(text, category, "other") >= CLUE_LIKELY


@pytest.mark.parametrize(
    ("text", "category"),
    [("烤红薯多少钱一斤", "missing_person"), ("会不会去同学家了", "missing_person"), ("快打119", "fire")],
)
def test_talk_is_no_clue(text: str, category: str) -> None:
    assert weigh_clue(text, category, "other") < 0.1


@pytest.mark.parametrize(
    ("text", "category"),
    [("人没找到", "missing_person"), ("火还在烧", "fire"), ("救护车还没来", "medical"), ("", "gas")],
)
def test_what_goes_on_is_unlikely(text: str, category: str) -> None:
    assert weigh_ending(text, category) < 0.5


HERE = Setting(here=True, seconds=60, shared=0)


def test_where_and_after_what_it_is_said_makes_a_difference() -> None:
    assert "here 1" in list_setting("水到脚面了", "flood", HERE)
    text = "我这儿也有"
    known = HERE._replace(shared=4)
    assert weigh_clue(text, "flood", "other", known) > weigh_clue(text, "flood", "other", HERE)


def test_what_is_asked_is_less_likely_noticed() -> None:
    told, asked = "楼下的味道散了", "楼下的味道散了没"
    assert weigh_clue(asked, "gas", "other", HERE) < weigh_clue(told, "gas", "other", HERE)


@pytest.mark.parametrize("setting", [HERE, Setting(False, 4_000, 9, True, "own", True, True)])
def test_what_is_weighed_quickly_in_a_setting_is_what_the_weights_say(setting: Setting) -> None:
    choices = load_weights(FILE)
    for line in read_lines(CLUES, "clue")[::97]:
        named = collect_letters(line.text, line.category, "other", setting)
        weighed = weigh_clue(line.text, line.category, "other", setting)
        assert weighed == pytest.approx(choices["clue"].weigh(named)[0])


def _tell(at: int, sender: str, text: str, role: str = "owner", group: str = "g1") -> dict[str, object]:
    return {"t": at, "group": group, "sender": sender, "role": role, "text": text}


def test_a_conversation_tells_who_said_what_of_an_alert_and_after_what(tmp_path: Path) -> None:
    events = [
        _tell(0, "妈妈", "我儿子不见了 红衣服"),
        _tell(30, "爸爸", "我是他爸 刚从学校出来 看到没"),
        _tell(50, "邻居", "红衣服的在滑梯那儿"),
        _tell(60, "路人", "我家也停水了", group="g2"),
        _tell(90, "邻居", "还在玩"),
        _tell(200, "队长", "找到了 交给他爸了", role="staff"),
        _tell(300, "妈妈", "谢谢"),
    ]
    alert = {"category": "missing_person", "opened_by": 0, "clues": [2, 4], "closed_by": 5}
    other = {"category": "flood", "opened_by": 3, "clues": [], "closed_by": None}
    expect = {"alerts": [alert, other], "tickets": [{"source_events": [0, 1]}, {"source_events": [3]}]}
    path = tmp_path / "scenes.jsonl"
    path.write_text(json.dumps({"events": events, "expect": expect}), encoding="utf-8")
    said = [each for each in read_scenes([path]) if each.category == "missing_person"]
    assert [(each.who, each.clue, each.over) for each in said] == [
        ("other", False, False),
        ("other", True, False),
        ("giver", True, False),
        ("staff", False, True),
    ]
    assert said[1].setting == Setting(True, 50, 2, False, "other", True, True)
    assert [line.is_so for line in list_clues(said)] == [False, True, True]
    assert [line.is_so for line in list_endings(said)] == [False, False, False, True]


def test_talk_is_thrown_in_where_something_was_said() -> None:
    scene = Line("水到脚面了", "flood", True, "other", HERE._replace(shared=3, photo=True))
    assert throw_in([scene], ["吃了没", "晚上打球"]) == [
        Line("吃了没", "flood", False, "other", HERE),
        Line("晚上打球", "flood", False, "other", HERE),
    ]
    assert throw_in([], ["吃了没"]) == []
