"""What a text is about, as far as joining needs it: a sort of thing, a spot, words shared with another."""

from __future__ import annotations

import re

from handlers.words.hearing import keep, keep_at_hand, list_all, list_said, says
from nlp.extract import find_room
from nlp.pairs import cut_pairs

#: How people speak of each category; only to tell whether two texts can be about one thing.
_CATEGORIES = (
    *("water", "electric", "elevator", "elevator_trapped", "door_access", "heating", "structure", "facility"),
    *("network", "fees", "parking", "cleaning", "noise", "pets", "environment", "security", "front_desk"),
    *("repair_service", "neighbour", "management", "gas", "fire", "flood", "falling_object", "crime"),
    *("electric_hazard", "medical", "missing_person"),
)
_ABOUT = {category: says(f"about_{category}") for category in _CATEGORIES}
_list_subjects = list_said("about_", _CATEGORIES)
#: Categories of which one cause can fail a whole area, and how that is called.
AREA = frozenset({"water", "electric", "heating", "network"})


#: Asked of the message at hand by one ticket after the other: as many answers are kept as there are sorts.
@keep(32)
def is_about(category: str | None, text: str) -> bool:
    """Whether the text speaks of the sort of thing that `category` is of."""
    is_said = _ABOUT.get(category or "")
    return is_said is not None and is_said(text)


def list_subjects(text: str) -> frozenset[str]:
    """The categories that the text may speak of."""
    return frozenset(_list_subjects(text))


_tells_outage, _tells_supply_gone = says("tells_outage"), says("tells_supply_gone")


def _tells_of_outage(text: str) -> bool:
    return _tells_outage(text) or _tells_supply_gone(text)


#: Whether it tells of something that is out, not of a thing that broke in one home.
tells_outage = keep_at_hand(_tells_of_outage)
#: Whether a ticket's words tell of an outage.
tell_outage_kept = keep(1024)(_tells_of_outage)
#: Whether it says of something that it fails.
tells_failing = says("tells_failing")
_list_places, _list_matters = list_all("place"), list_all("matter")


def find_places(text: str) -> frozenset[str]:
    """The public spots that the text names."""
    return frozenset(_list_places(text))


#: The message at hand is asked about again for every ticket: it alone stays here.  A ticket's words are
#: looked at for every message; only they are passed to what keeps more, so no chat stays in it.
_find_heard = keep(1)(find_places)
_find_kept = keep(1024)(find_places)


def share_place(one: str, other: str) -> bool | None:
    """Whether two texts name one public spot (湖 may be 景观湖); None where either names none."""
    here, there = _find_heard(one), _find_kept(other)
    if not here or not there:
        return None
    return any(a in b or b in a for a in here for b in there)


#: The room that the message at hand names: asked for by one filter after the other.
find_room_said = keep_at_hand(find_room)


#: Three digits of these are called, not lived at.
_DOOR = re.compile(r"(?:就?是|我家)?\s*(?!11[09]|120)(?P<number>\d{3,4})\s*(?:室|房|号|户)?[\s。.，,！!]*")


def find_door(text: str) -> str | None:
    """The number of the door where the text names that and nothing else (`601`), None for any other."""
    match = _DOOR.fullmatch(text)
    return match["number"] if match else None


def find_building(text: str) -> str | None:
    """The building that the text names, None where it names none."""
    room = find_room_said(text)
    return room.split("-")[0] or None if room else None


_list_spots, _list_things = list_all("spot_at_home"), list_all("thing_at_home")


def names_another_thing(text: str, words: str) -> bool:
    """Whether both name a thing at home and where it is, and share neither: `客厅那个开关也不太灵`."""
    for list_named in (_list_spots, _list_things):
        here, there = set(list_named(text)), set(list_named(words))
        if not here or not there or here & there:
            return False
    return True


def names_other_thing(category: str | None, text: str, words: str) -> bool:
    """Whether the text names a thing at home, none of the category, and shares nothing with the words."""
    return bool(_list_things(text)) and not is_about(category, text) and not count_shared(text, words)


_cut_heard = keep(1)(cut_pairs)
_cut_kept = keep(1024)(cut_pairs)


def count_shared(text: str, words: str) -> int:
    """How many pairs of characters a text shares with the words of a ticket."""
    return len(_cut_heard(text) & _cut_kept(words))


def same_building(one: str | None, other: str | None) -> bool:
    """Whether both rooms name a building, and the same."""
    return bool(one and other and one.split("-")[0] and one.split("-")[0] == other.split("-")[0])


def may_be_one_home(one: str | None, other: str | None) -> bool:
    """Whether no part that both rooms name differs: 8-2-301 and 8 may be one, 8 and 9 not."""
    if not one or not other:
        return True
    pairs = zip(one.split("-"), other.split("-"), strict=False)
    return all(left == right or not left or not right for left, right in pairs)


def is_home(room: str | None) -> bool:
    """Whether the room names one home, not only a building or a unit."""
    return bool(room) and len(str(room).split("-")) == 3


def refine_room(one: str | None, other: str | None) -> str | None:
    """What both rooms name together, the parts of `one` first: 11 and -2 are 11-2."""
    if one is None or other is None:
        return one or other
    mine, more = (room.split("-") + [""] * (3 - len(room.split("-"))) for room in (one, other))
    return "-".join(part or rest for part, rest in zip(mine, more, strict=True)).rstrip("-") or None


#: What comes through a pipe or a wire, by the words that name it.
_list_services = list_said("service_", ("heating", "water", "electric", "network"))


@keep(1)
def list_services(text: str) -> frozenset[str]:
    """The categories of supply that the text names."""
    return frozenset(_list_services(text))


#: What many use, by the words that name it.
_list_common = list_said("common_", ("elevator", "door_access", "electric", "facility", "structure"))


def find_failing(text: str) -> str | None:
    """The category of the thing of all that fails by the text, None where it tells of none."""
    if not tells_failing(text):
        return None
    return next(iter(_list_common(text)), None)


def find_matter(text: str) -> str | None:
    """What is out, in a word: 停水."""
    return next(iter(_list_matters(text)), None)
