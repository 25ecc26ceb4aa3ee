"""`pipelines`: a project's, the newest first."""

from bot.model.message import Audience
from tests.commands.desk import Desk, buttons, plain

WEB = "gh/acme/web"


async def test_pipelines_are_ten_at_a_time_without_a_gap(desk: Desk) -> None:
    seen: list[int] = []
    line: str | None = "pipelines web"
    audiences = []
    while line:
        message = await desk.ask(line)
        seen += [shown.number or 0 for shown in message.shows]
        audiences.append(message.audience)
        line = buttons(message).get("Show 10 more")

    assert seen == sorted(
        (each.number for each in desk.small.world.of_project(desk.small.project(WEB))), reverse=True
    )
    assert audiences == [Audience.CHANNEL, *[Audience.THREAD] * (len(audiences) - 1)]


async def test_mine_are_those_that_the_bot_started(desk: Desk) -> None:
    assert plain((await desk.ask("pipelines --mine")).text) == "web has no pipelines that the bot started."

    await desk.ask("trigger @docs/readme")

    assert (
        plain((await desk.ask("pipelines --mine")).text)
        == "1 pipeline of web, started by the bot, the newest first"
    )


async def test_pages_that_are_typed_are_those_that_the_button_leads_to(desk: Desk) -> None:
    line: str | None = "pipelines web"
    page = 0
    while line:
        message = await desk.ask(line)
        page += 1
        typed = await desk.ask(f"pipelines web --page {page}")
        assert typed.shows == message.shows
        line = buttons(message).get("Show 10 more")

    assert page > 2
    beyond = await desk.ask("pipelines web --page 50")
    assert beyond.shows == ()
    assert plain(beyond.text) == "web has no more pipelines."
