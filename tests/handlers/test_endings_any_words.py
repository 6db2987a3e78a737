"""How a danger comes out well, in everyday words of every sort, and what only goes on."""

from __future__ import annotations

import pytest

from handlers.words.endings import says_over, sounds_over
from tests.handlers.seeing import list_lines

#: In everyday words of every sort; of 75 and 57 like them 35 and 50 were read right before outcomes were read
#: by grammar.
CAME_OUT_WELL = {
    "missing_person": """
在她姑姑家 刚通上话 抱歉让各位操心
爹上车了 给各位磕头了
逮住了逮住了 谢谢店家
联系上了 手机没电 人在图书馆
人已在家 虚惊
通上电话了 他在同事那儿喝酒呢
老爷子自个儿溜达回来了
学生已由民警送回家了
孩子跟爷爷在一块儿呢 没丢
老太太我们送到家里了 家属签字了
娃好好的 在邻居家看动画片
妈已经坐在沙发上了 大家别跑了
孩子安全了 在派出所喝水
她自己打车回来的 刚进门
不找了 人在他二叔那儿
刚从医院领回来 额头擦破点皮
""",
    "fire": """
门开了 火关了 娃好好的
锅端下来了 烟也散得差不多了 不用来了
明火没了 余烟在散
已经拿水管浇透了 没复燃
烧的是一堆纸 已经踩灭
消防撤了 让住户回去
火熄掉了 就烧黑一面墙
物业来看过 是有人熏腊肉 没起火
""",
    "gas": """
虚惊 谁家榴莲
阀门拧紧了 再闻没味了
检测仪不响了 人可以回
检查完毕 没有超标
是邻居家喷的发胶 不是气
漏点处理好了 开窗透了一小时 正常了
""",
    "elevator_trapped": """
我老公上来了 门开了 谢谢孙师傅
人接出来了 在一楼喝水
出来啦！！憋死我了
门打开了 俩孩子都抱出来了
电梯自己动了 我已经到家了
救援完成 人没受伤
我在外面了 谢谢大家
""",
    "flood": """
总阀关上了 现在不喷了
补好了 试压没问题
水都扫出去了 也不往下流了
""",
    "falling_object": """
吊下来了 下面可以走人了
松的那几块全铲了 路放开了
是晾衣架被风刮的 已经收进去了
扔东西的找到了 是个小孩 家长道歉了
""",
    "crime": """
人控制住交给民警了 小姑娘已送到家
两人已被派出所带走 没事了
弄清楚了 是住户忘带钥匙 一场误会
人赶出小区了
民警把他领走了
问清楚了 是送外卖的敲错门
俩人和解了 各回各家
小偷逮住 送所里了
""",
    "medical": """
救护车拉走了 家属跟着
人醒了 会说话了
吐出来了 哭出声了 没事
送到急诊了 医生说没大碍
血止住了 已经缝好针
老人家坐起来了 喝了糖水好多了
120把人接走了 意识清楚
""",
    "electric_hazard": """
线破皮搭在栏杆上了 已断电包好 没有危险了
电切了 灯座烧了换新的 已经安全
电箱锁好了 试过不漏电
那截线剪了 拉走了
""",
    "other_urgent": """
狗已经控制住 送走了 大家可以出来了
捞上来了 会哭 没事
人拉回来了 消防员抱下来的
狗主人来把狗牵回去了
孩子头抽出来了 没破皮
蜂窝端了
树锯完了 路通了
姑娘自己下来了 她妈抱着哭
门弄开了 宝宝在里头睡着了
""",
}

NOT_YET_OVER = {
    "missing_person": """
书包找着了 人还没找着
找到手机了 人没找到
过两天自己就回来了
外套找着了 在河边
有人说看到了 我过去认认
监控找到了 六点十分出的北门
警察联系上了 在来的路上
手机打通了 没人说话
他同学联系上了 说没见过
还是没有 天都黑了
娃他爸回来了 一块儿找
快到家了 我马上下来找
老师接通电话了 说早放学了
不是他 认错了 接着找
谢谢大家 还在找
我妈妈回来了 说没碰到他
""",
    "fire": """
灭火器拿来了 粉不够
灭了一半 又着起来了
火是灭了 里面还在冒烟 不知道有没有人
人没出来
消防栓打开了 没水
119打通了
""",
    "gas": """
孩子要写作业 啥时能进去
我也是 我在7层 窗户都打开了
窗户开了 味道还是很重
总阀找到了 在关
敲不开602的门
几点能上去
""",
    "elevator_trapped": """
门开了一条缝 人还出不来
电话打通了 说二十分钟
灯亮了 还是不动
师傅上来了 在机房
""",
    "flood": """
阀门找到了 锈死了 拧不动
关了一个阀 还在流
水小了点
""",
    "falling_object": """
人都躲开了
拉了绳子 别走那边
又晃了一下
""",
    "crime": """
报警了 警察在路上
保安来了 他还在那站着
门锁好了 不敢睡
人往地库跑了
""",
    "medical": """
救护车进南门了
救护车到了 在做按压
家属联系上了 在赶来
医生邻居下来了
还没醒
呼吸有了 但是叫不醒
""",
    "electric_hazard": """
已把路挡上
电工联系上了 半小时到
闸没找到
""",
    "other_urgent": """
孩子妈妈送医院了
已联系消防 队员在上去
拿网兜过去了
开锁师傅到了
她还坐着 不肯下来
梯子架好了
""",
}


@pytest.mark.parametrize(("category", "text"), list_lines(CAME_OUT_WELL))
def test_a_danger_that_is_past_is_heard_in_any_words(category: str, text: str) -> None:
    assert says_over(text, category) or sounds_over(text)


@pytest.mark.parametrize(("category", "text"), list_lines(NOT_YET_OVER))
def test_what_only_goes_on_ends_no_alert(category: str, text: str) -> None:
    assert not says_over(text, category)
    assert not sounds_over(text)
