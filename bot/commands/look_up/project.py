"""`/ci project`: one project."""

from bot import lines
from bot.command import Command, Context
from bot.model.permission import Permission
from bot.views.cards.project import ProjectCard, project_card


async def run(args: lines.ProjectArgs, ctx: Context) -> ProjectCard:
    found = ctx.find.project(args.project, Permission.READ)
    project = await ctx.find.details(found)
    default = ctx.find.default() in (found.slug, project.slug)
    return ProjectCard(project, found.called, default, ctx.scene)


COMMAND = Command(
    lines.PROJECT,
    summary="One project: its slug, its default branch, its page",
    permission=Permission.READ,
    run=run,
    view=project_card,
)
