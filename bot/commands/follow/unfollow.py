"""`/ci unfollow`: hear no more of a run here; its cards stay as they are."""

import asyncio
from collections.abc import Sequence

from bot import lines
from bot.command import Command, Context
from bot.grammar import line
from bot.model.fault import NotFollowed, OneRunALine
from bot.model.line import Line
from bot.model.permission import Permission
from bot.model.reference import Reference
from bot.model.subject import Scope, Subject
from bot.views.cards.follow import UnfollowedCard, unfollowed_card

#: How many of those that are followed are offered, where all are meant.
_MOST = 4


async def run(args: lines.UnfollowArgs, ctx: Context) -> UnfollowedCard:
    asker = ctx.actor.id if args.me else None
    if args.target.every:
        raise await _each_alone(args, await ctx.watches.followed(ctx.place, asker), ctx)
    found = await ctx.find.pipeline(args.target)
    pipeline = found.pipeline
    if not await ctx.watches.leave(ctx.place, pipeline.id, asker):
        raise NotFollowed(args.me, found.called, pipeline.number)
    return UnfollowedCard(pipeline, found.called, ctx.scene, args.me)


async def _each_alone(
    args: lines.UnfollowArgs, followed: Sequence[str], ctx: Context
) -> OneRunALine | NotFollowed:
    """Those that are followed here, each with its line."""
    found = await asyncio.gather(*(ctx.find.pipeline_by_id(each) for each in followed[:_MOST]))
    called, choices = "", list[tuple[str, Line]]()
    for each in filter(None, found):
        called = ctx.access.called(each.project_slug)
        alone = line(lines.UNFOLLOW, args, target=Reference.of_number(called, each.number))
        choices.append((f"#{each.number} on {each.branch or each.tag}", alone))
    return OneRunALine(called, tuple(choices)) if choices else NotFollowed(args.me)


COMMAND = Command(
    lines.UNFOLLOW,
    summary="Stop updating a pipeline's cards in this channel",
    permission=Permission.FOLLOW,
    scope=Scope.RUN,
    about=lambda args: Subject.of_reference(args.target),
    run=run,
    view=unfollowed_card,
)
