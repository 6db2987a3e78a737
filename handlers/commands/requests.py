"""What owners ask of their own tickets: remind, withdraw, rate, 没修好, and a person instead of the bot."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from handlers.alerts.urgent import find_over
from handlers.case import Case
from handlers.commands.forgetting import was_asked
from handlers.conversation.owning import find_done_at, find_finished, find_live, find_thread, list_owned, owns
from handlers.conversation.withdrawing import cancel_waiting
from handlers.model import SILENCE, ChatKind, Delivery, Outcome, Purpose, Status, Step, Ticket
from handlers.saying.showing import clip, show_person, show_summary, write_card
from handlers.saying.speak import among_owners, answer, tell
from handlers.saying.trimming import MAX_CARD_WORDS, cap_words, mask_phones, put_on_one_line
from handlers.texts import say
from handlers.tickets.gathering import make_files
from handlers.tickets.opening import open_ticket, write_event
from handlers.tickets.pinging import list_bosses, list_named, ping
from handlers.tickets.progress import write_progress
from handlers.tickets.showing_work import follows_done
from handlers.tickets.steps import IllegalTransition, can_step, explain_state, take_step
from handlers.times.dues import give_due
from handlers.words.acts import asks_progress, says_again, says_unmended
from handlers.words.topics import count_shared, is_home, may_be_one_home
from nlp.extract import find_room
from nlp.verdict import Verdict

#: Work that was done is the same ticket again for so long (返修).
REOPENED_WITHIN = timedelta(days=14)
#: Bare words (`没修好`, `修好了吗`) are about what was done so lately, and are so short.
FOLLOWED_WITHIN = timedelta(days=3)
_SHORT = 20
#: Who has it is pinged again only after so long.
BETWEEN_REMINDERS = timedelta(minutes=10)
#: A text so short names no other thing: `又漏水了`.
_NAMES_NOTHING = 6
#: A score of so few points is shown to the managers.
POOR = 2


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
    ticket = case.named if command.number is not None else _find_meant(case)
    if ticket is not None and _scores_in_one_word(case):
        return True
    if ticket is None or not owns(ticket, case):
        return False
    if command.verb == "rate":
        return ticket.status in (Status.DONE, Status.CLOSED) and ticket.reporter.id == case.message.sender.id
    return command.verb != "reopen" or can_step(ticket, Step.REOPENED)


def _scores_in_one_word(case: Case) -> bool:
    """`5分128` is a command also where it cannot be done: it is no talk, and no echo that ends in 1."""
    command = case.command
    if command is None or command.verb != "rate" or command.number is None or command.quoted:
        return False
    return not any(sign.isspace() for sign in case.message.text.strip())


def _find_meant(case: Case) -> Ticket | None:
    verb = case.command.verb if case.command else ""
    return find_live(case) if verb == "remind" else find_finished(case)


def _need_owned(case: Case) -> Ticket:
    """The ticket that is asked after.  Raises IllegalTransition where it is not the sender's to judge."""
    command = case.command
    ticket = case.named if command and command.number is not None else _find_meant(case)
    serves = case.message.sender.role.serves
    if ticket is not None and (owns(ticket, case) or (serves and not among_owners(case.message))):
        return ticket
    number = command.number if command else None
    name = "no_ticket" if serves else "no_own_ticket"
    raise IllegalTransition(say(case.estate.texts, name, number="" if number is None else number))


def _say(case: Case, name: str, /, ticket: Ticket | None = None, **values: object) -> Delivery:
    number = ticket.number if ticket else None
    text = say(case.estate.texts, name, **({"number": number} if ticket else {}), **values)
    return answer(case.message, text, case.now, case.estate, ticket=number)


def _record(case: Case, ticket: Ticket, step: Step, words: str = "") -> Outcome:
    kept = cap_words(words, case.estate.texts)
    event = write_event(ticket, step, case.now, case.message.sender.person, case.message, kept)
    return Outcome(tickets=(ticket,), events=(event,))


def _show_words(case: Case, words: str) -> str:
    return clip(mask_phones(put_on_one_line(words)), MAX_CARD_WORDS)


# --- remind --------------------------------------------------------------------------------------


def remind(case: Case) -> Outcome:
    """Who has the ticket is pinged by name and it goes up; its owner hears who was asked."""
    ticket = _need_owned(case)
    if not ticket.live:
        return Outcome(deliveries=(_say_progress(case, ticket),))
    touches = find_thread(ticket, case).touches
    if any(t.step is Step.REMINDED and case.now - t.at < BETWEEN_REMINDERS for t in touches):
        return Outcome(deliveries=(_say_progress(case, ticket),))
    after = replace(ticket, priority=ticket.priority + 1, updated_at=case.now)
    words = case.command.words if case.command else ""
    said = ping(after, "staff_reminded", case, words=_show_words(case, words) or _show_count(after, case))
    names = say(case.estate.texts, "comma").join(show_person(p) for p in list_named(after, case))
    told = _say(case, "reminded" if names else "reminded_nobody", ticket, who=names)
    return Outcome(deliveries=(told, *said)) + _record(case, after, Step.REMINDED, words)


