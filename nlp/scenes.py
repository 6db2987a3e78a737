"""What was said while an emergency lasted, read from labelled conversations (`scenarios-*.jsonl`).

Each event after the one that opened the alert, until the one that ended it, with where and after what it
was said, whether it is a clue and whether it ends the alert.  What belongs to another alert is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from nlp.endings import GIVER, OTHER, OWN, SOON, STAFF, Setting, asks_back
from nlp.pairs import cut_pairs

#: So long, in seconds, what was said in a chat is what the next words there may answer.
LATELY = 600
_MISSING = "missing_person"
Event = Mapping[str, Any]


class Said(NamedTuple):
    """One event of a conversation while an alert was live."""

    text: str
    category: str
    who: str
    setting: Setting
    clue: bool
    over: bool


def read_scenes(paths: Iterable[Path]) -> list[Said]:
    """Return what was said while alerts were live.  Raises ValueError and KeyError for other files."""
    said: list[Said] = []
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                scenario = json.loads(line)
                for alert in scenario["expect"]["alerts"]:
                    said.extend(_read_alert(scenario["events"], scenario["expect"], alert))
    return said


def _read_alert(events: list[Event], expect: Mapping[str, Any], alert: Mapping[str, Any]) -> Iterable[Said]:
    first, clues = alert["opened_by"], set(alert["clues"])
    sources = _list_sources(expect, alert)
    last = alert["closed_by"] if alert["closed_by"] is not None else len(events) - 1
    others = _list_others(expect, alert)
    report, category = events[first], alert["category"]
    known, family, givers = [report["text"]], {report["sender"]}, set[str]()
    for at in range(first + 1, last + 1):
        event = events[at]
        own = event["sender"] in (family if category == _MISSING else {report["sender"]})
        serves = event["role"] != "owner"
        gave = event["sender"] in givers
        who = OWN if own else STAFF if serves else GIVER if gave else OTHER
        if at not in others:
            setting = _read_setting(events, at, report, "\n".join(known))
            yield Said(event["text"], category, who, setting, at in clues, at == alert["closed_by"])
        if at in sources | clues:
            known.append(event["text"])
        if at in sources:
            family.add(event["sender"])
        if at in clues or (at in sources and category != _MISSING):
            givers.add(event["sender"])


def _list_sources(expect: Mapping[str, Any], alert: Mapping[str, Any]) -> set[int]:
    first = alert["opened_by"]
    return next((set(t["source_events"]) for t in expect["tickets"] if first in t["source_events"]), {first})


def _list_others(expect: Mapping[str, Any], alert: Mapping[str, Any]) -> set[int]:
    """The events that are of the conversation's other alerts."""
    others: set[int] = set()
    for other in expect["alerts"]:
        if other is not alert:
            others |= {*other["clues"], other["closed_by"], *_list_sources(expect, other)}
    return others


def _read_setting(events: list[Event], at: int, report: Event, known: str) -> Setting:
    event = events[at]
    here = event["group"] == report["group"]
    shared = len(cut_pairs(event["text"]) & cut_pairs(known))
    setting = Setting(here, event["t"] - report["t"], shared, photo=bool(event.get("image")))
    before = [e for e in events[:at] if e["group"] == event["group"] and event["t"] - e["t"] <= LATELY]
    if not before:
        return setting
    last = before[-1]
    if last["sender"] == report["sender"]:
        speaker = OWN
    elif last["role"] != "owner":
        speaker = STAFF
    else:
        speaker = GIVER if last["sender"] == event["sender"] else OTHER
    soon = event["t"] - last["t"] < SOON
    return setting._replace(after=speaker, soon=soon, asked=asks_back(last["text"]))
