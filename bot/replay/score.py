"""How near the outcome of scenarios comes to what should have come of them.

A ticket is right where half or more of its events are the expected ones (shared ÷ all of both) and its
kind is right; an alert, where the same event opened it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]

#: Two tickets are taken for the same from this share of common events on.
SAME = 0.5


@dataclass(frozen=True, slots=True)
class Score:
    """Shares from 0 to 1 by name, in the order in which they are shown, and what went wrong by scenario."""

    scenarios: int
    shares: Mapping[str, float]
    wrong: Mapping[str, tuple[str, ...]]


def score_scenarios(wanted: Sequence[Row], got: Iterable[Row]) -> Score:
    """Compares scenarios that hold `expect` with the result lines of the same ids."""
    results = {row["id"]: row for row in got}
    count: Counter[str] = Counter()
    wrong: dict[str, tuple[str, ...]] = {}
    for scenario in wanted:
        result = results.get(scenario["id"], {"tickets": (), "alerts": (), "said": ()})
        misses = (
            *score_tickets(scenario["expect"]["tickets"], result["tickets"], count),
            *score_alerts(scenario["expect"]["alerts"], result["alerts"], count),
            *score_silence(scenario["expect"]["silent"], result["said"], count),
        )
        if misses:
            wrong[scenario["id"]] = misses
    count["perfect"] = len(wanted) - len(wrong)
    return Score(len(wanted), compute_shares(count, len(wanted)), wrong)


def score_tickets(wanted: Sequence[Row], got: Sequence[Row], count: Counter[str]) -> list[str]:
    right = [pair for pair in pair_tickets(wanted, got) if pair[0]["kind"] == pair[1]["kind"]]
    count["tickets_wanted"] += len(wanted)
    count["tickets_got"] += len(got)
    count["tickets_right"] += len(right)
    for field in ("category", "room", "reporters"):
        count[field] += sum((one.get(field) or None) == (other.get(field) or None) for one, other in right)
    count["sources"] += sum(set(one["source_events"]) == set(other["source_events"]) for one, other in right)
    if len(right) == len(wanted) == len(got):
        return []
    return [f"tickets: wanted {show_tickets(wanted)}, got {show_tickets(got)}"]


def show_tickets(tickets: Sequence[Row]) -> list[tuple[str, str | None, list[int]]]:
    return [(each["kind"], each["category"], list(each["source_events"])) for each in tickets]


def pair_tickets(wanted: Sequence[Row], got: Sequence[Row]) -> list[tuple[Row, Row]]:
    """The expected tickets with the nearest of those that there are, each once."""
    near = [
        (share_events(one["source_events"], other["source_events"]), i, j)
        for i, one in enumerate(wanted)
        for j, other in enumerate(got)
    ]
    used: set[tuple[str, int]] = set()
    pairs = []
    for share, i, j in sorted(near, reverse=True):
        if share >= SAME and ("wanted", i) not in used and ("got", j) not in used:
            used |= {("wanted", i), ("got", j)}
            pairs.append((wanted[i], got[j]))
    return pairs


def share_events(one: Iterable[int], other: Iterable[int]) -> float:
    """Events that both have ÷ events that either has; 0 where neither has any."""
    ours, theirs = set(one), set(other)
    return len(ours & theirs) / len(ours | theirs) if ours | theirs else 0.0


def score_alerts(wanted: Sequence[Row], got: Sequence[Row], count: Counter[str]) -> list[str]:
    count["alerts_wanted"] += len(wanted)
    count["alerts_got"] += len(got)
    spare, wrong = list(got), []
    for alert in wanted:
        found = next((each for each in spare if each["opened_by"] == alert["opened_by"]), None)
        if found is not None:
            spare.remove(found)
        wrong += score_alert(alert, found, count)
    return wrong + ([f"alerts that should not be: {spare}"] if spare else [])


def score_alert(wanted: Row, got: Row | None, count: Counter[str]) -> list[str]:
    closes = wanted["closed_by"] is not None
    count["clues_wanted"] += len(wanted["clues"])
    count["ends_wanted"] += closes
    if got is None:
        return [f"alert {wanted['category']} of event {wanted['opened_by']} not opened"]
    count["alerts_right"] += wanted["category"] == got["category"]
    count["clues_got"] += len(got["clues"])
    count["clues_right"] += len(set(wanted["clues"]) & set(got["clues"]))
    count["ends_right"] += closes and wanted["closed_by"] == got["closed_by"]
    wrong = []
    if set(wanted["clues"]) != set(got["clues"]):
        wrong.append(f"clues: wanted {wanted['clues']}, got {got['clues']}")
    if wanted["closed_by"] != got["closed_by"]:
        wrong.append(f"all-clear: wanted {wanted['closed_by']}, got {got['closed_by']}")
    return wrong


def score_silence(wanted: Sequence[int], said: Iterable[Row], count: Counter[str]) -> list[str]:
    """Owners' groups only: what staff and single people are told disturbs nobody."""
    answered = {
        each["event"] for each in said if each["chat"] != "staff" and not each["chat"].startswith("dm")
    }
    broken = [event for event in wanted if event in answered]
    count["silent_wanted"] += len(wanted)
    count["silent_kept"] += len(wanted) - len(broken)
    return [f"spoke on {broken}"] if broken else []


#: Each share with the two counts that it is made of.
SHARES = {
    "perfect": ("perfect", "scenarios"),
    "ticket recall": ("tickets_right", "tickets_wanted"),
    "ticket precision": ("tickets_right", "tickets_got"),
    "ticket category": ("category", "tickets_right"),
    "ticket room": ("room", "tickets_right"),
    "ticket households": ("reporters", "tickets_right"),
    "ticket sources exact": ("sources", "tickets_right"),
    "alert recall": ("alerts_right", "alerts_wanted"),
    "alert precision": ("alerts_right", "alerts_got"),
    "clue recall": ("clues_right", "clues_wanted"),
    "clue precision": ("clues_right", "clues_got"),
    "all clear": ("ends_right", "ends_wanted"),
    "silence kept": ("silent_kept", "silent_wanted"),
}


def compute_shares(count: Counter[str], scenarios: int) -> dict[str, float]:
    """Every share; 1 where there was nothing to get right."""
    count["scenarios"] = scenarios
    return {
        name: count[part] / count[whole] if count[whole] else 1.0 for name, (part, whole) in SHARES.items()
    }


def format_score(score: Score, misses: int = 0) -> str:
    """One line of shares, after as many lines of what went wrong as asked for."""
    wrong = [f"  {name}: {'; '.join(each)}" for name, each in list(score.wrong.items())[:misses]]
    shares = " · ".join(f"{name} {share:.3f}" for name, share in score.shares.items())
    return "\n".join([*wrong, f"scenarios {score.scenarios} · {shares}"])
