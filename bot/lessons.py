"""What staff taught by 建单 and 误报, as labelled examples, and the words that would have caught the missed.

A word is proposed only where no labelled message of another sort holds it; all proposed words together are
then tried as an estate's own lexicon and rules, and what they would do newly wrong is counted.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from handlers.kinds import DRILL
from handlers.model import Status, Step, Ticket, TicketEvent
from nlp.classifier import Classifier
from nlp.normalise import normalise
from nlp.redact import redact
from nlp.score import Label
from nlp.segment import build_segmenter
from nlp.verdict import KindName, Verdict
from storage.unit_of_work import UnitOfWork

#: As many tickets, the newest, are looked through for what was taught.
LOOKED_THROUGH = 20_000
_SHORTEST, _LONGEST = 2, 8
_CHINESE = re.compile("[\u4e00-\u9fff]+")
#: So many words are proposed for one missed message.
_WORDS_EACH = 3
Load = Callable[[Sequence[Path]], Classifier]
#: What takes a report back, whatever word is in it.
_UNLESS = ("joke", "hypothetical", "news", "other_place", "solved", "asking_neighbours")


@dataclass(frozen=True, slots=True)
class Lesson:
    """One message that staff put right: what they said it is. `estate` and `ticket` name where it is kept."""

    estate: str
    ticket: int
    label: Label


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word and the sort of report that it would make of a message.

    `caught` are the ids of the missed messages that hold it, `support` counts the labelled messages of that
    sort that hold it too, `parts` of how many words it is made.
    """

    word: str
    kind: KindName
    category: str | None
    caught: tuple[str, ...]
    support: int
    parts: int = 1


@dataclass(frozen=True, slots=True)
class Findings:
    """The missed messages that are still missed, the words for them, and what all the words together would
    do: which are caught then, and which labelled messages would be taken wrongly that are not now."""

    missed: tuple[Lesson, ...]
    candidates: tuple[Candidate, ...]
    caught: tuple[str, ...]
    new_false: tuple[Label, ...]
    labelled: int


# --- what was taught -----------------------------------------------------------------------------


async def read_lessons(uow: UnitOfWork, estate: str) -> tuple[Lesson, ...]:
    """What staff of the estate taught, oldest first: reports missed, and what was filed wrongly."""
    tickets = await uow.tickets.listing(estate, limit=LOOKED_THROUGH)
    histories = await uow.tickets.histories(estate, [ticket.number for ticket in tickets])
    found = [_read_lesson(ticket, histories[ticket.number]) for ticket in reversed(tickets)]
    return tuple(lesson for lesson in found if lesson is not None)


def _read_lesson(ticket: Ticket, events: Sequence[TicketEvent]) -> Lesson | None:
    if any(event.step is Step.ALERTED and event.words == DRILL for event in events):
        return None  # an exercise teaches nothing of what owners write
    taught = next((event for event in events if event.step is Step.TAUGHT), None)
    if ticket.status is Status.FALSE_ALARM:
        return _make_lesson(ticket, ticket.words, "other", None)
    if taught is None:
        return None
    return _make_lesson(ticket, taught.words or ticket.words, ticket.kind, ticket.category)


def _make_lesson(ticket: Ticket, words: str, kind: str, category: str | None) -> Lesson | None:
    """Nothing where the words have been erased since."""
    text = " ".join(words.split())
    if not text:
        return None
    label = Label(f"{ticket.estate}-{ticket.number}", text, kind, category)  # type: ignore[arg-type]
    return Lesson(ticket.estate, ticket.number, label)


def write_example(lesson: Lesson) -> str:
    """The lesson as a line of labelled data, without what names a person or a home."""
    label = lesson.label
    row = {
        "id": label.id, "text": redact(label.text), "kind": label.kind, "category": label.category,
        "room": None, "phone": None, "note": f"#{lesson.ticket}",
    }  # fmt: skip
    return json.dumps(row, ensure_ascii=False)


# --- words for what was missed -------------------------------------------------------------------


def find_candidates(lessons: Sequence[Lesson], labels: Sequence[Label], load: Load) -> Findings:
    """The words that would catch what is still missed without taking any labelled message wrongly.

    `load` returns the classifier with these folders of lexicons and rules beside its own.
    """
    classifier = load(())
    missed = tuple(one for one in lessons if _is_missed(one.label, classifier.classify(one.label.text)))
    against = [*labels, *(one.label for one in lessons if one.label.kind == "other")]
    folded = [(label, normalise(label.text)) for label in against]
    words = _list_words(missed, classifier)
    found = [_weigh(word, missed, folded) for word in words]
    candidates = _choose(sorted((c for c in found if c is not None), key=_rank))
    caught, new_false = _try_out(candidates, missed, folded, load)
    return Findings(missed, candidates, caught, new_false, len(against))


def _is_missed(label: Label, verdict: Verdict) -> bool:
    return label.kind != "other" and verdict.kind == "other"


