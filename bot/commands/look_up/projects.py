"""`/ci projects`: those that CircleCI's token sees and that may be seen here."""

import asyncio
from dataclasses import dataclass
from typing import Annotated

from bot.circleci.client import CircleCI
from bot.circleci.errors import Forbidden, NotFound
from bot.circleci.slug import ProjectSlug
from bot.command import Command, Context
from bot.finding.projects import visible
from bot.grammar import Arg, line
from bot.grammar.kinds import PAGE
from bot.model.permission import Permission
from bot.model.reference import START, Mark
from bot.views.cards.project import Entry, Listed, listed

#: Entries of a list.
MOST = 10


@dataclass(frozen=True, slots=True)
class Projects:
    page: Annotated[Mark, Arg(PAGE, "Where to go on", flag="--page", hidden=True)] = START


async def run(args: Projects, ctx: Context) -> Listed:
    projects = await visible(ctx.circleci, ctx.access)
    shown, more = args.page.part(projects, MOST)
    names = await asyncio.gather(*(_name(ctx.circleci, slug, called) for slug, called in shown))
    return Listed(
        tuple(Entry(slug, called, name) for (slug, called), name in zip(shown, names, strict=True)),
        len(projects),
        ctx.find.default(),
        ctx.scene,
        ctx.slash,
        following=line(PROJECTS.syntax, args, page=more) if more else None,
        first=args.page == START,
    )


async def _name(circleci: CircleCI, slug: ProjectSlug, called: str) -> str | None:
    """What people call a project whose slug is made of ids and that has no short name."""
    if called != str(slug) or not slug.opaque:
        return None
    try:
        return (await circleci.get_project(slug)).name
    except (NotFound, Forbidden):
        return None


PROJECTS = Command(
    words="projects",
    summary="The projects that can be seen here",
    args=Projects,
    permission=Permission.READ,
    run=run,
    view=listed,
    examples=("projects",),
)
