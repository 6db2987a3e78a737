"""What a message does in a conversation: echoes, denies, offers, withdraws, reminds, corrects, thanks …

Each answers one question about one text.  How people put it stands in `wordings/*.toml`, under the same name.
"""

from __future__ import annotations

import re

from handlers.words.hearing import keep_at_hand, says

#: Whom owners speak to.
COMPANY = "物业"

# What stands in a text for something else: photos, faces, voices, who is addressed.

_STAND_IN = re.compile(r"\[(?:图片|照片|视频|语音|动画表情|表情)\]")
_FACE = re.compile(r"\[[\u4e00-\u9fff]{1,4}\]")
_AT = re.compile(r"^@(?P<name>[^\s@]{1,32})[\u2005\s]+")
_VOICE = re.compile(r"\s*\[语音\]\s*(?:\d{1,3}(?:秒|[\"″']{1,2})?)?\s*")


@keep_at_hand
def strip_stand_ins(text: str) -> str:
    """The text without what stands for a photo or a face."""
    if "[" not in text:
        return text.strip()
    return _FACE.sub("", _STAND_IN.sub("", text)).strip()


def find_addressee(text: str) -> str | None:
    """The name that the message begins with, as in `@郭嫂 我也看到了`."""
    match = _AT.match(text)
    return match["name"] if match else None


def stands_for_voice(text: str) -> bool:
    """Whether the text is only what a channel puts in the place of a voice message."""
    return "[" in text and _VOICE.fullmatch(text) is not None


# Questions: after what is out, after the help, after how far it is, to the company.

#: Whether it asks when something that is out comes back.
asks_when = keep_at_hand(says("asks_when"))
#: Whether it asks how far the work is: `修好了吗`, `到哪了`, `师傅啥时候来`.
asks_progress = keep_at_hand(says("asks_progress"))
#: Whether it asks for a fact: whether, when, where, how long; no reproach, no wonder.
asks_whether = keep_at_hand(says("asks_whether"))
#: Whether it is a question that wants an answer, not a reproach.
asks_politely = says("asks_politely")
#: Whether it leaves the choice between two: `推拉的还是平开的`.
leaves_a_choice = says("leaves_a_choice")
#: Whether it begins by agreeing with somebody: `好嘞 我带音响`.
agrees = says("agrees")
#: Whether it tells that its sender has asked elsewhere: `刚去前台问了`.
has_asked = says("has_asked")
#: Whether it calls for somebody, as people do before or after they say what is wrong.
calls_staff = says("calls_staff")
#: Whether it calls for the company and says nothing yet: `物业在吗`.
only_calls = says("only_calls")
#: Whether it puts something forward, and does not only say how it ought to be.
proposes = says("proposes")
_asks, _urges, _has_form_of_question = says("asks"), says("urges"), says("may_ask")


@keep_at_hand
def asks(text: str) -> bool:
    """Whether it asks something."""
    return _asks(strip_stand_ins(text))


def may_ask(text: str) -> bool:
    """Whether anything in it has the form of a question or of a request."""
    return asks(text) or asks_politely(text) or _has_form_of_question(text)


def reminds(text: str) -> bool:
    """Whether it asks where the help stays."""
    return _urges(text) or asks_progress(text)


def calls_company(text: str) -> bool:
    """Whether it calls for the company by name and says nothing yet: `物业在吗`, not `有人吗`."""
    return only_calls(text) and any(name in text for name in (COMPANY, "管家", "客服", "师傅", "助手"))


# Echoes of what others said: so it is with me, so it is not, so it was done to me.

