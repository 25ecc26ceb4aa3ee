"""`following`: what is followed here and has not ended."""

from dataclasses import replace
from datetime import timedelta

from bot.model.message import Audience
from tests.commands.acting import NEW, started, waits
from tests.commands.desk import Desk, buttons, lines
from tests.commands.follow.test_unfollow import watched


async def test_nothing_is_followed_at_first(desk: Desk, all_allowed: None) -> None:
    assert lines(await desk.ask("following")) == [
        "No pipelines are followed here. /ci follow posts a card that stays up to date."
    ]


async def test_ten_are_listed_at_a_time_the_newest_message_first(desk: Desk, all_allowed: None) -> None:
    several = [started(desk, waits("ship", "hold"))]
    several += [desk.small.add_pipeline(NEW, ago=timedelta(minutes=1)) for _ in range(11)]
    for at, pipeline in enumerate(several):
        await watched(desk, pipeline, f"{10 + at}.0")

    message = await desk.ask("following")

    shown = lines(message)
    assert shown[0] == "12 pipelines followed here"
    assert f"new #{several[-1].number}  ·  main" in shown[1]
    assert len([each for each in shown if "new #" in each]) == 10
    more = buttons(message)["Show 2 more"]
    assert more is not None
    assert f"new #{several[0].number}" in lines(await desk.ask(more))[2]


async def test_each_channel_and_each_person_has_their_own(desk: Desk, all_allowed: None) -> None:
    pipeline = started(desk, waits("ship", "hold"))
    await watched(desk, pipeline, asked_in="C0WEB")

    assert "No pipelines are followed" in lines(await desk.ask("following"))[0]
    assert lines(await desk.ask("following --me"))[0] == "1 pipeline followed in your direct messages"
    desk.place = replace(desk.place, channel="C0DEPLOYS")
    elsewhere = await desk.ask("following --me")
    assert lines(elsewhere)[0] == "1 pipeline followed in your direct messages"
    assert elsewhere.audience is Audience.ASKER
    desk.place = replace(desk.place, channel="D0ANA")
    assert lines(await desk.ask("following"))[0] == "1 pipeline followed here"
    assert lines(await desk.ask("following --me"))[0] == "1 pipeline followed in your direct messages"
    desk.place = replace(desk.place, channel="C0DEPLOYS")
    await desk.ask(f"unfollow new#{pipeline.number} --me")
    assert "No pipelines are followed" in lines(await desk.ask("following --me"))[0]


async def test_what_may_not_be_seen_here_is_not_listed(desk: Desk, all_allowed: None) -> None:
    await watched(desk, started(desk, waits("ship", "hold")))
    desk.policy.write_text('everywhere: {allow: [{do: [read], projects: ["gh/acme/web"]}]}')

    assert "No pipelines are followed" in lines(await desk.ask("following"))[0]
