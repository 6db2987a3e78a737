"""How a report ends by its sender: taken back at once or later, the fault gone, the question answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from handlers.case import Case
from handlers.conversation.own_threads import list_own_threads
from handlers.model import SILENCE, Delivery, DeliveryState, Outcome, Status, Step, Ticket
from handlers.saying.showing import clip
from handlers.saying.trimming import MAX_CARD_WORDS, cap_words, mask_phones, put_on_one_line
from handlers.threads import GROWING, Thread
from handlers.tickets.opening import needs_room, write_event
from handlers.tickets.settling import is_unsaid, rewrite_said, tell_staff_of_more
from handlers.tickets.steps import can_step, take_step
from handlers.words import acts
from handlers.words.hearing import says
from handlers.words.topics import count_shared, is_about

#: A question that a neighbour has taken up waits so long for its asker to say that it is answered.
ANSWERED_WAIT = timedelta(minutes=5)
_LONGEST, _SHORT = 60, 12
_wishes_well = says("wishes_well")


def find_ended(case: Case) -> Thread | None:
    """The sender's own live ticket that the message takes back or tells the end of, or None."""
    text = acts.strip_stand_ins(case.message.text)
    if not text or len(text) > _LONGEST or case.verdict.kind not in ("other", "complaint"):
        return None
    mine = [t for t in list_own_threads(case) if t.alert is None or not t.alert.live]
    if not mine:
        return None
    if acts.withdraws(text) or acts.says_solved(text):
        # While somebody is looked for, 找到了 is of them: it ends no ticket of a drain.
        of_search = acts.tells_found(text) and any(alert.live for alert in case.alerts)
        ended = [t for t in mine if (_is_near(t, text) if of_search else _may_end(t, text))]
        if ended:
            return max(ended, key=lambda t: count_shared(text, t.words))
    return next((t for t in mine if _is_answered(t, case, text)), None)


def _may_end(thread: Thread, text: str) -> bool:
    """A short word, or one about it: news of something else that is over ends nothing."""
    return _is_near(thread, text) or acts.withdraws(text) or len(text) <= _SHORT or acts.accepts_answer(text)


def _is_near(thread: Thread, text: str) -> bool:
    return is_about(thread.ticket.category, text) or count_shared(text, thread.words) >= 1


def _is_answered(thread: Thread, case: Case, text: str) -> bool:
    """A question that nobody at the company has seen yet, and its asker has the answer."""
    ticket = thread.ticket
    asked = ticket.kind == "inquiry" and ticket.reporter.id == case.message.sender.id
    return asked and is_unsaid(thread) and acts.accepts_answer(text) and _was_answered(thread, case)


def _was_answered(thread: Thread, case: Case) -> bool:
    """A neighbour took it up: its receipt was put off then, which a restart does not forget."""
    usual = thread.ticket.opened_at + timedelta(seconds=case.estate.answer_seconds)
    return any(delivery.due_at > usual for delivery in thread.said)


def end(case: Case, thread: Thread) -> Outcome:
    """Taken back before anybody was told: no ticket.  Later: withdrawn, or done, and staff are told."""
    ticket, text = thread.ticket, case.message.text
    if len(thread.members) > 1 and not (
        acts.withdraws(text) and case.message.sender.id == ticket.reporter.id
    ):
        return _note(case, thread)
    if is_unsaid(thread) and len(thread.members) == 1 and case.estate.settle_seconds:
        return Outcome(dropped=(ticket,))
    solved = acts.says_solved(text) and ticket.status in (Status.ACCEPTED, Status.ON_HOLD)
    step = Step.DONE if solved else Step.WITHDRAWN
    if len(thread.members) > 1 or not can_step(ticket, step):
        return _note(case, thread)
    after = take_step(ticket, step, case.now, case.estate.texts)
    name = "staff_solved_by_owner" if solved else "staff_withdrawn"
    return _finish(case, thread, after, step, name)


