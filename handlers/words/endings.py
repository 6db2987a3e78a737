"""Whether a message says that an alert is over: what is gone, who is safe, and nothing that still goes on.

Read clause by clause: 明天换 in one clause does not put off 没电了 in the next.  An outcome counts wherever
it stands; a measure (断电, 拆下来) only where nobody is told to keep away still.  How people put it stands in
`wordings/over.toml` and `wordings/not_over.toml`.
"""

from __future__ import annotations

import re

from handlers.words.acts import asks_when
from handlers.words.dialect import fold_dialect
from handlers.words.hearing import says
from handlers.words.lists import is_question, is_small_talk
from handlers.words.outcomes import (
    comes_out_well,
    found_something_else,
    help_comes,
    is_found,
    is_put_right,
    is_to_do,
    is_work,
    only_tends_hurt,
    part_runs,
    signs_off,
    takes_ending_back,
)
from nlp.endings import OTHER, OWN, Setting, weigh_clue, weigh_ending

_is_safe, _never_was, _relief = says("is_safe"), says("never_was"), says("relief")
_achieved, _not_now, _still_on = says("achieved"), says("not_now"), says("still_on")
#: Whether its sender is sorry for the alarm: it came of the own home or doing.
apologises = says("apologises")
_of_old, _of_today = says("of_old"), says("of_today")
_keep_away, _on_the_way, _at_my_place = says("keep_away"), says("on_the_way"), says("at_my_place")
_only_consoles, _hedges = says("only_consoles"), says("hedges")


_LONGEST_NEWS = 120
#: So likely an ending, in words that no rule knows, it is one for whoever may end the alert.
LIKELY = 0.3
#: And for others who saw it end.
ALMOST_CERTAIN = 0.4
#: That the hurt are seen to ends only these, unless it is as likely as that.
_OF_THE_HURT, SURELY = frozenset({"medical", "missing_person", "elevator_trapped"}), 0.8
UNLIKELY = 0.005
#: Where an ending is said, as long as nothing is known of that.
SOMEWHERE = Setting(here=True, seconds=600, shared=0)
_CLAUSE = re.compile(r"[\s，,。.！!；;~～、…]+")


_OUTCOME = {
    category: says(f"outcome_{category}")
    for category in (
        "missing_person",
        "fire",
        "elevator_trapped",
        "gas",
        "flood",
        "falling_object",
        "crime",
        "medical",
        "electric_hazard",
        "other_urgent",
    )
}

_MEASURE = {
    category: says(f"measure_{category}")
    for category in ("fire", "gas", "flood", "falling_object", "electric_hazard", "other_urgent")
}


def sounds_over(text: str) -> bool:
    """Whether somebody who was afraid breathes again: thanks or relief, and something that was achieved."""
    text = fold_dialect(text)
    if _goes_on(text) or _on_the_way(text) or help_comes(text):
        return False
    return _relief(text) and any(_achieved(clause) for clause in _cut_news(text))


def says_over(
    text: str, category: str, *, weighed: bool = True, who: str = "", setting: Setting = SOMEWHERE
) -> bool:
    """Whether the text tells that an alert of this category is over.  Questions and hopes do not.

    `weighed` allows for words that only the weights take for an ending, coming from `who` in this `setting`.
    """
    typed, text = text, fold_dialect(text)
    if _goes_on(text):
        return False
    if signs_off(_CLAUSE.split(text)):
        return True
    clauses, away, helped = _cut_news(text), _keeps_on(text), help_comes(text)
    missing = category == "missing_person"
    if helped:
        if category == "medical":
            return False
        clauses = [clause for clause in clauses if not help_comes(clause)]
    if missing:
        clauses = [clause for clause in clauses if not found_something_else(clause)]
    measures = None if away else _MEASURE.get(category)
    questions = (_is_safe, _OUTCOME.get(category), measures, None if missing else _never_was)
    if any(is_said(clause) for is_said in questions if is_said for clause in clauses):
        return True
    if is_found(text, clauses) if missing else _comes_out_well(clauses, category, measures=not away):
        return True
    if away or not weighed or is_small_talk(text) or (helped and not clauses):
        return False
    told = " ".join(clauses) if helped else typed
    return not _hedges(text) and is_likely_over(told, category, who, setting)


def is_likely_over(text: str, category: str, who: str, setting: Setting = SOMEWHERE) -> bool:
    """Whether the weights take it for an ending, and not for what its sender notices: 我拉着他手呢."""
    likely = weigh_ending(text, category, who, setting)
    if category not in _OF_THE_HURT and only_tends_hurt(text) and likely < SURELY:
        return False
    if likely < LIKELY or not who:
        return likely >= LIKELY
    if who == OWN and category == "missing_person":
        return True
    # Who called for help sees it get worse as others do: 现在到小腿了.
    return likely > weigh_clue(text, category, OTHER if who == OWN else who, setting)


def _comes_out_well(clauses: list[str], category: str, *, measures: bool) -> bool:
    return any(comes_out_well(clause, category, measures=measures) for clause in clauses)


def tells_outcome(text: str, category: str, who: str = OTHER, setting: Setting = SOMEWHERE) -> bool:
    """Whether the text tells what became of it (救护车拉走了, 扑灭了), and not only that nobody need worry.

    For a danger; who is missing is found when the family or the staff say so.  What the weights find most
    unlikely is none, whatever words it uses: 手抓着栏杆.
    """
    typed, text = text, fold_dialect(text)
    if category == "missing_person" or _only_consoles(text) or _goes_on(text) or _at_my_place(text):
        return False
    if help_comes(text) and category == "medical":
        return False
    clauses, away = _cut_news(text), _keeps_on(text)
    likely = weigh_ending(typed, category, who, setting)
    if likely < UNLIKELY:
        return False
    questions = (_OUTCOME.get(category), None if away else _MEASURE.get(category))
    if any(is_said(clause) for is_said in questions if is_said for clause in clauses):
        return True
    if any(is_put_right(clause, category, measures=not away) for clause in clauses):
        return True
    return not (away or is_small_talk(text) or _hedges(text)) and likely >= ALMOST_CERTAIN


def puts_off(text: str) -> bool:
    """Whether it asks, hedges, consoles, or says that it is not over yet."""
    text = fold_dialect(text)
    return _goes_on(text) or _hedges(text) or _only_consoles(text) or is_small_talk(text)


def is_of_something_else(text: str, category: str) -> bool:
    """Whether it asks, or what was found is no person where one is looked for: 我的钥匙找到了."""
    clauses = _CLAUSE.split(text)
    return is_question(text) or (category == "missing_person" and any(map(found_something_else, clauses)))


def _goes_on(text: str) -> bool:
    """Whether it asks, is too long for such news, or says that it is not over."""
    if is_question(text) or asks_when(text) or len(text) > _LONGEST_NEWS:
        return True
    return _still_on(text) or takes_ending_back(text) or (_of_old(text) and not _of_today(text))


def _keeps_on(text: str) -> bool:
    """Whether a measure ends nothing yet: people are to keep away, or work is still to be done."""
    return _keep_away(text) or any(is_work(clause) for clause in _CLAUSE.split(text))


def _cut_news(text: str) -> list[str]:
    """Its clauses without hopes and old things."""
    clauses = (clause for clause in _CLAUSE.split(part_runs(text)) if clause and not is_to_do(clause))
    return [clause for clause in clauses if not _not_now(clause)]
