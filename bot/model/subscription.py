"""What a channel wants to hear of: which runs of a project's branches, and what became of them."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from fnmatch import fnmatchcase
from math import inf

from bot.circleci.models import PipelineCause, Workflow
from bot.circleci.slug import ProjectSlug
from bot.model.approval import WaitingApproval
from bot.model.history import Streak, streak_of
from bot.model.news import failing_workflows
from bot.model.reference import Reference
from bot.model.request import Place
from bot.model.run import Run
from bot.model.subject import NO_SUBJECT, Subject


class Event(StrEnum):
    """What became of a run."""

    FAILED = "failed"
    FIXED = "fixed"
    SUCCEEDED = "succeeded"
    ON_HOLD = "on_hold"
    CANCELED = "canceled"
    STARTED = "started"


#: What is told unless a line says more: what does not annoy.
USUAL_EVENTS = (Event.FAILED, Event.FIXED)

#: How a subscription names what set a run off.
CAUSES = {"push": PipelineCause.PUSH, "api": PipelineCause.REQUEST, "schedule": PipelineCause.SCHEDULE}


#: Who is mentioned where no group is: the commit's author.
AUTHOR = "author"

#: An organization's slug, which means all of its projects.
#: What makes a name a pattern.
_GLOB = frozenset("*?[")

_ORGANIZATION = re.compile(r"(gh|github|bb|bitbucket|circleci)/[\w.-]+")

#: Instead of a branch: whichever is the default one of each project.
DEFAULT_BRANCH = ""


@dataclass(frozen=True, slots=True)
class Subscription:
    """``branch`` and ``workflow`` are globs, and so is the name of ``project``.

    ``branch`` is `DEFAULT_BRANCH` where several projects are meant and none was named. ``login``: only who
    pushed or asked; ``cause``: of `CAUSES`.

    ``mention``: `AUTHOR`, or the id of a Slack user group. ``asker``: who subscribed. ``remind``: after how
    many seconds who can approve is told again of what waits. ``made``: since when, in seconds since 1970:
    what happened before is not told.
    """

    place: Place
    project: ProjectSlug
    branch: str
    events: tuple[Event, ...]
    asker: str
    workflow: str | None = None
    login: str | None = None
    cause: str | None = None
    mention: str | None = None
    remind: float | None = None
    made: float = 0.0

    @property
    def several(self) -> bool:
        """Whether a pattern names its projects: new ones, too."""
        return "*" in self.project.name

    def is_of(self, project: ProjectSlug) -> bool:
        """Whether it is about runs of this project."""
        return is_among(project, self.project) if self.several else project == self.project

    def covers(self, run: Run, default_branch: str | None = None) -> bool:
        """Whether it is about this run at all. ``default_branch``: that of the run's project, if known."""
        pipeline = run.pipeline
        who = {(pipeline.starter or "").lower(), (pipeline.author or "").lower()}
        on_default = self.branch == DEFAULT_BRANCH
        return (
            self.is_of(pipeline.project_slug)
            and (
                pipeline.branch == default_branch is not None
                if on_default
                else fnmatchcase(pipeline.branch or "", self.branch)
            )
            and (self.login is None or self.login.lower() in who)
            and (self.cause is None or pipeline.cause is CAUSES[self.cause])
            and not run.is_rollback
        )

    def part(self, run: Run) -> Run:
        """The run with those of its workflows alone that it is about."""
        return replace(run, workflows=tuple(each for each in run.workflows if self.is_about(each.name)))

    def streak(self, runs: Iterable[Run], *, whole: bool = False) -> Streak:
        """How these runs of a branch leave what it is about. ``whole``: there are no older ones."""
        return streak_of(map(self.part, runs), whole=whole)

    def is_about(self, workflow: str) -> bool:
        """Whether it is about workflows of this name; and about runs that never had one, an empty name."""
        return not workflow or fnmatchcase(workflow, self.workflow or "*")


def is_among(project: ProjectSlug, pattern: ProjectSlug) -> bool:
    """Whether a project of that organization is called so. Capitals tell none apart."""
    one, all_ = (it.organization_slug.lower() for it in (project, pattern))
    return one == all_ and fnmatchcase(project.name.lower(), pattern.name.lower())


