"""What a relay may carry: the facts of a message without phones, ids, room numbers and self-introductions.

First the private pieces are found and each becomes a mark; then every clause that holds a mark is
tidied (labels such as `电话：` go with their number), and a clause with nothing left is dropped.
Clauses without a mark are passed on untouched.
"""

from __future__ import annotations

import re

from nlp.extract import RoomSpan, phone_spans, room_spans
from nlp.numerals import fold

_MARK = "\x01"
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任"
    "沈姚卢姜崔钟谭陆汪范石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤欧"
)
_TITLE = r"(?:女士|先生|小姐|师傅|老师|阿姨|叔叔|大爷|大妈|大姐|大哥)"
_KIN = r"(?:妈妈|爸爸|奶奶|爷爷|外婆|外公|姥姥|姥爷|家长|妈|爸|爹|娘)"
_WHOSE = r"(?:孩子|小孩|宝宝|娃娃?|他们?|她们?|男孩|女孩|小朋友|老人|走失者?|这|那|一个|两个|独自|当|做)"
_EDGE = r"(?=$|[\s,。!?;:、\x01(]|是|的|住|在|家)"
_NAME = rf"[{_SURNAMES}](?:某某?|[\u4e00-\u9fff]{{1,2}})"

_PRIVATE = (
    re.compile(r"(?<![\w.+-])[A-Za-z0-9][\w.+-]{1,40}@[A-Za-z0-9-]{1,40}\.[A-Za-z.]{2,20}"),
    re.compile(r"(?<![\dA-Za-z])\d{17}[\dXx](?![\dA-Za-z])|(?<!\d)\d{15,19}(?!\d)"),
    re.compile(r"(?:QQ|扣扣|企鹅|Q)(?:号码?)?[:是 ]{0,3}\d{5,11}(?!\d)", re.I),
    re.compile(
        r"(?:加|加我|我的)?(?:微信|薇信|威信|V信|wechat|weixin|vx|wx|v)(?:号|id)?[:是 ]{0,3}"
        r"(?![\x01])(?:[A-Za-z][\w-]{5,19}|\d{5,11})(?![\w])",
        re.I,
    ),
    re.compile(rf"我(?:就是|是|叫)(?:业主)?(?!{_WHOSE})[\u4e00-\u9fff]{{1,3}}?(?:的|家)?{_KIN}{_EDGE}"),
    re.compile(rf"(?:我叫|本人|我的名字叫?|我是业主|我是){_NAME}{_TITLE}?{_EDGE}"),
    re.compile(rf"我(?:姓[{_SURNAMES}]|叫[小老阿大][\u4e00-\u9fff]){_EDGE}"),
    re.compile(
        r"(?:联系人|报修人|报警人|求助人|业主姓名|户主)[:是 ]{0,2}"
        rf"[{_SURNAMES}][\u4e00-\u9fff]{{0,2}}{_TITLE}?"
    ),
    re.compile(rf"(?<=\x01)[ ,(]?[{_SURNAMES}]{_TITLE}\)?"),
    re.compile(rf"[{_SURNAMES}]{_TITLE}[: ]?(?=\x01)"),
    re.compile(r"@[^\s@,，。！!？?：:\u2005]{1,20}[\u2005 ]?"),
)

#: Whatever is left of eight digits or more, in any writing and with any marks between, is a number to call.
_DIGITS = str.maketrans(
    "０１２３４５６７８９零〇一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖⓪①②③④⑤⑥⑦⑧⑨",
    "012345678900123456789121234567890123456789",
)
_LONG = re.compile(r"(?:\d[\s\-.,，*_·/、~:：+|]{0,2}){7,}\d")

_WHO = (
    r"(?:我|他|她|孩子|小孩|本人|家长|家属|业主|爸爸?|妈妈?|奶奶|爷爷|老公|老婆|爱人|儿子|女儿|老人|值班|紧急)"
    r"{0,2}"
)
_LABEL = re.compile(
    r"(?:请|麻烦|直接|随时|赶紧|快|可以?|有消息|有线索|有事|如?看[到见]了?(?:的人?|的邻居)?(?:请|麻烦)?){0,2}"
    rf"(?:{_WHO}的?(?:联系(?:方式|电话|我们?|号码)?|(?:电话)?手表号?|电话(?:号码?)?|手机号?码?|号码|座机|致电|拨打"
    rf"|微信号?|vx|wx|QQ号?|身份证号?码?|tel|call|电)|打给?{_WHO}的?(?:电话|手机)?|回{_WHO}个?电?话?)"
    r"[是为:： ,，]{0,3}\x01",
    re.I,
)
_IDLE = re.compile(
    r"(?:电话|手机)?(?:微信同号|同微信|微信也行|同号)|打这个(?:电话|号码?)?|(?:直接|随时)(?:打|联系|打电话|联系我)|看[到见](?:了|的|孩子的?|老人的?|他的?|她的?)?请?"
    r"(?:联系|打电话|联系我|加我|打给我)"
)
_AFTER = re.compile(
    r"^[ ,]?[(（]?(?:微信同号|同微信|同号|微信|也是微信号?|v同|24小时|随时(?:可打|打|在线)?|谢谢)?[)）]?"
)
_HOME_LABEL = re.compile(
    r"(?:(?:我(?:们)?(?:家|是)?|本人)?(?:的?(?:地址|房号|门牌号?|房间))?(?:家?住在?|家在|在|是)?[:： ]{0,2})$"
)
_LEFTOVER = re.compile(
    r"^(?:看[到见]了?的?(?:请|麻烦|人)?|如有看[到见]|有?(?:线索|消息)(?:请)?|请|麻烦|急|我|家|住|我家|的|是|和|或者?|也可以|转"
    r"|有事|或|业主|女士|先生|[\W_]*)$"
)
#: What is left can read as a room again (`8栋 … 301`), so it is read again.
_ROUNDS = 5
_PLACE = re.compile(r"(?:\d[A-Za-z]?|[A-Za-z])(?:栋|座|单元)$")
_STRAY = re.compile(r"(?<=[给找叫问])的")
_CLAUSE = re.compile(r"([\s,，。！!？?；;\n]+)")


