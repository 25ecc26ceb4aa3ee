"""A run: a pipeline with its workflows, and the jobs of those that were read; and one of its jobs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.circleci.models import Job, Pipeline, Workflow
from bot.circleci.web import Web
from bot.model.write import Asker

#: Statuses of workflows and jobs that ended badly, or will.
FAILED_STATUSES = frozenset({"failed", "error", "failing", "timedout", "infrastructure_fail", "errored"})

#: A workflow of these has something to rerun from failed.
RERUNNABLE = FAILED_STATUSES - {"failing"} | {"canceled", "unauthorized"}

#: What a run is as a whole, if any of its workflows is: the first that fits.
_FIRST = ("failing", "failed", "error", "unauthorized", "on_hold", "running")
_LAST = ("canceled", "success", "not_run")

#: How many workflows are shown of a run.
FOREMOST = 8

#: A pipeline that is older, and has no workflows, will have none: unless its state says that they come.
YOUNG = timedelta(minutes=1)
COMING = frozenset({"pending", "setup-pending", "setup"})


class MissingJobs(StrEnum):
    """Why a workflow's jobs are not there."""

    GONE = "gone"  # CircleCI has them no more
    UNREAD = "unread"  # they could not be read


@dataclass(frozen=True, slots=True)
class Run:
    """``called``: what the asker calls the project. ``jobs``: by the id of the workflow.

    ``workflows_unread``: there are further workflows, on pages that were not read yet; ``jobs_unread``: the
    ids of the workflows of whose jobs that is so. ``jobs_missing``: the ids of those whose jobs won't come.
    ``asker``: who asked the bot for it, where someone did.
    """

    pipeline: Pipeline
    called: str
    workflows: tuple[Workflow, ...] = ()
    jobs: Mapping[str, tuple[Job, ...]] = field(default_factory=dict)
    workflows_unread: bool = False
    jobs_unread: frozenset[str] = frozenset()
    asker: Asker | None = None
    jobs_missing: Mapping[str, MissingJobs] = field(default_factory=dict)

    @property
    def unread(self) -> bool:
        """Whether there is more to read of it."""
        return self.workflows_unread or bool(self.jobs_unread)

    def with_earlier_jobs(self, earlier: "Run") -> "Run":
        """With those jobs of an earlier look that are missing now."""
        known = {id: earlier.jobs[id] for id in self.jobs_missing if id in earlier.jobs}
        missing = {id: why for id, why in self.jobs_missing.items() if id not in known}
        return replace(self, jobs={**self.jobs, **known}, jobs_missing=missing)

    @property
    def newest(self) -> tuple[Workflow, ...]:
        """The newest attempt of each workflow."""
        return newest_attempts(self.workflows)

    @property
    def foremost(self) -> tuple[Workflow, ...]:
        """The few that are shown, those that failed first."""
        return tuple(sorted(self.newest, key=lambda each: each.status not in FAILED_STATUSES)[:FOREMOST])

    @property
    def notable_workflows(self) -> tuple[Workflow, ...]:
        """Those whose jobs a card needs: they are shown, can be read, and did not simply pass."""
        return tuple(each for each in self.foremost if each.status != "success" and not each.lost)

    def attempts(self, name: str) -> tuple[Workflow, ...]:
        """All attempts of a workflow, the newest first."""
        found = [each for each in self.workflows if each.name == name]
        return tuple(sorted(found, key=lambda each: each.created_at, reverse=True))

    def status(self, at: datetime) -> str:
        """A workflow's status for the whole, as it is ``at`` that moment.

        Where no workflow tells: ``errored``, ``pending`` while it is young, ``not_run`` afterwards. While
        some are unread, and none of the others failed, it is ``unread``.
        """
        if self.pipeline.state == "errored" or (self.pipeline.errors and not self.workflows):
            return "errored"
        found = {each.status for each in self.newest}
        if not found:
            return "pending" if self.young(at) else "not_run"
        if found & FAILED_STATUSES and found & {"running", "failing", "queued"}:
            return "failing"
        if self.workflows_unread and not found & FAILED_STATUSES:
            return "unread"
        fits = [*(each for each in _FIRST if each in found), *sorted(found - {*_FIRST, *_LAST})]
        return next(iter(fits), None) or next(each for each in _LAST if each in found)

    def young(self, at: datetime) -> bool:
        """Whether its workflows may be still to come. Filters may leave none, which nobody tells us."""
        return at - self.pipeline.created_at < YOUNG or self.pipeline.state in COMING

    def live(self, at: datetime) -> bool:
        """Whether it may still change by itself."""
        moving = any(not each.terminal for each in self.newest)
        return moving or self.workflows_unread or self.status(at) == "pending"


@dataclass(frozen=True, slots=True)
class BuiltJob:
    """A job that ran on a machine, and so has a number: every one but an approval."""

    pipeline: Pipeline
    called: str
    name: str
    number: int
    workflow_id: str | None

    def page(self, web: Web) -> str:
        """The address of its page; that of the pipeline where its workflow is not known."""
        slug, number = self.pipeline.project_slug, self.pipeline.number
        if self.workflow_id:
            return web.job(slug, number, self.workflow_id, self.number)
        return web.pipeline(slug, number)


def newest_attempts(workflows: Iterable[Workflow]) -> tuple[Workflow, ...]:
    """The newest attempt per name, in the order in which the names first appeared in time.

    A rerun is a new workflow of the same name in the same pipeline.
    """
    by_name: dict[str, Workflow] = {}
    for each in sorted(workflows, key=lambda each: each.created_at):
        by_name[each.name] = each
    return tuple(by_name.values())
