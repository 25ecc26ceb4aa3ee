"""`/ci deploys`: which version is live where."""

import asyncio

from bot import lines
from bot.circleci.errors import NotFound
from bot.circleci.models import Deployment, Pipeline, deployed_at
from bot.command import Command, Context
from bot.finding.granted_project import GrantedBranch
from bot.grammar import line
from bot.model.fault import NoDeploys
from bot.model.permission import Permission
from bot.model.reference import LIST_START, Target
from bot.model.subject import Scope
from bot.views.lists.deploys import DeployEntry, DeployList, deploy_list

_MOST = 10


async def run(args: lines.DeploysArgs, ctx: Context) -> DeployList:
    # What is deployed is the default branch's affair, as far as a policy tells branches apart.
    found = await ctx.find.branch(Target(args.project))
    try:
        places = await _places(found)
    except NotFound as error:
        raise NoDeploys(found.called) from error
    here, more = args.page.part(places, _MOST)
    pipelines = await asyncio.gather(*(_deployer(each, ctx) for each in here))
    return DeployList(
        found.slug,
        found.called,
        tuple(DeployEntry(place, pipeline) for place, pipeline in zip(here, pipelines, strict=True)),
        ctx.scene,
        following=line(lines.DEPLOYS, args, page=more) if more else None,
        first=args.page == LIST_START,
        branch=found.branch,
    )


async def _places(found: GrantedBranch) -> list[Deployment]:
    """Everything that was ever deployed anywhere, the latest first."""
    components, environments = await asyncio.gather(found.components(), found.environments())
    several = await asyncio.gather(*(found.deployments(each, environments) for each in components))
    places = [place for spread in several for place in spread]
    return sorted(places, key=lambda place: deployed_at(place.versions[0]), reverse=True)


async def _deployer(place: Deployment, ctx: Context) -> Pipeline | None:
    """The pipeline that deployed the live version, if it is still there and may be seen here."""
    if place.current is None or place.current.pipeline_id is None:
        return None
    return await ctx.find.pipeline_by_id(place.current.pipeline_id)


COMMAND = Command(
    lines.DEPLOYS,
    summary="Which version is live where",
    permission=Permission.READ,
    scope=Scope.BRANCH,
    run=run,
    view=deploy_list,
)
