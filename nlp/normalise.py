"""One written form for every way of typing a thing: full width, traditional, invisible, broken."""

from __future__ import annotations

import re
import unicodedata

#: Longer messages are cut here: what matters stands in the first lines, and time stays bounded.
MAX_CHARS = 1500

# Only the characters that occur in our own lexicons' words: a full table would be a dictionary.
_TRADITIONAL = (
    "電电樓楼門门燈灯壞坏開开關关沒没來来這这個个們们裡里裏里著着聽听見见說说話话問问請请謝谢"
    "還还過过進进為为時时間间點点幾几誰谁麼么嗎吗業业區区廁厕廳厅廚厨滅灭煙烟氣气熱热凍冻漏漏"
    "滲渗濕湿髒脏亂乱車车庫库單单號号層层報报維维費费繳缴錢钱貴贵網网絡络線线視视監监閘闸欄栏"
    "牆墙頂顶鄰邻貓猫養养鳥鸟蟲虫鼠鼠樹树澆浇綠绿園园場场運运動动兒儿媽妈爺爷奶奶婦妇認认識识"
    "衛卫護护警警險险傷伤暈晕倒倒斷断換换裝装響响鬧闹聲声噪噪擾扰總总無无對对應应該该會会議议"
    "從从後后前前發发現现當当讓让給给買买賣卖學学長长歲岁帶带寬宽遊游戲戏賠赔償偿規规劃划設设"
    "備备處处員员經经務务記记錄录顯显示示鎖锁鑰钥卡卡遠远邊边東东廣广場场陽阳臺台"
    "樣样嚇吓燒烧爆爆濃浓煤煤鐵铁鋼钢銹锈鏽锈掃扫圾圾垃垃積积污污雞鸡狗狗龍龙頭头"
    "塊块掉掉飛飞檢检測测試试啟启幫帮緊紧嚴严順顺傳传腳脚臉脸臟脏醫医藥药救救隊队"
    "極极決决沖冲淨净準准減减爐炉燃燃營营獨独環环確确竊窃筆笔終终結结絕绝續续罵骂罰罚聯联"
    "臨临舊旧藍蓝蘇苏術术補补親亲訴诉詢询調调談谈論论證证評评語语誤误課课貨货質质趕赶跡迹轉转"
    "較较輛辆輪轮輸输農农連连適适選选遲迟鄉乡釘钉鈴铃銀银錯错鍵键鏡镜閃闪閉闭隨随離离難难靜静"
    "頓顿預预頻频題题顏颜願愿類类飯饭餘余驗验驚惊鬆松魚鱼黃黄齊齐搶抢拋抛擋挡擔担據据擠挤攔拦"
    "敗败數数殘残毀毁沖冲溝沟準准滿满滾滚漲涨潑泼灑洒災灾牽牵狀状獎奖產产畫画異异癢痒盜盗盡尽"
    "砲炮確确礙碍禮礼種种穩稳窗窗節节範范籠笼紅红紙纸級级細细組组統统網网綁绑緩缓編编罷罢"
)
_TABLE: dict[int, str | int | None] = {
    ord(old): new for old, new in zip(_TRADITIONAL[::2], _TRADITIONAL[1::2], strict=True)
}
_TABLE[0x282E2] = "电梯"  # as Guangdong writes it, in one character that few fonts have
_TABLE.update(dict.fromkeys([0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0xAD]))
_TABLE.update(dict.fromkeys(range(0xFE00, 0xFE10)))
_TABLE.update(dict.fromkeys(range(0x202A, 0x202F)))

_BROKEN = re.compile("[\ud800-\udfff\x00-\x08\x0b-\x1f\x7f]")
# Signs and emoji say nothing that the rules read; a run of them is a pause.
_SIGNS = re.compile("[\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001ffff\U000e0000-\U000e007f]+")
_WECHAT_FACE = re.compile(r"\[[\u4e00-\u9fff]{1,4}\]")
_REPEATED = re.compile(r"(.)\1{3,}", re.DOTALL)
_SPACES = re.compile(r"[^\S\n]+")


