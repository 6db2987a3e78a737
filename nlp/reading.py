"""A message as the rules see it: clauses, and in them the concepts that were said or denied."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, filterfalse
from sys import intern

from nlp.segment import Segmenter
from nlp.words import Lexicon

_CLAUSE_END, _SENTENCE_END = 1, 2
_ENDS = dict.fromkeys(" ,;:、~…()（）\"'“”|/", _CLAUSE_END) | dict.fromkeys("。.!?\n", _SENTENCE_END)
#: How people punctuate says who writes, not what they mean; a normalised text has no other white space.
PAUSES = frozenset(",.;:!?、。~…()\\\"'“”‘’《》【】|/-—· \n")
_is_pause = PAUSES.__contains__
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


#: What a word says: its bits said and denied, its concept said and denied, what it ends, whether it denies.
Known = tuple[int, int, str, str, int, bool]
#: A mention inside the engine, cheap to make: its bits, the word, its concept (`!leak` where denied), the
#: number of its clause, and its place counted in words.
Hit = tuple[int, str, str, int, int]


@dataclass(slots=True)
class Scan:
    """The cut text with its hits; masks hold all bits of a clause; `words` are the tokens that are no pauses,
    `said` each of them once; `names` are the concepts of the hits, `concepts` each of them once."""

    text: str
    tokens: list[str]
    hits: list[Hit]
    clause_masks: list[int]
    clause_sentence: list[int]
    mask: int
    words: list[str]
    said: set[str]
    names: list[str]
    concepts: set[str]


class Reader:
    """Cuts a normalised text and finds the concepts in it."""

    def __init__(self, lexicon: Lexicon, segmenter: Segmenter) -> None:
        self._lexicon = lexicon
        #: Returns the words of a text.
        self.cut = segmenter.cut
        self._find = _list_known(lexicon).get

    def scan(self, text: str) -> Scan:
        """Return the hits of the text, clause by clause."""
        return self.scan_words(text, self.cut(text))

    def scan_words(self, text: str, tokens: list[str]) -> Scan:
        """Return the hits of a text that is cut already."""
        hits: list[Hit] = []
        masks: list[int] = []
        sentences = [0]
        mask = clause = total = 0
        last_denial = -99
        for position, known in enumerate(map(self._find, tokens)):
            if known is None:
                continue
            said, denied, name, not_name, end, denies = known
            if said:
                if position - last_denial <= _DENIAL_REACH and said != denied:
                    said, name = denied, not_name
                hits.append((said, tokens[position], name, clause, position))
                mask |= said
                if denies:
                    last_denial = position
            if end:
                sentences.append(sentences[clause] + (end == _SENTENCE_END))
                clause += 1
                last_denial = -99
                masks.append(mask)
                total |= mask
                mask = 0
        masks.append(mask)
        total |= mask
        words = list(filterfalse(_is_pause, tokens))
        names = [hit[2] for hit in hits]
        return Scan(text, tokens, hits, masks, sentences, total, words, set(words), names, set(names))

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
    known: dict[str, Known] = {mark: (0, 0, "", "", end, False) for mark, end in _ENDS.items()}
    denial = lexicon.bit("denial") if "denial" in lexicon.concepts else 0
    for name, concept in lexicon.concepts.items():
        said, denied = lexicon.class_bits(name)
        names, denies = (intern(name), intern("!" + name)), bool(said & denial)
        # One for all words of a class: what is together in memory is found sooner.
        known |= dict.fromkeys(concept.words, (said, denied, *names, 0, denies))
        known |= {mark: (said, denied, *names, _ENDS[mark], denies) for mark in _ENDS.keys() & concept.words}
    return known
