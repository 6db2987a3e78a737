"""One set of lexicons, rules and weights made ready: the quick look, and how a message is judged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from nlp.candidates import Candidates
from nlp.choices import SPANS
from nlp.estate_names import introduces_writer, names_estate
from nlp.extract import find_phone, find_room, may_name_home
from nlp.features import Named, collect_features, has_digit, name_features
from nlp.finer import join_leans
from nlp.gate import Gate
from nlp.lost import Lost
from nlp.memo import Memo
from nlp.normalise import find_number, has_latin, normalise, normalise_plain
from nlp.points import Points
from nlp.reading import Reader, Scan
from nlp.reasons import Reasons
from nlp.rules import Fired, Rule, find_words, fire, words_of
from nlp.shields import Shields
from nlp.sureness import choose_kind, choose_quiet
from nlp.tally import Leaning, Tally
from nlp.verdict import CATEGORIES, KINDS, SILENT, Evidence, KindName, Later, Verdict
from nlp.weights import Weights, to_probabilities
from nlp.words import Lexicon

#: An urgent verdict is certain where the weights are this sure and a rule says so too.
CERTAIN = 0.997
#: Or where a clear rule says so and nothing takes it back: somebody's child is gone.
CERTAIN_IF_CLEAR = 0.93
#: A sure rule that yields decides where the weights give its kind this much; where something in the message
#: takes it back (a joke, the news, another place), they must give it more.
AGREED, AGREED_IN_DOUBT = 0.4, 0.7
#: Or where the weights do not rule its kind out, and the message is plain: this short, and this much
#: of it said by words that we know.
NOT_RULED_OUT = 0.2
PLAIN_LETTERS, PLAIN_SHARE = 14, 0.6
#: A sure rule of ours gives way where the weights are this sure of another kind of report.
OUTWEIGHED = 0.5
#: Or where they find next to nothing for its kind: its words are there by chance (还是想买带车位的房子).
UNHEARD_OF, UNHEARD_OF_IF_PLAIN = 0.1, 0.03
#: An emergency of which no word and no rule speaks must weigh this much by itself; else it is the next likely
#: thing.
FAINT = 0.5
#: Many words of which few speak of an estate are a story: who needs help now is brief.  By points, how many
#: letters are brief.
BRIEF = (25, 25, 50, 50)
#: How sure the weights must be of what is found in a story; less of an emergency: who looks for somebody
#: tells what happened, and staff are only asked.
IN_STORY, EMERGENCY_IN_STORY = 0.96, 0.8
#: Who names an estate in full, or says who writes, writes a letter, not chat: so much is enough, with so many
#: points.
IN_LETTER, LETTER_POINTS = 0.25, 2
_KIND, _FINER = SPANS["kind"], SPANS["finer"]
_KINDS_AND_FINER = slice(0, _FINER.stop)  # they stand first in the table
_URGENT, _OTHER = KINDS.index("urgent"), KINDS.index("other")


class Judgement(NamedTuple):
    """Everything that led to a verdict; a tuple, for one is made of every message that is weighed."""

    kind: KindName
    category: str | None
    certain: bool
    evidence: Sequence[Evidence]
    fired: tuple[Fired, ...]
    shares: Sequence[float]
    points: int
    room: str | None
    phone: str | None
    decided_by: Rule | None
    plain: bool
    stopped: bool = False  # at the first look, as talk

    @property
    def scores(self) -> tuple[tuple[KindName, float], ...]:
        """How likely each kind is."""
        return tuple(zip(KINDS, self.shares, strict=True))


class _Seen(NamedTuple):
    """What a close look at a message finds; `lean` is how much the weights say for each of all answers."""

    scan: Scan
    fired: tuple[Fired, ...]
    lean: Leaning
    points: int
    room: str | None
    phone: str | None


@dataclass(frozen=True, slots=True)
class Engine:
    """Made once from files and never changed: a reload makes a new one."""

    lexicon: Lexicon
    rules: tuple[Rule, ...]
    reader: Reader
    lost: Lost
    table: Weights
    tally: Tally
    gate: Gate
    reasons: Memo[KindName, Reasons]
    points: Points
    find_anchors: Callable[[str], list[tuple[int, int, int]]]  # which, from, to; those of one letter first
    shields: Shields  # of these
    anchors_are_steady: bool
    candidates: Candidates
    doubt: int
    afar: int  # said of another place, of what is over, only supposed, or in jest
    peril: int

    def may_matter(self, clean: str) -> bool:
        """Return False only where no anchor can be read, whatever the cutting: then all is silence."""
        lone = self.shields.count
        for which, start, _ in self.find_anchors(clean):
            if which >= lone or not self.shields.covers(clean, start):
                return True
        return False

    def decide_quiet(self, text: str) -> Verdict:
        """Return the verdict on a message that `match_quiet` matches, the same as its judgement says."""
        return self._decide(text, normalise_plain(text), has_latin(text), False)

    def decide(self, text: str, clean: str) -> Verdict:
        """Return the verdict on any message, the same as its judgement says."""
        may_name = may_name_home(text) is not None
        return self._decide(text, clean, may_name, may_name)

    def _decide(self, text: str, clean: str, may_name_room: bool, may_name_phone: bool) -> Verdict:
        tokens = self.reader.cut(clean)
        counted = self.points.find(tokens)
        room = find_room(text) if may_name_room else None
        phone = find_phone(text) if may_name_phone else None
        points = self.points.count(counted, room is not None) if counted else 0
        if not points:
            return _say_nothing(room, phone, clean)
        scan = self._say_in_full(self.reader.scan_words(clean, tokens))
        if self._is_talk(scan):
            return _say_nothing(room, phone, clean)
        fired = self._find_fired(scan)
        lean = self.tally.lean(scan, room is not None, _has_phone(scan, phone))
        return to_verdict(self._weigh(_Seen(scan, fired, lean, points, room, phone)), clean)

    def judge(self, text: str, clean: str) -> Judgement | None:
        """Return the judgement on a message, None where nothing in it speaks of an estate."""
        scan, room, phone = self.reader.scan(clean), find_room(text), find_phone(text)
        counted = self.points.find(scan.tokens)
        points = self.points.count(counted, room is not None) if counted else 0
        if not points:
            return None
        scan = self._say_in_full(scan)
        fired = self.fire_rules(scan)
        lean = self.tally.lean_by(collect_features(scan, room is not None, _has_phone(scan, phone)))
        found = self._weigh(_Seen(scan, fired, lean, points, room, phone))
        if not self._is_talk(scan):
            return found
        return found._replace(
            kind="other", category=None, certain=True, evidence=(), decided_by=None, stopped=True
        )

    def _find_fired(self, scan: Scan) -> tuple[Fired, ...]:
        """Return the rules that fire; the words of most are not sought."""
        candidates = self.candidates[scan.mask]
        return tuple([fired for one in candidates if (fired := fire(one, scan))]) if candidates else ()

    def _is_talk(self, scan: Scan) -> bool:
        """Whether the first look is enough: far on the side of silence, no letter, and neither a sure rule
        nor one of an emergency says else."""
        if not self.gate.stops(scan, scan.mask & self.peril != 0) or _reads_as_letter(scan.text):
            return False
        candidates = self.candidates[scan.mask]
        deciding = [one for one in candidates if one.rule.sure or one.rule.kind == "urgent"]
        return not any(fire(one, scan) for one in deciding)

    def _say_in_full(self, scan: Scan) -> Scan:
        tokens = self.lost.say_in_full(scan.tokens)
        return scan if tokens is scan.tokens else self.reader.scan_words("".join(tokens), tokens)

    def _weigh(self, seen: _Seen) -> Judgement:
        scan, fired, lean, points, room, phone = seen
        both = lean.of(_KINDS_AND_FINER)
        scores = to_probabilities(join_leans(both[_KIND], both[_FINER]))
        plain = self._is_plain(scan)
        sure = self._find_sure(fired, scan, scores, plain)
        kind = sure.rule.kind if sure else self._choose_kind(seen, scores, points, plain)
        needed = EMERGENCY_IN_STORY if kind == "urgent" else IN_STORY
        if self._is_story(scan, points, fired, sure) and 1.0 - scores[_OTHER] < needed:
            kind, sure = "other", None
        if kind == "other" and 1.0 - scores[_OTHER] >= IN_LETTER and self._is_letter(scan, points):
            kind = choose_quiet(scores)
        if kind == "other":
            return Judgement(kind, None, True, (), fired, scores, points, room, phone, None, plain)
        category = sure.rule.category if sure and sure.rule.own else None
        category = category or self._choose_category(kind, seen)
        certain = kind != "urgent" or self._is_certain(scores[_URGENT], fired)
        evidence = Later(partial(self._gather_evidence, kind, seen))
        rule = sure.rule if sure else None
        return Judgement(kind, category, certain, evidence, fired, scores, points, room, phone, rule, plain)

    def _choose_kind(self, seen: _Seen, scores: list[float], points: int, plain: bool) -> KindName:
        kind = choose_kind(scores, points, plain)
        if kind != "urgent" or scores[_URGENT] >= FAINT or self._speaks_of_danger(seen):
            return kind
        return choose_kind([0.0, *scores[1:]], points, plain)

    def _speaks_of_danger(self, seen: _Seen) -> bool:
        """Whether any word of the message is one of danger, or a rule hears one."""
        return bool(seen.scan.mask & self.peril) or any(one.rule.kind == "urgent" for one in seen.fired)

    def features(self, text: str) -> Named:
        """Return the features of a raw text by sort and name, as the weights are learned from."""
        scan, phone = self._say_in_full(self.reader.scan(normalise(text))), find_phone(text)
        return name_features(collect_features(scan, find_room(text) is not None, _has_phone(scan, phone)))

    def fire_rules(self, scan: Scan) -> tuple[Fired, ...]:
        """Return every rule that fires on the scan."""
        found = [(one.rule, find_words(one.rule, scan)) for one in self.candidates[scan.mask]]
        return tuple([Fired(rule, words) for rule, words in found if words is not None])

    def _find_sure(
        self, fired: tuple[Fired, ...], scan: Scan, scores: list[float], plain: bool
    ) -> Fired | None:
        """Return the sure rule that decides alone, None where the weights must."""
        sure = [one for one in fired if one.rule.sure]
        for one in sorted(sure, key=_precedence) if len(sure) > 1 else sure:
            if self._stands(one.rule, scan, scores, plain):
                return one
        return None

    def _stands(self, rule: Rule, scan: Scan, scores: list[float], plain: bool) -> bool:
        if not rule.yields:
            return rule.own or rule.kind == "urgent" or not _are_against(rule.kind, scores, plain)
        agreed = scores[KINDS.index(rule.kind)]
        if scan.mask & self.doubt:
            return agreed >= AGREED_IN_DOUBT
        return agreed >= AGREED or (agreed >= NOT_RULED_OUT and plain)

    def _is_story(self, scan: Scan, points: int, fired: tuple[Fired, ...], sure: Fired | None) -> bool:
        """Whether it is long and little of it speaks of an estate, and no rule says clearly what is wrong."""
        if points >= len(BRIEF) or len(scan.text) <= BRIEF[points]:
            return False
        said = any(one.rule.clear for one in fired) or (sure is not None and not sure.rule.yields)
        return not said

    def _is_letter(self, scan: Scan, points: int) -> bool:
        """Whether the message names an estate in full, here and now, or says who writes to whom.

        Letters tell a long story: words of another place or of what is over stand in most of them.
        """
        if points < LETTER_POINTS:
            return False
        return introduces_writer(scan.text) or (not scan.mask & self.afar and names_estate(scan.text))

    def _is_plain(self, scan: Scan) -> bool:
        """Whether the message is short, and mostly words of the lexicons, and none takes it back."""
        if scan.mask & self.doubt:
            return False
        text = "".join(scan.words)
        letters = len(text) if text.isalnum() else sum(map(str.isalnum, text))
        if letters > PLAIN_LETTERS:
            return False
        return sum(len(word) for _, word, _, _, _ in scan.hits if word.isalnum()) >= PLAIN_SHARE * letters

    def _choose_category(self, kind: KindName, seen: _Seen) -> str | None:
        if kind not in CATEGORIES:
            return None
        lean = seen.lean.of(SPANS[kind])
        return CATEGORIES[kind][lean.index(max(lean))]

    def _is_certain(self, score: float, fired: tuple[Fired, ...]) -> bool:
        """Whether an emergency is certain of which the weights are so sure."""
        if score < CERTAIN_IF_CLEAR or any(one.rule.kind == "other" for one in fired):
            return False
        of_kind = [one.rule for one in fired if one.rule.kind == "urgent"]
        needed = CERTAIN_IF_CLEAR if any(rule.clear for rule in of_kind) else CERTAIN
        return score >= needed and any(rule.certain for rule in of_kind)

    def _gather_evidence(self, kind: KindName, seen: _Seen) -> tuple[Evidence, ...]:
        of_kind = [fired for fired in seen.fired if fired.rule.kind == kind]
        rules = [Evidence(fired.rule.name, words_of(fired, seen.scan)) for fired in of_kind]
        reasons = self.reasons[kind].find(seen.scan.said, seen.scan.concepts, seen.lean.following)
        return (*rules, Evidence("weights", tuple(reasons)))


def to_verdict(found: Judgement, clean: str) -> Verdict:
    """Return the verdict of a judgement."""
    if found.kind != "other":
        return Verdict(found.kind, found.category, found.room, found.phone, found.certain, found.evidence)
    return _say_nothing(found.room, found.phone, clean)


def _reads_as_letter(text: str) -> bool:
    return names_estate(text) or introduces_writer(text)


def keep_silent(text: str, clean: str) -> Verdict:
    """Return the verdict of silence, with the room and phone where the message names any."""
    return _say_nothing(find_room(text), find_phone(text), clean) if may_name_home(text) else SILENT


def _say_nothing(room: str | None, phone: str | None, clean: str) -> Verdict:
    return Verdict("other", None, room, phone) if (room or phone) and find_number(clean) else SILENT


def _has_phone(scan: Scan, phone: str | None) -> bool:
    return phone is not None and has_digit(scan.text) is not None


def _precedence(fired: Fired) -> int:
    return KINDS.index(fired.rule.kind)


def _are_against(kind: KindName, scores: list[float], plain: bool) -> bool:
    """Whether the weights are mostly for another kind of report (smoke over rubbish is no complaint), or find
    nothing of this one."""
    if scores[KINDS.index(kind)] < (UNHEARD_OF_IF_PLAIN if plain else UNHEARD_OF):
        return True
    others = [score for name, score in zip(KINDS, scores, strict=True) if name not in (kind, "other")]
    return max(others) > OUTWEIGHED
