"""A job that ran on a machine, as part of a card about what it has left behind."""

from bot.model.message import Link, Noun, Shown, Text
from bot.model.run import BuiltJob
from bot.views.parts.scene import Scene, ref
from bot.views.parts.text import joined, one_line


def page(job: BuiltJob, scene: Scene) -> str:
    """The address of its page; that of the pipeline where its workflow is not known."""
    if job.workflow_id:
        return scene.job(job.pipeline, job.workflow_id, job.number)
    return scene.pipeline(job.pipeline)


def told(job: BuiltJob, scene: Scene) -> Text:
    """Which it is, as a line's end."""
    link = Link(page(job, scene), f"{one_line(job.name, 60)}, job {job.number}")
    return joined([(link,), (f"{job.called} #{job.pipeline.number}",), ref(job.pipeline)])


def sentence(job: BuiltJob) -> str:
    """``e2e of web #812``."""
    return f"{one_line(job.name, 60)} of {job.called} #{job.pipeline.number}"


def shown(job: BuiltJob) -> Shown:
    return Shown(Noun.JOB, str(job.pipeline.project_slug), number=job.number)
