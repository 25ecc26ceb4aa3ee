"""`/ci artifacts`: what a job has left behind."""

from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Annotated

from bot.circleci.models import Artifact
from bot.command import Command, Context
from bot.grammar import Arg, kinds, line
from bot.model.fault import BadValue, NotPossible
from bot.model.permission import Permission
from bot.model.target import HERE, Reference
from bot.views.artifacts import Listed, Place, listed
from bot.views.scene import Scene
from bot.views.text import said

MOST = 10


@dataclass(frozen=True, slots=True)
class Artifacts:
    job: Annotated[
        Reference, Arg(kinds.JOB, "Whose: 155, last failed, an address; else the one that failed here")
    ] = HERE
    match: Annotated[str | None, Arg(kinds.GLOB, "Only paths like this", flag="--match")] = None
    page: Annotated[str | None, Arg(kinds.PAGE, "Where to go on", flag="--page", hidden=True)] = None


async def run(args: Artifacts, ctx: Context) -> Listed:
    def again(reference: Reference) -> str:
        return line(ARTIFACTS.syntax, replace(args, job=reference))

    start = _start(args.page)
    found = await ctx.find.job(args.job, Permission.READ, again)
    if found.number is None:
        raise NotPossible((f"{found.name} is an approval, and has no artifacts.",), ())
    scene = Scene(ctx.circleci.web, ctx.now(), ctx.actor.id)
    job = Place(found.pipeline, found.called, found.name, found.number, found.workflow_id, scene)
    artifacts = await ctx.circleci.list_artifacts(found.pipeline.project_slug, found.number)
    fit = [each for each in artifacts if args.match is None or fnmatchcase(each.path, args.match)]
    end = start + MOST
    next_page = replace(args, job=Reference(job.reference, number=found.number), page=str(end))
    return Listed(
        job,
        tuple((each, _fetch(job, each)) for each in fit[start:end]),
        len(fit),
        args.match,
        following=line(ARTIFACTS.syntax, next_page) if end < len(fit) else None,
        first=args.page is None,
    )


def _start(page: str | None) -> int:
    if page is None:
        return 0
    if not page.isdecimal():
        raise BadValue(page, "a page", "only the button of a list knows it", "artifacts")
    return int(page)


def _fetch(job: Place, artifact: Artifact) -> str:
    """The line that fetches it."""
    return said("artifact", "--node", str(artifact.node_index), "--", job.reference, artifact.path)


ARTIFACTS = Command(
    words="artifacts",
    summary="The files that a job has left behind",
    args=Artifacts,
    permission=Permission.READ,
    run=run,
    view=listed,
    examples=("artifacts 155", "artifacts web#155 --match *.xml", "artifacts last failed"),
)
