"""`subscriptions`: what a channel hears of."""

from dataclasses import replace

from tests.commands.desk import Desk, lines


async def test_each_is_listed_with_who_asked_for_it_in_its_own_channel_alone(
    desk: Desk, all_allowed: None
) -> None:
    await desk.ask("subscribe web")
    await desk.ask("subscribe gh/acme/api --on started")

    assert lines(await desk.ask("subscriptions"))[:3] == [
        "2 subscriptions",
        "starts of gh/acme/api on main  ·  by @U0ANA",
        "failures and fixes of web on main  ·  by @U0ANA",
    ]
    desk.place = replace(desk.place, channel="C0OTHER")
    assert "has no subscriptions" in lines(await desk.ask("subscriptions"))[0]


async def test_that_the_channel_is_muted_is_said(desk: Desk, all_allowed: None) -> None:
    await desk.ask("subscribe web")
    await desk.ask("mute 30m")

    assert "Muted now: no notices are posted." in lines(await desk.ask("subscriptions"))
