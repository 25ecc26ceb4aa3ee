"""`/ci use`: set this channel's default project."""

from dataclasses import replace

from bot import lines
from bot.command import Command, Context
from bot.grammar import line
from bot.model.permission import Permission
from bot.model.questions import DefaultQuestion
from bot.model.reference import AT_HAND, Reference
from bot.model.subject import Scope, Subject
from bot.views.lists.projects import DefaultProject, default_project_card


async def run(args: lines.UseArgs, ctx: Context) -> DefaultProject:
    project, called = await ctx.find.project(args.project)
    exact = line(lines.USE, lines.UseArgs(Reference.of(project.slug)))
    ctx.ask_first(DefaultQuestion(exact, called), sure=replace(args.project, project=None) == AT_HAND)
    before = ctx.find.default()
    # Twice is the same as once, so it needs no `ctx.send`.
    await ctx.channels.set_default(ctx.place.workspace, ctx.place.channel, project.slug, by=ctx.actor.id)
    return DefaultProject(called, ctx.access.called(before) if before else None, ctx.actor.id)


COMMAND = Command(
    lines.USE,
    summary="Set this channel's default project",
    permission=Permission.CONFIGURE,
    scope=Scope.PROJECT,
    about=lambda args: Subject.of_project(args.project),
    run=run,
    view=default_project_card,
)
