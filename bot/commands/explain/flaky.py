"""`/ci flaky`: the tests that fail now and then."""

import asyncio
from collections.abc import Sequence

from bot import lines
from bot.circleci.errors import NotFound
from bot.circleci.models import FlakyTest
from bot.circleci.slug import ProjectSlug
from bot.command import Command, Context
from bot.grammar import line
from bot.model.fault import NothingHere
from bot.model.permission import Permission
from bot.model.reference import LIST_START
from bot.policy.decide import Verdict
from bot.views.lists.flaky import FlakyList, flaky_list

#: Entries of a list, and how many pipelines are looked up at most where not every branch may be read.
_MOST, _PIPELINES = 10, 30


async def run(args: lines.FlakyArgs, ctx: Context) -> FlakyList:
    project = ctx.find.project(args.project, Permission.READ)
    try:
        found = await ctx.circleci.insights.flaky_tests(project.slug)
    except NotFound as error:
        raise NothingHere("project", project.called) from error
    tests = await _readable(ctx, project.slug, found.flaky_tests)
    worst = sorted(tests, key=lambda each: (-each.times_flaked, each.test_name))
    here, more = args.page.part(worst, _MOST)
    return FlakyList(
        project.slug,
        project.called,
        tuple(here),
        len(worst),
        ctx.scene,
        following=line(lines.FLAKY, args, page=more) if more else None,
        first=args.page == LIST_START,
    )


async def _readable(ctx: Context, slug: ProjectSlug, tests: Sequence[FlakyTest]) -> Sequence[FlakyTest]:
    """Those that may be shown here: of all branches, so each is looked up where not every one may be read."""
    if ctx.access.decide(Permission.READ, slug, ref_known=False).verdict is Verdict.ALLOWED:
        return tests
    numbers = sorted({each.pipeline_number for each in tests if each.pipeline_number}, reverse=True)
    readable = await asyncio.gather(*(_is_readable(ctx, slug, each) for each in numbers[:_PIPELINES]))
    shown = {number for number, fits in zip(numbers, readable, strict=False) if fits}
    return [each for each in tests if each.pipeline_number in shown]


async def _is_readable(ctx: Context, slug: ProjectSlug, number: int) -> bool:
    try:
        return ctx.find.readable(await ctx.circleci.get_pipeline_by_number(slug, number))
    except NotFound:
        return False


COMMAND = Command(
    lines.FLAKY,
    summary="The tests that fail now and then, the worst first",
    permission=Permission.READ,
    run=run,
    view=flaky_list,
)
