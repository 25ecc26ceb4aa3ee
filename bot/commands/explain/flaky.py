"""`/ci flaky`: the tests that fail now and then."""

from bot import lines
from bot.command import Command, Context
from bot.finding.location import looking
from bot.grammar import line
from bot.model.permission import Permission
from bot.model.reference import LIST_START, Target
from bot.model.subject import Scope
from bot.views.lists.flaky import FlakyList, flaky_list

#: Entries of a list.
_MOST = 10


async def run(args: lines.FlakyArgs, ctx: Context) -> FlakyList:
    runs = ctx.find.runs(Target(args.project))
    with looking(None, "", runs.called):
        tests = await runs.flaky_tests()
    worst = sorted(tests, key=lambda each: (-each.times_flaked, each.test_name))
    here, more = args.page.part(worst, _MOST)
    return FlakyList(
        runs.slug,
        runs.called,
        tuple(here),
        len(worst),
        ctx.scene,
        following=line(lines.FLAKY, args, page=more) if more else None,
        first=args.page == LIST_START,
    )


COMMAND = Command(
    lines.FLAKY,
    summary="The tests that fail now and then, the worst first",
    permission=Permission.READ,
    scope=Scope.RUN,
    run=run,
    view=flaky_list,
)
