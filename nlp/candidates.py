"""Which rules may fire at all, by all that is said in a message: found once for each set of concepts.

Of a message that is new to it, only rules are asked of which a concept of it fills the rarest slot.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple

from nlp.memo import ShortMemo
from nlp.rules import Fired, Rule, Slot

_KEPT = 1 << 14


class Candidates(ShortMemo[int, tuple[Fired, ...]]):
    """By the concepts of a whole message the rules that may fire, in their order; their words are not sought.

    Threads may share it.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        super().__init__(self._list, _KEPT)
        self._asked = [_Asked(Fired(rule, ()), _list_bits(rule.need), _join(rule.unless)) for rule in rules]
        self._led_by: dict[int, list[int]] = {}
        for number, asked in enumerate(self._asked):
            for bit in _split(min(asked.need, key=int.bit_count)):
                self._led_by.setdefault(bit, []).append(number)
        self._leading = sum(self._led_by)

    def _list(self, mask: int) -> tuple[Fired, ...]:
        near = {number for bit in _split(mask & self._leading) for number in self._led_by[bit]}
        asked = [self._asked[number] for number in sorted(near)]
        return tuple([bare for bare, need, unless in asked if _may_fire(need, unless, mask)])


class _Asked(NamedTuple):
    """A rule without its words, the bits of each slot that it needs, those of all that forbid it."""

    bare: Fired
    need: tuple[int, ...]
    unless: int


def _may_fire(need: tuple[int, ...], unless: int, mask: int) -> bool:
    return not mask & unless and 0 not in map(mask.__and__, need)


def _list_bits(slots: tuple[Slot, ...]) -> tuple[int, ...]:
    return tuple(slot.bits for slot in slots)


def _join(slots: tuple[Slot, ...]) -> int:
    return reduce(or_, _list_bits(slots), 0)


def _split(mask: int) -> list[int]:
    """Return the bits that are set, each by itself."""
    bits = []
    while mask:
        bits.append(mask & -mask)
        mask &= mask - 1
    return bits
