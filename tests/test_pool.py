"""The bounded place for work."""

import asyncio

import pytest

from bot.model.deeds import Busy
from bot.pool import Pool


async def test_work_waits_for_room() -> None:
    worker = Pool(at_once=1, waiting=1)
    gate = asyncio.Event()
    done: list[int] = []

    async def work(number: int) -> None:
        await gate.wait()
        done.append(number)

    worker.start(lambda: work(1))
    worker.start(lambda: work(2))
    assert worker.full()
    with pytest.raises(Busy):
        worker.start(lambda: work(3))
    worker.start(lambda: work(4), promised=True)
    gate.set()
    await worker.idle()
    assert sorted(done) == [1, 2, 4]


async def test_what_lingers_takes_no_room_and_is_cut_off_at_the_end() -> None:
    worker = Pool(at_once=1, waiting=0)
    begun = asyncio.Event()

    async def endless() -> None:
        begun.set()
        await asyncio.Event().wait()

    worker.linger(endless)
    await begun.wait()
    assert not worker.full()
    await worker.close(grace=30)
    assert worker.crashes == 0


async def test_a_crash_is_kept_and_the_rest_goes_on() -> None:
    worker = Pool()

    async def crash() -> None:
        raise ZeroDivisionError

    worker.start(crash)
    await worker.idle()
    assert worker.crashes == 1


async def test_closing_lets_work_finish_and_cuts_off_what_takes_too_long() -> None:
    worker = Pool()
    finished: list[str] = []
    begun = asyncio.Event()

    async def short() -> None:
        await begun.wait()
        finished.append("short")

    async def endless() -> None:
        begun.set()
        await asyncio.Event().wait()

    worker.start(short)
    worker.start(endless)
    await worker.close(grace=0.05)
    assert finished == ["short"]
    with pytest.raises(Busy):
        worker.start(short)


async def test_one_persons_writes_leave_room_for_what_others_ask() -> None:
    pool, go = Pool(at_once=2, waiting=10), asyncio.Event()
    begun = 0
    while not pool.full("ana", promised=True) and begun < 100:
        pool.start(go.wait, promised=True, person="ana")
        begun += 1
    assert 1 < begun < 10
    assert not any((pool.full("ben"), pool.full("ben", quick=True), pool.full("ben", promised=True)))
    go.set()
    await pool.idle()
    assert not pool.full("ana", promised=True)
