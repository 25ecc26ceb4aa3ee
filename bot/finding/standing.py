"""The newest run of a branch at a glance, and beside it whether the default branch is red."""

import asyncio
from dataclasses import replace

import structlog

from bot.circleci.errors import CircleCIError
from bot.finding.granted_runs import GrantedRuns
from bot.model.history import Streak
from bot.model.standing import Standing

log = structlog.get_logger()

#: How most default branches are called, where nobody has asked about the project yet.
_USUAL = "main"


async def read_standing(runs: GrantedRuns) -> Standing | None:
    """In as few round trips as the run takes by itself; None where no pipeline may be seen.

    Raises CircleCI's NotFound, `Denied`.
    """
    beside = asyncio.create_task(_default_branch(runs))
    try:
        shown = await _newest(runs)
        if shown is None:
            return None
        branch, streak = await beside
        return replace(shown, default_branch=branch, streak=streak)
    finally:
        beside.cancel()


async def _newest(runs: GrantedRuns) -> Standing | None:
    few = await runs.newest_few()
    if not few:
        return None
    at = next((at for at, run in enumerate(few) if not run.is_rollback), 0)
    return Standing(await runs.glance(few[at]), tuple(few[:at]))


async def _default_branch(runs: GrantedRuns) -> tuple[str, Streak | None]:
    """What nobody asked for: where it can't be read, nothing is said of it."""
    known = runs.guesses.default_branch(runs.slug)
    try:
        if known is not None:
            return known, await runs.streak_of_branch(known)
        told, streak = await asyncio.gather(runs.default_branch(), runs.streak_of_branch(_USUAL))
        if told is None:
            return "", None
        runs.guesses.keep_default_branch(runs.slug, told)
        return told, streak if told == _USUAL else await runs.streak_of_branch(told)
    except CircleCIError as error:
        log.info("the default branch was not read", project=str(runs.slug), error=str(error))
        return "", None
