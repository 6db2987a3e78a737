"""Which runs of which job were done: unique (job, slot)."""

from __future__ import annotations

from storage import tables
from storage.transaction import Transaction


class Jobs:
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def claim(self, job: str, slot: str) -> bool:
        """Whether this run is ours; False where it was done already."""
        return await self._transaction.insert_new(tables.jobs, {"job": job, "slot": slot})

    async def prune(self, job: str, before: str) -> int:
        """Forgets the slots of `job` that sort before `before`; how many."""
        jobs = tables.jobs.c
        return await self._transaction.count(tables.jobs.delete().where(jobs.job == job, jobs.slot < before))
