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
