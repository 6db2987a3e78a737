"""From a Case to an Outcome: an ordered table of (filter, function); the first that fits decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from handlers.alerts import clues, doubting, drills, sameness, urgent
from handlers.alerts import orders as alert_orders
from handlers.case import Case
from handlers.commands import lists, requests
from handlers.commands.orders import run_command, write_short_help
from handlers.conversation import acts, inquiry, joining, overhearing, reminding, withdrawing
from handlers.conversation import adding as conversation
from handlers.conversation.fitting import HOT, WARM, is_area_outage
from handlers.conversation.gathering import find_burst, is_voice
from handlers.conversation.households import join_ticket
from handlers.kinds import KINDS
from handlers.model import SILENCE, AttachmentKind, ChatKind, Outcome
from handlers.saying.speak import answer
from handlers.texts import say
from handlers.tickets import expecting, forms
from handlers.tickets.opening import open_ticket
from handlers.wordlists import is_small_talk

_LONGEST_ADVICE = 20
#: So soon after somebody else's words one answers them.
REPLIES = timedelta(minutes=3)
_NOT_TEXT = frozenset(
    {AttachmentKind.VOICE, AttachmentKind.STICKER, AttachmentKind.CARD, AttachmentKind.LINK}
)


def decide(case: Case) -> Outcome:
    """What the message leads to; SILENCE for ordinary talk."""
    alerts, case = (*case.alerts, case.alert), _read_address(alert_orders.prepare(case))
    outcome = next((function(case) for fits, function in TABLE if fits(case)), SILENCE)
    if case.form and not outcome:
        outcome = forms.take_form(case)
    return drills.contain(outcome, alerts, case.estate)


def _read_address(case: Case) -> Case:
    """A room, a telephone number, a call for the company alone is no report, whatever it looks like.

    Nor is what one says to a neighbour who has just reported something: advice, an offer to look.
    """
    text = acts.strip_stand_ins(case.message.text)
    if case.verdict.category == "elevator_trapped" and acts.tells_of_empty_lift(text):
        return replace(case, verdict=replace(case.verdict, kind="repair", category="elevator"))
    if doubting.find_matter_at_hand(case) is not None or doubting.reacts_to_alert(case):
        return replace(case, verdict=replace(case.verdict, kind="other", category=None))
    if case.verdict.kind == "other" or not (_is_only_address(case, text) or _is_to_neighbour(case, text)):
        return case
    return replace(case, verdict=replace(case.verdict, kind="other", category=None))


def _is_only_address(case: Case, text: str) -> bool:
    if case.verdict.kind in ("suggestion", "inquiry") and _hands_back(case, text):
        return not case.message.mentions_bot
    if (acts.guesses(text) or acts.says_otherwise(text)) and _is_outage_known(case):
        return True
    if case.verdict.kind == "repair" and overhearing.is_announced(text, case.talk, case.now):
        return True
    if case.verdict.kind == "inquiry" and not acts.may_ask(text) and _is_reply(case):
        return True
    return case.verdict.kind != "urgent" and (acts.says_only_address(text) or acts.only_calls(text))


def _is_reply(case: Case) -> bool:
    """Somebody else has just spoken here: what asks nothing is an answer."""
    person = case.message.sender.id
    fresh = (r for r in case.talk if case.now - r.message.sent_at <= REPLIES)
    return not case.message.mentions_bot and any(r.message.sender.id != person for r in fresh)


def _hands_back(case: Case, text: str) -> bool:
    """It is of something lost or found, or goes on about it."""
    return acts.hands_back(text) or any(acts.hands_back(message.text) for message in case.recent)


def _is_outage_known(case: Case) -> bool:
    """Somebody guesses at the cause of what is out; it is filed already."""
    near = (t for t in case.threads if t.ticket.live and case.now - t.latest <= HOT)
    return any(t.ticket.category == case.verdict.category and is_area_outage(t) for t in near)


def _is_to_neighbour(case: Case, text: str) -> bool:
    if len(text) > _LONGEST_ADVICE or not (acts.advises(text) or acts.offers_help(text)):
        return False
    chat, person = case.message.chat.id, case.message.sender.id
    others = (thread for thread in case.threads if person not in thread.members)
    spoken = any((at := t.touched_at(chat)) and case.now - at <= WARM for t in others)
    return spoken or any(alert.reporter.id != person for alert in case.alerts)


def _is_known(case: Case) -> bool:
    """The message is in a ticket already: a gateway, or a restart, gave it again."""
    return any(thread.knows(case.message.key) for thread in case.threads)


def _keep_silent(case: Case) -> Outcome:
    return SILENCE


def _is_nobodys(case: Case) -> bool:
    return case.message.chat.kind is ChatKind.UNASSIGNED


def _is_command(case: Case) -> bool:
    """A command; what only looks like one gives way to what it means."""
    if case.command is None:
        return False
    if case.command.gives_way:
        return requests.fits(case)
    return case.command.verb != "unknown" or case.verdict.kind == "other"


def _obey(case: Case) -> Outcome:
    """The command; where it was not the sender's to give, what the words mean besides is heard as well.

    The words of a refused broadcast are a notice, whatever they speak of: only danger is heard in them.
    """
    outcome = run_command(case)
    refused = any(not line.allowed for line in outcome.audits)
    is_notice = case.command is not None and case.command.verb == "broadcast"
    if not refused or case.verdict.kind == "other" or (is_notice and case.verdict.kind != "urgent"):
        return outcome
    return Outcome(audits=outcome.audits) + decide(replace(case, command=None))


def _is_no_text(case: Case) -> bool:
    """Voice, stickers, cards and links open nothing, whatever title they carry."""
    spoken = acts.stands_for_voice(case.message.text) and not case.form
    return spoken or any(attachment.kind in _NOT_TEXT for attachment in case.message.attachments)


def _answer_voice(case: Case) -> Outcome:
    """A voice message within a report is noted; one to the bot itself is answered, once in a while."""
    message, thread = case.message, conversation.find_spoken_of(case)
    if thread is not None:
        return conversation.note_voice(case, thread)
    if not is_voice(message) or message.chat.kind is not ChatKind.DIRECT or case.recent:
        return SILENCE
    text = say(case.estate.texts, "no_voice")
    return Outcome(deliveries=(answer(message, text, case.now, case.estate),))


def _ends_alert(case: Case) -> bool:
    return bool(urgent.find_over(case))


def _is_staff_talk(case: Case) -> bool:
    """What staff say to each other or to owners opens nothing; urgent words to the bot itself do."""
    chat, serves = case.message.chat.kind, case.message.sender.role.serves
    if chat is ChatKind.STAFF or (serves and chat is ChatKind.OWNERS):
        return not _asks_for_help(case)
    return serves and case.verdict.kind != "urgent" and not _asks_for_help(case)


def _is_urgent(case: Case) -> bool:
    return case.verdict.kind == "urgent"


def _tells_more_of_alert(case: Case) -> bool:
    return urgent.find_own_alert(case) is not None


def _update_own_alert(case: Case) -> Outcome:
    alert = urgent.find_own_alert(case)
    return urgent.update_alert(case, alert) if alert else SILENCE


def _takes_back_clue(case: Case) -> bool:
    return clues.find_taken_back(case) is not None


def _take_back_clue(case: Case) -> Outcome:
    alert = clues.find_taken_back(case)
    return clues.take_back(case, alert) if alert else SILENCE


def _is_clue(case: Case) -> bool:
    return case.verdict.kind != "urgent" and clues.find_clue(case) is not None


def _is_staffs_clue(case: Case) -> bool:
    """A guard has seen the missing person go by: who saw it does not matter."""
    message = case.message
    return (
        message.chat.kind is ChatKind.OWNERS
        and message.sender.role.serves
        and clues.find_clue(case) is not None
    )


def _is_family(case: Case) -> bool:
    return urgent.find_family_alert(case) is not None


def _take_clue(case: Case) -> Outcome:
    alert = clues.find_clue(case)
    return clues.take_clue(case, alert) if alert else SILENCE


def _is_trap(case: Case) -> bool:
    return case.verdict.kind != "urgent" and sameness.find_trap(case) is not None


def _corrects_room(case: Case) -> bool:
    return conversation.find_corrected(case) is not None


def _correct_room(case: Case) -> Outcome:
    thread = conversation.find_corrected(case)
    return conversation.correct(case, thread) if thread else SILENCE


def _ends_ticket(case: Case) -> bool:
    return withdrawing.find_ended(case) is not None


def _end_ticket(case: Case) -> Outcome:
    thread = withdrawing.find_ended(case)
    return withdrawing.end(case, thread) if thread else SILENCE


def _asks_when(case: Case) -> bool:
    return case.verdict.kind in ("other", "inquiry") and expecting.find_asked(case) is not None


def _tell_when(case: Case) -> Outcome:
    thread = expecting.find_asked(case)
    return expecting.answer_asked(case, thread) if thread else SILENCE


def _reminds(case: Case) -> bool:
    return reminding.find_reminded(case) is not None


def _remind(case: Case) -> Outcome:
    thread = reminding.find_reminded(case)
    return reminding.remind(case, thread) if thread else SILENCE


def _tells_more_of_ticket(case: Case) -> bool:
    return conversation.find_followed(case) is not None


def _add_to_ticket(case: Case) -> Outcome:
    thread = conversation.find_followed(case)
    return conversation.add_to_ticket(case, thread) if thread else SILENCE


def _joins(case: Case) -> bool:
    return joining.find_joined(case) is not None


def _join(case: Case) -> Outcome:
    thread = joining.find_joined(case)
    return expecting.add_until(join_ticket(case, thread), thread, case) if thread else SILENCE


def _is_like(case: Case) -> bool:
    return joining.find_like(case) is not None


def _open_like(case: Case) -> Outcome:
    thread = joining.find_like(case)
    return joining.open_like(case, thread) if thread else SILENCE


def _takes_up_question(case: Case) -> bool:
    return withdrawing.find_taken_up(case) is not None


def _put_off_question(case: Case) -> Outcome:
    thread = withdrawing.find_taken_up(case)
    return withdrawing.put_off(case, thread) if thread else SILENCE


def _breaks_again(case: Case) -> bool:
    return requests.find_broken_again(case) is not None


def _reopen(case: Case) -> Outcome:
    ticket = requests.find_broken_again(case)
    return requests.reopen_broken(case, ticket) if ticket else SILENCE


def _asks_of_done(case: Case) -> bool:
    return requests.find_asked_done(case) is not None


def _tell_done(case: Case) -> Outcome:
    ticket = requests.find_asked_done(case)
    return requests.tell_done(case, ticket) if ticket else SILENCE


def _is_known_question(case: Case) -> bool:
    """Whoever writes again on the form's page was not helped by what is known."""
    return case.form != forms.MORE and inquiry.find_known(case) is not None


