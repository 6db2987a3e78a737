"""Finds the quoted message in a text, in the forms that WeChat clients and gateways write it.

The usual one is `「name：text」`, a dashed line, the words.  Desktop clients use other brackets and
dashes, newer ones send XML with a `refermsg`.  Quotes can quote quotes.
"""

from __future__ import annotations

import html
import re

from handlers.model import Quote

_PAIRS = {"「": "」", "『": "』", "“": "”", '"': '"'}
#: A line of five or more dashes, however they are spaced.
_DASHES = re.compile(r"[ \t]*\r?\n[ \t]*(?:[-‐‑–—─━－][ \t\u2005]*){5,}\r?(?:\n|$)")
#: The longest author that is looked for, in characters.
_NAME_LIMIT = 64


def split_quote(text: str) -> tuple[Quote | None, str]:
    """The quote at the head of a text, and the words after it; None and the text where there is none."""
    if "<refermsg>" in text:
        return _read_xml(text)
    head = text.lstrip()
    close = _PAIRS.get(head[:1])
    end = _find_end(head, close) if close else None
    if end is None:
        return None, text
    dashes = _DASHES.match(head, end + 1)
    assert dashes is not None
    return _read_author(head[1:end]), head[dashes.end() :].strip()


def _find_end(text: str, close: str) -> int | None:
    """Where the bracket closes that opens the text: the one that balances it, else the last with dashes."""
    depth, last = 0, None
    for place, char in enumerate(text):
        if char == close and (place or close != text[0]):
            depth -= 1
            if _DASHES.match(text, place + 1):
                if depth == 0:
                    return place
                last = place
        elif char == text[0]:
            depth += 1
    return last


def _read_author(inside: str) -> Quote:
    full, half = inside.find("："), inside.find(":")
    colon = full if half < 0 else half if full < 0 else min(full, half)
    # “8:2:301：水”: a half-width colon without a space belongs to the name when a full-width one follows.
    if 0 <= half < full < _NAME_LIMIT and inside[half + 1 : half + 2] != " ":
        colon = full
    if not 0 < colon <= _NAME_LIMIT or "\n" in inside[:colon]:
        return Quote("", inside.strip())
    return Quote(inside[:colon].strip(), inside[colon + 1 :].strip())


def _read_xml(text: str) -> tuple[Quote | None, str]:
    refer = text.partition("<refermsg>")[2].partition("</refermsg>")[0]
    quote = Quote(read_tag(refer, "displayname"), read_tag(refer, "content"))
    outside = text.replace(refer, "")
    return (None, text) if quote == Quote("", "") else (quote, read_tag(outside, "title"))


def read_tag(xml: str, tag: str) -> str:
    """The text of the first `<tag>` in a piece of XML, right or broken; empty without one."""
    found = re.search(rf"<{tag}>(.*?)</{tag}>", xml, re.DOTALL)
    if found is None:
        return ""
    inside = re.sub(r"^\s*<!\[CDATA\[(.*)\]\]>\s*$", r"\1", found[1], flags=re.DOTALL)
    return html.unescape(inside).strip()
