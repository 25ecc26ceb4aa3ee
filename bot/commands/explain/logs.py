"""`/ci logs`: what a step of a job printed."""

from collections.abc import Sequence
from dataclasses import replace

from bot import lines
from bot.circleci.models import Step, StepRun
from bot.command import Command, Context
from bot.finding.granted_run import GrantedJob
from bot.finding.likely import alike
from bot.grammar import line
from bot.grammar.vocabulary import names_nothing
from bot.model.fault import JobHasNone, JobProduct, JobReason, NoSuchRun, NoSuchStep, SeveralSteps
from bot.model.line import Line
from bot.model.permission import Permission
from bot.model.reference import Reference
from bot.model.run import BuiltJob, newest_attempts
from bot.model.subject import Scope, Subject
from bot.output import safe
from bot.reading.printed import failing_steps, interrupted_steps
from bot.views.cards.logs import LogCard, log_card

#: What a message has room for, beside what is told of the step.
_CHARACTERS = 9_000


async def run(args: lines.LogsArgs, ctx: Context) -> LogCard:
    found, named = await ctx.find.job_and_rest(args.job, args.step, built=True, failing=True)
    args = _within(args, named)
    job, details = found.built(JobProduct.OUTPUT)
    if details.stopped_at is None:
        reason = JobReason.NOT_BEGUN if details.started_at is None else JobReason.RUNNING
        raise JobHasNone(JobProduct.OUTPUT, reason, job.name)
    asked = replace(args, job=Reference.of_number(job.pipeline.project_slug, job.number))
    steps = await found.steps()
    try:
        step, action = _chosen(asked, job, steps, canceled=details.status == "canceled")
    except NoSuchStep as fault:
        names_job = {job.number} & {args.job.number, args.job.job_number} or args.job.id or args.job.job_id
        if not (fault.likely or names_job):
            fault.likely = await _jobs_like(args, fault.said, found)
        raise
    ended = await found.output_end(action, lines=args.tail, characters=_CHARACTERS, limit=ctx.artifact_limit)
    later = [each for each in step.actions if each.broken and each.index > action.index]
    return LogCard(
        job,
        safe(step.name),
        safe(action.bash_command or ""),
        action,
        len(step.actions),
        ended,
        ctx.scene,
        line(lines.LOGS, asked, step=str(action.step), run=later[0].index + 1) if later else None,
    )


async def _jobs_like(args: lines.LogsArgs, said: str, found: GrantedJob) -> tuple[Line, ...]:
    """What no step of the job is called may be another job of its run."""
    workflows = newest_attempts(await found.run.attempts())
    names = [job.name for _, several in await found.run.known_jobs(workflows) for job in several]
    run = Reference.of_number(found.run.called, found.run.pipeline.number)
    return tuple(line(lines.LOGS, args, job=run, step=each) for each in alike(said, names))


def _within(args: lines.LogsArgs, step: str) -> lines.LogsArgs:
    """With the step and the parallel run that were named, or else that an address shows."""
    shown_step, shown_run = args.job.step, args.job.parallel_run
    named = step or (None if shown_step is None else str(shown_step))
    return replace(
        args, step=named, run=shown_run + 1 if args.run is None and shown_run is not None else args.run
    )


def _chosen(
    args: lines.LogsArgs, job: BuiltJob, steps: Sequence[Step], *, canceled: bool
) -> tuple[Step, StepRun]:
    """The step and its parallel run: what was named, else what failed first, else the last that printed.

    Of a ``canceled`` job it is where it was canceled.
    """
    usable = [each for each in steps if each.actions]
    if not usable:
        raise JobHasNone(JobProduct.OUTPUT, JobReason.NO_STEPS, job.name)
    if args.step is not None:
        step = _named(args, args.step, job, usable)
        return step, _run_of(args, job, step)
    failing = (interrupted_steps(usable) if canceled else ()) or failing_steps(usable)
    if args.run is None and failing:
        return failing[0]
    spoke = [each for each in usable if any(action.has_output for action in each.actions)]
    step = failing[0][0] if failing else (spoke or usable)[-1]
    return step, _run_of(args, job, step)


def _named(args: lines.LogsArgs, said: str, job: BuiltJob, steps: Sequence[Step]) -> Step:
    first, _, rest = said.partition(" ")
    fit = _fitting(said, steps) or (_fitting(rest, steps) if rest and names_nothing(first) else [])
    if len(fit) == 1:
        return fit[0]
    if not fit:
        names = [each.name for each in steps]
        likely = tuple(line(lines.LOGS, args, step=each) for each in alike(said, names))
        raise NoSuchStep(job.name, said, tuple(map(safe, names)), likely)
    numbers = ((each, each.actions[0].step) for each in fit)
    again = ((safe(each.name), at, line(lines.LOGS, args, step=str(at))) for each, at in numbers)
    raise SeveralSteps(tuple(again))


def _fitting(said: str, steps: Sequence[Step]) -> list[Step]:
    """By CircleCI's number, else their name, else how that begins, else which of them it is."""
    wanted = said.casefold()
    fit = [each for each in steps if any(str(action.step) == said for action in each.actions)]
    fit = fit or [each for each in steps if each.name.casefold() == wanted]
    fit = fit or [each for each in steps if each.name.casefold().startswith(wanted)]
    return fit or [each for nth, each in enumerate(steps, 1) if str(nth) == said]


def _run_of(args: lines.LogsArgs, job: BuiltJob, step: Step) -> StepRun:
    if args.run is None:
        return next((each for each in step.actions if each.broken), step.actions[0])
    for action in step.actions:
        if action.index + 1 == args.run:
            return action
    raise NoSuchRun(safe(step.name), args.run, len(step.actions))


COMMAND = Command(
    lines.LOGS,
    summary="Show the end of a step's output; attach the rest",
    permission=Permission.READ,
    scope=Scope.RUN,
    about=lambda args: Subject.of_reference(args.job),
    run=run,
    view=log_card,
)
