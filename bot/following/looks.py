"""How runs were seen last: each further look reads only what may be new."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.circleci.client import CircleCI
from bot.circleci.models import Job
from bot.following.pace import BEGINS_WITHIN, JOBS_EVERY
from bot.model.run import Run
from bot.reading.runs import fresh_run, next_look
from bot.shelf import Shelf

#: Of how many runs the last look is remembered, and how many jobs of those that were looked at last: so many
#: take some 13 MB. The jobs of the others are read again.
_LOOKS, _JOBS = 3000, 15_000

_Jobs = Mapping[str, tuple[Job, ...]]


@dataclass(frozen=True, slots=True)
class Look:
    """How a run was seen last, and when the jobs of what still runs were read.

    ``since``: when it was looked at first; ``count``: how often since. ``planned``: when it is to be looked
    at next; ``hooked``: it was due before that though nobody cared; ``ended``: it is to be drawn only.
    """

    run: Run
    jobs_at: float
    since: float
    count: int = 0
    planned: float = 0.0
    hooked: bool = False
    ended: bool = False


class Looks:
    """The last look at each of the runs that were looked at last."""

    def __init__(self) -> None:
        self._without_jobs = OrderedDict[str, Look]()
        self._jobs = Shelf[str, _Jobs](_job_count, _JOBS)

    def last(self, id: str) -> Look | None:
        """Without jobs, where there was no room for them."""
        if (look := self._without_jobs.get(id)) is None:
            return None
        return _with_jobs(look, self._jobs.get(id) or {})

    def plan(self, id: str, due: float, *, hooked: bool = False, ended: bool = False) -> None:
        """It is looked at next when that is due. It was looked at before."""
        look = self._without_jobs[id]
        self._without_jobs[id] = replace(look, planned=due, hooked=hooked, ended=ended)

    def forget(self, id: str) -> None:
        self._without_jobs.pop(id, None)
        self._jobs.forget(id)

    async def look(self, circleci: CircleCI, id: str, at: float, *, fresh: bool) -> Look:
        """Read it; ``fresh``: with the jobs of what still runs. Raises `CircleCIError`."""
        last = self.last(id)
        if last is None:
            look = Look(await fresh_run(circleci, id), jobs_at=at, since=at)
        else:
            begins = at - last.since < BEGINS_WITHIN and not _has_begun(last.run)
            jobs_too = fresh or begins or at - last.jobs_at >= JOBS_EVERY
            run = await next_look(circleci, last.run, jobs_too=jobs_too)
            look = replace(last, run=run, jobs_at=at if jobs_too else last.jobs_at, count=last.count + 1)
        self._keep(id, look)
        return look

    def _keep(self, id: str, look: Look) -> None:
        self.forget(id)
        self._without_jobs[id] = _with_jobs(look, {})
        self._jobs.keep(id, look.run.jobs)
        if len(self._without_jobs) > _LOOKS:
            self.forget(next(iter(self._without_jobs)))


def _with_jobs(look: Look, jobs: _Jobs) -> Look:
    return replace(look, run=replace(look.run, jobs=jobs))


def _job_count(jobs: _Jobs) -> int:
    return sum(map(len, jobs.values()))


def _has_begun(run: Run) -> bool:
    """Whether a job of each workflow that runs was seen to, of which its own status says nothing."""
    running = (run.jobs.get(each.id, ()) for each in run.newest if each.status == "running")
    return all(any(job.started_at for job in jobs) for jobs in running)
