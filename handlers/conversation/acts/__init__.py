"""What a message does in a conversation: echoes, denies, offers, withdraws, reminds, corrects, thanks …

Word lists, as in `wordlists`; each function answers one question about one text.
"""

from __future__ import annotations

from handlers.conversation.acts.asking import (
    asks,
    asks_politely,
    asks_progress,
    asks_when,
    asks_whether,
    calls_staff,
    may_ask,
    only_calls,
    reminds,
)
from handlers.conversation.acts.echoing import (
    echoes,
    only_echoes,
    opposes,
    opposes_complaint,
    points,
    rails,
    says_otherwise,
    scolds,
    suffers,
    tells_experience,
    tells_own_home,
    was_hurt,
)
from handlers.conversation.acts.ending import (
    accepts_answer,
    only_thanks,
    says_again,
    says_solved,
    says_unmended,
    withdraws,
)
from handlers.conversation.acts.offering import calls_to_join, is_list_line, offers, orders
from handlers.conversation.acts.plain import find_addressee, stands_for_voice, strip_stand_ins
from handlers.conversation.acts.reporting import (
    arranges,
    continues,
    corrects,
    may_name_home,
    says_only_address,
    split_report,
    starts_another,
    tells_of_empty_lift,
)
from handlers.conversation.acts.talking import (
    advises,
    confronts,
    guesses,
    hands_back,
    laughs,
    offers_help,
    speaks_of_elsewhere,
)

__all__ = [
    "accepts_answer",
    "advises",
    "arranges",
    "asks",
    "asks_politely",
    "asks_progress",
    "asks_when",
    "asks_whether",
    "calls_staff",
    "calls_to_join",
    "confronts",
    "continues",
    "corrects",
    "echoes",
    "find_addressee",
    "guesses",
    "hands_back",
    "is_list_line",
    "laughs",
    "may_ask",
    "may_name_home",
    "offers",
    "offers_help",
    "only_calls",
    "only_echoes",
    "only_thanks",
    "opposes",
    "opposes_complaint",
    "orders",
    "points",
    "rails",
    "reminds",
    "says_again",
    "says_only_address",
    "says_otherwise",
    "says_solved",
    "says_unmended",
    "scolds",
    "speaks_of_elsewhere",
    "split_report",
    "stands_for_voice",
    "starts_another",
    "strip_stand_ins",
    "suffers",
    "tells_experience",
    "tells_of_empty_lift",
    "tells_own_home",
    "was_hurt",
    "withdraws",
]
