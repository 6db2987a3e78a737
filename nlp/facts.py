"""What a message tells of a missing or fleeing person, in the reporter's own words.

Rules only: a colour or a garment, a number with `岁`, a place word, a clock time. Nothing is
inferred or reworded, so a relay never says what the reporter did not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.numerals import fold

#: What the reporter of a missing person is asked for, in the order of asking.
ASKED = ("age", "clothes", "last_place", "last_time")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a person; each the reporter's own words, None where nothing was said."""

    age: str | None = None
    sex: str | None = None
    clothes: str | None = None
    looks: str | None = None
    last_place: str | None = None
    last_time: str | None = None
    direction: str | None = None
    vehicle: str | None = None

    def missing(self) -> tuple[str, ...]:
        """Return which of age, clothes, last place and last time were not said, in this order."""
        return tuple(name for name in ASKED if getattr(self, name) is None)


def find_facts(text: str) -> Facts:
    """Return what the text tells of age, sex, clothes, looks, last place and time, direction, vehicle."""
    text = text[:_LONGEST]
    folded = fold(text)
    return Facts(
        age=_first(_AGE, folded, text),
        sex=_first(_CHILD_SEX if _CHILD.search(folded) else _SEX, folded, text),
        clothes=_all(folded, text, _CLOTHES, _BARE),
        looks=_all(folded, text, _LOOKS),
        last_place=_find_place(folded, text),
        last_time=_first(_CLOCK_TIME, folded, text) or _first(_TIME, folded, text),
        direction=_first(_DIRECTION, folded, text),
        vehicle=_find_vehicle(folded, text),
    )


_LONGEST = 2_500
_CN = "零一二三四五六七八九十两"
_STOP = r"\s,，。.!！?？;；、:：()（）“”\""