def projects_pattern(target: Reference) -> str | None:
    """``gh/acme/*`` or ``acme/*``, where a line names several projects or a whole organization."""
    alone = target.words[0] if len(target.words) == 1 and target.project is None else ""
    said = target.project.said if target.project else alone
    if _ORGANIZATION.fullmatch(said):
        return f"{said}/*"
    organization, _, name = said.rpartition("/")
    return said if organization and _GLOB.intersection(name) else None


def branches_subject(target: Reference) -> Subject:
    """What a line about branches of one or of several projects is about, as far as it tells."""
    return NO_SUBJECT if projects_pattern(target) else Subject.of_branch(target)


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell a channel. ``workflows``: those that failed; ``before``: how the branch stood.

    ``broke``: what fails now and did not before, workflows and jobs, by their names.
    """

    event: Event
    key: str
    workflows: tuple[Workflow, ...] = ()
    before: Streak | None = None
    broke: tuple[str, ...] = ()


def needs_history(subscription: Subscription, run: Run) -> bool:
    """Whether what came before decides what is told of the run as it is now."""
    telling = run.failed or run.passed
    return telling and any(each in subscription.events for each in USUAL_EVENTS)


def notices_of(
    subscription: Subscription, run: Run, at: datetime, before: Streak | None, told: Collection[str]
) -> tuple[Notice, ...]:
    """What is to be told of it, but for what was. ``before``: the judgement over the older runs.

    A branch that was red stays quiet until something else breaks, or it is fixed.
    """
    found, never_started, run = list[Notice](), run.never_started, subscription.part(run)
    known = set(filter(subscription.is_about, before.failing if before else ()))
    broke = [(it, _broke(run, it, before if it.name in known else None)) for it in failing_workflows(run, at)]
    new = tuple(it for it, names in broke if names)
    if new or (never_started and "" not in known):
        names = tuple(name for _, several in broke for name in several)
        found.append(Notice(Event.FAILED, f"failed:{_ids(new) or run.pipeline.id}", new, before, names))
    status = run.status(at)
    if status == "success":
        found += [Notice(Event.FIXED, "fixed", before=before)] if known else []
        found.append(Notice(Event.SUCCEEDED, f"succeeded:{_ids(run.newest)}"))
    if status == "on_hold":
        found.append(Notice(Event.ON_HOLD, f"on_hold:{_ids(run.newest)}"))
    if status == "canceled":
        found.append(Notice(Event.CANCELED, f"canceled:{_ids(run.newest)}"))
    if run.newest:
        found.append(Notice(Event.STARTED, "started"))
    wanted = [each for each in found if each.event in subscription.events]
    wanted = [each for each in wanted if _happened(each, run) >= subscription.made]
    return tuple(each for each in wanted if f"notice:{each.key}" not in told)


def _broke(run: Run, workflow: Workflow, before: Streak | None) -> tuple[str, ...]:
    """What is new of a workflow that fails: itself; or, where it was red ``before``, further jobs of it.

    Once it has ended: which jobs fail is not known sooner.
    """
    if before is None:
        return (workflow.name,)
    jobs = before.broken.get(workflow.name)
    if jobs is None or not workflow.terminal:
        return ()
    return tuple(sorted(run.failed_jobs(workflow) - jobs))


def _happened(notice: Notice, run: Run) -> float:
    """When, in seconds since 1970; what waits still is always news."""
    if notice.event is Event.ON_HOLD:
        return inf
    workflows = () if notice.event is Event.STARTED else notice.workflows or run.newest
    ends = (each.stopped_at.timestamp() for each in workflows if each.stopped_at)
    return max(ends, default=run.pipeline.created_at.timestamp())


def overdue_approvals(
    subscription: Subscription, run: Run, at: datetime, told: Collection[str]
) -> tuple[WaitingApproval, ...]:
    """Those that have waited longer than the channel wants, but for those of which it was told."""
    if subscription.remind is None:
        return ()
    waiting = subscription.part(run).approvals
    since = at - timedelta(seconds=subscription.remind)
    return tuple(it for it in waiting if it.start <= since and reminder_key(it) not in told)


def reminder_key(approval: WaitingApproval) -> str:
    """What is told once."""
    return f"reminded:{approval.job.id}"


def _ids(workflows: Collection[Workflow]) -> str:
    return ",".join(each.id[-12:] for each in workflows)
