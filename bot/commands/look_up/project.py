"""`/ci project`: one project."""

from dataclasses import dataclass
from typing import Annotated

from bot.command import Command, Context
from bot.grammar import Arg, kinds
from bot.model.permission import Permission
from bot.model.reference import ProjectName
from bot.views.cards.project import Looked, seen


@dataclass(frozen=True, slots=True)
class Project:
    project: Annotated[ProjectName | None, Arg(kinds.PROJECT, "Which one; else this channel's")] = None


async def run(args: Project, ctx: Context) -> Looked:
    found = ctx.find.project(args.project, Permission.READ)
    project = await ctx.find.details(found)
    default = ctx.find.default() in (found.slug, project.slug)
    return Looked(project, found.called, default, ctx.scene)


PROJECT = Command(
    words="project",
    summary="One project: its slug, its default branch, its page",
    args=Project,
    permission=Permission.READ,
    run=run,
    view=seen,
    examples=("project", "project web", "project gh/acme/web"),
)
