"""What staff do with a ticket, by chat or from the console: accept, reply, finish, transfer, 误报.

Every step checks the ticket's state and raises `IllegalTransition`, whose `text` is for people.
`via` is the message that asked for the step; None where it came from the console.
"""

from __future__ import annotations

from datetime import datetime

from handlers.kinds import get_trade
from handlers.model import (
    Delivery,
    Estate,
    Message,
    Outcome,
    Person,
    Purpose,
    Sender,
    Status,
    Step,
    Ticket,
)  # fmt: skip
from handlers.roster import list_known
from handlers.saying.showing import clip, show_person, show_staff, write_card
from handlers.saying.speak import answer_reporter, tell, tell_staff
from handlers.saying.trimming import MAX_PASSED_WORDS, cap_words, end_sentence
from handlers.texts import say
from handlers.tickets.opening import write_event
from handlers.tickets.steps import IllegalTransition, take_step


def accept(
    ticket: Ticket, actor: Sender, now: datetime, estate: Estate, words: str = "", via: Message | None = None
) -> Outcome:
    """`actor` takes the ticket; the reporter is told, with `words` where there are any.

    Words by somebody who has the ticket already are passed on as a reply.
    """
    if ticket.status is Status.ACCEPTED and ticket.assignee:
        if ticket.assignee.id == actor.id and words:
            return reply(ticket, actor, now, estate, words, via)
        if ticket.assignee.id != actor.id:
            holder = show_person(ticket.assignee)
            raise IllegalTransition(say(estate.texts, "illegal_taken", number=ticket.number, staff=holder))
    taken = take_step(ticket, Step.ACCEPTED, now, estate.texts, actor.person)
    name = "answer_words" if words else "answer_accepted"
    told = _tell_both(taken, actor, now, estate, via, name, "staff_accepted", words)
    return (
        told
        + _tell_relieved(ticket, actor, now, estate, told)
        + _record(taken, Step.ACCEPTED, actor, now, estate, words, via)
        + _give_phone(taken, actor, now, estate)
    )


def _tell_relieved(ticket: Ticket, actor: Sender, now: datetime, estate: Estate, told: Outcome) -> Outcome:
    """Whom the ticket was given to need not go: somebody else does."""
    given = ticket.assignee
    if given is None or given.id == actor.id or any(said.chat == given.id for said in told.deliveries):
        return Outcome()
    text = say(estate.texts, "staff_accepted", number=ticket.number, staff=show_staff(actor, ticket))
    return Outcome(deliveries=(tell(estate, given.id, text, Purpose.ANSWER, now, ticket=ticket.number),))


def reply(
    ticket: Ticket, actor: Sender, now: datetime, estate: Estate, words: str, via: Message | None = None
) -> Outcome:
    """`words` go to the reporter, in the chat where the ticket was opened."""
    after = take_step(ticket, Step.REPLIED, now, estate.texts)
    values = {"staff": show_staff(actor, ticket), "words": _pass_words(words, estate)}
    said: tuple[Delivery, ...] = (answer_reporter(after, "answer_words", now, estate, via, **values),)
    if via:
        said += tell_staff(after, get_trade(ticket.category), "staff_replied", now, estate, via)[:1]
    return Outcome(deliveries=said) + _record(after, Step.REPLIED, actor, now, estate, words, via)


def finish(
    ticket: Ticket, actor: Sender, now: datetime, estate: Estate, words: str = "", via: Message | None = None
) -> Outcome:
    """The work is done; the reporter is told, with `words` where there are any."""
    # Whom an open ticket was given to has done nothing yet: it is finished by who says so.
    holder = None if ticket.status is Status.OPEN else ticket.assignee
    done = take_step(ticket, Step.DONE, now, estate.texts, holder or actor.person)
    name = "answer_done_words" if words else "answer_done"
    told = _tell_both(done, actor, now, estate, via, name, "staff_done", words)
    return told + _record(done, Step.DONE, actor, now, estate, words, via)


def transfer(
    ticket: Ticket, actor: Sender, target: Person, now: datetime, estate: Estate, via: Message | None = None
) -> Outcome:
    """The ticket goes to `target`, who gets the card; the reporter and the staff are told."""
    moved = take_step(ticket, Step.TRANSFERRED, now, estate.texts, target)
    trade, name = get_trade(ticket.category), show_person(target)
    said = (
        answer_reporter(moved, "answer_transferred", now, estate, via, staff=name),
        *tell_staff(
            moved, trade, "staff_transferred", now, estate, via, actor=show_person(actor.person), staff=name
        ),
        tell(estate, target.id, write_card(moved, now, estate), Purpose.CARD, now, ticket=moved.number),
    )
    return Outcome(deliveries=said) + _record(moved, Step.TRANSFERRED, actor, now, estate, target.name, via)


def mark_false_alarm(
    ticket: Ticket, actor: Sender, now: datetime, estate: Estate, via: Message | None = None,
    answer: str = "answer_false_alarm", told: str = "staff_false_alarm", corrected: int = 0,
) -> Outcome:  # fmt: skip
    """What was filed wrongly is taken back; the reporter, who got a receipt, is told in the words `answer`,
    staff in those of `told`, with how many other groups are corrected where any are.

    The alert of an urgent ticket is taken back by `handlers.urgent.retract`, which also does this.
    """
    after = take_step(ticket, Step.FALSE_ALARM, now, estate.texts)
    to_staff = f"{told}_corrected" if corrected else told
    said = _tell_both(after, actor, now, estate, via, answer, to_staff, "", count=corrected)
    return said + _record(after, Step.FALSE_ALARM, actor, now, estate, "", via)


def _tell_both(
    ticket: Ticket, actor: Sender, now: datetime, estate: Estate, via: Message | None,
    to_reporter: str, to_staff: str, words: str, **values: object,
) -> Outcome:  # fmt: skip
    staff = show_staff(actor, ticket)
    passed = _pass_words(words, estate)
    mine = answer_reporter(ticket, to_reporter, now, estate, via, staff=staff, words=passed)
    theirs = tell_staff(ticket, get_trade(ticket.category), to_staff, now, estate, via, staff=staff, **values)
    return Outcome(deliveries=(mine, *theirs))


def _pass_words(words: str, estate: Estate) -> str:
    return end_sentence(clip(words.strip(), MAX_PASSED_WORDS), estate.texts)


def _record(
    ticket: Ticket, step: Step, actor: Sender, now: datetime, estate: Estate, words: str, via: Message | None
) -> Outcome:
    event = write_event(ticket, step, now, actor.person, via, cap_words(words, estate.texts))
    return Outcome(tickets=(ticket,), events=(event,))


def _give_phone(ticket: Ticket, actor: Sender, now: datetime, estate: Estate) -> Outcome:
    """The number to call, privately: only whoever has the ticket may see it whole."""
    reachable = any(person.id == actor.id for person in list_known(estate))
    if not ticket.phone or not reachable:
        return Outcome()
    text = say(estate.texts, "direct_phone", number=ticket.number, phone=ticket.phone)
    return Outcome(deliveries=(tell(estate, actor.id, text, Purpose.CARD, now, ticket=ticket.number),))
