"""A run: a pipeline with its workflows, and the jobs of those that were read; and one of its jobs."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from bot.circleci.models import Job, Page, Pipeline, Workflow
from bot.circleci.web import Web
from bot.model.approval import WaitingApproval, waiting_approvals
from bot.model.write import Asker

#: Statuses of workflows and jobs that ended badly, or will: whatever has failed is in one of these.
FAILED_STATUSES = frozenset(
    {"failed", "error", "failing", "timedout", "infrastructure_fail", "errored", "unauthorized"}
)

#: A workflow of these has something to rerun from failed.
RERUNNABLE = FAILED_STATUSES - {"failing"} | {"canceled"}

#: What a run is as a whole, if any of its workflows is: the first that fits.
_FIRST = ("failing", "failed", "error", "unauthorized", "on_hold", "running")
_LAST = ("canceled", "success", "not_run")

#: How many workflows are shown of a run.
FOREMOST = 8

#: A pipeline that is older, and has no workflows, will have none: unless its state says that they come.
YOUNG = timedelta(minutes=1)
COMING = frozenset({"pending", "setup-pending", "setup"})

#: For how long it is awaited what CircleCI starts by itself after a workflow: then nothing follows.
_LAG = timedelta(minutes=5)

#: How a workflow is called that takes back a version.
_ROLLBACK = re.compile(r"(?<![a-z])roll(ing|ed)?[ _-]?back(?![a-z])", re.IGNORECASE)


class MissingJobs(StrEnum):
    """Why a workflow's jobs are not there."""

    GONE = "gone"  # CircleCI has them no more
    UNREAD = "unread"  # they could not be read


