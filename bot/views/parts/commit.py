"""What was built: the branch or the tag, the commit and its author; and a job of it."""

from typing import Protocol

from bot.circleci.models import Job, Pipeline, PipelineCause
from bot.model.message import Audience, Block, File, Message
from bot.model.run import BuiltJob
from bot.model.shown import Noun, ShownThing
from bot.model.spans import Code, Link, Text, UserMention
from bot.model.write import Asker
from bot.views.parts.text import join_facts, one_line, short_commit, short_sentence
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


def commit_text(pipeline: Pipeline, *, subject: int = 80, whose: bool = True) -> Text:
    """What was built: subject, commit, and its author where that is known and ``whose`` is to be told."""
    commit: Text = (Code(short_commit(pipeline.revision)),) if pipeline.revision else ()
    author = f"by {one_line(pipeline.author, 40)}" if pipeline.author and whose else ""
    return join_facts(
        short_sentence(pipeline.subject or "", subject),
        join_facts(commit, author, between=" "),
    )


def cause_text(pipeline: Pipeline, asker: Asker | None = None) -> Text:
    """What set it off: ``pushed by ana-lima``, ``triggered by @ana here``, ``scheduled``.

    Nothing where the commit's author pushed it. ``asker``: who asked the bot for it.
    """
    if asker is not None:
        return ("triggered by ", UserMention(asker.user), " here" if asker.here else " from Slack")
    return (cause,) if (cause := cause_phrase(pipeline)) else ()


def cause_phrase(pipeline: Pipeline) -> str:
    """The same within a sentence, by what CircleCI says."""
    if pipeline.cause is PipelineCause.SCHEDULE:
        return "scheduled"
    if not pipeline.starter or pipeline.pushed_by_author:
        return ""
    verb = "pushed" if pipeline.cause is PipelineCause.PUSH else "triggered"
    return f"{verb} by {one_line(pipeline.starter, 40)}"


def job_facts(job: BuiltJob, scene: Scene) -> Text:
    """Which it is, as a line's end."""
    link = Link(job.page(scene.web), f"{one_line(job.name, 60)}, job {job.number}")
    return join_facts((link,), f"{job.called} #{job.pipeline.number}", ref_code(job.pipeline))


def job_phrase(job: BuiltJob) -> str:
    """``e2e in web #812``."""
    return f"{one_line(job.name, 60)} in {job.called} #{job.pipeline.number}"


def job_message(job: BuiltJob, text: str, blocks: tuple[Block, ...], files: tuple[File, ...] = ()) -> Message:
    """About what a job has left behind: into the thread."""
    about = ShownThing(Noun.JOB, str(job.pipeline.project_slug), number=job.number)
    return Message((text,), blocks, Audience.THREAD, about, files=files)


def shown_job(pipeline: Pipeline, job: Job) -> ShownThing:
    return ShownThing(Noun.JOB, str(pipeline.project_slug), job.id, job.job_number)


def shown_workflow(pipeline: Pipeline, id: str) -> ShownThing:
    return ShownThing(Noun.WORKFLOW, str(pipeline.project_slug), id)
