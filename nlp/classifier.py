"""Text to Verdict: the cheap way for what is silence, the whole way for the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nlp.building import build_engine, with_weights
from nlp.check import check_engine
from nlp.engine import (
    CERTAIN,
    Engine,
    Judgement,
    keep_silent,
    to_verdict,
)
from nlp.features import Named
from nlp.normalise import SHORT, match_plain, match_quiet, normalise, normalise_plain
from nlp.reading import Reading
from nlp.rules import Fired, Rule
from nlp.sureness import ask_of
from nlp.verdict import SILENT, KindName, Verdict
from nlp.weights import Weights
from nlp.words import RuleError

__all__ = ["Classifier", "Explanation", "RuleError"]

_HERE = Path(__file__).parent

#: Name, time of change, size and number of every file of words, rules and wordings.
Stamp = tuple[tuple[str, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a message got its verdict: what was read, which rules fired, which were silenced and by whom,
    how likely each kind is, and why it is not the next one."""

    verdict: Verdict
    reading: Reading
    fired: tuple[Fired, ...]
    vetoed: tuple[tuple[Rule, str], ...]
    scores: tuple[tuple[KindName, float], ...]
    notes: tuple[str, ...]


def stamp_files(folders: Sequence[Path]) -> Stamp:
    """Return what tells one state of the word and rule files from another, without reading them."""
    found = []
    for folder in folders:
        for path in (*sorted(folder.glob("*.toml")), *sorted(folder.glob("*/*.toml"))):
            try:
                seen = path.stat()
            except OSError:  # deleted, or a link to nothing: reading it will say what is wrong
                found.append((str(path), 0, 0, 0))
            else:
                found.append((str(path), seen.st_mtime_ns, seen.st_size, seen.st_ino))
    return tuple(found)


class Classifier:
    """Understands messages. Thread-safe; `classify` never raises on any str."""

    def __init__(self, folders: Sequence[Path], weights: Path | None = _HERE / "weights.json") -> None:
        self._folders = list(folders)
        self._weights = weights
        self._stamp = stamp_files(self._folders)
        self._engine = build_engine(self._folders, weights)

    @classmethod
    def load(cls, extra: Path | None = None) -> Classifier:
        """Return a classifier of our words and rules, and an estate's own: lexicon/, rules/, lost.toml.

        Raises RuleError with file, line and what is wrong.
        """
        return cls([_HERE, *([extra] if extra else [])])

    def reload(self) -> None:
        """Read all files again. Raises RuleError for a bad one, and goes on with the old rules then."""
        stamp = stamp_files(self._folders)
        self._engine = build_engine(self._folders, self._weights)
        self._stamp = stamp

    @property
    def stamp(self) -> Stamp:
        """What the files in force looked like when they were read."""
        return self._stamp

    def stamp_files(self) -> Stamp:
        """Return what the files look like now: another stamp means that they were changed since."""
        return stamp_files(self._folders)

    def with_weights(self, weights: dict[str, Weights]) -> Classifier:
        """Return a classifier of the same words and rules with other weights."""
        other = object.__new__(Classifier)
        other._folders, other._weights, other._stamp = self._folders, self._weights, self._stamp
        other._engine = with_weights(self._engine, weights)
        return other

    @property
    def engine(self) -> Engine:
        """What is in force now."""
        return self._engine

    @property
    def rules(self) -> tuple[Rule, ...]:
        """All rules in force."""
        return self._engine.rules

    @property
    def words(self) -> tuple[str, ...]:
        """Every word of the lexicons."""
        return tuple(self._engine.lexicon.class_of)

    @property
    def word_count(self) -> int:
        """How many words the lexicons hold."""
        return len(self._engine.lexicon.class_of)

    def check(self) -> tuple[RuleError, ...]:
        """Return what is wrong with the files though they load."""
        return check_engine(self._engine)

    def features(self, text: str) -> Named:
        """Return what the weights see of a text, by sort and name."""
        return self._engine.features(text)

    def read(self, text: str) -> Reading:
        """Return the clauses of a message with their concepts."""
        return self._engine.reader.read(normalise(text))

    def classify(self, text: str) -> Verdict:
        """Return the verdict on one message; SILENT where there is nothing to do."""
        engine = self._engine
        if len(text) < SHORT and engine.anchors_are_steady:
            # The anchors of most texts can be read in them as they were written.
            if match_quiet(text):
                return engine.decide_quiet(text) if engine.may_matter(text) else SILENT
            if match_plain(text):
                if engine.may_matter(text):
                    return engine.decide(text, normalise_plain(text))
                return keep_silent(text, text)
        clean = normalise(text)
        return engine.decide(text, clean) if engine.may_matter(clean) else keep_silent(text, clean)

    def classify_fully(self, text: str) -> Verdict:
        """Return the same verdict without any short cut: the tests hold the two together."""
        clean = normalise(text)
        found = self._engine.judge(text, clean)
        return keep_silent(text, clean) if found is None else to_verdict(found, clean)

    def explain(self, text: str) -> Explanation:
        """Return the verdict with everything that led to it."""
        engine, clean = self._engine, normalise(text)
        found = engine.judge(text, clean)
        verdict = keep_silent(text, clean) if found is None else to_verdict(found, clean)
        fired = found.fired if found else ()
        vetoed = _find_vetoed(engine, clean, fired)
        scores = found.scores if found else ()
        return Explanation(verdict, engine.reader.read(clean), fired, vetoed, scores, _explain_choice(found))


def _find_vetoed(engine: Engine, clean: str, fired: tuple[Fired, ...]) -> tuple[tuple[Rule, str], ...]:
    mask = engine.reader.scan(clean).mask
    names = {f.rule.name for f in fired}
    vetoed = []
    for rule in engine.rules:
        if rule.name not in names and all(mask & slot.bits for slot in rule.need):
            by = [name for slot in rule.unless if mask & slot.bits for name in slot.names]
            if by:
                vetoed.append((rule, by[0]))
    return tuple(vetoed)


def _explain_choice(found: Judgement | None) -> tuple[str, ...]:
    if found is None:
        return ("没有一个词说到小区的事，所以不出声",)
    scores: dict[KindName, float] = dict(found.scores)
    acting = 1.0 - scores["other"]
    rest = sorted(((v, k) for k, v in scores.items() if k not in (found.kind, "other")), reverse=True)
    likely, second = rest[0]
    would_be = second if found.kind == "other" else found.kind
    needed = ask_of(would_be, found.points, found.plain)
    said = f"说到小区的程度 {found.points}（0 到 6）"
    notes = [f"{said}：{would_be} 要有 {needed:.2f} 的把握才出声，现在 {acting:.2f}"]
    if found.stopped:
        notes = ["单看用的词就是闲话，没有再细看", *notes]
    if found.decided_by:
        notes = [f"规则 {found.decided_by.name} 说得够清楚，直接决定", *notes]
    for rule in (one.rule for one in found.fired if one.rule.sure and one.rule.kind != found.kind):
        doubted = f"规则 {rule.name} 本可决定是 {rule.kind}"
        notes.append(f"{doubted}，但有更要紧的或话里有疑问，权重只给 {scores[rule.kind]:.2f}")
    if not found.certain:
        notes.append(f"拿不准：没有一条有把握的规则，或权重给 urgent 不到 {CERTAIN:.3g}，所以先问")
    notes.append(f"不是 {second}：只有 {likely:.2f}，{found.kind} 有 {scores[found.kind]:.2f}")
    return tuple(notes)