def redact(text: str, *, keep_building: bool = True) -> str:
    """Return the text without phones, ids, room numbers, self-introductions and mentions.

    The building of a home is kept as a place (`17幢2301` becomes `17栋`) unless `keep_building` is
    False; the rest of the sender's words stay as they are. Empty where nothing else was said.
    """
    for _ in range(_ROUNDS):
        shorter = _redact_once(text, keep_building=keep_building)
        if shorter == text:
            break
        text = shorter
    return text


def _redact_once(text: str, *, keep_building: bool) -> str:
    marked = _mark_names(_mark_numbers(text, keep_building=keep_building))
    if _MARK not in marked:
        return _join([text])
    pieces = _CLAUSE.split(_LABEL.sub(_MARK, marked))
    kept: list[str] = []
    for clause, gap in zip(pieces[::2], (*pieces[1::2], ""), strict=True):
        tidy = _tidy_clause(clause) if _MARK in clause else ("" if _IDLE.fullmatch(clause) else clause)
        if tidy or not clause:
            kept.append(tidy + gap)
    return _join(kept)


def mask_phone(phone: str) -> str:
    """Return the phone with its middle hidden: `13812341234` is `138****1234`."""
    head = 4 if phone.startswith("0") and not phone.startswith(("010", "02")) else 3
    return f"{phone[:head]}****{phone[-4:]}"


def mask_phones(text: str) -> str:
    """Return the text with the middle of every phone number hidden."""
    pieces, done = [], 0
    for span in phone_spans(text):
        pieces += [text[done : span.start], mask_phone(span.value)]
        done = span.end
    return "".join((*pieces, text[done:]))


def _mark_numbers(text: str, *, keep_building: bool) -> str:
    cuts = [(span.start, span.end, _MARK) for span in phone_spans(text)]
    cuts += [
        (s.start, s.end, _name_building(s) if keep_building else _MARK) for s in room_spans(text) if s.room
    ]
    pieces, done = [], 0
    for start, end, instead in sorted(cuts):
        pieces += [text[done:start], instead]
        done = end
    return "".join((*pieces, text[done:]))


def _name_building(span: RoomSpan) -> str:
    if span.building:
        return f"{span.building}{'座' if span.building.isalpha() else '栋'}{_MARK}"
    return f"{span.unit}单元{_MARK}" if span.unit else _MARK


def _mark_names(text: str) -> str:
    for pattern in _PRIVATE:
        cuts = [match.span() for match in pattern.finditer(fold(text))]
        text = _cut(text, cuts)
    return _cut(text, [match.span() for match in _LONG.finditer(text.translate(_DIGITS))])


def _cut(text: str, cuts: list[tuple[int, int]]) -> str:
    for start, end in reversed(cuts):
        text = f"{text[:start]}{_MARK}{text[end:]}"
    return text


def _tidy_clause(clause: str) -> str:
    before, *rest = clause.split(_MARK)
    for after in rest:
        kept = _PLACE.search(before)
        before = (before if kept else _HOME_LABEL.sub("", before, count=1)) + _AFTER.sub("", after, count=1)
        before = _STRAY.sub("", before, count=1)
    if clause.startswith(_MARK):
        before = before.removeprefix("的")
    return "" if _LEFTOVER.match(before) else before


def _join(kept: list[str]) -> str:
    text = "".join(kept).strip()
    text = re.sub(r"[(（【]\s*[)）】]", "", text)
    text = re.sub(r"([\s,，；;])[\s,，；;]*(?=[。！!？?])", "", text)
    text = re.sub(r"([,，。；;])\s?[,，。；;][\s,，。；;]*", r"\1", text)
    return re.sub(r"[ \u2005\u3000]{2,}", " ", text).strip(" ,，；;:：、\n")
