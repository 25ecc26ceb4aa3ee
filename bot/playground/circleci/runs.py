"""Runs of workflows: how one is made of its script, what a rerun keeps, and what follows by itself."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.playground.circleci.people import identify
from bot.playground.circleci.script import JobScript, Scripts, WorkflowScript
from bot.playground.circleci.timeline import Job, Kept, Run, RunState, look

#: Scripted seconds from a failure to the automatic rerun.
AGAIN = 2.0


def job_id(pipeline: str, workflow: str, attempt: int, job: str) -> str:
    """The id of a job, of an attempt at a workflow."""
    return identify(pipeline, workflow, attempt, job)


@dataclass(frozen=True, slots=True)
class Start:
    """When, by whom (a user's id) and how fast a run goes."""

    at: datetime
    by: str
    pace: float


@dataclass(frozen=True, slots=True)
class Rerun:
    """What a run repeats: ``kept`` jobs do not run again. ``auto``: it is the nth that starts by itself."""

    of: Run
    kept: Mapping[str, Kept]
    ssh: frozenset[str] = frozenset()
    auto: int = 0


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes the runs of a pipeline. ``number`` gives the next job number of its project, ``number_approval``
    an approval's, and ``allowed`` the ids of the users who may use the contexts of a job, None for everybody.
    """

    pipeline: str
    project: str
    number: Callable[[], int]
    number_approval: Callable[[], int]
    allowed: Callable[[JobScript], frozenset[str] | None]

    def make(self, script: WorkflowScript, nth: int, start: Start, rerun: Rerun | None = None) -> Run:
        """The nth attempt (0: the first) at a workflow."""
        jobs = () if script.errored else script.jobs
        return Run(
            id=identify(self.pipeline, script.name, nth),
            name=script.name,
            pipeline=self.pipeline,
            project=self.project,
            created_at=start.at,
            started_by=start.by,
            jobs=tuple(self._job(script.name, nth, job, rerun) for job in jobs),
            pace=start.pace,
            attempt=nth,
            setup=script.setup,
            errored=script.errored,
            auto_rerun=rerun.auto if rerun else 0,
            auto_reruns=script.auto_reruns,
        )

    def _job(self, workflow: str, nth: int, script: JobScript, rerun: Rerun | None) -> Job:
        """A job that is kept has the number that it had."""
        kept = rerun.kept.get(script.name) if rerun else None
        old = next(job.number for job in rerun.of.jobs if job.script is script) if rerun and kept else None
        return Job(
            job_id(self.pipeline, workflow, nth, script.name),
            script,
            script.outcome(nth),
            old or (self.number_approval() if script.approval else self.number()),
            kept,
            self.allowed(script),
            ssh=rerun is not None and script.name in rerun.ssh,
        )


def following(
    scripts: Scripts, runs: Sequence[Run], now: datetime
) -> Iterator[tuple[str, Start, Rerun | None]]:
    """What has begun by itself until ``now``: the workflows after a setup workflow, and automatic reruns.

    https://circleci.com/docs/dynamic-config/ https://circleci.com/docs/automatic-reruns/
    """
    newest, lags = {run.name: run for run in runs}, {script.name: script.lag for script in scripts}
    for run in newest.values():
        state = look(run, now)
        if state.stopped_at is None:
            continue
        lag = lags[run.name] + (0 if run.setup else AGAIN)
        start = Start(state.stopped_at + timedelta(seconds=lag / run.pace), run.started_by, run.pace)
        if start.at > now:
            continue
        if state.status == "success" and run.setup:
            yield from ((script.name, start, None) for script in scripts if script.name not in newest)
        elif state.status == "failed" and run.auto_rerun < run.auto_reruns:
            kept = keeping(run, unsuccessful(state), start.at)
            yield run.name, start, Rerun(run, kept, auto=run.auto_rerun + 1)


def unsuccessful(state: RunState) -> frozenset[str]:
    """The names of the jobs that a rerun from failed runs again."""
    return frozenset(it.job.script.name for it in state.jobs if it.status != "success")


def keeping(run: Run, again: frozenset[str], at: datetime) -> Mapping[str, Kept]:
    """What a rerun does not run again: all but the jobs that are named, and those that need them."""
    redone = set(again)
    kept = {}
    for state in look(run, at).jobs:
        script = state.job.script
        if state.stopped_at is None and state.status != "not_run":
            redone.add(script.name)
        if redone & {script.name, *script.needs}:
            redone.add(script.name)
            continue
        kept[script.name] = Kept(
            state.status, state.queued_at, state.started_at, state.stopped_at, state.approved_by
        )
    return kept
