"""What every card needs to know besides the thing that it draws."""

from dataclasses import dataclass
from datetime import datetime

from bot.circleci.models import Pipeline, Workflow
from bot.circleci.web import Web
from bot.model.message import Small
from bot.model.spans import Link, Text, Timestamp, UserMention
from bot.views.parts.text import join_facts


@dataclass(frozen=True, slots=True)
class Scene:
    """``web`` makes links; ``at`` is when the facts were read; ``user`` is the Slack user who asked.

    An empty ``user``: nobody did, the bot told it.
    """

    web: Web
    at: datetime
    user: str

    def footer(self, *, live: bool = False, what: str | None = None) -> Small:
        """The small print: who asked for it, or did what, and when it was last true while it may change."""
        as_of: Text = ("as of ", Timestamp(self.at, clock=True)) if live else ()
        unasked = "from a subscription" if what is None else what
        who: Text = (f"{what or 'asked'} by ", UserMention(self.user)) if self.user else (unasked,)
        return Small(join_facts(who, as_of))

    def pipeline(self, pipeline: Pipeline) -> str:
        return self.web.pipeline(pipeline.project_slug, pipeline.number)

    def pipeline_link(self, pipeline: Pipeline, called: str = "", *, bold: bool = False) -> Link:
        """``web #812``; without the project where that is clear."""
        return Link(self.pipeline(pipeline), f"{called} #{pipeline.number}".lstrip(), bold=bold)

    def workflow(self, pipeline: Pipeline, workflow: Workflow) -> str:
        """Its page; the pipeline's, where it is lost."""
        if workflow.lost:
            return self.pipeline(pipeline)
        return self.web.workflow(pipeline.project_slug, pipeline.number, workflow.id)

    def job(self, pipeline: Pipeline, workflow_id: str, number: int) -> str:
        return self.web.job(pipeline.project_slug, pipeline.number, workflow_id, number)
