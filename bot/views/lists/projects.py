"""Projects: the list, one, what a channel means by default, and the environment variables of one."""

from dataclasses import dataclass

from bot import lines
from bot.circleci.models import Project
from bot.circleci.slug import ProjectSlug
from bot.grammar import line
from bot.model.message import Button, Buttons, Lines, Message, Small
from bot.model.reference import Reference
from bot.model.spans import Bold, Code, Link, Text, UserMention
from bot.views.parts.buttons import status_button
from bot.views.parts.list_page import ListPage
from bot.views.parts.text import bullets, count, join_facts, one_line, paragraph
from bot.views.scene import Scene


@dataclass(frozen=True, slots=True)
class ProjectEntry:
    """``called``: its short name, or its slug where it has none. ``name``: for a slug that is made of ids."""

    slug: ProjectSlug
    called: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class ProjectList(ListPage):
    """One page of the projects that can be seen here, of ``total``."""

    entries: tuple[ProjectEntry, ...]
    total: int
    default: ProjectSlug | None
    scene: Scene


def project_list(result: ProjectList) -> Message:
    """One line a project, those with a short name first."""
    if not result.entries:
        none = "No projects here: the policy or the bot's CircleCI user allows none."
        return Message(text=(none,), blocks=(Lines(((none,),)), result.scene.footer()))
    title = count(result.total, "project")
    first = next((each for each in result.entries if each.slug == result.default), result.entries[0])
    status = status_button(first.slug, f"Status of {first.name or first.called}")
    heading = Bold(title if result.first else "More projects")
    return result.message(
        title,
        Lines(((heading,), *bullets(_entry(entry, result) for entry in result.entries))),
        Buttons((*result.next_buttons, *((status,) if result.first else ()))),
        result.scene.footer(),
    )


def _entry(entry: ProjectEntry, result: ProjectList) -> Text:
    name = one_line(entry.name or entry.called, 60)
    return join_facts(
        (Link(result.scene.web.project(entry.slug), name, bold=True),),
        "this channel's default" if entry.slug == result.default else "",
    )


@dataclass(frozen=True, slots=True)
class EnvVarList(ListPage):
    """One page of the ``total`` names."""

    slug: ProjectSlug
    called: str
    names: tuple[str, ...]
    total: int
    scene: Scene


def env_var_list(result: EnvVarList) -> Message:
    """One line a name."""
    names: list[Text] = [(Code(one_line(each)),) for each in result.names]
    title = result.title(result.called, "environment variable", result.total if names else 0)
    return result.listing(title, result.scene.web.project(result.slug), names, result.scene.footer())


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
    name, branch = one_line(project.name or called), one_line(project.vcs_info.default_branch or "")
    pipelines = line(lines.PIPELINES, lines.PipelinesArgs(Reference.of(project.slug)))
    told = paragraph(
        join_facts(
            (Link(page, called, bold=True),), name if name != called else "", (Code(str(project.slug)),)
        ),
        join_facts(
            ("default branch ", Code(branch)) if branch else "",
            one_line(project.vcs_info.provider or "", 30),
            one_line(project.organization_name or ""),
        ),
        "This channel's default project." if result.default else "",
    )
    row = (status_button(project.slug), Button("Pipelines", pipelines))
    return Message(
        (f"{called}: {name}{f', default branch {branch}' if branch else ''}",),
        (*told, Buttons(row), result.scene.footer()),
    )


@dataclass(frozen=True, slots=True)
class DefaultProject:
    """A channel's default project was set."""

    called: str
    previous_name: str | None
    user: str


def default_project_card(result: DefaultProject) -> Message:
    """What the channel means from now on."""
    previous = result.previous_name
    before = f" It was {previous} before." if previous and previous != result.called else ""
    said_so, told_by = f"{result.called} is now this channel's default project.", UserMention(result.user)
    told = Lines(((Bold(said_so), before),))
    return Message((said_so,), (told, Buttons((status_button(),)), Small(("set by ", told_by))))