def _finish(case: Case, thread: Thread, after: Ticket, step: Step, name: str) -> Outcome:
    words = clip(mask_phones(put_on_one_line(case.message.text)), MAX_CARD_WORDS)
    event = write_event(
        after, step, case.now, case.message.sender.person, case.message,
        cap_words(case.message.text, case.estate.texts),
    )  # fmt: skip
    said = tell_staff_of_more(thread, name, case, words=words)
    return Outcome(tickets=(after,), events=(event,), deliveries=(*said, *cancel_waiting(thread)))


def _note(case: Case, thread: Thread) -> Outcome:
    """One of several households has it no longer: written down, the ticket goes on."""
    words = cap_words(case.message.text, case.estate.texts)
    event = write_event(thread.ticket, Step.NOTED, case.now, case.message.sender.person, case.message, words)
    return Outcome(events=(event,))


def cancel_waiting(thread: Thread) -> tuple[Delivery, ...]:
    """What was to be said of it and is not any more."""
    return tuple(
        replace(delivery, state=DeliveryState.CANCELLED)
        for delivery in thread.said
        if delivery.state is DeliveryState.PENDING and delivery.id is not None
    )


# --- a neighbour answers -------------------------------------------------------------------------


def find_taken_up(case: Case) -> Thread | None:
    """The question in this chat, not yet passed on, that the message may be a neighbour's answer to."""
    if case.verdict.kind != "other":
        return None
    asked = list_open_questions(case)
    text = acts.strip_stand_ins(case.message.text)
    if len(asked) != 1 or len(text) < 2 or acts.asks(text) or acts.echoes(text):
        return None
    if _wishes_well(text):
        return None  # 欢迎新邻居: the thanks after it are for that.
    return asked[0]


def list_open_questions(case: Case) -> list[Thread]:
    """The questions of others in this chat that nobody has answered or passed on yet."""
    return [
        t
        for t in case.threads
        if t.ticket.kind == "inquiry"
        and t.ticket.live
        and t.ticket.chat == case.message.chat.id
        and case.message.sender.id not in t.members
        and is_unsaid(t)
    ]


def put_off(case: Case, thread: Thread) -> Outcome:
    """The receipt waits for what the asker says to the answer."""
    due = case.now + ANSWERED_WAIT
    waiting = tuple(replace(d, due_at=max(d.due_at, due)) for d in thread.said if d.id is not None)
    changed = any(a.due_at != b.due_at for a, b in zip(waiting, thread.said, strict=False))
    return Outcome(deliveries=waiting) if changed else SILENCE


# --- a message taken back ------------------------------------------------------------------------


def strike(case: Case, thread: Thread) -> Outcome:
    """A message that its sender recalled goes out of the ticket; one made of it alone is withdrawn.

    `case.message` is the recalled one, with its key; its words are not known any more.
    """
    key, ticket = case.message.key, thread.ticket
    struck = [t for t in thread.touches if t.message == key and t.step in GROWING]
    if not struck or any(t.step is Step.RECALLED and t.message == key for t in thread.touches):
        return SILENCE
    rest = [t for t in thread.touches if t.step in GROWING and t.message != key]
    if not rest and is_unsaid(thread) and case.estate.settle_seconds:
        return Outcome(dropped=(ticket,))
    event = write_event(ticket, Step.RECALLED, case.now, case.message.sender.person, case.message)
    if not rest and ticket.status is Status.OPEN:
        after = take_step(ticket, Step.WITHDRAWN, case.now, case.estate.texts)
        said = tell_staff_of_more(thread, "staff_recalled", case)
        return Outcome(tickets=(after,), events=(event,), deliveries=(*said, *cancel_waiting(thread)))
    words = "\n".join(
        line for line in ticket.words.split("\n") if not any(line == t.words for t in struck if t.words)
    )
    photos = max(0, ticket.photos - sum(t.step is Step.PHOTO for t in struck))
    after = replace(ticket, words=words or ticket.words, photos=photos, updated_at=case.now)
    said = (
        *rewrite_said(thread, after, case, needs_room(after)),
        *tell_staff_of_more(thread, "staff_struck", case),
    )
    return Outcome(tickets=(after,), events=(event,), deliveries=said)
