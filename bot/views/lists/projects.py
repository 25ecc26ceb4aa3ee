"""Projects that may be seen from a channel; and the environment variables of one, by their names."""

from dataclasses import dataclass

from bot.circleci.slug import ProjectSlug
from bot.model.message import Buttons, Lines, Message
from bot.model.spans import Bold, Code, Link, Text
from bot.views.parts.buttons import status_button
from bot.views.parts.commit import open_button
from bot.views.parts.list_page import ListPage, title_line
from bot.views.parts.text import count, join_facts, one_line
from bot.views.scene import Scene


@dataclass(frozen=True, slots=True)
class ProjectEntry:
    """``called``: its short name, or its slug where it has none. ``name``: for a slug that is made of ids."""

    slug: ProjectSlug
    called: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class ProjectList(ListPage):
    """One page of the projects that may be seen here, of ``total``."""

    entries: tuple[ProjectEntry, ...]
    total: int
    default: ProjectSlug | None
    scene: Scene


def project_list(result: ProjectList) -> Message:
    """One line a project, those with a short name first."""
    if not result.entries:
        none = "No project may be seen from this channel, or CircleCI's token sees none."
        return Message(text=(none,), blocks=(Lines(((none,),)), result.scene.asked()))
    title = f"{count(result.total, 'project')} can be seen here"
    first = next((each for each in result.entries if each.slug == result.default), result.entries[0])
    status = status_button(first.slug, f"Status of {first.name or first.called}")
    heading = Bold(title if result.first else "More projects")
    return result.message(
        title,
        Lines(((heading,), *(_entry(entry, result) for entry in result.entries))),
        Buttons((*result.next_buttons, *((status,) if result.first else ()))),
        result.scene.asked(),
    )


def _entry(entry: ProjectEntry, result: ProjectList) -> Text:
    name, slug = entry.name or entry.called, str(entry.slug)
    return join_facts(
        (Link(result.scene.web.project(entry.slug), one_line(name, 60), bold=True),),
        (Code(slug),) if slug != name else "",
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
    page = result.scene.web.project(result.slug)
    title = result.title(result.called, "environment variable", result.total if result.names else 0)
    return result.message(
        title,
        Lines((title_line(title, page, result.names), *((Code(one_line(each)),) for each in result.names))),
        Buttons((*result.next_buttons, open_button(page))),
        result.scene.asked(),
    )
