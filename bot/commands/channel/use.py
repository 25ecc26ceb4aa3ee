"""`/ci use`: set this channel's default project."""

from bot import lines
from bot.command import Command, Context
from bot.model.permission import Permission
from bot.views.cards.project import DefaultProject, default_project_card


async def run(args: lines.UseArgs, ctx: Context) -> DefaultProject:
    found = ctx.find.project(args.project, Permission.CONFIGURE)
    ctx.find.project(args.project, Permission.READ)
    project = await ctx.find.details(found)
    ctx.access.require(Permission.CONFIGURE, project.slug, called=found.called, ref_known=False)
    before = ctx.find.default()
    # Twice is the same as once, so it needs no `ctx.send`.
    await ctx.channels.set_default(ctx.place.workspace, ctx.place.channel, project.slug, by=ctx.actor.id)
    return DefaultProject(found.called, ctx.access.called(before) if before else None, ctx.actor.id)


COMMAND = Command(
    lines.USE,
    summary="Set this channel's default project",
    permission=Permission.CONFIGURE,
    run=run,
    view=default_project_card,
)
