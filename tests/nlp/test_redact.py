"""An alert that goes to other groups carries facts only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.extract import find_phone, room_spans
from nlp.redact import mask_phone, mask_phones, redact

RELAYS = [
    ("急 我婆婆老年痴呆走丢了 枣红棉袄 联系13800006127", "急 我婆婆老年痴呆走丢了 枣红棉袄"),
    ("孩子12岁，穿红衣服，电话：138-1234-1234，微信同号", "孩子12岁，穿红衣服"),
    ("我是张三妈妈，孩子12岁，穿红衣服", "孩子12岁，穿红衣服"),
    ("我叫王小明 孩子走丢了 电话138 1234 1234（微信同号）", "孩子走丢了"),
    ("女儿走失，联系人：李女士，电话：13812341234或13912341234。穿粉色外套", "女儿走失，穿粉色外套"),
    ("灭火器喷完了还没灭 17幢2301 快", "灭火器喷完了还没灭 17栋 快"),
    ("幺三八一二三四五六七八 打这个电话 蓝衣服男孩", "蓝衣服男孩"),
    ("加微信abc12345 孩子戴黄帽子", "孩子戴黄帽子"),
    ("vx: zhang_san88 或者QQ 12345678 孩子在哭", "孩子在哭"),
    ("身份证110101199003071234的老人走失", "老人走失"),
    ("失踪 女 16 短发 灰卫衣 昨晚十点半出门 5栋 电15000003316", "失踪 女 16 短发 灰卫衣 昨晚十点半出门 5栋"),
    ("我出不去 躲卫生间了 1702", "我出不去 躲卫生间了"),
    ("@物业小助手 我家着火了 8栋2单元301", "我家着火了 8栋"),
    ("孩子叫乐乐 5岁 在8-2-301楼下走丢", "孩子叫乐乐 5岁 在8栋楼下走丢"),
    ("给302的阿姨报平安", "给阿姨报平安"),
    ("二期A3栋1201 阳台着火", "二期A3栋 阳台着火"),
    ("滑板车在这里 看到打我133-0000-1874", "滑板车在这里"),
    ("老人走失，白发，拄拐，最后在北门，王女士138 1234 1234", "老人走失，白发，拄拐，最后在北门"),
    ("我姓王 我爸不见了 灰夹克", "我爸不见了 灰夹克"),
    ("短发 灰卫衣 有消息请联系陈先生 13812341234 谢谢", "短发 灰卫衣 谢谢"),
]

UNTOUCHED = [
    "我看到一个男孩 蓝衣服 在公路大桥 6点10分",
    "男孩 8岁 一米三 蓝色校服 黑裤子 早上六点自己开门走了",
    "我叫了119",
    "我是孩子妈妈，他12岁不会说话",
    "白色面包车 往3号门方向 2栋门口",
    "我叫救护车了 还要二十分钟",
    "着火了！！！12楼！",
]


@pytest.mark.parametrize(("text", "relayed"), RELAYS)
def test_what_is_private_goes_and_the_facts_stay(text: str, relayed: str) -> None:
    assert redact(text) == relayed


@pytest.mark.parametrize("text", UNTOUCHED)
def test_facts_are_not_touched(text: str) -> None:
    assert redact(text) == text


def test_the_building_of_a_home_goes_too_where_the_caller_says_so() -> None:
    assert redact("蓝色校服 跟着就行 7栋2单元1104", keep_building=False) == "蓝色校服 跟着就行"


def test_a_message_of_nothing_but_contacts_leaves_nothing() -> None:
    assert redact("联系人李女士 13812341234 13912341234") == ""


@pytest.mark.parametrize(
    ("phone", "masked"),
    [("13812341234", "138****1234"), ("075588880066", "0755****0066"), ("01066558899", "010****8899")],
)
def test_the_middle_of_a_phone_is_hidden(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked


def test_every_phone_in_a_text_is_masked_in_its_place() -> None:
    assert mask_phones("打138 1234 1234或0755-88880066，急") == "打138****1234或0755****0066，急"


@given(
    st.text(alphabet="我是张李妈电话微信：，。 栋单元室0123456789-#A杠幺三八", max_size=60),
    st.sampled_from(["13812341234", "138 1234 1234", "0531-66660009", "8栋2单元301", "5-2-1101", "3#1203"]),
)
def test_no_phone_and_no_room_number_survives(noise: str, private: str) -> None:
    relayed = redact(f"{noise} {private} {noise}")
    assert find_phone(relayed) is None
    assert not any(span.room for span in room_spans(relayed))


@given(st.text(max_size=200))
def test_redaction_reads_well_and_never_fails(text: str) -> None:
    assert "  " not in redact(text)
    assert "\x01" not in redact(text.replace("\x01", ""))