_PERSON = r"(?:[男女]|[男女]孩子?|孩子|宝宝|娃|姑娘|儿子|女儿|闺女|弟弟|妹妹|爷爷|奶奶|老爷子|老太太|老人)"
_AGE = re.compile(
    r"((?:才|快|今年|不到|大概|差不多|约)?(?:"
    rf"(?:\d{{1,3}}|[{_CN}]{{1,3}}|[一二三四五六七八九]十)[来几多]?(?:周?岁[半多]?"
    rf"|个多?月大?)(?:[{_CN}]个月)?"
    rf"|[一二三四五六]年级|[初高][一二三](?![{_CN}点])|[中大小]班(?=[{_STOP}]|$)))"
    rf"|{_PERSON}[ ,]?(\d{{1,2}}|[{_CN}]{{1,3}})(?=[{_STOP}]|$)"
    rf"|((?:才|今年|快)[{_CN}\d]{{1,3}})(?=[{_STOP}了]|$)"
    rf"|([五六七八九]十[{_CN}多来几]?)(?=[{_STOP}了]|$)"
)
_CHILD = re.compile(r"孩|娃|宝宝|小朋友|幼儿|学生|婴")
_CHILD_SEX = re.compile(
    r"小?[男女](?:孩子?|童|娃|生|宝宝|婴)|小(?:姑娘|伙子?|伙儿)|(?:大|二|小)?(?:儿子|女儿|闺女)|姑娘"
    r"|孙[子女]"
    r"|外孙女?|侄[子女]|弟弟|妹妹|姐姐|哥哥"
    rf"|(?:(?<=[{_STOP}])|^)[男女]性?(?=[{_STOP}\d]|$)"
)
_SEX = re.compile(
    _CHILD_SEX.pattern
    + r"|老(?:爷子|头儿?|大爷|大娘|太太?|奶奶|爷爷|婆婆|先生)|[大外]?(?:爷爷|奶奶|公公|婆婆|外婆|外公"
    r"|姥姥|姥爷|阿公|阿婆)"
    r"|大(?:爷|妈|娘|叔|姐|哥)|阿姨|叔叔|我(?:老?[爸妈爹娘]|老公|老婆|媳妇)|[男女](?:的|子|人)"
)
_COLOUR = (
    r"(?:[深浅亮暗大粉藏枣酒墨草天湖米卡]?(?:红|橙|黄|绿|青|蓝|紫|黑|白"
    r"|灰|粉|棕|咖|褐|金|银|彩|花|驼|杏|迷彩|格子|条纹|碎花|牛仔|荧光)色?)"
)
_GARMENT = (
    r"(?:校服|园服|工服|制服|病号服|睡衣|秋衣|内衣|外套|大衣|风衣|雨衣|毛衣|卫衣|衬衫|衬衣|短袖|长袖"
    r"|T恤|t恤|背心|马甲|马夹|夹克|棉袄|棉衣|棉衲|羽绒服?|冲锋衣"
    r"|汗衫|褂子|罩衫|连体衣|旗袍|衣服?|上衣|裤子?|裙子?|连衣裙|鞋子?|球鞋|凉鞋|拖鞋|布鞋|棉鞋|雨靴"
    r"|靴子?|袜子?|帽子?|围巾|手套|口罩|书包|背包|挎包|双肩包"
    r"|袖套|围裙|纸尿裤|尿不湿)"
)
_CLOTHES = re.compile(
    rf"(?:身?[穿着戴裹披背系拎挎](?:了|着|个|件|条|顶|双|一件|一条|的是?)*[^{_STOP}]{{0,14}}?{_GARMENT}"
    rf"|{_COLOUR}的?[^{_STOP}]{{0,6}}?{_GARMENT}|(?<=上身|下身|上面|下面)(?:是"
    rf"|穿)?[^{_STOP}]{{0,8}}{_COLOUR}[^{_STOP}]{{0,4}})"
    rf"(?:[^{_STOP}]{{0,8}}?{_GARMENT})*"
)
_BARE = re.compile(
    r"(?<![^\s,，。穿是])(?:校服|园服|睡衣|病号服|羽绒服|工服)(?![没不])|光(?:着)?(?:脚丫?|膀子|屁股"
    r"|身子)|赤(?:着)?(?:脚|膊)"
    r"|没穿(?:鞋子?|衣服|外套|裤子)"
)
_LOOKS = re.compile(
    r"(?:身高|个头|个子)?(?:大概|约)?(?:一米[一二三四五六七八九\d]{1,2}|1米\d{1,2}|1\.\d{1,2}米"
    r"|\d{2,3} ?(?:cm|CM|厘米"
    r"|公分))(?:左右|多)?"
    r"|(?:齐肩|齐耳|披肩|花白|一头)?光头|(?:短头?发|长头?发|卷发|白发|白头发|黄头发|寸头|平头|光头"
    r"|板寸|马尾辫?|双?辫子|麻花辫|羊角辫|刘海|学生头|波波头|丸子头|秃顶)"
    r"|[瘦胖][瘦胖高小矮]?(?:个子?|子|乎乎|瘦的)?(?![了点])|[高矮]个子?|戴(?:着|个)?(?:黑框|金丝|老花"
    r"|近视|墨)?[眼墨]?镜|(?:拄"
    r"|撑)[着个]?拐杖?|坐?轮椅|驼背|[跛瘸][脚腿]?|走路[^\s,，。!！]{1,8}"
    r"|(?:戴[着个]?|挂[着个]?)?助听器|牙套|胎记|(?:一颗)?痣|(?:有|一?道)[^\s,，。]{0,4}疤|络腮胡|胡子"
    r"|不(?:会|能|爱|太会)说话|说不(?:清|出)[^\s,，。]{0,6}|听不(?:见|到)|智力(?:有点|有些)?(?:问题"
    r"|障碍|低下)|(?:智障|自闭|弱智|聋哑|聋"
    r"|哑巴?|老年痴呆|痴呆|阿尔茨海默|脑退化|小脑萎缩|脑子?糊涂|精神(?:不太好|有问题|病))症?"
)
_PLACE_WORD = (
    r"(?:[东西南北正后前侧小大]{1,2}门|\d号门|出口|入口|路口|岔口|街口|巷口|大?桥|高架|岗|河[边里]"
    r"|湖边|江边|池[边塘]|水池|喷泉|泳池|公园|花园|广场|操场|球场|花坛"
    r"|沙坑|滑梯|游乐[场园]|健身区|凉亭|草[坪地]|后山|山上|树林|超市|商场|菜场|菜市场|市场|小卖部"
    r"|便利店|药店|理发店|饭店|餐馆|快递柜|驿站|学校|校门口?|幼儿园"
    r"|补习班|兴趣班|图书馆"
    r"|医院|银行|车站|公交站台?|地铁[站口]|火车站|总站|派出所|岗亭|门岗|保安亭|大堂|大厅|楼下|楼顶"
    r"|天台|楼道|电梯[口里间]|地库|车库|停车场|地下室|单元门口?"
    r"|家门口|小区门口?|会所|工地|马路|公路|环路|街上|加油站)"
)
_PLACE = re.compile(
    rf"(?:最后(?:一次)?(?:出现|看见|看到|见到?|走失)?(?:的地[方点])?)?[是在于到从去经过靠近: ]{{0,3}}"
    rf"([A-Za-z\d\u4e00-\u9fff]{{0,6}}?{_PLACE_WORD}{{1,3}}(?:(?:下面|附近|旁边|对面|门口|边上|底下"
    rf"|下面|里面|外面|上面"
    rf"|那[边儿]|这[边儿里]|[旁边外里口下上])(?:的)?(?:[A-Za-z\d\u4e00-\u9fff]{{0,3}}站)?)?)"
)
_LEAD = re.compile(
    r"^.*(?:最后一?次?|出现|往|向|躲|看[见到]|出(?=校)|走[失丢]|见到?|在|到|从|经过|靠近|去了?|于|玩"
    r"|坐|站|蹲|跑|有人?|是|了|的|我|刚|就|一个"
    r"|就在)(?=.)"
)
_DIRECTION = re.compile(
    rf"(?:往|朝|向|奔|顺着?|沿着?)(?!日|导)[^{_STOP}]{{1,12}}?(?:方向|[跑走去开骑逃拐](?:了|过去|的)?"
    rf"|过去了?|那边|那头)"
)
_CLOCK = (
    r"(?:\d{1,2}(?:[:：]\d{2}|点(?:\d{1,2}分?|半|多|一刻|三刻|钟)?)"
    r"|[一二三四五六七八九十两]{1,3}点(?:[一二三四五六七八九十]{1,3}分?"
    r"|半|多|钟)?)"
)
_DAY = r"(?:今天|今早|今晚|今儿|昨天|昨晚|昨儿|前天|周[一二三四五六日天])"
_PART = r"(?:凌晨|清早|清晨|一早|大早|早上|早晨|上午|中午|下午|傍晚|晚上|半夜|夜里|天没亮|天不亮|放学后?)"
_CLOCK_TIME = re.compile(
    rf"(?:大概|大约|约)?{_DAY}?{_PART}?(?:大概|大约|约|差不多)?{_CLOCK}(?:左右|前后|的时候)?"
)
_TIME = re.compile(
    rf"(?:{_DAY}{_PART}?|{_PART})(?![饭餐好])"
    rf"|(?:[{_CN}\d]{{1,3}}(?:个(?:多|半)?)?|半个?|大半个?)(?:多?小时|钟头|分钟)(?:多)?(?:前|之前"
    rf"|以前|了|没)?|(?:刚才|刚刚|方才"
    rf"|头先|啱啱)"
)
_VEHICLE = re.compile(
    rf"(?:骑着?|坐着?|开着?|推着?"
    rf"|上了?)?(?:一[辆台部])?(?:{_COLOUR}的?)?(?:[A-Za-z\u4e00-\u9fff]{{0,2}}牌)?"
    r"(?:面包车|轿车|小车|SUV|suv|电动车|电瓶车|电动三轮|摩托车?|三轮车?|自行车|单车|共享单车|货车"
    r"|皮卡|出租车?|网约车|滑板车|平衡车|轮滑|滑板|公交车?|商务车"
    r"|越野车|大巴|婴儿车)"
)
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][. ]?[A-Z\d]{5,6}"
    r"|车牌(?:尾号)?[是:： ]{0,2}[A-Z\d]{3,6}"
)


