"""Rules over concepts: declared in TOML, one file per kind, matched in order of precedence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast, get_args

from nlp.normalise import MAX_CHARS
from nlp.reading import Hit, Scan
from nlp.verdict import CATEGORIES, KINDS, KindName
from nlp.words import Lexicon, RuleError, read_toml

__all__ = ["Fired", "Rule", "RuleError", "Slot", "load_rules"]

Scope = Literal["clause", "near", "sentence", "message"]
_START = re.compile(r"\s*\[\[\s*rule\s*\]\]")


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_switch(value: Any) -> bool:
    return isinstance(value, bool)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


#: What may stand in a rule: whether a value has the right form, and that form in words.
_FORMS: dict[str, tuple[Callable[[Any], bool], str]] = (
    dict.fromkeys(("name", "why", "kind", "category", "within"), (_is_text, "一段文字"))
    | dict.fromkeys(("need", "unless", "match", "silent"), (_is_list, "几段文字的列表，写在方括号里"))
    | dict.fromkeys(("order", "sure", "yields", "certain", "clear"), (_is_switch, " true 或 false"))
    | dict.fromkeys(("gap", "at_most"), (_is_count, "一个不小于 0 的整数"))
)


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of a rule: any of these classes fills it; `not:leak` wants the denied word."""

    names: tuple[str, ...]
    bits: int


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: which concepts, how near, in which order; what it then says of the message.

    `sure` decides alone, unless it is ours, not of an emergency, and the weights are mostly for another kind
    of report; a rule that is not sure is a hint that the weights settle. A sure rule that
    `yields` does not decide over a joke, nor against all that the weights know. An emergency that a
    `clear` rule names is certain at half the weight that others need. `at_most` is the
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
    clear: bool
    at_most: int
    match: tuple[str, ...]
    silent: tuple[str, ...]
    file: str
    line: int
    own: bool = False  # an estate's, no weights know it: where it decides, its category stands


class Fired(NamedTuple):
    """A rule that fired, with the words that filled its slots."""

    rule: Rule
    words: tuple[str, ...]


def load_rules(folders: list[Path], lexicon: Lexicon) -> tuple[Rule, ...]:
    """Return the rules of every *.toml in the folders, ours in the first. Raises RuleError."""
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
    starts = [number for number, line in enumerate(lines, 1) if _START.match(line)]
    for key in tables.keys() - {"rule"}:
        raise RuleError(str(path), 1, f"不认识 {key!r}：规则文件里只有 [[rule]]")
    found = tables.get("rule", [])
    if not isinstance(found, list) or not all(isinstance(table, dict) for table in found):
        raise RuleError(str(path), 1, "每条规则以单独一行 [[rule]] 开头，两层方括号")
    if len(starts) != len(found):  # written in some other way: the file is known, the line is not
        starts = [1] * len(found)
    for table, line in zip(found, starts, strict=True):
        yield replace(_read_rule(table, path, line, lexicon), own=own)


def _read_rule(table: dict[str, Any], path: Path, line: int, lexicon: Lexicon) -> Rule:
    file = str(path)

    def fail(what: str) -> RuleError:
        return RuleError(file, line, what)

    for key, value in table.items():
        if key not in _FORMS:
            raise fail(f"规则里不认识 {key!r}：只能有 {'、'.join(_FORMS)}")
        is_good, form = _FORMS[key]
        if not is_good(value):
            raise fail(f"{key} 应当是{form}，不是 {value!r}")
    kind, name = table.get("kind", path.stem), table.get("name")
    if not name:
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
        cast(Scope, within), table.get("order", False), table.get("gap"),
        table.get("sure", False), table.get("yields", False),
        table.get("certain", True), table.get("clear", False), table.get("at_most", MAX_CHARS),
        tuple(table.get("match", [])), tuple(table.get("silent", [])), file, line,
    )  # fmt: skip


def _read_slot(text: str, lexicon: Lexicon, fail: Any) -> Slot:
    if not text.strip():
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


def fire(bare: Fired, scan: Scan) -> Fired | None:
    """Return a rule that may fire by the concepts of the whole message as it fires, None where it does not.

    Its words are found only where one cannot tell without them: see `words_of`.
    """
    rule = bare.rule
    if len(scan.text) > rule.at_most:
        return None
    if rule.order or rule.gap is not None:
        words = find_words(rule, scan)
        return None if words is None else Fired(rule, words)
    if rule.within == "message" or len(rule.need) == 1 or len(scan.clause_masks) == 1:
        return bare
    return bare if any(_are_all_in(rule.need, mask) for mask in _join_masks(scan, rule.within)) else None


def _join_masks(scan: Scan, within: Scope) -> list[int]:
    """Return the concepts of each stretch in which a rule may look, of a message with several clauses."""
    masks = scan.clause_masks
    if within == "near":
        return list(map(or_, masks, masks[1:]))
    if within == "clause":
        return masks
    return [reduce(or_, masks[first:past]) for first, past in windows_of(scan, within)]


def _are_all_in(slots: tuple[Slot, ...], mask: int) -> bool:
    return not [slot for slot in slots if not mask & slot.bits]  # a list is made sooner than a generator


def words_of(fired: Fired, scan: Scan) -> tuple[str, ...]:
    """Return the words that made a rule fire on the scan."""
    return fired.words or find_words(fired.rule, scan) or ()


def find_words(rule: Rule, scan: Scan) -> tuple[str, ...] | None:
    """Return the same, of a rule that may fire by the concepts of the whole message."""
    if len(scan.text) > rule.at_most:
        return None
    if len(rule.need) == 1:
        return (_find_word(rule.need[0].bits, scan.hits),)
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
