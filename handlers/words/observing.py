"""Whether a message tells where somebody was seen or is: concepts, and which of them together say so.

A sighting has an observation (somebody saw, holds, follows, or simply stands there), somebody, and a
place, a direction or a moment.  One of them alone is talk.  Their words stand in `wordings/sighting.toml`.
"""

from __future__ import annotations

from handlers.words.hearing import drop, says

#: Whether it names a large town; streets called after one are none.
names_town = says("names_town")
#: Whether it is of another time or town, a guess, a call to look, or that nobody was seen.
is_no_sighting = says("is_no_sighting")
#: Whether it speaks of goods, animals, travel, or with praise and laughter.
is_of_another_matter = says("is_of_another_matter")
#: Whether it is of the sender's own family (我奶奶也天天往外跑), not of who is looked for.
speaks_of_own = says("speaks_of_own")
#: Whether it calls on others to look, or tells them what to do when they see somebody.
calls_to_look = says("calls_to_look")
#: The text without what others are told not to do: 别让他往马路上跑.
drop_forbidding = drop("forbidding")
#: Whether somebody has seen or heard what is told.
has_seen = says("has_seen")

_holds, _stands, _moves, _names_somebody = (
    says("holds"),
    says("stands_there"),
    says("moves"),
    says("somebody"),
)
_points_at, _is_just_now, _names_spot = says("pointed_at"), says("just_now"), says("spot")
_doubts, _tells_all_the_same = says("doubts"), says("tells_all_the_same")
#: Who is looked for, and a place: `他在湖心亭`; somebody who simply is there: `有个娃`, `蹲着呢`.
_is_at, _there_is, _is_there = says("is_at"), says("there_is"), says("is_there")
#: What is told of oneself and one's own without having seen anybody.
_is_of_oneself = says("of_oneself")
_LONGEST_HINT = 24
_LONGEST = 300
_SHORTEST_AFTER = 5
_LONGEST_SHORT = 16


def is_first_hand(text: str) -> bool:
    """Whether somebody has seen, heard or holds what is told."""
    return has_seen(text) or _holds(text)


def tells_sighting(text: str, *, placed: bool, looks: bool) -> bool:
    """Whether observation, somebody and a place, direction or moment come together in it.

    `placed` and `looks` say what else is known of the text: a place or a direction, clothes or an age.
    """
    text = text[:_LONGEST]
    if is_no_sighting(text):
        return False
    spot = placed or _names_spot(text)
    asked, _, told = text.replace("?", "？").rpartition("？")
    if asked and len(told.strip()) >= _SHORTEST_AFTER:
        text, looks = told, True
    elif _tells_all_the_same(text):
        looks = looks or spot
    elif _doubts(text):
        return False
    return _adds_up(text, spot, looks)


def _adds_up(text: str, spot: bool, looks: bool) -> bool:
    somebody = looks or _names_somebody(text)
    moment, moves = _is_just_now(text), _moves(text)
    if _holds(text):
        return spot or somebody
    if has_seen(text):
        pointed = somebody or moves or _points_at(text)
        return spot and (pointed or _is_short(text) or moment)
    if spot and _is_at(text):
        return True
    if _is_of_oneself(text) and not _there_is(text):
        return False
    if spot and _is_there(text):
        return True
    if somebody and spot:
        there = moves or _stands(text) or (moment and len(text) <= _LONGEST_HINT)
        return there or (looks and "在" in text)
    return spot and moves and moment and len(text) <= _LONGEST_HINT


def _is_short(text: str) -> bool:
    """Whether it can only be an answer to the call: `看到了 在北门早点摊`."""
    return len(text) <= _LONGEST_SHORT
