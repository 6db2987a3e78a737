"""Text to Verdict: the cheap way for what is silence, the whole way for the rest."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ahocorasick_rs import AhoCorasick

from nlp.extract import find_phone, find_room
from nlp.normalise import normalise
from nlp.reading import Clause, Reader, Reading, Scan
from nlp.rules import Fired, Rule, load_rules, match_rule
from nlp.segment import build_segmenter
from nlp.verdict import KINDS, SILENT, Evidence, KindName, Verdict
from nlp.words import Lexicon, RuleError, load_lexicon

__all__ = ["Classifier", "Explanation", "RuleError"]

_HERE = Path(__file__).parent
_MEMO_LIMIT = 1 << 16


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a message got its verdict: what was read, which rules fired, which were silenced and by whom."""

    verdict: Verdict
    reading: Reading
    fired: tuple[Fired, ...]
    vetoed: tuple[tuple[Fired, str], ...]
    scores: tuple[tuple[str, float], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Engine:
    """Everything that one set of files makes; replaced whole on reload."""

    lexicon: Lexicon
    rules: tuple[Rule, ...]
    reader: Reader
    automaton: AhoCorasick
    word_masks: tuple[int, ...]
    memo: dict[int, bool]

    def may_fire(self, text: str) -> bool:
        """Return False only where no rule can fire, whatever the cutting."""
        mask = 0
        masks = self.word_masks
        for index, _, _ in self.automaton.find_matches_as_indexes(text, True):
            mask |= masks[index]
        known = self.memo.get(mask)
        if known is None:
            known = any(all(mask & s.bits for s in rule.need) for rule in self.rules if rule.kind != "other")
            if len(self.memo) < _MEMO_LIMIT:
                self.memo[mask] = known
        return known


def _build_engine(folders: list[Path]) -> _Engine:
    lexicon = load_lexicon([folder / "lexicon" for folder in folders])
    rules = load_rules([folder / "rules" for folder in folders], lexicon)
    words = list(lexicon.class_of)
    masks = tuple(said | denied for said, denied in map(lexicon.bits_of, words))
    reader = Reader(lexicon, build_segmenter(words))
    return _Engine(lexicon, rules, reader, AhoCorasick(words), masks, {0: False})


class Classifier:
    """Understands messages. Thread-safe; `classify` never raises on any str."""

    def __init__(self, folders: list[Path]) -> None:
        self._folders = folders
        self._engine = _build_engine(folders)

    @classmethod
    def load(cls, extra: Path | None = None) -> Classifier:
        """Return a classifier of our words and rules, and of an estate's own folder (lexicon/, rules/).

        Raises RuleError with file, line and what is wrong.
        """
        return cls([_HERE, *([extra] if extra else [])])

    def reload(self) -> None:
        """Read all files again. Raises RuleError for a bad one, and goes on with the old rules then."""
        self._engine = _build_engine(self._folders)

    def read(self, text: str) -> Reading:
        """Return the clauses of a message with their concepts."""
        return self._engine.reader.read(normalise(text))

    @property
    def rules(self) -> tuple[Rule, ...]:
        """All rules in force."""
        return self._engine.rules

    @property
    def word_count(self) -> int:
        """How many words the lexicons hold."""
        return len(self._engine.lexicon.class_of)

    def check(self) -> tuple[RuleError, ...]:
        """Return what is wrong with the files though they load."""
        return ()

    def classify(self, text: str) -> Verdict:
        """Return the verdict on one message; SILENT where there is nothing to do."""
        engine, clean = self._engine, normalise(text)
        if not engine.may_fire(clean):
            return SILENT
        return self._decide(engine, text, engine.reader.scan(clean))[0]

    def classify_fully(self, text: str) -> Verdict:
        """Return the same verdict without the short cut: the tests hold the two together."""
        engine = self._engine
        return self._decide(engine, text, engine.reader.scan(normalise(text)))[0]

    def explain(self, text: str) -> Explanation:
        """Return the verdict with everything that led to it."""
        engine, clean = self._engine, normalise(text)
        verdict, fired, vetoed = self._decide(engine, text, engine.reader.scan(clean))
        return Explanation(verdict, engine.reader.read(clean), fired, vetoed, (), ())

    def _decide(
        self, engine: _Engine, text: str, scan: Scan
    ) -> tuple[Verdict, tuple[Fired, ...], tuple[tuple[Fired, str], ...]]:
        fired = fire_rules(engine.rules, scan)
        kept, vetoed = silence_vetoed(fired)
        for kind in KINDS[:-1]:
            of_kind = [f for f in kept if f.rule.kind == kind]
            if of_kind:
                return _verdict(kind, of_kind, text), kept, vetoed
        return SILENT, kept, vetoed


def fire_rules(rules: tuple[Rule, ...], scan: Scan) -> tuple[Fired, ...]:
    """Return every rule that fires on the scan."""
    found = ((rule, match_rule(rule, scan)) for rule in rules)
    return tuple(Fired(rule, words) for rule, words in found if words is not None)


def silence_vetoed(fired: tuple[Fired, ...]) -> tuple[tuple[Fired, ...], tuple[tuple[Fired, str], ...]]:
    """Return the rules that stand, and those that a veto silences with the veto's name."""
    vetoes = [f.rule for f in fired if f.rule.veto]
    kept: list[Fired] = []
    vetoed: list[tuple[Fired, str]] = []
    for one in fired:
        by = next((rule.name for rule in vetoes if one.rule.kind in rule.veto and not one.rule.sure), None)
        if by:
            vetoed.append((one, by))
        else:
            kept.append(one)
    return tuple(kept), tuple(vetoed)


def _verdict(kind: KindName, fired: list[Fired], text: str) -> Verdict:
    category = next((f.rule.category for f in fired if f.rule.category), None)
    evidence = tuple(Evidence(f.rule.name, f.words) for f in fired)
    return Verdict(kind, category, find_room(text), find_phone(text), all(f.rule.certain for f in fired), evidence)
