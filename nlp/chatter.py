"""Lines of chat that has nothing to do with an estate, made from our own patterns: silence is learned too."""

from __future__ import annotations

import random
import re
import tomllib
from pathlib import Path

from nlp.score import Label

_SLOT = re.compile(r"\{(\w+)\}")
_SEED = 11


def make_chatter(path: Path, per_pattern: int) -> list[Label]:
    """Return up to `per_pattern` distinct lines for each pattern of the file, all labelled `other`."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    words = {name: text.split() for name, text in data["words"].items()}
    pick = random.Random(_SEED)
    lines: dict[str, None] = {}
    for patterns in data["patterns"].values():
        for pattern in filter(None, map(str.strip, patterns.splitlines())):
            for _ in range(per_pattern if _SLOT.search(pattern) else 1):
                lines[_SLOT.sub(lambda slot: pick.choice(words[slot[1]]), pattern)] = None
    return [Label(f"chatter{n:05}", text, "other") for n, text in enumerate(lines, 1)]
