"""`/ci rollback`: back to a version that was live before."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from bot import lines
from bot.circleci.errors import NotFound
from bot.circleci.models import Deployment, Rollback, Version
from bot.command import Command, Context
from bot.finding.deploys import NamedDeploy, Retry, deploy_names
from bot.finding.granted_project import GrantedBranch
from bot.finding.refusals import refusals
from bot.grammar import line, parse
from bot.model.deeds import EarlierRollback, RollbackDeed, RollbackReason, RollbackRefused
from bot.model.permission import Permission
from bot.model.questions import RollbackQuestion
from bot.model.reference import Reference
from bot.model.run import Run
from bot.model.subject import Scope, Subject
from bot.model.write import CLOCK_SKEW
from bot.reading.rollbacks import ROLLBACK_VALUES
from bot.views.cards.triggered import RollbackCard, rollback_card, rollback_pipeline
from bot.views.scene import Scene

#: For how long a rollback is told to who wants the same again.
_JUST_NOW = timedelta(minutes=10)


async def run(args: lines.RollbackArgs, ctx: Context) -> RollbackCard:
    home = await _home(args, ctx)
    said = args
    args, meant, places = await _places(args, home)
    place = meant.place(places)
    earlier = await _earlier(args, home, place, ctx)
    live = meant.live_version(place, earlier)
    abandoned = None if args.version else await home.abandoned_version(live)
    target = meant.target(place, abandoned)
    exact = _exact(args, home, place, target, live)
    deed = _deed(exact, home.called)
    question = partial(
        RollbackQuestion,
        deed=deed,
        live=live.name,
        target=target.name,
        abandoned=abandoned or "",
        earlier=earlier,
    )
    if args.reason is None:
        readable = replace(exact, live=None, project=Reference.of_project(home.called))
        raise question(line(lines.ROLLBACK, readable), unreasoned=True)
    named = (said.component, said.environment) == (exact.component, exact.environment)
    named = named and said.version in (None, exact.version)
    sure = named and abandoned is None and earlier is None
    ctx.ask_first(question(line(lines.ROLLBACK, exact)), sure=sure)
    with refusals(deed):
        reason = f"asked in Slack by {ctx.actor.id}: {args.reason}"
        call = home.roll_back(place, live, target, reason)
        rollback = await ctx.send(call, line(lines.ROLLBACK, exact))
    names = place.component.name, place.environment.name, live.name, target.name
    return RollbackCard(rollback, home.slug, home.called, *names, args.reason, ctx.scene)


async def _earlier(
    args: lines.RollbackArgs, home: GrantedBranch, place: Deployment, ctx: Context
) -> EarlierRollback | None:
    """What somebody did to the same a moment ago: not the asker's own, where the version is said."""
    about = place.component.name, place.environment.name
    for write in await ctx.recent_writes(_JUST_NOW):
        _, done = parse(write.line, (lines.ROLLBACK,))
        own = write.actor == ctx.actor and args.version is not None
        project = done.project.project
        same = (done.component, done.environment) == about and project and project.slug == home.slug
        if same and not own and done.live and done.version:
            return EarlierRollback(write.actor.id, write.created_at, done.live, done.version)
    return None


def _exact(
    args: lines.RollbackArgs, home: GrantedBranch, place: Deployment, target: Version, live: Version
) -> lines.RollbackArgs:
    """What goes on to mean the very thing."""
    return replace(
        args,
        component=place.component.name,
        environment=place.environment.name,
        version=target.name,
        project=Reference.of(home.slug),
        live=live.name,
        namespace=args.namespace,
    )


async def _home(args: lines.RollbackArgs, ctx: Context) -> GrantedBranch:
    """The project whose component it is: the way back is its default branch's affair."""
    home = await ctx.find.home(args.project, _words(args), _retry(args))
    if home.details.id is None or home.details.organization_id is None:
        raise RollbackRefused(_deed(args, home.called), RollbackReason.NO_IDS)
    return home


def _words(args: lines.RollbackArgs) -> list[str]:
    """What names something, in the order in which it was typed."""
    return [each for each in (args.component, args.environment, args.version) if each is not None]


