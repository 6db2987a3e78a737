"""What a message could be about, and from that what kind it is.

One plane must part all complaints from all else, be they of noise, of fees or of guards. A plane for each
group of categories parts better, and what it says of its group is what it says of the kind. What the nearest
of them says counts beside what the kind's own plane says: tests/data/SCORES.md has what it gains.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import itemgetter

from nlp.verdict import CATEGORIES, KINDS, KindName

#: Of kinds whose categories are put together: each category with its group. Those of `urgent` stand alone.
_GROUPS: Mapping[KindName, Mapping[str, str]] = {
    "repair": {
        "water": "pipes", "heating": "pipes", "electric": "wires", "network": "wires",
        "elevator": "ways", "door_access": "ways",
        "structure": "grounds", "facility": "grounds", "other_repair": "grounds",
    },
    "complaint": {
        "security": "service", "front_desk": "service", "management": "service", "repair_service": "service",
        "fees": "service", "other_complaint": "service",
        "noise": "neighbours", "pets": "neighbours", "neighbour": "neighbours",
        "parking": "parking", "cleaning": "dirt", "environment": "dirt",
    },
}  # fmt: skip
#: How much the kinds count, and the nearest of the finer answers of each: these are surer than their planes
#: say.
_OF_KINDS, _OF_FINER = 1 / 2, 4 / 3


def name_finer(kind: KindName, category: str | None) -> str | None:
    """Return the finer answer for a labelled message, None where its category is needed and not known."""
    if kind not in CATEGORIES:
        return kind
    group = _GROUPS.get(kind, {}).get(category or "", category)
    return f"{kind}/{group}" if group else None


def _list_finer(kind: KindName) -> list[str]:
    names = [name_finer(kind, category) for category in CATEGORIES.get(kind, ("",))]
    return list(dict.fromkeys(name for name in names if name))


_OF_KIND = [_list_finer(kind) for kind in KINDS]
#: Every finer answer, those of one kind together, in the order of the kinds.
FINER: tuple[str, ...] = tuple(name for names in _OF_KIND for name in names)
_ENDS = [sum(map(len, _OF_KIND[: number + 1])) for number in range(len(KINDS))]
_SPANS = map(slice, [0, *_ENDS], _ENDS)
#: Returns the finer answers kind by kind.
_part = itemgetter(*_SPANS)


def join_leans(kinds: Sequence[float], finer: Sequence[float]) -> list[float]:
    """Return how much is to be said for each kind by both; all are logarithms of odds, in tenths."""
    nearest = map(max, _part(finer))
    return [_OF_KINDS * kind + _OF_FINER * one for kind, one in zip(kinds, nearest, strict=True)]
