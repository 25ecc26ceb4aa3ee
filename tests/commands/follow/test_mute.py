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
    assert lines(await desk.ask("mute --off"))[0] == "Notices are posted here again."
    assert not await muted(desk, 0)


@pytest.mark.parametrize(
    ("length", "minutes"),
    [
        ("90 min", 90),
        ("2 hours", 120),
        ("1h30m", 90),
        ("1 hour and 30 minutes", 90),
        ("1d 2h", 1560),
        ("2 weeks", 20160),
        ("30d", 43200),
        ("for an hour", 60),
        ("half an hour", 30),
        ("one day and half an hour", 1470),
        ("for the next 2 hours", 120),
    ],
)
async def test_lengths_are_read_as_people_write_them(
    desk: Desk, all_allowed: None, length: str, minutes: int
) -> None:
    await desk.ask(f"mute {length}")
    assert (await muted(desk, minutes * 60 - 30), await muted(desk, minutes * 60 + 30)) == (True, False)


@pytest.mark.parametrize(
    ("length", "said"),
    [
        ("soon", "soon isn't a length of time."),
        ("1month", "1month isn't a length of time."),
        ("2mo", "2mo isn't a length of time."),
        ("2", "2 isn't a length of time."),
        ("0m", "A length of time here is 1 min to 30 days, not 0m."),
        ("5 weeks", "A length of time here is 1 min to 30 days, not 5 weeks."),
    ],
)
async def test_what_is_no_length_of_time_is_said_to_be_none(
    desk: Desk, all_allowed: None, length: str, said: str
) -> None:
    with pytest.raises(GrammarFault) as caught:
        await desk.ask(f"mute {length}")
    assert told(caught.value)[0].startswith(said)


async def test_it_needs_its_permission(desk: Desk) -> None:
    with pytest.raises(Denied):
        desk.access.require((desk.read("mute")[0]).permission)  # type: ignore[arg-type]
