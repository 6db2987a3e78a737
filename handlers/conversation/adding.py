"""What a sender adds to an own ticket: photos, the room, more words, a correction.  No new receipt."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from handlers.case import Case
from handlers.conversation.vague import awaits_matter, send_cards_anew, take_matter
from handlers.model import SILENCE, ChatKind, Delivery, Message, Outcome, Step, Ticket
from handlers.saying.showing import clip, show_chat, show_room
from handlers.saying.trimming import MAX_CARD_WORDS, MAX_WORDS, cap_words, mask_phones, put_on_one_line
from handlers.texts import say
from handlers.threads import HOT, Thread
from handlers.tickets.gathering import complete_room, is_voice, kept_attachments, make_files
from handlers.tickets.opening import needs_room, write_event
from handlers.tickets.settling import (
    has_waiting_card,
    rewrite_receipts,
    rewrite_said,
    tell_staff_of_more,
)
from handlers.words import acts
from handlers.words.lists import has_details, is_question, is_small_talk
from handlers.words.topics import (
    count_shared,
    find_door,
    find_room_said,
    is_about,
    is_home,
    may_be_one_home,
    refine_room,
    same_building,
)
from nlp.extract import find_phone, room_spans
from nlp.verdict import Verdict

#: So long after its last word a ticket takes in what its sender says in the same chat.
TOGETHER = timedelta(minutes=10)
#: So long after it a report of the same by the same person, wherever it is said, is no second one.
REPEATED = timedelta(hours=24)
#: So long the answer to the question for the room is waited for.
ROOM_WAIT = timedelta(hours=24)
_MAX_ROOM_ANSWER = 40
#: So much may stand beside a building that answers the question for the room some time ago.
_LONGEST_BESIDE_ROOM = 12
#: What its reporter says so soon after the last word goes on about it.
RIGHT_AFTER = timedelta(seconds=40)
#: And so soon after it, where the words could tell more of a fault.
SOON_AFTER = timedelta(seconds=75)
#: What is longer has to share a word with the report.
_LONGEST_UNSHARED = 24
_SHORTEST_DETAIL, _LONGEST_DETAIL, _LONGEST_RETORT = 4, 20, 7


def list_own_threads(case: Case) -> list[Thread]:
    """The live tickets that the sender reported or joined, the one last spoken of first."""
    person = case.message.sender.id
    mine = [t for t in case.threads if person in t.members and t.ticket.live]
    if case.own:
        known = {thread.ticket.number for thread in case.threads}
        rest = (t for t in case.own if t.live and t.number not in known and t.reporter.id == person)
        mine += [Thread(ticket=t) for t in rest]
    if len(mine) > 1:
        mine.sort(key=lambda t: (last_word(t, person), t.ticket.number), reverse=True)
    return mine


def last_word(thread: Thread, person: str) -> datetime:
    """When the person last said something to the ticket."""
    ticket = thread.ticket
    said = thread.touched_at(person=person)
    if said is not None:
        return said
    return max(ticket.updated_at or ticket.opened_at, ticket.opened_at)


def speaks_of_own(message: Message) -> bool:
    """Whether a message that is no report may be of a ticket of its sender's that was not spoken of just now.

    It ends it, asks after it, accepts an answer or names a room; what `speaks_of_earlier` may be of anything.
    """
    text = acts.strip_stand_ins(message.text)
    if acts.withdraws(text) or acts.says_solved(text) or acts.accepts_answer(text):
        return True
    if acts.reminds(message.text) or find_room_said(message.text) is not None:
        return True
    return find_door(text) is not None


def is_at_hand(thread: Thread, message: Message, now: datetime) -> bool:
    """Whether its sender, or the chat, spoke of it so lately that whatever is said now may be of it."""
    spoken = thread.touched_at(message.chat.id)
    if spoken is not None and now - spoken <= HOT:
        return True
    return now - last_word(thread, message.sender.id) <= TOGETHER


def find_followed(case: Case) -> Thread | None:
    """The sender's own live ticket that the message says more of, or None."""
    following = [thread for thread in list_own_threads(case) if _follows(thread, case)]
    if len(following) < 2:
        return following[0] if following else None
    text = case.message.text
    return max(following, key=lambda t: count_shared(text, t.words))