def _list_words(missed: Iterable[Lesson], classifier: Classifier) -> dict[Candidate, None]:
    """The words and pairs of words of the missed messages that no lexicon holds, each with its sort."""
    known = frozenset(classifier.words)
    cut = build_segmenter(known).cut
    return {
        Candidate(word, lesson.label.kind, lesson.label.category, (), 0, parts): None
        for lesson in missed
        for word, parts in _join_tokens(cut(normalise(redact(lesson.label.text))))
        if word not in known
    }


def _join_tokens(tokens: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Each word and each two words that stand together, where they are Chinese and long enough to tell."""
    for index in range(len(tokens)):
        for parts in (1, 2):
            word = "".join(tokens[index : index + parts])
            if _SHORTEST <= len(word) <= _LONGEST and _CHINESE.fullmatch(word):
                yield word, parts


def _weigh(one: Candidate, missed: Sequence[Lesson], folded: Iterable[tuple[Label, str]]) -> Candidate | None:
    """The word with what speaks for it; None where a labelled message of another sort holds it."""
    sort = (one.kind, one.category)
    holding = [label for label, text in folded if one.word in text]
    if any((label.kind, label.category) != sort for label in holding):
        return None
    same = [lesson for lesson in missed if (lesson.label.kind, lesson.label.category) == sort]
    caught = tuple(lesson.label.id for lesson in same if one.word in normalise(lesson.label.text))
    return replace(one, caught=caught, support=len(holding))


def _rank(one: Candidate) -> tuple[int, int, int, int, str]:
    """The most missed messages first, then what is known to be said of it, then the more telling word."""
    return (-len(one.caught), -one.support, one.parts, -len(one.word), one.word)


def _choose(ranked: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """A few words for each missed message, the best first."""
    chosen: list[Candidate] = []
    for candidate in ranked:
        words = [sum(one in other.caught for other in chosen) for one in candidate.caught]
        if min(words, default=_WORDS_EACH) < _WORDS_EACH:
            chosen.append(candidate)
    return tuple(chosen)


def _try_out(
    candidates: Sequence[Candidate],
    missed: Sequence[Lesson],
    folded: Iterable[tuple[Label, str]],
    load: Load,
) -> tuple[tuple[str, ...], tuple[Label, ...]]:
    """What the words do together, as an estate's own files beside ours."""
    if not candidates:
        return (), ()
    with tempfile.TemporaryDirectory() as folder:
        write_files(candidates, Path(folder))
        better = load((Path(folder),))
    caught = tuple(one.label.id for one in missed if better.classify(one.label.text).kind != "other")
    words = [candidate.word for candidate in candidates]
    touched = [label for label, text in folded if any(word in text for word in words)]
    before = load(())
    return caught, tuple(label for label in touched if _gets_worse(label, before, better))


def _gets_worse(label: Label, before: Classifier, after: Classifier) -> bool:
    now = after.classify(label.text).kind
    return now not in (label.kind, "other") and before.classify(label.text).kind != now


# --- as files ------------------------------------------------------------------------------------


def write_files(candidates: Sequence[Candidate], folder: Path) -> None:
    """Writes the words as an estate's own lexicon and rules (`rules.extra`), one class and rule a sort."""
    for name, text in (("lexicon", write_lexicon(candidates)), ("rules", write_rules(candidates))):
        (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / name / "taught.toml").write_text(text, encoding="utf-8")


def _group(candidates: Sequence[Candidate]) -> dict[tuple[KindName, str | None], list[str]]:
    """The words of each sort; a word that two sorts want goes to the first."""
    groups: dict[tuple[KindName, str | None], list[str]] = {}
    seen: set[str] = set()
    for candidate in candidates:
        if candidate.word not in seen:
            seen.add(candidate.word)
            groups.setdefault((candidate.kind, candidate.category), []).append(candidate.word)
    return groups


def _name_class(kind: str, category: str | None) -> str:
    return "_".join(filter(None, ("taught", kind, category)))


def write_lexicon(candidates: Sequence[Candidate]) -> str:
    """The words as a lexicon file: one class a sort of report."""
    return "\n".join(
        f'[{_name_class(*sort)}]\ntitle = "{_name_class(*sort)}"\nis = ["estate"]\nwords = """\n'
        f'{" ".join(words)}\n"""\n'
        for sort, words in _group(candidates).items()
    )


def write_rules(candidates: Sequence[Candidate]) -> str:
    """The rules that read them: sure, but for what takes a report back."""
    return "\n".join(_write_rule(*sort) for sort in _group(candidates))


def _write_rule(kind: str, category: str | None) -> str:
    name = _name_class(kind, category)
    lines = [
        "[[rule]]",
        f'name = "{name.replace("_", "-")}"',
        f'kind = "{kind}"',
        *([f'category = "{category}"'] if category else []),
        f'need = ["{name}"]',
        f"unless = {json.dumps(list(_UNLESS))}",
        "sure = true",
    ]
    return "\n".join(lines) + "\n"
