"""Every rule keeps what its file promises; a bad file is refused with its place."""

from itertools import pairwise
from pathlib import Path

import pytest

from nlp.classifier import Classifier
from nlp.normalise import normalise
from nlp.reading import Reader
from nlp.rules import Fired, Rule, RuleError, find_words, fire, load_rules, match_rule, may_fire, words_of
from nlp.score import read_labels
from nlp.segment import build_segmenter
from nlp.words import Lexicon, load_lexicon

HERE = Path(__file__).parents[2] / "nlp"
DATA = Path(__file__).parents[1] / "data"
LEXICON = load_lexicon([HERE / "lexicon"])
RULES = load_rules([HERE / "rules"], LEXICON)
READER = Reader(LEXICON, build_segmenter(LEXICON.class_of))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_ships_with_three_lines_that_match_and_three_that_do_not(rule: Rule) -> None:
    assert len(rule.match) >= 3
    assert len(rule.silent) >= 3


@pytest.mark.parametrize(("rule", "line"), [(r, t) for r in RULES for t in r.match], ids=str)
def test_a_rule_fires_on_what_it_promises(rule: Rule, line: str) -> None:
    assert match_rule(rule, READER.scan(normalise(line))) is not None


@pytest.mark.parametrize(("rule", "line"), [(r, t) for r in RULES for t in r.silent], ids=str)
def test_a_rule_is_silent_on_what_it_promises(rule: Rule, line: str) -> None:
    assert match_rule(rule, READER.scan(normalise(line))) is None


def test_our_own_files_have_no_problems(classifier: Classifier) -> None:
    assert classifier.check() == ()


LEXICON_TOML = """
[lift]
title = "电梯"
words = "电梯 客梯"

[denial]
words = "没 不"

[broken]
negatable = true
words = "坏 故障"

[joke]
words = "哈哈"
"""


def write(folder: Path, lexicon: str = LEXICON_TOML, rules: str = "") -> Path:
    (folder / "lexicon").mkdir(exist_ok=True)
    (folder / "rules").mkdir(exist_ok=True)
    (folder / "lexicon" / "own.toml").write_text(lexicon, encoding="utf-8")
    (folder / "rules" / "repair.toml").write_text(rules, encoding="utf-8")
    return folder


def load(folder: Path) -> tuple[Lexicon, tuple[Rule, ...]]:
    lexicon = load_lexicon([folder / "lexicon"])
    return lexicon, load_rules([folder / "rules"], lexicon)


BAD_RULES = [
    ('[[rule]]\nname = "a"\nneed = ["nothing_such"]', 1, "不认识的类"),
    ('\n\n[[rule]]\nneed = ["lift"]', 3, "没有名字"),
    ('[[rule]]\nname = "a"\nneed = []', 1, "没有 need"),
    ('[[rule]]\nname = "a"\nkind = "fun"\nneed = ["lift"]', 1, "kind 不能是"),
    ('[[rule]]\nname = "a"\ncategory = "fire"\nneed = ["lift"]', 1, "category 不能是"),
    ('[[rule]]\nname = "a"\nwithin = "book"\nneed = ["lift"]', 1, "within 不能是"),
    ('[[rule]]\nname = "a"\nneeds = ["lift"]', 1, "不认识"),
    ('[[rule]]\nname = "a"\nneed = ["lift"]\n[[rule]]\nname = "a"\nneed = ["broken"]', 4, "已经用过"),
    ('[[rule]]\nname = "a\nneed = ["lift"]', 2, "TOML"),
    ('[rules]\nname = "a"', 1, "不认识"),
    ('[[rule]]\nname = "a"\nneed = [3]', 1, "need 应当是"),
    ('[[rule]]\nname = "a"\nneed = "lift"', 1, "need 应当是"),
    ('[[rule]]\nname = "a"\nneed = [" "]', 1, "应当是类名"),
    ('\n[[ rule ]]\nname = "a"\nneed = ["lift"]\nmatch = "电梯"', 2, "match 应当是"),
    ('[[rule]] # 我的\nname = "a"\nneed = ["lift"]\nsure = "yes"', 1, "sure 应当是"),
    ('[[rule]]\nname = "a"\nneed = ["lift"]\ngap = -1', 1, "gap 应当是"),
    ('[[rule]]\nname = "a"\nneed = ["lift"]\nat_most = "十"', 1, "at_most 应当是"),
    ('[rule]\nname = "a"\nneed = ["lift"]', 1, "两层方括号"),
    ('rule = [{name = "a", need = ["ghost"]}]', 1, "不认识的类"),
]


@pytest.mark.parametrize(("rules", "line", "what"), BAD_RULES, ids=[what for _, _, what in BAD_RULES])
def test_a_bad_rule_file_is_refused_with_file_and_line(
    tmp_path: Path, rules: str, line: int, what: str
) -> None:
    with pytest.raises(RuleError) as refused:
        load(write(tmp_path, rules=rules))
    assert refused.value.file.endswith("repair.toml")
    assert refused.value.line == line
    assert what in refused.value.what


