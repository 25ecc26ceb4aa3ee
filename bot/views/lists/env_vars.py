"""The environment variables of a project, by their names."""

from dataclasses import dataclass

from bot.circleci.slug import ProjectSlug
from bot.model.message import Buttons, Lines, Message
from bot.model.spans import Code, Link, Text
from bot.views.parts.commit import open_button
from bot.views.parts.list_page import ListPage
from bot.views.parts.text import count, one_line
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
    said = _title(result)
    heading: Text = (Link(page, said, bold=True),) if result.names else (said,)
    return Message(
        text=(said,),
        blocks=(
            Lines((heading, *((Code(one_line(each)),) for each in result.names))),
            Buttons((*result.next_buttons, open_button(page))),
            result.scene.asked(),
        ),
        audience=result.audience,
    )


def _title(result: EnvVarList) -> str:
    if not result.names:
        return f"{result.called} has no {'' if result.first else 'more '}environment variables."
    if not result.first:
        return f"More environment variables of {result.called}"
    return f"{count(result.total, 'environment variable')} of {result.called}"
