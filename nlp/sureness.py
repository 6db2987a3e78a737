"""How sure the weights must be before anything is done, and a proof of silence without the whole sum.

`is_far_from_acting` says yes only where `choose_kind` chooses `other`. Let x be how much is to be said for
`other` and y the most that is to be said for any of the n other kinds, as logarithms of odds, and s the least
that SURE_ENOUGH asks for with these points, whatever the kind. The weights give all n kinds together

    p = (e^y1 + ... + e^yn) / (e^y1 + ... + e^yn + e^x) <= r / (r + 1)  with  r = n e^(y - x),

for the left side grows with each yi. Where y < x - log(n (1 - s) / s), r is less than s / (1 - s), and so p
is less than s: less than what is asked for of any kind. A millionth more is wanted, against rounding.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from nlp.verdict import KINDS, KindName

#: How sure the weights must be that something is to be done, by the kind it would be and by how much
#: of the message speaks of an estate (0 to 6 points). Set on lines held out against public chat: an
#: emergency may cost a question, ordinary chat may not: see tests/data/SCORES.md.
SURE_ENOUGH: dict[KindName, tuple[float, ...]] = {
    "urgent": (1.01, 0.75, 0.62, 0.62, 0.62, 0.62, 0.62),
    "repair": (1.01, 0.82, 0.76, 0.67, 0.67, 0.67, 0.67),
    "complaint": (1.01, 0.84, 0.68, 0.61, 0.54, 0.54, 0.54),
    "suggestion": (1.01, 0.56, 0.56, 0.41, 0.41, 0.41, 0.41),
    "inquiry": (1.01, 0.68, 0.58, 0.43, 0.43, 0.43, 0.43),
}
_OTHER = KINDS.index("other")
#: How many units of `lean` are one of a natural logarithm.
_TENTHS = 10
#: By points: how far below `other` every kind must lie.
_FAR = tuple(
    _TENTHS * math.log((len(KINDS) - 1) * max(1 - least, 1e-9) / least) + 1e-6
    for least in map(min, zip(*SURE_ENOUGH.values(), strict=True))
)


def choose_kind(scores: Sequence[float], points: int) -> KindName:
    """Return the kind that the probabilities and the points allow."""
    acting = scores[:_OTHER]
    kind = KINDS[acting.index(max(acting))]
    return kind if 1.0 - scores[_OTHER] >= SURE_ENOUGH[kind][points] else "other"


def is_far_from_acting(lean: Sequence[float], points: int) -> bool:
    """Return True only where `choose_kind` chooses `other`: the proof stands above. `lean` is in tenths;
    points are at least 1."""
    return max(lean[:_OTHER]) < lean[_OTHER] - _FAR[points]
