"""`unsubscribe`: what a channel hears of no more."""

import pytest

from bot.model.fault import NotSubscribed
from tests.commands.desk import Desk, lines, told


async def test_without_a_branch_all_of_the_project_ends(desk: Desk, all_allowed: None) -> None:
    for line in ("subscribe web", "subscribe web@release/*", "subscribe gh/acme/api"):
        await desk.ask(line)

    message = await desk.ask("unsubscribe web")

    assert lines(message)[0] == "This channel no longer hears about web on main, release/*."
    [left] = await desk.store.subscriptions.of_channel(desk.place)
    assert str(left.project) == "gh/acme/api"


async def test_with_a_branch_that_alone(desk: Desk, all_allowed: None) -> None:
    for line in ("subscribe web", "subscribe web@release/*"):
        await desk.ask(line)

    assert "release/*" in lines(await desk.ask("unsubscribe web@release/*"))[0]
    [left] = await desk.store.subscriptions.of_channel(desk.place)
    assert left.branch == "main"


async def test_what_is_not_subscribed_to_is_said_to_be_so(desk: Desk, all_allowed: None) -> None:
    with pytest.raises(NotSubscribed) as caught:
        await desk.ask("unsubscribe web@main")

    assert told(caught.value)[0] == "This channel isn't subscribed to web on main."


async def test_several_projects_end_by_the_pattern_that_began_them(desk: Desk, all_allowed: None) -> None:
    for line in ("subscribe gh/acme", "subscribe gh/acme@release/*", "subscribe web"):
        await desk.ask(line)

    assert lines(await desk.ask("unsubscribe acme/*@release/*"))[0] == (
        "This channel no longer hears about gh/acme/* on release/*."
    )
    assert lines(await desk.ask("unsubscribe gh/acme"))[0] == (
        "This channel no longer hears about gh/acme/* on their default branches."
    )
    assert [str(it.project) for it in await desk.store.subscriptions.of_channel(desk.place)] == [
        "gh/acme/web"
    ]
