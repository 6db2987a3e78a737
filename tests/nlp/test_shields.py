"""A letter that a shield covers is no word of its own, whatever stands around."""

import random
from pathlib import Path

import pytest

from nlp.classifier import Classifier
from nlp.normalise import normalise
from nlp.prove_shields import prove, read_dictionary
from nlp.score import read_labels
from nlp.segment import Segmenter, build_segmenter
from nlp.shields import Known, Place, Shields, list_lone, load_known

DATA = Path(__file__).parents[1] / "data"
KNOWN = load_known()
PLACES: tuple[Place, ...] = ("first", "last")


@pytest.fixture(scope="module")
def dictionary() -> dict[str, int]:
    return read_dictionary()


def list_lone_letters(classifier: Classifier) -> list[str]:
    return list_lone(classifier.engine.points.anchors)


def has_bare(shields: Shields, letters: list[str], text: str) -> bool:
    """Whether one of the letters stands in the text without a shield."""
    return not all(shields.covers(text, at) for at, letter in enumerate(text) if letter in letters)


def stands_alone(segmenter: Segmenter, text: str, at: int) -> bool:
    """Whether the letter at this place of the text is cut as a word of its own."""
    start = 0
    for word in segmenter.cut(text):
        if start == at:
            return len(word) == 1
        start += len(word)
    return False


def test_the_file_is_what_is_proved() -> None:
    letters = {word[0] for word in KNOWN["first"]} | {word[1] for word in KNOWN["last"]}
    proved = prove(letters, {word for place in PLACES for word in KNOWN[place]})
    assert {place: {word: proved[place][word] for word in KNOWN[place]} for place in PLACES} == KNOWN


@pytest.mark.parametrize("place", PLACES)
def test_no_surroundings_cut_a_shield(
    classifier: Classifier, dictionary: dict[str, int], place: Place
) -> None:
    """Words that begin or end inside the shield, and any others: of jieba, and of our lexicons."""
    pick, covered = random.Random(3), 0
    words = [*list(dictionary)[::5], *classifier.words]
    begin: dict[str, list[str]] = {}
    end: dict[str, list[str]] = {}
    for word in words + list(dictionary):
        begin.setdefault(word[0], []).append(word)
        end.setdefault(word[-1], []).append(word)
    letters = list_lone_letters(classifier)
    shields = Shields(letters, KNOWN, classifier.words)
    for shield in KNOWN[place]:
        lone = shield[0] if place == "first" else shield[1]
        for number in range(60):
            before = end[shield[0]] if number % 2 and shield[0] in end else words
            after = begin[shield[1]] if number % 3 and shield[1] in begin else words
            left, right = pick.choice(before), pick.choice(after)
            left = left[:-1] if before is not words else left
            right = right[1:] if after is not words else right
            text = normalise(left + shield + right)
            at = text.find(shield) + (place == "last")
            if text.count(lone) == 1 and shield in text and not has_bare(shields, letters, text):
                covered += 1
                assert not stands_alone(classifier.engine.reader, text, at), text
    assert covered > 5_000


def test_what_no_search_finds_is_never_an_anchor_on_any_line_of_the_data(classifier: Classifier) -> None:
    engine, settled = classifier.engine, 0
    for path in sorted(DATA.glob("messages-*.jsonl")):
        for label in read_labels(path):
            clean = normalise(label.text)
            if not engine.may_matter(clean):
                settled += any(letter in clean for letter in KNOWN["first"])
                assert engine.points.find(engine.reader.cut(clean)) == frozenset(), clean
    assert settled > 50


COVERED = [("昨天看了电影", False), ("停电影响大家", True), ("漂亮", False), ("灯不亮", True), ("没电", True)]


@pytest.mark.parametrize(("text", "is_bare"), COVERED)
def test_a_letter_outside_a_shield_is_found(classifier: Classifier, text: str, is_bare: bool) -> None:
    known: Known = {"first": {"电影": KNOWN["first"]["电影"]}, "last": {"漂亮": KNOWN["last"]["漂亮"]}}
    letters = ["电", "亮"]
    assert has_bare(Shields(letters, known, classifier.words), letters, text) is is_bare


def test_an_estates_own_word_that_begins_inside_a_shield_takes_it_away() -> None:
    known: Known = {"first": {"电影": ""}, "last": {}}
    assert Shields(["电"], known, []).covers("电影城三楼", 0)
    assert not Shields(["电"], known, ["影城"]).covers("电影城三楼", 0)
    assert stands_alone(build_segmenter(["影城"]), "电影城三楼", 0)
