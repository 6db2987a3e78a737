"""A message as the rules see it: clauses, and in them the concepts that were said or denied."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from sys import intern

from nlp.segment import Segmenter
from nlp.words import Lexicon

_CLAUSE_END, _SENTENCE_END = 1, 2
_ENDS = dict.fromkeys(" ,;:、~…()（）\"'“”|/", _CLAUSE_END) | dict.fromkeys("。.!?\n", _SENTENCE_END)
_DENIAL_REACH = 2  # words between “没” and what it denies


@dataclass(frozen=True, slots=True)
class Mention:
    """One concept in the text: its class, the word, where it starts, whether it is denied (没坏)."""

    concept: str
    word: str
    start: int
    denied: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of text between two pauses."""

    text: str
    sentence: int
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message says: its normalised text and its clauses. Ask it `has("echo")`."""

    text: str
    clauses: tuple[Clause, ...]
    concepts: frozenset[str]

    def has(self, *names: str) -> bool:
        """Return whether any of the concepts (or groups) is said and not denied."""
        return any(name in self.concepts for name in names)

    def words(self, *names: str) -> tuple[str, ...]:
        """Return the words said for any of the classes, in order."""
        found = (m for clause in self.clauses for m in clause.mentions if not m.denied)
        return tuple(m.word for m in found if m.concept in names)


#: What a word says: its bits said and denied, its concept said and denied, and what it ends.
Known = tuple[int, int, str, str, int]
#: A mention inside the engine, cheap to make: its bits, the word, its concept (`!leak` where denied), the
#: number of its clause, and its place counted in words.
Hit = tuple[int, str, str, int, int]


@dataclass(slots=True)
class Scan:
    """The cut text with its hits; masks hold all bits of a clause."""

    text: str
    tokens: list[str]
    hits: list[Hit]
    clause_masks: list[int]
    clause_sentence: list[int]
    mask: int


class Reader:
    """Cuts a normalised text and finds the concepts in it."""

    def __init__(self, lexicon: Lexicon, segmenter: Segmenter) -> None:
        self._lexicon = lexicon
        self._segmenter = segmenter
        self._known = _list_known(lexicon)
        self._denial = lexicon.bit("denial") if "denial" in lexicon.concepts else 0

    def cut(self, text: str) -> list[str]:
        """Return the words of the text."""
        return self._segmenter.cut(text)

    def scan(self, text: str) -> Scan:
        """Return the hits of the text, clause by clause."""
        return self.scan_words(text, self.cut(text))

    def scan_words(self, text: str, tokens: list[str]) -> Scan:
        """Return the hits of a text that is cut already."""
        find, denial = self._known.get, self._denial
        hits: list[Hit] = []
        masks, sentences = [0], [0]
        clause = sentence = total = 0
        last_denial = -99
        for position, known in enumerate(map(find, tokens)):
            if known is None:
                continue
            token, (said, denied, name, not_name, end) = tokens[position], known
            if said:
                if said != denied and position - last_denial <= _DENIAL_REACH:
                    hits.append((denied, token, not_name, clause, position))
                    masks[clause] |= denied
                else:
                    hits.append((said, token, name, clause, position))
                    masks[clause] |= said
                if said & denial:
                    last_denial = position
            if end:
                sentence += end == _SENTENCE_END
                clause += 1
                last_denial = -99
                masks.append(0)
                sentences.append(sentence)
        for mask in masks:
            total |= mask
        return Scan(text, tokens, hits, masks, sentences, total)

    def read(self, text: str) -> Reading:
        """Return the reading of a normalised text."""
        scan = self.scan(text)
        starts = [0, *accumulate(map(len, scan.tokens))]
        mentions: list[list[Mention]] = [[] for _ in scan.clause_masks]
        for _, word, name, clause, position in scan.hits:
            mention = Mention(name.lstrip("!"), word, starts[position], name.startswith("!"))
            mentions[clause].append(mention)
        ends = [starts[i + 1] for i, token in enumerate(scan.tokens) if token in _ENDS]
        clauses = tuple(
            Clause(text[begin:end].strip(), scan.clause_sentence[i], tuple(mentions[i]))
            for i, (begin, end) in enumerate(zip([0, *ends], [*ends, len(text)], strict=True))
            if text[begin:end].strip()
        )
        return Reading(text, clauses, self._said(scan.mask))

    def _said(self, mask: int) -> frozenset[str]:
        return _names_of(mask, tuple(self._lexicon.number.items()))


@lru_cache(maxsize=4096)
def _names_of(mask: int, numbers: tuple[tuple[str, int], ...]) -> frozenset[str]:
    return frozenset(name for name, number in numbers if mask >> (2 * number) & 1)


def _list_known(lexicon: Lexicon) -> dict[str, Known]:
    """Return what each word and each mark says."""
    made: dict[tuple[str, int], Known] = {}  # few, for many words: what is together in memory is found sooner
    known = {mark: (0, 0, "", "", end) for mark, end in _ENDS.items()}
    for word, name in lexicon.class_of.items():
        which = name, _ENDS.get(word, 0)
        if which not in made:
            made[which] = (*lexicon.class_bits(name), intern(name), intern("!" + name), which[1])
        known[word] = made[which]
    return known
