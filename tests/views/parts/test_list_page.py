from bot import lines
from bot.grammar import line
from bot.model.message import Audience, Button
from bot.model.reference import Mark
from bot.views.parts.list_page import ListPage

NEXT = line(lines.PROJECTS, lines.ProjectsArgs(Mark(10)))


def test_the_beginning_is_for_all_and_what_follows_goes_into_its_thread() -> None:
    assert ListPage().message("…").audience is Audience.CHANNEL
    assert ListPage(first=False).message("…").audience is Audience.THREAD


def test_a_button_leads_on_until_the_end() -> None:
    assert ListPage(following=NEXT).next_buttons == (Button("Show 10 more", NEXT),)
    assert ListPage(following=NEXT, following_count=2).next_buttons == (Button("Show 2 more", NEXT),)
    assert ListPage(first=False).next_buttons == ()
