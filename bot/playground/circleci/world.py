"""What exists in the small CircleCI, and what can be done to it.

Time is a parameter of everything here, so that history is made by the same calls as the present.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from bot.playground.circleci.people import EVERYBODY, ME, User, identify
from bot.playground.circleci.projects import Definition, Head, Organization, Project, first_config, planned
from bot.playground.circleci.runs import Maker, Rerun, Start, following, keeping
from bot.playground.circleci.script import JobScript, Ref, Scripts, Value, declared
from bot.playground.circleci.timeline import COMPILE, Event, Job, Run, RunState, look


@dataclass(eq=False, slots=True)
class Pipeline:
    """A pipeline that was started, whatever became of it.

    ``unfold`` starts what has begun by itself since it was asked last.
    """

    id: str
    number: int
    project: Project
    ref: Ref
    head: Head
    by: User
    trigger: str
    created_at: datetime
    settled_at: datetime
    unfold: Callable[["Pipeline", datetime], None]
    errors: tuple[tuple[str, str], ...] = ()
    parameters: Mapping[str, Value] = field(default_factory=dict)
    definition: Definition | None = None
    scripts: Scripts = ()
    runs: list[Run] = field(default_factory=list)

    def state(self, now: datetime) -> Literal["pending", "setup-pending", "setup", "errored", "created"]:
        """With a setup workflow, it is `setup` until that has succeeded: for good, if it does not."""
        setup = any(script.setup for script in self.scripts)
        if now < self.settled_at:
            return "setup-pending" if setup else "pending"
        if self.errors:
            return "errored"
        return "setup" if setup and all(run.setup for run in self.visible(now)) else "created"

    def visible(self, now: datetime) -> list[Run]:
        """The runs that there are at ``now``, the newest first."""
        self.unfold(self, now)
        return sorted((run for run in self.runs if run.created_at <= now), key=_age, reverse=True)


def _age(run: Run) -> tuple[datetime, int]:
    return run.created_at, run.attempt


class World:
    """Everything, by the names under which it is asked for.

    ``restricted``: the ids of the users who may use a context, by its name; everybody may use the others.
    """

    def __init__(self, clock: Callable[[], datetime], speed: float = 1.0) -> None:
        self.clock = clock
        self.speed = speed
        self.me = ME
        self.users = {user.id: user for user in EVERYBODY}
        self.organizations: dict[str, Organization] = {}
        self.projects: dict[str, Project] = {}
        self.pipelines: dict[str, Pipeline] = {}
        self.runs: dict[str, Run] = {}
        self.jobs: dict[str, tuple[Run, Job]] = {}
        self.numbers: dict[tuple[str, int], tuple[Run, Job]] = {}
        self.restricted: dict[str, frozenset[str]] = {}
        self._ended: dict[str, tuple[int, RunState]] = {}

    def add(self, project: Project) -> Project:
        self.organizations.setdefault(project.organization.slug, project.organization)
        self.projects[project.slug] = project
        return project

    def of_project(self, project: Project) -> list[Pipeline]:
        """A project's pipelines, the newest first."""
        return sorted(
            (pipeline for pipeline in self.pipelines.values() if pipeline.project is project),
            key=lambda pipeline: pipeline.number,
            reverse=True,
        )

    def state(self, run: Run) -> RunState:
        """Where a run stands now. What has ended is looked at once, unless somebody does something to it."""
        known = self._ended.get(run.id)
        if known and known[0] == len(run.events):
            return known[1]
        state = look(run, self.clock())
        if state.stopped_at:
            self._ended[run.id] = (len(run.events), state)
        return state

    def start(
        self,
        project: Project,
        ref: Ref,
        *,
        at: datetime | None = None,
        head: Head | None = None,
        by: User | None = None,
        trigger: str = "api",
        parameters: Mapping[str, Value] | None = None,
        definition: Definition | None = None,
        scripts: Scripts | None = None,
        pace: float | None = None,
    ) -> Pipeline:
        """Start a pipeline: it is pending first, and has its workflows once its configuration is compiled."""
        at, pace, parameters = at or self.clock(), pace or self.speed, parameters or {}
        head = head or project.head(ref)
        if head is None:
            raise LookupError(f"{project.slug} has no {ref}")
        scripts = planned(project, ref, head) if scripts is None else scripts
        if definition and definition.workflows:
            scripts = tuple(script for script in scripts if script.name in definition.workflows)
        number = project.number_pipeline()
        settled = at + timedelta(seconds=COMPILE / pace)
        pipeline = Pipeline(
            id=identify(project.slug, "pipeline", number),
            number=number,
            project=project,
            ref=ref,
            head=head,
            by=by or self.me,
            trigger=trigger,
            created_at=at,
            settled_at=settled,
            unfold=self._unfold,
            errors=head.errors or declared(first_config(project, definition, scripts).parameters, parameters),
            parameters=dict(parameters),
            definition=definition,
            scripts=scripts,
        )
        self.pipelines[pipeline.id] = pipeline
        if not pipeline.errors:
            for script in [script for script in scripts if script.setup] or scripts:
                self._run(pipeline, script.name, Start(settled, pipeline.by.id, pace))
        return pipeline

    def rerun(
        self,
        run: Run,
        again: frozenset[str],
        *,
        at: datetime | None = None,
        by: User | None = None,
        pace: float | None = None,
        ssh: bool = False,
    ) -> Run:
        """Run the jobs that are named once more, in a new run of the workflow, and all that need them."""
        at = at or self.clock()
        pipeline = self.pipelines[run.pipeline]
        self._unfold(pipeline, at)
        start = Start(at, (by or self.me).id, pace or self.speed)
        rerun = Rerun(run, keeping(run, again, at), again if ssh else frozenset())
        return self._run(pipeline, run.name, start, rerun)

    def _unfold(self, pipeline: Pipeline, now: datetime) -> None:
        if not any(script.setup or script.auto_reruns for script in pipeline.scripts):
            return
        while begun := list(following(pipeline.scripts, pipeline.runs, now)):
            for name, start, rerun in begun:
                self._run(pipeline, name, start, rerun)

    def _run(self, pipeline: Pipeline, name: str, start: Start, rerun: Rerun | None = None) -> Run:
        project = pipeline.project
        script = next(script for script in pipeline.scripts if script.name == name)
        nth = sum(run.name == name for run in pipeline.runs)
        maker = Maker(pipeline.id, project.slug, project.number_job, project.number_approval, self._allowed)
        run = maker.make(script, nth, start, rerun)
        pipeline.runs.append(run)
        self.runs[run.id] = run
        for job in run.jobs:
            self.jobs[job.id] = (run, job)
            if job.number is not None and not job.script.approval:  # whose number leads to nothing
                self.numbers[project.slug, job.number] = (run, job)
        return run

    def _allowed(self, script: JobScript) -> frozenset[str] | None:
        allowed = [self.restricted[name] for name in script.contexts if name in self.restricted]
        return frozenset.intersection(*allowed) if allowed else None

    def record(
        self,
        run: Run,
        kind: Literal["approve", "cancel", "hurry"],
        *,
        job: str | None = None,
        at: datetime | None = None,
        by: User | None = None,
    ) -> None:
        """Remember what somebody did to a run, or to one job of it."""
        run.events.append(Event(at or self.clock(), kind, (by or self.me).id, job))
