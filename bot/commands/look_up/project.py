"""`/ci project`: one project."""

from dataclasses import dataclass
from typing import Annotated

from bot.command import Command, Context
from bot.grammar import Arg, kinds
from bot.model.permission import Permission
from bot.model.reference import ProjectName
from bot.views.cards.project import ProjectCard, project_card


@dataclass(frozen=True, slots=True)
class ProjectArgs:
    project: Annotated[ProjectName | None, Arg(kinds.PROJECT_NAME, "Which one; else this channel's")] = None


async def run(args: ProjectArgs, ctx: Context) -> ProjectCard:
    found = ctx.find.project(args.project, Permission.READ)
    project = await ctx.find.details(found)
    default = ctx.find.default() in (found.slug, project.slug)
    return ProjectCard(project, found.called, default, ctx.scene)


COMMAND = Command(
    words="project",
    summary="One project: its slug, its default branch, its page",
    args=ProjectArgs,
    permission=Permission.READ,
    run=run,
    view=project_card,
    examples=("project", "project web", "project gh/acme/web"),
)
