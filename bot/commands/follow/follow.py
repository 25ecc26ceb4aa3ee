"""`/ci follow`: a run's card, which keeps itself true, here or in one's direct messages."""

from dataclasses import replace

from bot import lines
from bot.command import Command, Context
from bot.model.outbox import Watch
from bot.model.permission import Permission
from bot.model.reply import Surface
from bot.model.subject import Scope, Subject
from bot.views.cards.follow import FollowCard, JoinedCard, follow_card

#: What draws the card of a run: of one there is one in a channel.
_CARDS = (lines.STATUS.words, lines.TRIGGER.words, lines.ROLLBACK.words)


async def run(args: lines.FollowArgs, ctx: Context) -> FollowCard | JoinedCard:
    found = await ctx.find.pipeline(args.target)
    workspace, id = ctx.place.workspace, found.pipeline.id
    cards = [each for each in await ctx.watches.of_runs(workspace, (id,)) if _is_there(each, args, ctx)]
    if cards and (address := await ctx.permalink(cards[-1].posted)):  # the oldest: there it is told
        await ctx.watches.join(cards[-1].posted, ctx.actor.id)
        await ctx.watches.follow(workspace, id, ctx.now().timestamp())
        return JoinedCard(await found.whole(), ctx.scene, address, args.me)
    [run] = await ctx.with_askers([await found.whole()])
    if args.me and run.asker and not ctx.place.channel.startswith("D"):  # there it is not "here"
        run = replace(run, asker=replace(run.asker, here=False))
    return FollowCard(run, ctx.scene, me=args.me)


def _is_there(watch: Watch, args: lines.FollowArgs, ctx: Context) -> bool:
    """Whether it is a card of the channel, or of the asker's direct messages."""
    channel = watch.posted.place.channel
    here = (
        channel.startswith("D") and watch.asker == ctx.actor.id if args.me else channel == ctx.place.channel
    )
    return here and watch.surface is not Surface.NEWS and watch.line.partition(" ")[0] in _CARDS


COMMAND = Command(
    lines.FOLLOW,
    summary="Post a pipeline's card that stays up to date",
    permission=Permission.FOLLOW,
    scope=Scope.RUN,
    about=lambda args: Subject.of_reference(args.target),
    run=run,
    view=follow_card,
)