def _show_count(ticket: Ticket, case: Case) -> str:
    return say(case.estate.texts, "reminded_times", count=ticket.priority)


def _say_progress(case: Case, ticket: Ticket) -> Delivery:
    text = write_progress(ticket, find_thread(ticket, case).touches, case.now, case.estate)
    return answer(case.message, text, case.now, case.estate, ticket=ticket.number)


# --- follow --------------------------------------------------------------------------------------


def follow(case: Case) -> Outcome:
    """Somebody of the same home, who knows its room, may ask after the ticket from now on.

    Only of what was reported in a group, where the room was said aloud; in a direct chat it was not.
    """
    ticket, texts = case.named, case.estate.texts
    if ticket is not None and owns(ticket, case):
        return Outcome(deliveries=(_say_progress(case, ticket),))
    words = case.command.words if case.command else ""
    aloud = ticket is not None and ticket.chat != ticket.reporter.id
    if ticket is None or not aloud or not is_home(ticket.room) or find_room(words) != ticket.room:
        number = case.command.number if case.command else None
        raise IllegalTransition(say(texts, "follow_room", number="" if number is None else number))
    event = _record(case, ticket, Step.FOLLOWED).events
    return Outcome(deliveries=(_say_progress(case, ticket),), events=event)


# --- withdraw ------------------------------------------------------------------------------------


def withdraw(case: Case) -> Outcome:
    """The ticket is taken back by its reporter, or for them by staff; who was to come is told."""
    ticket, texts = _need_owned(case), case.estate.texts
    sender = case.message.sender
    thread = find_thread(ticket, case)
    if sender.id != ticket.reporter.id and not sender.role.serves:
        raise IllegalTransition(say(texts, "no_own_ticket", number=ticket.number))
    if case.alert is not None and case.alert.live:
        raise IllegalTransition(say(texts, "withdraw_alert", number=ticket.number))
    if len(thread.members) > 1 and not sender.role.serves:
        return Outcome(deliveries=(_say(case, "withdraw_shared", ticket, count=len(thread.members)),))
    after = take_step(ticket, Step.WITHDRAWN, case.now, texts)
    words = case.command.words if case.command else ""
    said = ping(after, "staff_withdrawn", case, words=_show_words(case, words) or show_summary(ticket))
    told = _say(case, "withdrawn", ticket, summary=show_summary(ticket))
    return Outcome(deliveries=(told, *said, *cancel_waiting(thread))) + _record(
        case, after, Step.WITHDRAWN, words
    )


# --- how it was ----------------------------------------------------------------------------------


def rate(case: Case) -> Outcome:
    """The score is kept and the ticket closed; a poor one is shown to the managers."""
    ticket, texts = _need_owned(case), case.estate.texts
    if ticket.reporter.id != case.message.sender.id:
        raise IllegalTransition(say(texts, "no_own_ticket", number=ticket.number))
    score = read_given(case)
    if score is None:
        raise IllegalTransition(say(texts, "needs_score", number=ticket.number))
    if ticket.status not in (Status.DONE, Status.CLOSED):
        raise IllegalTransition(say(texts, "rate_not_done", number=ticket.number))
    after = take_step(ticket, Step.RATED, case.now, texts)
    after = replace(after, rating=score)
    name = "rated_poor" if score <= POOR else "rated"
    said = [_say(case, name, ticket, score=score)]
    told = "staff_rated_poor" if score <= POOR else "staff_rated"
    said += _tell_score(after, told, score, case)
    return Outcome(deliveries=tuple(said)) + _record(case, after, Step.RATED, str(score))


def read_given(case: Case) -> int | None:
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
    ticket, estate = _need_owned(case), case.estate
    if not can_step(ticket, Step.REOPENED):
        if ticket.live:
            return Outcome(deliveries=(_say_progress(case, ticket),))
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
    return Outcome(deliveries=(_say_progress(case, ticket),))


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
    told = _say(case, name, ticket, staff=who)
    shown = _show_words(case, words) or show_summary(ticket)
    bosses = [person.id for person in list_bosses(estate)]
    said = ping(after, "staff_reopened", case, bosses, words=shown, staff=who or "-")
    return Outcome(deliveries=(told, *said, *_send_card(after, case))) + _record(
        case, after, Step.REOPENED, words
    )


def _send_card(ticket: Ticket, case: Case) -> tuple[Delivery, ...]:
    """The card once more for who did it, so that it can be quoted."""
    card = write_card(ticket, case.now, case.estate)
    return tuple(
        tell(case.estate, person.id, card, Purpose.CARD, case.now, ticket=ticket.number)
        for person in list_named(ticket, case)
    )


# --- a person, please ----------------------------------------------------------------------------


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
        return Outcome(deliveries=(_say(case, "human_told", live), *said)) + _record(
            case, replace(live, updated_at=case.now), Step.NOTED, case.message.text
        )
    text = "\n".join([*_list_last_words(case), case.message.text.strip()])
    asked = replace(
        case, message=replace(case.message, text=text), verdict=Verdict("inquiry"), command=None, parts=()
    )
    return open_ticket(asked)
