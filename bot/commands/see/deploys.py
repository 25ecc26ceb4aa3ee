"""`/ci deploys`: which version is live where."""

import asyncio
from dataclasses import replace

from bot import lines
from bot.circleci.errors import NotFound
from bot.circleci.models import Deployment, deployed_at
from bot.command import Command, Context
from bot.finding.granted_project import GrantedBranch
from bot.model.fault import NameKind, NoDeploys, UnknownName
from bot.model.permission import Permission
from bot.model.reference import Reference
from bot.model.subject import Scope, Subject
from bot.views.lists.deploys import DeployEntry, DeployList, deploy_list


async def run(args: lines.DeploysArgs, ctx: Context) -> DeployList:
    # What is deployed is the default branch's affair, as far as a policy tells branches apart.
    project = ctx.find.project_name(replace(args.project, words=()))
    found = await ctx.find.branch(Reference(project))
    try:
        places = _named(" ".join(args.project.words), await _places(found), found)
    except NotFound as error:
        raise NoDeploys(found.called) from error
    part, page = lines.list_part(lines.DEPLOYS, args, places)
    entries = tuple(await asyncio.gather(*(_entry(each, ctx) for each in part)))
    return DeployList(found.slug, found.called, entries, ctx.scene, found.branch, **page)


def _named(said: str, places: list[Deployment], found: GrantedBranch) -> list[Deployment]:
    """Of the environment or the component of this name, where one was named."""
    fit = [
        each
        for each in places
        if said.casefold() in ("", each.environment.name.casefold(), each.component.name.casefold())
    ]
    if places and not fit:
        names = tuple(dict.fromkeys(each.environment.name for each in places))
        raise UnknownName(NameKind.ENVIRONMENT, said, names, "project", found.called)
    return fit


async def _places(found: GrantedBranch) -> list[Deployment]:
    """Everything that was ever deployed anywhere, the latest first."""
    components, environments = await asyncio.gather(found.components(), found.environments())
    several = await asyncio.gather(*(found.deployments(each, environments) for each in components))
    places = [place for spread in several for place in spread]
    return sorted(places, key=lambda place: deployed_at(place.versions[0]), reverse=True)


async def _entry(place: Deployment, ctx: Context) -> DeployEntry:
    """With the pipeline that deployed the live version, if it is still there and may be seen here."""
    id = place.current_version.pipeline_id if place.current_version else None
    return DeployEntry(place, None if id is None else await ctx.find.pipeline_by_id(id))


COMMAND = Command(
    lines.DEPLOYS,
    summary="Show which version is live where",
    permission=Permission.READ,
    scope=Scope.BRANCH,
    about=lambda args: Subject.of_project(replace(args.project, words=())),
    run=run,
    view=deploy_list,
)
