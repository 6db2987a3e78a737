"""`linli classify` and `linli rules` as a person and as a program use them."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from bot.cli import nlp as cli_nlp
from bot.cli import rules as cli_rules

DATA = Path(__file__).parents[1] / "data"
RUN = CliRunner()


@pytest.fixture(scope="module")
def app() -> typer.Typer:
    app = typer.Typer()
    cli_nlp.add_to(app)
    cli_rules.add_to(app)
    return app


def test_classify_prints_the_verdict_and_why(app: typer.Typer) -> None:
    result = RUN.invoke(app, ["classify", "我家8栋2单元301厨房漏水了"])
    assert result.exit_code == 0
    assert result.stdout.startswith("repair / water\n房号 8-2-301\n依据 ")


def test_classify_explains(app: typer.Typer) -> None:
    result = RUN.invoke(app, ["classify", "--explain", "电梯没坏"])
    assert result.exit_code == 0
    assert "坏=非broken" in result.stdout


def test_classify_streams_json_lines(app: typer.Typer) -> None:
    lines = '{"id":"a","text":"厨房漏水了"}\n\n{"id":7,"text":"早"}\n'
    result = RUN.invoke(app, ["classify", "--jsonl"], input=lines)
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(row["id"], row["kind"]) for row in rows] == [("a", "repair"), (7, "other")]
    assert set(rows[0]) == {"id", "kind", "category", "room", "phone", "certain", "evidence"}


def test_a_lone_surrogate_in_a_line_does_not_stop_the_stream(app: typer.Typer) -> None:
    result = RUN.invoke(
        app, ["classify", "--jsonl"], input='{"id":1,"text":"漏水\\ud83d"}\n{"id":2,"text":"早"}\n'
    )
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 2


USAGE = [
    (["classify"], "", "没有要认的话"),
    (["classify", "--jsonl"], "not json\n", "第 1 行"),
    (["classify", "--jsonl"], '{"id":1,"text":5}\n', "text 应当是文字"),
    (["classify", "--jsonl"], "[" * 100_000 + "\n", "第 1 行"),
    (["rules", "wordings", "漏水", "--extra", "/nowhere"], "", "没有文件夹"),
    (["classify", "--extra", "/nowhere", "x"], "", "没有文件夹"),
    (["rules", "score", "/nowhere.jsonl"], "", "nowhere.jsonl：读不了"),
]


@pytest.mark.parametrize(("arguments", "typed", "what"), USAGE)
def test_wrong_use_is_one_line_and_status_2(
    app: typer.Typer, arguments: list[str], typed: str, what: str
) -> None:
    result = RUN.invoke(app, arguments, input=typed)
    assert result.exit_code == 2
    assert len(result.stderr.strip().splitlines()) == 1
    assert what in result.stderr


def test_a_bad_rule_file_is_one_line_and_status_2(app: typer.Typer, tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "repair.toml").write_text(
        '[[rule]]\nname = "a"\nneed = ["ghost"]\n', encoding="utf-8"
    )
    result = RUN.invoke(app, ["rules", "check", "--extra", str(tmp_path)])
    assert result.exit_code == 2
    assert "repair.toml:1: 不认识的类 'ghost'" in result.stderr


def test_rules_check_finds_nothing_wrong_with_ours(app: typer.Typer) -> None:
    result = RUN.invoke(app, ["rules", "check"])
    assert (result.exit_code, "没有问题" in result.stdout) == (0, True)


def test_rules_check_fails_where_a_rule_breaks_its_promise(app: typer.Typer, tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    rule = '[[rule]]\nname = "a"\nneed = ["lift"]\nmatch = ["门坏了"]\n'
    (tmp_path / "rules" / "repair.toml").write_text(rule, encoding="utf-8")
    result = RUN.invoke(app, ["rules", "check", "--extra", str(tmp_path)])
    assert result.exit_code == 1
    assert "repair.toml:1" in result.stdout


def test_rules_score_prints_the_table_and_the_misses(app: typer.Typer) -> None:
    result = RUN.invoke(app, ["rules", "score", str(DATA / "messages-own.jsonl"), "--misses", "2"])
    assert result.exit_code == 0
    assert "macro F1" in result.stdout


def test_rules_check_names_the_line_of_a_wording_that_is_none_of_ours(
    app: typer.Typer, tmp_path: Path
) -> None:
    (tmp_path / "wordings").mkdir()
    (tmp_path / "wordings" / "own.toml").write_text('\n[oposes]\nwords = "要不得"\n', encoding="utf-8")
    result = RUN.invoke(app, ["rules", "check", "--extra", str(tmp_path)])
    assert result.exit_code == 2
    assert "own.toml:2: 不认识 [oposes]：是不是 [opposes]" in result.stderr


def test_rules_wordings_lists_the_names_that_an_estate_can_add_to(app: typer.Typer) -> None:
    every, said = (RUN.invoke(app, ["rules", "wordings", *text]).stdout for text in ((), ("修好了",)))
    assert "withdraws  不用来了" in every
    assert "says_solved" in said
    assert "withdraws" not in said
