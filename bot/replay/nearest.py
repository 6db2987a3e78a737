"""What was left alone though it came near to being filed, and which rule it came nearest to.

So a manager sees what the bot would have missed, before it goes live.  Bounded: the nearest few, of
at most so many lines looked at.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.exports.lines import Line
from nlp.classifier import Explanation

#: So many different texts are looked at; of more, evenly many from the whole time.
LOOKED_AT = 30_000
SHOWN = 60
#: Shorter lines say too little to have been missed.
SHORTEST = 4
#: Less likely to have wanted something than this is not near.
NEAR = 0.05


@dataclass(frozen=True, slots=True)
class Near:
    """A line that was left alone: the kind it would have been, how likely (0 to 1), and what spoke for it."""

    line: Line
    kind: str
    likely: float
    rules: tuple[str, ...]
    words: tuple[str, ...]


def find_nearest(
    lines: Iterable[Line], explain: Callable[[str], Explanation], limit: int = SHOWN
) -> list[Near]:
    """The lines that came nearest to being filed, the nearest first; each text once."""
    texts = {line.text: line for line in lines if len(line.text) >= SHORTEST}
    found = (measure(line, explain(line.text)) for line in thin_out(list(texts.values())))
    return heapq.nlargest(limit, (near for near in found if near), key=lambda near: near.likely)


def thin_out(lines: Sequence[Line]) -> Sequence[Line]:
    """At most LOOKED_AT of the lines, evenly spread."""
    return lines[:: -(-len(lines) // LOOKED_AT)] if lines else lines


def measure(line: Line, explained: Explanation) -> Near | None:
    """How near the line came; None where nothing spoke for anything."""
    scores = [(share, kind) for kind, share in explained.scores if kind != "other"]
    fired = [each for each in explained.fired if each.rule.kind != "other"]
    if not scores or not (fired or max(scores)[0] >= NEAR):
        return None
    share, kind = max(scores)
    if explained.verdict.kind != "other":
        # It was understood, and the conversation left it alone: joined elsewhere, answered, said by staff.
        kind, share = explained.verdict.kind, 1.0
    rules = tuple(each.rule.name for each in fired) or tuple(rule.name for rule, _ in explained.vetoed[:2])
    words = tuple(dict.fromkeys(word for each in fired for word in each.words))
    return Near(line, kind, share, rules, words)
