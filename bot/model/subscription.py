"""What a channel wants to hear of: which runs of a project's branches, and what became of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from fnmatch import fnmatchcase
from math import inf

from bot.circleci.models import PipelineCause, Workflow
from bot.circleci.slug import ProjectSlug
from bot.model.approval import WaitingApproval
from bot.model.history import Streak, streak_of
from bot.model.news import failed_ids, failing_workflows
from bot.model.request import Place
from bot.model.run import FAILED_STATUSES, Run


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

#: What makes a project's name a pattern.
_GLOB = frozenset("*[")

#: What makes a branch's name a pattern, besides `BUT` before it.
_REF_GLOB = frozenset("*?[")

#: Before a branch: all but that.
BUT = "!"

#: Instead of a branch: whichever is the default one of each project.
DEFAULT_BRANCH = ""


@dataclass(frozen=True, slots=True)
class Subscription:
    """``branch``, of branches and tags, and ``workflows`` are globs, and so is the name of ``project``. With
    `BUT` before it, ``branch`` is what is not meant.

    ``branch`` is `DEFAULT_BRANCH` where several projects are meant and none was named. ``login``: only who
    pushed or asked, be it the bot, by what commits and CircleCI call them, with commas between; ``cause``:
    of `CAUSES`.

    ``mention``: `AUTHOR`, or the id of a Slack user group. ``asker``: who subscribed. ``remind``: after how
    many seconds who can approve is told again of what waits. ``made``: since when, in seconds since 1970:
    what happened before is not told.
    """

    place: Place
    project: ProjectSlug
    branch: str
    events: tuple[Event, ...]
    asker: str
    workflows: tuple[str, ...] = ()
    login: str | None = None
    cause: str | None = None
    mention: str | None = None
    remind: float | None = None
    made: float = 0.0

    @property
    def several(self) -> bool:
        """Whether a pattern names its projects: new ones, too."""
        return is_glob(self.project.name)

    def is_of(self, project: ProjectSlug) -> bool:
        """Whether it is about runs of this project."""
        return is_among(project, self.project) if self.several else project == self.project

    def covers(self, run: Run, people: Mapping[str, str], default_branch: str | None = None) -> bool:
        """Whether it is about this run at all. ``default_branch``: that of the run's project, if known.

        ``people``: by their logins the Slack ids of those who may have asked the bot for it.
        """
        pipeline, asker = run.pipeline, run.asker.user if run.asker else None
        who = {(pipeline.starter or "").lower(), (pipeline.author or "").lower()}
        who |= {login.lower() for login, id in people.items() if id == asker}
        on_default = self.branch == DEFAULT_BRANCH
        return (
            self.is_of(pipeline.project_slug)
            and (
                pipeline.branch == default_branch is not None
                if on_default
                else _is_ref_of(self.branch, pipeline.branch or pipeline.tag or "")
            )
            and (self.login is None or not who.isdisjoint(self.login.lower().split(",")))
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
        return not workflow or any(fnmatchcase(workflow, each) for each in self.workflows or ("*",))


def is_among(project: ProjectSlug, pattern: ProjectSlug) -> bool:
    """Whether a project of that organization is called so. Capitals tell none apart."""
    one, all_ = (it.organization_slug.lower() for it in (project, pattern))
    return one == all_ and fnmatchcase(project.name.lower(), pattern.name.lower())


def is_ref_glob(branch: str) -> bool:
    """Whether a branch is a pattern."""
    return branch.startswith(BUT) or not _REF_GLOB.isdisjoint(branch)


def _is_ref_of(branch: str, ref: str) -> bool:
    return fnmatchcase(ref, branch.removeprefix(BUT)) is not branch.startswith(BUT)


def is_glob(name: str) -> bool:
    """Whether a project's name is a pattern."""
    return not _GLOB.isdisjoint(name)


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell a channel. ``workflows``: those that failed; ``before``: how the branch stood.

    ``broke``: what fails now and did not before, workflows and jobs, by their names. ``known``: it is not to
    be told, since the channel has heard of it by another run.
    """

    event: Event
    key: str
    workflows: tuple[Workflow, ...] = ()
    before: Streak | None = None
    broke: tuple[str, ...] = ()
    known: bool = False


@dataclass(frozen=True, slots=True)
class Beside:
    """The other runs of a run's branch. ``whole``: there are no older ones.

    ``heard``: what a channel was told of each, by their ids: keys of notices and of `bot.model.news`.
    """

    runs: Sequence[Run] = ()
    whole: bool = False
    heard: Mapping[str, Collection[str]] = field(default_factory=dict)


def needs_history(subscription: Subscription, run: Run) -> bool:
    """Whether the other runs of its branch decide what is told of the run as it is now."""
    telling = run.failed or run.passed
    return telling and any(each in subscription.events for each in USUAL_EVENTS)


def notices_of(
    subscription: Subscription, run: Run, at: datetime, beside: Beside, told: Collection[str]
) -> tuple[Notice, ...]:
    """What is to be told of it, but for what was.

    A channel that knows that a branch is red hears no more until something else breaks, or it is fixed. What
    a later run has overtaken is not told.
    """
    found, part = [*_failures(subscription, run, at, beside, told)], subscription.part(run)
    status = part.status(at)
    if status == "success":
        found += _fix(subscription, part, beside)
        found.append(Notice(Event.SUCCEEDED, f"succeeded:{_ids(part.newest)}"))
    found += [Notice(Event.ON_HOLD, f"on_hold:{id}") for id in _waiting(part)]
    if status == "canceled":
        found.append(Notice(Event.CANCELED, f"canceled:{_ids(part.newest)}"))
    if part.newest:
        found.append(Notice(Event.STARTED, "started"))
    wanted = [each for each in found if each.event in subscription.events]
    wanted = [each for each in wanted if _happened(each, part) >= subscription.made]
    return tuple(each for each in wanted if f"notice:{each.key}" not in told)


def _failures(
    subscription: Subscription, run: Run, at: datetime, beside: Beside, told: Collection[str]
) -> Iterable[Notice]:
    """What broke that the channel has not heard of, be it with others; and what it has by other runs.

    Of a workflow that it knows to be red this is told apart once it has ended: by its jobs.
    """
    before = subscription.streak(beside.runs, whole=beside.whole)
    later = [each for each in beside.runs if each.pipeline.number > run.pipeline.number]
    stands = subscription.streak([run, *later]).failing
    heard = _heard(before, beside.heard)
    part, tell, known, names = subscription.part(run), list[Workflow](), list[Workflow](), list[str]()
    told_ids = {id for key in told if key.startswith("notice:") for id in failed_ids(key)}
    for each in failing_workflows(part, at):
        if each.name not in stands or each.id[-12:] in told_ids:
            continue
        if each.name not in heard:
            tell.append(each)
            names += [each.name] if each.name not in before.failing else []
        elif each.terminal and each.id in run.jobs and (jobs := heard[each.name]) is not None:
            further = sorted(run.failed_jobs(each) - jobs)
            (tell if further else known).append(each)
            names += further
    never = run.never_started and "" in stands
    if tell or (never and "" not in heard):
        key = f"failed:{_ids(tell) or run.pipeline.id}"
        yield Notice(Event.FAILED, key, tuple(tell), before, tuple(names))
    if known or (never and "" in heard):
        yield Notice(Event.FAILED, f"failed:{_ids(known) or run.pipeline.id}", tuple(known), known=True)


def _heard(before: Streak, told: Mapping[str, Collection[str]]) -> dict[str, frozenset[str] | None]:
    """By the names of the workflows that a channel knows to be red, their jobs that it knows to fail.

    None where these were not read. No name: it knows that nothing started.
    """
    heard = dict[str, frozenset[str] | None]()
    for run in before.reds:
        ids = {id for key in told.get(run.pipeline.id, ()) for id in failed_ids(key)}
        if run.never_started and run.pipeline.id[-12:] in ids:
            heard.setdefault("", None)
        of_it = {each.name for each in run.workflows if each.id[-12:] in ids}
        for each in run.newest:
            if each.name in of_it and each.status in FAILED_STATUSES:
                jobs = run.failed_jobs(each) if each.id in run.jobs else None
                known = heard.get(each.name)
                heard[each.name] = jobs if known is None else known | (jobs or frozenset())
    return {name: jobs for name, jobs in heard.items() if name in before.failing}


def _fix(subscription: Subscription, part: Run, beside: Beside) -> Iterable[Notice]:
    """Of a branch that is green with the run, and was red without it, or before it was rerun."""
    before = subscription.streak([*beside.runs, part.before_rerun], whole=beside.whole)
    if before.red and not subscription.streak([*beside.runs, part]).red:
        yield Notice(Event.FIXED, f"fixed:{_ids(part.newest)}", before=before)


def _waiting(part: Run) -> list[str]:
    """The ends of the ids of what waits, each told once: approvals; a workflow where these aren't read."""
    unread = [each for each in part.newest if each.status == "on_hold" and each.id not in part.jobs]
    workflows = [each.id for each in unread if each.id not in part.jobs_missing]
    return [id[-12:] for id in (*(each.job.id for each in part.approvals), *workflows)]


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
