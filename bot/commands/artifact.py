"""`/ci artifact`: one of a job's files, into the thread.

Slack wants to know a file's length before it takes the file, so the whole is held in memory, once, on its
way: never more than ``artifact_limit`` bytes, since the download ends there.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Annotated

from bot.circleci.models import Artifact as Found
from bot.command import Command, Context
from bot.grammar import Arg, Kind, kinds, line
from bot.model.fault import Ambiguous, NothingHere
from bot.model.permission import Permission
from bot.model.run import BuiltJob
from bot.model.target import HERE, Reference
from bot.views.artifacts import Fetched, fetched


def _node(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 5):
        raise ValueError("it is the number of a parallel run, from 0")
    return int(text)


NODE: Kind[int] = Kind("number", "a parallel run", "0", _node)


@dataclass(frozen=True, slots=True)
class Artifact:
    job: Annotated[
        Reference, Arg(kinds.JOB, "Whose: 155, last failed, an address; else the one that failed here")
    ] = HERE
    path: Annotated[str, Arg(kinds.PATH, "Its path, or the end of it")] = field(kw_only=True)
    node: Annotated[int | None, Arg(NODE, "Which of the parallel runs", flag="--node")] = None


async def run(args: Artifact, ctx: Context) -> Fetched:
    job, artifacts = await ctx.find.artifacts(
        args.job, Permission.READ, lambda it: line(ARTIFACT.syntax, args, job=it)
    )
    one = _one(args, job, artifacts)
    content = BytesIO()  # its value is the buffer itself, not a copy
    async with ctx.circleci.download(one.url, limit=ctx.artifact_limit) as chunks:
        async for chunk in chunks:
            content.write(chunk)
    return Fetched(job, one, content.getvalue(), ctx.scene)


def _one(args: Artifact, job: BuiltJob, artifacts: Sequence[Found]) -> Found:
    """The artifact with this path, or the only one whose path ends so."""
    here = [each for each in artifacts if args.node is None or each.node_index == args.node]
    fit = [each for each in here if each.path == args.path]
    fit = fit or [each for each in here if each.path.endswith("/" + args.path.lstrip("/"))]
    if not fit:
        reference = Reference.of_job(job.pipeline.project_slug, job.number)
        raise NothingHere("artifact", args.path, job.called, next=f"artifacts {reference.said}")
    if len(fit) == 1:
        return fit[0]
    reference = Reference.of_job(job.pipeline.project_slug, job.number)
    choices = [(each, Artifact(reference, path=each.path, node=each.node_index)) for each in fit]
    labels = [f"{each.path}, run {each.node_index}" for each, _ in choices]
    lines = [line(ARTIFACT.syntax, choice) for _, choice in choices]
    raise Ambiguous("artifact", args.path, tuple(zip(labels, lines, strict=True)))


ARTIFACT = Command(
    words="artifact",
    summary="One of a job's files, into the thread",
    args=Artifact,
    permission=Permission.READ,
    run=run,
    view=fetched,
    examples=("artifact 155 coverage/index.html", "artifact last failed junit.xml"),
)