def _follows(thread: Thread, case: Case) -> bool:
    ticket, person = thread.ticket, case.message.sender.id
    chat = case.message.chat.id
    here = chat == ticket.chat or any(t.chat == chat and t.person == person for t in thread.touches)
    age = case.now - last_word(thread, person)
    if here and age <= TOGETHER:
        return _adds(thread, case)
    if age <= REPEATED and (_repeats(thread, case) or _completes(thread, case)):
        return True
    if ticket.reporter.id != person or not (here or case.message.chat.kind is ChatKind.DIRECT):
        return False
    waits = case.now - ticket.opened_at <= ROOM_WAIT
    return waits and _answers_room(ticket, case) and _says_little_but_room(case)


def _repeats(thread: Thread, case: Case) -> bool:
    """The same report once more, perhaps in another group or in a direct chat."""
    ticket, verdict, text = thread.ticket, case.verdict, case.message.text
    if verdict.kind == "other":
        return (
            is_home(ticket.room)
            and ticket.room == (verdict.room or find_room_said(text))
            and is_about(ticket.category, text)
            and not is_question(text)
        )
    room = verdict.room or find_room_said(text)
    if (
        verdict.kind != ticket.kind
        or verdict.category != ticket.category
        or not may_be_one_home(room, ticket.room)
    ):
        return False
    return (room == ticket.room and room is not None) or count_shared(text, thread.words) >= 2


def _completes(thread: Thread, case: Case) -> bool:
    """The same thing with the home that its report lacks, said in another chat: no second report."""
    ticket, verdict, text = thread.ticket, case.verdict, case.message.text
    if not needs_room(ticket) or ticket.reporter.id != case.message.sender.id or acts.starts_another(text):
        return False
    if verdict.kind != "other" and (verdict.kind, verdict.category) != (ticket.kind, ticket.category):
        return False
    names_home = is_home(verdict.room or find_room_said(text))
    return names_home and not is_question(text) and count_shared(text, thread.words) >= 1


def _adds(thread: Thread, case: Case) -> bool:
    ticket, verdict = thread.ticket, case.verdict
    text = acts.strip_stand_ins(case.message.text)
    if kept_attachments(case.message) and (not text or verdict.kind in ("other", ticket.kind)):
        return True
    if not text or not _fits(thread, verdict, text) or acts.offers(text):
        return False
    if verdict.kind != "other" or _answers_room(ticket, case) or _find_number(ticket, case):
        return True
    if verdict.phone or verdict.room or find_phone(text):
        return True
    if is_small_talk(text) or acts.laughs(case.message.text) or acts.says_solved(text):
        return False
    if case.message.chat.kind is ChatKind.DIRECT or _asks_more(thread, case, text):
        return True
    if _answers_staff(case):
        return True
    if is_question(text) or acts.offers_help(text):
        return False
    if acts.confronts(text) or acts.accepts_answer(text):
        return False
    if _answers_back(thread, case, text) or _turns_away(thread, case, text):
        return False
    if acts.speaks_of_elsewhere(text) and count_shared(text, thread.words) < 2:
        return False
    shared = count_shared(text, thread.words)
    if len(text) > _LONGEST_UNSHARED and not shared:
        return False
    near = is_about(ticket.category, text) or shared >= 1
    return near or acts.arranges(text) or _goes_on(thread, case, text)


def _asks_more(thread: Thread, case: Case, text: str) -> bool:
    """Who has just asked the company something asks on."""
    asked = thread.ticket.kind == "inquiry" and thread.ticket.reporter.id == case.message.sender.id
    soon = case.now - last_word(thread, case.message.sender.id) <= SOON_AFTER
    return asked and soon and acts.may_ask(text) and not acts.confronts(text)


def _answers_back(thread: Thread, case: Case, text: str) -> bool:
    """A short word after somebody who does not complain of it has spoken: a quarrel, nothing new."""
    if thread.ticket.kind != "complaint" or len(text) > _LONGEST_RETORT or any(map(str.isdigit, text)):
        return False
    last = case.talk[-1].message.sender.id if case.talk else None
    return last is not None and last not in thread.members


def _answers_staff(case: Case) -> bool:
    """Right after staff have asked something here, whoever reported it answers."""
    last = case.talk[-1].message if case.talk else None
    if last is None or not last.sender.role.serves or case.now - last.sent_at > TOGETHER:
        return False
    return acts.asks(last.text) or acts.leaves_a_choice(last.text)


