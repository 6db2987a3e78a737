"""Learns how people say that an emergency is over and what they noticed of it:
`python -m nlp.train_endings ENDINGS CLUES [--scenarios FILE...] [--talk FILE...] [--out JSON]`.

A line of the first file is {"text", "category", "over"}, of the second {"text", "category", "clue"}; "who"
tells who says it where that is known.  Conversations say besides where, when and after what it was said;
what is only talk in labelled messages is said in those places as well, and is neither.  The same files give
the same weights.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

from nlp.endings import ANSWERS, CLUE_ANSWERS, FILE, OWN, Setting, collect_letters
from nlp.scenes import Said, read_scenes
from nlp.train import drop_rare, flatten, learn
from nlp.weights import Weights, save_weights


class Line(NamedTuple):
    """What somebody says while an alert is live, and whether it is so."""

    text: str
    category: str
    is_so: bool
    who: str = ""
    setting: Setting | None = None


def learn_endings(lines: Iterable[Line], answers: Sequence[str] = ANSWERS) -> Weights:
    """Return the weights learned from lines; the first answer is for those of which it is so."""
    examples = [
        (flatten(collect_letters(line.text, line.category, line.who, line.setting)), 0 if line.is_so else 1)
        for line in lines
    ]
    return learn(drop_rare(examples), answers)


def read_lines(path: Path, asked: str = "over") -> list[Line]:
    """Return the labelled lines of a file.  Raises ValueError and KeyError where it is none."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [Line(row["text"], row["category"], bool(row[asked]), row.get("who", "")) for row in rows]


def list_clues(scenes: Sequence[Said]) -> list[Line]:
    """Return whether each was a clue: what others said that ended nothing."""
    told = (said for said in scenes if said.who != OWN and (said.clue or not said.over))
    return [Line(said.text, said.category, said.clue, said.who, said.setting) for said in told]


def list_endings(scenes: Sequence[Said]) -> list[Line]:
    """Return whether each was the end."""
    return [Line(said.text, said.category, said.over, said.who, said.setting) for said in scenes]


def throw_in(lines: Sequence[Line], talk: Sequence[str]) -> list[Line]:
    """Return the talk, each said where and when one of the lines was, in turn."""
    said = zip(talk, cycle(lines), strict=False) if lines else ()
    return [line._replace(text=text, is_so=False, setting=_set_apart(line)) for text, line in said]


def _set_apart(line: Line) -> Setting | None:
    return line.setting._replace(shared=0, photo=False) if line.setting else None


def join_lines(written: Sequence[Line], scenes: Sequence[Line], talk: Sequence[str]) -> list[Line]:
    """Return all lines to learn from; what was said in a conversation counts once, where it was said."""
    said = {(line.text, line.category) for line in scenes}
    alone = [line for line in written if (line.text, line.category) not in said]
    return [*scenes, *alone, *throw_in(scenes, talk)]


def read_talk(paths: Iterable[Path]) -> list[str]:
    """Return what is only talk in files of labelled messages.  Raises ValueError and KeyError."""
    rows = [
        json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines() if line.strip()
    ]
    return [row["text"] for row in rows if row["kind"] == "other"]


def main(arguments: Sequence[str]) -> int:
    """Learn from the files and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("endings", type=Path)
    parser.add_argument("clues", type=Path)
    parser.add_argument("--scenarios", type=Path, nargs="*", default=[])
    parser.add_argument("--talk", type=Path, nargs="*", default=[])
    parser.add_argument("--out", type=Path, default=FILE)
    options = parser.parse_args(arguments)
    scenes, talk = read_scenes(options.scenarios), read_talk(options.talk)
    endings = join_lines(read_lines(options.endings), list_endings(scenes), talk)
    clues = join_lines(read_lines(options.clues, "clue"), list_clues(scenes), talk)
    learned = {"ending": learn_endings(endings), "clue": learn_endings(clues, CLUE_ANSWERS)}
    save_weights(options.out, learned)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
