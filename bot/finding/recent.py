"""Among the recent pipelines of a project: the one of a pull request or of a commit, and the branches.

Only what may be seen is looked at, and no more of it than a search goes through.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.circleci.models import Pipeline
from bot.finding.granted_runs import GrantedRuns
from bot.grammar.refs import as_ref

#: How many letters a slip may change, and how many of a name stand behind each.
_SLIPS, _LETTERS_A_SLIP = 2, 3
_MOST = 3
#: How many letters of a name tell it.
_PART = 4
#: How many parts a branch has at most: a folder may be deeper.
_DEEPEST = 8


async def by_pull(runs: GrantedRuns, number: int) -> Pipeline | None:
    """The newest pipeline of a pull request; CircleCI's branch of one from a fork is ``pull/<number>``."""
    fork, ends = (
        f"pull/{number}",
        tuple(f"/{each}/{number}" for each in ("pull", "pull-requests", "merge_requests")),
    )
    async for each in _pipelines(runs):
        if each.branch == fork or (each.review_url or "").rstrip("/").endswith(ends):
            return each
    return await _newest_of(runs, fork)


async def by_commit(runs: GrantedRuns, start: str) -> Pipeline | None:
    """The newest pipeline that built a commit, of which these are the first digits."""
    async for each in _pipelines(runs):
        if (each.revision or "").startswith(start.lower()):
            return each
    return None


async def branch_exists(runs: GrantedRuns, branch: str) -> bool:
    """Whether a pipeline was built of exactly this branch, however long ago."""
    return await _newest_of(runs, branch) is not None


async def was_built(runs: GrantedRuns, ref: str) -> bool:
    """Whether a pipeline was built of this branch; or lately of this tag, of which none can be asked for."""
    if await branch_exists(runs, ref):
        return True
    return any([each.tag == ref async for each in _pipelines(runs)])


async def branch_within(runs: GrantedRuns, path: str) -> str | None:
    """The branch with which a path begins, the longest of several: ``fix/cart/app/cart.py``."""
    parts = path.split("/")[:_DEEPEST]
    names = [name for end in range(len(parts), 0, -1) if (name := as_ref("/".join(parts[:end])))]
    found = await asyncio.gather(*(branch_exists(runs, name) for name in names))
    return next((name for name, here in zip(names, found, strict=True) if here), None)


async def branches_like(runs: GrantedRuns, said: str) -> tuple[str, ...]:
    """The branches that may be meant by a name that is none: with a slip in it, or a part of theirs."""
    branches = {each.branch: None async for each in _pipelines(runs) if each.branch and each.branch != said}
    slips = min(_SLIPS, len(said) // _LETTERS_A_SLIP)
    part = said.casefold()
    whole = [each for each in branches if len(said) >= _PART and part in each.casefold()]
    near = process.extract(
        said, list(branches), scorer=OSA.distance, processor=str.casefold, score_cutoff=slips, limit=_MOST
    )
    return tuple(dict.fromkeys([*(branch for branch, _, _ in near), *whole]))[:_MOST]


async def _newest_of(runs: GrantedRuns, branch: str) -> Pipeline | None:
    entries, _ = await replace(runs, branch=branch).page()
    return next((each for each in entries if isinstance(each, Pipeline)), None)


async def _pipelines(runs: GrantedRuns) -> AsyncIterator[Pipeline]:
    """The newest first."""
    async for pipelines in runs.pages():
        for each in pipelines:
            yield each
