"""`/ci rollback`: back to a version that was live before."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot import lines
from bot.circleci.errors import Conflict, NotFound
from bot.circleci.models import Deployment, Rollback, Version
from bot.command import APART, Command, Context, refusals
from bot.finding.deploys import NamedDeploy
from bot.finding.granted_project import GrantedBranch
from bot.grammar import line
from bot.model.fault import Fault, NotPossible
from bot.model.permission import Permission
from bot.model.reference import ProjectName, Reference
from bot.model.spans import Text, Typed
from bot.model.subject import Scope
from bot.views.cards.rollback import ROLLBACKS, RollbackCard, rollback_card, rollback_pipeline
from bot.views.lists.deploys import MARKERS

#: What it takes, for who is told no.
NEEDS: Text = (
    "A rollback needs deploy markers, a rollback pipeline and CircleCI's GitHub App: ",
    ROLLBACKS,
    " says how to set them up.",
)

#: How a rollback pipeline's values tell what goes back from what to what.
VALUES = tuple(
    f"pipeline.deploy.{name}"
    for name in ("component_name", "environment_name", "current_version", "target_version")
)


@dataclass(frozen=True, slots=True)
class RollbackWish:
    """What is to go back to what, as exactly as it was checked."""

    home: GrantedBranch
    place: Deployment
    live: Version
    target: Version
    reason: str


async def run(args: lines.RollbackArgs, ctx: Context) -> RollbackCard:
    wish = await _wish(args, ctx)
    with refusals(_not(args), NEEDS):
        try:
            reason = f"asked in Slack by {ctx.actor.id}: {wish.reason}"
            rollback = await ctx.send(wish.home.roll_back(wish.place, wish.live, wish.target, reason))
        except (Conflict, NotFound) as error:
            raise _refused(args, wish.home, error, ctx) from error
    return RollbackCard(
        rollback,
        wish.home.slug,
        wish.home.called,
        wish.place.component.name,
        wish.place.environment.name,
        wish.live.name,
        wish.target.name,
        wish.reason,
        ctx.scene,
    )


async def _home(args: lines.RollbackArgs, ctx: Context) -> GrantedBranch:
    """The project whose component it is: the way back is its default branch's affair."""
    home = await ctx.find.branch(args.project)
    if home.details.id is None or home.details.organization_id is None:
        why = f"CircleCI does not tell the ids of {home.called}, without which nothing can be rolled back."
        raise NotPossible(_not(args), (why,))
    return home


async def _wish(args: lines.RollbackArgs, ctx: Context) -> RollbackWish:
    """What is meant, by what is live at this moment."""
    home = await _home(args, ctx)
    meant = NamedDeploy(
        home.called,
        args.component,
        args.environment,
        args.namespace,
        args.version,
        args.live,
        again=lambda field, value: line(lines.ROLLBACK, args, **{field: value}),
        what=_not(args),
        see=_see(home, ctx),
    )
    place = meant.at(await _places(meant, home))
    return RollbackWish(home, place, meant.live(place), meant.target(place), args.reason)


async def _places(meant: NamedDeploy, home: GrantedBranch) -> tuple[Deployment, ...]:
    """Where the component was ever deployed, and what of it is live there now."""
    try:
        components, environments = await asyncio.gather(home.components(), home.environments())
        if not components:
            why = f"{home.called} has no deploy markers, so CircleCI does not know what is deployed where."
            raise NotPossible(meant.what, (why,), (MARKERS, " says how to set them."))
        return await home.deployments(meant.of(components), environments)
    except NotFound as error:
        why = f"CircleCI has no deploys of {home.called}, or the bot's user may not see them."
        raise NotPossible(meant.what, (why,), meant.see) from error


def _not(args: lines.RollbackArgs) -> Text:
    """What did not happen."""
    return (f"{args.component} in {args.environment} was not rolled back; nothing was started.",)


def _see(home: GrantedBranch, ctx: Context) -> Text:
    """The next line."""
    return (Typed(line(lines.DEPLOYS, lines.DeploysArgs(ProjectName(home.called)))), " shows what is live.")


def _refused(
    args: lines.RollbackArgs, home: GrantedBranch, error: Conflict | NotFound, ctx: Context
) -> NotPossible:
    """CircleCI's no, with what may be behind it."""
    says = f"CircleCI says: {error.message or error.status}".rstrip(".")
    if isinstance(error, Conflict):
        why = f"{says}. Another deploy or rollback may be under way."
        return NotPossible(_not(args), (why,), _see(home, ctx))
    why = f"{says}. {home.called} may have no rollback pipeline, or not for the bot's user."
    return NotPossible(_not(args), (why,), NEEDS)


async def more(args: lines.RollbackArgs, result: RollbackCard, ctx: Context) -> AsyncGenerator[RollbackCard]:
    """Look for the pipeline, for its number."""
    id = result.rollback.pipeline_id
    if id is None:
        return
    async for found in ctx.looks(lambda: ctx.find.pipeline(Reference(id, id=id))):
        yield replace(result, pipeline=found.pipeline, scene=ctx.scene)
        return


async def recover(args: lines.RollbackArgs, ctx: Context, since: datetime) -> RollbackCard | None:
    """The only rollback pipeline of this that our own user has started since, by the pipeline's values.

    https://circleci.com/docs/guides/deploy/set-up-rollbacks/#configuration-tips
    """
    try:
        home = await _home(args, ctx)
    except Fault:  # the policy or the project has changed since: what was meant can't be told any more
        return None
    young = [each for each in await home.own_pipelines() if each.created_at >= since - APART]
    found = [(each, told) for each, told in await home.values(young) if _is_of(args, told)]
    if len(found) != 1 or found[0][0].created_at < since:
        return None
    pipeline, told = found[0]
    component, environment, live, target = (str(told[name]) for name in VALUES)
    return RollbackCard(
        Rollback(id=pipeline.id, rollback_type="PIPELINE"),
        home.slug,
        home.called,
        component,
        environment,
        live,
        target,
        args.reason,
        ctx.scene,
        pipeline=pipeline,
        recovered=True,
    )


def _is_of(args: lines.RollbackArgs, told: Mapping[str, object]) -> bool:
    """Whether a pipeline's values are those of the rollback that was asked for."""
    asked = (args.component, args.environment, args.live, args.version)
    return all(
        name in told and (said is None or said.casefold() == str(told[name]).casefold())
        for name, said in zip(VALUES, asked, strict=True)
    )


COMMAND = Command(
    lines.ROLLBACK,
    summary="Back to a version that was live before",
    permission=Permission.TRIGGER,
    scope=Scope.BRANCH,
    run=run,
    view=rollback_card,
    more=more,
    recover=recover,
    started=rollback_pipeline,
)
