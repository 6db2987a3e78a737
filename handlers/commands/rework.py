"""Work that was done: how its owner rates it, 没修好, and the same fault again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from handlers.case import Case
from handlers.commands.meant import need_owned, record_step, show_words, tell_owner, tell_progress
from handlers.conversation.owning import find_done_at, list_owned
from handlers.model import Delivery, Outcome, Purpose, Status, Step, Ticket
from handlers.saying.showing import show_person, show_summary, write_card
from handlers.saying.speak import tell
from handlers.texts import say
from handlers.tickets.gathering import make_files
from handlers.tickets.pinging import list_bosses, list_named, ping
from handlers.tickets.steps import IllegalTransition, can_step, explain_state, take_step
from handlers.times.dues import give_due
from handlers.words.acts import asks_progress, says_again, says_unmended
from handlers.words.topics import count_shared, may_be_one_home

#: Work that was done is the same ticket again for so long (返修).
REOPENED_WITHIN = timedelta(days=14)
#: Bare words (`没修好`, `修好了吗`) are about what was done so lately, and are so short.
FOLLOWED_WITHIN = timedelta(days=3)
_SHORT = 20
#: A text so short names no other thing: `又漏水了`.
_NAMES_NOTHING = 6
#: A score of so few points is shown to the managers.
POOR = 2


def rate(case: Case) -> Outcome:
    """The score is kept and the ticket closed; a poor one is shown to the managers."""
    ticket, texts = need_owned(case), case.estate.texts
    if ticket.reporter.id != case.message.sender.id:
        raise IllegalTransition(say(texts, "no_own_ticket", number=ticket.number))
    score = _read_given(case)
    if score is None:
        raise IllegalTransition(say(texts, "needs_score", number=ticket.number))
    if ticket.status not in (Status.DONE, Status.CLOSED):
        raise IllegalTransition(say(texts, "rate_not_done", number=ticket.number))
    after = take_step(ticket, Step.RATED, case.now, texts)
    after = replace(after, rating=score)
    name = "rated_poor" if score <= POOR else "rated"
    said = [tell_owner(case, name, ticket, score=score)]
    told = "staff_rated_poor" if score <= POOR else "staff_rated"
    said += _tell_score(after, told, score, case)
    return Outcome(deliveries=tuple(said)) + record_step(case, after, Step.RATED, str(score))


def _read_given(case: Case) -> int | None:
    words = case.command.words if case.command else ""
    return int(words) if words in ("1", "2", "3", "4", "5") else None


def _tell_score(ticket: Ticket, name: str, score: int, case: Case) -> tuple[Delivery, ...]:
    """A poor score goes to the managers alone: nobody is shamed before colleagues.  Others to who did it."""
    people = case.estate.managers if score <= POOR else ((ticket.assignee,) if ticket.assignee else ())
    staff = show_person(ticket.assignee) if ticket.assignee else "-"
    text = say(
        case.estate.texts, name,
        number=ticket.number, score=score, staff=staff, summary=show_summary(ticket),
    )  # fmt: skip
    return tuple(
        tell(case.estate, person.id, text, Purpose.ANSWER, case.now, ticket=ticket.number)
        for person in people
    )


def reopen(case: Case) -> Outcome:
    """没修好: the same number, the same person, the leaders told; for 14 days after the work was done."""
    ticket, estate = need_owned(case), case.estate
    if not can_step(ticket, Step.REOPENED):
        if ticket.live:
            return Outcome(deliveries=(tell_progress(case, ticket),))
        raise IllegalTransition(explain_state(ticket, estate.texts))
    if case.now - find_done_at(ticket, case) > REOPENED_WITHIN:
        raise IllegalTransition(say(estate.texts, "reopen_too_late", number=ticket.number))
    return _bring_back(case, ticket, case.command.words if case.command else "")


def may_follow_done(text: str) -> bool:
    """Whether words that report nothing may be about work that was just done."""
    return len(text) <= _SHORT and (says_unmended(text) or asks_progress(text))


def find_asked_done(case: Case) -> Ticket | None:
    """The sender's ticket that was done lately and that a bare `修好了吗` asks after, or None."""
    if not (_says_little(case) and asks_progress(case.message.text)):
        return None
    return None if any(ticket.live for ticket in list_owned(case)) else _find_just_done(case)


