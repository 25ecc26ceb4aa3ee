"""`mute`: a channel hears nothing for a while."""

import pytest

from bot.model.fault import Denied
from bot.model.grammar_fault import GrammarFault
from tests.commands.desk import Desk, buttons, lines, told


async def muted(desk: Desk, ahead: float) -> bool:
    at = desk.clock.now().timestamp() + ahead
    return desk.place.channel in await desk.store.subscriptions.muted(desk.place.workspace, at)


async def test_for_two_hours_unless_it_is_said_for_how_long(desk: Desk, all_allowed: None) -> None:
    assert buttons(await desk.ask("mute")) == {"Unmute": "mute --off"}
    assert (await muted(desk, 7000), await muted(desk, 7400)) == (True, False)
    await desk.ask("mute 1d")
    assert (await muted(desk, 86000), await muted(desk, 86500)) == (True, False)


async def test_it_can_be_ended(desk: Desk, all_allowed: None) -> None:
    await desk.ask("mute")
    assert lines(await desk.ask("mute --off"))[0] == "This channel hears again what it's subscribed to."
    assert not await muted(desk, 0)


@pytest.mark.parametrize("length", ["soon", "0m", "31d", "2 weeks"])
async def test_what_is_no_length_of_time_is_said_to_be_none(
    desk: Desk, all_allowed: None, length: str
) -> None:
    with pytest.raises(GrammarFault) as caught:
        await desk.ask(f"mute {length}")
    assert told(caught.value)


async def test_it_needs_its_permission(desk: Desk) -> None:
    with pytest.raises(Denied):
        desk.access.require((desk.read("mute")[0]).permission)  # type: ignore[arg-type]