def _turns_away(thread: Thread, case: Case, text: str) -> bool:
    """`对了晚上几点跳舞`, `好嘞 我带音响`: of something else, or to somebody else who has just spoken."""
    if count_shared(text, thread.words) or is_about(thread.ticket.category, text):
        return False
    if acts.starts_another(text) and acts.asks(text):
        return True
    last = case.talk[-1].message.sender if case.talk else None
    other = last is not None and last.id not in thread.members and not last.role.serves
    return other and acts.agrees(text)


def _goes_on(thread: Thread, case: Case, text: str) -> bool:
    """Whatever its reporter says right after it, as long as it asks nothing and calls nobody."""
    age = case.now - last_word(thread, case.message.sender.id)
    tells = has_details(text) or acts.continues(text)
    if len(text) > _LONGEST_DETAIL or age > (SOON_AFTER if tells else RIGHT_AFTER):
        return False
    calls = acts.calls_staff(text) and not (thread.ticket.kind == "complaint" and acts.scolds(text))
    plain = len(text) >= _SHORTEST_DETAIL and not acts.asks(text) and not calls
    return tells or (plain and thread.ticket.kind != "suggestion")


def _answers_room(ticket: Ticket, case: Case) -> bool:
    text, needs = case.message.text, needs_room(ticket)
    open_to_it = needs or (ticket.room is None and ticket.kind == "repair")
    if case.verdict.kind != "other" or not open_to_it or len(text) > _MAX_ROOM_ANSWER:
        return False
    room = case.verdict.room or find_room_said(text) or _find_number(ticket, case)
    return bool(room) and (needs or is_home(room))


def _find_number(ticket: Ticket, case: Case) -> str | None:
    """`601` and nothing else: the door that its sender's report lacks."""
    if ticket.kind != "repair" or ticket.reporter.id != case.message.sender.id or is_home(ticket.room):
        return None
    door = find_door(acts.strip_stand_ins(case.message.text))
    return f"--{door}" if door else None


def _says_little_but_room(case: Case) -> bool:
    """Whether it names a whole home, or a building and hardly anything else: 吵死了 7栋楼上 is no answer."""
    text = case.message.text
    spans = room_spans(text)
    beside = len(text) - sum(span.end - span.start for span in spans)
    return any(is_home(span.value) for span in spans) or beside <= _LONGEST_BESIDE_ROOM


def _fits(thread: Thread, verdict: Verdict, text: str) -> bool:
    """Whether the message can be about the ticket's fault: the same sort of thing, no other home."""
    ticket = thread.ticket
    wonders = verdict.kind == "other" and acts.wonders(text)
    if not (may_be_one_home(verdict.room, ticket.room) or _names_accused(ticket, verdict) or wonders):
        return False
    if verdict.kind == "other" or (awaits_matter(ticket) and verdict.kind != "urgent"):
        return True
    if acts.starts_another(text):
        return verdict.category == ticket.category and verdict.kind == ticket.kind
    if verdict.kind in ("suggestion", "inquiry") or ticket.kind in ("suggestion", "inquiry"):
        near = count_shared(text, thread.words) >= 1
        if verdict.kind == "inquiry" != ticket.kind and not near:
            # A question that a rule knows (`停车费怎么交`) is of another matter than what is broken.
            return not any(evidence.rule != "weights" for evidence in verdict.evidence)
        goes_on = not acts.asks_politely(text) if verdict.kind == ticket.kind else verdict.kind != "repair"
        return near or goes_on
    if verdict.category == ticket.category or is_about(ticket.category, text) or acts.guesses(text):
        return True
    if verdict.kind == "complaint" and ticket.kind == "repair":
        return True
    return not is_about(verdict.category, text) or count_shared(text, thread.words) >= 2


def _names_accused(ticket: Ticket, verdict: Verdict) -> bool:
    """Whether the other home may be that of whom the sender complains: one building, one sort."""
    if not ticket.kind == verdict.kind == "complaint":
        return False
    return not (verdict.room or "").split("-")[0] or same_building(verdict.room, ticket.room)


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
    said = case.verdict.room or find_room_said(case.message.text) or _find_number(ticket, case)
    room = complete_room(said, case)
    return refine_room(ticket.room, room) if may_be_one_home(room, ticket.room) else None


def add_words(before: str, more: str) -> str:
    """Both texts, as long as the whole can be stored."""
    joined = f"{before}\n{more.strip()}"
    return joined if len(joined) <= MAX_WORDS else before


# --- what nobody can read ----------------------------------------------------------------------


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
