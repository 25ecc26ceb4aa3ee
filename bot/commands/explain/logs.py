"""`/ci logs`: what a step of a job printed."""

from collections.abc import Sequence
from typing import TypeAlias

from bot import lines
from bot.circleci.models import JobDetails, Step, StepRun
from bot.command import Command, Context
from bot.grammar import line
from bot.model.fault import Ambiguous, NotPossible
from bot.model.permission import Permission
from bot.model.reference import Reference
from bot.model.run import BuiltJob
from bot.model.spans import Code
from bot.model.subject import Scope
from bot.output import safe
from bot.reading.printed import failing_steps
from bot.views.cards.logs import LogCard, log_card
from bot.views.parts.text import one_line, some_names

#: What a message has room for, beside what is told of the step.
_CHARACTERS = 9_000

Choice: TypeAlias = tuple[Step, StepRun]


async def run(args: lines.LogsArgs, ctx: Context) -> LogCard:
    found = await ctx.find.job(args.job, built=True)
    job, details = found.built("output")
    _must_have_ended(job, details)
    slug = job.pipeline.project_slug
    asked = lines.LogsArgs(Reference.of_number(slug, job.number), args.step, args.tail, args.run)
    steps = await found.steps()
    step, action = _chosen(asked, job, steps)
    ended = await found.output_end(action, lines=args.tail, characters=_CHARACTERS, limit=ctx.artifact_limit)
    later = [each for each in step.actions if each.broken and each.index > action.index]
    again = lines.LogsArgs(asked.job, str(action.step), args.tail, later[0].index + 1) if later else None
    return LogCard(
        job,
        safe(step.name),
        safe(action.bash_command or ""),
        action,
        len(step.actions),
        ended,
        ctx.scene,
        line(lines.LOGS, again) if again else None,
    )


def _must_have_ended(job: BuiltJob, details: JobDetails) -> None:
    if details.stopped_at is not None:
        return
    called = f"{one_line(job.name, 60)} of {job.called} #{job.pipeline.number}"
    if details.started_at is None:
        raise NotPossible((f"{called} has not begun yet, so nothing was printed.",), ())
    reference = Reference.of_number(job.pipeline.project_slug, job.number)
    look = Code(line(lines.LOGS, lines.LogsArgs(reference)))
    raise NotPossible((f"{called} is still running.",), (), ("When it has ended: ", look, "."))


def _chosen(args: lines.LogsArgs, job: BuiltJob, steps: Sequence[Step]) -> Choice:
    """The step and its parallel run: what was named, else what failed first, else the last that printed."""
    usable = [each for each in steps if each.actions]
    if not usable:
        raise NotPossible((f"CircleCI has no steps of {one_line(job.name, 60)}, so there is no output.",), ())
    if args.step is not None:
        step = _named(args, args.step, job, usable)
        return step, _run_of(args, job, step)
    if args.run is None and (broken := failing_steps(usable)):
        return broken[0]
    failed = [step for step, _ in failing_steps(usable)]
    spoke = [each for each in usable if any(action.has_output for action in each.actions)]
    step = next(iter(failed), (spoke or usable)[-1])
    return step, _run_of(args, job, step)


def _named(args: lines.LogsArgs, said: str, job: BuiltJob, steps: Sequence[Step]) -> Step:
    wanted = said.casefold()
    fit = [each for each in steps if any(str(action.step) == said for action in each.actions)]
    fit = fit or [each for each in steps if each.name.casefold() == wanted]
    fit = fit or [each for each in steps if each.name.casefold().startswith(wanted)]
    if len(fit) == 1:
        return fit[0]
    if not fit:
        there = some_names([safe(each.name) for each in steps], 10)
        raise NotPossible(
            (f"{one_line(job.name, 60)} has no step ", Code(one_line(said, 60)), "."), (f"It has: {there}.",)
        )
    choices = [(each, str(each.actions[0].step)) for each in fit]
    raise Ambiguous(
        "step",
        said,
        tuple(
            (f"{one_line(safe(each.name), 60)}, step {number}", line(lines.LOGS, args, step=number))
            for each, number in choices
        ),
    )


def _run_of(args: lines.LogsArgs, job: BuiltJob, step: Step) -> StepRun:
    if args.run is None:
        return next((each for each in step.actions if each.broken), step.actions[0])
    for action in step.actions:
        if action.index + 1 == args.run:
            return action
    runs = len(step.actions)
    why = f"It has {runs:,}." if runs > 1 else "It has one run only."
    raise NotPossible((f"{one_line(safe(step.name), 60)} of {job.name} has no run {args.run:,}.",), (why,))


COMMAND = Command(
    lines.LOGS,
    summary="What a step of a job printed: the end of it, and the whole as a file",
    permission=Permission.READ,
    scope=Scope.RUN,
    run=run,
    view=log_card,
)
