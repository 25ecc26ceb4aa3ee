"""A job: what it was, where it ran, how long."""

from dataclasses import dataclass, replace

from bot.circleci.models import Job, JobDetails, Pipeline
from bot.model.message import Audience, Button, Buttons, Message, Style
from bot.model.reference import Reference
from bot.model.run import FAILED_STATUSES
from bot.model.shown import Noun, ShownThing
from bot.model.spans import Bold, Link, Text
from bot.policy.decide import Decision, Verdict
from bot.views.cards.access import channels, people
from bot.views.cards.pipeline import part_headline
from bot.views.parts import buttons
from bot.views.parts.commit import on_ref, shown_workflow
from bot.views.parts.status import status
from bot.views.parts.text import begun_text, count, duration, join_facts, join_words, one_line, paragraph
from bot.views.scene import Scene

#: A job of these statuses has begun, or is about to, and can be canceled by itself.
UNDER_WAY = frozenset({"running", "queued", "not_running"})
#: And of these none has ever run: there is nothing that it printed or left.
NEVER_RAN = frozenset({"unauthorized", "blocked", "not_run", "not_running", "queued"})


@dataclass(frozen=True, slots=True)
class JobCard:
    """A job was looked at. ``details`` is None for an approval, or before it starts: then ``job`` is set.

    Of an approval: ``approver`` is who approved it, ``decision`` who can.
    """

    pipeline: Pipeline
    called: str
    workflow_id: str | None
    details: JobDetails | None
    job: Job | None
    scene: Scene
    approver: str | None = None
    decision: Decision | None = None

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
    job, pipeline, called = result.subject, result.pipeline, result.called
    project, details = str(pipeline.project_slug), result.details
    link = Link(result.url, one_line(job.name, 60), bold=True)
    messages = [each.message or each.reason for each in details.messages] if details else []
    workflow = [shown_workflow(pipeline, result.workflow_id)] if result.workflow_id else []
    told = f"{called} #{pipeline.number}{on_ref(pipeline)} {status(job.status).verb}"
    return Message(
        text=(f"{one_line(job.name, 60)} in {told}",),
        blocks=(
            *paragraph(
                part_headline(job.status, link, pipeline, called, result.scene),
                _when(result),
                *(_where(details) if details else _approval(result)),
            ),
            *paragraph(*(one_line(text, 300) for text in messages[:5] if text)),
            *_buttons(result),
            result.scene.footer(live=job.stopped_at is None),
        ),
        audience=Audience.THREAD,
        depicts=ShownThing(Noun.JOB, project, result.job.id if result.job else None, result.number),
        shows=(ShownThing.of(pipeline), *workflow),
    )


def _when(result: JobCard) -> Text:
    job, details, queued = result.subject, result.details, ""
    if details and details.queued_at and details.started_at:
        queued = f"queued for {duration(details.started_at - details.queued_at)}"
    workflow = details.latest_workflow.name if details and details.latest_workflow else None
    return join_facts(
        f"job {result.number}" if result.number is not None else "",
        f"in {one_line(workflow, 60)}" if workflow else "",
        begun_text(job),
        queued,
    )


def _where(details: JobDetails) -> tuple[Text, ...]:
    machine, parallel = (details.executor.type, details.executor.resource_class), details.parallelism or 1
    names = [one_line(each.name, 60) for each in details.contexts if each.name]
    contexts = join_words([(Bold(each),) for each in names[:10]])
    executor = " ".join(one_line(each, 40) for each in machine if each)
    return (
        join_facts(executor, count(parallel, "parallel run") if parallel > 1 else ""),
        ("uses ", "context " if len(names) == 1 else "contexts ", *contexts) if names else (),
    )


def _approval(result: JobCard) -> tuple[Text | str, ...]:
    """Who approved it, or who can."""
    job, decision = result.job, result.decision
    if job is None or job.type != "approval":
        return ()
    if result.approver:
        return (("Approved by ", Bold(one_line(result.approver, 60)), "."),)
    if job.status != "on_hold" or decision is None:
        return ("An approval job.",)
    if decision.verdict is not Verdict.DENIED:
        return ("You can approve it here.",)
    if decision.grounds.who:
        return (("Only ", *people(decision.grounds.who), " can approve it here."),)
    if decision.grounds.elsewhere:
        return (("You can approve it in ", *channels(decision.grounds.elsewhere), "."),)
    return ("Nobody can approve it here.",)


def _buttons(result: JobCard) -> tuple[Buttons, ...]:
    """Why it failed or what it prints, what it left, and last what stops it; the rest is a menu."""
    items, stop = list[Button](), list[Button]()
    pipeline, job, number = result.pipeline, result.subject, result.number
    if job.status in FAILED_STATUSES:
        listed = Reference.of_id(result.job.id) if result.job else Reference.of_id(pipeline.id)
        exact = listed if number is None else Reference.of_job(pipeline.project_slug, number)
        items.append(replace(buttons.why_button(exact), style=Style.PRIMARY))
    if number is not None:
        if job.status in UNDER_WAY:
            stop = [buttons.cancel_job_button(pipeline, result.called, job.name, number)]
        log, tests, artifacts = buttons.evidence_buttons(pipeline.project_slug, number)
        again = buttons.job_button(pipeline.project_slug, number, "Refresh")
        ran = job.started_at is not None and job.status not in NEVER_RAN
        items += [again] if job.stopped_at is None else [log] if ran else []
        items += [artifacts, tests] if ran else []
    rest = [buttons.pipeline_button(pipeline.id)]
    if result.workflow_id:
        rest.insert(0, buttons.workflow_button(result.workflow_id, "Workflow"))
    return buttons.button_row(items, rest, stop)
