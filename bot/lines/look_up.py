"""Lines that ask for one thing, or for all of a sort."""

from dataclasses import dataclass, field
from typing import Annotated

from bot.grammar import Arg, Syntax, kinds
from bot.lines.arguments import ChannelProject
from bot.lines.paging import ListMark
from bot.model.reference import AT_HAND, LIST_START, Reference


@dataclass(frozen=True, slots=True)
class ArtifactArgs:
    job: Annotated[
        Reference,
        Arg(
            kinds.JOB_REFERENCE,
            "Whose: 155, last failed, an address; web@main: its newest green run; else of here",
        ),
    ] = AT_HAND
    path: Annotated[str, Arg(kinds.ARTIFACT_PATH, "Its path, or the end of it")] = field(kw_only=True)
    run: Annotated[int | None, Arg(kinds.PARALLEL_RUN, "Which of the parallel runs", flag="--run")] = None


@dataclass(frozen=True, slots=True)
class ConfigArgs:
    pipeline: Annotated[
        Reference, Arg(kinds.PIPELINE_REFERENCE, "Whose: #812, last, @branch, an address; else this thread's")
    ] = AT_HAND
    source: Annotated[
        bool, Arg(kinds.SWITCH, "As it was written, not as it was compiled", flag="--source")
    ] = False


@dataclass(frozen=True, slots=True)
class EnvsArgs:
    project: Annotated[Reference, Arg(kinds.PROJECT_REFERENCE, "Whose; else this channel's")] = AT_HAND
    page: ListMark = LIST_START


@dataclass(frozen=True, slots=True)
class JobArgs:
    job: Annotated[
        Reference,
        Arg(kinds.JOB_REFERENCE, "Which one: 155, last failed, an address; else the one that failed here"),
    ] = AT_HAND


@dataclass(frozen=True, slots=True)
class PipelineArgs:
    pipeline: Annotated[
        Reference,
        Arg(
            kinds.PIPELINE_REFERENCE, "Which one: #812, last failed, @branch, an address; else this thread's"
        ),
    ] = AT_HAND


@dataclass(frozen=True, slots=True)
class ProjectArgs:
    project: ChannelProject = AT_HAND


@dataclass(frozen=True, slots=True)
class ProjectsArgs:
    page: ListMark = LIST_START


@dataclass(frozen=True, slots=True)
class WorkflowArgs:
    workflow: Annotated[
        Reference,
        Arg(kinds.WORKFLOW_REFERENCE, "Which one: an address, or its pipeline: #812, last failed, @branch"),
    ] = AT_HAND


ARTIFACT = Syntax(
    "artifact",
    ArtifactArgs,
    (
        "artifact 155 coverage/index.html",
        "artifact last failed junit.xml",
        "artifact web@main dist/sizes.txt",
    ),
)
CONFIG = Syntax("config", ConfigArgs, ("config last", "config #812", "config web@main --source"))
ENVS = Syntax("envs", EnvsArgs, ("envs", "envs web"))
JOB = Syntax("job", JobArgs, ("job 155", "job web#155", "job last failed"))
PIPELINE = Syntax("pipeline", PipelineArgs, ("pipeline #812", "pipeline last failed", "pipeline web@main"))
PROJECT = Syntax("project", ProjectArgs, ("project", "project web", "project gh/acme/web"))
PROJECTS = Syntax("projects", ProjectsArgs, ("projects",))
WORKFLOW = Syntax("workflow", WorkflowArgs, ("workflow last failed", "workflow #812", "workflow web@main"))
