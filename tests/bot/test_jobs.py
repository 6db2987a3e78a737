"""A job never runs beside itself, and says so only where that matters."""

from __future__ import annotations

import asyncio
import logging

import pytest

from bot.jobs.table import LONG_SECONDS, Job, Jobs, OneAtATime


class Work:
    """Something that takes until it may end."""

    def __init__(self) -> None:
        self.begun, self.fails = 0, False
        self.may_end = asyncio.Event()

    async def do(self) -> None:
        self.begun += 1
        await self.may_end.wait()
        if self.fails:
            raise RuntimeError("out of order")


async def let_others_run() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_a_job_whose_time_comes_while_it_is_at_work_starts_at_its_next_time(
    caplog: pytest.LogCaptureFixture,
) -> None:
    work = Work()
    job = OneAtATime(Job("look", 1, work.do), lambda: 0.0)
    first = asyncio.create_task(job.run())
    await let_others_run()
    await job.run()
    assert work.begun == 1
    work.may_end.set()
    await first
    await job.run()
    assert work.begun == 2
    assert caplog.records == []


async def test_a_job_that_takes_long_is_named_once_and_when_it_is_done(
    caplog: pytest.LogCaptureFixture,
) -> None:
    work, time = Work(), [0.0]
    job = OneAtATime(Job("look", 1, work.do), lambda: time[0])
    first = asyncio.create_task(job.run())
    await let_others_run()
    for time[0] in (LONG_SECONDS - 1, LONG_SECONDS, LONG_SECONDS + 1):
        await job.run()
    work.may_end.set()
    await first
    assert [record.getMessage() for record in caplog.records] == [
        "job look has been at work for 60 s",
        "job look is done after 61 s",
    ]


async def test_a_job_that_failed_is_logged_and_starts_again(caplog: pytest.LogCaptureFixture) -> None:
    work = Work()
    work.fails = True
    work.may_end.set()
    job = OneAtATime(Job("look", 1, work.do))
    await job.run()
    await job.run()
    assert work.begun == 2
    assert [record.getMessage() for record in caplog.records] == ["job look failed"] * 2


async def test_the_scheduler_says_nothing_of_jobs_that_are_slower_than_their_time(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.WARNING)
    work, beats = Work(), asyncio.Semaphore(0)

    async def beat() -> None:
        beats.release()

    jobs = Jobs([Job("slow", 0.01, work.do), Job("beat", 0.01, beat)])
    jobs.start()
    async with asyncio.timeout(60):
        for _ in range(5):
            await beats.acquire()
    jobs.stop()
    work.may_end.set()
    assert work.begun == 1
    assert [record.getMessage() for record in caplog.records] == []


async def test_the_end_of_the_program_is_no_failure_of_what_is_at_work(
    caplog: pytest.LogCaptureFixture,
) -> None:
    work = Work()
    jobs = Jobs([Job("slow", 0.01, work.do)])
    jobs.start()
    async with asyncio.timeout(60):
        while not work.begun:  # noqa: ASYNC110 -- a number that is looked at
            await asyncio.sleep(0.005)
    jobs.stop()
    await let_others_run()
    assert [record.getMessage() for record in caplog.records if record.levelno > logging.INFO] == []


async def test_a_job_that_is_stopped_before_it_began_has_not_failed(caplog: pytest.LogCaptureFixture) -> None:
    """Its time has come, its task is made, and the program ends before the task runs."""
    work = Work()
    for pause in range(12):
        jobs = Jobs([Job(f"slow{number}", 0.001, work.do) for number in range(5)])
        jobs.start()
        await asyncio.sleep(0.001 * pause)
        jobs.stop()
        await let_others_run()
    assert [record.getMessage() for record in caplog.records if record.levelno > logging.INFO] == []


def test_what_else_the_scheduler_says_of_a_job_is_heard(caplog: pytest.LogCaptureFixture) -> None:
    log = logging.getLogger("apscheduler.executors.default")
    for error in (asyncio.CancelledError(), RuntimeError("out of order")):
        log.error("Error running job %s", type(error).__name__, exc_info=error)
    assert [record.getMessage() for record in caplog.records] == ["Error running job RuntimeError"]
