"""`pipelines`: a project's, the newest first."""

from contextlib import suppress

import pytest

from bot.model.fault import NothingHere
from bot.model.message import Audience
from bot.playground.circleci.acme import MOBILE
from bot.playground.circleci.script import Ref
from tests.commands.desk import Desk, buttons, lines, plain

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


async def test_the_bots_are_those_that_its_user_started(desk: Desk) -> None:
    assert plain((await desk.ask("pipelines --bot")).text) == "No pipelines in web that the bot started."

    await desk.ask("trigger @docs/readme")

    started = await desk.ask("pipelines --bot")
    assert plain(started.text) == "web's last pipeline that the bot started"
    assert "triggered by acme-ringmaster" in lines(started)[1]


async def test_a_schedule_has_no_author_and_a_commit_has_one(desk: Desk) -> None:
    told = [each for each in lines(await desk.ask("pipelines api@main")) if "#437" in each or "#438" in each]
    assert ["scheduled" in each for each in told] == [True, False]
    assert [each.count("cho-minji") for each in told] == [0, 1]
    assert not any("ben-okafor" in each for each in told)

    again = desk.small.project(MOBILE)
    desk.small.world.start(again, Ref("main"), trigger="scheduled_pipeline")
    told = lines(await desk.ask("pipelines mobile@main"))[1:3]
    assert ["by Ben Okafor" in each for each in told] == [False, True]


async def test_where_not_every_branch_may_be_seen_none_is_none_that_can_be_seen(desk: Desk) -> None:
    desk.policy.write_text(
        "channels: {C0WEB: {project: gh/acme/web, "
        "allow: [{do: [read], projects: [gh/acme/web], branches: [elsewhere]}]}}"
    )
    told = {line: plain((await desk.ask(f"pipelines {line}")).text) for line in ("", "--bot", "@elsewhere")}

    assert told == {
        "": "No pipelines in gh/acme/web that you can see here.",
        "--bot": "No pipelines in gh/acme/web that the bot started and that you can see here.",
        "@elsewhere": "No pipelines in gh/acme/web on elsewhere.",
    }


@pytest.mark.parametrize("line", ["pipelines web", "status web", "status web@elsewhere", "why web"])
async def test_where_none_can_be_seen_the_project_is_asked_for_once(desk: Desk, line: str) -> None:
    desk.policy.write_text(
        "projects: {web: gh/acme/web}\n"
        "everywhere: {allow: [{do: [read], projects: [web], branches: [elsewhere]}]}"
    )
    with suppress(NothingHere):
        await desk.ask(line)

    assert desk.asked().count("/api/v2/project/gh/acme/web") == 1


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
    assert plain(beyond.text) == "No more pipelines in web."
