"""What was seen lately, in bounded memory."""

from __future__ import annotations

import time
from collections import OrderedDict
from typing import Generic, TypeVar

Value = TypeVar("Value")
#: Ids and texts remembered to notice repetitions.
MOST_REMEMBERED = 10_000


class Remembered(Generic[Value]):
    """The newest MOST_REMEMBERED keys, each with a value."""

    def __init__(self) -> None:
        self._values: OrderedDict[object, tuple[float, Value]] = OrderedDict()

    def put(self, key: object, value: Value) -> None:
        self._values[key] = (time.monotonic(), value)
        while len(self._values) > MOST_REMEMBERED:
            self._values.popitem(last=False)

    def get(self, key: object, age: float = float("inf")) -> Value | None:
        """The value, if it was put at most `age` seconds ago."""
        at, value = self._values.get(key, (0.0, None))
        return value if value is not None and time.monotonic() - at <= age else None

    def take(self, key: object) -> Value | None:
        """The value, which is then forgotten."""
        return self._values.pop(key, (0.0, None))[1]
