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
            "Which job: its number, last failed or a link; for web@main, the newest that passed",
        ),
    ] = AT_HAND
    path: Annotated[str, Arg(kinds.ARTIFACT_PATH, "The path, or the end of it")] = field(kw_only=True)
    run: Annotated[int | None, Arg(kinds.PARALLEL_RUN, "Which parallel run", flag="--run", rare=True)] = None


@dataclass(frozen=True, slots=True)
class ConfigArgs:
    pipeline: Annotated[
        Reference, Arg(kinds.PIPELINE_REFERENCE, "Which pipeline: #812, last, @branch or a link")
    ] = AT_HAND
    source: Annotated[bool, Arg(kinds.SWITCH, "The file as written, before compiling", flag="--source")] = (
        False
    )


@dataclass(frozen=True, slots=True)
class EnvsArgs:
    project: ChannelProject = AT_HAND
    page: ListMark = LIST_START


@dataclass(frozen=True, slots=True)
class JobArgs:
    job: Annotated[
        Reference,
        Arg(kinds.JOB_REFERENCE, "Which job: its number or name, last failed, #812 or a link"),
    ] = AT_HAND


@dataclass(frozen=True, slots=True)
class PipelineArgs:
    pipeline: Annotated[
        Reference,
        Arg(kinds.PIPELINE_REFERENCE, "Which pipeline: #812, last failed, @branch or a link"),
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
        Arg(kinds.WORKFLOW_REFERENCE, "Which workflow or its pipeline: #812, last failed, @branch or a link"),
    ] = AT_HAND


ARTIFACT = Syntax(
    "artifact",
    ArtifactArgs,
    (
        "artifact 5266 test-results/junit.xml",
        "artifact last failed junit.xml",
        "artifact web@main dist/sizes.txt",
    ),
)
CONFIG = Syntax("config", ConfigArgs, ("config", "config #812", "config web@main --source"))
ENVS = Syntax("envs", EnvsArgs, ("envs", "envs web"))
JOB = Syntax("job", JobArgs, ("job 5266", "job web#5266", "job last failed"))
PIPELINE = Syntax("pipeline", PipelineArgs, ("pipeline #812", "pipeline last failed", "pipeline web@main"))
PROJECT = Syntax("project", ProjectArgs, ("project", "project web", "project gh/acme/web"))
PROJECTS = Syntax("projects", ProjectsArgs, ("projects",))
WORKFLOW = Syntax("workflow", WorkflowArgs, ("workflow last failed", "workflow #812", "workflow web@main"))
