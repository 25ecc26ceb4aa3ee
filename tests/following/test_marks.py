"""Many marks at once are one commit."""

import asyncio

import pytest

from bot.following.marks import Marks


async def test_what_comes_while_one_commit_is_under_way_goes_with_the_next() -> None:
    commits, gate = list[frozenset[str]](), asyncio.Event()

    async def write(runs: frozenset[str]) -> None:
        commits.append(runs)
        await gate.wait()

    marks = Marks(write)
    first = asyncio.create_task(marks.add("a"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    others = [asyncio.create_task(marks.add(each)) for each in "bcb"]
    await asyncio.sleep(0)
    assert not first.done()
    gate.set()
    await asyncio.gather(first, *others)

    assert commits == [{"a"}, {"b", "c"}]


async def test_who_marked_is_told_that_it_was_not_kept_and_the_next_is_tried_again() -> None:
    troubles = [OSError("full")]

    async def write(runs: frozenset[str]) -> None:
        if troubles:
            raise troubles.pop()

    marks = Marks(write)
    for outcome in await asyncio.gather(marks.add("a"), marks.add("b"), return_exceptions=True):
        assert isinstance(outcome, OSError)
    await marks.add("a")


async def test_one_that_is_cut_off_takes_nobody_elses_mark_with_it() -> None:
    gate = asyncio.Event()

    async def write(runs: frozenset[str]) -> None:
        await gate.wait()

    marks = Marks(write)
    cut, kept = (asyncio.create_task(marks.add("a")) for _ in range(2))
    await asyncio.sleep(0)
    cut.cancel()
    with pytest.raises(asyncio.CancelledError):
        await cut
    gate.set()
    await kept
