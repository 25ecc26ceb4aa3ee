"""A workflow with all its jobs, failures first, and its other attempts."""

from dataclasses import dataclass, replace

from bot.circleci.models import Job, Workflow
from bot.model.approval import waiting_approvals
from bot.model.message import Audience, Button, Buttons, Message, Style
from bot.model.reference import Reference
from bot.model.run import FAILED_STATUSES, RERUNNABLE, Run
from bot.model.shown import ShownThing
from bot.model.spans import Bold, Link, Span, Text
from bot.views.cards.pipeline import MISSING, attempt_line, part_headline, rerun_phrase
from bot.views.parts import buttons
from bot.views.parts.commit import on_ref, shown_job, shown_workflow
from bot.views.parts.status import by_urgency, matters, status
from bot.views.parts.text import (
    begun_text,
    bullets,
    capital,
    count,
    join_facts,
    left_out,
    one_line,
    paragraph,
    some_names,
    took,
)
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
    workflow, scene, pipeline, called = result.workflow, result.scene, result.run.pipeline, result.run.called
    name, jobs = one_line(workflow.name, 60), result.jobs
    link = Link(scene.workflow(pipeline, workflow), name, bold=True)
    culprits = some_names([job.name for job in jobs if job.status in FAILED_STATUSES])
    told = f"{name} in {called} #{pipeline.number}{on_ref(pipeline)} {status(workflow.status).verb}"
    return Message(
        text=(f"{told}: {culprits}" if culprits else told,),
        blocks=(
            *paragraph(
                part_headline(workflow.status, link, pipeline, called, scene),
                join_facts(begun_text(workflow), rerun_phrase(workflow)),
                *bullets(_job(result, job, linked=at < LINKS) for at, job in enumerate(jobs[:_JOBS])),
                "" if jobs else _no_jobs(result),
                left_out(len(jobs) - _JOBS, "more", "more"),
            ),
            *paragraph(*_attempts(result)),
            *_buttons(result),
            scene.footer(live=not workflow.terminal),
        ),
        audience=Audience.THREAD,
        depicts=shown_workflow(pipeline, workflow.id),
        shows=(ShownThing.of(pipeline), *(shown_job(pipeline, job) for job in jobs[:_JOBS])),
    )


def _no_jobs(result: WorkflowCard) -> str:
    if missing := result.run.jobs_missing.get(result.workflow.id):
        return f"{capital(MISSING[missing])}."
    return "It had no jobs." if result.workflow.terminal else "No jobs yet."


def _job(result: WorkflowCard, job: Job, *, linked: bool) -> Text:
    name, scene, number = one_line(job.name, 60), result.scene, job.job_number
    spans: list[Span] = [status(job.status).emoji, " ", name]
    if linked and job.type == "approval":  # which has no page of its own
        spans[-1] = Link(scene.workflow(result.run.pipeline, result.workflow), name)
    elif linked and number is not None:
        spans[-1] = Link(scene.job(result.run.pipeline, result.workflow.id, number), name)
    if long := took(job):
        spans.append(f"   {long}")
    if job.status not in ("success", "failed"):
        spans.append(f"   {status(job.status).full}")
    return tuple(spans)


def _attempts(result: WorkflowCard) -> list[Text | str]:
    """The other attempts of this workflow, the newest first."""
    run, attempts = result.run, result.run.attempts(result.workflow.name)
    if len(attempts) < 2:
        return []
    lines: list[Text] = []
    for at, attempt in enumerate(attempts[:ATTEMPTS]):
        told, here = status(attempt.status).full, "this one" if attempt.id == result.workflow.id else ""
        lines.append(attempt_line(run, attempt, len(attempts) - at, result.scene, told, here))
    title: Text = (Bold(count(len(attempts), "attempt")), ", newest first")
    return [title, *bullets(lines), left_out(len(attempts) - ATTEMPTS, "more", "more")]


def _buttons(result: WorkflowCard) -> tuple[Buttons, ...]:
    """What to do with it, its jobs, and last what stops it; the rest is a menu."""
    pipeline, workflow = result.run.pipeline, result.workflow
    first, stop, look = _operating(result), list[Button](), list[Button]()
    if first:
        first[0] = replace(first[0], style=Style.PRIMARY)
    if not workflow.terminal:
        stop = [buttons.cancel_button(pipeline, result.run.called, [workflow])]
        look = [buttons.workflow_button(workflow.id, "Refresh")]
    named = [
        buttons.job_button(pipeline.project_slug, job.job_number, f"Show {one_line(job.name, 60)}")
        for job in result.jobs[:2]
        if matters(job) and job.job_number is not None
    ]
    again = [] if workflow.status in FAILED_STATUSES else _again(result)
    rest = [*again, *look, *named, buttons.pipeline_button(pipeline.id)]
    return buttons.button_row(first, rest, stop)


def _operating(result: WorkflowCard) -> list[Button]:
    """Why it failed, and what can be done with the newest attempt; the older ones are history."""
    run, workflow = result.run, result.workflow
    bad = workflow.status in FAILED_STATUSES
    why = [buttons.why_button(Reference.of_id(workflow.id))] if bad else []
    if workflow not in run.newest:
        return why
    jobs = run.jobs.get(workflow.id, ())
    waiting = waiting_approvals(workflow, jobs)[:1]
    items = [*(buttons.approve_button(run.pipeline, run.called, each) for each in waiting), *why]
    if workflow.status in RERUNNABLE and workflow.tag != "setup" and jobs:
        items.append(buttons.rerun_failed_button(run.pipeline, run.called, workflow, jobs))
    return items


def _again(result: WorkflowCard) -> list[Button]:
    """The newest attempt from its start, where it has ended and had a job."""
    run, it = result.run, result.workflow
    if it in run.newest and it.terminal and it.tag != "setup" and result.jobs:
        return [buttons.rerun_start_button(run.pipeline, run.called, it, result.jobs)]
    return []
