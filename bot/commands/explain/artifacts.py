"""`/ci artifacts`: a job's artifacts, first what tells of failures."""

from dataclasses import replace
from fnmatch import fnmatchcase

from bot import lines
from bot.circleci.models import Artifact
from bot.command import Command, Context
from bot.finding.granted_run import GrantedJob
from bot.grammar import line
from bot.model.fault import JobProduct, NothingHere
from bot.model.line import Line
from bot.model.permission import Permission
from bot.model.reference import Reference
from bot.model.shown import Noun
from bot.model.subject import Scope, Subject
from bot.output.telling import telling_rank
from bot.views.lists.artifacts import ArtifactList, artifact_list


async def run(args: lines.ArtifactsArgs, ctx: Context) -> ArtifactList:
    found, glob = await ctx.find.job_and_rest(args.job, "", built=True, failing=True, artifacts=True)
    args = replace(args, match=args.match or _glob(glob, found))
    job, details = found.built(JobProduct.ARTIFACTS)
    artifacts = await found.artifacts()
    reference = Reference.of_number(job.pipeline.project_slug, job.number)
    fit = [each for each in artifacts if args.match is None or fnmatchcase(each.path, args.match)]
    fit.sort(key=lambda each: telling_rank(each.path))
    part, place = lines.list_part(lines.ARTIFACTS, replace(args, job=reference), fit)
    return ArtifactList(
        job,
        tuple((each, _fetch(reference, each)) for each in part),
        len(fit),
        ctx.scene,
        args.match,
        live=details.stopped_at is None,
        before=args.page.offset + args.page.skipped(lines.PAGE_LENGTH),
        **place,
    )


def _glob(said: str, found: GrantedJob) -> str | None:
    """``*.png`` says the same as ``--match *.png``."""
    if said and not set(said) & set("*?[."):
        raise NothingHere(Noun.JOB.value, said, found.run.called)
    return said or None


def _fetch(job: Reference, artifact: Artifact) -> Line | None:
    """The line that fetches it. One without a path or an address can't be asked for."""
    if not artifact.path.strip() or not artifact.url:
        return None
    one = lines.ArtifactArgs(job, path=artifact.path, run=artifact.node_index + 1)
    return line(lines.ARTIFACT, one)


COMMAND = Command(
    lines.ARTIFACTS,
    summary="List a job's artifacts",
    permission=Permission.READ,
    scope=Scope.RUN,
    about=lambda args: Subject.of_reference(args.job),
    run=run,
    view=artifact_list,
)
