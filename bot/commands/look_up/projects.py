"""`/ci projects`: those that CircleCI's token sees and that may be seen here."""

import asyncio

from bot import lines
from bot.circleci.slug import ProjectSlug
from bot.command import Command, Context
from bot.grammar import line
from bot.model.permission import Permission
from bot.model.reference import LIST_START
from bot.model.subject import Scope
from bot.views.lists.projects import ProjectEntry, ProjectList, project_list

#: Entries of a list.
_MOST = 10


async def run(args: lines.ProjectsArgs, ctx: Context) -> ProjectList:
    projects = await ctx.find.visible()
    shown, more = args.page.part(projects, _MOST)
    names = await asyncio.gather(*(_name(ctx, slug, called) for slug, called in shown))
    return ProjectList(
        tuple(ProjectEntry(slug, called, name) for (slug, called), name in zip(shown, names, strict=True)),
        len(projects),
        ctx.find.default(),
        ctx.scene,
        following=line(lines.PROJECTS, args, page=more) if more else None,
        first=args.page == LIST_START,
    )


async def _name(ctx: Context, slug: ProjectSlug, called: str) -> str | None:
    """What people call a project whose slug is made of ids and that has no short name."""
    if called != str(slug) or not slug.opaque:
        return None
    details = await ctx.find.details(slug)
    return details.name if details else None


COMMAND = Command(
    lines.PROJECTS,
    summary="The projects that can be seen here",
    permission=Permission.READ,
    scope=Scope.PROJECT,
    run=run,
    view=project_list,
)
