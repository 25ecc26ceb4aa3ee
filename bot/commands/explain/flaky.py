"""`/ci flaky`: the tests that fail now and then."""

from bot import lines
from bot.command import Command, Context
from bot.finding.location import looking
from bot.model.permission import Permission
from bot.model.reference import Target
from bot.model.subject import Scope, Subject
from bot.views.lists.flaky import FlakyList, flaky_list


async def run(args: lines.FlakyArgs, ctx: Context) -> FlakyList:
    runs = ctx.find.runs(Target(ctx.find.project_name(args.project)))
    with looking(None, "", runs.called):
        tests = await runs.flaky_tests()
    worst = sorted(tests, key=lambda each: (-each.times_flaked, each.test_name))
    part, place = lines.list_part(lines.FLAKY, args, worst)
    return FlakyList(runs.slug, runs.called, part, len(worst), ctx.scene, limited=runs.limited, **place)


COMMAND = Command(
    lines.FLAKY,
    summary="List flaky tests, worst first",
    permission=Permission.READ,
    scope=Scope.RUN,
    about=lambda args: Subject.of_project(args.project),
    run=run,
    view=flaky_list,
)