def _first(pattern: re.Pattern[str], folded: str, text: str) -> str | None:
    match = pattern.search(folded)
    if match is None:
        return None
    start, end = match.span(match.lastindex or 0)
    return _strip(text[start:end]) or None


def _all(folded: str, text: str, *patterns: re.Pattern[str]) -> str | None:
    """Return everything that the patterns find, each thing once, at most six."""
    said = [words for pattern in patterns for words in _walk(pattern, folded, text)]
    return "，".join(list(dict.fromkeys(said))[:6]) or None


def _walk(pattern: re.Pattern[str], folded: str, text: str) -> Iterator[str]:
    for match in pattern.finditer(folded):
        if said := _strip(text[match.start() : match.end()]):
            yield said


def _find_place(folded: str, text: str) -> str | None:
    """Return the first place that is not where somebody went (`往西门跑了` is a direction)."""
    directions = [match.span() for match in _DIRECTION.finditer(folded)]
    for match in _PLACE.finditer(folded):
        if not any(start < match.end(1) <= end for start, end in directions):
            said = text[match.start(1) : match.end(1)]
            return _strip(_LEAD.sub("", said)) or None
    return None


def _find_vehicle(folded: str, text: str) -> str | None:
    vehicle, plate = _first(_VEHICLE, folded, text), _first(_PLATE, folded, text)
    return "，".join(filter(None, (vehicle, plate))) or None


def _strip(said: str) -> str:
    return said.strip(" ,，。:：的了")
