"""`/ci artifact`: one of a job's files, into the thread.

Slack wants to know a file's length before it takes the file, so the whole is held in memory, once, on its
way: never more than ``artifact_limit`` bytes, since the download ends there. Without its secrets it goes to
disk.
"""

import asyncio
from collections.abc import Sequence
from io import BytesIO
from typing import TypeAlias

from bot import lines
from bot.circleci.errors import TooLarge
from bot.circleci.models import Artifact as Found
from bot.command import Command, Context
from bot.finding.choice import has_begun
from bot.finding.found import FoundPipeline
from bot.grammar import line
from bot.model.fault import Ambiguous, ArtifactTooLarge, JobProduct, NothingHere, NotInGreenRuns
from bot.model.permission import Permission
from bot.model.reference import Reference, Target
from bot.model.run import BuiltJob, newest_attempts
from bot.output import safe, without_secrets
from bot.reading.runs import jobs_of
from bot.views.cards.artifact import ArtifactCard, artifact_card, snippet

#: How many green runs of a branch are looked through, and how many jobs of each.
RUNS, _JOBS = 5, 100

Candidate: TypeAlias = tuple[BuiltJob, Found]


async def run(args: lines.ArtifactArgs, ctx: Context) -> ArtifactCard:
    green = args.job == Reference(args.job.said, args.job.project, args.job.branch, page=args.job.page)
    if args.job.branch is not None and green:
        job, one = await _of_branch(args, ctx)
        return await _fetched(ctx, job, one, green=True)
    found = await ctx.find.job(
        args.job, Permission.READ, lambda it: line(lines.ARTIFACT, args, job=it), built=True
    )
    job, _ = found.built(JobProduct.ARTIFACTS)
    artifacts = await ctx.circleci.list_artifacts(job.pipeline.project_slug, job.number)
    fit = _fitting(args, [(job, each) for each in artifacts])
    if not fit:
        reference = Reference.of_number(job.pipeline.project_slug, job.number)
        there = line(lines.ARTIFACTS, lines.ArtifactsArgs(reference))
        raise NothingHere("artifact", args.path, job.called, next=there)
    _, one = _only(args, fit)
    return await _fetched(ctx, job, one)


async def _of_branch(args: lines.ArtifactArgs, ctx: Context) -> Candidate:
    """In the newest green run of the branch that has it."""
    target = Target(args.job.project, args.job.branch)
    project = ctx.find.project(target, Permission.READ)
    looked = 0
    async for passed in ctx.find.passed(project):
        if fit := _fitting(args, await _left_by(ctx, passed)):
            return _only(args, fit)
        if (looked := looked + 1) == RUNS:
            break
    where = line(lines.PIPELINES, lines.PipelinesArgs(target))
    if not looked:
        raise NothingHere("green run", args.job.said, project.called, next=where)
    raise NotInGreenRuns(args.path, project.called, project.branch, looked, where)


async def _left_by(ctx: Context, found: FoundPipeline) -> list[Candidate]:
    """What the jobs of a run have left behind."""
    jobs = [
        BuiltJob(found.pipeline, found.called, each.name, each.job_number, workflow.id)
        for workflow, several in await jobs_of(ctx.circleci, newest_attempts(found.workflows or ()))
        for each in several
        if has_begun(each) and each.job_number is not None
    ][:_JOBS]
    slug = found.pipeline.project_slug
    left = await asyncio.gather(*(ctx.circleci.list_artifacts(slug, job.number) for job in jobs))
    return [(job, each) for job, artifacts in zip(jobs, left, strict=True) for each in artifacts]


def _fitting(args: lines.ArtifactArgs, several: Sequence[Candidate]) -> list[Candidate]:
    """Those with this path; where there is none, those whose path ends so."""
    here = [it for it in several if args.run is None or it[1].node_index + 1 == args.run]
    exact = [it for it in here if it[1].path == args.path]
    return exact or [it for it in here if it[1].path.endswith("/" + args.path.lstrip("/"))]


def _only(args: lines.ArtifactArgs, fit: Sequence[Candidate]) -> Candidate:
    if len(fit) == 1:
        return fit[0]
    jobs = {job.number for job, _ in fit}
    choices = []
    for job, each in fit:
        reference = Reference.of_number(job.pipeline.project_slug, job.number)
        of = f"{safe(job.name)}: " if len(jobs) > 1 else ""
        one = lines.ArtifactArgs(reference, path=each.path, run=each.node_index + 1)
        choices.append((f"{of}{safe(each.path)}, run {one.run}", line(lines.ARTIFACT, one)))
    raise Ambiguous("artifact", args.path, tuple(choices))


async def _fetched(ctx: Context, job: BuiltJob, artifact: Found, *, green: bool = False) -> ArtifactCard:
    content = await _content(ctx, job, artifact)
    large = snippet(content) is None
    hidden = await asyncio.to_thread(without_secrets, content) if large else None
    return ArtifactCard(job, artifact, content, ctx.scene, green, hidden)


async def _content(ctx: Context, job: BuiltJob, artifact: Found) -> bytes:
    content = BytesIO()  # its value is the buffer itself, not a copy
    try:
        async with ctx.circleci.download(artifact.url, limit=ctx.artifact_limit) as chunks:
            async for chunk in chunks:
                content.write(chunk)
    except TooLarge as error:
        page = job.page(ctx.circleci.web)
        raise ArtifactTooLarge(safe(artifact.path), error.limit, error.size, page) from error
    return content.getvalue()


COMMAND = Command(
    lines.ARTIFACT,
    summary="One of a job's files, into the thread",
    permission=Permission.READ,
    run=run,
    view=artifact_card,
)
