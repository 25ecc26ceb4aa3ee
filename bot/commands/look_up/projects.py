"""`/ci projects`: those that CircleCI's token sees and that may be seen here."""

import asyncio

from bot import lines
from bot.circleci.client import CircleCI
from bot.circleci.errors import Forbidden, NotFound
from bot.circleci.slug import ProjectSlug
from bot.command import Command, Context
from bot.finding.projects import visible_projects
from bot.grammar import line
from bot.model.permission import Permission
from bot.model.reference import LIST_START
from bot.views.lists.projects import ProjectEntry, ProjectList, project_list

#: Entries of a list.
_MOST = 10


async def run(args: lines.ProjectsArgs, ctx: Context) -> ProjectList:
    projects = await visible_projects(ctx.circleci, ctx.access)
    shown, more = args.page.part(projects, _MOST)
    names = await asyncio.gather(*(_name(ctx.circleci, slug, called) for slug, called in shown))
    return ProjectList(
        tuple(ProjectEntry(slug, called, name) for (slug, called), name in zip(shown, names, strict=True)),
        len(projects),
        ctx.find.default(),
        ctx.scene,
        following=line(lines.PROJECTS, args, page=more) if more else None,
        first=args.page == LIST_START,
    )


async def _name(circleci: CircleCI, slug: ProjectSlug, called: str) -> str | None:
    """What people call a project whose slug is made of ids and that has no short name."""
    if called != str(slug) or not slug.opaque:
        return None
    try:
        return (await circleci.get_project(slug)).name
    except (NotFound, Forbidden):
        return None


COMMAND = Command(
    lines.PROJECTS,
    summary="The projects that can be seen here",
    permission=Permission.READ,
    run=run,
    view=project_list,
)