def _list_ranges(without: str = "") -> str:
    """Return the ideographs that `normalise` leaves as they are, without some, as a character class."""
    ranges, start = [], 0x4E00
    left_out = {code for code, new in _TABLE.items() if chr(code) != new} | set(map(ord, without))
    for code in sorted(code for code in left_out if 0x4E00 <= code <= 0x9FFF):
        if code > start:
            ranges.append(f"{chr(start)}-{chr(code - 1)}")
        start = code + 1
    return "".join((*ranges, f"{chr(start)}-\u9fff"))


# The quick way for what is written plainly already: most lines are.
SHORT = MAX_CHARS // 3  # a mark may become three
_MARKS = " \n!\"#$%&'()*+,-./:;<=>?@\\]^_`{|}~、。“”‘’《》【】—·"
_WIDE_MARKS = dict(zip("，？！：；（）～", ",?!:;()~", strict=True)) | {"…": "..."}
_HAS_WIDE_MARK = re.compile(f"[{''.join(_WIDE_MARKS)}]").search
_PAUSE = re.escape(_MARKS + "".join(_WIDE_MARKS))
_THREE_EQUAL = re.compile(r"(.)\1\1", re.DOTALL)
_FOUR_EQUAL = re.compile(r"(.)\1\1\1", re.DOTALL)
_NUMERALS = "零一二三四五六七八九十"
_LEGAL_NUMERALS = "壹貳"  # rooms are read in them

#: Matches a text in which every run of letters stands as `normalise` leaves it, but for repetitions,
#: and no number is written: it names no phone, and a room only where it `has_latin`.
match_quiet = re.compile(f"[{_list_ranges(_NUMERALS + _LEGAL_NUMERALS)}a-z{_PAUSE}]*").fullmatch
#: Matches the same with numbers.
match_plain = re.compile(f"[{_list_ranges(_LEGAL_NUMERALS)}a-z0-9{_PAUSE}]*").fullmatch
#: Whether a text that `match_quiet` matches has a Latin letter.
has_latin = str.islower  # no other character that it matches is a small letter
#: Finds the first character of a number in a normalised text.
find_number = re.compile(f"[0-9{_NUMERALS}]").search


def is_normalised(text: str) -> bool:
    """Return True only where `normalise` leaves every word of a text as it is, whatever its length."""
    return match_plain(text) is not None and not (_HAS_WIDE_MARK(text) or _FOUR_EQUAL.search(text))


def is_steady(word: str) -> bool:
    """Return whether a word that a normalised text holds stands in the text as it was written as well,
    wherever `match_plain` matches that: it has no mark, and no repetition that was longer before."""
    return word.isalnum() and not _THREE_EQUAL.search(word[1:-1])


def normalise(text: str) -> str:
    """Return the text as the lexicons spell it: simplified, half width, lower case, at most MAX_CHARS.

    Lone surrogates, control characters, emoji and WeChat's bracketed faces become spaces;
    a character repeated more than three times is written three times. Never raises.
    """
    if len(text) < SHORT and match_plain(text.lower()):
        return normalise_plain(text)
    text = text[: MAX_CHARS * 2]
    if not text.isascii():
        text = _WECHAT_FACE.sub(" ", _SIGNS.sub(" ", _BROKEN.sub(" ", text)))
        if not unicodedata.is_normalized("NFKC", text):
            # One sign may stand for eighteen letters: a text of nothing else is not worth reading whole.
            text = unicodedata.normalize("NFKC", text)[: MAX_CHARS * 4]
        text = text.translate(_TABLE)
    else:
        text = _BROKEN.sub(" ", text)
    return _finish(text)


def normalise_plain(text: str) -> str:
    """Return the same of a text that `match_plain` matches, or that is written as plainly but for upper case;
    shorter than SHORT."""
    if not text.isalnum():
        if _HAS_WIDE_MARK(text):
            for wide, narrow in _WIDE_MARKS.items():
                text = text.replace(wide, narrow)
        text = text.strip()
        if "  " in text:
            text = _SPACES.sub(" ", text)
    if _FOUR_EQUAL.search(text):
        text = _REPEATED.sub(r"\1\1\1", text)
    return text.lower()


def _finish(text: str) -> str:
    if _FOUR_EQUAL.search(text):
        text = _REPEATED.sub(r"\1\1\1", text)
    return _SPACES.sub(" ", text).strip().lower()[:MAX_CHARS]
