"""Rules over concepts: declared in TOML, one file per kind, matched in order of precedence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, cast, get_args

from nlp.normalise import MAX_CHARS
from nlp.reading import Hit, Scan
from nlp.verdict import CATEGORIES, KINDS, KindName
from nlp.words import Lexicon, RuleError, read_toml

__all__ = ["Fired", "Rule", "RuleError", "Slot", "load_rules"]

Scope = Literal["clause", "near", "sentence", "message"]
_KEYS = {
    "name", "why", "kind", "category", "need", "unless", "within", "order", "gap", "sure", "yields",
    "certain", "at_most", "match", "silent",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of a rule: any of these classes fills it; `not:leak` wants the denied word."""

    names: tuple[str, ...]
    bits: int


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: which concepts, how near, in which order; what it then says of the message.

    `sure` decides alone; a rule that is not sure is a hint that the weights settle. A sure rule that
    `yields` does not decide over a joke, nor against all that the weights know. `at_most` is the
    length in characters up to which a message is plain enough for the rule.
    """

    name: str
    kind: KindName
    category: str | None
    need: tuple[Slot, ...]
    unless: tuple[Slot, ...]
    within: Scope
    order: bool
    gap: int | None
    sure: bool
    yields: bool
    certain: bool
    at_most: int
    match: tuple[str, ...]
    silent: tuple[str, ...]
    file: str
    line: int
    own: bool = False  # an estate's, no weights know it: where it decides, its category stands


@dataclass(frozen=True, slots=True)
class Fired:
    """A rule that fired, with the words that filled its slots."""

    rule: Rule
    words: tuple[str, ...]


def load_rules(folders: list[Path], lexicon: Lexicon) -> tuple[Rule, ...]:
    """Return the rules of every *.toml in the folders, ours in the first. Raises RuleError for whatever is wrong."""
    rules: dict[str, Rule] = {}
    for number, folder in enumerate(folders):
        for path in sorted(folder.glob("*.toml")):
            for rule in _read_file(path, lexicon, own=number > 0):
                if rule.name in rules:
                    raise RuleError(rule.file, rule.line, f"规则名 {rule.name} 已经用过：换一个名字")
                rules[rule.name] = rule
    return tuple(rules.values())


def _read_file(path: Path, lexicon: Lexicon, *, own: bool) -> Iterator[Rule]:
    tables, lines = read_toml(path)
    starts = [number for number, line in enumerate(lines, 1) if line.strip() == "[[rule]]"]
    for key in tables.keys() - {"rule"}:
        raise RuleError(str(path), 1, f"不认识 {key!r}：规则文件里只有 [[rule]]")
    for table, line in zip(tables.get("rule", []), starts, strict=True):
        yield replace(_read_rule(table, path, line, lexicon), own=own)


def _read_rule(table: dict[str, Any], path: Path, line: int, lexicon: Lexicon) -> Rule:
    file = str(path)

    def fail(what: str) -> RuleError:
        return RuleError(file, line, what)

    for key in table.keys() - _KEYS:
        raise fail(f"规则里不认识 {key!r}")
    kind, name = table.get("kind", path.stem), table.get("name")
    if not isinstance(name, str) or not name:
        raise fail('规则没有名字：加一行 name = "…"')
    if kind not in KINDS:
        raise fail(f"kind 不能是 {kind!r}：只能是 {'、'.join(KINDS)}")
    category = table.get("category")
    if category is not None and category not in CATEGORIES.get(kind, ()):
        raise fail(f"category 不能是 {category!r}：{kind} 只有 {'、'.join(CATEGORIES.get(kind, ())) or '空'}")
    within = table.get("within", "near")
    if within not in get_args(Scope):
        raise fail(f"within 不能是 {within!r}：只能是 {'、'.join(get_args(Scope))}")
    need = tuple(_read_slot(text, lexicon, fail) for text in table.get("need", []))
    if not need:
        raise fail("规则没有 need：至少写一个类")
    return Rule(
        name, cast(KindName, kind), category, need,
        tuple(_read_slot(text, lexicon, fail) for text in table.get("unless", [])),
        cast(Scope, within), bool(table.get("order", False)), table.get("gap"),
        bool(table.get("sure", False)), bool(table.get("yields", False)), bool(table.get("certain", True)),
        int(table.get("at_most", MAX_CHARS)),
        tuple(table.get("match", [])), tuple(table.get("silent", [])), file, line,
    )  # fmt: skip


def _read_slot(text: Any, lexicon: Lexicon, fail: Any) -> Slot:
    if not isinstance(text, str) or not text.strip():
        raise fail(f"need 和 unless 里应当是类名，几个用 | 隔开，不是 {text!r}")
    names = tuple(part.strip() for part in text.split("|"))
    bits = 0
    for name in names:
        denied, plain = name.startswith("not:"), name.removeprefix("not:")
        if plain not in lexicon.concepts:
            raise fail(f"不认识的类 {plain!r}：先在 lexicon 里写 [{plain}]")
        bits |= lexicon.bit(plain, denied)
    return Slot(names, bits)


def windows_of(scan: Scan, within: Scope) -> Iterator[tuple[int, int]]:
    """Yield the stretches of clauses (first, past the last) in which a rule may look."""
    count = len(scan.clause_masks)
    if within == "message":
        yield 0, count
    elif within == "clause":
        yield from ((i, i + 1) for i in range(count))
    elif within == "near":
        yield from ((i, min(i + 2, count)) for i in range(max(count - 1, 1)))
    else:
        first = 0
        for i in range(1, count + 1):
            if i == count or scan.clause_sentence[i] != scan.clause_sentence[first]:
                yield first, i
                first = i


def may_fire(rule: Rule, mask: int) -> bool:
    """Return False where the concepts of the whole message already rule it out."""
    return all(mask & slot.bits for slot in rule.need) and not any(mask & slot.bits for slot in rule.unless)


def match_rule(rule: Rule, scan: Scan) -> tuple[str, ...] | None:
    """Return the words that make the rule fire, None where it does not."""
    return find_words(rule, scan) if may_fire(rule, scan.mask) else None


def find_words(rule: Rule, scan: Scan) -> tuple[str, ...] | None:
    """Return the same, of a rule that may fire by the concepts of the whole message."""
    if len(scan.text) > rule.at_most:
        return None
    if rule.within == "message" or len(scan.clause_masks) == 1:
        return _fill_slots(rule, scan.hits)
    for first, past in windows_of(scan, rule.within):
        mask = 0
        for value in scan.clause_masks[first:past]:
            mask |= value
        if all(mask & slot.bits for slot in rule.need):
            words = _fill_slots(rule, [hit for hit in scan.hits if first <= hit[3] < past])
            if words is not None:
                return words
    return None


def _fill_slots(rule: Rule, hits: list[Hit]) -> tuple[str, ...] | None:
    if not rule.order and rule.gap is None:
        return tuple([_find_word(slot.bits, hits) for slot in rule.need])
    orders = [rule.need] if rule.order else [rule.need, rule.need[::-1]]
    for need in orders:
        for begin, hit in enumerate(hits):
            if hit[0] & need[0].bits:
                chain = _follow(need, hits, begin, rule.gap)
                if chain:
                    return tuple(chain)
    return None


def _find_word(wanted: int, hits: list[Hit]) -> str:
    for bits, word, _, _, _ in hits:
        if bits & wanted:
            return word
    raise LookupError("no hit has the bits of the slot")


def _follow(need: tuple[Slot, ...], hits: list[Hit], begin: int, gap: int | None) -> list[str] | None:
    _, word, _, _, last = hits[begin]
    chain = [word]
    for slot in need[1:]:
        after = ((word, place) for bits, word, _, _, place in hits if place > last and bits & slot.bits)
        found = next(after, None)
        if found is None or (gap is not None and found[1] - last - 1 > gap):
            return None
        chain.append(found[0])
        last = found[1]
    return chain
