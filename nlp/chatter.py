"""Lines of chat that has nothing to do with an estate, made from our own patterns: silence is learned too."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nlp.score import Label

_SLOT = re.compile(r"\{(\w+)\}")
_SEED = 11
_LENGTHS = (3, 4, 5, 6, 8, 10, 14)  # words in a line that says nothing


def make_chatter(path: Path, per_pattern: int) -> list[Label]:
    """Return up to `per_pattern` distinct lines for each pattern of the file, then the lines mixed of its
    common words, all labelled `other`."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    words = {name: text.split() for name, text in data["words"].items()}
    pick = random.Random(_SEED)
    lines: dict[str, None] = {}
    for patterns in data["patterns"].values():
        for pattern in filter(None, map(str.strip, patterns.splitlines())):
            for _ in range(per_pattern if _SLOT.search(pattern) else 1):
                lines[_SLOT.sub(lambda slot: pick.choice(words[slot[1]]), pattern)] = None
    lines.update(dict.fromkeys(_mix_words(data.get("mixture", {}))))
    return [Label(f"chatter{n:05}", text, "other") for n, text in enumerate(lines, 1)]


def _mix_words(mixture: dict[str, Any]) -> Iterator[str]:
    """Yield lines of words thrown together, the first of the list most often: nothing is meant by them."""
    words, pick = mixture.get("words", "").split(), random.Random(_SEED)
    often = [(place + 1) ** -0.6 for place in range(len(words))]
    for _ in range(mixture.get("lines", 0)):
        yield "".join(pick.choices(words, often, k=pick.choice(_LENGTHS)))
