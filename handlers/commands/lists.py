"""Short lists that a phone can show, and the progress of one ticket."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from handlers.case import Case, Command
from handlers.commands.grammar import VERBS
from handlers.conversation.owning import find_thread, owns
from handlers.kinds import KINDS, get_trade
from handlers.model import SILENCE, Estate, Notice, Outcome, Status, Ticket
from handlers.saying.showing import find_day, show_about, show_state, show_summary, show_time
from handlers.saying.speak import among_owners, answer, is_staff_side, tell_staff
from handlers.texts import say
from handlers.tickets.overdue import find_limit, is_overdue
from handlers.tickets.progress import write_progress

#: Named in the one line that tells of which tickets a verb may be.
_MAX_WHICH = 5
#: Verbs that are whole with a number.
_NEED_NOTHING_MORE = frozenset({"accept", "finish", "resume", "confirm", "clear", "false_alarm"})
#: More lines than these scroll off a phone.
MAX_LINES = 10


def put_urgent_first(tickets: Iterable[Ticket]) -> list[Ticket]:
    """Urgent ones, then what owners reminded of most, then what is due first."""
    return sorted(tickets, key=lambda t: (t.kind != "urgent", -t.priority, t.respond_by, t.number))


def list_own(case: Case) -> Outcome:
    """The sender's own tickets."""
    mine = [ticket for ticket in (case.listing or case.own) if ticket.reporter.id == case.message.sender.id]
    return _answer_list(case, "list_own", mine, _write_own_line)


def list_mine(case: Case) -> Outcome:
    """The live tickets that the member of staff has."""
    mine = put_urgent_first(ticket for ticket in case.listing if ticket.live and _is_holder(ticket, case))
    return _answer_list(case, "list_mine", mine, _write_staff_line)


def list_open(case: Case) -> Outcome:
    """The tickets that nobody has accepted."""
    waiting = [ticket for ticket in case.listing if ticket.status in (Status.OPEN, Status.REOPENED)]
    waiting = put_urgent_first(waiting)
    return _answer_list(case, "list_open", waiting, _write_staff_line)


def list_overdue(case: Case) -> Outcome:
    """The tickets whose limit has passed, the longest overdue first."""
    late = [ticket for ticket in case.listing if is_overdue(ticket, case.now)]
    late.sort(key=lambda ticket: find_limit(ticket) or case.now)
    return _answer_list(case, "list_overdue", late, lambda ticket, _: _write_overdue_line(ticket, case))


def list_today(case: Case) -> Outcome:
    """The tickets opened today, by the estate's clock."""
    today = find_day(case.now, case.estate)
    opened = [ticket for ticket in case.listing if find_day(ticket.opened_at, case.estate) == today]
    opened = [ticket for ticket in put_urgent_first(opened) if ticket.live] + [
        ticket for ticket in opened if not ticket.live
    ]
    return _answer_list(case, "list_today", opened, _write_staff_line)


def tell_which(case: Case, command: Command) -> Outcome:
    """A verb without a number: which tickets it may be about, and what to type.

    Of alerts nothing is said where none is live: the word is talk then.  Owners have no use for it.
    """
    texts, word = case.estate.texts, VERBS[command.verb].words[0]
    if not is_staff_side(case.message.chat):
        return SILENCE
    if command.verb in ("confirm", "clear") and not case.alerts:
        # What was shown and is not confirmed is not sent: its manager must not believe that it was.
        return SILENCE if case.notice is None else _answer(case, _ask_for_notice(case, case.notice))
    shown = _list_meant(case, command)
    number = shown[0].number if len(shown) else ""
    example = say(texts, "example_numbered", word=word, number=number or say(texts, "example_number"))
    lines = [say(texts, "which_one", number=t.number, summary=show_summary(t)) for t in shown[:_MAX_WHICH]]
    if not shown:
        name = f"which_none_{command.asks}" if command.asks else "which_none"
        return _answer(case, say(texts, name, example=example))
    if len(shown) == 1 and command.verb in _NEED_NOTHING_MORE:
        return _answer(case, say(texts, "which_only", ticket=lines[0], example=example))
    named = say(texts, "comma").join(lines)
    more = say(texts, "which_more", count=len(shown)) if len(shown) > len(lines) else ""
    return _answer(case, say(texts, "which_ones", tickets=named + more, example=example))


