"""Whether what somebody says while a person is looked for is an own observation of that person."""

from __future__ import annotations

from datetime import timedelta

from handlers.alerts.sameness import may_be_same_person
from handlers.case import Case
from handlers.model import Alert, Message, Step
from handlers.threads import Thread
from handlers.tickets.gathering import kept_attachments
from handlers.words import acts, bearing, evidence, family, observing, sightings
from handlers.words.lists import find_sort_of_person
from handlers.words.topics import count_shared
from nlp.endings import GIVER, OTHER, OWN, SOON, STAFF, Setting, asks_back, weigh_clue
from nlp.facts import Facts, find_facts

#: So long after a clue its giver's next words and photos are more of it.
GOING_ON = timedelta(minutes=30)
#: Who gave a clue so long ago may still tell how it came out.
ALERT_LASTS = timedelta(hours=24)
#: So unlikely, it is none, whatever words it uses.
NEVER = 0.05
#: So likely an observation, in words that no rule knows, it is one, whatever else is in it.
CLEAR = 0.7
#: So likely, a school or a shop in it is only where that was seen.
SURE = 0.9
#: And so likely, where it is not of something else; of a danger, where its place is not another.
LIKELY = 0.3
#: And of who gave a clue before, less will do.
LIKELY_MORE = 0.12
#: So unlikely, what staff say of the search is none: they name who is looked for all the time.
DOUBTFUL = 0.1
#: What who gave a clue adds to it: when, where to, what he does about it.
_GOES_ON = (evidence.tells_time, bearing.goes_on_where, bearing.holds_on)


def gave_clue(thread: Thread, case: Case, within: timedelta) -> bool:
    person = case.message.sender.id
    return person in thread.people and any(
        t.step is Step.CLUE and t.person == person and case.now - t.at <= within for t in thread.touches
    )


def find_speaker(alert: Alert, thread: Thread, case: Case) -> str:
    """Who speaks, as the weights know it: who called for help, staff, who has given a clue, somebody else."""
    sender = case.message.sender
    if sender.id == alert.reporter.id:
        return OWN
    if sender.role.serves:
        return STAFF
    return GIVER if gave_clue(thread, case, ALERT_LASTS) else OTHER


def find_setting(alert: Alert, thread: Thread | None, case: Case) -> Setting:
    """Where and when it is said, as the weights know it: how long after the first report, after what."""
    message = case.message
    since = (case.now - alert.opened_at).total_seconds()
    shared = count_shared(message.text, list_known(alert, thread) if thread else alert.facts)
    here, photo = message.chat.id == alert.chat, bool(kept_attachments(message))
    last = case.talk[-1].message if case.talk else None
    if last is None:
        return Setting(here, since, shared, photo)
    soon = (message.sent_at - last.sent_at).total_seconds() < SOON
    return Setting(here, since, shared, photo, _find_last(alert, case, last), soon, asks_back(last.text))


def _find_last(alert: Alert, case: Case, last: Message) -> str:
    """Who spoke last, as the weights know it; `giver` where it is the same who speaks now."""
    if last.sender.id == alert.reporter.id:
        return OWN
    if last.sender.role.serves:
        return STAFF
    return GIVER if last.sender.id == case.message.sender.id else OTHER


def weigh_seen(alert: Alert, thread: Thread, case: Case, text: str) -> float:
    """How likely the words are what their sender noticed, from 0 to 1."""
    speaker = find_speaker(alert, thread, case)
    return weigh_clue(text, alert.category, speaker, find_setting(alert, thread, case))


def is_sighting(alert: Alert, thread: Thread, case: Case, text: str, likely: float) -> bool:
    """Whether it tells of the missing person: seen, known, with somebody, not at home.

    `likely` is what the weights say of it.
    """
    text = observing.drop_forbidding(text).strip()
    gave = gave_clue(thread, case, GOING_ON)
    if not text or _is_of_another(alert, text, gave):
        return False
    facts, serves = find_facts(text), case.message.sender.role.serves
    if serves and (evidence.keeps_at_post(text) or evidence.reports_sight(text)):
        return True
    if likely >= CLEAR or (
        likely >= (LIKELY_MORE if gave else LIKELY) and (_is_of_home(thread) or not _is_talk(text))
    ):
        return True
    if serves and likely < DOUBTFUL:
        return False
    if gave and any(goes_on(text) for goes_on in _GOES_ON):
        return True
    # Staff speak of the search all the time: theirs has to say something of this one.
    vague = serves and not (_tells_looks(facts) or evidence.list_own_words(text, thread.words))
    if not vague and (_has_evidence(alert, thread, text, facts) or (gave and _describes(text, facts))):
        return True
    if _knows(text):
        return True
    if not gave and _is_beside(text):
        return False
    if sightings.checked_home(text) and _is_of_home(thread):
        return not evidence.is_about_to(text)
    if vague or sightings.is_of_something_else(sightings.drop_dog_walk(text)):
        return False
    return _is_observed(text, facts) or _has_met(text, facts, case, gave)


