"""How staff announce a drill and its end, and how owners wonder at its smoke and noise.

How they put it stands in `wordings/drills.toml`.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from handlers.words.hearing import says
from handlers.words.lists import is_question

#: Where the word of the command stands: `定时广播 …`.
_FIRST = 6
_SHORTEST = 8
_DAYS = (("后天", 2), ("明天", 1), ("明日", 1), ("明早", 1), ("明晚", 1))
_DATED = re.compile(r"(?:(?P<month>\d{1,2})\s*月)?\s*(?P<day>\d{1,2})\s*[日号](?![楼栋门线])")

#: Whether staff say that a drill is over or put off.
ends_drill = says("ends_drill")
_names_drill, _gives_notice = says("names_drill"), says("gives_notice")
#: What nobody says who only wonders.
_is_grave, _is_curious = says("is_grave"), says("is_curious")


def announces_drill(text: str) -> bool:
    """Whether staff announce a drill in it: 今天下午三点9栋消防演练 会放烟."""
    return len(text) >= _SHORTEST and _names_drill(text) and _gives_notice(text) and not ends_drill(text)


def wonders(text: str) -> bool:
    """Whether somebody only asks what it is, and neither calls for help nor says that it burns."""
    return not _is_grave(text) and (is_question(text) or _is_curious(text))


def orders_broadcast(text: str) -> bool:
    """Whether it is the order for a notice to owners."""
    return "广播" in text[:_FIRST]


def find_day(text: str, said_on: date) -> date:
    """The day of the drill that a notice of `said_on` names; that day itself where it names none."""
    dated = _DATED.search(text)
    if dated:
        month = int(dated["month"] or said_on.month)
        try:
            return date(said_on.year, month, int(dated["day"]))
        except ValueError:
            return said_on
    ahead = next((days for word, days in _DAYS if word in text), 0)
    return said_on + timedelta(days=ahead)