def _answer_question(case: Case) -> Outcome:
    entry = inquiry.find_known(case)
    return inquiry.answer_known(case, entry) if entry else SILENCE


def _is_inquiry(case: Case) -> bool:
    return case.verdict.kind == "inquiry"


def _echoes_unheard(case: Case) -> bool:
    return joining.find_echoed(case) is not None


def _open_echoed(case: Case) -> Outcome:
    original = joining.find_echoed(case)
    return joining.open_echoed(case, original) if original else SILENCE


def _is_form(case: Case) -> bool:
    return bool(case.form)


def _completes_burst(case: Case) -> bool:
    return case.verdict.kind == "other" and find_burst(case) is not None


def _open_burst(case: Case) -> Outcome:
    whole = find_burst(case)
    return open_ticket(whole) if whole else SILENCE


def _opens_ticket(case: Case) -> bool:
    return case.verdict.kind in KINDS


def _asks_for_help(case: Case) -> bool:
    """The bot was called, or written to, with nothing to do.  Direct chats: once in ten minutes."""
    if case.verdict.kind != "other" or case.message.attachments:
        return False
    if case.message.mentions_bot:
        return True
    direct, serves = case.message.chat.kind is ChatKind.DIRECT, case.message.sender.role.serves
    text = case.message.text
    return direct and not serves and not case.recent and bool(text.strip()) and not _is_closing(text)


