"""What a reporter says who breathes again, and thanks of one who still runs."""

from __future__ import annotations

import pytest

from handlers.words.endings import says_over, sounds_over
from tests.handlers.seeing import list_lines

#: As the reporter may say it, written before the words for relief were looked for.
RELIEVED = {
    "missing_person": """
见到了见到了 抱着哭呢 谢谢汤大哥
谢天谢地 妈没事 谢谢大家
可算见着人了 在早市买菜 多谢各位
娃自己摸回来咯 躲楼梯间耍手机 麻烦大家了
我闺女在她姥姥家 打扰群里了 不好意思
爷爷坐公交绕一圈回来了
手拉手走到家门口了 谢谢保安小哥
老人已经和家属团聚
孩子安全 在我们岗亭 妈妈正在过来的路上
""",
    "fire": """
火已经被我们用灭火器搞定了
没事了没事了 就是纸箱烧了一点 水浇了
消防说排除险情了 可以回家
电动车推出来了 火也没了
""",
    "elevator_trapped": """
我下来了 腿还是软的 谢谢师傅
刘姐出来了 人没事
门扒开了 人爬出来了
老人家已安全离开轿厢
""",
    "gas": """
软管夹子松了 拧紧了 测了没问题
是隔壁做臭豆腐 虚惊
上门测了 没有漏气 是报警器电池没电 换好了
""",
    "flood": """
主管通开了 不往外冒了 正在消毒
水阀关死了 没再喷了
退水了 可以走人
堵漏王打上了 目前不渗了
""",
    "falling_object": """
找到了 是803的租户倒面汤 已经道歉赔偿
花盆全搬进屋了 批评教育过
空调外机已经吊下来了
""",
    "crime": """
警察抓到了 是个惯偷
误会 是她前夫来拿东西 已经劝走
查清楚了 是推销净水器的 已清出小区
""",
    "medical": """
取出来了 医生说再晚半小时就麻烦了 谢谢唐医生
退烧了 孩子睡着了 谢谢大家
救护车把人接上了 家属跟着
噎着的糖吐出来了 吓死我了
""",
    "electric_hazard": """
线头包好了 送电了
供电局把变压器修好了
那根杆子停电了 围起来了 明天换 不会电人了
""",
    "other_urgent": """
狗抓住了 已经交给派出所
马蜂窝端掉了
孩子的手指取出来了 没伤到骨头
人从天台劝下来了
锁打开了 娃抱到了
""",
}
NOT_YET = {
    "missing_person": """
谢谢 我马上去公交站
谢谢大家 已经报警了
是他是他 我打车过去
谢谢提醒 我再去问问
看到了 谢谢 我现在往那边赶
监控看到他上了23路 谢谢保安
""",
    "fire": """
正在泼水
消防来了两辆
火势很大 别靠近
""",
    "elevator_trapped": """
师傅到了 在外面敲门
让我别动 在等
""",
    "gas": """
窗开了 人都下来了
物业关了总阀 在等燃气公司
""",
    "flood": """
水泵架好了 在抽
还在往上返
""",
    "falling_object": """
查监控呢
可能是12楼
""",
    "crime": """
我躲屋里 警察还没到
他还在门口
""",
    "medical": """
还是叫不醒
血止不住
""",
    "electric_hazard": """
围起来了 等电工
""",
    "other_urgent": """
带着网兜过来了 孩子们先进楼
消防员在切割
""",
}


@pytest.mark.parametrize(("category", "text"), list_lines(RELIEVED))
def test_a_reporter_who_breathes_again_ends_the_alert(category: str, text: str) -> None:
    assert says_over(text, category) or sounds_over(text)


@pytest.mark.parametrize(("category", "text"), list_lines(NOT_YET))
def test_thanks_on_the_way_end_nothing(category: str, text: str) -> None:
    assert not says_over(text, category)
    assert not sounds_over(text)
