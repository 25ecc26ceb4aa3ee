"""Projects: one, all that may be seen here, and the one that a channel means by default."""

from dataclasses import dataclass

from bot.circleci.models import Project
from bot.circleci.slug import ProjectSlug
from bot.model.message import Audience, Button, Buttons, Lines, Message, Small
from bot.model.spans import Bold, Code, Link, Text, UserMention
from bot.views.parts.scene import Scene, open_button
from bot.views.parts.text import count, join_facts, one_line, said


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
                    Button("Status", line=said("status", str(project.slug))),
                    Button("Pipelines", line=said("pipelines", str(project.slug))),
                    open_button(page),
                )
            ),
            result.scene.asked(),
        ),
    )


@dataclass(frozen=True, slots=True)
class ProjectEntry:
    """``called``: its short name, or its slug where it has none. ``name``: for a slug that is made of ids."""

    slug: ProjectSlug
    called: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class ProjectList:
    """One page of the projects that may be seen here, of ``total``."""

    entries: tuple[ProjectEntry, ...]
    total: int
    default: ProjectSlug | None
    scene: Scene
    slash: str
    following: str | None = None
    first: bool = True


def project_list(result: ProjectList) -> Message:
    """One line a project, those with a short name first."""
    if not result.entries:
        none = "No project may be seen from this channel, or CircleCI's token sees none."
        return Message(text=(none,), blocks=(Lines(((none,),)), result.scene.asked()))
    title = f"{count(result.total, 'project')} can be seen here"
    heading: Text = (Bold(title),) if result.first else (Bold("More projects"),)
    items = (Button("Show 10 more", line=result.following),) if result.following else ()
    first = next((each for each in result.entries if each.slug == result.default), result.entries[0])
    status = Button(f"Status of {first.name or first.called}", line=said("status", str(first.slug)))
    return Message(
        text=(title,),
        blocks=(
            Lines((heading, *(_entry(entry, result) for entry in result.entries))),
            Buttons((*items, *((status,) if result.first else ()))),
            result.scene.asked(),
        ),
        audience=Audience.CHANNEL if result.first else Audience.THREAD,
    )


def _entry(entry: ProjectEntry, result: ProjectList) -> Text:
    link = Link(result.scene.web.project(entry.slug), one_line(entry.name or entry.called, 60), bold=True)
    slug = (Code(str(entry.slug)),) if str(entry.slug) != (entry.name or entry.called) else ()
    here = ("this channel's default",) if entry.slug == result.default else ()
    return join_facts([(link,), slug, here])


@dataclass(frozen=True, slots=True)
class DefaultProject:
    """A channel's default project was set."""

    called: str
    before: str | None
    by: str
    slash: str


def default_project_card(result: DefaultProject) -> Message:
    """What the channel means from now on."""
    before = f" It was {result.before}." if result.before and result.before != result.called else ""
    said_so = f"{result.called} is this channel's project now."
    return Message(
        text=(said_so,),
        blocks=(
            Lines(
                (
                    (Bold(said_so), before),
                    (Code(f"{result.slash} status"), f" here means {result.called}."),
                )
            ),
            Buttons((Button("Status", line="status"),)),
            Small(("set by ", UserMention(result.by))),
        ),
    )
