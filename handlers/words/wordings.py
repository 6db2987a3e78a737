"""Wordings: how people put a thing (thanks, so it is with me, it works again), as data that can be added to.

A wording has `words`, which are looked for as they stand (… is up to six letters), and `forms`, regular
expressions, one a line, for what words alone cannot say.  `{kin}` in a form is whatever finds [kin].
`unless` names wordings that take it back.  `match` and `silent` are lines that it must and must not find.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from handlers.words.dialect import fold_dialect
from handlers.words.quickening import quicken
from handlers.words.wording_files import AT, FOLDER, Place, Wording, read_file, read_own_words
from nlp.words import RuleError

_OURS = Path(__file__).parent / FOLDER
_NAMED = re.compile(r"\{([a-z]\w*)\}")
_GAP = ".{0,6}?"

#: The patterns of words, which begin with a plain letter, and of forms.
Spelled = tuple[list[str], list[str]]
#: What looks into a text, and finds None where it does not say so.
Search = Callable[[str], object | None]


@dataclass(frozen=True, slots=True)
class Wordings:
    """All wordings by name.  What looks for one is made when it is first asked for, and kept."""

    by_name: Mapping[str, Wording]
    _searches: dict[str, Search] = field(default_factory=dict)

    def find_pattern(self, name: str) -> re.Pattern[str]:
        """What finds the wording, whatever takes it back.  Raises RuleError where it cannot be read."""
        return _compile(self.by_name[name], self._spell(self.by_name[name]))

    def find_barrier(self, name: str) -> re.Pattern[str] | None:
        """What takes the wording back, None where nothing does.  Raises RuleError where it cannot be read."""
        wording = self.by_name[name]
        named = [self._spell_named(each, wording) for each in wording.unless]
        return _compile(wording, ([], named), quick=True) if named else None

    def find_search(self, name: str) -> Search:
        """What looks for the wording where it must stand, and finds None where something takes it back."""
        known = self._searches.get(name)
        if known is None:
            wording = self.by_name[name]
            look = AT[wording.at](_compile(wording, self._spell(wording), quick=not wording.at))
            known = self._searches[name] = _bar(look, self.find_barrier(name))
        return known

    def make_ready(self) -> None:
        """Makes every pattern, so that no message waits for one.  Raises RuleError."""
        for name in self.by_name:
            self.find_search(name)

    def check(self) -> tuple[RuleError, ...]:
        """What is wrong with files that load: forms, broken promises, words that add nothing."""
        return tuple(problem for wording in self.by_name.values() for problem in self._check(wording))

    def _check(self, wording: Wording) -> Iterator[RuleError]:
        try:
            search = self.find_search(wording.name)
        except RuleError as error:
            yield error
            return
        for line in (*wording.match, *wording.silent):
            if (search(line) is not None) != (line in wording.match):
                wanted, got = ("应当", "没有认出") if line in wording.match else ("不该", "认出了")
                what = f"[{wording.name}] {wanted}认出“{line}”，{got}"
                yield RuleError(*self._blame(wording, line), what)
        bare = _compile(wording, self._spell(replace(wording, own={}))) if wording.own else None
        for word, place in wording.own.items():
            if bare and bare.search(word):
                yield RuleError(*place, f"[{wording.name}] 的“{word}”本来就认得：删掉它")

    def _blame(self, wording: Wording, line: str) -> Place:
        """Where the estate's word stands that the line holds, in whatever wording; else the wording."""
        own = (item for each in self.by_name.values() for item in each.own.items())
        return next((place for word, place in own if re.search(_spell_word(word), line)), wording.place)

    def _spell(self, wording: Wording, within: tuple[str, ...] = ()) -> Spelled:
        """An estate's words first, the longest before all: where a text is cut, the longest counts."""
        # Endings are looked for in what is folded, all else in what was typed.
        own = sorted(
            {each for word in wording.own for each in (word, fold_dialect(word))}, key=len, reverse=True
        )
        within = (*within, wording.name)
        forms = [
            _NAMED.sub(lambda named: self._spell_named(named[1], wording, within), form)
            for form in wording.forms
        ]
        return [_spell_word(word) for word in (*own, *wording.words)], forms

    def _spell_named(self, name: str, user: Wording, within: tuple[str, ...] = ()) -> str:
        if name not in self.by_name:
            raise RuleError(*user.place, f"[{user.name}] 里有不认识的说法 {name!r}")
        if name in within:
            raise RuleError(*user.place, f"[{user.name}] 的 forms 绕回了它自己：{name!r}")
        words, forms = self._spell(self.by_name[name], within)
        return f"(?:{'|'.join((*words, *forms))})"


def read_wordings(extra: Path | None = None) -> Wordings:
    """Our wordings, with the words of an estate's own folder.  Raises RuleError with file and line."""
    ours = _read_ours()
    added: dict[str, Wording] = {}
    for path in sorted((extra / FOLDER).glob("*.toml")) if extra else ():
        for name, words in read_own_words(path, ours.by_name).items():
            wording = added.get(name, ours.by_name[name])
            added[name] = replace(wording, own={**wording.own, **words})
    return Wordings({**ours.by_name, **added}) if added else ours


@cache
def _read_ours() -> Wordings:
    found: dict[str, Wording] = {}
    for path in sorted(_OURS.glob("*.toml")):
        for wording in read_file(path):
            if wording.name in found:
                raise RuleError(*wording.place, f"[{wording.name}] 已经在 {found[wording.name].place[0]} 里")
            found[wording.name] = wording
    return Wordings(found)


def _bar(look: Search, barrier: re.Pattern[str] | None) -> Search:
    if barrier is None:
        return look

    def search(text: str) -> object | None:
        found = look(text)
        return found if found is None or barrier.search(text) is None else None

    return search


def _compile(wording: Wording, spelled: Spelled, *, quick: bool = False) -> re.Pattern[str]:
    words, forms = spelled
    try:
        return re.compile(quicken(words, forms) if quick else "|".join((*words, *forms)))
    except re.error as error:
        raise RuleError(*wording.place, f"[{wording.name}] 的 forms 写得不对：{error}") from None


def _spell_word(word: str) -> str:
    return re.escape(word).replace("…", _GAP)
