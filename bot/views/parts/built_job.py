"""A job that ran on a machine, as part of a card about what it has left behind."""

from bot.model.run import BuiltJob
from bot.model.shown import Noun, ShownThing
from bot.model.spans import Link, Text
from bot.views.parts.commit import ref_code
from bot.views.parts.text import join_facts, one_line
from bot.views.scene import Scene


def job_page(job: BuiltJob, scene: Scene) -> str:
    """The address of its page; that of the pipeline where its workflow is not known."""
    return job.page(scene.web)


def job_facts(job: BuiltJob, scene: Scene) -> Text:
    """Which it is, as a line's end."""
    link = Link(job_page(job, scene), f"{one_line(job.name, 60)}, job {job.number}")
    return join_facts([(link,), (f"{job.called} #{job.pipeline.number}",), ref_code(job.pipeline)])


def job_phrase(job: BuiltJob) -> str:
    """``e2e of web #812``."""
    return f"{one_line(job.name, 60)} of {job.called} #{job.pipeline.number}"


def shown_job(job: BuiltJob) -> ShownThing:
    return ShownThing(Noun.JOB, str(job.pipeline.project_slug), number=job.number)