def _ask_for_notice(case: Case, notice: Notice) -> str:
    return say(case.estate.texts, "which_notice", number=notice.number)


def _list_meant(case: Case, command: Command) -> list[Ticket]:
    if command.verb in ("confirm", "clear"):
        return list(case.alert_tickets)
    if command.asks == "mine":
        live = (ticket for ticket in case.listing if ticket.live and _is_holder(ticket, case))
        return put_urgent_first(t for t in live if command.verb != "resume" or t.status is Status.ON_HOLD)
    return put_urgent_first(case.listing) if command.asks == "open" else []


def _answer(case: Case, text: str) -> Outcome:
    return Outcome(deliveries=(answer(case.message, text, case.now, case.estate),))


def _is_holder(ticket: Ticket, case: Case) -> bool:
    return ticket.assignee is not None and ticket.assignee.id == case.message.sender.id


def _answer_list(
    case: Case, name: str, tickets: Sequence[Ticket], write_line: Callable[[Ticket, Estate], str]
) -> Outcome:
    texts = case.estate.texts
    lines = [write_line(ticket, case.estate) for ticket in tickets[:MAX_LINES]]
    if len(tickets) > MAX_LINES:
        lines.append(say(texts, "list_more", count=len(tickets) - MAX_LINES))
    text = (
        say(texts, name, count=len(tickets), lines="\n".join(lines)) if lines else say(texts, f"{name}_empty")
    )
    return Outcome(deliveries=(answer(case.message, text, case.now, case.estate),))


def show_progress(case: Case) -> Outcome:
    """How far a ticket is: any ticket for staff, their own for owners, who hear of no other.

    Staff that ask in an owners' group are answered nothing that is not theirs to hear there.
    """
    ticket = case.named if case.named and _may_see(case.named, case) else None
    number = case.command.number if case.command else None
    if number is None:
        return list_own(case)
    texts, serves = case.estate.texts, case.message.sender.role.serves
    if ticket is None:
        if serves and not is_staff_side(case.message.chat):
            return SILENCE
        missing = say(texts, "no_ticket" if serves else "no_own_ticket", number=number)
        return Outcome(deliveries=(answer(case.message, missing, case.now, case.estate),))
    said = answer(case.message, _write_progress(ticket, case), case.now, case.estate, ticket=ticket.number)
    return Outcome(deliveries=(said,)) + _remind_staff(ticket, case)


def _may_see(ticket: Ticket, case: Case) -> bool:
    if owns(ticket, case):
        return True
    return case.message.sender.role.serves and not among_owners(case.message)


def _write_progress(ticket: Ticket, case: Case) -> str:
    if case.message.sender.role.serves and ticket.reporter.id != case.message.sender.id:
        return _write_staff_line(ticket, case.estate)
    return write_progress(ticket, find_thread(ticket, case).touches, case.now, case.estate)


def _remind_staff(ticket: Ticket, case: Case) -> Outcome:
    """An owner who asks after the promised time is told that staff are asked: so they are."""
    overdue = ticket.status is Status.OPEN and case.now > ticket.respond_by
    if not overdue or case.message.sender.role.serves:
        return SILENCE
    due = show_time(ticket.respond_by, case.now, case.estate)
    trade = get_trade(ticket.category)
    return Outcome(
        deliveries=tell_staff(ticket, trade, "staff_progress_asked", case.now, case.estate, due=due)
    )


def _write_own_line(ticket: Ticket, estate: Estate) -> str:
    return say(
        estate.texts,
        "line_own",
        number=ticket.number,
        kind=KINDS[ticket.kind].title,
        summary=show_summary(ticket),
        status=show_state(ticket, estate),
    )


def _write_overdue_line(ticket: Ticket, case: Case) -> str:
    limit = find_limit(ticket)
    return say(
        case.estate.texts,
        "line_overdue",
        number=ticket.number,
        about=show_about(ticket, case.estate, named=False),
        summary=show_summary(ticket),
        status=show_state(ticket, case.estate),
        due=show_time(limit, case.now, case.estate) if limit else "",
    )


def _write_staff_line(ticket: Ticket, estate: Estate) -> str:
    return say(
        estate.texts,
        "line_staff",
        number=ticket.number,
        about=show_about(ticket, estate, named=False),
        summary=show_summary(ticket) or say(estate.texts, "no_words"),
        status=show_state(ticket, estate),
    )
