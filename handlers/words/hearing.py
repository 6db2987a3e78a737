"""Questions to a text, by the name of a wording: `thanks = says("thanks")`, then `thanks(text)`.

The wordings in force are those of the whole installation: ours, until it names a folder of its own (`use`).
A pattern is made when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Generic, ParamSpec, TypeVar

from handlers.words.wordings import Wordings, read_wordings

P = ParamSpec("P")
T = TypeVar("T")

#: Asked of a text: is it put so?
Question = Callable[[str], bool]

#: A message as it was typed, and without what stands for photos and faces; what was said before is not kept.
_AT_HAND = 2


@dataclass(slots=True)
class _Force:
    """The wordings in force, and what forgets what it has of them when others come."""

    wordings: Wordings | None = None
    forgetters: list[Callable[[], None]] = field(default_factory=list)

    def read(self) -> Wordings:
        return self.wordings or read_wordings()


_force = _Force()


def use(wordings: Wordings) -> None:
    """Puts wordings in force for every question, from the next text on."""
    _force.wordings = wordings
    for forget in _force.forgetters:
        forget()


def make_each_ready() -> Iterator[None]:
    """Makes the patterns in force one after the other: no message has to wait for one; milliseconds each."""
    wordings = _force.read()
    for name in wordings.by_name:
        wordings.find_search(name)
        yield


class _Door(Generic[T]):
    """What looks into a text: made of the wordings in force at the first text after they came."""

    __slots__ = ("_make", "look")
    look: Callable[[str], T]

    def __init__(self, make: Callable[[Wordings], Callable[[str], T]]) -> None:
        self._make = make
        self._forget()
        _force.forgetters.append(self._forget)

    def _forget(self) -> None:
        self.look = self._look_first

    def _look_first(self, text: str) -> T:
        self.look = self._make(_force.read())
        return self.look(text)


def says(name: str) -> Question:
    """The question whether a text puts it so where it must stand, and nothing in it takes that back."""
    door = _Door(lambda wordings: wordings.find_search(name))

    def ask(text: str) -> bool:
        return door.look(text) is not None

    return ask


def list_said(prefix: str, sorts: Sequence[str]) -> Callable[[str], list[str]]:
    """What lists, of sorts with a wording each (`about_water`), those that a text says, in their order."""

    def make(wordings: Wordings) -> Callable[[str], list[str]]:
        searches = [(sort, wordings.find_search(prefix + sort)) for sort in sorts]
        return lambda text: [sort for sort, search in searches if search(text) is not None]

    door = _Door(make)
    return lambda text: door.look(text)


def list_all(name: str) -> Callable[[str], list[str]]:
    """What lists whatever in a text puts it so."""

    def make(wordings: Wordings) -> Callable[[str], list[str]]:
        search, list_each = wordings.find_search(name), wordings.find_pattern(name).findall
        return lambda text: [] if search(text) is None else list_each(text)

    door = _Door(make)
    return lambda text: door.look(text)


def drop(name: str, leave: str = "") -> Callable[[str], str]:
    """What gives a text without whatever puts it so; `leave` stands in its place."""

    def make(wordings: Wordings) -> Callable[[str], str]:
        search, replace = wordings.find_search(name), wordings.find_pattern(name).sub
        return lambda text: text if search(text) is None else replace(leave, text)

    door = _Door(make)
    return lambda text: door.look(text)


def keep(size: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Keeps so many answers of a function, until other wordings come into force."""

    def keep_answers(function: Callable[P, T]) -> Callable[P, T]:
        kept = lru_cache(maxsize=size)(function)
        _force.forgetters.append(kept.cache_clear)
        return kept  # type: ignore[return-value]

    return keep_answers


def keep_at_hand(function: Callable[[str], T]) -> Callable[[str], T]:
    """The function, which looks at a text once and not again until it is asked of others."""
    return keep(_AT_HAND)(function)
