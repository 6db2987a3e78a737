"""What a message tells of people and dangers: who was seen where, whose they are, what was only supposed.

Each answers one question about one text.  How people put it stands in `wordings/seeing.toml`.
"""

from __future__ import annotations

import re

from handlers.words.acts import asks
from handlers.words.hearing import drop, keep_at_hand, says
from handlers.words.observing import names_town

#: Whether its sender tells what he or she saw, heard, smelled, or where somebody is.
perceives = keep_at_hand(says("perceives"))
#: Whether its sender has met, seen or heard somebody, and does not only name a place.
meets = keep_at_hand(says("meets"))
#: Whether it passes on what others said.
forwards = keep_at_hand(says("forwards"))
#: Whether it looks like what the bot itself says of an alert: a copy, or a forgery.
imitates_alert = keep_at_hand(says("imitates_alert"))
#: Whether it tells of the news or of an animal: no sighting of somebody missing here.
is_of_something_else = says("is_of_something_else")
#: Whether somebody takes back what he or she believed to have seen.
takes_back = keep_at_hand(says("takes_back"))
#: Whether it tells who somebody is.
identifies = keep_at_hand(says("identifies"))
#: Whether it speaks of a person.
names_somebody = keep_at_hand(says("names_somebody"))
#: Whether it guesses, or tells of another time.
supposes = keep_at_hand(says("supposes_or_recalls"))
#: Whether it says that somebody is inside.
tells_of_trapped = keep_at_hand(says("tells_of_trapped"))
#: Whether somebody outside hears or sees that there is one in the lift.
hears_trapped = says("hears_trapped")
#: Whether it speaks of one of the sender's family.
speaks_for_own = says("speaks_for_own")
#: Whether its sender says where he or she is while it happens, or that it is so there too.
stands_near = keep_at_hand(says("stands_near"))
#: Whether its sender has been at the very spot.
was_there = keep_at_hand(says("was_there"))
#: Whether its sender has been at somebody's door.
checked_home = says("checked_home")
#: Whether the call is for somebody who does not answer at home.
asks_to_knock = says("asks_to_knock")
#: Whether it says of what has failed that it was to be expected.
grumbles = says("was_expected")

#: The text without what its sender was doing with a dog when somebody came by.
drop_dog_walk = drop("dog_walk")
#: Whether it names a hero who may be a joke, or stand on a child's clothes; the text without such.
names_hero, drop_heroes = says("heroes"), drop("heroes")
#: The text without whom somebody walks with: 跟个老太太手拉手.
drop_company = drop("company")
#: The text without whom somebody cries for: 哭着要奶奶.
drop_cried_for = drop("cried_for")
#: The text without where its sender looks on from: `我在对面18栋 看见…`.
drop_standpoint = keep_at_hand(drop("standpoint"))

_names_another_town, _claims_kin, _claims_home = says("another_town"), says("claims_kin"), says("claims_home")
_found_somebody, _is_family = says("found_somebody"), says("is_family")
_SIDE = re.compile(r"([左右东西南北中])(?:边|侧|面|手边|间)?(?:那)?(?:部|台|个)?的?(?:电?梯)")


def is_of_another_town(text: str) -> bool:
    """Whether it passes on, in the form of such calls, that somebody is missing in another town."""
    passed_on = forwards(text) or imitates_alert(text)
    return passed_on and (_names_another_town(text) or names_town(text))


def claims_kin(text: str) -> bool:
    """Whether somebody says that the person found is of the family."""
    return _claims_kin(text) and not asks(text)


def found_somebody(text: str) -> bool:
    """Whether a neighbour says that he or she has found the one who is looked for, and where."""
    return _found_somebody(text) and not asks(text)


@keep_at_hand
def claims_home(text: str) -> bool:
    """Whether somebody says that the home in danger is his or hers."""
    return _claims_home(text) and not asks(text)


@keep_at_hand
def is_family(text: str) -> bool:
    """Whether somebody looks for the same person as one of the family does."""
    return _is_family(text) and not claims_kin(text)


def find_side(text: str) -> str | None:
    """On which side the lift is that the text names; None where it names none or several."""
    sides = {match[1] for match in _SIDE.finditer(text)}
    return sides.pop() if len(sides) == 1 else None
