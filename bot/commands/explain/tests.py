"""`/ci tests`: the tests of a job, those that failed first."""

from dataclasses import dataclass
from typing import Annotated

from bot.command import Command, Context
from bot.grammar import Arg, kinds, line
from bot.model.fault import NotPossible
from bot.model.job_tests import Results
from bot.model.permission import Permission
from bot.model.reference import THIS_THREAD, Reference
from bot.views.cards.tests import TestsCard, tests_card


@dataclass(frozen=True, slots=True)
class TestsArgs:
    job: Annotated[
        Reference,
        Arg(kinds.JOB_REFERENCE, "Whose: 155, last failed, an address; else the one that failed here"),
    ] = THIS_THREAD
    all: Annotated[bool, Arg(kinds.SWITCH, "All of them, as a file", flag="--all")] = False


async def run(args: TestsArgs, ctx: Context) -> TestsCard:
    found = await ctx.find.job(
        args.job, Permission.READ, lambda it: line(COMMAND.syntax, args, job=it), built=True
    )
    job, details = found.built("test results")
    if details.started_at is None and details.stopped_at is None:
        raise NotPossible((f"{job.name} of {job.called} #{job.pipeline.number} has not begun yet.",), ())
    page = await ctx.circleci.list_tests(job.pipeline.project_slug, job.number)
    results = Results(page.items, cut=page.next_page_token is not None)
    return TestsCard(job, results, ctx.scene, live=details.stopped_at is None, everything=args.all)


COMMAND = Command(
    words="tests",
    summary="A job's tests: which failed and why, and the slowest",
    args=TestsArgs,
    permission=Permission.READ,
    run=run,
    view=tests_card,
    examples=("tests 155", "tests last failed", "tests web#155 --all"),
)