#: Whether it begins by backing what was proposed: `支持 我家孩子也要走那里`.
assents = says("assents")
#: Whether it says that with its sender all is well.
says_otherwise = keep_at_hand(says("says_otherwise"))
#: Whether it may tell of what its sender has at home or has met with.
tells_experience = keep_at_hand(says("tells_experience"))
#: Whether it speaks of its sender's home or building.
tells_own_home = says("tells_own_home")
#: Whether it tells of what was once so with its sender: `我家也换过那个软管`.
tells_of_past = says("tells_of_past")
#: Whether its sender has had to bear the same.
suffers = keep_at_hand(says("suffers"))
#: Whether it rails at what the company does: prices, neglect, high-handedness.
rails = keep_at_hand(says("rails"))
#: Whether it is tired of what is done again and again: `这个月第三次停电了`.
grumbles = says("grumbles")
#: Whether its sender is against what was proposed.
opposes = says("opposes")
#: Whether it says of what others complain of that it is right: `涨得有道理`.
finds_it_fair = says("finds_it_fair")
#: Whether it takes the company's side, or turns on those who complain.
opposes_complaint = says("opposes_complaint")
#: Whether it points at the very thing that was spoken of: `就是这部`.
points = says("points")
#: Whether it begins with the thing that was spoken of: `那块翘了快一个月了`.
means_that = says("means_that")
#: Whether it begins with who or what others complain of: `这车天天停那`.
means_that_one = says("means_that_one")
#: Whether it says that it is so with something of its sender's as well: `我B-119也老被占`.
says_also = says("says_also")
#: Whether it finds in what was said the cause of what its sender has: `怪不得我家天花板湿了`.
finds_the_cause = says("finds_the_cause")
#: Whether it says that something is so as well; and whether it counts lifts without naming them: `两台`.
says_too = says("says_too")
counts_lifts = says("counts_lifts")
#: Whether it asks which, where or when of something that was told: `在哪`, `哪个保安`.
asks_which = says("asks_which")
#: Whether it asks if something is the cause: `看看是不是你家地暖`.
asks_the_cause = says("asks_the_cause")
#: Whether it asks the company to come and see to it: `请物业去现场盯一下`.
calls_in_company = says("calls_in_company")
#: Whether it begins with 我也是, which wants nothing of what is sold.
is_with_me_too = says("is_with_me_too")
#: Whether its sender waits there too: the next car, the next before the lift.
waits_there = says("waits_there")
#: Whether it is heard, seen or smelt as far as where its sender is: `我21栋都听到`.
notices_from_afar = says("notices_from_afar")
#: Whether it says of what was told that it is always so: `天天这样`.
always_so = says("always_so")
#: Whether it says that it is worse still with its sender: `我们14栋的更绝`.
outdoes = says("outdoes")
#: Whether it asks what another has just asked; whether it says that its sender does not know either.
asks_the_same = says("asks_the_same")
knows_not = says("knows_not")
#: Whether it says whose it is, or that it is so there as well; and what any supply can be said to be.
says_whose, gone_any = says("says_whose"), says("gone_any")
_is_gone_too, _LONGEST_GONE = says("is_gone_too"), 20
#: Whether it scolds the company, whatever for.
scolds = says("scolds")
_echoes, _only_echoes, _hurt = says("echoes"), says("bare_echo"), says("hurt")


@keep_at_hand
def echoes(text: str) -> bool:
    """Whether the message says that it is so with its sender too."""
    return _echoes(strip_stand_ins(text))


@keep_at_hand
def only_echoes(text: str) -> bool:
    """Whether there is nothing in it but the echo."""
    return _only_echoes(strip_stand_ins(text))


_CLAUSE_END = re.compile(r"[\s，,。.!！~～、]+")


def leads_with_echo(text: str) -> bool:
    """Whether its first clause is nothing but an echo: `同，我喊了半天保安才开`."""
    head, _, rest = _CLAUSE_END.sub(" ", strip_stand_ins(text), count=1).partition(" ")
    return bool(rest) and only_echoes(head)


def is_gone_too(text: str) -> bool:
    """Whether it is a short word that only says that something is out with its sender too: `我家也没`."""
    return len(text) <= _LONGEST_GONE and _is_gone_too(text)


def was_hurt(text: str) -> bool:
    """Whether the same has been done to its sender, or to one of the family."""
    return _hurt(text) and not asks(text)


# How a report ends: taken back, solved, answered; or does not end: broken again, never mended.

#: Whether its sender takes a report back.
withdraws = says("withdraws")
#: Whether it says that the fault is gone.
says_solved = keep_at_hand(says("says_solved"))
#: Whether it says that somebody or something has been found.
tells_found = says("found")
#: Whether it says that what was mended is broken again, or never was mended.
says_again = says("says_again")
#: Whether it says of work that was done that it did not help.
says_unmended = keep_at_hand(says("says_unmended"))
#: Whether it thanks or praises and wants nothing.
only_thanks = says("only_thanks")
_takes_as_answer = says("takes_as_answer")


