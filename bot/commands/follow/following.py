"""`/ci following`: which runs are followed here and have not ended."""

import asyncio

from bot import lines
from bot.command import Command, Context
from bot.model.permission import Permission
from bot.model.run import Run
from bot.model.subject import NO_SUBJECT, Scope
from bot.views.lists.following import FollowingList, following_list


async def run(args: lines.FollowingArgs, ctx: Context) -> FollowingList:
    every = await ctx.watches.followed(ctx.place, ctx.actor.id if args.me else None)
    part, place = lines.list_part(lines.FOLLOWING, args, every)
    found = await asyncio.gather(*(_run(id, ctx) for id in part))
    runs = tuple(each for each in found if each is not None)
    return FollowingList(await ctx.with_askers(runs), len(every), args.me, ctx.scene, **place)


async def _run(id: str, ctx: Context) -> Run | None:
    """None where it can't be seen here."""
    pipeline = await ctx.find.pipeline_by_id(id)
    if pipeline is None:
        return None
    found = ctx.find.run_of(pipeline, ctx.access.called(pipeline.project_slug))
    return Run(pipeline, found.called, await found.attempts())


COMMAND = Command(
    lines.FOLLOWING,
    summary="List the pipelines followed here until they end",
    permission=Permission.READ,
    scope=Scope.RUN,
    about=lambda _: NO_SUBJECT,
    run=run,
    view=following_list,
)
