"""A project, and the one that a channel means by default."""

from dataclasses import dataclass

from bot import lines
from bot.circleci.models import Project
from bot.grammar import line
from bot.model.message import Button, Buttons, Lines, Message, Small
from bot.model.reference import Target
from bot.model.spans import Bold, Code, Link, Text, TypedLine, UserMention
from bot.views.parts.commit import open_button
from bot.views.parts.text import join_facts, one_line
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
    project, called, target = result.project, result.called, Target.of(result.project.slug)
    page = result.scene.web.project(project.slug)
    name = one_line(project.name)
    branch = project.vcs_info.default_branch
    provider = one_line(project.vcs_info.provider or "", 30)
    facts = join_facts(
        [
            ("default branch ", Code(one_line(branch))) if branch else (),
            (provider,) if provider else (),
            (one_line(project.organization_name),) if project.organization_name else (),
        ]
    )
    heading = join_facts(
        [(Link(page, called, bold=True),), (name,) if name != called else (), (Code(str(project.slug)),)]
    )
    here: Text = ("This channel means it when no project is named.",) if result.default else ()
    return Message(
        text=(f"{called}: {name}, default branch {one_line(branch)}" if branch else f"{called}: {name}",),
        blocks=(
            Lines(tuple(line for line in (heading, facts, here) if line)),
            Buttons(
                (
                    Button("Status", line(lines.STATUS, lines.StatusArgs(target))),
                    Button("Pipelines", line(lines.PIPELINES, lines.PipelinesArgs(target))),
                    open_button(page),
                )
            ),
            result.scene.asked(),
        ),
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
    status = line(lines.STATUS, lines.StatusArgs())
    said_so = f"{result.called} is this channel's project now."
    return Message(
        text=(said_so,),
        blocks=(
            Lines(
                (
                    (Bold(said_so), before),
                    (TypedLine(status), f" here means {result.called}."),
                )
            ),
            Buttons((Button("Status", status),)),
            Small(("set by ", UserMention(result.by))),
        ),
    )
