"""What a channel wants to hear of: which runs of a project's branches, and what became of them."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from fnmatch import fnmatchcase

from bot.circleci.models import PipelineCause, Workflow
from bot.circleci.slug import ProjectSlug
from bot.model.approval import WaitingApproval
from bot.model.history import Streak
from bot.model.news import failing_workflows
from bot.model.request import Place
from bot.model.run import Run


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


@dataclass(frozen=True, slots=True)
class Subscription:
    """``branch`` and ``workflow`` are globs; ``login``: only who pushed or asked; ``cause``: of `CAUSES`.

    ``mention``: ``author``, or the id of a Slack user group. ``asker``: who subscribed. ``remind``: after how
    many seconds who can approve is told again of what waits.
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

    def covers(self, run: Run) -> bool:
        """Whether it is about this run at all."""
        pipeline = run.pipeline
        who = {(pipeline.starter or "").lower(), (pipeline.author or "").lower()}
        return (
            pipeline.project_slug == self.project
            and fnmatchcase(pipeline.branch or "", self.branch)
            and (self.login is None or self.login.lower() in who)
            and (self.cause is None or pipeline.cause is CAUSES[self.cause])
            and not run.is_rollback
        )

    def part(self, run: Run) -> Run:
        """The run with those of its workflows alone that it is about."""
        return replace(run, workflows=tuple(each for each in run.workflows if self.is_about(each.name)))

    def is_about(self, workflow: str) -> bool:
        """Whether it is about workflows of this name; and about runs that never had one, an empty name."""
        return not workflow or fnmatchcase(workflow, self.workflow or "*")


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell a channel. ``workflows``: those that failed; ``before``: how the branch stood."""

    event: Event
    key: str
    workflows: tuple[Workflow, ...] = ()
    before: Streak | None = None


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
    new = tuple(each for each in failing_workflows(run) if each.name not in known)
    if new or (never_started and "" not in known):
        found.append(Notice(Event.FAILED, f"failed:{_ids(new) or run.pipeline.id}", new, before))
    if run.passed:
        found += [Notice(Event.FIXED, "fixed", before=before)] if known else []
        found.append(Notice(Event.SUCCEEDED, f"succeeded:{_ids(run.newest)}"))
    status = run.status(at)
    if status == "on_hold":
        found.append(Notice(Event.ON_HOLD, f"on_hold:{_ids(run.newest)}"))
    if status == "canceled":
        found.append(Notice(Event.CANCELED, f"canceled:{_ids(run.newest)}"))
    if run.newest:
        found.append(Notice(Event.STARTED, "started"))
    wanted = [each for each in found if each.event in subscription.events]
    return tuple(each for each in wanted if f"notice:{each.key}" not in told)


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
