"""Phone numbers in a message: mobiles, landlines, service numbers, and numbers read out in Chinese."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from nlp.numerals import fold, read_number

#: How many characters are read of one message; chat networks carry about two thousand.
LONGEST = 2_500


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the text, from `start` to before `end`, and what it says in normal form."""

    start: int
    end: int
    value: str


_HAS_NUMBER = re.compile(r"\d|[一幺][ ]?[三四五六七八九]")
#: Identity cards, bank cards, order numbers: long, and no phone.
CARD = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|\d{15,19}|\d{4} \d{4} \d{4} \d{4}(?: \d{1,3})?)(?![\dXx])")
_FORMS = (
    r"(?<!\d)(?:\+? ?86[ -]?|0086[ -]?)?(1[3-9]\d{9})(?!\d)",
    r"(?<!\d)(?:\+? ?86[ -]?|0086[ -]?)?(1[3-9]\d[ .-]{1,3}\d{4}[ .-]{1,3}\d{4})(?!\d)",
    r"(?<!\d)(?:\+? ?86[ -]?|0086[ -]?)?(1[3-9]\d(?:[ .-]{0,2}\d){8})(?!\d)",
    r"(?<!\d)(\(?0(?:10|2\d|[3-9]\d{2})\)?[ -]{0,2}[2-8]\d{2,3}[ -]?\d{4})(?!\d)",
    r"(?<!\d)([48]00[ -]?\d{3}[ -]?\d{4}|[48]00[ -]?\d{4}[ -]?\d{3})(?!\d)",
    r"(?i)(?:电话|座机|致电|拨打|联系|热线|tel)[是:为 ]{0,3}([2-8]\d{2,3}[ -]?\d{4})(?!\d)",
    r"(?<![零〇一二三四五六七八九幺])"
    r"[一幺1][ ]?[三四五六七八九3-9](?:[ -]?[零〇一二三四五六七八九幺两\d]){9}"
    r"(?![零〇一二三四五六七八九幺\d])",
)


@cache
def _compile_forms() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of the forms, made when a text first needs them, for the sake of a quick start."""
    return tuple(map(re.compile, _FORMS))


#: What every form of a phone number has: most texts with a number have nothing of it.
_NUMERAL = "[零〇一二三四五六七八九幺两\\d]"
_HAS_PHONE_FORM = re.compile(
    rf"\d{{4}}|1[3-9]\d[ .-]{{0,3}}\d[ .-]{{0,2}}\d|[一幺1] ?[三四五六七八九3-9](?:[ -]?{_NUMERAL}){{3}}"
).search


def phone_spans(text: str) -> list[Span]:
    """Return every phone number in the text, in order; the values are digits only."""
    return find_phones_in(fold(text)) if _HAS_NUMBER.search(text) else []


def find_phone(text: str) -> str | None:
    """Return the first mobile, landline or service number in the text, digits only, else None."""
    spans = phone_spans(text[:LONGEST])
    return spans[0].value if spans else None


def find_phones_in(folded: str) -> list[Span]:
    """Return every phone number in a text that is already folded."""
    if not _HAS_PHONE_FORM(folded):
        return []
    found: list[Span] = []

    def take(match: re.Match[str]) -> str:
        said = match[1] if match.re.groups else match[0]
        start = match.end() - len(said) if match.re.flags & re.I else match.start()
        found.append(Span(start, match.end(), _digits(said)))
        return "\0" * len(match[0])

    masked = CARD.sub(lambda m: m[0] if _is_phone(m[0]) else blank(m), folded)
    for pattern in _compile_forms():
        masked = pattern.sub(take, masked)
    return sorted(found, key=lambda span: span.start)


def blank(match: re.Match[str]) -> str:
    """Return as many characters that match nothing as the match has."""
    return "\0" * len(match[0])


def _is_phone(digits: str) -> bool:
    return len(digits) == 15 and digits.startswith("0086")


def _digits(said: str) -> str:
    return "".join(c if c.isascii() else str(read_number(c)) for c in said.replace("幺", "一") if c.isalnum())
