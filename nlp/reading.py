"""A message as the rules see it: clauses, and in them the concepts that were said or denied."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from nlp.segment import Segmenter
from nlp.words import Lexicon

_CLAUSE_ENDS = frozenset(" ,;:、~…()（）\"'“”|/")
_SENTENCE_ENDS = frozenset("。.!?\n")
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


@dataclass(slots=True)
class Hit:
    """A mention inside the engine: its bits and its place counted in words."""

    bits: int
    word: str
    concept: str
    clause: int
    sentence: int
    position: int
    start: int
    denied: bool = False


@dataclass(slots=True)
class Scan:
    """The cut text with its hits; masks hold all bits of a clause."""

    text: str
    tokens: list[str]
    hits: list[Hit]
    clause_masks: list[int]
    clause_sentence: list[int]
    clause_spans: list[tuple[int, int]]
    mask: int


class Reader:
    """Cuts a normalised text and finds the concepts in it."""

    def __init__(self, lexicon: Lexicon, segmenter: Segmenter) -> None:
        self._lexicon = lexicon
        self._segmenter = segmenter
        self._bits = {word: (*lexicon.bits_of(word), name) for word, name in lexicon.class_of.items()}
        self._denial = lexicon.bit("denial") if "denial" in lexicon.concepts else 0

    def cut(self, text: str) -> list[str]:
        """Return the words of the text."""
        return self._segmenter.cut(text)

    def scan(self, text: str) -> Scan:
        """Return the hits of the text, clause by clause."""
        return self.scan_words(text, self.cut(text))

    def scan_words(self, text: str, tokens: list[str]) -> Scan:
        """Return the hits of a text that is cut already."""
        result = Scan(text, tokens, [], [0], [0], [], 0)
        bits, hits, masks = self._bits, result.hits, result.clause_masks
        clause = sentence = start = clause_start = 0
        last_denial = -99
        for position, token in enumerate(tokens):
            found = bits.get(token)
            if found is not None:
                said, denied, concept = found
                is_denied = said != denied and position - last_denial <= _DENIAL_REACH
                value = denied if is_denied else said
                if said & self._denial:
                    last_denial = position
                hits.append(Hit(value, token, concept, clause, sentence, position, start, is_denied))
                masks[clause] |= value
            start += len(token)
            if token in _CLAUSE_ENDS or token in _SENTENCE_ENDS:
                result.clause_spans.append((clause_start, start))
                clause_start = start
                sentence += token in _SENTENCE_ENDS
                clause += 1
                last_denial = -99
                masks.append(0)
                result.clause_sentence.append(sentence)
        result.clause_spans.append((clause_start, start))
        for value in masks:
            result.mask |= value
        return result

    def read(self, text: str) -> Reading:
        """Return the reading of a normalised text."""
        scan = self.scan(text)
        mentions: list[list[Mention]] = [[] for _ in scan.clause_masks]
        for hit in scan.hits:
            mentions[hit.clause].append(Mention(hit.concept, hit.word, hit.start, hit.denied))
        clauses = tuple(
            Clause(text[begin:end].strip(), scan.clause_sentence[i], tuple(mentions[i]))
            for i, (begin, end) in enumerate(scan.clause_spans)
            if text[begin:end].strip()
        )
        return Reading(text, clauses, self._said(scan.mask))

    def _said(self, mask: int) -> frozenset[str]:
        return _names_of(mask, tuple(self._lexicon.number.items()))


@lru_cache(maxsize=4096)
def _names_of(mask: int, numbers: tuple[tuple[str, int], ...]) -> frozenset[str]:
    return frozenset(name for name, number in numbers if mask >> (2 * number) & 1)
