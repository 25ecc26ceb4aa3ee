"""Reads several things at once: each call costs its own part, and what is missed then is noted."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from bot.circleci.client import CircleCI
from bot.circleci.errors import CircleCIError, NotFound, Unauthorized, Unreadable
from bot.circleci.models import Pipeline, Workflow
from bot.circleci.models.lenient import UnreadPart

_T = TypeVar("_T")
_Answer = TypeVar("_Answer")

#: What a part is, in CircleCI's word, and its name.
PartName = tuple[str, str | None]


async def read_each(
    circleci: CircleCI,
    several: Sequence[_T],
    read: Callable[[_T], Awaitable[_Answer]],
    part: Callable[[_T], PartName],
    *,
    but: type[CircleCIError] | tuple[type[CircleCIError], ...] = (),
    at_once: int | None = None,
) -> list[tuple[_T, _Answer | CircleCIError]]:
    """Each with what is read of it, or with what went wrong; ``but``: what nobody needs to know.

    ``at_once``: how many of them are read at a time, where that is not left to the client.

    Raises that where the token is refused, or CircleCI does not answer any of several: they may all be there.
    """

    gate = asyncio.Semaphore(at_once or len(several))

    async def tried(it: _T) -> _Answer | CircleCIError:
        try:
            async with gate:
                return await read(it)
        except Unauthorized:
            raise
        except CircleCIError as error:
            return error

    found = list(zip(several, await asyncio.gather(*map(tried, several)), strict=True))
    errors = [(it, each) for it, each in found if isinstance(each, CircleCIError)]
    trouble = [each for _, each in errors if not isinstance(each, NotFound | Unreadable)]
    if len(trouble) == len(found) > 1:
        raise trouble[0]
    for it, error in errors:
        if not isinstance(error, but):
            note_missed(circleci, part(it), error)
    return found


async def read_those(
    circleci: CircleCI,
    several: Sequence[_T],
    read: Callable[[_T], Awaitable[_Answer]],
    part: Callable[[_T], PartName],
    *,
    but: type[CircleCIError] | tuple[type[CircleCIError], ...] = (),
    at_once: int | None = None,
) -> list[tuple[_T, _Answer]]:
    """The same of those that could be read."""
    found = await read_each(circleci, several, read, part, but=but, at_once=at_once)
    return [(it, each) for it, each in found if not isinstance(each, CircleCIError)]


async def read_any(
    circleci: CircleCI,
    several: Sequence[_T],
    read: Callable[[_T], Awaitable[_Answer | None]],
    part: Callable[[_T], PartName],
) -> list[_Answer]:
    """What is there of several. Raises what went wrong with one where none is."""
    found = [each for _, each in await read_each(circleci, several, read, part) if each is not None]
    there = [each for each in found if not isinstance(each, CircleCIError)]
    for error in found if not there else ():
        if isinstance(error, CircleCIError):
            raise error
    return there


def note_missed(circleci: CircleCI, part: PartName, error: CircleCIError) -> None:
    """That an answer among several is missed."""
    noun, name = part
    circleci.note_unread(UnreadPart(noun, f"{type(error).__name__}: {error}", name, path=error.path))


def pipeline_part(pipeline: Pipeline) -> PartName:
    """A pipeline by its number."""
    return pipeline.noun, f"#{pipeline.number}"


def workflow_part(workflow: Workflow) -> PartName:
    """A workflow by its name."""
    return workflow.noun, workflow.name or None
