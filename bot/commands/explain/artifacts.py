"""`/ci artifacts`: what a job has left behind."""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Annotated

from bot.circleci.models import Artifact
from bot.command import Command, Context
from bot.grammar import Arg, kinds, line
from bot.model.permission import Permission
from bot.model.reference import LIST_START, THIS_THREAD, Mark, Reference
from bot.views.lists.artifacts import ArtifactList, artifact_list
from bot.views.parts.text import said

_MOST = 10


@dataclass(frozen=True, slots=True)
class ArtifactsArgs:
    job: Annotated[
        Reference,
        Arg(kinds.JOB_REFERENCE, "Whose: 155, last failed, an address; else the one that failed here"),
    ] = THIS_THREAD
    match: Annotated[str | None, Arg(kinds.GLOB, "Only paths like this", flag="--match")] = None
    page: Annotated[Mark, Arg(kinds.LIST_MARK, "Where to go on", flag="--page", hidden=True)] = LIST_START


async def run(args: ArtifactsArgs, ctx: Context) -> ArtifactList:
    found = await ctx.find.job(
        args.job, Permission.READ, lambda it: line(COMMAND.syntax, args, job=it), built=True
    )
    job, details = found.built("artifacts")
    artifacts = await ctx.circleci.list_artifacts(job.pipeline.project_slug, job.number)
    reference = Reference.of_job(job.pipeline.project_slug, job.number)
    fit = [each for each in artifacts if args.match is None or fnmatchcase(each.path, args.match)]
    here, more = args.page.part(fit, _MOST)
    return ArtifactList(
        job,
        tuple((each, _fetch(reference, each)) for each in here),
        len(fit),
        ctx.scene,
        args.match,
        following=line(COMMAND.syntax, args, job=reference, page=more) if more else None,
        first=args.page == LIST_START,
        live=details.stopped_at is None,
    )


def _fetch(job: Reference, artifact: Artifact) -> str | None:
    """The line that fetches it. One without a path or an address can't be asked for."""
    if not artifact.path.strip() or not artifact.url:
        return None
    return said("artifact", "--run", str(artifact.node_index + 1), "--", job.said, artifact.path)


COMMAND = Command(
    words="artifacts",
    summary="The files that a job has left behind",
    args=ArtifactsArgs,
    permission=Permission.READ,
    run=run,
    view=artifact_list,
    examples=("artifacts 155", "artifacts web#155 --match *.xml", "artifacts last failed"),
)
