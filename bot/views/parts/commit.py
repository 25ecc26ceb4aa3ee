"""What was built: the branch or the tag, the commit and its author."""

from bot.circleci.models import Pipeline
from bot.model.message import Button
from bot.model.spans import Code, Span, Text
from bot.views.parts.text import join_facts, one_line, short_commit


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