def _is_talk(text: str) -> bool:
    """A call to look, a guess, another time or town, goods, animals, one's own family."""
    return observing.is_no_sighting(sightings.drop_dog_walk(text)) or acts.advises(text)


def _is_of_another(alert: Alert, text: str, gave: bool) -> bool:
    """Of somebody else, taken back, or the family's own call.

    Who gave a clue may go on about whoever was with the child.
    """
    if not may_be_same_person(alert.facts, bearing.drop_speech(text)):
        return not gave or find_sort_of_person(text) is not None
    return (gave and sightings.takes_back(text)) or sightings.is_family(text)


def _knows(text: str) -> bool:
    """Who it is, whose, or that he or she is found."""
    named = sightings.identifies(text) and (evidence.names_home(text) or not evidence.only_asks(text))
    return named or sightings.claims_kin(text) or sightings.found_somebody(text)


def _is_beside(text: str) -> bool:
    """Goods, praise, one's own family."""
    return observing.is_of_another_matter(sightings.drop_dog_walk(text)) or observing.speaks_of_own(text)


def _has_met(text: str, facts: Facts, case: Case, gave: bool) -> bool:
    """Somebody met, and where; who gave a clue may go on with less."""
    if not gave and (observing.calls_to_look(text) or evidence.is_long_ago(text)):
        return False
    if acts.offers_help(text) and not (facts.clothes or facts.looks or gave):
        return False
    if acts.advises(text) or (acts.asks(text) and not gave and _only_asks(text, facts)):
        return False
    looks = _tells_looks(facts)
    placed = sightings.perceives(text) or facts.last_place is not None or facts.direction is not None
    if not placed or not (sightings.meets(text) or gave or looks):
        return False
    return sightings.names_somebody(text) or looks or gave or bool(kept_attachments(case.message))


def _has_evidence(alert: Alert, thread: Thread, text: str, facts: Facts) -> bool:
    placed, known = bool(facts.last_place or facts.direction), list_known(alert, thread)
    names = family.find_names(thread.words, alert.reporter.name)
    told = sightings.drop_dog_walk(bearing.point_at(bearing.drop_speech(text), names))
    looks = _tells_looks(facts) or bearing.share_coloured(text, known)
    return evidence.adds_up(told, known, looks=looks, placed=placed)


def _describes(text: str, facts: Facts) -> bool:
    """More of what was seen: 三十来岁 长头发 俩人有说有笑的."""
    return _tells_looks(facts) and not (evidence.only_asks(text) or acts.offers_help(text))


def _is_of_home(thread: Thread) -> bool:
    """Somebody does not answer at home: who looks there may be of any group."""
    return sightings.asks_to_knock(thread.words) or family.is_home_call(thread.words)


def _is_observed(text: str, facts: Facts) -> bool:
    text = sightings.drop_dog_walk(bearing.drop_speech(text))
    if (acts.offers_help(text) and not observing.is_first_hand(text)) or _only_advises(text):
        return False
    placed = bool(facts.last_place or facts.direction)
    return observing.tells_sighting(text, placed=placed, looks=_tells_looks(facts))


def _only_asks(text: str, facts: Facts) -> bool:
    """绿马甲是吧 在我店门口 asks and tells; 红围巾是学校发的吗 only asks."""
    return not _tells_looks(facts) or evidence.only_asks(text)


def _only_advises(text: str) -> bool:
    return acts.advises(text) and not observing.has_seen(text)


def _tells_looks(facts: Facts) -> bool:
    return bool(facts.clothes or facts.looks or facts.age)


def list_known(alert: Alert, thread: Thread) -> str:
    """All that is known of it: the report, its details, and what others have seen so far."""
    seen = (touch.words for touch in thread.touches if touch.step is Step.CLUE and touch.words)
    return "\n".join((thread.words, alert.facts, *seen))
