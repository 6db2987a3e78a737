"""`linli classify`: what Linli makes of a message, and why."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer

from nlp.classifier import Classifier, Explanation
from nlp.rules import RuleError
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
    """Adds the command of this module."""
    app.command("classify", help="看一句话会被认成什么，为什么")(classify)


def classify(
    text: Annotated[list[str] | None, typer.Argument(help="要认的话", metavar="文字")] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="从标准输入逐行读 {id,text}，逐行写结果")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="写出分句、概念、用上的和被压住的规则")] = False,
    extra: Extra = None,
) -> None:
    """Print the verdict on the text, or on each line of standard input."""
    classifier = load_classifier(extra)
    if jsonl:
        stream_verdicts(classifier, sys.stdin.buffer, sys.stdout)
        return
    if not text:
        raise stop("classify：没有要认的话。写在后面，或者用 --jsonl 从标准输入读")
    whole = " ".join(text)
    if explain:
        typer.echo(format_explanation(classifier.explain(whole)))
    else:
        typer.echo(format_verdict(classifier.classify(whole)))


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
            raise stop(f'标准输入第 {number} 行：不是 {{"id":…,"text":…}} 这样的一行') from None
        if not isinstance(text, str):
            raise stop(f"标准输入第 {number} 行：text 应当是文字")
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


def load_classifier(extra: Path | None) -> Classifier:
    """Our classifier, with an estate's own folder; what is wrong with it is one line and status 2."""
    require_folder(extra)
    try:
        return Classifier.load(extra)
    except RuleError as error:
        raise stop(str(error)) from None


def require_folder(extra: Path | None) -> None:
    """Stops with one line and status 2 where there is no such folder."""
    if extra is not None and not extra.is_dir():
        raise stop(f"--extra：没有文件夹 {extra}")


def stop(message: str) -> typer.Exit:
    """Says what is wrong; what it gives is to be raised."""
    typer.echo(message, err=True)
    return typer.Exit(USAGE_ERROR)
