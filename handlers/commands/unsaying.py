"""撤128, 撤回B7: what was said to owners by mistake is taken back where the network can.

What has not gone out is never said.  The rest is asked of the network, and who asked hears what came of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from handlers.case import Case
from handlers.model import (
    SILENCE,
    Delivery,
    DeliveryState,
    Estate,
    Message,
    Notice,
    NoticeState,
    Outcome,
    Person,
    Purpose,
    Recall,
    RecallState,
    Role,
    Step,
    Ticket,
    TicketEvent,
)
from handlers.saying.showing import show_chats, show_status
from handlers.saying.speak import is_staff_side, tell
from handlers.texts import say
from handlers.tickets.opening import write_event
from handlers.tickets.steps import IllegalTransition

#: `撤` alone is about what its sender said so lately.
JUST_NOW = timedelta(minutes=10)
#: WeChat takes nothing back that is older; the webchat sets the bot no limit.
LIMITS = {"wechat": timedelta(minutes=2)}
#: A gateway that gives no id with a message tells it with the echo, or not at all.
ECHO_WAIT = timedelta(seconds=10)
_NEVER_SAID = frozenset({DeliveryState.DEAD, DeliveryState.CANCELLED})
_GONE = frozenset({RecallState.TAKEN_BACK, RecallState.UNSENT})


# --- asked for -----------------------------------------------------------------------------------


def order_unsay(case: Case) -> Outcome:
    """The sender's last words to the owners of a ticket are taken back.  Raises IllegalTransition.

    A manager may take back a colleague's where they have said nothing themselves.
    """
    ticket, texts = case.named, case.estate.texts
    command = case.command
    if ticket is None and command and command.number is not None:
        raise IllegalTransition(say(texts, "no_ticket", number=command.number))
    event = _find_last_words(case)
    bare = command is None or command.number is None
    if ticket is None or event is None or (bare and case.now - event.at > JUST_NOW):
        name = "nothing_unsaid" if bare else "nothing_unsaid_of"
        raise IllegalTransition(say(texts, name, number=ticket.number if ticket else ""))
    said = _list_said(case, event)
    if _list_ids(case.recalls) & {each.id for each in said} or all(map(_is_taken_back, said)):
        raise IllegalTransition(say(texts, "unsaid_before", number=ticket.number))
    return _take_back(case, said, ticket=ticket, event=event)


def _list_said(case: Case, event: TicketEvent) -> list[Delivery]:
    """What was said by the step; of a time that was given also what answered those who asked later."""
    said = [each for each in case.spoken if each.answers == event.message]
    if event.step is not Step.ESTIMATED or not said:
        return said
    return said + [each for each in case.spoken if each not in said and each.text == said[0].text]


def _find_last_words(case: Case) -> TicketEvent | None:
    """The step by which the sender last said something to owners."""
    heard = {each.answers for each in case.spoken if each.answers and each.purpose is Purpose.REPLY}
    steps = [e for e in reversed(case.events) if e.message in heard and e.actor and e.step is not Step.UNSAID]
    person = case.message.sender
    own = next((e for e in steps if e.actor and e.actor.id == person.id), None)
    if own is not None or person.role is not Role.MANAGER:
        return own
    owners = {ticket.reporter.id for ticket in (case.named,) if ticket}
    return next((e for e in steps if e.actor and e.actor.id not in owners), None)


def order_unsay_notice(case: Case) -> Outcome:
    """The broadcast is taken back from every group.  Raises IllegalTransition."""
    notice, texts = case.notice, case.estate.texts
    if notice is None:
        number = case.command.notice if case.command else None
        raise IllegalTransition(say(texts, "no_notice", number=number))
    if notice.state is not NoticeState.SENDING and notice.state is not NoticeState.SENT:
        state = say(texts, f"notice_state_{notice.state.value}")
        raise IllegalTransition(say(texts, "notice_unsayable", number=notice.number, state=state))
    said = [each for each in case.spoken if each.purpose is Purpose.NOTICE]
    done = replace(notice, state=NoticeState.RECALLED)
    return _take_back(case, said, notice=notice) + Outcome(notices=(done,))


def _list_ids(recalls: Iterable[Recall]) -> set[int | None]:
    return {recall.delivery for recall in recalls}


def _is_taken_back(delivery: Delivery) -> bool:
    return delivery.state in (DeliveryState.CANCELLED, DeliveryState.RECALLED)


def _take_back(
    case: Case,
    said: Sequence[Delivery],
    *,
    ticket: Ticket | None = None,
    notice: Notice | None = None,
    event: TicketEvent | None = None,
) -> Outcome:
    """What waits is cancelled; what is out is asked back.  Where nothing is out, it is answered at once."""
    person, message = case.message.sender.person, case.message
    reply_to = message.chat.id if is_staff_side(message.chat) else person.id
    waiting = [each for each in said if each.state is DeliveryState.PENDING and not each.attempts]
    out = [each for each in said if each not in waiting and each.state not in _NEVER_SAID]
    recalls = tuple(
        Recall(
            estate=case.estate.id, delivery=each.id, person=person, reply_to=reply_to, asked_at=case.now,
            ticket=ticket.number if ticket else None, notice=notice.number if notice else None,
            answers=message.key, origin=event.message if event else None,
        )
        for each in out
        if each.id is not None and not _is_taken_back(each)
    )  # fmt: skip
    cancelled = tuple(replace(each, state=DeliveryState.CANCELLED) for each in waiting)
    outcome = Outcome(deliveries=cancelled, recalls=recalls)
    if recalls:
        return outcome
    made = _write_answer(ticket, notice, said, (), case.estate)
    answer = _tell(reply_to, made, ticket, notice, case.now, case.estate, message)
    return outcome + Outcome(deliveries=(answer,), events=_note_unsaid(ticket, event, person, case.now))


def _tell(
    chat: str, text: str, ticket: Ticket | None, notice: Notice | None, now: datetime, estate: Estate,
    via: Message | None = None,
) -> Delivery:  # fmt: skip
    return tell(
        estate, chat, text, Purpose.ANSWER, now,
        ticket=ticket.number if ticket else None, notice=notice.number if notice else None,
        answers=via.key if via else None,
    )  # fmt: skip


def _note_unsaid(
    ticket: Ticket | None, said: TicketEvent | None, person: Person, now: datetime
) -> tuple[TicketEvent, ...]:
    """That it was taken back; the message is the one whose words were, so that nobody repeats them."""
    if ticket is None or said is None:
        return ()
    return (replace(write_event(ticket, Step.UNSAID, now, person), message=said.message),)


# --- what the network can ------------------------------------------------------------------------


def must_wait(recall: Recall, delivery: Delivery, now: datetime) -> bool:
    """Whether it is still being sent, or its id may still come."""
    if delivery.state is DeliveryState.SENDING:
        return True
    unnamed = not (delivery.sent_id and delivery.account)
    return unnamed and delivery.state is DeliveryState.ACCEPTED and now - recall.asked_at < ECHO_WAIT


def find_obstacle(delivery: Delivery, now: datetime) -> RecallState | None:
    """Why the network need not be asked; None where it is to be."""
    if delivery.state in _NEVER_SAID or delivery.state is DeliveryState.PENDING:
        return RecallState.UNSENT
    limit = LIMITS.get(delivery.chat.split(":", 1)[0])
    if limit is not None and delivery.sent_at is not None and now - delivery.sent_at > limit:
        return RecallState.LATE
    return None if delivery.sent_id and delivery.account else RecallState.REFUSED


# --- what came of it -----------------------------------------------------------------------------


def report(
    recalls: Sequence[Recall],
    said: Sequence[Delivery],
    events: Iterable[TicketEvent],
    ticket: Ticket | None,
    notice: Notice | None,
    estate: Estate,
    now: datetime,
) -> Outcome:
    """Tells who asked what was taken back and what was not; SILENCE while something is still asked.

    `recalls` are all of one request, `said` what they are about.
    """
    open_ones = [recall for recall in recalls if not recall.told]
    if not open_ones or any(recall.state is RecallState.ASKED for recall in recalls):
        return SILENCE
    if not all(recall.reply_to for recall in open_ones):
        # Nobody asked: it was taken back because it was over.
        return Outcome(recalls=tuple(replace(recall, told=True) for recall in open_ones))
    first = open_ones[0]
    text = _write_answer(ticket, notice, said, recalls, estate)
    answer = replace(_tell(first.reply_to, text, ticket, notice, now, estate), answers=first.answers)
    gone = all(recall.state in _GONE for recall in recalls)
    origin = next((event for event in events if event.message == first.origin), None)
    written = _note_unsaid(ticket, origin, first.person, now) if gone and first.origin else ()
    told = tuple(replace(recall, told=True) for recall in open_ones)
    return Outcome(deliveries=(answer,), events=written, recalls=told)


def _write_answer(
    ticket: Ticket | None,
    notice: Notice | None,
    said: Sequence[Delivery],
    recalls: Sequence[Recall],
    estate: Estate,
) -> str:
    states = {recall.delivery: recall.state for recall in recalls}
    left = [each for each in said if states.get(each.id or 0) in (RecallState.LATE, RecallState.REFUSED)]
    if notice is not None:
        return _write_of_notice(notice, said, left, states.values(), estate)
    number = ticket.number if ticket else ""
    if not left:
        name = "unsaid" if RecallState.TAKEN_BACK in states.values() else "unsaid_waiting"
        status = show_status(ticket, estate.texts) if ticket else ""
        return say(estate.texts, name, number=number, status=status)
    name = "unsaid_late" if RecallState.LATE in states.values() else "unsaid_refused"
    if len(left) < len(said):
        name = "unsaid_some"
    return say(estate.texts, name, number=number, groups=show_chats((d.chat for d in left), estate))


def _write_of_notice(
    notice: Notice,
    said: Sequence[Delivery],
    left: Sequence[Delivery],
    states: Collection[RecallState],
    estate: Estate,
) -> str:
    sent = [each for each in said if each.purpose is Purpose.NOTICE]
    lines = ""
    if left:
        groups = show_chats((each.chat for each in left), estate)
        why = say(estate.texts, "why_late" if RecallState.LATE in states else "why_refused")
        lines = say(estate.texts, "notice_unsaid_left", groups=groups, why=why, number=notice.number)
    if not left and RecallState.TAKEN_BACK not in states:
        return say(estate.texts, "notice_unsaid_waiting", number=notice.number)
    gone = len(sent) - len(left)
    values = {"number": notice.number, "gone": gone, "count": len(sent), "lines": lines}
    return say(estate.texts, "notice_unsaid", **values)
