"""What owners ask of their own tickets: remind, follow, withdraw, and a person instead of the bot."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from handlers.alerts.urgent import find_over
from handlers.case import Case
from handlers.commands.forgetting import was_asked
from handlers.commands.meant import find_meant, need_owned, record_step, show_words, tell_owner, tell_progress
from handlers.conversation.owning import find_live, find_thread, owns
from handlers.conversation.withdrawing import cancel_waiting
from handlers.model import SILENCE, ChatKind, Outcome, Status, Step, Ticket
from handlers.saying.showing import show_person, show_summary
from handlers.texts import say
from handlers.tickets.opening import open_ticket
from handlers.tickets.pinging import list_named, ping
from handlers.tickets.showing_work import follows_done
from handlers.tickets.steps import IllegalTransition, can_step, take_step
from handlers.words.topics import is_home
from nlp.extract import find_room
from nlp.verdict import Verdict

#: Who has it is pinged again only after so long.
BETWEEN_REMINDERS = timedelta(minutes=10)


def fits(case: Case) -> bool:
    """Whether words that give way are a command: they name, or can only mean, a ticket of their sender."""
    command = case.command
    if command is None or not command.gives_way:
        return True
    if command.verb == "finish":
        return not find_over(case)
    if command.verb == "photo":
        return follows_done(case)
    if command.verb == "erase_sure":
        return was_asked(case)
    if command.number is not None and case.message.chat.kind is ChatKind.DIRECT:
        return True
    ticket = case.named if command.number is not None else find_meant(case)
    if ticket is not None and _scores_in_one_word(case):
        return True
    if ticket is None or not owns(ticket, case):
        return False
    if command.verb == "rate":
        # A digit alone may be the answer to anything; a second thought has a word or the number.
        again = ticket.rating is not None and case.message.text.strip().isdigit()
        mine = ticket.reporter.id == case.message.sender.id
        return mine and ticket.status in (Status.DONE, Status.CLOSED) and not again
    return command.verb != "reopen" or can_step(ticket, Step.REOPENED)


def _scores_in_one_word(case: Case) -> bool:
    """`5分128` is a command also where it cannot be done: it is no talk, and no echo that ends in 1."""
    command = case.command
    if command is None or command.verb != "rate" or command.number is None or command.quoted:
        return False
    return not any(sign.isspace() for sign in case.message.text.strip())


def remind(case: Case) -> Outcome:
    """Who has the ticket is pinged by name and it goes up; its owner hears who was asked."""
    ticket = need_owned(case)
    if not ticket.live:
        return Outcome(deliveries=(tell_progress(case, ticket),))
    touches = find_thread(ticket, case).touches
    if any(t.step is Step.REMINDED and case.now - t.at < BETWEEN_REMINDERS for t in touches):
        return Outcome(deliveries=(tell_progress(case, ticket),))
    after = replace(ticket, priority=ticket.priority + 1, updated_at=case.now)
    words = case.command.words if case.command else ""
    said = ping(after, "staff_reminded", case, words=show_words(case, words) or _show_count(after, case))
    names = say(case.estate.texts, "comma").join(show_person(p) for p in list_named(after, case))
    told = tell_owner(case, "reminded" if names else "reminded_nobody", ticket, who=names)
    return Outcome(deliveries=(told, *said)) + record_step(case, after, Step.REMINDED, words)


def _show_count(ticket: Ticket, case: Case) -> str:
    return say(case.estate.texts, "reminded_times", count=ticket.priority)


def follow(case: Case) -> Outcome:
    """Somebody of the same home, who knows its room, may ask after the ticket from now on.

    Only of what was reported in a group, where the room was said aloud; in a direct chat it was not.
    """
    ticket, texts = case.named, case.estate.texts
    if ticket is not None and owns(ticket, case):
        return Outcome(deliveries=(tell_progress(case, ticket),))
    words = case.command.words if case.command else ""
    aloud = ticket is not None and ticket.chat != ticket.reporter.id
    if ticket is None or not aloud or not is_home(ticket.room) or find_room(words) != ticket.room:
        number = case.command.number if case.command else None
        raise IllegalTransition(say(texts, "follow_room", number="" if number is None else number))
    event = record_step(case, ticket, Step.FOLLOWED).events
    return Outcome(deliveries=(tell_progress(case, ticket),), events=event)


def withdraw(case: Case) -> Outcome:
    """The ticket is taken back by its reporter, or for them by staff; who was to come is told."""
    ticket, texts = need_owned(case), case.estate.texts
    sender = case.message.sender
    thread = find_thread(ticket, case)
    if sender.id != ticket.reporter.id and not sender.role.serves:
        raise IllegalTransition(say(texts, "no_own_ticket", number=ticket.number))
    if case.alert is not None and case.alert.live:
        raise IllegalTransition(say(texts, "withdraw_alert", number=ticket.number))
    if len(thread.members) > 1 and not sender.role.serves:
        return Outcome(deliveries=(tell_owner(case, "withdraw_shared", ticket, count=len(thread.members)),))
    after = take_step(ticket, Step.WITHDRAWN, case.now, texts)
    words = case.command.words if case.command else ""
    said = ping(after, "staff_withdrawn", case, words=show_words(case, words) or show_summary(ticket))
    told = tell_owner(case, "withdrawn", ticket, summary=show_summary(ticket))
    return Outcome(deliveries=(told, *said, *cancel_waiting(thread))) + record_step(
        case, after, Step.WITHDRAWN, words
    )


def _list_last_words(case: Case) -> list[str]:
    """What the sender said here in the last minutes: a question that was answered, but not to their mind."""
    person = case.message.sender.id
    said = [r.message.text.strip() for r in case.talk if r.message.sender.id == person and r.ticket is None]
    return [words for words in said if words][-2:]


def ask_for_human(case: Case) -> Outcome:
    """Who has the sender's ticket is told to call; without a ticket the front desk gets one."""
    if case.message.sender.role.serves:
        return SILENCE
    live = find_live(case)
    if live is not None:
        said = ping(live, "staff_wants_human", case)
        return Outcome(deliveries=(tell_owner(case, "human_told", live), *said)) + record_step(
            case, replace(live, updated_at=case.now), Step.NOTED, case.message.text
        )
    text = "\n".join([*_list_last_words(case), case.message.text.strip()])
    asked = replace(
        case, message=replace(case.message, text=text), verdict=Verdict("inquiry"), command=None, parts=()
    )
    return open_ticket(asked)
