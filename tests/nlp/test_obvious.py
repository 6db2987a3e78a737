"""What owners say every day in a few words, and anybody would try first: none of it may be missed."""

from __future__ import annotations

import pytest

from nlp.classifier import Classifier

OBVIOUS = {
    "urgent": """
家里来贼了 门被撬了
有人在楼道打架 动刀了
有个陌生男的一直在撬5楼的门
有人拿着刀在楼下
楼下有人打起来了 快来保安
有人翻墙进来了 现在往8栋跑
3号楼着火了
楼道里冒烟了
地库有辆车着火了
电动车充电冒烟了
闻到烧焦的味道 好像谁家着火了
12楼阳台有火光
楼道里好大煤气味
闻到天然气味道了
我家燃气漏了 怎么办
我被困在电梯里了
电梯停在中间 里面有人
孩子困电梯了快来人
电梯门打不开 我们三个人在里面
有人晕倒在大门口
我爸突然胸口疼喘不上气
老人摔倒了起不来 头流血
小孩从滑梯摔下来不动了
有没有医生 孩子噎住了
水管爆了 水漫到走廊了
地下车库进水了 水很深
楼上漏水像下雨一样 家里淹了
消防管爆了 电梯井进水了
电线掉地上了 在冒火花
配电箱冒火花
路灯漏电 电到小孩了
楼上掉玻璃下来了
有人往下扔酒瓶
外墙瓷砖往下掉 差点砸到人
我儿子不见了
孩子丢了 5岁 穿红衣服
我妈走丢了 有老年痴呆
门口有个小孩在哭 找不到妈妈
奶奶早上出去到现在没回来
有人要跳楼
小孩掉进池塘了
有人在顶楼边上坐着 想不开
小孩反锁在车里了 天这么热
发现一条蛇在楼道
""",
    "repair": """
厨房漏水了
家里没水了
马桶堵了
下水道堵了
水龙头坏了
楼上漏水到我家了
停水了吗
阳台地漏返水
我家没电了
跳闸了推不上去
楼道灯坏了
路灯不亮
地库灯不亮了
停电了？
插座没电
电梯坏了
电梯停了
2单元电梯按键失灵
电梯有异响
电梯门关不上
门禁坏了
单元门打不开
门禁卡刷不了
大门道闸坏了
对讲机没声音
单元门锁坏了
暖气不热
没有热水
家里没暖气
地暖漏水
燃气停了
墙皮脱落
外墙渗水
窗户关不上
地砖翘起来了
天花板裂了
路面塌了一块
健身器材坏了
滑梯坏了
井盖坏了
充电桩坏了
监控坏了
快递柜打不开
电视没信号
""",
    "complaint": """
楼上太吵了
半夜装修 吵死了
广场舞声音太大
隔壁天天吵架
楼上小孩跑来跑去 太吵
楼道没人打扫
垃圾没人清理
电梯里好脏
垃圾桶满了
楼道里有狗屎
我的车位被占了
消防通道停满了车
有车堵住了出口
电动车乱停
有人遛狗不牵绳
狗叫了一晚上
草坪上全是狗屎
保安不管事
门口保安睡觉
外人随便进
监控没人看 我电瓶车又被偷了
物业费太贵了
停车费乱收
水费怎么这么高 是不是算错了
蚊子太多了 没人消杀
小区好多老鼠
树没人修剪 挡光
楼道堆满了杂物
邻居在楼道放鞋柜
楼上往下扔烟头
有人在楼道抽烟
物业电话没人接
物业态度太差了
管家不回消息
报修三天了没人来
修了又坏 修的什么
物业不作为
物业收钱不办事
公共收益不公开
""",
    "suggestion": """
建议装个路灯
建议增加充电桩
能不能装个摄像头
希望能多放几个垃圾桶
建议楼下放几把椅子
可以在门口加个雨棚吗
希望物业组织点活动
""",
    "inquiry": """
物业费怎么交
停车费多少钱
物业电话是多少
几点来水
什么时候来电
什么时候供暖
装修要办什么手续
门禁卡怎么办理
车位还有吗
物业上班时间
今天停水到几点
垃圾几点收
装修可以几点到几点施工
充电桩怎么收费
业主卡丢了怎么补办
监控可以查吗
""",
    "other": """
早上好
谢谢物业
今天天气真好
有人拼车吗
谁家有梯子借一下
二手沙发便宜卖
哈哈哈哈
收到
恭喜恭喜
孩子找到了 谢谢大家
电梯修好了
来电了
这球踢得太臭了
笑死我了
隔壁小区着火了
周末去哪玩
谁知道哪家牛肉面好吃
吓死人了
堵车堵死了
我家猫丢了 橘色的 看到说一声
""",
}


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier.load()


@pytest.mark.parametrize(
    ("text", "kind"), [(line, kind) for kind, lines in OBVIOUS.items() for line in lines.strip().splitlines()]
)
def test_an_obvious_sentence_is_what_it_says(classifier: Classifier, text: str, kind: str) -> None:
    assert classifier.classify(text).kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "楼下垃圾堆冒青烟 有人泼了水还在冒",
        "有人从天台往下扔建筑垃圾 一桶一桶的",
        "小区门口挖沟的把燃气挖断了 好大声音",
    ],
)
def test_danger_beside_what_people_complain_of_stays_danger(classifier: Classifier, text: str) -> None:
    assert classifier.classify(text).kind == "urgent"


@pytest.mark.parametrize(
    "text", ["东门花坛有只黄狗在晒太阳", "我车在8栋 下来就走", "茶馆门口树上挂了个笼子 里头有只画眉"]
)
def test_what_sounds_a_little_like_danger_without_a_word_of_it_is_none(
    classifier: Classifier, text: str
) -> None:
    assert classifier.classify(text).kind != "urgent"