BAD_LEXICONS = [
    ('[lift]\nwords = "电梯"\n[door]\nwords = """\n门禁\n电梯\n"""', 6, "已经在 [lift] 里"),
    ('[lift]\nword = "电梯"', 1, "不认识"),
    ('[lift]\nwords = ["电梯"]', 1, "一段文字"),
    ('[lift]\nis = ["ghost"]\nwords = "电梯"', 1, "不认识的类"),
    ('[Lift]\nwords = "电梯"', 1, "小写"),
    ('[lift]\nwords = "电梯\n', 2, "TOML"),
    ('[lift]\nwords = "电梯 😀"', 1, "没有能认的字"),
]


@pytest.mark.parametrize(("lexicon", "line", "what"), BAD_LEXICONS, ids=[what for _, _, what in BAD_LEXICONS])
def test_a_bad_lexicon_is_refused_with_file_and_line(
    tmp_path: Path, lexicon: str, line: int, what: str
) -> None:
    with pytest.raises(RuleError) as refused:
        load(write(tmp_path, lexicon=lexicon))
    assert refused.value.line == line
    assert what in refused.value.what


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "lexicon" / "own.toml").write_bytes(LEXICON_TOML.encode("gb18030"))
    with pytest.raises(RuleError, match="另存为 UTF-8"):
        load(folder)


def test_a_file_with_the_mark_of_a_windows_editor_is_read(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "lexicon" / "own.toml").write_bytes(LEXICON_TOML.encode("utf-8-sig"))
    assert "电梯" in load(folder)[0].class_of


GRAMMAR = [
    ('need = ["lift", "broken"]', "电梯坏了", True),
    ('need = ["lift", "broken"]', "电梯没坏", False),
    ('need = ["lift", "not:broken"]', "电梯没坏", True),
    ('need = ["lift", "broken"]\nunless = ["joke"]', "电梯坏了 哈哈", False),
    ('need = ["lift", "broken"]\nwithin = "clause"', "电梯来了 灯坏了", False),
    ('need = ["lift", "broken"]\nwithin = "near"', "电梯啊 坏了", True),
    ('need = ["lift", "broken"]\nwithin = "near"', "电梯啊 今天 我说 坏了", False),
    ('need = ["lift", "broken"]\nwithin = "sentence"', "电梯啊 今天 我说 坏了", True),
    ('need = ["lift", "broken"]\nwithin = "sentence"', "电梯很好。灯坏了", False),
    ('need = ["lift", "broken"]\nwithin = "message"', "电梯很好。灯坏了", True),
    ('need = ["lift", "broken"]\norder = true', "坏了的电梯", False),
    ('need = ["lift", "broken"]\norder = true', "电梯坏了", True),
    ('need = ["lift", "broken"]\ngap = 1', "电梯昨天晚上好像坏了", False),
    ('need = ["lift", "broken"]\ngap = 1', "坏的电梯", True),
]


@pytest.mark.parametrize(("rule", "text", "fires"), GRAMMAR)
def test_what_a_rule_can_say(tmp_path: Path, rule: str, text: str, fires: bool) -> None:
    lexicon, rules = load(write(tmp_path, rules=f'[[rule]]\nname = "a"\n{rule}'))
    reader = Reader(lexicon, build_segmenter(lexicon.class_of))
    assert (match_rule(rules[0], reader.scan(normalise(text))) is not None) is fires


def test_a_rule_fires_where_its_words_are_found_and_nowhere_else(classifier: Classifier) -> None:
    engine, count = classifier.engine, 0
    for path in sorted(DATA.glob("messages-*.jsonl")):
        for label in read_labels(path):
            scan = engine.reader.scan(normalise(label.text))
            for rule in engine.rules:
                if may_fire(rule, scan.mask):
                    words, fired = find_words(rule, scan), fire(Fired(rule, ()), scan)
                    assert (words_of(fired, scan) if fired else None) == words, (rule.name, label.text)
                    count += fired is not None
    assert count > 5_000


def test_the_rules_that_are_asked_are_all_that_may_fire(classifier: Classifier) -> None:
    """By what the data says, and by what only one of two such lines says."""
    engine = classifier.engine
    lines = [label.text for path in sorted(DATA.glob("messages-dev*.jsonl")) for label in read_labels(path)]
    masks = [engine.reader.scan(normalise(line)).mask for line in lines]
    mixed = [(one | other) & ~(one & other) for one, other in pairwise(masks)]
    for mask in {0, *masks, *mixed}:
        asked = [bare.rule for bare in engine.candidates[mask]]
        assert asked == [rule for rule in engine.rules if may_fire(rule, mask)]
