"""`/ci trigger`: start a pipeline."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot import lines
from bot.circleci.models import Definition, NotTriggered, Pipeline, Project, TriggeredPipeline
from bot.command import APART, Command, Context, refusals
from bot.finding.definitions import named_definition
from bot.finding.found import FoundProject
from bot.grammar import kinds, line
from bot.model.fault import CallRefused, Fault, TriggerDeed
from bot.model.permission import Permission
from bot.model.run import Run
from bot.reading.runs import whole_run
from bot.views.cards.triggered import TriggerCard, trigger_card, triggered_pipeline

_NEEDED = (Permission.TRIGGER, Permission.READ)


@dataclass(frozen=True, slots=True)
class TriggerWish:
    """What is to be started, as exactly as it was checked. ``marked``: the parameter by which it is found."""

    project: FoundProject
    tag: str | None
    parameters: Mapping[str, kinds.Value]
    definition: Definition | None = None
    marked: Mapping[str, str] = field(default_factory=dict)

    @property
    def sent(self) -> Mapping[str, kinds.Value]:
        """All parameters that CircleCI gets."""
        return {**self.parameters, **self.marked}

    @property
    def deed(self) -> TriggerDeed:
        return TriggerDeed(self.project.called, self.tag or self.project.branch, tuple(self.sent))

    def call(self, ctx: Context) -> Callable[[], Awaitable[TriggeredPipeline | NotTriggered]]:
        async def start() -> TriggeredPipeline | NotTriggered:
            slug, branch, tag, parameters = self.project.slug, self.project.branch, self.tag, self.sent
            if self.definition is None:
                return await ctx.circleci.trigger_pipeline(
                    slug, branch=branch, tag=tag, parameters=parameters
                )
            return await ctx.circleci.run_pipeline(
                slug, self.definition.id, branch=branch, tag=tag, parameters=parameters
            )

        return start

    def card(self, started: TriggeredPipeline, ctx: Context) -> TriggerCard:
        return TriggerCard(
            started,
            self.project.slug,
            self.project.called,
            ctx.scene,
            branch=self.project.branch,
            tag=self.tag,
            parameters=self.parameters,
            definition=self.definition.name if self.definition else None,
        )


async def run(args: lines.TriggerArgs, ctx: Context) -> TriggerCard:
    wish = await _wish(args, ctx)
    with refusals(wish.deed):
        answer = await ctx.send(wish.call(ctx))
    if isinstance(answer, NotTriggered):
        raise CallRefused(wish.deed, answer.message)
    return wish.card(answer, ctx)


async def _wish(args: lines.TriggerArgs, ctx: Context) -> TriggerWish:
    """What is meant, and the permission for exactly that."""
    found = ctx.find.project(args.target, Permission.TRIGGER)
    _require(found, args.tag, ctx, ref_known=bool(found.branch or args.tag))
    project = await ctx.find.details(found)
    branch = found.branch or (None if args.tag else project.vcs_info.default_branch)
    exact = replace(found, slug=project.slug, branch=branch)
    _require(exact, args.tag, ctx)
    definition = None
    if exact.slug.opaque or args.definition is not None:
        definition = await _definition(args, exact, project, ctx)
    parameters, marker = dict(args.parameters), ctx.access.policy.markers.get(exact.slug)
    marked = {marker: ctx.wish} if marker and marker not in parameters else {}
    return TriggerWish(exact, args.tag, parameters, definition, marked)


def _require(found: FoundProject, tag: str | None, ctx: Context, *, ref_known: bool = True) -> None:
    """Who starts a pipeline is shown it, so both are needed, for the same project and branch or tag."""
    for each in _NEEDED:
        ctx.access.require(
            each, found.slug, called=found.called, branch=found.branch, tag=tag, ref_known=ref_known
        )


async def _definition(
    args: lines.TriggerArgs, found: FoundProject, project: Project, ctx: Context
) -> Definition:
    several = await ctx.circleci.list_definitions(project.id or found.slug.name)
    return named_definition(
        several, args.definition, found.called, lambda name: line(lines.TRIGGER, args, definition=name)
    )


async def more(args: lines.TriggerArgs, result: TriggerCard, ctx: Context) -> AsyncGenerator[TriggerCard]:
    """Look until the workflows are there, or the reason why there are none."""
    seen: Run | None = None
    async for seen in ctx.looks(lambda: _look(result, ctx)):
        if seen.workflows or seen.status(ctx.now()) == "errored":
            break
    yield replace(result, run=seen, waiting=False, scene=ctx.scene)


async def _look(result: TriggerCard, ctx: Context) -> Run:
    pipeline, workflows = await asyncio.gather(
        ctx.circleci.get_pipeline(result.started.id), ctx.circleci.list_workflows(result.started.id)
    )
    return await whole_run(ctx.circleci, pipeline, result.called, workflows)


async def recover(args: lines.TriggerArgs, ctx: Context, since: datetime) -> TriggerCard | None:
    """The pipeline that carries our marker; else the only one of this branch that our user has started since.

    One from shortly before may be ours too, by a clock that differs, or somebody's earlier one: then it
    can't be told without a marker.
    """
    try:
        wish = await _wish(args, ctx)
    except Fault:  # the policy or the project has changed since: what was meant can't be told any more
        return None
    branch, tag = wish.project.branch, wish.tag
    if not branch and not tag:  # CircleCI chose the branch, and does not say which is the default
        return None
    me, page = await asyncio.gather(
        ctx.circleci.get_me(), ctx.circleci.list_pipelines(wish.project.slug, branch=branch)
    )

    def ours(pipeline: Pipeline) -> bool:
        by_us = pipeline.trigger.actor.login == me.login
        of_it = pipeline.branch == branch if branch else pipeline.tag == tag
        return by_us and of_it and pipeline.created_at >= since - APART

    found = [each for each in page.items if ours(each)]
    if wish.marked:
        found = await _marked(wish, found, ctx)
    elif any(each.created_at < since for each in found):
        return None
    if len(found) != 1:
        return None
    one = found[0]
    started = TriggeredPipeline(id=one.id, number=one.number, state=one.state, created_at=one.created_at)
    return replace(wish.card(started, ctx), recovered=True)


async def _marked(wish: TriggerWish, pipelines: Sequence[Pipeline], ctx: Context) -> list[Pipeline]:
    """Those that have our marker among their values."""
    several = await asyncio.gather(*(ctx.circleci.get_pipeline_values(each.id) for each in pipelines))
    wanted = {(f"pipeline.parameters.{name}", value) for name, value in wish.marked.items()}
    return [each for each, values in zip(pipelines, several, strict=True) if wanted <= set(values.items())]


COMMAND = Command(
    lines.TRIGGER,
    summary="Start a pipeline",
    permission=Permission.TRIGGER,
    run=run,
    view=trigger_card,
    more=more,
    recover=recover,
    started=triggered_pipeline,
)