@keep_at_hand
def accepts_answer(text: str) -> bool:
    """Whether somebody who asked says that it is answered."""
    return _takes_as_answer(text) and not asks(text)


# Group purchases, lists that go round, calls to join in.

#: Whether it asks who joins in, as a group purchase or a dinner does: +1 after it is for it.
offers = keep_at_hand(says("offers"))
#: Whether it answers such an offer: how much, how paid.
orders = keep_at_hand(says("orders"))
_names_no_goods = says("no_goods")
_WANTED = re.compile(
    r"(?P<before>[^\s+＋\d]{1,6})\s?[+＋]\s?[1１]|[+＋]\s?[1１]\s?(?P<after>[^\s+＋\d]{1,4})"
)


def find_wanted(text: str) -> str:
    """What it wants one of (`鸡蛋+1`), empty where it names no goods."""
    match = _WANTED.fullmatch(text.strip())
    goods = (match["before"] or match["after"]) if match else ""
    return "" if _names_no_goods(goods) else goods


def calls_to_join(text: str) -> bool:
    """Whether a +1 after it is for it: an offer, an answer to one, an echo of what is no ticket."""
    return offers(text) or orders(text) or only_echoes(text)


# What belongs to a report: homes and numbers, when to come, corrections, more of it, several things.

#: Whether it says when and how somebody may come, or what comes with the report.
arranges = says("arranges")
#: Whether it corrects what its sender said before.
corrects = says("corrects")
#: Whether what follows the text is denied by it: `打错了 不是`.
ends_in_denial = says("ends_in_denial")
#: A quick look: without one of these nobody names a home.
may_name_home = says("may_name_home")
#: Whether it says where one of the sender's family lives: `我爷爷家是4栋2单元102`.
speaks_for_kin = says("speaks_for_kin")
#: Whether it speaks of something in its sender's own home.
tells_of_home = says("tells_of_home")
#: Whether it begins as a second matter: `还有…`, `另外…`.
starts_another = says("starts_another")
#: Whether it tells of a lift that stands, and nothing in it speaks of anybody inside.
tells_of_empty_lift = says("tells_of_empty_lift")
#: Whether it may go on about what its sender has just reported.
continues = says("continues")

# Talk: of elsewhere, in jest, advice, offers of help, quarrels, guesses.

#: Whether it is of another place, another time, a trade or a pastime: chat, whatever else is in it.
speaks_of_elsewhere = keep_at_hand(says("speaks_of_elsewhere"))
#: Whether it tells others what to do rather than what is.
advises = keep_at_hand(says("advises"))
#: Whether it warns of what may come of a thing: `玻璃裂了小心自爆`.
warns = says("warns")
#: Whether it offers to look or to help.
offers_help = keep_at_hand(says("offers_help"))
#: Whether it answers back to somebody: a quarrel, which nobody joins.
confronts = keep_at_hand(says("confronts"))
#: Whether it scolds one neighbour to the face for a car, a pet, a child, a noise: `你的车又压线`.
scolds_one = says("scolds_one")
#: Whether it speaks of anybody who works for the company.
names_company = says("names_company")
#: Whether it begins by addressing one person, who is not the company: `你看看电箱`.
turns_to_one = says("turns_to_one")
#: Whether it is of something lost or found, which neighbours settle.
hands_back = says("hands_back")
#: Whether it ends as a supposition: `B区摄像头早坏了吧`.
supposes = says("supposes")
#: Whether it is not sure which home something comes from: `不知道是605还是705的`.
wonders = says("wonders")
#: Whether it begins as a guess at what is behind it.
guesses = says("guesses")
_is_sorry, _makes_amends = says("is_sorry"), says("makes_amends")
_laughs, _gives_voice = says("laughs"), says("gives_voice")


@keep_at_hand
def laughs(text: str) -> bool:
    """Whether it laughs, or makes of a fault what only a joke makes of it: talk, whatever it speaks of."""
    return _laughs(text) or _gives_voice(text)


def apologises(text: str) -> bool:
    """Whether it excuses itself and says what is done about it: `抱歉 已经关阀`."""
    return _is_sorry(text) and _makes_amends(text)


#: Whether it may tell of what its sender goes through: a quick look.
may_chime_in = says("may_chime_in")
