"""`linli rules`: the rule files, how well Linli understands by them, and what was taught."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli import lessons
from bot.cli.nlp import Extra, load_classifier, require_folder, stop
from bot.problems import tell_system
from handlers.words.wordings import Wordings, read_wordings
from nlp.rules import RuleError
from nlp.score import format_score, read_labels, score


def add_to(app: typer.Typer) -> None:
    """Adds the commands of this module."""
    rules = typer.Typer(help="检查识别规则，给识别打分", no_args_is_help=True)
    rules.command("check", help="检查词库和规则文件：哪个文件、哪一行、什么不对")(check)
    rules.command("wordings", help="列出各种说法的名字；给一句话，看它说了哪些")(list_wordings)
    rules.command("score", help="用标注过的消息打分：每类的准确率、召回率、F1 和认错的句子")(score_labels)
    lessons.add_to(rules)
    app.add_typer(rules, name="rules")


def check(extra: Extra = None) -> None:
    """Print what is wrong with the lexicons, rules and wordings; exit 1 where anything is."""
    classifier, wordings = load_classifier(extra), _load_wordings(extra)
    problems = (*classifier.check(), *wordings.check())
    for problem in problems:
        typer.echo(str(problem))
    if problems:
        raise typer.Exit(1)
    counts = f"{classifier.word_count} 个词、{len(classifier.rules)} 条规则、{len(wordings.by_name)} 种说法"
    typer.echo(f"{counts}，没有问题")


def list_wordings(
    text: Annotated[list[str] | None, typer.Argument(help="一句话", metavar="文字")] = None,
    extra: Extra = None,
) -> None:
    """Print the name of each wording and what it is, or of those that a text says."""
    wordings, said = _load_wordings(extra), " ".join(text or ())
    for name, wording in wordings.by_name.items():
        if not said or wordings.find_search(name)(said) is not None:
            typer.echo(f"{name}  {wording.title}")


def score_labels(
    labels: Annotated[Path, typer.Argument(help="标注文件（JSON 行）", metavar="LABELS.jsonl")],
    misses: Annotated[int, typer.Option("--misses", help="列出多少条认错的", min=0)] = 0,
    extra: Extra = None,
) -> None:
    """Print precision, recall and F1 per kind, the shares, and the misses."""
    try:
        found = read_labels(labels)
    except OSError as error:
        raise stop(f"rules score：{labels}：读不了：{tell_system(error)}") from None
    except ValueError as error:
        raise stop(f"rules score：{error}") from None
    if not found:
        raise stop(f"rules score：{labels}：一条标注也没有")
    typer.echo(format_score(score(found, load_classifier(extra).classify), misses))


def _load_wordings(extra: Path | None) -> Wordings:
    require_folder(extra)
    try:
        return read_wordings(extra)
    except RuleError as error:
        raise stop(str(error)) from None
