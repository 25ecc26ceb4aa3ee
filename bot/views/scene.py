"""What every card needs to know besides the thing that it draws."""

from dataclasses import dataclass
from datetime import datetime

from bot.circleci.models import Pipeline, Workflow
from bot.circleci.urls import Web
from bot.model.message import Small
from bot.model.spans import Text, Timestamp, UserMention
from bot.views.parts.text import join_facts


@dataclass(frozen=True, slots=True)
class Scene:
    """``web`` makes links; ``at`` is when the facts were read; ``by`` is the Slack user who asked."""

    web: Web
    at: datetime
    by: str

    def asked(self, *, live: bool = False, what: str = "asked") -> Small:
        """The small print: who asked for it or did it, and when it was last true while it may change."""
        parts: list[Text] = [(f"{what} by ", UserMention(self.by))]
        if live:
            parts.append(("as of ", Timestamp(self.at, clock=True)))
        return Small(join_facts(parts))

    def pipeline(self, pipeline: Pipeline) -> str:
        return self.web.pipeline(pipeline.project_slug, pipeline.number)

    def workflow(self, pipeline: Pipeline, workflow: Workflow) -> str:
        return self.web.workflow(pipeline.project_slug, pipeline.number, workflow.id)

    def job(self, pipeline: Pipeline, workflow_id: str, number: int) -> str:
        return self.web.job(pipeline.project_slug, pipeline.number, workflow_id, number)
