# ruff: noqa: E501
"""Urgent: what to do now, the first words that a reporter reads."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    # --- urgent: what to do now ---
    "advice_missing_person": "已通知物业安保，#{number}。请马上{asked}发一张近照。同时请拨110报警，留一个人在家等。",
    "asked": "告诉我：{facts}，并",
    "asked_age": "年龄、身高",
    "asked_clothes": "穿什么衣服",
    "asked_last_place": "最后在哪里看到",
    "asked_last_time": "几点",
    "advice_fire": "已通知物业，#{number}。请马上打119，走楼梯离开，不要乘电梯；烟大就弯腰捂住口鼻，出门后随手关门。",
    "advice_gas": "已通知物业，#{number}。不要开关任何电器和灯，不要打火，开窗，马上到室外，再打燃气公司电话和119。",
    "advice_elevator_trapped": "已通知电梯师傅，#{number}。请里面的人别动、别扒门，按住紧急呼叫键，不会坠落，救援马上到。有人不舒服请打120。",
    "advice_medical": "已通知物业，#{number}。请马上打120，不要随意搬动病人；没有呼吸请先做心肺复苏，物业会去接救护车。",
    "advice_flood": "已通知水电师傅，#{number}。请先关家里总水阀，水漫到插座附近就断电、别蹚水，把人先撤开。",
    "advice_electric_hazard": "已通知物业，#{number}。请离开至少8米，不要碰人也不要碰水，能断总闸就断；有人触电请打120。",
    "advice_falling_object": "已通知安保，#{number}。请离开楼下、靠里走，别让人经过；有人受伤请打120，看清哪层请告诉我。",
    "advice_crime": "已通知安保，#{number}。请先保证自己安全，锁好门，不要上前，马上打110。",
    "advice_other_urgent": "已通知物业，#{number}。请先离开危险的地方，需要时打110、119或120。",
    # --- before anything could be stored: no number yet ---
    "first_missing_person": "已收到，正在通知物业安保。请马上告诉我：年龄、身高、穿什么衣服、最后在哪里看到、几点，并发一张近照。同时请拨110报警，留一个人在家等。",
    "first_fire": "已收到，正在通知物业。请马上打119，走楼梯离开，不要乘电梯；烟大就弯腰捂住口鼻，出门后随手关门。",
    "first_gas": "已收到，正在通知物业。不要开关任何电器和灯，不要打火，开窗，马上到室外，再打燃气公司电话和119。",
    "first_elevator_trapped": "已收到，正在通知电梯师傅。请里面的人别动、别扒门，按住紧急呼叫键，不会坠落。有人不舒服请打120。",
    "first_medical": "已收到，正在通知物业。请马上打120，不要随意搬动病人；没有呼吸请先做心肺复苏。",
    "first_flood": "已收到，正在通知水电师傅。请先关家里总水阀，水漫到插座附近就断电、别蹚水，把人先撤开。",
    "first_electric_hazard": "已收到，正在通知物业。请离开至少8米，不要碰人也不要碰水，能断总闸就断；有人触电请打120。",
    "first_falling_object": "已收到，正在通知安保。请离开楼下、靠里走，别让人经过；有人受伤请打120。",
    "first_crime": "已收到，正在通知安保。请先保证自己安全，锁好门，不要上前，马上打110。",
    "first_other_urgent": "已收到，正在通知物业。请先离开危险的地方，需要时打110、119或120。",
    "advice_joined": "已收到，和 #{number} 是同一件事，物业正在处理。{advice}",
}
