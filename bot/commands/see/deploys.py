"""`/ci deploys`: which version is live where."""

import asyncio
from contextlib import suppress
from dataclasses import replace

from bot import lines
from bot.circleci.errors import NotFound
from bot.circleci.models import Deployment, deployed_at
from bot.command import Command, Context
from bot.finding.granted_project import GrantedBranch
from bot.finding.likely import alike
from bot.grammar import line
from bot.model.fault import Denied, NameKind, NoDeploys, NoProject, NothingHere, UnknownName
from bot.model.line import Line
from bot.model.permission import Permission
from bot.model.reference import ProjectName, Reference
from bot.model.subject import Scope, Subject
from bot.views.lists.deploys import DeployEntry, DeployList, deploy_list


async def run(args: lines.DeploysArgs, ctx: Context) -> DeployList:
    said, project = " ".join(args.project.words), replace(args.project, words=())
    try:
        # What is deployed is the default branch's affair, as far as a policy tells branches apart.
        found = await ctx.find.branch(Reference(ctx.find.project_name(project)))
    except NoProject:
        found, places = await _only_home(args, said, ctx)
    else:
        try:
            places = _named(said, await _places(found), found.called)
        except NotFound as error:
            raise NoDeploys(found.called) from error
    part, page = lines.list_part(lines.DEPLOYS, args, places)
    entries = tuple(await asyncio.gather(*(_entry(each, found, ctx) for each in part)))
    return DeployList(found.slug, found.called, entries, ctx.scene, named=args.project.words, **page)


async def _only_home(
    args: lines.DeploysArgs, said: str, ctx: Context
) -> tuple[GrantedBranch, list[Deployment]]:
    """The only project that deploys there, or such a component, where none was named."""

    async def home(name: str) -> tuple[GrantedBranch, list[Deployment]] | None:
        with suppress(NotFound, NothingHere, Denied):
            found = await ctx.find.branch(Reference.of_project(name))
            return found, await _places(found)
        return None

    homes = [each for each in await ctx.find.each_project(ctx.find.possible_names(), home) if each]
    fit = [(found, several) for found, places in homes if (several := _fitting(said, places))]
    if not fit:
        meant = alike(said, [found.called for found, _ in homes])
        likely = [(each, line(lines.DEPLOYS, args, project=Reference.of_project(each))) for each in meant]
        _named(said, [place for _, places in homes for place in places], "", *likely)
    if len(fit) != 1:
        called = [found.called for found, _ in fit]
        about = [replace(args.project, project=ProjectName(each)) for each in called]
        choices = [line(lines.DEPLOYS, args, project=each) for each in about]
        raise NoProject(tuple(zip(called, choices, strict=True)))
    ctx.find.note(replace(args.project, project=ProjectName(fit[0][0].called)))
    return fit[0]


def _named(said: str, places: list[Deployment], called: str, *likely: tuple[str, Line]) -> list[Deployment]:
    """Of the environment or the component of this name, where one was named."""
    fit = _fitting(said, places)
    if places and not fit:
        names = tuple(dict.fromkeys(each.environment.name for each in places))
        raise UnknownName(NameKind.ENVIRONMENT, said, names, called, likely)
    return fit


def _fitting(said: str, places: list[Deployment]) -> list[Deployment]:
    return [
        each
        for each in places
        if not said or said.casefold() in (each.environment.name.casefold(), each.component.name.casefold())
    ]


async def _places(found: GrantedBranch) -> list[Deployment]:
    """Everything that was ever deployed anywhere, the latest first."""
    components, environments = await asyncio.gather(found.components(), found.environments())
    places = await found.all_deployments(components, environments)
    return sorted(places, key=lambda place: deployed_at(place.versions[0]), reverse=True)


async def _entry(place: Deployment, found: GrantedBranch, ctx: Context) -> DeployEntry:
    """With the pipeline that deployed the live version, if it is still there and may be seen here."""
    live = place.current_version
    if live is None or live.pipeline_id is None:
        return DeployEntry(place)
    pipeline, abandoned = await asyncio.gather(
        ctx.find.pipeline_by_id(live.pipeline_id), found.abandoned_version(live)
    )
    return DeployEntry(place, pipeline, abandoned)


COMMAND = Command(
    lines.DEPLOYS,
    summary="Show which version is live where",
    permission=Permission.READ,
    scope=Scope.BRANCH,
    about=lambda args: Subject(args.project.project, needs_project=not args.project.words),
    run=run,
    view=deploy_list,
)