def _retry(args: lines.RollbackArgs) -> Retry:
    return lambda field, value: line(lines.ROLLBACK, args, **{field: value})


async def _places(
    args: lines.RollbackArgs, home: GrantedBranch
) -> tuple[lines.RollbackArgs, NamedDeploy, tuple[Deployment, ...]]:
    """What is named, and where the component was ever deployed, with what of it is live there now."""
    deed = _deed(args, home.called)
    try:
        components, environments = await asyncio.gather(home.components(), home.environments())
        if not components:
            raise RollbackRefused(deed, RollbackReason.NO_MARKERS)
        names = deploy_names(
            _words(args), [each.name for each in components], [each.name for each in environments]
        )
        args = replace(
            args,
            component=names.component,
            environment=names.environment,
            version=names.version,
        )
        deed = _deed(args, home.called)
        meant = NamedDeploy(deed, args.namespace, args.version, args.live, _retry(args))
        return args, meant, await home.deployments(meant.component(components), environments)
    except NotFound as error:
        raise RollbackRefused(deed, RollbackReason.NO_DEPLOYS) from error


def _deed(args: lines.RollbackArgs, called: str) -> RollbackDeed:
    return RollbackDeed(called, args.component or "", args.environment or "")


async def look(args: lines.RollbackArgs, result: RollbackCard, ctx: Context) -> RollbackCard:
    """Whether its pipeline is there, for its number."""
    id = result.rollback.pipeline_id
    if id is None:
        return result
    return replace(result, pipeline=(await ctx.find.pipeline(Reference.of_id(id))).pipeline)


def redraw(
    args: lines.RollbackArgs, run: Run, scene: Scene, last: RollbackCard | None
) -> RollbackCard | None:
    """How far it is; what goes back to what is in its line, where nobody remembers it."""
    known = last or _said(args, run, scene)
    return replace(known, pipeline=run.pipeline, run=run, scene=scene) if known else None


def _said(args: lines.RollbackArgs, run: Run, scene: Scene) -> RollbackCard | None:
    """What a line that is exact says of the rollback that this run is."""
    names = args.component, args.environment, args.live, args.version
    if not all(names):
        return None
    component, environment, live, target = map(str, names)
    rollback, slug = Rollback(id=run.pipeline.id, rollback_type="PIPELINE"), run.pipeline.project_slug
    return RollbackCard(
        rollback, slug, run.called, component, environment, live, target, args.reason or "", scene
    )


async def recover(args: lines.RollbackArgs, ctx: Context, since: datetime) -> RollbackCard | None:
    """The only rollback pipeline of this that our own user has started since, by the pipeline's values.

    https://circleci.com/docs/guides/deploy/set-up-rollbacks/#configuration-tips
    """
    home = await _home(args, ctx)
    young = [each for each in await home.own_pipelines() if each.created_at >= since - CLOCK_SKEW]
    found = [(each, told) for each, told in await home.values(young) if _is_of(args, told)]
    if len(found) != 1 or found[0][0].created_at < since:
        return None
    pipeline, told = found[0]
    component, environment, live, target = (str(told[name]) for name in ROLLBACK_VALUES.values())
    return RollbackCard(
        Rollback(id=pipeline.id, rollback_type="PIPELINE"),
        home.slug,
        home.called,
        component,
        environment,
        live,
        target,
        args.reason or "",
        ctx.scene,
        pipeline=pipeline,
        recovered=True,
    )


def _is_of(args: lines.RollbackArgs, told: Mapping[str, object]) -> bool:
    """Whether a pipeline's values are those of the rollback that was asked for."""
    asked = ((name, getattr(args, field)) for field, name in ROLLBACK_VALUES.items())
    return all(
        told.get(name) and (said is None or said.casefold() == str(told[name]).casefold())
        for name, said in asked
    )


COMMAND = Command(
    lines.ROLLBACK,
    summary="Roll back to an earlier version",
    permission=Permission.TRIGGER,
    scope=Scope.BRANCH,
    about=lambda args: Subject(args.project.project, needs_project=args.project.project is not None),
    run=run,
    view=rollback_card,
    look=look,
    redraw=redraw,
    kept=lambda card: replace(card, run=None),
    recover=recover,
    started_thing=rollback_pipeline,
)
