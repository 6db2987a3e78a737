"""A first look at a text, whoever says it wherever: most are chat, and show that at a glance.

Each answer is a quick look: False says surely, True only perhaps.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from handlers.commands.reading import may_be_order
from handlers.commands.rework import may_follow_done
from handlers.conversation.joining import is_of_any, is_of_some, stands_for_more
from handlers.conversation.overhearing import tells_the_same


class Glance(NamedTuple):
    """What a text that reports nothing may be besides chat."""

    #: One of the few commands that stand alone among owners.
    order: bool
    #: Of work that was just done.
    follows_done: bool
    #: What others have just told of as well.
    the_same: bool
    #: Of a ticket, however long ago the chat spoke of it: of any, or of those that such a text can be of.
    of_any: bool
    of_some: bool
    #: It stands for a photo, a face or a voice, or addresses somebody.
    more: bool


#: What most talk is.
NOTHING = Glance(order=False, follows_done=False, the_same=False, of_any=False, of_some=False, more=False)
#: Gives the first look at a text.
Look = Callable[[str], Glance]


def look_at(text: str) -> Glance:
    """What the text may be."""
    found = (
        may_be_order(text),
        may_follow_done(text),
        tells_the_same(text),
        is_of_any(text),
        is_of_some(text),
        stands_for_more(text),
    )
    return Glance(*found) if True in found else NOTHING
