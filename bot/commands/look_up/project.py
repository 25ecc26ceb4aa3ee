"""`/ci project`: one project."""

from bot import lines
from bot.command import Command, Context
from bot.model.permission import Permission
from bot.model.subject import Scope, Subject
from bot.views.lists.projects import ProjectCard, project_card


async def run(args: lines.ProjectArgs, ctx: Context) -> ProjectCard:
    details, called = await ctx.find.project(args.project)
    return ProjectCard(details, called, ctx.find.is_default(args.project, details.slug), ctx.scene)


COMMAND = Command(
    lines.PROJECT,
    summary="Show a project and its default branch",
    permission=Permission.READ,
    scope=Scope.PROJECT,
    about=lambda args: Subject.of_project(args.project),
    run=run,
    view=project_card,
)