def tell_done(case: Case, ticket: Ticket) -> Outcome:
    """That it was done, and by whom."""
    return Outcome(deliveries=(tell_progress(case, ticket),))


def _says_little(case: Case) -> bool:
    return case.verdict.kind in ("other", "inquiry") and len(case.message.text) <= _SHORT


def _find_just_done(case: Case) -> Ticket | None:
    """The only ticket of the sender, in this chat, whose work was done in the last days."""
    here = {case.message.chat.id, case.message.sender.id}
    done = [
        ticket
        for ticket in list_owned(case)
        if ticket.chat in here
        and can_step(ticket, Step.REOPENED)
        and case.now - find_done_at(ticket, case) <= FOLLOWED_WITHIN
    ]
    return done[0] if len(done) == 1 else None


def find_broken_again(case: Case) -> Ticket | None:
    """The sender's own ticket of the last 14 days whose fault the report tells of again, or None."""
    verdict, text = case.verdict, case.message.text
    if _says_little(case) and says_unmended(text):
        found = _find_just_done(case)
        return found if found is not None and found.kind == "repair" else None
    grumbles = verdict.kind == "complaint" and verdict.category == "repair_service"
    if not (verdict.kind == "repair" or grumbles) or not says_again(text):
        return None
    done = [
        ticket
        for ticket in list_owned(case)
        if ticket.kind == "repair"
        and can_step(ticket, Step.REOPENED)
        and case.now - find_done_at(ticket, case) <= REOPENED_WITHIN
        and may_be_one_home(verdict.room, ticket.room)
        and (grumbles or (verdict.category == ticket.category and _is_same(text, ticket)))
    ]
    return done[0] if len(done) == 1 or (done and not grumbles) else None


def _is_same(text: str, ticket: Ticket) -> bool:
    """In a flat there are many taps: the words have to meet, or the text names nothing at all."""
    return count_shared(text, ticket.words) >= 1 or len(text) <= _NAMES_NOTHING


def reopen_broken(case: Case, ticket: Ticket) -> Outcome:
    """The report is of a fault that was mended: no new ticket, the old one comes back, with the photos."""
    files = make_files((case.message,), ticket.estate, ticket.number, case.now)
    counted = replace(ticket, photos=ticket.photos + len(files))
    return _bring_back(case, counted, case.message.text) + Outcome(files=files)


def _bring_back(case: Case, ticket: Ticket, words: str) -> Outcome:
    estate = case.estate
    after = take_step(ticket, Step.REOPENED, case.now, estate.texts)
    after = replace(give_due(after, case.now, estate), priority=ticket.priority + 1, rating=None)
    name = "reopened" if after.assignee else "reopened_nobody"
    who = show_person(after.assignee) if after.assignee else ""
    told = tell_owner(case, name, ticket, staff=who)
    shown = show_words(case, words) or show_summary(ticket)
    bosses = [person.id for person in list_bosses(estate)]
    said = ping(after, "staff_reopened", case, bosses, words=shown, staff=who or "-")
    return Outcome(deliveries=(told, *said, *_send_card(after, case))) + record_step(
        case, after, Step.REOPENED, words
    )


def _send_card(ticket: Ticket, case: Case) -> tuple[Delivery, ...]:
    """The card once more for who did it, so that it can be quoted."""
    card = write_card(ticket, case.now, case.estate)
    return tuple(
        tell(case.estate, person.id, card, Purpose.CARD, case.now, ticket=ticket.number)
        for person in list_named(ticket, case)
    )
