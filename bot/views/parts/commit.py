"""What was built: the branch or the tag, the commit and its author; and a job of it."""

from typing import Protocol

from bot.circleci.models import Job, Pipeline
from bot.model.message import Audience, Block, Button, File, Message
from bot.model.run import BuiltJob
from bot.model.shown import Noun, ShownThing
from bot.model.spans import Code, Link, Text
from bot.views.parts.text import join_facts, one_line, short_commit
from bot.views.scene import Scene


class Origin(Protocol):
    """What a pipeline is built from."""

    @property
    def branch(self) -> str | None: ...

    @property
    def tag(self) -> str | None: ...


def ref_code(origin: Origin) -> Text:
    """The branch or the tag it was built from; nothing where CircleCI does not say."""
    if origin.branch:
        return (Code(one_line(origin.branch)),)
    return ("tag ", Code(one_line(origin.tag))) if origin.tag else ()


def on_ref(origin: Origin) -> str:
    """The same within a sentence: `` on main``."""
    if origin.branch:
        return f" on {one_line(origin.branch)}"
    return f" for tag {one_line(origin.tag)}" if origin.tag else ""


def commit_text(pipeline: Pipeline, *, subject: int = 80) -> Text:
    """What was built and whose it is: subject, commit, author; whichever are known."""
    commit: Text = (Code(short_commit(pipeline.revision)),) if pipeline.revision else ()
    author = f"by {one_line(pipeline.author, 40)}" if pipeline.author else ""
    return join_facts(
        one_line(pipeline.subject or "", subject),
        (*commit, f" {author}" if commit else author) if author else commit,
    )


def open_button(url: str) -> Button:
    return Button("Open in CircleCI", url=url)


def job_facts(job: BuiltJob, scene: Scene) -> Text:
    """Which it is, as a line's end."""
    link = Link(job.page(scene.web), f"{one_line(job.name, 60)}, job {job.number}")
    return join_facts((link,), f"{job.called} #{job.pipeline.number}", ref_code(job.pipeline))


def job_phrase(job: BuiltJob) -> str:
    """``e2e of web #812``."""
    return f"{one_line(job.name, 60)} of {job.called} #{job.pipeline.number}"


def job_message(job: BuiltJob, text: str, blocks: tuple[Block, ...], files: tuple[File, ...] = ()) -> Message:
    """About what a job has left behind: into the thread."""
    about = ShownThing(Noun.JOB, str(job.pipeline.project_slug), number=job.number)
    return Message((text,), blocks, Audience.THREAD, about, files=files)


def shown_job(pipeline: Pipeline, job: Job) -> ShownThing:
    return ShownThing(Noun.JOB, str(pipeline.project_slug), job.id, job.job_number)


def shown_workflow(pipeline: Pipeline, id: str) -> ShownThing:
    return ShownThing(Noun.WORKFLOW, str(pipeline.project_slug), id)
