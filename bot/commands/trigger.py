"""`/ci trigger`: start a pipeline."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated

from bot.circleci.errors import BadRequest, CircleCIError, Conflict, Forbidden, NotFound, Unauthorized
from bot.circleci.models import Definition, NotTriggered, Pipeline, Project, Triggered
from bot.command import Command, Context
from bot.grammar import Arg, kinds, line
from bot.model.fault import Fault, NothingHere, NotPossible
from bot.model.message import Code, Text
from bot.model.permission import Permission
from bot.model.run import Run
from bot.model.target import UNSAID, Target
from bot.references import FoundPipeline, FoundProject, definition
from bot.views.scene import Scene
from bot.views.text import named, said
from bot.views.trigger import Started, triggered

Value = int | bool | str

#: How long the card waits for the first workflows, in seconds, and the pauses between two looks.
PATIENCE, FIRST_PAUSE, LONGEST_PAUSE = 20.0, 0.5, 3.0
#: A pipeline in one of these has not started its workflows yet.
YOUNG = frozenset({"pending", "created", "setup-pending"})


@dataclass(frozen=True, slots=True)
class Trigger:
    target: Annotated[
        Target, Arg(kinds.TARGET, "What to build; else this channel's project, its default branch")
    ] = UNSAID
    parameters: Annotated[
        tuple[tuple[str, Value], ...], Arg(kinds.PARAMETER, "The pipeline's parameters", rest=True)
    ] = ()
    tag: Annotated[str | None, Arg(kinds.TAG, "Build this tag instead of a branch", flag="--tag")] = None
    definition: Annotated[
        str | None, Arg(kinds.NAME, "Which of the project's pipeline definitions", flag="--definition")
    ] = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be started, as exactly as it was checked."""

    project: FoundProject
    branch: str | None
    tag: str | None
    parameters: Mapping[str, Value]
    definition: Definition | None = None

    def call(self, ctx: Context) -> Callable[[], Awaitable[Triggered | NotTriggered]]:
        async def start() -> Triggered | NotTriggered:
            slug, branch, tag, parameters = self.project.slug, self.branch, self.tag, self.parameters
            if self.definition is None:
                return await ctx.circleci.trigger_pipeline(
                    slug, branch=branch, tag=tag, parameters=parameters
                )
            return await ctx.circleci.run_pipeline(
                slug, self.definition.id, branch=branch, tag=tag, parameters=parameters
            )

        return start

    def card(self, started: Triggered, ctx: Context) -> Started:
        return Started(
            started,
            self.project.slug,
            self.project.called,
            Scene(ctx.circleci.web, ctx.now(), ctx.actor.id),
            branch=self.branch,
            tag=self.tag,
            parameters=self.parameters,
            definition=self.definition.name if self.definition else None,
        )


async def run(args: Trigger, ctx: Context) -> Started:
    wish = await _wish(args, ctx)
    try:
        answer = await ctx.send(wish.call(ctx))
    except NotFound as error:
        raise await _not_found(wish, ctx) from error
    except (BadRequest, Conflict, Forbidden) as error:
        raise NotPossible(_not(wish), (f"CircleCI says: {error.message or error.status}",)) from error
    if isinstance(answer, NotTriggered):
        raise NotPossible(_not(wish), (f"CircleCI says: {answer.message}",))
    return wish.card(answer, ctx)


async def _wish(args: Trigger, ctx: Context) -> Wish:
    """What is meant, and the permission for exactly that."""
    found = ctx.find.project(args.target, Permission.TRIGGER)
    if args.tag and found.branch:
        raise NotPossible(
            ("A pipeline builds a branch or a tag; this names both.",), ("Nothing was started.",)
        )
    parameters = dict(args.parameters)
    if len(parameters) < len(args.parameters):
        raise NotPossible(("A parameter is there twice.",), ("Nothing was started.",))
    branch, project = found.branch, None
    runs_definition = found.slug.opaque or args.definition is not None
    if runs_definition or not (branch or args.tag):
        project = await _project(found, ctx)
    if not branch and not args.tag and project is not None:
        branch = project.vcs_info.default_branch
    ctx.access.require(Permission.TRIGGER, found.slug, called=found.called, branch=branch, tag=args.tag)
    definition = await _definition(args, found, project, ctx) if runs_definition and project else None
    return Wish(found, branch, args.tag, parameters, definition)


async def _project(found: FoundProject, ctx: Context) -> Project:
    try:
        return await ctx.circleci.get_project(found.slug)
    except NotFound as error:
        raise NothingHere("project", found.called) from error


