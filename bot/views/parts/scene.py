"""What every card needs to know besides the thing that it draws."""

from dataclasses import dataclass
from datetime import datetime

from bot.circleci.models import Pipeline, Workflow
from bot.circleci.urls import Web
from bot.model.message import Button, Small
from bot.model.spans import Code, Span, Text, Timestamp, UserMention
from bot.views.parts.text import join_facts, one_line, short_commit


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


def ref_code(pipeline: Pipeline) -> Text:
    """The branch or the tag it was built from; nothing where CircleCI does not say."""
    if pipeline.branch:
        return (Code(one_line(pipeline.branch)),)
    return ("tag ", Code(one_line(pipeline.tag))) if pipeline.tag else ()


def on_ref(pipeline: Pipeline) -> str:
    """The same within a sentence: `` on main``."""
    if pipeline.branch:
        return f" on {one_line(pipeline.branch)}"
    return f" for tag {one_line(pipeline.tag)}" if pipeline.tag else ""


def commit_text(pipeline: Pipeline, *, subject: int = 80) -> Text:
    """What was built and whose it is: subject, commit, author; whichever are known."""
    spans: list[Span] = []
    if pipeline.revision:
        spans.append(Code(short_commit(pipeline.revision)))
    if pipeline.author:
        spans.append((" " if spans else "") + f"by {one_line(pipeline.author, 40)}")
    title = one_line(pipeline.subject or "", subject)
    return join_facts([(title,) if title else (), tuple(spans)])


def open_button(url: str) -> Button:
    return Button("Open in CircleCI", url=url)
