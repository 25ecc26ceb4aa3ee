"""Lines that ask for one thing, or for all of a sort."""

from dataclasses import dataclass, field
from typing import Annotated

from bot.grammar import Arg, Syntax, kinds
from bot.grammar.kinds import LIST_MARK
from bot.model.reference import LIST_START, THIS_THREAD, Mark, ProjectName, Reference
from bot.model.subject import NO_SUBJECT, Subject


@dataclass(frozen=True, slots=True)
class ArtifactArgs:
    job: Annotated[
        Reference,
        Arg(
            kinds.JOB_REFERENCE,
            "Whose: 155, last failed, an address; web@main: its newest green run; else of here",
        ),
    ] = THIS_THREAD
    path: Annotated[str, Arg(kinds.ARTIFACT_PATH, "Its path, or the end of it")] = field(kw_only=True)
    run: Annotated[int | None, Arg(kinds.PARALLEL_RUN, "Which of the parallel runs", flag="--run")] = None

    @property
    def about(self) -> Subject:
        return Subject.of_reference(self.job)


ARTIFACT = Syntax(
    "artifact",
    ArtifactArgs,
    (
        "artifact 155 coverage/index.html",
        "artifact last failed junit.xml",
        "artifact web@main dist/sizes.txt",
    ),
)


@dataclass(frozen=True, slots=True)
class ConfigArgs:
    pipeline: Annotated[
        Reference, Arg(kinds.PIPELINE_REFERENCE, "Whose: #812, last, @branch, an address; else this thread's")
    ] = THIS_THREAD
    source: Annotated[
        bool, Arg(kinds.SWITCH, "As it was written, not as it was compiled", flag="--source")
    ] = False

    @property
    def about(self) -> Subject:
        return Subject.of_reference(self.pipeline)


CONFIG = Syntax("config", ConfigArgs, ("config last", "config #812", "config web@main --source"))


@dataclass(frozen=True, slots=True)
class EnvsArgs:
    project: Annotated[ProjectName | None, Arg(kinds.PROJECT_NAME, "Whose; else this channel's")] = None
    page: Annotated[Mark, Arg(LIST_MARK, "Where to go on", flag="--page", hidden=True)] = LIST_START

    @property
    def about(self) -> Subject:
        return Subject.of_project(self.project)


ENVS = Syntax("envs", EnvsArgs, ("envs", "envs web"))


@dataclass(frozen=True, slots=True)
class JobArgs:
    job: Annotated[
        Reference,
        Arg(kinds.JOB_REFERENCE, "Which one: 155, last failed, an address; else the one that failed here"),
    ] = THIS_THREAD

    @property
    def about(self) -> Subject:
        return Subject.of_reference(self.job)


JOB = Syntax("job", JobArgs, ("job 155", "job web#155", "job last failed"))


@dataclass(frozen=True, slots=True)
class PipelineArgs:
    pipeline: Annotated[
        Reference,
        Arg(
            kinds.PIPELINE_REFERENCE, "Which one: #812, last failed, @branch, an address; else this thread's"
        ),
    ] = THIS_THREAD

    @property
    def about(self) -> Subject:
        return Subject.of_reference(self.pipeline)


PIPELINE = Syntax("pipeline", PipelineArgs, ("pipeline #812", "pipeline last failed", "pipeline web@main"))


@dataclass(frozen=True, slots=True)
class ProjectArgs:
    project: Annotated[ProjectName | None, Arg(kinds.PROJECT_NAME, "Which one; else this channel's")] = None

    @property
    def about(self) -> Subject:
        return Subject.of_project(self.project)


PROJECT = Syntax("project", ProjectArgs, ("project", "project web", "project gh/acme/web"))


@dataclass(frozen=True, slots=True)
class ProjectsArgs:
    page: Annotated[Mark, Arg(LIST_MARK, "Where to go on", flag="--page", hidden=True)] = LIST_START

    @property
    def about(self) -> Subject:
        return NO_SUBJECT


PROJECTS = Syntax("projects", ProjectsArgs, ("projects",))


@dataclass(frozen=True, slots=True)
class WorkflowArgs:
    workflow: Annotated[
        Reference,
        Arg(kinds.WORKFLOW_REFERENCE, "Which one: an address, or its pipeline: #812, last failed, @branch"),
    ] = THIS_THREAD

    @property
    def about(self) -> Subject:
        return Subject.of_reference(self.workflow)


WORKFLOW = Syntax("workflow", WorkflowArgs, ("workflow last failed", "workflow #812", "workflow web@main"))
