"""What is wrong with lexicons and rules that load: words that are cut, rules that cannot fire."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from nlp.normalise import normalise
from nlp.rules import Rule, match_rule
from nlp.words import Lexicon, RuleError

if TYPE_CHECKING:
    from nlp.engine import Engine


def check_engine(engine: Engine) -> tuple[RuleError, ...]:
    """Return every problem, with file and line."""
    return (
        *_find_cut_words(engine),
        *_find_idle_rules(engine.rules, engine.lexicon),
        *_find_contradictions(engine.rules),
        *_find_broken_promises(engine),
    )


def _find_cut_words(engine: Engine) -> Iterator[RuleError]:
    """A word must come out whole when it stands alone; inside a sentence a longer word may win."""
    for word, name in engine.lexicon.class_of.items():
        tokens = [hit[1] for hit in engine.reader.scan(word).hits]
        if word not in tokens:
            concept = engine.lexicon.concepts[name]
            what = f"[{name}] 的“{word}”会被切开，永远认不出：换个写法，或拆成几个词"
            yield RuleError(concept.file, concept.line, what)


def _find_idle_rules(rules: tuple[Rule, ...], lexicon: Lexicon) -> Iterator[RuleError]:
    filled = 0
    for word in lexicon.class_of:
        said, denied = lexicon.bits_of(word)
        filled |= said | denied
    for rule in rules:
        for slot in rule.need:
            if not filled & slot.bits:
                yield RuleError(
                    rule.file, rule.line, f"规则 {rule.name} 永远不会动：{'|'.join(slot.names)} 里没有词"
                )
        for veto in rule.unless:
            if any(need.bits & ~veto.bits == 0 for need in rule.need):
                what = f"规则 {rule.name} 永远不会动：unless 的 {'|'.join(veto.names)} 就是它 need 的"
                yield RuleError(rule.file, rule.line, what)


def _find_contradictions(rules: tuple[Rule, ...]) -> Iterator[RuleError]:
    seen: dict[tuple[object, ...], Rule] = {}
    for rule in rules:
        key = (
            tuple(s.bits for s in rule.need),
            tuple(s.bits for s in rule.unless),
            rule.within,
            rule.order,
            rule.gap,
        )
        first = seen.setdefault(key, rule)
        if first is not rule and (first.kind, first.category) != (rule.kind, rule.category):
            what = f"规则 {rule.name} 和 {first.name} 条件一样，说的却不一样：改一条"
            yield RuleError(rule.file, rule.line, what)


def _find_broken_promises(engine: Engine) -> Iterator[RuleError]:
    for rule in engine.rules:
        for wanted, lines in ((True, rule.match), (False, rule.silent)):
            for line in lines:
                fires = match_rule(rule, engine.reader.scan(normalise(line))) is not None
                if fires != wanted:
                    what = f"规则 {rule.name} 对“{line}”{'没有动' if wanted else '不该动却动了'}"
                    yield RuleError(rule.file, rule.line, what)
