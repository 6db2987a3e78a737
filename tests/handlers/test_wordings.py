"""Wordings as data: ours hold together, an estate's own words are heard, a broken file says where."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from handlers.words import acts, lists, wordings
from handlers.words.endings import says_over
from handlers.words.hearing import Question, use
from handlers.words.quickening import quicken
from handlers.words.wording_files import Wording
from handlers.words.wordings import Wordings, read_wordings
from nlp.words import RuleError

OURS = read_wordings()
#: What a text is about is told by words alone.
LISTS = ("about_", "service_", "common_")
#: What says nothing by itself: it counts together with others.
PARTS = {
    *("may_ask", "tells_experience", "no_goods", "matter", "place", "another_town", "somebody", "pointed_at"),
    *("just_now", "spot", "stands_there", "moves", "of_oneself", "doubts", "tells_all_the_same"),
    *("dog_walk", "company", "standpoint", "kin_and_time", "cried_for", "forbidding"),
}
CODE = sorted(Path(wordings.__file__).parent.parent.rglob("*.py"))


@pytest.fixture(autouse=True)
def ours_again() -> Iterator[None]:
    """An installation has one set of wordings, and the next test wants ours."""
    yield
    use(OURS)


def write(folder: Path, text: str) -> Path:
    (folder / "wordings").mkdir()
    (folder / "wordings" / "own.toml").write_text(text, encoding="utf-8")
    return folder


def list_asked() -> set[str]:
    """The wordings that the code asks for by their names."""
    calls = [node for file in CODE for node in ast.walk(ast.parse(file.read_text("utf-8")))]
    return {
        node.args[0].value
        for node in calls
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("says", "drop", "list_all")
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }


def test_nothing_is_wrong_with_ours() -> None:
    assert OURS.check() == ()


def test_every_question_is_asked_of_a_wording() -> None:
    assert list_asked() <= set(OURS.by_name)


def test_every_wording_says_what_it_is() -> None:
    assert [wording.name for wording in OURS.by_name.values() if not wording.title] == []


def test_every_question_has_lines_that_prove_it() -> None:
    proved = {name for name, wording in OURS.by_name.items() if wording.match and wording.silent}
    asked = {name for name in list_asked() if not name.startswith(LISTS)}
    assert asked - proved <= PARTS


@pytest.mark.parametrize("name", OURS.by_name)
def test_a_long_text_costs_no_more_than_its_length(name: str) -> None:
    search = OURS.find_search(name)
    for text in ("物业" * 5_000, "1" * 10_000, "我" * 10_000, "是不是谁在" * 2_000, " 也" * 5_000):
        search(text[:10_000])


@pytest.mark.parametrize(
    ("name", "word", "text", "question"),
    [
        ("says_solved", "弄归一了", "师傅来过 弄归一了", acts.says_solved),
        ("echoes", "偶家亦然", "偶家亦然", acts.echoes),
        ("only_thanks", "多承", "多承师傅", acts.only_thanks),
        ("withdraws", "莫来…喽", "莫来修水管喽", acts.withdraws),
        ("courtesy", "中中中", "中中中", lists.is_small_talk),
    ],
)
def test_an_estate_adds_its_own_ways_of_saying_it(
    tmp_path: Path, name: str, word: str, text: str, question: Question
) -> None:
    assert not question(text)
    use(read_wordings(write(tmp_path, f'[{name}]\nwords = "{word}"\n')))
    assert question(text)
    use(OURS)
    assert not question(text)


def test_an_estate_says_in_its_own_words_that_somebody_is_found(tmp_path: Path) -> None:
    assert not says_over("娃儿拢屋咯 谢谢大家", "missing_person", weighed=False)
    use(read_wordings(write(tmp_path, '[found]\nwords = "拢屋咯"\n')))
    assert says_over("娃儿拢屋咯 谢谢大家", "missing_person", weighed=False)


def test_what_takes_a_wording_back_takes_an_estates_own_words_back_too(tmp_path: Path) -> None:
    use(read_wordings(write(tmp_path, '[says_solved]\nwords = "弄归一了"\n')))
    assert acts.says_solved("弄归一了")
    assert not acts.says_solved("弄归一了吗")


def test_an_estates_words_are_no_patterns(tmp_path: Path) -> None:
    use(read_wordings(write(tmp_path, '[opposes]\nwords = "(要.*不得"\n')))
    assert acts.opposes("(要.*不得")
    assert not acts.opposes("(要说不得")


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ('[opposes]\nwords = "要不得"\n\n[oposes]\nwords = "要不得"\n', 4, "是不是 [opposes]"),
        ('[opposes]\nwords = """\n要不得\n哎\n"""\n', 4, "“哎”太短"),
        ('[opposes]\nforms = "(a|b)"\n', 1, "不认识 'forms'"),
        ('[opposes]\nwords = ["要不得"]\n', 1, "应当是一段文字"),
        ('opposes = "要不得"\n', 1, "应当是一张表"),
        ('[opposes]\nwords = "要不得\n', 2, "不是有效的 TOML"),
    ],
)
def test_a_broken_file_says_which_line_and_what(tmp_path: Path, text: str, line: int, what: str) -> None:
    with pytest.raises(RuleError) as caught:
        read_wordings(write(tmp_path, text))
    assert (caught.value.name, caught.value.line) == ("own.toml", line)
    assert what in caught.value.what


def test_a_word_that_is_heard_anyway_is_remarked_on(tmp_path: Path) -> None:
    (problem,) = read_wordings(write(tmp_path, '[opposes]\nwords = "坚决反对"\n')).check()
    assert (problem.name, problem.line) == ("own.toml", 2)
    assert "本来就认得" in problem.what


def test_a_word_that_makes_a_wording_hear_too_much_is_named_where_it_stands(tmp_path: Path) -> None:
    problems = read_wordings(write(tmp_path, '[still_open]\nwords = """\n还在弄\n修好\n"""\n')).check()
    assert {(problem.name, problem.line) for problem in problems} == {("own.toml", 4)}
    assert "[says_solved] 应当认出“修好了谢谢”，没有认出" in {problem.what for problem in problems}


@pytest.mark.parametrize(
    ("wording", "what"),
    [
        (Wording("a", ("a.toml", 3), forms=("(没",)), "forms 写得不对"),
        (Wording("a", ("a.toml", 3), forms=("没)",)), "forms 写得不对"),
        (Wording("a", ("a.toml", 3), forms=("+没",)), "forms 写得不对"),
        (Wording("a", ("a.toml", 3), forms=("[没",)), "forms 写得不对"),
        (Wording("a", ("a.toml", 3), forms=("{b}了",)), "不认识的说法 'b'"),
        (Wording("a", ("a.toml", 3), forms=("{a}了",)), "绕回了它自己"),
        (Wording("a", ("a.toml", 3), words=("好",), unless=("b",)), "不认识的说法 'b'"),
        (Wording("a", ("a.toml", 3), words=("好",), match=("坏",)), "应当认出“坏”"),
        (Wording("a", ("a.toml", 3), words=("好",), silent=("好吗",)), "不该认出“好吗”"),
    ],
)
def test_a_wording_that_cannot_be_or_breaks_its_promise_is_named(wording: Wording, what: str) -> None:
    (problem,) = Wordings({"a": wording}).check()
    assert (problem.file, problem.line) == ("a.toml", 3)
    assert what in problem.what


@pytest.mark.parametrize("name", [name for name, wording in OURS.by_name.items() if not wording.at])
def test_a_pattern_that_is_looked_for_where_it_can_begin_finds_the_same_texts(name: str) -> None:
    pattern = OURS.find_pattern(name)
    quick = re.compile(quicken([], [pattern.pattern]))
    texts = [line for wording in OURS.by_name.values() for line in (*wording.words, wording.title)]
    texts += [text[1:] + text[:1] for text in texts]
    assert [bool(quick.search(text)) for text in texts] == [bool(pattern.search(text)) for text in texts]


@pytest.mark.parametrize(
    ("words", "forms", "quick"),
    [
        ([], ["找[到着]", "看到"], "[找看](?<=(?=找[到着]|看到)(?s:.))"),
        (
            ["好了", r"\+1"],
            ["(?:不|没)?(?<!又)行了"],
            r"[\+不好没行](?<=(?=好了|\+1|(?:不|没)?(?<!又)行了)(?s:.))",
        ),
        ([], [r"^\d点", "[a-c一]刻"], r"[\da-c一](?<=(?=^\d点|[a-c一]刻)(?s:.))"),
        ([], ["(?i:ok)"], "[Oo](?<=(?=(?i:ok))(?s:.))"),
        (["好", "行"], [], "好|行"),
        (["行"], [".好"], "行|.好"),
        ([], ["[^好]了"], "[^好]了"),
        ([], ["好*"], "好*"),
        ([], ["好{0,2}"], "好{0,2}"),
        ([], ["好{2,}?看"], "[好](?<=(?=好{2,}?看)(?s:.))"),
        ([], [r"\[图\]|(?P<a>看)(?!见)"], r"[\[看](?<=(?=\[图\]|(?P<a>看)(?!见))(?s:.))"),
        ([], [r"(.)不\1"], r"(.)不\1"),
        ([], [r"(?i:\n|x)"], r"[X\nx](?<=(?=(?i:\n|x))(?s:.))"),
        ([], ["(?i:[oa-c])啊"], "[A-COa-co](?<=(?=(?i:[oa-c])啊)(?s:.))"),
    ],
)
def test_a_pattern_says_with_which_letters_it_can_begin(
    words: list[str], forms: list[str], quick: str
) -> None:
    assert quicken(words, forms) == quick