@dataclass(frozen=True, slots=True)
class Run:
    """``called``: what the asker calls the project. ``jobs``: by the id of the workflow.

    ``workflows_unread``: there are further workflows, on pages that were not read yet; ``jobs_unread``: the
    ids of the workflows of whose jobs that is so. ``jobs_missing``: the ids of those of whose jobs no (more)
    will come. ``asker``: who asked the bot for it, where someone did. ``rolls_back``: the pipeline's
    values say so.
    """

    pipeline: Pipeline
    called: str
    workflows: tuple[Workflow, ...] = ()
    jobs: Mapping[str, tuple[Job, ...]] = field(default_factory=dict)
    workflows_unread: bool = False
    jobs_unread: frozenset[str] = frozenset()
    asker: Asker | None = None
    jobs_missing: Mapping[str, MissingJobs] = field(default_factory=dict)
    rolls_back: bool = False

    @property
    def unread(self) -> bool:
        """Whether there is more to read of it."""
        return self.workflows_unread or bool(self.jobs_unread)

    @property
    def size(self) -> int:
        """How many things it holds: itself, its workflows and their jobs."""
        return 1 + len(self.workflows) + sum(map(len, self.jobs.values()))

    def with_earlier_jobs(self, earlier: "Run") -> "Run":
        """With those jobs of an earlier look that are missing now: where that was not all, some still are."""
        known = {id: earlier.jobs[id] for id in self.jobs_missing if id in earlier.jobs}
        partly = earlier.jobs_unread & known.keys()
        missing = {id: why for id, why in self.jobs_missing.items() if id not in known or id in partly}
        unread = self.jobs_unread | partly
        return replace(self, jobs={**self.jobs, **known}, jobs_missing=missing, jobs_unread=unread)

    def without_jobs(self) -> "Run":
        """What names it alone: who remembers many of them has room for no more."""
        return replace(self, workflows=(), jobs={}, jobs_missing={})

    @property
    def first_page(self) -> Page[Workflow]:
        """Its workflows as a page; with a token where there are more."""
        return Page(self.workflows, "more" if self.workflows_unread else None)

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

    @property
    def is_rollback(self) -> bool:
        """Whether it is of a rollback pipeline, as its values tell, or its workflows' names."""
        named = bool(self.workflows) and all(names_rollback(each.name) for each in self.workflows)
        return self.rolls_back or named

    def failed_jobs(self, workflow: Workflow) -> frozenset[str]:
        """The names of those of a workflow's jobs that failed, as far as they were read."""
        return frozenset(it.name for it in self.jobs.get(workflow.id, ()) if it.status in FAILED_STATUSES)

    @property
    def never_started(self) -> bool:
        """Whether CircleCI could not start it, as for its configuration."""
        return self.pipeline.state == "errored" or bool(self.pipeline.errors and not self.workflows)

    @property
    def failed(self) -> bool:
        """Whether it never started, or the newest attempt of a workflow failed, or will."""
        return self.never_started or any(each.status in FAILED_STATUSES for each in self.newest)

    @property
    def passed(self) -> bool:
        """Whether it is known whole, and all of it passed that was run."""
        return self._only("success", "not_run") and self._has("success") and not self.set_up_alone

    @property
    def waiting(self) -> bool:
        """Whether it waits for an approval, and has passed so far."""
        return self._only("success", "not_run", "on_hold") and self._has("on_hold")

    @property
    def ended(self) -> bool:
        """Whether all of it has ended, and some of it with a result."""
        results = {"success", *FAILED_STATUSES - {"failing"}}
        whole = self._only("canceled", "not_run", *results) and not self.set_up_alone
        return whole and any(map(self._has, results))

    @property
    def set_up_alone(self) -> bool:
        """Whether nothing but its setup has run, which has passed, and its state says that the rest comes."""
        return self._setup_passed_alone and self.pipeline.state in COMING

    @property
    def _setup_passed_alone(self) -> bool:
        setup = bool(self.newest) and all(each.tag == "setup" for each in self.newest)
        return setup and self._only("success")

    def goes_on(self, workflow: Workflow, at: datetime) -> bool:
        """Whether CircleCI starts by itself what follows this one: a rerun of it, or what it has set up.

        Right after a setup this may be on its way though the state, which is read apart, tells of no more.
        """
        since = timedelta() if workflow.stopped_at is None else at - workflow.stopped_at
        if since >= _LAG:
            return False
        again = (workflow.auto_rerun_number or 0) < (workflow.max_auto_reruns or 0)
        coming = self.set_up_alone or (self._setup_passed_alone and since < YOUNG)
        return coming or (again and workflow.status in FAILED_STATUSES)

    def _has(self, status: str) -> bool:
        return any(each.status == status for each in self.newest)

    def _only(self, *statuses: str) -> bool:
        return not self.workflows_unread and all(each.status in statuses for each in self.newest)

    @property
    def length(self) -> timedelta | None:
        """From its start to its end, once all of it has ended; of what was rerun, the last attempt."""
        ends = [each.stopped_at for each in self.newest if each.stopped_at is not None]
        if self.workflows_unread or not ends or len(ends) != len(self.newest):
            return None
        return max(ends) - self.begun

    @property
    def begun(self) -> datetime:
        """When it started; of what was rerun, the last attempt."""
        starts = (each.created_at for each in self.newest if len(self.attempts(each.name)) > 1)
        return max(starts, default=self.pipeline.created_at)

    @property
    def was_rerun(self) -> bool:
        """Whether some of it ran more than once."""
        return len(self.workflows) != len(self.newest)

    @property
    def before_rerun(self) -> "Run":
        """As it was when somebody ran some of it again: all of it where it had passed, else what had failed.

        Attempts that were canceled, or that ran again by themselves, don't count.
        """
        left = [
            earlier
            for each in self.newest
            for later, earlier in pairwise(self.attempts(each.name))
            if not later.auto_rerun_number and earlier.status != "canceled"
        ]
        once = [each for each in self.newest if len(self.attempts(each.name)) == 1]
        before = replace(self, workflows=(*newest_attempts(left), *once))
        if self.was_rerun and before.passed and len(before.workflows) == len(self.newest):
            return before
        failed = (each for each in newest_attempts(left) if each.status in FAILED_STATUSES)
        return replace(self, workflows=tuple(failed))

    @property
    def approvals(self) -> tuple[WaitingApproval, ...]:
        """Those that wait in its newest attempts, as far as their jobs were read."""
        waiting = (waiting_approvals(each, self.jobs.get(each.id, ())) for each in self.newest)
        return tuple(each for several in waiting for each in several)

    def attempts(self, name: str) -> tuple[Workflow, ...]:
        """All attempts of a workflow, the newest first."""
        found = [each for each in self.workflows if each.name == name]
        return tuple(sorted(found, key=lambda each: each.created_at, reverse=True))

    def status(self, at: datetime) -> str:
        """A workflow's status for the whole, as it is ``at`` that moment; what goes on by itself runs.

        Where no workflow tells: ``errored``, ``pending`` while it is young, ``not_run`` afterwards. While
        some are unread, and none of the others failed, it is ``unread``.
        """
        if self.never_started:
            return "errored"
        found = {"running" if self.goes_on(each, at) else each.status for each in self.newest}
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
        moving = any(not each.terminal or self.goes_on(each, at) for each in self.newest)
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


def names_rollback(workflow: str) -> bool:
    """Whether a workflow of this name takes a version back."""
    return _ROLLBACK.search(workflow) is not None


def newest_attempts(workflows: Iterable[Workflow]) -> tuple[Workflow, ...]:
    """The newest attempt per name, in the order in which the names first appeared in time.

    A rerun is a new workflow of the same name in the same pipeline.
    """
    by_name: dict[str, Workflow] = {}
    for each in sorted(workflows, key=lambda each: each.created_at):
        by_name[each.name] = each
    return tuple(by_name.values())
