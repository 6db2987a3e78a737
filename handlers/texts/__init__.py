"""Every sentence the bot says to people, a module a matter.  An estate's `texts` override any by name.

A blank is `{name}`; `say` puts values in without ever reading them: braces, markup or commands
inside a display name or an owner's words come out as they went in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from handlers.texts import (
    advice,
    alerts,
    broadcasts,
    cards,
    commands,
    drills,
    duty,
    helping,
    itself,
    limits,
    lists,
    owners,
    privacy,
    problems,
    receipts,
    work,
)

_BLANK = re.compile(r"\{([a-z_]+)\}")

#: No name stands in two of them.
MATTERS: tuple[Mapping[str, str], ...] = (
    receipts.TEXTS,
    cards.TEXTS,
    limits.TEXTS,
    work.TEXTS,
    duty.TEXTS,
    commands.TEXTS,
    owners.TEXTS,
    privacy.TEXTS,
    helping.TEXTS,
    lists.TEXTS,
    itself.TEXTS,
    advice.TEXTS,
    alerts.TEXTS,
    drills.TEXTS,
    broadcasts.TEXTS,
    problems.TEXTS,
)
TEXTS: dict[str, str] = {name: text for matter in MATTERS for name, text in matter.items()}


def list_blanks(template: str) -> frozenset[str]:
    """The names of the blanks in `template`."""
    return frozenset(_BLANK.findall(template))


def say(overrides: Mapping[str, str], name: str, /, **values: object) -> str:
    """The sentence `name` with its blanks filled.  Values are put in literally, never read.

    Raises KeyError where the sentence or a value for one of its blanks is missing.
    """
    default = TEXTS[name]
    template = overrides.get(name, default)
    return _BLANK.sub(lambda blank: str(values[blank[1]]), template)


def has_text(name: str) -> bool:
    """Whether there is a sentence of this name."""
    return name in TEXTS


def check_overrides(texts: Mapping[str, object]) -> list[str]:
    """What is wrong with an estate's own texts, one line each in Chinese; empty where nothing is."""
    return [problem for name, text in texts.items() for problem in _check_override(name, text)]


def _check_override(name: str, text: object) -> list[str]:
    if name not in TEXTS:
        return [say({}, "problem_unknown", name=name)]
    if not isinstance(text, str):
        return [say({}, "problem_type", name=name)]
    if TEXTS[name] and not text.strip():
        return [say({}, "problem_empty", name=name)]
    known = list_blanks(TEXTS[name])
    wrong = sorted(list_blanks(text) - known)
    names = ", ".join(sorted(known)) or "-"
    problems = [say({}, "problem_blank", name=name, blank=blank, known=names) for blank in wrong]
    if re.search(r"[{}]", _BLANK.sub("", text)):
        problems.append(say({}, "problem_braces", name=name, example="{number}"))
    return problems
