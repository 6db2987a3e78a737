"""What people say in many tests."""

from __future__ import annotations

#: The call of which the whole product is made: a child is gone.
MOTHER = "孩子自己跑出去了 穿蓝色校服 12岁 不会说话 大家帮忙看看"
