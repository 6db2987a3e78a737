"""我的信息, 删除我的信息: what is held on somebody is told to them alone, and erased when they want it.

Asked once before it is done.  What is not over yet is kept until it is, and erased then.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from handlers.case import Case
from handlers.kinds import KINDS
from handlers.model import Delivery, Erasure, Held, Outcome, Purpose, Status, Ticket
from handlers.saying.showing import find_day, show_room, show_state, show_summary
from handlers.saying.speak import among_owners, answer, tell
from handlers.texts import say

#: Who asked has so long to confirm it.
CONFIRMED_WITHIN = timedelta(minutes=30)
#: Nothing more happens to a ticket in one of these: what is personal in it can go.
ENDED = frozenset({Status.CLOSED, Status.WITHDRAWN, Status.FALSE_ALARM, Status.MERGED})
#: More tickets than these go into the next message.
_IN_ONE = 10


def is_over(ticket: Ticket, held: Held) -> bool:
    """Whether nobody needs what is personal in it any more."""
    return ticket.status in ENDED and ticket.number not in held.alerts


# --- what is held --------------------------------------------------------------------------------


def tell_held(case: Case) -> Outcome:
    """Everything that is held on the sender, in private."""
    held, texts = case.held, case.estate.texts
    if not held.tickets:
        return _answer_privately(case, [say(texts, "held_nothing")])
    lines = [_write_line(ticket, held, case) for ticket in held.tickets]
    parts = ["\n".join(lines[start : start + _IN_ONE]) for start in range(0, len(lines), _IN_ONE)]
    head = say(texts, "held_head", name=case.message.sender.name, count=len(lines))
    parts[0] = f"{head}\n{parts[0]}"
    parts[-1] += "\n" + say(texts, "held_foot")
    return _answer_privately(case, parts)


def _write_line(ticket: Ticket, held: Held, case: Case) -> str:
    """A ticket with what it says of the sender; of somebody else's only what the sender gave."""
    estate, texts = case.estate, case.estate.texts
    own = ticket in held.own
    photos = held.photos.get(ticket.number, 0)
    details = [
        say(texts, "held_room", room=show_room(ticket.room, texts)) if own and ticket.room else "",
        say(texts, "held_phone", phone=ticket.phone) if own and ticket.phone else "",
        say(texts, "held_photos", count=photos) if photos else "",
        *(say(texts, "held_words", words=words) for words in held.words.get(ticket.number, ()) if words),
    ]
    day = find_day(ticket.opened_at, estate)
    return say(
        texts,
        "held_own" if own else "held_shared",
        number=ticket.number,
        kind=KINDS[ticket.kind].title if ticket.kind in KINDS else "",
        summary=show_summary(ticket),
        status=show_state(ticket, estate),
        day=f"{day:%Y-%m-%d}",
        details="".join(details),
    )


# --- erased --------------------------------------------------------------------------------------


def ask_erase(case: Case) -> Outcome:
    """Says what would go and what stays for now, and asks whether it is meant."""
    held, texts, person = case.held, case.estate.texts, case.message.sender.person
    if held.asked is not None and held.asked.confirmed_at is not None:
        return _answer_privately(case, [say(texts, "erase_under_way", left=_write_left(case))])
    if not held.tickets:
        return _answer_privately(case, [say(texts, "erase_nothing")])
    over = [ticket for ticket in held.tickets if is_over(ticket, held)]
    name = "erase_ask" if over else "erase_ask_later"
    text = say(texts, name, count=len(over), left=_write_left(case))
    asked = Erasure(estate=case.estate.id, person=person, reply_to=person.id, asked_at=case.now)
    return _answer_privately(case, [text]) + Outcome(erasures=(asked,))


def confirm_erase(case: Case) -> Outcome:
    """From now on it is erased: at once what is over, the rest as soon as it is."""
    asked, texts = case.held.asked, case.estate.texts
    if asked is not None and asked.confirmed_at is not None:
        return _answer_privately(case, [say(texts, "erase_under_way", left=_write_left(case))])
    if not was_asked(case):
        return _answer_privately(case, [say(texts, "erase_first")])
    over = any(is_over(ticket, case.held) for ticket in case.held.tickets)
    text = say(texts, "erase_sure" if over else "erase_sure_later", left=_write_left(case))
    sure = Outcome(erasures=(replace(asked, confirmed_at=case.now),) if asked else ())
    return _answer_privately(case, [text]) + sure


def was_asked(case: Case) -> bool:
    """Whether the sender was asked lately."""
    asked = case.held.asked
    return asked is not None and case.now - asked.asked_at <= CONFIRMED_WITHIN


def _write_left(case: Case) -> str:
    """What is kept until it is over."""
    texts = case.estate.texts
    open_ones = [ticket for ticket in case.held.tickets if not is_over(ticket, case.held)]
    if not open_ones:
        return ""
    return say(texts, "erase_left", numbers=say(texts, "comma").join(f"#{t.number}" for t in open_ones))


def tell_erased(asked: Erasure, texts: dict[str, str]) -> str:
    """The last word of it."""
    return say(texts, "erase_done")


def _answer_privately(case: Case, parts: Iterable[str]) -> Outcome:
    """To the sender alone; who asked in a group hears there only that it was answered."""
    person, now, estate = case.message.sender.id, case.now, case.estate
    said: list[Delivery] = [
        tell(estate, person, text, Purpose.ANSWER, now, answers=case.message.key) for text in parts
    ]
    if among_owners(case.message):
        said.append(answer(case.message, say(estate.texts, "answered_privately"), now, estate))
    return Outcome(deliveries=tuple(said))
