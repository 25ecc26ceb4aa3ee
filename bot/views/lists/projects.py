"""Projects that may be seen from a channel."""

from dataclasses import dataclass

from bot import lines
from bot.circleci.slug import ProjectSlug
from bot.grammar import line
from bot.model.message import Button, Buttons, Lines, Message
from bot.model.reference import Target
from bot.model.spans import Bold, Code, Link, Text
from bot.views.parts.list_page import ListPage
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
    heading: Text = (Bold(title),) if result.first else (Bold("More projects"),)
    first = next((each for each in result.entries if each.slug == result.default), result.entries[0])
    of_first = line(lines.STATUS, lines.StatusArgs(Target.of(first.slug)))
    status = Button(f"Status of {first.name or first.called}", of_first)
    return Message(
        text=(title,),
        blocks=(
            Lines((heading, *(_entry(entry, result) for entry in result.entries))),
            Buttons((*result.next_buttons, *((status,) if result.first else ()))),
            result.scene.asked(),
        ),
        audience=result.audience,
    )


def _entry(entry: ProjectEntry, result: ProjectList) -> Text:
    link = Link(result.scene.web.project(entry.slug), one_line(entry.name or entry.called, 60), bold=True)
    slug = (Code(str(entry.slug)),) if str(entry.slug) != (entry.name or entry.called) else ()
    here = ("this channel's default",) if entry.slug == result.default else ()
    return join_facts([(link,), slug, here])