async def _definition(args: Trigger, found: FoundProject, project: Project, ctx: Context) -> Definition:
    def again(name: str) -> str:
        return line(TRIGGER.syntax, replace(args, definition=name))

    several = await ctx.circleci.list_definitions(project.id or found.slug.name)
    return definition(several, args.definition, found.called, again)


def _not(wish: Wish) -> Text:
    """What did not happen."""
    ref = wish.tag or wish.branch
    return (
        f"{wish.project.called}",
        *((" ", Code(ref)) if ref else ()),
        " was not triggered; nothing was started.",
    )


async def _not_found(wish: Wish, ctx: Context) -> Fault | CircleCIError:
    """CircleCI says 404 alike to a wrong token, missing access and undeclared parameters: tell which."""
    called = wish.project.called
    works, project = await asyncio.gather(
        ctx.circleci.token_works(), ctx.circleci.get_project(wish.project.slug), return_exceptions=True
    )
    for failed in (works, project):
        if isinstance(failed, BaseException) and not isinstance(failed, CircleCIError):
            raise failed
    if works is False:
        return Unauthorized(401, "")
    who: Text = (Code(f"{ctx.slash} me"), " shows who that is.")
    if isinstance(project, NotFound):
        why = f"CircleCI finds no {called}: it does not exist, or the bot's user has no access to it."
        return NotPossible(_not(wish), (why,), who)
    if not wish.parameters:
        why = f"CircleCI answered “not found”: the bot's user may see {called}, and perhaps not trigger it."
        return NotPossible(_not(wish), (why,), who)
    which = "the parameter" if len(wish.parameters) == 1 else "one of the parameters"
    why = (
        f"CircleCI answered “not found”: perhaps the configuration does not declare {which} "
        f"{named(list(wish.parameters))}, or the bot's user may not trigger it."
    )
    look = Code(f"{ctx.slash} {said('config', called, '--source')}")
    return NotPossible(_not(wish), (why,), (look, " shows the newest configuration."))


async def more(args: Trigger, result: Started, ctx: Context) -> AsyncIterator[Started]:
    """Look until the workflows are there, or the reason why there are none."""
    waited, pause = 0.0, FIRST_PAUSE
    seen: Run | None = None
    while waited < PATIENCE:
        await ctx.sleep(pause)
        waited, pause = waited + pause, min(pause * 1.5, LONGEST_PAUSE)
        try:
            seen = await _look(result, ctx)
        except NotFound:  # so young that CircleCI does not know it everywhere
            continue
        if seen.workflows or seen.pipeline.errors or seen.pipeline.state not in YOUNG:
            break
    yield replace(result, run=seen, waiting=False, scene=replace(result.scene, at=ctx.now()))


async def _look(result: Started, ctx: Context) -> Run:
    pipeline, workflows = await asyncio.gather(
        ctx.circleci.get_pipeline(result.started.id), ctx.circleci.list_workflows(result.started.id)
    )
    return await ctx.find.run(FoundPipeline(pipeline, result.called, workflows))


async def recover(args: Trigger, ctx: Context, since: datetime) -> Started | None:
    """The only pipeline of this project and branch that our own user has started since."""
    try:
        wish = await _wish(args, ctx)
    except Fault:  # the policy or the project has changed since: what was meant can't be told any more
        return None
    me, page = await asyncio.gather(
        ctx.circleci.get_me(), ctx.circleci.list_pipelines(wish.project.slug, branch=wish.branch)
    )

    def ours(pipeline: Pipeline) -> bool:
        by_us = pipeline.trigger.actor.login == me.login
        of_it = pipeline.branch == wish.branch if wish.branch else pipeline.tag == wish.tag
        return by_us and of_it and pipeline.created_at >= since

    found = [each for each in page.items if ours(each)]
    if len(found) != 1:
        return None
    one = found[0]
    started = Triggered(id=one.id, number=one.number, state=one.state, created_at=one.created_at)
    return replace(wish.card(started, ctx), recovered=True)


TRIGGER = Command(
    words="trigger",
    summary="Start a pipeline",
    args=Trigger,
    permission=Permission.TRIGGER,
    run=run,
    view=triggered,
    examples=(
        "trigger web",
        "trigger web@main environment=staging",
        "trigger web --tag v2.4.1",
        'trigger mobile --definition "Store release"',
    ),
    more=more,
    recover=recover,
)
