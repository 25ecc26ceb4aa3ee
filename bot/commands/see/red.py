"""`/ci red`: which default branches are red now, and since when."""

from bot import lines
from bot.circleci.errors import Forbidden, NotFound
from bot.circleci.slug import ProjectSlug
from bot.command import Command, Context
from bot.grammar import line
from bot.model.fault import NothingHere
from bot.model.permission import Permission
from bot.model.subject import NO_SUBJECT, Scope
from bot.views.lists.red import BranchStreak, RedList, red_list

#: How many projects are looked at, and how many pipelines of each are read at a time.
_PROJECTS, _PIPELINES = 40, 2


async def run(args: lines.RedArgs, ctx: Context) -> RedList:
    wanted = args.organization
    projects = [each for each in await ctx.find.visible() if wanted is None or each[0].may_be_of(wanted)]
    slugs = {called: slug for slug, called in projects[:_PROJECTS]}

    async def look(called: str) -> BranchStreak | None:
        return await _look(args, ctx, slugs[called], called)

    found = await ctx.find.each_project(list(slugs), look)
    branches = [each for each in found if each is not None]
    if args.organization and not branches:
        there = line(lines.PROJECTS, lines.ProjectsArgs())
        raise NothingHere("organization", args.organization, next_line=there)
    reds = sorted((each for each in branches if each.streak.red), key=_turned, reverse=True)
    part, place = lines.list_part(lines.RED, args, reds)
    return RedList(
        part,
        len(reds),
        tuple(each for each in branches if not each.streak.red),
        unseen_count=len(found) - len(branches) if args.organization is None else 0,
        further_count=max(0, len(projects) - _PROJECTS),
        scene=ctx.scene,
        **place,
    )


def _turned(branch: BranchStreak) -> float:
    """When it turned red, for all we know."""
    first = branch.streak.first_red
    return first.pipeline.created_at.timestamp() if first else 0.0


async def _look(args: lines.RedArgs, ctx: Context, slug: ProjectSlug, called: str) -> BranchStreak | None:
    """None: neither the token nor this place sees it, or it is another organisation's."""
    granted = await ctx.find.default_branch(slug, called)
    if granted is None or granted.branch is None:
        return None
    project = granted.details
    if args.organization and not project.is_of(args.organization):
        return None
    name = project.name if project.name and called == str(slug) and slug.opaque else called
    try:
        streak = await granted.judgement(name, _PIPELINES)
    except (NotFound, Forbidden):
        return None
    return BranchStreak(project.slug, name, granted.branch, streak)


COMMAND = Command(
    lines.RED,
    summary="List red default branches, and since when",
    permission=Permission.READ,
    scope=Scope.BRANCH,
    about=lambda _: NO_SUBJECT,
    run=run,
    view=red_list,
)
