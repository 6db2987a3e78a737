"""What a sender adds to an own ticket: photos, the room, more words, a correction.  No new receipt."""

from __future__ import annotations

from dataclasses import replace

from handlers.case import Case
from handlers.conversation.naming_rooms import find_number
from handlers.conversation.own_threads import TOGETHER, last_word, list_own_threads
from handlers.conversation.vague import awaits_matter, send_cards_anew, take_matter
from handlers.model import SILENCE, Delivery, Outcome, Step, Ticket
from handlers.saying.showing import clip, show_chat, show_room
from handlers.saying.trimming import MAX_CARD_WORDS, MAX_WORDS, cap_words, mask_phones, put_on_one_line
from handlers.texts import say
from handlers.threads import Thread
from handlers.tickets.gathering import complete_room, is_voice, make_files
from handlers.tickets.opening import needs_room, write_event
from handlers.tickets.settling import has_waiting_card, rewrite_receipts, rewrite_said, tell_staff_of_more
from handlers.words import acts
from handlers.words.topics import find_room_said, may_be_one_home, refine_room
from nlp.extract import find_phone


def add_to_ticket(case: Case, thread: Thread) -> Outcome:
    """The photos, the room and the words of the message go into the ticket; staff hear it in a line."""
    ticket, sender = thread.ticket, case.message.sender.person
    after, lines, events = ticket, list[Delivery](), []
    files = make_files((case.message,), ticket.estate, ticket.number, case.now)
    if files:
        after = replace(after, photos=after.photos + len(files))
        events.append(write_event(ticket, Step.PHOTO, case.now, sender, case.message))
        lines += [] if ticket.photos else tell_staff_of_more(thread, "staff_photo_added", case)
    if acts.strip_stand_ins(case.message.text):
        after, line = _add_words(case, thread, after)
        words = cap_words(case.message.text, case.estate.texts)
        events.append(write_event(ticket, Step.DETAIL, case.now, sender, case.message, words))
        lines += line
    if not events:
        return SILENCE
    after = replace(after, updated_at=case.now)
    if awaits_matter(ticket) and case.verdict.kind != "other":
        after = take_matter(replace(after, words=add_words(ticket.words, case.message.text)), case)
        receipts = rewrite_receipts(thread, after, case, needs_room(after))
        cards = send_cards_anew(thread, after, case)
        return Outcome(tickets=(after,), events=tuple(events), files=files, deliveries=(*receipts, *cards))
    said = (*rewrite_said(thread, after, case, needs_room(after)), *lines)
    return Outcome(tickets=(after,), events=tuple(events), files=files, deliveries=said)


def _add_words(case: Case, thread: Thread, ticket: Ticket) -> tuple[Ticket, list[Delivery]]:
    text = case.message.text
    phone = ticket.phone or case.verdict.phone or find_phone(text)
    room = _find_new_room(case, ticket)
    after = replace(ticket, phone=phone, room=room or ticket.room)
    if has_waiting_card(thread):
        return replace(after, words=add_words(after.words, text)), []
    if room and ticket.room is None:
        return after, list(
            tell_staff_of_more(thread, "staff_room_added", case, room=show_room(room, case.estate.texts))
        )
    words = clip(mask_phones(put_on_one_line(text)), MAX_CARD_WORDS)
    return after, list(tell_staff_of_more(thread, "staff_detail_added", case, words=words))


def _find_new_room(case: Case, ticket: Ticket) -> str | None:
    """The room that the reporter names, where the ticket has none or a less exact one."""
    if case.message.sender.id != ticket.reporter.id:
        return None
    said = case.verdict.room or find_room_said(case.message.text) or find_number(ticket, case)
    room = complete_room(said, case)
    return refine_room(ticket.room, room) if may_be_one_home(room, ticket.room) else None


def add_words(before: str, more: str) -> str:
    """Both texts, as long as the whole can be stored."""
    joined = f"{before}\n{more.strip()}"
    return joined if len(joined) <= MAX_WORDS else before


def find_spoken_of(case: Case) -> Thread | None:
    """The sender's own ticket of just now that a voice message is taken to speak of, or None."""
    if not is_voice(case.message):
        return None
    person, chat = case.message.sender.id, case.message.chat.id
    mine = (t for t in list_own_threads(case) if chat == t.ticket.chat or t.touched_at(chat, person))
    return next((t for t in mine if case.now - last_word(t, person) <= TOGETHER), None)


def note_voice(case: Case, thread: Thread) -> Outcome:
    """That it was said goes into the ticket, and staff are told where to listen."""
    ticket, voice = thread.ticket, say(case.estate.texts, "voice")
    event = write_event(ticket, Step.NOTED, case.now, case.message.sender.person, case.message, voice)
    after = replace(ticket, updated_at=case.now)
    if has_waiting_card(thread):
        after = replace(after, words=add_words(ticket.words, voice))
    origin = show_chat(case.message.chat.id, case.estate)
    said = (
        *rewrite_said(thread, after, case, needs_room(after)),
        *tell_staff_of_more(thread, "staff_voice_added", case, origin=origin),
    )
    return Outcome(tickets=(after,), events=(event,), deliveries=said)
