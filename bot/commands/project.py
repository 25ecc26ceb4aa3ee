"""`/ci project`: one project."""

from dataclasses import dataclass
from typing import Annotated

from bot.circleci.errors import NotFound
from bot.command import Command, Context
from bot.grammar import Arg, kinds
from bot.model.fault import NothingHere
from bot.model.permission import Permission
from bot.model.target import ProjectName
from bot.views.project import Looked, seen
from bot.views.scene import Scene


@dataclass(frozen=True, slots=True)
class Project:
    project: Annotated[ProjectName | None, Arg(kinds.PROJECT, "Which one; else this channel's")] = None


async def run(args: Project, ctx: Context) -> Looked:
    found = ctx.find.project(args.project, Permission.READ)
    try:
        project = await ctx.circleci.get_project(found.slug)
    except NotFound as error:
        raise NothingHere("project", found.called) from error
    default = ctx.find.default() == found.slug
    return Looked(project, found.called, default, Scene(ctx.circleci.web, ctx.now(), ctx.actor.id))


PROJECT = Command(
    words="project",
    summary="One project: its slug, its default branch, its page",
    args=Project,
    permission=Permission.READ,
    run=run,
    view=seen,
    examples=("project", "project web", "project gh/acme/web"),
)
