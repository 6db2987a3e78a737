"""Verdicts ahead of time: words are read while the network is still asked who said them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from nlp.verdict import Verdict

#: Texts that are on their way at one time; what is left out is never asked for and falls out here.
MOST = 64


class Foresight:
    """`classify` gives what `foresee` found of the same text, once; else it finds it now."""

    def __init__(self, classify: Callable[[str], Verdict]) -> None:
        self._classify = classify
        self._found: OrderedDict[str, Verdict] = OrderedDict()

    def foresee(self, text: str) -> Verdict:
        """The verdict, kept until it is asked for."""
        verdict = self._found[text] = self._classify(text)
        if len(self._found) > MOST:
            self._found.popitem(last=False)
        return verdict

    def classify(self, text: str) -> Verdict:
        verdict = self._found.pop(text, None)
        return self._classify(text) if verdict is None else verdict
