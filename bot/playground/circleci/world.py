"""What exists in the small CircleCI, and what can be done to it.

Time is a parameter of everything here, so that history is made by the same calls as the present.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha1
from typing import Literal

from bot.playground.circleci.people import EVERYBODY, ME, User, identify
from bot.playground.circleci.runs import Start, attempt, keeping
from bot.playground.circleci.script import Outcome, Parameter, Ref, Scripts, Value, declared, ending
from bot.playground.circleci.timeline import COMPILE, Event, Job, Kept, Run, RunState, look


@dataclass(frozen=True, slots=True)
class Organization:
    slug: str
    name: str
    vcs: str

    @property
    def id(self) -> str:
        return identify("organization", self.slug)


@dataclass(frozen=True, slots=True)
class Head:
    """The newest commit of a branch, and how pipelines of it go."""

    subject: str
    author: User
    body: str = ""
    outcomes: Mapping[str, tuple[Outcome, ...]] = field(default_factory=dict)
    errors: tuple[tuple[str, str], ...] = ()
    review: int | None = None

    @property
    def revision(self) -> str:
        said = f"{self.subject}\n{self.body}\n{self.author.login}"
        return sha1(said.encode(), usedforsecurity=False).hexdigest()

    @property
    def skips(self) -> bool:
        """Whether the message says that nothing should be built. https://circleci.com/docs/skip-build/"""
        return any(word in f"{self.subject} {self.body}".lower() for word in ("[ci skip]", "[skip ci]"))


@dataclass(frozen=True, slots=True)
class Definition:
    """A pipeline definition; ``workflows`` are the names of those that it has, none: all."""

    id: str
    name: str
    provider: str
    file_path: str
    workflows: tuple[str, ...] = ()


Plan = Callable[[Ref], Scripts]


@dataclass(eq=False, slots=True)
class Project:
    """``plan`` tells which workflows a branch or tag gets; ``definitions`` are the newest first."""

    slug: str
    name: str
    organization: Organization
    plan: Plan
    created_at: datetime
    source: str = ""
    default_branch: str = "main"
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    definitions: tuple[Definition, ...] = ()
    branches: dict[str, Head] = field(default_factory=dict)
    tags: dict[str, Head] = field(default_factory=dict)
    next_pipeline: int = 1
    next_job: int = 1

    @property
    def id(self) -> str:
        return identify("project", self.slug)

    @property
    def app(self) -> bool:
        """Whether it is connected by the GitHub App, and not by OAuth."""
        return self.slug.startswith("circleci/")

    @property
    def repository(self) -> str:
        return f"https://github.com/{self.organization.name}/{self.name}"

    def number_job(self) -> int:
        """The number of the next job."""
        self.next_job += 1
        return self.next_job - 1

    def head(self, ref: Ref) -> Head | None:
        return self.tags.get(ref.tag) if ref.tag else self.branches.get(ref.branch or "")


@dataclass(eq=False, slots=True)
class Pipeline:
    """A pipeline that was started, whatever became of it."""

    id: str
    number: int
    project: Project
    ref: Ref
    head: Head
    by: User
    trigger: str
    created_at: datetime
    settled_at: datetime
    errors: tuple[tuple[str, str], ...] = ()
    parameters: Mapping[str, Value] = field(default_factory=dict)
    definition: Definition | None = None
    scripts: Scripts = ()
    runs: list[Run] = field(default_factory=list)

    def state(self, now: datetime) -> Literal["pending", "errored", "created"]:
        if now < self.settled_at:
            return "pending"
        return "errored" if self.errors else "created"

    def visible(self, now: datetime) -> list[Run]:
        """The runs that there are at ``now``, the newest first."""
        return sorted((run for run in self.runs if run.created_at <= now), key=_age, reverse=True)


def _age(run: Run) -> tuple[datetime, int]:
    return run.created_at, run.attempt


class World:
    """Everything, by the names under which it is asked for."""

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
        return look(run, self.clock())

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
        if scripts is None:
            scripts = () if head.skips and not project.app else ending(project.plan(ref), head.outcomes)
        if definition and definition.workflows:
            scripts = tuple(script for script in scripts if script.name in definition.workflows)
        number = project.next_pipeline
        project.next_pipeline += 1
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
            errors=head.errors or declared(project.parameters, parameters),
            parameters=dict(parameters),
            definition=definition,
            scripts=scripts,
        )
        self.pipelines[pipeline.id] = pipeline
        if not pipeline.errors:
            for script in scripts:
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
    ) -> Run:
        """Run the jobs that are named once more, in a new run of the workflow, and all that need them."""
        at = at or self.clock()
        start = Start(at, (by or self.me).id, pace or self.speed)
        return self._run(self.pipelines[run.pipeline], run.name, start, keeping(run, again, at))

    def _run(self, pipeline: Pipeline, name: str, start: Start, kept: Mapping[str, Kept] = {}) -> Run:
        script = next(script for script in pipeline.scripts if script.name == name)
        earlier = next((run for run in reversed(pipeline.runs) if run.name == name), None)
        project = pipeline.project
        run = attempt(pipeline.id, project.slug, script, start, project.number_job, earlier, kept)
        pipeline.runs.append(run)
        self.runs[run.id] = run
        for job in run.jobs:
            self.jobs[job.id] = (run, job)
            if job.number is not None:
                self.numbers[project.slug, job.number] = (run, job)
        return run

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
