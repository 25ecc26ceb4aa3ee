"""`/ci projects`: those that CircleCI's token sees and that may be seen here."""

import asyncio

from bot import lines
from bot.circleci.slug import ProjectSlug
from bot.command import Command, Context
from bot.model.permission import Permission
from bot.model.subject import NO_SUBJECT, Scope
from bot.views.lists.projects import ProjectEntry, ProjectList, project_list


async def run(args: lines.ProjectsArgs, ctx: Context) -> ProjectList:
    projects = await ctx.find.visible()
    part, place = lines.list_part(lines.PROJECTS, args, projects)
    entries = await asyncio.gather(*(_entry(ctx, slug, called) for slug, called in part))
    return ProjectList(tuple(entries), len(projects), ctx.find.default(), ctx.scene, **place)


async def _entry(ctx: Context, slug: ProjectSlug, called: str) -> ProjectEntry:
    """With what people call a project whose slug is made of ids and that has no short name."""
    if not slug.opaque or called != str(slug):
        return ProjectEntry(slug, called)
    found = await ctx.find.each_project([called], lambda _: ctx.find.details(slug))
    return ProjectEntry(slug, called, found[0].name if found and found[0] else None)


COMMAND = Command(
    lines.PROJECTS,
    summary="List the projects you can see here",
    permission=Permission.READ,
    scope=Scope.PROJECT,
    about=lambda _: NO_SUBJECT,
    run=run,
    view=project_list,
)
