"""`/ci artifact`: one of a job's files, into the thread.

Slack wants to know a file's length before it takes the file, and what is masked may have another, so it
lies on disk on its way: never more than ``artifact_limit`` bytes, since the download ends there, and as many
again while it is masked.
"""

import asyncio
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from tempfile import TemporaryFile
from typing import BinaryIO, TypeAlias

from bot import lines
from bot.circleci.errors import TooLarge
from bot.circleci.models import Artifact, Workflow
from bot.command import Command, Context
from bot.finding.choice import has_begun
from bot.finding.granted_run import GrantedJob, GrantedRun
from bot.finding.location import looking
from bot.grammar import line
from bot.model.fault import Ambiguous, ArtifactTooLarge, JobProduct, NothingHere, NotInGreenRuns
from bot.model.permission import Permission
from bot.model.reference import Reference
from bot.model.run import newest_attempts
from bot.model.shown import Noun
from bot.model.subject import Scope, Subject
from bot.output import MaskedFile, safe, without_secrets
from bot.output.disk import disk_room
from bot.views.lists.artifacts import SNIPPET, ArtifactCard, artifact_card, snippet

#: How many green runs of a branch are looked through, and how many jobs of each.
RUNS, _JOBS = 5, 100

Candidate: TypeAlias = tuple[GrantedJob, Artifact]


async def run(args: lines.ArtifactArgs, ctx: Context) -> ArtifactCard:
    if args.job.branch is not None and not args.job.names_run:
        return await _fetched(ctx, await _of_branch(args, ctx), green=True)
    try:
        found, path = await ctx.find.job_and_rest(args.job, args.path, built=True, failing=True)
    except Ambiguous:
        return await _fetched(ctx, await _of_several(args, ctx))
    args = replace(args, path=path or args.path)
    job, _ = found.built(JobProduct.ARTIFACTS)
    fit = _fitting(args, [(found, each) for each in await found.artifacts()])
    if not fit and not found.run.exact:
        run = found.run
        fit = _fitting(args, await _left_by(run, newest_attempts(await run.attempts())))
    if not fit:
        reference = Reference.of_number(job.pipeline.project_slug, job.number)
        raise NothingHere(
            "artifact", args.path, job.called, next_line=line(lines.ARTIFACTS, lines.ArtifactsArgs(reference))
        )
    return await _fetched(ctx, _only(args, fit))


async def _of_branch(args: lines.ArtifactArgs, ctx: Context) -> Candidate:
    """In the newest green run of the branch that has it."""
    project = ctx.find.runs(args.job.target)
    looked = 0
    with looking(Noun.PIPELINE, "", project.called):
        async for passed in project.passed():
            workflows = newest_attempts(passed.workflows or ())
            if fit := _fitting(args, await _left_by(passed, workflows)):
                return _only(args, fit)
            if (looked := looked + 1) == RUNS:
                break
    where = line(lines.PIPELINES, lines.PipelinesArgs(Reference(args.job.project, args.job.branch)))
    if not looked:
        raise NothingHere("passing pipeline", args.job.said, project.called, next_line=where)
    raise NotInGreenRuns(args.path, project.called, project.branch, looked, where, project.limited)


async def _of_several(args: lines.ArtifactArgs, ctx: Context) -> Candidate:
    """Where several jobs are meant: of the one that has it."""
    found = await ctx.find.workflows(args.job)
    fit = _fitting(args, await _left_by(found, found.meant))
    if not fit:
        where = line(lines.ARTIFACTS, lines.ArtifactsArgs(args.job))
        raise NothingHere("artifact", args.path, found.called, next_line=where)
    return _only(args, fit)


async def _left_by(found: GrantedRun, workflows: Sequence[Workflow]) -> list[Candidate]:
    """What the jobs of these workflows of a run have left behind."""
    jobs = [
        found.job(each.name, each.job_number, workflow.id)
        for workflow, several in await found.known_jobs(workflows)
        for each in several
        if has_begun(each)
    ][:_JOBS]
    return await found.all_artifacts(jobs)


def _fitting(args: lines.ArtifactArgs, several: Sequence[Candidate]) -> list[Candidate]:
    """Those with this path; where there is none, those whose path ends so."""
    here = [it for it in several if args.run is None or it[1].node_index + 1 == args.run]
    exact = [it for it in here if it[1].path == args.path]
    return exact or [it for it in here if it[1].path.endswith("/" + args.path.lstrip("/"))]


def _only(args: lines.ArtifactArgs, fit: Sequence[Candidate]) -> Candidate:
    if len(fit) == 1:
        return fit[0]
    jobs, runs = {job.number for job, _ in fit}, {each.node_index for _, each in fit}
    choices = []
    for job, each in fit:
        built = job.on_machine()
        reference = Reference.of_number(built.pipeline.project_slug, built.number)
        of = f"{safe(job.name)}: " if len(jobs) > 1 else ""
        one = lines.ArtifactArgs(reference, path=each.path, run=each.node_index + 1)
        by = f"parallel run {one.run}: " if len(runs) > 1 else ""
        choices.append((f"{by}{of}{safe(each.path)}", line(lines.ARTIFACT, one)))
    raise Ambiguous("artifact", tuple(choices))


async def _fetched(ctx: Context, candidate: Candidate, *, green: bool = False) -> ArtifactCard:
    job, artifact = candidate
    with disk_room():
        size, content = await _kept(await _downloaded(ctx, job, artifact))
    return ArtifactCard(job.on_machine(), artifact, size, content, ctx.scene, green)


async def _kept(file: BinaryIO) -> tuple[int, str | MaskedFile]:
    """Its size, and what of it is shared."""
    size = file.tell()
    file.seek(0)
    if size <= SNIPPET and (content := snippet(file.read())) is not None:
        file.close()
        return size, content
    return size, await asyncio.to_thread(without_secrets, file)


async def _downloaded(ctx: Context, job: GrantedJob, artifact: Artifact) -> BinaryIO:
    with ExitStack() as unused:
        file = unused.enter_context(TemporaryFile())
        try:
            async with job.download(artifact, ctx.artifact_limit) as chunks:
                async for chunk in chunks:
                    file.write(chunk)
        except TooLarge as error:
            page = job.on_machine().page(ctx.scene.web)
            raise ArtifactTooLarge(safe(artifact.path), error.limit, error.size, page) from error
        file.flush()  # so that it is known whether the disk took it
        unused.pop_all()
        return file


COMMAND = Command(
    lines.ARTIFACT,
    summary="Post one artifact in the thread",
    permission=Permission.READ,
    scope=Scope.RUN,
    about=lambda args: Subject.of_reference(args.job),
    run=run,
    view=artifact_card,
)
