"""`/ci tests`: the tests of a job, those that failed first."""

from dataclasses import dataclass
from typing import Annotated

from bot.command import Command, Context
from bot.grammar import Arg, kinds, line
from bot.model.fault import NotPossible
from bot.model.job_tests import Results
from bot.model.permission import Permission
from bot.model.reference import HERE, Reference
from bot.views.cards.tests import Tested, tested


@dataclass(frozen=True, slots=True)
class Tests:
    job: Annotated[
        Reference, Arg(kinds.JOB, "Whose: 155, last failed, an address; else the one that failed here")
    ] = HERE
    all: Annotated[bool, Arg(kinds.SWITCH, "All of them, as a file", flag="--all")] = False


async def run(args: Tests, ctx: Context) -> Tested:
    found = await ctx.find.job(
        args.job, Permission.READ, lambda it: line(TESTS.syntax, args, job=it), built=True
    )
    job, details = found.built("test results")
    if details.started_at is None and details.stopped_at is None:
        raise NotPossible((f"{job.name} of {job.called} #{job.pipeline.number} has not begun yet.",), ())
    page = await ctx.circleci.list_tests(job.pipeline.project_slug, job.number)
    results = Results(page.items, cut=page.next_page_token is not None)
    return Tested(job, results, ctx.scene, live=details.stopped_at is None, everything=args.all)


TESTS = Command(
    words="tests",
    summary="A job's tests: which failed and why, and the slowest",
    args=Tests,
    permission=Permission.READ,
    run=run,
    view=tested,
    examples=("tests 155", "tests last failed", "tests web#155 --all"),
)
