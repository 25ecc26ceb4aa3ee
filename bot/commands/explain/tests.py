"""`/ci tests`: the tests of a job, those that failed first."""

from bot import lines
from bot.command import Command, Context
from bot.model.fault import JobHasNone, JobProduct, JobReason
from bot.model.job_tests import Results
from bot.model.permission import Permission
from bot.model.subject import Scope, Subject
from bot.views.cards.tests import TestsCard, tests_card


async def run(args: lines.TestsArgs, ctx: Context) -> TestsCard:
    found = await ctx.find.job(args.job, built=True, failing=True)
    job, details = found.built(JobProduct.TESTS)
    if details.started_at is None and details.stopped_at is None:
        raise JobHasNone(JobProduct.TESTS, JobReason.NOT_BEGUN, job.name)
    page = await found.tests()
    results = Results(page.items, page.next_page_token)
    return TestsCard(job, results, ctx.scene, live=details.stopped_at is None, everything=args.all)


COMMAND = Command(
    lines.TESTS,
    summary="Show a job's failed and slowest tests",
    permission=Permission.READ,
    scope=Scope.RUN,
    about=lambda args: Subject.of_reference(args.job),
    run=run,
    view=tests_card,
)
