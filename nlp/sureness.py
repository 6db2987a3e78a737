"""How sure the weights must be before anything is done."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.verdict import KINDS, KindName

#: How sure the weights must be that something is to be done, by the kind it would be and by how much
#: of the message speaks of an estate (0 to 6 points). Set on lines held out against public chat: an
#: emergency may cost a question, ordinary chat may not: see tests/data/SCORES.md.
SURE_ENOUGH: dict[KindName, tuple[float, ...]] = {
    "urgent": (1.01, 0.85, 0.78, 0.58, 0.55, 0.55, 0.52),
    "repair": (1.01, 0.91, 0.82, 0.78, 0.70, 0.45, 0.45),
    "complaint": (1.01, 0.90, 0.81, 0.75, 0.72, 0.72, 0.67),
    "suggestion": (1.01, 0.92, 0.82, 0.72, 0.68, 0.62, 0.58),
    "inquiry": (1.01, 0.97, 0.86, 0.80, 0.60, 0.42, 0.42),
}
#: The same of a message that is short and mostly words that we know: what it says it says, though the weights
#: found little in it to go by.
SURE_IF_PLAIN: dict[KindName, tuple[float, ...]] = {
    "urgent": SURE_ENOUGH["urgent"],
    "repair": (1.01, 0.85, 0.72, 0.62, 0.58, 0.45, 0.45),
    "complaint": (1.01, 0.90, 0.81, 0.50, 0.44, 0.44, 0.44),
    "suggestion": (1.01, 0.85, 0.72, 0.60, 0.55, 0.50, 0.48),
    "inquiry": (1.01, 0.97, 0.86, 0.65, 0.50, 0.40, 0.40),
}
_OTHER = KINDS.index("other")


def ask_of(kind: KindName, points: int, plain: bool) -> float:
    """Return how sure the weights must be that something is to be done, if it would be of this kind."""
    return (SURE_IF_PLAIN if plain else SURE_ENOUGH)[kind][points]


def choose_kind(scores: Sequence[float], points: int, plain: bool = False) -> KindName:
    """Return the kind that the probabilities and the points allow."""
    acting = scores[:_OTHER]
    kind = KINDS[acting.index(max(acting))]
    return kind if 1.0 - scores[_OTHER] >= ask_of(kind, points, plain) else "other"


def choose_quiet(scores: Sequence[float]) -> KindName:
    """Return the likeliest kind that is neither an emergency nor talk."""
    quiet = scores[1:_OTHER]
    return KINDS[1 + quiet.index(max(quiet))]
