"""Find shields (see nlp/shields.py) in what is said in files of labels, and write them to nlp/shields.json.

    python -m nlp.prove_shields tests/data/messages-*.jsonl

The proof, for 电影 and the cutting of jieba, which takes the words whose frequencies have the greatest
product, each divided by the total. Say a text is cut behind 电. Then a word follows that begins with 影.
Is it 影 itself, the text is cut better with 电影 in the place of both. Is it longer, 影 and a rest, the text
is cut better with 电影 and the rest, wherever the rest is a word or a letter and
f(电影) f(rest) > f(电) f(影 and the rest): the total stands on both sides as often. Where that does not
hold, the first letter of the rest is an exception. The words of the lexicons, an estate's too, are the
likeliest of all: what follows 影 in any of them is an exception as well. That the total grows with them
only helps whole words. For a shield's last letter it is the same, read backwards.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from nlp.normalise import normalise
from nlp.points import read_points
from nlp.score import read_labels
from nlp.shields import FILE, Known, Place, list_lone
from nlp.words import load_lexicon

_HERE = Path(__file__).parent
#: By how much, as a logarithm, a cutting must be the better one: more than any rounding.
_CLEARLY = 1e-3
#: The logarithm of the total of jieba's dictionary, in version 0.42 of 60,101,964: less proves less.
_TOTAL = math.log(60_000_000)


def find_exceptions(
    word: str, place: Place, frequencies: Mapping[str, int], near: Iterable[str]
) -> str | None:
    """Return the exceptions of a shield, None where it is none; `near` are the words of the dictionary that
    begin with its last letter, or end with its first."""

    def say(part: str) -> float:
        return math.log(frequencies.get(part) or 1)

    lone, other = (word[0], word[1]) if place == "first" else (word[1], word[0])
    if say(word) + _TOTAL - say(lone) - say(other) < _CLEARLY:
        return None
    found = set()
    for longer in near:
        rest, next_to = (longer[1:], longer[1]) if place == "first" else (longer[:-1], longer[-2])
        is_word = len(rest) == 1 or frequencies.get(rest)
        if not is_word or say(word) + say(rest) - say(lone) - say(longer) < _CLEARLY:
            found.add(next_to)
    return "".join(sorted(found))


def read_dictionary() -> dict[str, int]:
    """Return the frequencies of jieba's own words, of those that it has more than nothing of."""
    import jieba

    lines = Path(jieba.__file__).with_name("dict.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split(" ")[:2] for line in lines)
    return {word: int(frequency) for word, frequency in pairs if int(frequency)}


def prove(letters: Collection[str], said: Collection[str]) -> Known:
    """Return the shields of the letters: those that are, of jieba's words of two letters that were said."""
    frequencies = read_dictionary()
    starts: dict[str, list[str]] = {}
    ends: dict[str, list[str]] = {}
    for word in frequencies:
        if len(word) > 1:
            starts.setdefault(word[0], []).append(word)
            ends.setdefault(word[-1], []).append(word)
    places: tuple[Place, Place] = ("first", "last")
    proved: dict[Place, dict[str, str]] = {place: {} for place in places}
    for word in sorted(word for word in said if word in frequencies and word[0] != word[1]):
        for place in places:
            lone, near = (word[0], starts.get(word[1])) if place == "first" else (word[1], ends.get(word[0]))
            found = find_exceptions(word, place, frequencies, near or ()) if lone in letters else None
            if found is not None:
                proved[place][word] = found
    return proved


def main(arguments: list[str]) -> int:
    """Write the file again: for the anchors of our own lexicons, and the chat in files of labels."""
    anchors = read_points(load_lexicon([_HERE / "lexicon"])).anchors
    texts = [label.text for file in arguments for label in read_labels(Path(file)) if label.kind == "other"]
    said = {text[at : at + 2] for text in map(normalise, texts) for at in range(len(text) - 1)}
    proved = prove(list_lone(anchors), said)
    FILE.write_text(json.dumps(proved, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
