"""What was made once for a key is kept."""

from __future__ import annotations

from nlp.memo import Memo, ShortMemo


def test_a_memo_makes_the_same_thing_once() -> None:
    made: list[str] = []

    def make(key: str) -> int:
        made.append(key)
        return len(key)

    memo = Memo(make)
    assert [memo["ab"], memo["ab"], memo["c"]] == [2, 2, 1]
    assert made == ["ab", "c"]


def test_a_short_memo_never_holds_more_than_it_may_and_always_answers() -> None:
    memo: ShortMemo[int, int] = ShortMemo(lambda key: key * key, 3)
    for key in (1, 2, 3, 4, 1, 5, 2, 6, 6):
        assert memo[key] == key * key
        assert len(memo) <= 3
