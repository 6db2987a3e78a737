"""`linli classify` and `linli rules`: what Linli understands, and how well."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer

from bot.cli import lessons as cli_lessons
from bot.problems import tell_system
from handlers.words.wordings import Wordings, read_wordings
from nlp.classifier import Classifier, Explanation
from nlp.rules import RuleError
from nlp.score import format_score, read_labels, score
from nlp.verdict import Verdict

USAGE_ERROR = 2

Extra = Annotated[
    Path | None,
    typer.Option(
        "--extra",
        help="小区自己的词、规则和说法：一个文件夹，里面有 lexicon/、rules/、wordings/、lost.toml",
        metavar="文件夹",
    ),
]


def add_to(app: typer.Typer) -> None:
    """Mount `classify` and `rules` on the main command."""
    app.command("classify", help="看一句话会被认成什么，为什么")(classify)
    rules = typer.Typer(help="检查识别规则，给识别打分", no_args_is_help=True)
    rules.command("check", help="检查词库和规则文件：哪个文件、哪一行、什么不对")(check)
    rules.command("wordings", help="列出各种说法的名字；给一句话，看它说了哪些")(list_wordings)
    rules.command("score", help="用标注过的消息打分：每类的准确率、召回率、F1 和认错的句子")(score_labels)
    cli_lessons.add_to(rules)
    app.add_typer(rules, name="rules")


def classify(
    text: Annotated[list[str] | None, typer.Argument(help="要认的话", metavar="文字")] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="从标准输入逐行读 {id,text}，逐行写结果")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="写出分句、概念、用上的和被压住的规则")] = False,
    extra: Extra = None,
) -> None:
    """Print the verdict on the text, or on each line of standard input."""
    classifier = _load(extra)
    if jsonl:
        stream_verdicts(classifier, sys.stdin.buffer, sys.stdout)
        return
    if not text:
        raise _stop("classify：没有要认的话。写在后面，或者用 --jsonl 从标准输入读")
    whole = " ".join(text)
    if explain:
        typer.echo(format_explanation(classifier.explain(whole)))
    else:
        typer.echo(format_verdict(classifier.classify(whole)))


def check(extra: Extra = None) -> None:
    """Print what is wrong with the lexicons, rules and wordings; exit 1 where anything is."""
    classifier, wordings = _load(extra), _load_wordings(extra)
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
        raise _stop(f"rules score：{labels}：读不了：{tell_system(error)}") from None
    except ValueError as error:
        raise _stop(f"rules score：{error}") from None
    if not found:
        raise _stop(f"rules score：{labels}：一条标注也没有")
    typer.echo(format_score(score(found, _load(extra).classify), misses))


def stream_verdicts(classifier: Classifier, lines: Any, out: TextIO) -> None:
    """Write a verdict line for each {id, text} line, one at a time. Exits 2 on a bad line."""
    for number, raw in enumerate(lines, 1):
        line = raw.decode("utf-8", "replace")
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            text = row["text"]
        except (ValueError, KeyError, TypeError, RecursionError):
            raise _stop(f'标准输入第 {number} 行：不是 {{"id":…,"text":…}} 这样的一行') from None
        if not isinstance(text, str):
            raise _stop(f"标准输入第 {number} 行：text 应当是文字")
        out.write(json.dumps(as_row(row.get("id"), classifier.classify(text)), ensure_ascii=False) + "\n")
    out.flush()


def as_row(identity: Any, verdict: Verdict) -> dict[str, Any]:
    """Return the verdict as the documented JSON line."""
    return {
        "id": identity,
        "kind": verdict.kind,
        "category": verdict.category,
        "room": verdict.room,
        "phone": verdict.phone,
        "certain": verdict.certain,
        "evidence": [{"rule": e.rule, "words": list(e.words)} for e in verdict.evidence],
    }


def format_verdict(verdict: Verdict) -> str:
    """Return the verdict as lines for people."""
    sure = "" if verdict.certain else "（拿不准，先问）"
    lines = [f"{verdict.kind}{' / ' + verdict.category if verdict.category else ''}{sure}"]
    lines += [f"房号 {verdict.room}"] if verdict.room else []
    lines += [f"电话 {verdict.phone}"] if verdict.phone else []
    lines += [f"依据 {e.rule}：{' '.join(e.words)}" for e in verdict.evidence]
    return "\n".join(lines)


def format_explanation(found: Explanation) -> str:
    """Return the verdict with everything that led to it."""
    lines = [format_verdict(found.verdict), "", "分句"]
    for clause in found.reading.clauses:
        said = "  ".join(f"{m.word}={'非' if m.denied else ''}{m.concept}" for m in clause.mentions)
        lines.append(f"  {clause.text}    {said}")
    lines.append("用上的规则")
    lines += [f"  {f.rule.name}（{f.rule.kind}）：{' '.join(f.words)}" for f in found.fired] or ["  没有"]
    lines.append("被压住的规则")
    lines += [f"  {rule.name}（{rule.kind}）：话里有 {by}" for rule, by in found.vetoed] or ["  没有"]
    if found.scores:
        lines.append("权重")
        lines += [f"  {name} {value:.2f}" for name, value in found.scores]
    lines += [*(["为什么"] if found.notes else []), *(f"  {note}" for note in found.notes)]
    return "\n".join(lines)


def _load(extra: Path | None) -> Classifier:
    _require_folder(extra)
    try:
        return Classifier.load(extra)
    except RuleError as error:
        raise _stop(str(error)) from None


def _load_wordings(extra: Path | None) -> Wordings:
    _require_folder(extra)
    try:
        return read_wordings(extra)
    except RuleError as error:
        raise _stop(str(error)) from None


def _require_folder(extra: Path | None) -> None:
    if extra is not None and not extra.is_dir():
        raise _stop(f"--extra：没有文件夹 {extra}")


def _stop(message: str) -> typer.Exit:
    typer.echo(message, err=True)
    return typer.Exit(USAGE_ERROR)
