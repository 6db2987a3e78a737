"""How good the recognition is on labelled messages: the same numbers as the project's scorer prints."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from nlp.verdict import KINDS, KindName, Verdict


@dataclass(frozen=True, slots=True)
class Label:
    """One labelled message."""

    id: str
    text: str
    kind: KindName
    category: str | None = None
    room: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class KindScore:
    """One kind: how many are labelled so, precision, recall, F1 (0 to 1), and what they were taken for."""

    kind: KindName
    count: int
    precision: float
    recall: float
    f1: float
    taken_for: tuple[tuple[KindName, int], ...]


@dataclass(frozen=True, slots=True)
class Score:
    """The whole table; every share is 0 to 1."""

    kinds: tuple[KindScore, ...]
    macro_f1: float
    accuracy: float
    category: float
    room: float
    phone: float
    acts_on_other: int
    others: int
    misses: tuple[tuple[Label, Verdict], ...]

    def of(self, kind: KindName) -> KindScore:
        """Return the row of one kind."""
        return next(row for row in self.kinds if row.kind == kind)


#: What a labelled line looks like.
EXAMPLE = '{"id": 1, "text": "厨房漏水了", "kind": "repair"}'


def read_labels(path: Path) -> list[Label]:
    """Return the labels of a JSON-lines file. Raises ValueError with the line that is wrong."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise ValueError(f"{path}：不是 UTF-8 编码，请另存为 UTF-8") from None
    labels: list[Label] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            label = Label(
                str(row["id"]), row["text"], row["kind"],
                row.get("category"), row.get("room") or None, row.get("phone") or None,
            )  # fmt: skip
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise ValueError(f"{path}:{number}: 不是一条标注：应写成 {EXAMPLE}") from None
        if label.kind not in KINDS or not isinstance(label.text, str):
            raise ValueError(f"{path}:{number}: kind 不能是 {label.kind!r}：只能是 {'、'.join(KINDS)}")
        labels.append(label)
    return labels


def score(labels: Iterable[Label], classify: Callable[[str], Verdict]) -> Score:
    """Return how well `classify` does on the labels."""
    answers = [(label, classify(label.text)) for label in labels]
    confusion = Counter((label.kind, verdict.kind) for label, verdict in answers)
    rows = tuple(_score_kind(kind, confusion) for kind in KINDS)
    right = [(a, v) for a, v in answers if a.kind == v.kind and a.category]
    rooms = [(a, v) for a, v in answers if a.room or v.room]
    phones = [(a, v) for a, v in answers if a.phone or v.phone]
    others = [v for a, v in answers if a.kind == "other"]
    return Score(
        kinds=rows,
        macro_f1=sum(row.f1 for row in rows) / len(rows),
        accuracy=_ratio(sum(confusion[kind, kind] for kind in KINDS), len(answers)),
        category=_ratio(sum(a.category == v.category for a, v in right), len(right)),
        room=_ratio(sum(a.room == v.room for a, v in rooms), len(rooms)),
        phone=_ratio(sum(a.phone == v.phone for a, v in phones), len(phones)),
        acts_on_other=sum(v.kind != "other" for v in others),
        others=len(others),
        misses=tuple((a, v) for a, v in answers if a.kind != v.kind),
    )


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _score_kind(kind: KindName, confusion: Counter[tuple[KindName, KindName]]) -> KindScore:
    hit = confusion[kind, kind]
    labelled = sum(confusion[kind, other] for other in KINDS)
    answered = sum(confusion[other, kind] for other in KINDS)
    precision, recall = _ratio(hit, answered), _ratio(hit, labelled)
    taken = tuple((k, confusion[kind, k]) for k in KINDS if k != kind and confusion[kind, k])
    f1 = _ratio(2 * precision * recall, precision + recall)
    return KindScore(kind, labelled, precision, recall, f1, taken)


def format_score(result: Score, misses: int = 0) -> str:
    """Return the table as text, with the first `misses` messages that were misread."""
    lines = [f"{'kind':<12}{'n':>6}{'precision':>11}{'recall':>9}{'F1':>8}   labelled as -> answered as"]
    for row in result.kinds:
        wrong = ", ".join(f"{kind} {count}" for kind, count in row.taken_for)
        numbers = f"{row.count:>6}{row.precision:>11.3f}{row.recall:>9.3f}{row.f1:>8.3f}"
        lines.append(f"{row.kind:<12}{numbers}   {wrong}")
    lines.append(
        f"macro F1 {result.macro_f1:.3f} · accuracy {result.accuracy:.3f} · category {result.category:.3f}"
        f" · room {result.room:.3f} · phone {result.phone:.3f}"
        f" · acts on {result.acts_on_other} of {result.others} 'other'"
    )
    shown = result.misses[:misses]
    lines.extend(f"  {label.id} {label.kind} -> {v.kind}: {label.text}" for label, v in shown)
    return "\n".join(lines)
