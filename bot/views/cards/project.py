"""A project, and the one that a channel means by default."""

from dataclasses import dataclass

from bot import lines
from bot.circleci.models import Project
from bot.grammar import line
from bot.model.message import Button, Buttons, Lines, Message, Small
from bot.model.reference import Target
from bot.model.spans import Bold, Code, Link, Text, TypedLine, UserMention
from bot.views.parts.buttons import status_button
from bot.views.parts.commit import open_button
from bot.views.parts.text import join_facts, one_line, paragraph
from bot.views.scene import Scene


@dataclass(frozen=True, slots=True)
class ProjectCard:
    """A project was looked at. ``default``: whether it is this channel's."""

    project: Project
    called: str
    default: bool
    scene: Scene


def project_card(result: ProjectCard) -> Message:
    """The card of a project."""
    project, called = result.project, result.called
    page = result.scene.web.project(project.slug)
    name, branch = one_line(project.name), one_line(project.vcs_info.default_branch or "")
    pipelines = line(lines.PIPELINES, lines.PipelinesArgs(Target.of(project.slug)))
    told = paragraph(
        join_facts(
            (Link(page, called, bold=True),), name if name != called else "", (Code(str(project.slug)),)
        ),
        join_facts(
            ("default branch ", Code(branch)) if branch else "",
            one_line(project.vcs_info.provider or "", 30),
            one_line(project.organization_name or ""),
        ),
        "This channel means it when no project is named." if result.default else "",
    )
    row = (status_button(project.slug), Button("Pipelines", pipelines), open_button(page))
    return Message(
        (f"{called}: {name}{f', default branch {branch}' if branch else ''}",),
        (*told, Buttons(row), result.scene.asked()),
    )


@dataclass(frozen=True, slots=True)
class DefaultProject:
    """A channel's default project was set."""

    called: str
    before: str | None
    by: str


def default_project_card(result: DefaultProject) -> Message:
    """What the channel means from now on."""
    before = f" It was {result.before}." if result.before and result.before != result.called else ""
    said_so, status = f"{result.called} is this channel's project now.", status_button()
    here: Text = (TypedLine(line(lines.STATUS, lines.StatusArgs())), f" here means {result.called}.")
    told = Lines(((Bold(said_so), before), here))
    return Message((said_so,), (told, Buttons((status,)), Small(("set by ", UserMention(result.by)))))
