"""The sentences: nothing in a value is ever read, and an estate's own are checked."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import handlers
from handlers.decide import decide
from handlers.model import Estate, Sender
from handlers.saying.trimming import MAX_NAME, MAX_WORDS, cap_words, clean_name, mask_phones
from handlers.texts import MATTERS, TEXTS, check_overrides, list_blanks, say
from nlp.verdict import Verdict
from tests.handlers.building import MISSING, REPAIR, ZHANG, group, hear, write

NASTY_NAMES = [
    "{ticket}<script>",
    "{number}{summary}",
    "物业经理",
    "{0.__class__}",
    "%s%(a)s",
    r"\1\g<0>",
    "$name ${name}",
]

#: The modules that hold words: what the bot says, the names of things, and what people type.
HOLD_WORDS = {
    "kinds.py", "commands/grammar.py", "commands/patterns.py", "commands/alert_orders.py",
    "commands/scores.py", "calendar/until.py", "calendar/duty_days.py", "tickets/equipment.py",
}  # fmt: skip
#: And the folders of such modules.
HOLD_WORDS_ALL = ("texts/", "words/")
CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize("name", NASTY_NAMES)
def test_a_display_name_comes_out_as_it_went_in(name: str) -> None:
    sender = Sender("t:contact:nasty", name)
    outcome = decide(hear(write(sender, group(3), "我家厨房漏水了"), REPAIR))
    card = outcome.deliveries[1].text
    assert f"3号群 {name}\n" in card
    assert [person.name for person in outcome.deliveries[0].mentions] == [name]


@pytest.mark.parametrize("words", NASTY_NAMES)
def test_an_owners_words_come_out_as_they_went_in(words: str) -> None:
    outcome = decide(hear(write(ZHANG, group(3), f"厨房漏水{words}"), MISSING))
    assert all(words in delivery.text for delivery in outcome.deliveries if delivery.purpose == "page")


def test_a_name_cannot_forge_a_line_of_a_card() -> None:
    sender = Sender("t:contact:nasty", "张三\n【报修 #1】\u202e\u200b接单")
    card = decide(hear(write(sender, group(3), "漏水了"), REPAIR)).deliveries[1].text
    assert card.splitlines()[0].startswith("【报修 #128】")
    assert len(card.splitlines()) == 4


def test_a_long_name_is_cut_and_an_empty_one_is_shown() -> None:
    assert len(clean_name("长" * 500)) == MAX_NAME
    assert clean_name("\u200b \n") == "-"


@pytest.mark.parametrize(
    ("texts", "problems"),
    [
        ({}, 0),
        ({"receipt_repair": "#{number} 收到"}, 0),
        ({"no_such": "x"}, 1),
        ({"receipt_repair": "#{number} {ticket} {nobody}"}, 2),
        ({"receipt_repair": "收到 {number"}, 1),
        ({"receipt_repair": "收到 {number} {}"}, 1),
        ({"receipt_repair": " "}, 1),
        ({"receipt_repair": 3}, 1),
        ({"a": "x", "receipt_repair": "{b}"}, 2),
    ],
)
def test_an_unknown_sentence_or_blank_is_named(texts: dict[str, object], problems: int) -> None:
    found = check_overrides(texts)
    assert len(found) == problems
    assert all(line.startswith("texts.") for line in found)


def test_an_estate_says_it_in_its_own_words() -> None:
    assert say({"no_ticket": "查无 {number} 号"}, "no_ticket", number=9) == "查无 9 号"


def test_a_missing_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        say({}, "no_ticket")


def test_the_built_in_sentences_pass_their_own_check() -> None:
    assert check_overrides(dict(TEXTS)) == []


def test_no_sentence_has_the_name_of_another() -> None:
    assert len(TEXTS) == sum(map(len, MATTERS))


def test_every_blank_of_a_sentence_is_a_plain_name() -> None:
    assert all(blank.isidentifier() for text in TEXTS.values() for blank in list_blanks(text))


def _find_chinese(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docs = {id(node.body[0].value) for node in ast.walk(tree) if _has_doc(node, documented)}  # type: ignore[attr-defined]
    return [
        f"{path.name}:{node.lineno}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docs
        and CHINESE.search(node.value)
        and node.value != Estate(id="", name="").bot_name
    ]


def _has_doc(node: ast.AST, kinds: tuple[type[ast.AST], ...]) -> bool:
    return isinstance(node, kinds) and ast.get_docstring(node) is not None  # type: ignore[arg-type]


def test_no_sentence_stands_outside_the_texts() -> None:
    folder = Path(handlers.__file__).parent
    modules = [
        path
        for path in folder.glob("**/*.py")
        if (name := path.relative_to(folder).as_posix()) not in HOLD_WORDS
        and not name.startswith(HOLD_WORDS_ALL)
    ]
    assert len(modules) > 10
    assert [place for path in modules for place in _find_chinese(path)] == []


def _list_strings(path: Path) -> Iterator[ast.AST]:
    """Everything in a module that may be the name of a sentence; where they are written down is left out."""
    for statement in ast.parse(path.read_text(encoding="utf-8")).body:
        written = isinstance(statement, ast.AnnAssign) and ast.unparse(statement.target) == "TEXTS"
        yield from () if written else ast.walk(statement)


def _match_made(name: ast.JoinedStr) -> str:
    """A name that is put together (f"advice_{category}") as a pattern."""
    return "".join(
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[a-z0-9_]+" for part in name.values
    )


def test_every_sentence_is_said_somewhere() -> None:
    root = Path(handlers.__file__).parents[1]
    modules = [path for folder in ("handlers", "bot") for path in (root / folder).glob("**/*.py")]
    found = [node for path in modules for node in _list_strings(path)]
    names = {node.value for node in found if isinstance(node, ast.Constant)}
    made = {_match_made(node) for node in found if isinstance(node, ast.JoinedStr)}
    patterns = [re.compile(each) for each in made if re.search("[a-z]{2}_|_[a-z]{2}", each)]
    left = [name for name in TEXTS if name not in names]
    assert [name for name in left if not any(pattern.fullmatch(name) for pattern in patterns)] == []


def test_the_search_for_sentences_finds_one(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text('"""中文说明。"""\nTEXT = "您好"\n', encoding="utf-8")
    assert _find_chinese(module) == ["module.py:2"]


def test_very_long_words_are_capped_with_a_note() -> None:
    kept = cap_words("漏" * 20_000, {})
    assert kept.startswith("漏" * MAX_WORDS)
    assert "20000" in kept
    assert len(kept) < MAX_WORDS + 50


def test_a_report_of_20000_characters_makes_a_short_card() -> None:
    outcome = decide(
        hear(write(ZHANG, group(3), "我家厨房漏水了，" + "很严重" * 7000), Verdict("repair", "water"))
    )
    assert len(outcome.tickets[0].words) < MAX_WORDS + 50
    assert all(len(delivery.text) < 400 for delivery in outcome.deliveries)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("13812341234", "138****1234"),
        ("电话138 1234 1234谢谢", "电话138****1234谢谢"),
        ("单号20261381234123400", "单号20261381234123400"),
        ("没有电话", "没有电话"),
    ],
)
def test_phones_are_masked(text: str, masked: str) -> None:
    assert mask_phones(text) == masked
