"""The environment variables of a project, by their names."""

from dataclasses import dataclass

from bot.circleci.slug import ProjectSlug
from bot.model.message import Buttons, Lines, Message
from bot.model.spans import Code
from bot.views.parts.commit import open_button
from bot.views.parts.list_page import ListPage, title_line
from bot.views.parts.text import one_line
from bot.views.scene import Scene


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
