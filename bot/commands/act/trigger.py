"""`/ci trigger`: start a pipeline."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from bot import lines
from bot.circleci.models import Definition, NotTriggered, Pipeline, TriggeredPipeline
from bot.command import Command, Context
from bot.finding.choice import named_definition
from bot.finding.granted_project import GrantedBranch
from bot.finding.parameters import (
    declarations_for,
    definitions_for,
    least_mistaken,
    mended_args,
    misplaced_ref,
    named_declarations,
    parameters_line,
    trigger_offer,
)
from bot.finding.refusals import refusals
from bot.grammar import kinds, line
from bot.model.deeds import CallRefused, TriggerDeed
from bot.model.fault import Ambiguous, Denied, Fault, NothingHere
from bot.model.line import Line
from bot.model.parameters import Declaration, MistakenParameters, ParameterType
from bot.model.permission import Permission
from bot.model.questions import TriggerQuestion
from bot.model.reference import Reference
from bot.model.run import Run
from bot.model.subject import Scope, Subject
from bot.model.write import CLOCK_SKEW
from bot.views.cards.triggered import TriggerCard, trigger_card, triggered_pipeline
from bot.views.scene import Scene


@dataclass(frozen=True, slots=True)
class TriggerWish:
    """What is to be started, as exactly as it was checked. ``marker_parameters``: by which it is found."""

    project: GrantedBranch
    parameters: Mapping[str, kinds.Value]
    definition: Definition | None
    marker_parameters: Mapping[str, str]

    @property
    def all_parameters(self) -> Mapping[str, kinds.Value]:
        """All parameters that CircleCI gets."""
        return {**self.parameters, **self.marker_parameters}

    def card(self, started: TriggeredPipeline, ctx: Context) -> TriggerCard:
        return TriggerCard(
            started,
            self.project.slug,
            self.project.called,
            ctx.scene,
            branch=self.project.branch,
            tag=self.project.tag,
            parameters=self.parameters,
            definition=self.definition.name if self.definition else None,
        )


async def run(args: lines.TriggerArgs, ctx: Context) -> TriggerCard:
    if args.tag is None:
        args = replace(args, target=await ctx.find.or_thread(args.target))
    unchecked = args.anyway or not args.parameters
    try:
        wish = await (_wish if unchecked else _checked_wish)(args, ctx)
    except NothingHere as absent:
        absent.likely = (*absent.likely, *await _with_switches(args, ctx))
        raise
    project = wish.project
    deed = TriggerDeed(project.called, project.tag or project.branch, tuple(wish.all_parameters))
    exact = line(lines.TRIGGER, _exact(args, project))
    given = tuple(kinds.PARAMETER.write(each) for each in args.parameters)
    question = TriggerQuestion(exact, project.called, deed.ref or "", given)
    named = args.target
    ctx.ask_first(question, sure=not (named.names_run or named.words or named.address))
    with refusals(deed):
        answer = await ctx.send(project.start(wish.definition, wish.all_parameters), exact)
    if isinstance(answer, NotTriggered):
        raise CallRefused(deed, answer.message)
    return wish.card(answer, ctx)


async def _with_switches(args: lines.TriggerArgs, ctx: Context) -> tuple[Line, ...]:
    """The line in which words are boolean parameters, where such are declared."""
    words, declared = args.target.words, frozenset[str]()
    with suppress(Fault):
        _, several = await named_declarations(ctx.find, replace(args.target, words=()))
        every = (each for _, declaration in several for each in declaration.parameters)
        declared = frozenset(each.name for each in every if each.type is ParameterType.BOOLEAN)
    switches = tuple((each, True) for each in words if each in declared)
    if not switches:
        return ()
    target = replace(args.target, words=tuple(each for each in words if each not in declared))
    return (line(lines.TRIGGER, args, target=target, parameters=(*args.parameters, *switches)),)


def _exact(args: lines.TriggerArgs, project: GrantedBranch) -> lines.TriggerArgs:
    """What means this very branch or tag."""
    return replace(args, target=Reference.of(project.slug, project.branch), tag=project.tag)


async def _wish(args: lines.TriggerArgs, ctx: Context) -> TriggerWish:
    """What is meant, and the permission for exactly that."""
    found = await ctx.find.branch(args.target, args.tag)
    return _wish_for(args, ctx, found, _definition(args, found, await _definitions(args, found)))


async def _checked_wish(args: lines.TriggerArgs, ctx: Context) -> TriggerWish:
    """The same, where the newest configuration that is known takes the parameters.

    Raises `MistakenParameters`. Costs no further round trip.
    """
    try:
        found, pipelines = await ctx.find.branch_and_pipelines(args.target, args.tag)
    except Denied as denied:
        raise misplaced_ref(args, ctx.access, denied) or denied from None
    declarations, several = await asyncio.gather(found.declarations(pipelines), _definitions(args, found))
    try:
        definition = _definition(args, found, several)
    except Ambiguous as unclear:
        fitting = definitions_for(args.parameters, several, declarations)
        unclear.choices = tuple(each for each in unclear.choices if each[0] in fitting) or unclear.choices
        raise
    _check(args, ctx, found, declarations_for(declarations, definition, only=len(several) == 1))
    return _wish_for(args, ctx, found, definition)


def _check(
    args: lines.TriggerArgs, ctx: Context, found: GrantedBranch, several: Sequence[Declaration]
) -> None:
    declaration, mistakes = least_mistaken(args.parameters, several) or (None, ())
    if not mistakes:
        return
    exact = _exact(args, found)
    mended = mended_args(args, mistakes, exact, ctx.access)
    raise MistakenParameters(
        found.called,
        declaration,
        mistakes,
        trigger_offer(mended, ctx.access) if mended else None,
        trigger_offer(replace(exact, anyway=True), ctx.access),
        parameters_line(found.called),
    )


async def _definitions(args: lines.TriggerArgs, found: GrantedBranch) -> tuple[Definition, ...]:
    """The pipeline definitions, where one must be told; else none."""
    return await found.definitions() if _needs_definition(args, found) else ()


def _definition(
    args: lines.TriggerArgs, found: GrantedBranch, several: Sequence[Definition]
) -> Definition | None:
    if not _needs_definition(args, found):
        return None
    again = lambda name: line(lines.TRIGGER, args, definition=name)  # noqa: E731
    return named_definition(several, args.definition, found.called, again)


def _needs_definition(args: lines.TriggerArgs, found: GrantedBranch) -> bool:
    return found.slug.opaque or args.definition is not None


def _wish_for(
    args: lines.TriggerArgs, ctx: Context, found: GrantedBranch, definition: Definition | None
) -> TriggerWish:
    parameters, marker = dict(args.parameters), ctx.access.policy.markers.get(found.slug)
    marked = {marker: ctx.wish} if marker and marker not in parameters else {}
    return TriggerWish(found, parameters, definition, marked)


async def look(args: lines.TriggerArgs, result: TriggerCard, ctx: Context) -> TriggerCard:
    """Whether the workflows are there, or the reason why there are none."""
    found = await ctx.find.pipeline(Reference.of_id(result.new_pipeline.id))
    seen = replace(result, run=replace(await found.whole(), called=result.called))
    return replace(seen, waiting=not seen.confirmed)


def redraw(args: lines.TriggerArgs, run: Run, scene: Scene, last: TriggerCard | None) -> TriggerCard:
    """With what it was given."""
    return TriggerCard(
        _started(run.pipeline),
        run.pipeline.project_slug,
        run.called,
        scene,
        branch=args.target.branch,
        tag=args.tag,
        parameters=dict(args.parameters),
        definition=args.definition,
        run=run,
        waiting=False,
    )


async def recover(args: lines.TriggerArgs, ctx: Context, since: datetime) -> TriggerCard | None:
    """The pipeline that carries our marker; else the only one of this branch that our user has started since.

    One from shortly before may be ours too, by a clock that differs, or somebody's earlier one: then it
    can't be told without a marker.
    """
    wish = await _wish(args, ctx)
    if not wish.project.branch and not wish.project.tag:
        return None  # CircleCI chose the branch, and does not say which is the default
    me, pipelines = await asyncio.gather(ctx.find.me(), wish.project.newest_pipelines())

    def ours(pipeline: Pipeline) -> bool:
        by_us = me.id == pipeline.starter_id or me.login in {pipeline.starter, ""} - {""}
        return by_us and pipeline.created_at >= since - CLOCK_SKEW

    found = [each for each in pipelines if ours(each)]
    if wish.marker_parameters:
        found = await _marked(wish, found)
    elif any(each.created_at < since for each in found):
        return None
    return replace(wish.card(_started(found[0]), ctx), recovered=True) if len(found) == 1 else None


def _started(pipeline: Pipeline) -> TriggeredPipeline:
    """As CircleCI answers a call that starts it."""
    return TriggeredPipeline(
        id=pipeline.id, number=pipeline.number, state=pipeline.state, created_at=pipeline.created_at
    )


async def _marked(wish: TriggerWish, pipelines: Sequence[Pipeline]) -> list[Pipeline]:
    """Those that have our marker among their values."""
    wanted = {(f"pipeline.parameters.{name}", value) for name, value in wish.marker_parameters.items()}
    return [each for each, values in await wish.project.values(pipelines) if wanted <= set(values.items())]


COMMAND = Command(
    lines.TRIGGER,
    summary="Start a pipeline on a branch or tag",
    permission=Permission.TRIGGER,
    scope=Scope.BRANCH,
    about=lambda args: Subject.of_branch(args.target, args.tag),
    run=run,
    view=trigger_card,
    look=look,
    redraw=redraw,
    recover=recover,
    started_thing=triggered_pipeline,
)
