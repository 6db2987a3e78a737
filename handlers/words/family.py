"""Who is looked for, by name, and who speaks as one of the family when the search is over.

The family, in whatever group and however related, says 我大伯接到了 or thanks everybody for 暖暖; a neighbour
who has heard of it says that somebody has been found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

KIN = (
    r"(?:太?(?:爷爷|奶奶|姥姥|姥爷)|外公|外婆|外太[公婆]|阿[公婆嬷爸妈爷嫲]|公公|婆婆|岳[父母]|丈母娘|老?丈人|老[爸妈汉娘爹]|老爷子|老头子|老太太|"
    r"老人家?|爸爸?|妈妈?|爹|娘|大[伯爷娘妈]|二[伯爷叔]|伯[父母伯]|叔叔?|婶婶?|舅[舅妈父]?|姑[姑父妈]?|姨[妈父夫]?|侄[子女儿]|"
    r"外甥女?|外孙女?|孙[子女儿]|表?[哥弟姐妹](?:哥|弟|姐|妹)?|堂[哥弟姐妹]|嫂子?|老[公婆伴]|爱人|媳妇|儿子|女儿|闺女|姑娘|孩子|小孩|"
    r"娃儿?|[囡仔崽伢]+[囝囡]?|宝贝|小子|丫头|老[大二三]|那口子)"
)
#: What follows where kin has only seen or told it.
_TOLD_IT = r"(?:也|刚才?|才|们)*(?:说|讲|看|听|问|告诉|在群|去|来|碰|遇|帮|从|陪|跟)"
_OWN = re.compile(
    rf"(?:我|俺|咱|阿拉|吾)(?:们)?(?:家|屋|屋里|哥|姐|妹|弟|姑|姨|舅)?(?:家)?(?:里)?(?:的|个)?"
    rf"(?:{KIN}(?!{_TOLD_IT})|(?<=家)[这那]个|[这那]个?{KIN})"
)
_FETCHED_OWN = re.compile(
    rf"(?:我|俺|咱)(?:们)?(?:已经?|刚刚?|终于|总算)?(?:接|找|寻|搵|领|揪|逮)(?:到|着|回|见)了?(?:我|俺|咱)?(?:家)?"
    rf"(?!孩子|小孩|娃|老人|老太|老头|老爷|姑娘|丫头|小子){KIN}"
)
#: Who is spoken to at the head of it: 姐 我接到爸了.
_TO_KIN = re.compile(
    r"^(?:老?[爸妈]|爹|娘|[哥姐弟妹嫂姑舅婶]|老[公婆伴]|大[哥姐]|二[哥姐]|姐夫|妹夫)(?:啊|呀)?[\s，,!！]+.*(?:接|找|寻|领)(?:到|着|回)"
)
_BY_KIN_WORD = re.compile(
    r"(?:^|[\s，,。！!])(?:太?(?:爷爷|奶奶|姥姥|姥爷)|外公|外婆|阿[公婆嬷爷嫲]|老[爸妈汉娘爹]|爸爸?|妈妈?|爹|娘|大伯|伯[父伯]|舅舅?|"
    r"侄[子女]|外甥女?|外孙女?|孙[子女]|孙娃(?:子|儿)?|幺[儿女]|[哥弟姐妹](?:哥|弟|姐|妹))"
    r"(?:已经?|刚刚?|总算|终于|可算|平安|自己|给|被|让)*(?:到家|回来|回家|回屋|接|找|寻|搵|领|送|在家)"
)
_THANKS_ALL = re.compile(
    r"(?:谢谢?|多谢|感谢|拜谢|谢过|麻烦|打扰|惊动|辛苦)(?!天|地)(?:了)?.{0,4}(?:大家|各位|邻居|街坊|你们|乡亲|大伙|所有|叔|姨|哥|姐|师傅|老师|您|那位|好心|群里|$)|鞠躬|磕头"
)
#: What nobody says whose mother has only come home from work.
_SEARCHED = re.compile(
    r"(?:找|寻|搵|接|领|抱|逮|截|追|拦)(?:到|着|住|回|返|了)|谢|麻烦|打扰|惊动|操心|添乱|别找|不用(?:再)?找|不找了|虚惊|放心|揪"
)
_THANKS_HELPER = re.compile(
    r"(?:谢谢?|多谢|感谢)(?:了)?(?:那位|这位|您)?.{1,8}(?:大[哥姐爷妈叔]|师傅|老板娘?|叔叔?|阿姨|[哥姐]|老师|警察|民警|保安|医生|护士|小伙子?|姑娘|同志)"
)
_FETCHED = re.compile(r"(?:拎|接|领|抱|带|找|牵|拉|追|揪|逮|背)(?:到|着|回|上)(?:来|家|车)?了")
_HANDED_OVER = re.compile(
    r"(?:(?:交|送|还|领|带|抱|牵)(?:给|到|还给|还|回给|回到?|去)|让|被|给|跟着?).{0,6}"
    r"(?:他|她|孩子|娃|人家|自己)?(?:爸爸?|妈妈?|奶奶|爷爷|外[公婆]|姥[姥爷]|家[长人里]|家属|爹|娘|舅舅?|姑姑?|叔叔?)"
    r".{0,4}(?:手[里上中]|(?:领|接|带|抱|牵)(?:走|回|着)|了(?=$|[\s，,。！!])|那了|跟前了|怀里)"
)

#: How a name stands in the call: 我孙女暖暖 五岁, 天天不见了, 叫小宇.
_NAMED = re.compile(
    r"(?:(?:儿子|女儿|闺女|孙[子女儿]|外孙女?|外甥女?|侄[子女]|弟弟|妹妹|孩子|娃儿?|我家|俺家|咱家|小名|名字?叫|(?<!没)叫)(?:的)?(?:叫)?)"
    r"(?P<kin>[一-龥]{2,3}?)(?=[\s，,。、]|$|\d|放学|今天|早上|上午|中午|下午|晚上|从|刚|不见|没|走|跑|丢|自闭|在|上|下|才|趁|和|跟|到)"
    r"|(?:^|[\s，,。！!])(?P<subject>[一-龥]{2,3}?)(?=(?:人)?不见|走丢|走失|没回|没到家|跑丢|丢了|失踪|放学|没影)"
)
_DISPLAY = re.compile(
    r"^(?P<name>[一-龥]{2,3}?)(?:的)?(?:妈妈?|妈咪|麻麻|爸爸?|爸比|粑粑|奶奶|爷爷|外[公婆]|姥[姥爷]|姑姑?|舅舅?|姨妈|家长)$"
)
_NO_NAME = re.compile(
    rf"[我你他她它俺咱的了着没有是在去来]|{KIN}|人|大家|邻居|今天|昨天|刚刚|早上|下午|中午|晚上|同学|老师|学生|东西|"
    r"书包|手机|衣|裤|校服|放学|自己|一直|突然|忽然|已经|现在|怎么|奶|爷|岁|小区|门口|年级|家里|快递|钥匙"
)


def find_names(words: str, reporter: str) -> frozenset[str]:
    """What the one who is looked for is called, by the call and by how the reporter is called: 暖暖奶奶."""
    found = [match["kin"] or match["subject"] for match in _NAMED.finditer(words)]
    shown = _DISPLAY.match(reporter.strip())
    if shown:
        found.append(shown["name"])
    return frozenset(name for name in found if name and not _NO_NAME.search(name))


def drop_names(text: str, names: Iterable[str]) -> str:
    """The text with 孩子 for whoever is called so: 暖暖找着了 is of no thing called 暖暖."""
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "孩子")
    return text


def speaks_as_family(text: str, names: Iterable[str]) -> bool:
    """Whether it says of whom somebody has been found: of one of the own, or by name and with thanks."""
    if _FETCHED_OWN.search(text) or _TO_KIN.search(text):
        return True
    if _OWN.search(text) and _SEARCHED.search(text):
        return True
    known = _BY_KIN_WORD.search(text) or any(name in text for name in names)
    return bool(known) and _THANKS_ALL.search(text) is not None


_GONE = r"(?:跑丢|走丢|走失|丢了|不见|没影|没回|跑出去|跑没|失踪|找不[到着]|没接[到着上])"
_CALLS = re.compile("大家|各位|麻烦|帮忙|请|求|拦|留意|看到|看见|谁")
_OWN_GONE = re.compile(rf"(?:我|俺|咱)(?:们)?家(?![里门楼])[一-龥]{{1,4}}?(?:人)?(?:又|刚|自己|突然)?{_GONE}")


def calls_for_own(text: str, names: Iterable[str]) -> bool:
    """Whether one of the family calls for the same person: 我家小帆跑丢了 看到的麻烦拦一下."""
    if _OWN_GONE.search(text):
        return True
    called = any(re.search(rf"(?:我|俺|咱)(?:们)?(?:家|{KIN})?(?:的|家)?{name}", text) for name in names)
    return called and _CALLS.search(text) is not None and re.search(_GONE, text) is not None


_STRAY = re.compile(
    r"谁家的?|哪家的?|谁认识|有认识|找不[到着](?:大人|家长|家|爸|妈)|没(?:有)?(?:大人|家长)|没人(?:管|领|带)|捡到.{0,4}[孩娃]|"
    r"(?:走丢|迷路|走失)的?.{0,3}(?:[孩娃]|老[人太奶爷])|问(?:啥|什么|他|她)|说不(?:清|出)|不知道家"
)


def tells_of_stray(call: str) -> bool:
    """Whether the call is of somebody found with nobody around, whose family may be looking."""
    return _STRAY.search(call) is not None


def thanks_helper(text: str) -> bool:
    """Whether who was missing is fetched, with thanks to one who helped: only the family says so."""
    return _FETCHED.search(text) is not None and _THANKS_HELPER.search(text) is not None


def hands_over(text: str) -> bool:
    """Whether the family has taken over whoever was looked for: 交到他妈妈手里了."""
    return _HANDED_OVER.search(text) is not None


_HOME_CALL = re.compile(
    r"敲(?:敲|一下|下)?门|开锁|上门|一个人(?:住|在家)|独居|独自在家|联系不上|(?:电话|微信|信息|消息).{0,8}(?:不接|没人接|打不通|不回|没回|不应)"
)
_ANSWERED = re.compile(
    r"(?:敲|按|叫|喊)(?:了)?(?:门|铃)?.{0,3}(?:应了|开了|有人应|有人开)|(?:他|她|人|老[人太爷奶]|奶奶|爷爷|阿姨|大爷).{0,3}(?:开门了|应门了|在家(?:呢|里|看|睡|$)|好好的)|"
    r"说(?:是)?(?:她|他)?(?:的)?(?:手机|电话)(?:静音|没电|停机|坏|忘|没听|调)|(?:睡|看电视|洗澡|耳背|没听[到见]).{0,4}(?:呢|着了|没听|了没听)"
)
_NO_ANSWER = re.compile(r"没(?:人)?(?:应|开|动静)|不(?:应|开|答)|[?？吗]|可能|会不会|估计|是不是|以前|上次")


def is_home_call(words: str) -> bool:
    """Whether the call is for somebody who does not answer at home."""
    return _HOME_CALL.search(words) is not None


def answers_door(text: str) -> bool:
    """Whether who went to that home tells that somebody opened: 敲门应了 说手机静音."""
    return _ANSWERED.search(text) is not None and _NO_ANSWER.search(text) is None


_SETS_OUT = re.compile(
    r"^(?:谢+|多谢|感谢|好的?|好嘞|收到|嗯+|知道了|是(?:他|她)|对+|啊+)*(?:您|你|大家|大哥|大姐|师傅|哥|姐|们)*了?[\s，,。！!]*"
    r"(?:(?:我|俺|咱)(?:们)?|他[爸妈]|她[爸妈])?(?:现在|马上|这就|立刻|赶紧|正在?|已经|先|就|都|也|开车|骑车)*"
    r"(?:往.{1,10}(?:找|去|赶|走|跑)|(?:去|到|赶(?:去|往|到)?|过去|赶过去|过来|上)(?:.{1,8}(?:找|看)(?:看|找|一下)?|看看|找找|了|$))"
    r"(?:了|呢|找|看看|的路上|着)*[\s。！!]*$"
)


def sets_out(text: str) -> bool:
    """Whether the family only answers that they are on their way: nothing that the groups need to know."""
    return _SETS_OUT.search(text) is not None


_ADMITS = re.compile(
    r"(?:^|[\s，,。！!])(?:啊|哎[呀呦哟哎]*|对不起|不好意思|抱歉|那|这|其实|应该|就|都)*是(?:我|俺|咱)(?:们)?(?:家|屋|在|弄|烧|搞|不小心|忘|老公|老婆|妈|爸|儿子)"
    r"(?!的?(?:楼上|楼下|对[面门]|隔壁|旁边|单元|栋|邻居|后面|前面))(?!.{0,6}(?:看|听|闻|报|发现))"
)


def admits(text: str) -> bool:
    """Whether somebody says that it comes of the own home or doing: 是我家锅烧干了."""
    return _ADMITS.search(text) is not None


_PET = (
    "狗|犬|猫|喵|泰迪|比熊|金毛|柯基|博美|边牧|哈士奇|二哈|拉布拉多|萨摩耶?|雪纳瑞|贵宾|法斗|柴犬|布偶|英短|美短|加菲|"
    "鹦鹉|仓鼠|兔子|毛孩子|乌龟|八哥|汪星人"
)
#: What somebody looked for has with him, fears or likes is not himself.
_HIS_PET = re.compile(
    rf"(?:抱|牵|带|跟|和|追|遛|骑|逗|喂|怕|喜欢|爱|看|找|养|买|印|画|有|像|的)(?:着|了|过|见|到|去)?(?:我家|他家|自家|流浪|一[只条个]|只|条|个|小|大|白|黑|黄|花|的)*(?:{_PET})"
)
_PLAINLY_PET = re.compile(
    rf"不是(?:小?孩子?|人|娃|小朋友)(?![^\s，,。]{{0,4}}吗)|(?:丢|找|跑丢|不见)了?的(?:就)?是[^\s，,。？?]{{0,6}}(?:{_PET})"
)
_SAYS_PET = re.compile(
    rf"(?:是|我家|我们家|俺家)(?:是|的)?(?:一)?(?:[只条个])?[^\s，,。？?他她]{{0,4}}(?:{_PET})"
)
_DESCRIBED = re.compile(
    rf"(?:^|[\s，,。！!])(?:[小大一只条个岁\d两二三四五六七八九十]|[棕黄黑白灰花橘奶金咖][色白灰黑的]*|公|母|长毛|短毛|纯种|串串?|迷你|中华|田园)*(?:{_PET})(?=$|[\s，,。！!的])"
)
_OF_PEOPLE = re.compile(
    r"衣|裤|裙|鞋|帽|校服|外套|书包|岁半?的?(?:男|女|小孩|孩)|年级|上学|放学|奶奶|爷爷|老人|自闭|痴呆|幼儿园"
)
#: 儿子 may be a dog's name for its owner, but rather is a son.
_CHILD = re.compile("儿子|女儿|闺女|孩子|小孩|娃|孙[子女]|弟弟|妹妹")


def tells_of_pet(text: str, call: str) -> bool:
    """Whether the reporter's words show that an animal is gone, where the call says nothing of a person."""
    if not re.search(_PET, text) or re.search(r"[?？吗]", text):
        return False
    if _OF_PEOPLE.search(call.replace(text, "")) or _OF_PEOPLE.search(text):
        return False
    told = _HIS_PET.sub("", text)
    if _PLAINLY_PET.search(told):
        return True
    if _CHILD.search(call) or re.search("[他她]|一起|跟着", told):
        return False
    return _SAYS_PET.search(told) is not None or _DESCRIBED.search(told) is not None
