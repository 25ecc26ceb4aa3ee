"""A job: what it was, where it ran, how long."""

from dataclasses import dataclass

from bot import lines
from bot.circleci.models import Job, JobDetails, Pipeline
from bot.grammar import line
from bot.model.message import Audience, Button, Buttons, Lines, Message, Style
from bot.model.reference import Reference
from bot.model.run import FAILED_STATUSES
from bot.model.shown import Noun, ShownThing
from bot.model.spans import Bold, Link, Span, Text, Timestamp
from bot.views.parts import buttons
from bot.views.parts.commit import on_ref, open_button, ref_code
from bot.views.parts.status import status
from bot.views.parts.text import count, duration, join_facts, join_words, one_line
from bot.views.scene import Scene

#: A job of these statuses has begun, or is about to, and can be canceled by itself.
UNDER_WAY = frozenset({"running", "queued", "not_running"})


@dataclass(frozen=True, slots=True)
class JobCard:
    """A job was looked at. ``details`` is None for an approval job without a number: then ``job`` is set."""

    pipeline: Pipeline
    called: str
    workflow_id: str | None
    details: JobDetails | None
    job: Job | None
    scene: Scene

    @property
    def subject(self) -> JobDetails | Job:
        found = self.details or self.job
        if found is None:
            raise ValueError("a job needs its details or its place in a workflow")
        return found

    @property
    def number(self) -> int | None:
        return self.details.number if self.details else self.job.job_number if self.job else None

    @property
    def url(self) -> str:
        """Its page; that of the pipeline where the job has none."""
        if self.workflow_id and self.number is not None:
            return self.scene.job(self.pipeline, self.workflow_id, self.number)
        return self.scene.pipeline(self.pipeline)


def job_card(result: JobCard) -> Message:
    """The card of a job."""
    job, pipeline = result.subject, result.pipeline
    state = status(job.status)
    project = str(pipeline.project_slug)
    link = Link(result.url, one_line(job.name, 60), bold=True)
    of = Link(result.scene.pipeline(pipeline), f"{result.called} #{pipeline.number}")
    lines = [
        join_facts([(state.emoji, " ", Bold(state.full)), (link,), (of,), ref_code(pipeline)]),
        _when(result),
    ]
    lines += _where(result.details) if result.details else [("An approval: it waits for a person.",)]
    workflow = [ShownThing(Noun.WORKFLOW, project, result.workflow_id)] if result.workflow_id else []
    return Message(
        text=(
            f"{one_line(job.name, 60)} of {result.called} #{pipeline.number}{on_ref(pipeline)} {state.verb}",
        ),
        blocks=(
            Lines(tuple(line for line in lines if line)),
            *_messages(result.details),
            _buttons(result),
            result.scene.asked(live=job.stopped_at is None),
        ),
        audience=Audience.THREAD,
        depicts=ShownThing(Noun.JOB, project, result.job.id if result.job else None, result.number),
        shows=(ShownThing.of(pipeline), *workflow),
    )


def _when(result: JobCard) -> Text:
    job, scene = result.subject, result.scene
    spans: list[Span] = []
    if job.started_at is not None:
        ended = job.stopped_at or scene.at
        took = f", took {duration(ended - job.started_at)}"
        spans = [
            Timestamp(job.started_at),
            took if job.stopped_at else f", {duration(ended - job.started_at)} so far",
        ]
    waited: Text = ()
    details = result.details
    if details and details.queued_at and details.started_at:
        waited = (f"queued for {duration(details.started_at - details.queued_at)}",)
    number = (f"job {result.number}",) if result.number is not None else ()
    workflow = details.latest_workflow.name if details and details.latest_workflow else None
    return join_facts([number, (f"in {one_line(workflow, 60)}",) if workflow else (), tuple(spans), waited])


def _where(details: JobDetails) -> list[Text]:
    executor = [
        one_line(each, 40) for each in (details.executor.type, details.executor.resource_class) if each
    ]
    runs = (
        (count(details.parallelism, "parallel run"),)
        if details.parallelism and details.parallelism > 1
        else ()
    )
    lines = [join_facts([(" ".join(executor),) if executor else (), runs])]
    names = [one_line(each.name, 60) for each in details.contexts if each.name]
    if names:
        lines.append(
            (
                "uses ",
                "context " if len(names) == 1 else "contexts ",
                *join_words([(Bold(n),) for n in names[:10]]),
            )
        )
    return lines


def _messages(details: JobDetails | None) -> tuple[Lines, ...]:
    """What CircleCI has to say about the job."""
    texts = [each.message or each.reason for each in details.messages] if details else []
    lines = tuple((one_line(text, 300),) for text in texts[:5] if text)
    return (Lines(lines),) if lines else ()


def _buttons(result: JobCard) -> Buttons:
    """At most four: why it failed or what it prints, what it left, its page, and last what stops it."""
    items, menu, stop = list[Button](), list[Button](), list[Button]()
    if result.subject.status in FAILED_STATUSES | {"unauthorized"}:
        items.append(Button("Why?", line(lines.WHY, lines.WhyArgs(_exact(result))), style=Style.PRIMARY))
    if result.number is not None:
        if result.subject.status in UNDER_WAY:
            stop = [
                buttons.cancel_job_button(result.pipeline, result.called, result.subject.name, result.number)
            ]
        job = Reference.of_number(result.pipeline.project_slug, result.number)
        if result.subject.stopped_at is None:
            items.append(Button("Look again", line(lines.JOB, lines.JobArgs(job))))
        else:
            items.append(Button("Log", line(lines.LOGS, lines.LogsArgs(job))))
        items.append(Button("Artifacts", line(lines.ARTIFACTS, lines.ArtifactsArgs(job))))
        menu.append(Button("Tests", line(lines.TESTS, lines.TestsArgs(job))))
    if result.workflow_id:
        of = line(lines.WORKFLOW, lines.WorkflowArgs(Reference.of_id(result.workflow_id)))
        workflow = Button("Workflow", of)
        (items if len(items) < 3 - len(stop) else menu).append(workflow)
    menu.append(
        Button("Pipeline", line(lines.PIPELINE, lines.PipelineArgs(Reference.of_id(result.pipeline.id))))
    )
    return Buttons((*items, open_button(result.url), *stop), more=tuple(menu))


def _exact(result: JobCard) -> Reference:
    """The job as `why` is asked about it, to whom a number is a pipeline's: its page, or its id."""
    if result.job and result.number is None:
        return Reference.of_id(result.job.id)
    return Reference(result.url, page=True)