def _is_closing(text: str) -> bool:
    return is_small_talk(text) and not any(word in text for word in ("?", "\uff1f"))


def _help(case: Case) -> Outcome:
    """Who calls and waits for something is told how far it is; else what one can ask."""
    if case.message.text.strip() and any(ticket.live for ticket in case.own):
        return lists.list_own(case)
    return Outcome(deliveries=(answer(case.message, write_short_help(case), case.now, case.estate),))


TABLE: tuple[tuple[Callable[[Case], bool], Callable[[Case], Outcome]], ...] = (
    (_is_nobodys, _keep_silent),
    (_is_command, _obey),
    (_is_known, _keep_silent),
    (_is_no_text, _answer_voice),
    (_ends_alert, urgent.end_alert),
    (_is_staffs_clue, _take_clue),
    (_is_staff_talk, _keep_silent),
    (_corrects_room, _correct_room),
    (_takes_back_clue, _take_back_clue),
    (_is_trap, urgent.upgrade_lift),
    (_is_urgent, urgent.hear_urgent),
    (_tells_more_of_alert, _update_own_alert),
    (_is_family, urgent.join_family),
    (_is_clue, _take_clue),
    (_ends_ticket, _end_ticket),
    (_asks_when, _tell_when),
    (_reminds, _remind),
    (_asks_of_done, _tell_done),
    (_is_known_question, _answer_question),
    (_breaks_again, _reopen),
    (_tells_more_of_ticket, _add_to_ticket),
    (_joins, _join),
    (_is_like, _open_like),
    (_echoes_unheard, _open_echoed),
    (_is_inquiry, inquiry.open_inquiry),
    (_opens_ticket, open_ticket),
    (_is_form, forms.take_form),
    (_completes_burst, _open_burst),
    (_takes_up_question, _put_off_question),
    (_asks_for_help, _help),
)
