"""`rules check` finds what loads but cannot work, and an estate's own folder extends ours."""

import re
import shutil
from pathlib import Path

import pytest

from nlp.classifier import Classifier
from nlp.rules import RuleError


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


RULE = '[[rule]]\nname = "{}"\nneed = [{}]\n{}\n'

PROBLEMS = [
    (
        {"lexicon/own.toml": '[empty]\ntitle = "空"', "rules/repair.toml": RULE.format("x", '"empty"', "")},
        "永远不会动",
    ),
    ({"rules/repair.toml": RULE.format("x", '"lift"', 'unless = ["lift"]')}, "永远不会动"),
    ({"rules/repair.toml": RULE.format("x", '"lift"', 'unless = ["estate"]')}, "need 的 lift"),
    ({"rules/repair.toml": RULE.format("x", '"not:lift"', "")}, "里没有词"),
    (
        {
            "lexicon/own.toml": '[kiosk]\nwords = "老王茶摊"',
            "rules/repair.toml": RULE.format("x", '"kiosk"', "at_most = 3"),
        },
        "短到 at_most",
    ),
    ({"rules/repair.toml": RULE.format("x", '"lift"', 'match = ["门坏了"]')}, "没有动"),
    ({"rules/repair.toml": RULE.format("x", '"lift"', 'silent = ["电梯"]')}, "不该动"),
    (
        {
            "rules/repair.toml": RULE.format("x", '"lift"', 'category = "water"')
            + RULE.format("y", '"lift"', 'category = "network"')
        },
        "条件一样",
    ),
    (
        {
            "rules/repair.toml": RULE.format("x", '"lift", "broken"', "")
            + RULE.format("y", '"broken", "lift"', 'kind = "complaint"')
        },
        "y 和 x 条件一样",
    ),
    ({"lexicon/own.toml": '[own]\nwords = "水,管"'}, "会被切开"),
]


@pytest.mark.parametrize(("files", "what"), PROBLEMS, ids=[what for _, what in PROBLEMS])
def test_a_problem_is_named_with_its_file(tmp_path: Path, files: dict[str, str], what: str) -> None:
    for name, text in files.items():
        write(tmp_path, name, text)
    problems = Classifier.load(tmp_path).check()
    assert [p for p in problems if what in p.what and str(tmp_path) in p.file and p.line >= 1]


def test_a_word_that_is_cut_is_named_with_its_line_in_the_file_that_has_it(tmp_path: Path) -> None:
    write(tmp_path, "lexicon/own.toml", '[lift]\nwords = """\n云霄号\n水,管 升降机二号\n"""\n')
    problems = Classifier.load(tmp_path).check()
    assert [one.line for one in problems if one.name == "own.toml"] == [4]


def test_an_estate_adds_its_own_words_without_touching_ours(tmp_path: Path) -> None:
    write(tmp_path, "lexicon/own.toml", '[lift]\nwords = "云霄号"\n')
    reading = Classifier.load(tmp_path).read("云霄号坏了")
    assert reading.has("lift")
    assert not Classifier.load().read("云霄号坏了").has("lift")


def test_an_estate_adds_its_own_rule_that_decides_alone(tmp_path: Path) -> None:
    write(tmp_path, "lexicon/own.toml", '[kiosk]\nis = ["estate"]\nwords = "老王茶摊"\n')
    write(tmp_path, "rules/inquiry.toml", RULE.format("kiosk", '"kiosk"', "sure = true"))
    verdict = Classifier.load(tmp_path).classify("老王茶摊今天出摊")
    assert verdict.kind == "inquiry"
    assert verdict.evidence[0].rule == "kiosk"


def test_the_example_for_an_estate_does_what_it_says(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```toml\n# my-rules/(\S+)\n(.*?)```", text, re.DOTALL)
    names = ["lexicon/own.toml", "rules/repair.toml", "wordings/own.toml", "lost.toml"]
    assert [name for name, _ in blocks] == names
    for name, block in blocks:
        write(tmp_path, name, block)
    classifier = Classifier.load(tmp_path)
    assert [problem for problem in classifier.check() if str(tmp_path) in problem.file] == []
    assert classifier.read("云霄号停了").has("lift")
    assert classifier.classify("老王茶摊坏了").category == "facility"
    assert classifier.classify("我女儿的扭扭车不见了").kind != "urgent"


@pytest.mark.parametrize(
    "text", ["老王茶摊 哈哈哈", "隔壁小区的老王茶摊", "老王茶摊", "公司楼下老王茶摊 哈哈"]
)
def test_an_estate_s_sure_rule_stands_against_every_rule_for_silence(tmp_path: Path, text: str) -> None:
    write(tmp_path, "lexicon/own.toml", '[kiosk]\nis = ["estate"]\nwords = "老王茶摊"\n')
    write(tmp_path, "rules/repair.toml", RULE.format("kiosk", '"kiosk"', "sure = true"))
    classifier = Classifier.load(tmp_path)
    assert classifier.classify(text).kind == "repair"
    assert classifier.classify(text) == classifier.classify_fully(text)


EXPLAINED = [
    ("老王茶摊坏了", "sure = true", "规则 kiosk 说得够清楚，直接决定"),
    ("老王茶摊 哈哈哈", "sure = true\nyields = true", "规则 kiosk 本可决定是 repair"),
    ("今天吃什么", "sure = true", "没有一个词说到小区的事"),
]


@pytest.mark.parametrize(("text", "how", "note"), EXPLAINED)
def test_the_explanation_says_what_decided(tmp_path: Path, text: str, how: str, note: str) -> None:
    write(tmp_path, "lexicon/own.toml", '[kiosk]\nis = ["estate"]\nwords = "老王茶摊"\n')
    write(tmp_path, "rules/repair.toml", RULE.format("kiosk", '"kiosk"', how))
    notes = Classifier.load(tmp_path).explain(text).notes
    assert [said for said in notes if said.startswith(note)]


def test_a_bad_file_keeps_the_old_rules_in_force(tmp_path: Path) -> None:
    write(tmp_path, "lexicon/own.toml", '[lift]\nwords = "云霄号"\n')
    classifier = Classifier.load(tmp_path)
    write(tmp_path, "rules/repair.toml", RULE.format("x", '"ghost"', ""))
    with pytest.raises(RuleError, match="ghost"):
        classifier.reload()
    assert classifier.read("云霄号坏了").has("lift")
    shutil.rmtree(tmp_path / "rules")
    classifier.reload()
    assert classifier.read("云霄号坏了").has("lift")
