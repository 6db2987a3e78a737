"""How sure the weights must be before anything is done, and a proof of silence without the whole sum.

`is_far_from_acting` says yes only where `choose_kind` chooses `other`. Let x be how much is to be said for
`other` and y the most that is to be said for any of the n other kinds, as logarithms of odds, and s the least
that SURE_IF_PLAIN asks for with these points, whatever the kind. The weights give all n kinds together

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
    "urgent": (1.01, 0.85, 0.69, 0.55, 0.55, 0.55, 0.55),
    "repair": (1.01, 0.87, 0.87, 0.77, 0.65, 0.65, 0.65),
    "complaint": (1.01, 0.93, 0.78, 0.72, 0.70, 0.70, 0.70),
    "suggestion": (1.01, 0.64, 0.64, 0.64, 0.60, 0.60, 0.60),
    "inquiry": (1.01, 0.90, 0.70, 0.70, 0.50, 0.50, 0.50),
}
#: The same of a message that is short and mostly words that we know: what it says it says, though the weights
#: found little in it to go by.
SURE_IF_PLAIN: dict[KindName, tuple[float, ...]] = {
    "urgent": SURE_ENOUGH["urgent"],
    "repair": (1.01, 0.80, 0.80, 0.57, 0.56, 0.56, 0.56),
    "complaint": (1.01, 0.91, 0.68, 0.55, 0.46, 0.46, 0.46),
    "suggestion": (1.01, 0.54, 0.48, 0.47, 0.47, 0.47, 0.47),
    "inquiry": (1.01, 0.85, 0.58, 0.40, 0.32, 0.32, 0.32),
}
_OTHER = KINDS.index("other")
#: How many units of `lean` are one of a natural logarithm.
_TENTHS = 10
#: By points: how far below `other` every kind must lie.
_FAR = tuple(
    _TENTHS * math.log((len(KINDS) - 1) * max(1 - least, 1e-9) / least) + 1e-6
    for least in map(min, zip(*SURE_IF_PLAIN.values(), strict=True))
)


def ask_of(kind: KindName, points: int, plain: bool) -> float:
    """Return how sure the weights must be that something is to be done, if it would be of this kind."""
    return (SURE_IF_PLAIN if plain else SURE_ENOUGH)[kind][points]


def choose_kind(scores: Sequence[float], points: int, plain: bool = False) -> KindName:
    """Return the kind that the probabilities and the points allow."""
    acting = scores[:_OTHER]
    kind = KINDS[acting.index(max(acting))]
    return kind if 1.0 - scores[_OTHER] >= ask_of(kind, points, plain) else "other"


def is_far_from_acting(lean: Sequence[float], points: int) -> bool:
    """Return True only where `choose_kind` chooses `other`, plain or not: the proof stands above.

    `lean` is in tenths; points are at least 1.
    """
    return max(lean[:_OTHER]) < lean[_OTHER] - _FAR[points]
