"""`/ci projects`: those that CircleCI's token sees and that may be seen here."""

import asyncio
from dataclasses import dataclass
from typing import Annotated

from bot.circleci.client import CircleCI
from bot.circleci.errors import Forbidden, NotFound
from bot.circleci.slug import ProjectSlug
from bot.command import Command, Context
from bot.grammar import Arg, line
from bot.grammar.kinds import PAGE
from bot.model.permission import Permission
from bot.model.target import START, Mark
from bot.policy.decide import Verdict
from bot.views.project import Entry, Listed, listed

#: Entries of a list, and how many organisations are asked for theirs at most.
MOST, ORGANIZATIONS = 10, 20


@dataclass(frozen=True, slots=True)
class Projects:
    page: Annotated[Mark, Arg(PAGE, "Where to go on", flag="--page", hidden=True)] = START


async def run(args: Projects, ctx: Context) -> Listed:
    start = args.page.offset
    short = {slug: name for name, slug in ctx.access.names()}
    others = {slug for slug in await _recent(ctx.circleci) if slug not in short and _readable(ctx, slug)}
    slugs = [*sorted(short, key=lambda slug: short[slug]), *sorted(others, key=str)]
    shown = slugs[start : start + MOST]
    names = await asyncio.gather(*(_name(ctx.circleci, slug, short) for slug in shown))
    more = start + MOST < len(slugs)
    return Listed(
        tuple(Entry(slug, short.get(slug, str(slug)), name) for slug, name in zip(shown, names, strict=True)),
        len(slugs),
        ctx.find.default(),
        ctx.scene,
        ctx.slash,
        following=line(PROJECTS.syntax, args, page=Mark(start + MOST)) if more else None,
        first=args.page == START,
    )


def _readable(ctx: Context, slug: ProjectSlug) -> bool:
    return ctx.access.decide(Permission.READ, slug, ref_known=False).verdict is not Verdict.DENIED


async def _recent(circleci: CircleCI) -> set[ProjectSlug]:
    """The projects of recent pipelines in every organisation that the token sees."""
    collaborations = await circleci.get_collaborations()
    organizations = [each.slug for each in collaborations if each.slug][:ORGANIZATIONS]
    found = await asyncio.gather(*(_built(circleci, each) for each in organizations))
    return set().union(*found)


async def _built(circleci: CircleCI, organization: str) -> set[ProjectSlug]:
    try:
        page = await circleci.list_organization_pipelines(organization)
    except (NotFound, Forbidden):  # one sees an organisation in which one may see nothing
        return set()
    return {each.project_slug for each in page.items}


async def _name(circleci: CircleCI, slug: ProjectSlug, short: dict[ProjectSlug, str]) -> str | None:
    """What people call a project whose slug is made of ids and that has no short name."""
    if slug in short or not slug.opaque:
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
