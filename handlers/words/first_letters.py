"""With which letters a match of a pattern may begin.

Reads what forms are made of: letters, sets, groups, alternatives, repeats, places and looks round.  Where a
pattern has anything else any letter may be the first: what is made of the answer is as right, only slower.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"(?P<look>\(\?<?[=!])|(?P<group>\((?!\?)|\(\?:|\(\?P<\w+>)|(?P<folded>\(\?i:)|(?P<close>\))|(?P<bar>\|)"
    r"|(?P<set>\[(?!\^)(?:\\.|[^\]\\])+\])|(?P<repeat>[*+?][?+]?|\{(?:\d+(?:,\d*)?|,\d+)\}[?+]?)"
    r"|(?P<place>[\^$]|\\[AZbB])|(?P<kind>\\[dDsSwW])|(?P<letters>[^\\.(\[{)|*+?^$]+|\\\W|\\[nt])"
    r"|(?P<any>\.|\[\^(?:\\.|[^\]\\])+\])|(?P<unknown>.)",
    re.DOTALL,
)
_OPENING = frozenset({"look", "group", "folded"})
_MAY_BE_NONE = re.compile(r"[*?]|\{0*[,}]")
_ITEM = re.compile(r"(?P<kind>\\[dDsSwW])|(?P<from>\\.|.)(?:-(?P<to>\\.|.))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class First:
    """With which letters, as they stand in a set, a match may begin (None: any); and may it have none?"""

    letters: frozenset[str] | None
    may_be_empty: bool


_NOTHING = First(frozenset(), True)
_ANY = First(None, False)


def find_first(pattern: str) -> First:
    """What a match of the pattern may begin with; any letter where the pattern is beyond this reading."""
    tokens = list(_TOKEN.finditer(pattern))
    if any(token.lastgroup == "unknown" for token in tokens):
        return _ANY
    return _read_alternatives(iter(tokens), folded=False)


def _read_alternatives(tokens: Iterator[re.Match[str]], *, folded: bool) -> First:
    """What alternatives may begin with, up to the end of their group."""
    branches: list[list[First]] = [[]]
    # Whether what the branch begins with is known: what follows a part that cannot be empty does not count.
    known = False
    for token in tokens:
        if token.lastgroup == "close":
            break
        if token.lastgroup == "bar":
            branches.append([])
            known = False
        elif token.lastgroup == "repeat":
            if not known:
                branches[-1].append(_repeat(branches[-1].pop() if branches[-1] else _ANY, token[0]))
        elif known or (branches[-1] and not branches[-1][-1].may_be_empty):
            known = True
            _pass_over(token, tokens)
        elif token.lastgroup == "letters":
            known = _is_row(token[0])
            branches[-1].append(First(_spell_letter(token[0][0] if known else token[0], folded), False))
        else:
            branches[-1].append(_read_one(token, tokens, folded))
    return _join([_follow(branch) for branch in branches])


def _is_row(letters: str) -> bool:
    """Whether they are several: then it is the last of them that a repeat behind them is of."""
    return len(letters) > 1 and not letters.startswith("\\")


def _pass_over(token: re.Match[str], tokens: Iterator[re.Match[str]]) -> None:
    """Leaves out what the token begins: a group up to its end."""
    if token.lastgroup in _OPENING:
        depth = 1
        for inner in tokens:
            depth += (inner.lastgroup in _OPENING) - (inner.lastgroup == "close")
            if depth == 0:
                break


def _read_one(token: re.Match[str], tokens: Iterator[re.Match[str]], folded: bool) -> First:
    match token.lastgroup:
        case "set":
            items = _ITEM.finditer(token[0][1:-1])
            return First(frozenset(each for item in items for each in _spell_item(item, folded)), False)
        case "kind":
            return First(frozenset({token[0]}), False)
        case "group" | "folded" as group:
            return _read_alternatives(tokens, folded=folded or group == "folded")
        case "look":
            _read_alternatives(tokens, folded=folded)
            return _NOTHING
        case "place":
            return _NOTHING
    return _ANY


def _repeat(one: First, repeat: str) -> First:
    return First(one.letters, one.may_be_empty or _MAY_BE_NONE.match(repeat) is not None)


def _follow(parts: list[First]) -> First:
    """What a row of parts may begin with: any of them up to one that cannot be empty."""
    reached: list[First] = []
    for part in parts:
        reached.append(part)
        if not part.may_be_empty:
            return First(_join(reached).letters, False)
    return First(_join(reached).letters, True)


def _join(parts: list[First]) -> First:
    known = [part.letters for part in parts if part.letters is not None]
    letters = frozenset[str]().union(*known) if len(known) == len(parts) else None
    return First(letters, any(part.may_be_empty for part in parts))


def _spell_item(item: re.Match[str], folded: bool) -> Iterator[str]:
    if item["kind"]:
        yield item["kind"]
        return
    first, last = item["from"], item["to"]
    cases = (
        ((first, last), *zip(_fold(first), _fold(last or ""), strict=True)) if folded else ((first, last),)
    )
    for one, other in cases:
        yield f"{_spell(one)}-{_spell(other)}" if other else _spell(one)


def _fold(letter: str) -> tuple[str, str]:
    return (letter, letter) if letter.startswith("\\") else (letter.lower(), letter.upper())


def _spell_letter(letter: str, folded: bool) -> frozenset[str]:
    return frozenset(map(_spell, _fold(letter) if folded else (letter,)))


def _spell(letter: str) -> str:
    """A letter or an escaped one, as it stands in a set."""
    return letter if letter.startswith("\\") else re.escape(letter)
