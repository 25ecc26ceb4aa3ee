"""Reads what a job's steps printed: why it failed, how that ends, and the whole of it."""

import asyncio
from collections.abc import Iterable
from contextlib import aclosing
from dataclasses import replace

from bot.circleci.client import CircleCI
from bot.circleci.models import Step, StepRun
from bot.model.spool import OutputEnd, Spool
from bot.output import MaskedStream, StreamEnd, Tail, safe
from bot.output.disk import disk_room
from bot.output.telling import with_following

#: How much of the end of a huge output is looked through, in characters: far more than is shown of it, so
#: that a secret of several lines is seen from its beginning.
LATE_CHARACTERS = 256 * 2**10
#: How many lines are told of errors.
_ERROR_LINES = 30


def failing_steps(steps: Iterable[Step]) -> tuple[tuple[Step, StepRun], ...]:
    """Why a job failed: each step and parallel run that did, in the order of the steps."""
    return tuple((step, action) for step in steps for action in step.actions if action.broken)


def interrupted_steps(steps: Iterable[Step]) -> tuple[tuple[Step, StepRun], ...]:
    """Where a job was when it was canceled; what CircleCI adds below, as that it was, is not meant."""
    return tuple((step, action) for step in steps for action in step.actions if action.interrupted)


async def read_end(
    circleci: CircleCI, action: StepRun, *, lines: int, characters: int, limit: int
) -> OutputEnd:
    """Read all that an action printed: the last ``lines`` lines, of at most ``characters`` characters.

    The whole goes to disk, at most ``limit`` bytes of it. Needs little memory, however much there is. Raises
    what `bot.circleci.endpoints.step_output.Output.read` raises, `DiskFull` and `DiskUnwritable`.
    """
    if not action.output_url:
        return OutputEnd("")
    with disk_room():
        return await _read_end(circleci, action.output_url, Tail(lines, characters), Spool(limit))


async def _read_end(circleci: CircleCI, url: str, tail: Tail, spool: Spool) -> OutputEnd:
    try:
        await _read(circleci, url, tail, spool)
        end = tail.end()
        if end.whole:
            spool.close()
            return end
        spool.flush()
    except BaseException:
        spool.close()
        raise
    return replace(end, spool=spool)


async def read_condensed(
    circleci: CircleCI, job_id: str, action: StepRun, *, lines: int, characters: int
) -> OutputEnd | None:
    """The lines that tell of errors, as CircleCI picks them; None where it does not, as on a Server."""
    text = await circleci.output.condensed(job_id, action.index, action.step)
    if text is None or not (text := safe(text)).strip():
        return None
    tail = Tail(lines, characters)
    tail.feed(text)
    return tail.end()


def error_lines(picked: OutputEnd, end: OutputEnd | None) -> str:
    """What was picked, each with the lines that follow it in the output, as far as that is at hand."""
    lines = picked.text.split("\n")
    if end is None:
        return picked.text
    with_causes = with_following(lines, end.read_lines(), most=_ERROR_LINES)
    return "\n".join(with_causes) or picked.text


async def _read(circleci: CircleCI, url: str, tail: Tail, spool: Spool) -> None:
    """Once the file is full, only the end counts: of what comes then, just that is looked through."""
    stream, late = MaskedStream(), StreamEnd(LATE_CHARACTERS)
    async with aclosing(circleci.output.read(url)) as chunks:
        async for chunk in chunks:
            if spool.cut:
                late.feed(chunk)
            else:
                # In a thread: what else the bot does is not held up for as long as a piece takes.
                _keep(await asyncio.to_thread(stream.feed, chunk), tail, spool)
    text = late.end()
    if late.skipped:
        _keep(await asyncio.to_thread(stream.end), tail, spool)
        tail.skip(late.skipped)
        stream = MaskedStream()
    _keep(await asyncio.to_thread(stream.feed, text), tail, spool)
    _keep(await asyncio.to_thread(stream.end), tail, spool)


def _keep(text: str, tail: Tail, spool: Spool) -> None:
    tail.feed(text)
    spool.write(text)
