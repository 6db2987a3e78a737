"""How things come out well, in any words: the danger stops, the work is done, who was feared for is safe.

Grammar rather than sentences: what was done (拧, 铲, 牵) with how it came out (紧, 掉, 走) and 了; who, where
and since when; in `wordings/outcomes.toml`.  Each function looks at one clause, or says what in a whole
text takes it back.
"""

from __future__ import annotations

import re

from handlers.words.hearing import says

_helpers, _rescued, _taken, _stopped = says("helpers"), says("rescued"), says("taken"), says("stopped")
_normal, _unhurt, _explained, _better = says("normal"), says("unhurt"), says("explained"), says("better")
_freed, _found, _is_somewhere_safe = says("freed"), says("found"), says("is_somewhere_safe")
_is_back, _taken_by_kin = says("is_back"), says("taken_by_kin")
_no_more_needed, _at_ease = says("no_more_needed"), says("at_ease")
_calms_down = says("calms_down")
_is_person, _signed_off, _of_work = says("is_person"), says("signed_off"), says("of_work")


_WORKED = {
    category: says(f"worked_{category}")
    for category in ("fire", "gas", "flood", "falling_object", "electric_hazard", "other_urgent")
}


_SAVED = {
    "crime": (_taken, _rescued),
    "medical": (_taken, _better),
    "other_urgent": (_taken, _rescued),
    "elevator_trapped": (_freed, _rescued),
}

#: What neither cries nor sleeps: 鸟吓得不叫了 ends no falling of bricks.
_LIFELESS = frozenset({"fire", "gas", "flood", "falling_object", "electric_hazard"})

#: Who or what has turned up, where it is not who is looked for: 书包找着了, 他同学联系上了.
_OTHER_FOUND = re.compile(
    r"^(?P<what>[^\s，,。了]{1,6}?)(?:也|都|已经?|给|又)*(?:找|寻|捡|拾|联系|打|接)(?:到|着|上|通|回)(?:电话)?了?"
    r"(?!人|他|她|孩子|娃|老人)"
)


#: Whether it tells that people are ill of it: 两口子叫不醒了.
names_hurt = says("names_hurt")


_LONGEST_BREATH = 16
_BREATH = re.compile(r"(?<=[了咯喽啦嘛咧哈哦呀噻嘞喔])(?=[一-龥]{3})(?![了咯喽啦嘛咧哈哦呀噻嘞吗吧没])")
_RUN = re.compile(r"[^\s，,。.！!；;~～、…]+")


def part_runs(text: str) -> str:
    """The text with a pause after 了哈, 咧 and the like, where somebody dictates without a stop."""
    return _RUN.sub(lambda run: _BREATH.sub(" ", run[0]) if len(run[0]) >= _LONGEST_BREATH else run[0], text)


def signs_off(clauses: list[str]) -> bool:
    """Whether it ends as a guard's report does: 换新线 送电 完."""
    return len(clauses) > 1 and _signed_off(clauses[-1]) and any(_of_work(clause) for clause in clauses[:-1])


#: Whether it is only about to be done: 马上断电.
is_to_do = says("is_to_do")
#: Whether it names work that has still to be done: 换空开, 抢修中.
is_work = says("is_work")
#: Whether it names what hurts people and may hurt more; that who was hurt is seen to, and no more.
names_menace, only_tends_hurt = says("menace"), says("hurt_seen_to")
#: Whether it names helpers or tools that have come: nothing is over by that.
help_comes = says("help_comes")
#: Whether something in the whole text says that it goes on: people still look, come or wait.
takes_ending_back = says("goes_on")


def found_something_else(clause: str) -> bool:
    """Whether what turned up is a thing, or one of those who help."""
    match = _OTHER_FOUND.search(clause)
    if match is None or _found(match["what"]):
        return False
    return _helpers(match["what"]) or not _is_person(match["what"])


def comes_out_well(clause: str, category: str, *, measures: bool) -> bool:
    """Whether the clause tells that a danger of this category is past; work counts where `measures` do."""
    soft = any(is_said(clause) for is_said in (_normal, _unhurt, _explained))
    return soft or is_put_right(clause, category, measures=measures)


def is_put_right(clause: str, category: str, *, measures: bool) -> bool:
    """Whether the clause tells what stopped, who was saved or taken away, what was done against it."""
    work = [_WORKED[category]] if measures and category in _WORKED else []
    if category in _LIFELESS and _calms_down(clause):
        return False
    return any(is_said(clause) for is_said in (_stopped, *_SAVED.get(category, ()), *work))


def is_found(text: str, clauses: list[str]) -> bool:
    """Whether somebody who was looked for is there, as the family or the staff say it."""
    told = [clause for clause in clauses if not found_something_else(clause)]
    if _taken_by_kin(text) or any(_no_more_needed(clause) or _is_back(clause) for clause in told):
        return True
    found = any(_found(clause) for clause in told)
    where = any(_is_somewhere_safe(clause) for clause in told)
    return (found or where) and (_at_ease(text) or (found and where))
