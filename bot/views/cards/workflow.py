"""A workflow with all its jobs, failures first, and its other attempts."""

from dataclasses import dataclass, replace

from bot import lines
from bot.circleci.models import Job, Workflow
from bot.grammar import line
from bot.model.approval import waiting_approvals
from bot.model.message import Audience, Button, Buttons, Lines, Message, Style
from bot.model.reference import Reference
from bot.model.run import FAILED_STATUSES, RERUNNABLE, Run
from bot.model.shown import Noun, ShownThing
from bot.model.spans import Bold, Link, Span, Text, Timestamp
from bot.views.parts import buttons
from bot.views.parts.commit import on_ref, open_button, ref_code
from bot.views.parts.status import by_urgency, matters, status
from bot.views.parts.text import count, duration, join_facts, one_line, some_names
from bot.views.scene import Scene

#: How many jobs have a line, and how many of these a link; the rest is a count.
_JOBS, LINKS = 60, 12
ATTEMPTS = 10


@dataclass(frozen=True, slots=True)
class WorkflowCard:
    """A workflow was looked at: ``run`` has all the pipeline's workflows, and this one's jobs."""

    workflow: Workflow
    run: Run
    scene: Scene

    @property
    def jobs(self) -> tuple[Job, ...]:
        return by_urgency(self.run.jobs.get(self.workflow.id, ()))


def workflow_card(result: WorkflowCard) -> Message:
    """The card of a workflow."""
    workflow, scene, pipeline = result.workflow, result.scene, result.run.pipeline
    project = str(pipeline.project_slug)
    state = status(workflow.status)
    link = Link(scene.workflow(pipeline, workflow), one_line(workflow.name, 60), bold=True)
    of = Link(scene.pipeline(pipeline), f"{result.run.called} #{pipeline.number}")
    lines: list[Text] = [
        join_facts([(state.emoji, " ", Bold(state.full)), (link,), (of,), ref_code(pipeline)]),
        join_facts([_took(workflow, scene), _rerun(workflow)]),
        *_job_lines(result),
    ]
    jobs = [ShownThing(Noun.JOB, project, job.id, job.job_number) for job in result.jobs[:_JOBS]]
    return Message(
        text=(_sentence(result),),
        blocks=(
            Lines(tuple(lines)),
            *_attempts(result),
            _buttons(result),
            scene.asked(live=not workflow.terminal),
        ),
        audience=Audience.THREAD,
        depicts=ShownThing(Noun.WORKFLOW, project, workflow.id),
        shows=(ShownThing.of(pipeline), *jobs),
    )


def _sentence(result: WorkflowCard) -> str:
    workflow, run = result.workflow, result.run
    culprits = [job.name for job in result.jobs if job.status in FAILED_STATUSES]
    of = f"{run.called} #{run.pipeline.number}{on_ref(run.pipeline)}"
    told = f"{one_line(workflow.name, 60)} of {of} {status(workflow.status).verb}"
    return f"{told}: {some_names(culprits)}" if culprits else told


def _took(workflow: Workflow, scene: Scene) -> Text:
    if workflow.stopped_at is None:
        return (Timestamp(workflow.created_at), f", {duration(scene.at - workflow.created_at)} so far")
    return (Timestamp(workflow.created_at), f", took {duration(workflow.stopped_at - workflow.created_at)}")


def _rerun(workflow: Workflow) -> Text:
    if not workflow.auto_rerun_number:
        return ()
    most = f" of {workflow.max_auto_reruns}" if workflow.max_auto_reruns else ""
    return (f"automatic rerun {workflow.auto_rerun_number}{most}",)


def _job_lines(result: WorkflowCard) -> list[Text]:
    jobs = result.jobs
    if not jobs:
        return [("It has no jobs so far.",)]
    lines = [
        _job(result, job, linked=at < LINKS or len(jobs) <= LINKS) for at, job in enumerate(jobs[:_JOBS])
    ]
    if len(jobs) > _JOBS:
        lines.append((f"+ {len(jobs) - _JOBS:,} more",))
    return lines


