"""`/ci deploys`: which version is live where."""

import asyncio

from bot import lines
from bot.circleci.errors import NotFound
from bot.circleci.models import Deployment, Pipeline, Project, deployed_at, deployments
from bot.command import Command, Context
from bot.grammar import line
from bot.model.fault import NoDeploys
from bot.model.permission import Permission
from bot.model.reference import LIST_START
from bot.views.lists.deploys import DeployEntry, DeployList, deploy_list

_MOST = 10


async def run(args: lines.DeploysArgs, ctx: Context) -> DeployList:
    found = ctx.find.project(args.project, Permission.READ)
    project = await ctx.find.details(found)
    # What is deployed is the default branch's affair, as far as a policy tells branches apart.
    branch = project.vcs_info.default_branch
    ctx.access.require(Permission.READ, project.slug, called=found.called, branch=branch)
    try:
        places = await _places(project, ctx)
    except NotFound as error:
        raise NoDeploys(found.called) from error
    here, more = args.page.part(places, _MOST)
    pipelines = await asyncio.gather(*(_deployer(each, ctx) for each in here))
    return DeployList(
        project.slug,
        found.called,
        tuple(DeployEntry(place, pipeline) for place, pipeline in zip(here, pipelines, strict=True)),
        ctx.scene,
        following=line(lines.DEPLOYS, args, page=more) if more else None,
        first=args.page == LIST_START,
        branch=branch,
    )


async def _places(project: Project, ctx: Context) -> list[Deployment]:
    """Everything that was ever deployed anywhere, the latest first."""
    deploys = ctx.circleci.deploys
    if project.id is None or project.organization_id is None:
        raise NotFound(404, "CircleCI does not tell the project's ids")
    components, environments = await asyncio.gather(
        deploys.components(project.organization_id, project.id),
        deploys.environments(project.organization_id),
    )
    lists = await asyncio.gather(*(deploys.versions(each.id) for each in components))
    spreads = (deployments(each, environments, found) for each, found in zip(components, lists, strict=True))
    places = [place for several in spreads for place in several]
    return sorted(places, key=lambda place: deployed_at(place.versions[0]), reverse=True)


async def _deployer(place: Deployment, ctx: Context) -> Pipeline | None:
    """The pipeline that deployed the live version, if it is still there and may be seen here."""
    if place.current is None or place.current.pipeline_id is None:
        return None
    try:
        pipeline = await ctx.circleci.get_pipeline(place.current.pipeline_id)
    except NotFound:
        return None
    return pipeline if ctx.find.readable(pipeline) else None


COMMAND = Command(
    lines.DEPLOYS,
    summary="Which version is live where",
    permission=Permission.READ,
    run=run,
    view=deploy_list,
)
