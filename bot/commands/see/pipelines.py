"""`/ci pipelines`: the recent ones, ten at a time."""

from bot import lines
from bot.circleci.models import Pipeline
from bot.command import Command, Context
from bot.finding.granted_runs import GrantedRuns
from bot.finding.location import looking
from bot.model.permission import Permission
from bot.model.reference import Mark
from bot.model.shown import Noun
from bot.model.subject import Scope, Subject
from bot.views.lists.pipelines import PipelineList, pipeline_list

#: How many of CircleCI's pages are read at most to find a list's.
_PAGES = 3


async def run(args: lines.PipelinesArgs, ctx: Context) -> PipelineList:
    runs = ctx.find.runs(await ctx.find.target(args.target))
    with looking(Noun.PIPELINE, "", runs.called):
        pipelines, mark = await (_mine(args, runs, ctx) if args.mine else _some(args, runs))
        shown = await runs.runs_of(pipelines)
    return PipelineList(
        runs.slug,
        runs.called,
        runs.branch,
        args.mine,
        args.bot,
        await ctx.with_askers(shown),
        ctx.scene,
        limited=runs.limited,
        **lines.list_place(lines.PIPELINES, args, mark if shown or args.mine else None),
    )


async def _mine(
    args: lines.PipelinesArgs, runs: GrantedRuns, ctx: Context
) -> tuple[list[Pipeline], Mark | None]:
    """The next ten that the asker asked the bot for, without those that may not be seen here."""
    part, mark = args.page.part(await ctx.own_pipelines(runs.slug), lines.PAGE_LENGTH)
    return [each for each in await runs.of_ids(part) if each is not None], mark


async def _some(args: lines.PipelinesArgs, runs: GrantedRuns) -> tuple[list[Pipeline], Mark | None]:
    """The next ten that may be seen here, and where those after them begin."""
    found: list[Pipeline] = []
    mark, skipped = args.page, args.page.skipped(lines.PAGE_LENGTH)
    for _ in range(_PAGES + skipped // lines.PAGE_LENGTH):
        entries, token = await runs.page(mark.token, bot=args.bot)
        for at, each in enumerate(entries[mark.offset :], mark.offset):
            if each is None:
                continue
            if skipped:
                skipped -= 1
                continue
            if len(found) == lines.PAGE_LENGTH:
                return found, Mark(at, mark.token)
            if isinstance(each, Pipeline):
                found.append(each)
            else:
                runs.note_unread(each)
        if token is None:
            return found, None
        mark = Mark(token=token)
        if len(found) == lines.PAGE_LENGTH:
            break
    return found, mark


COMMAND = Command(
    lines.PIPELINES,
    summary="List recent pipelines",
    permission=Permission.READ,
    scope=Scope.RUN,
    about=lambda args: Subject.of_branch(args.target),
    run=run,
    view=pipeline_list,
)