def _job(result: WorkflowCard, job: Job, *, linked: bool) -> Text:
    name = one_line(job.name, 60)
    url = None
    if linked and job.job_number is not None:
        url = result.scene.job(result.run.pipeline, result.workflow.id, job.job_number)
    spans: list[Span] = [status(job.status).emoji, " ", Link(url, name) if url else name]
    if job.started_at is not None and (job.stopped_at is not None or job.status == "running"):
        ended = job.stopped_at or result.scene.at
        spans.append(f"   {duration(ended - job.started_at)}{'' if job.stopped_at else ' so far'}")
    if job.status not in ("success", "failed", "running"):
        spans.append(f"   {status(job.status).full}")
    return tuple(spans)


def _attempts(result: WorkflowCard) -> tuple[Lines, ...]:
    """The other attempts of this workflow, the newest first."""
    attempts = result.run.attempts(result.workflow.name)
    if len(attempts) < 2:
        return ()
    lines: list[Text] = [(Bold(count(len(attempts), "attempt")), ", the newest first")]
    for at, attempt in enumerate(attempts[:ATTEMPTS]):
        link = Link(result.scene.workflow(result.run.pipeline, attempt), f"attempt {len(attempts) - at}")
        here = ("this one",) if attempt.id == result.workflow.id else ()
        state = status(attempt.status)
        lines.append(
            join_facts([(state.emoji, " ", link), (state.full,), (Timestamp(attempt.created_at),), here])
        )
    if len(attempts) > ATTEMPTS:
        lines.append((f"+ {len(attempts) - ATTEMPTS:,} more",))
    return (Lines(tuple(lines)),)


def _buttons(result: WorkflowCard) -> Buttons:
    """At most four: what to do with it, its page, and last what stops it; the rest is a menu."""
    pipeline, workflow = result.run.pipeline, result.workflow
    stop = []
    if not workflow.terminal:
        called = result.run.called
        stop = [buttons.cancel_button(pipeline, called, [workflow])]
    first, rest = _operating(result), _jobs_that_matter(result)
    if not workflow.terminal:
        rest.insert(
            0, Button("Look again", line(lines.WORKFLOW, lines.WorkflowArgs(Reference.of_id(workflow.id))))
        )
    row = [*first, *rest][: 3 - len(stop)]
    menu = [each for each in (*first, *rest) if each not in row]
    if first:
        row[0] = replace(row[0], style=Style.PRIMARY)
    row += _again(result) if len(row) < 3 - len(stop) else []  # a menu can't ask before it counts
    menu.append(Button("Pipeline", line(lines.PIPELINE, lines.PipelineArgs(Reference.of_id(pipeline.id)))))
    return Buttons((*row, open_button(result.scene.workflow(pipeline, workflow)), *stop), more=tuple(menu))


def _operating(result: WorkflowCard) -> list[Button]:
    """Why it failed, and what can be done with the newest attempt; the older ones are history."""
    run, workflow = result.run, result.workflow
    bad = workflow.status in FAILED_STATUSES | {"unauthorized"}
    why = [Button("Why?", line(lines.WHY, lines.WhyArgs(Reference.of_id(workflow.id))))] if bad else []
    if workflow not in run.newest:
        return why
    jobs = run.jobs.get(workflow.id, ())
    items = [
        buttons.approve_button(run.pipeline, run.called, each) for each in waiting_approvals(workflow, jobs)
    ][:1] + why
    if workflow.status in RERUNNABLE and workflow.tag != "setup" and jobs:
        items.append(buttons.rerun_failed_button(run.pipeline, run.called, workflow, jobs))
    return items


def _again(result: WorkflowCard) -> list[Button]:
    """The newest attempt from its start, where it has ended and had a job."""
    run, workflow = result.run, result.workflow
    if workflow not in run.newest or not workflow.terminal or workflow.tag == "setup" or not result.jobs:
        return []
    return [buttons.rerun_start_button(run.pipeline, run.called, workflow, result.jobs)]


def _jobs_that_matter(result: WorkflowCard) -> list[Button]:
    slug = result.run.pipeline.project_slug
    return [
        Button(
            one_line(job.name, 60), line(lines.JOB, lines.JobArgs(Reference.of_number(slug, job.job_number)))
        )
        for job in result.jobs[:2]
        if matters(job) and job.job_number is not None
    ]
