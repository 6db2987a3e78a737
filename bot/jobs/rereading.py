"""Words and rules that change on disk while the bot runs: read again, all of them or none."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path

from handlers.words.hearing import use
from handlers.words.wordings import Wordings, read_wordings
from nlp.classifier import Classifier, RuleError, Stamp

log = logging.getLogger("linli.rules")

#: How often the files are looked at, in seconds; what changed must look the same twice to be read.
LOOK_SECONDS = 2.0
#: So many remarks on files that load are logged at most.
_REMARKS = 5

#: Says the sentence of this name to the staff.
Say = Callable[..., Awaitable[None]]


class Rereader:
    """Watches the files of a classifier and the wordings of the same folder (`extra`).

    `problem` is why what is on disk is not in force, else empty.
    """

    def __init__(self, classifier: Classifier, say: Say, extra: Path | None = None) -> None:
        self._classifier = classifier
        self._say = say
        self._extra = extra
        self._tried = self._seen = classifier.stamp
        self.problem = ""

    async def look(self) -> None:
        """Reads the files again where they changed and nobody seems to be writing any more."""
        stamp = self._classifier.stamp_files()
        settled = stamp == self._seen
        self._seen = stamp
        if settled and stamp != self._tried:
            await self._read(stamp)

    async def _read(self, stamp: Stamp) -> None:
        self._tried = stamp
        try:
            wordings = await asyncio.to_thread(self._read_all)
        except RuleError as error:
            self.problem = str(error)
            log.warning("rules changed and cannot be read, the old ones stay in force: %s", error)
            await self._say("rules_kept", problem=f"{error.name}:{error.line} {error.what}")
            return
        use(wordings)
        self.problem = ""
        words, rules = self._classifier.word_count, len(self._classifier.rules)
        log.info("rules changed and were read: %d words, %d rules", words, rules)
        found = await asyncio.gather(*map(asyncio.to_thread, (self._classifier.check, wordings.check)))
        for remark in [*found[0], *found[1]][:_REMARKS]:
            log.warning("rules: %s", remark)
        await self._say("rules_read", words=words, rules=rules)

    def _read_all(self) -> Wordings:
        """The wordings first: they come into force only when words and rules have."""
        wordings = read_wordings(self._extra)
        wordings.make_ready()
        self._classifier.reload()
        return wordings
