"""What is wrong with lexicons and rules that load: words that are cut, rules that cannot fire."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from nlp.lost import LONGEST_THING
from nlp.normalise import normalise
from nlp.rules import Rule, match_rule
from nlp.words import Lexicon, RuleError, find_word

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
        if word not in engine.reader.cut(word):
            yield _blame_cut(word, name, engine.lexicon)
    lost = engine.lost.words.lexicon
    for word, name in lost.class_of.items():
        if len(engine.reader.cut(word)) > (LONGEST_THING if name == "belongings" else 1):
            yield _blame_cut(word, name, lost)


def _blame_cut(word: str, name: str, lexicon: Lexicon) -> RuleError:
    what = f"[{name}] 的“{word}”会被切开，永远认不出：换个写法，或拆成几个词"
    return RuleError(*find_word(lexicon, word), what)


def _find_idle_rules(rules: tuple[Rule, ...], lexicon: Lexicon) -> Iterator[RuleError]:
    uses: dict[int, int] = {}
    for word in lexicon.class_of:
        for bits in lexicon.bits_of(word):
            uses[bits] = min(len(word), uses.get(bits, len(word)))
    for rule in rules:
        reason = _find_why_idle(rule, uses)
        if reason:
            yield RuleError(rule.file, rule.line, f"规则 {rule.name} 永远不会动：{reason}")


def _find_why_idle(rule: Rule, uses: dict[int, int]) -> str:
    """Return why no message can fire the rule, empty where one can.

    `uses` are the bits that words set, each with the length of the shortest such word.
    """
    for slot in rule.need:
        fillers = [bits for bits in uses if bits & slot.bits]
        if not fillers:
            return f"{'|'.join(slot.names)} 里没有词"
        if rule.at_most < min(uses[bits] for bits in fillers):
            return f"{'|'.join(slot.names)} 里没有词短到 at_most 的 {rule.at_most} 个字"
        for veto in rule.unless:
            if all(bits & veto.bits for bits in fillers):
                return f"unless 的 {'|'.join(veto.names)} 就是它 need 的 {'|'.join(slot.names)}"
    return ""


def _find_contradictions(rules: tuple[Rule, ...]) -> Iterator[RuleError]:
    seen: dict[tuple[object, ...], Rule] = {}
    for rule in rules:
        need = [slot.bits for slot in rule.need]
        key = (
            tuple(need if rule.order else sorted(need)),
            frozenset(slot.bits for slot in rule.unless),
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
