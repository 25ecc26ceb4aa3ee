"""`quiet`: at which hours a channel hears nothing."""

import pytest

from bot.model.bad_text import ValueReason
from bot.model.grammar_fault import BadValue
from tests.commands.desk import Desk, buttons, lines, told


async def test_hours_are_set_shown_and_ended(desk: Desk, all_allowed: None) -> None:
    message = await desk.ask("quiet Mon-Fri 18:00-08:00, Sat, Sun Europe/Berlin --break-through")
    first = "Quiet hours here: Mon-Fri 18:00-08:00, Sat, Sun (Europe/Berlin)."
    assert lines(message)[0] == first
    assert "Failures of default branches are posted at once." in lines(message)[1]
    assert buttons(message) == {"No quiet hours": "quiet --off"}
    assert lines(await desk.ask("quiet"))[0] == first
    hours, breaks = (await desk.store.quiet.of_workspace(desk.place.workspace))[desk.place.channel]
    assert (hours.zone, breaks) == ("Europe/Berlin", True)

    assert lines(await desk.ask("quiet --off"))[0] == "This channel has no quiet hours."
    assert await desk.store.quiet.of_workspace(desk.place.workspace) == {}


async def test_failures_break_through_hours_that_are_set_already(desk: Desk, all_allowed: None) -> None:
    assert lines(await desk.ask("quiet --break-through"))[0] == "This channel has no quiet hours."
    await desk.ask("quiet Mon-Fri 6pm-8:30am Europe/Berlin")

    told = lines(await desk.ask("quiet --break-through"))

    assert told[0] == "Quiet hours here: Mon-Fri 18:00-08:30 (Europe/Berlin)."
    assert "Failures of default branches are posted at once." in told[1]
    assert "Failures of default branches are posted at once." in lines(await desk.ask("quiet"))[1]


async def test_to_mute_a_channel_and_to_end_that_leaves_its_hours(desk: Desk, all_allowed: None) -> None:
    for line in ("mute 1h", "quiet Sat, Sun", "mute --off"):
        await desk.ask(line)

    assert "Sat, Sun (UTC)" in lines(await desk.ask("quiet"))[0]


@pytest.mark.parametrize(
    ("said", "reason", "shown"),
    [
        ("quiet at night", ValueReason.NO_HOURS, "Try Mon-Fri 18:00-08:00, Sat, Sun Europe/Berlin."),
        ("quiet Sat Europe/Berln", ValueReason.NO_ZONE, "Europe/Berln isn't a time zone."),
        ("quiet Mon-Fri 18:00-08:00 CEST", ValueReason.NO_ZONE, "CEST isn't a time zone."),
        ("quiet Sat, Sun UTC+2", ValueReason.NO_ZONE, "UTC+2 isn't a time zone."),
        ("quiet Sat, Sun 13pm-2am", ValueReason.NO_HOURS, "Try Mon-Fri 18:00-08:00, Sat, Sun Europe/Berlin."),
        ("quiet daily 0-24", ValueReason.ALWAYS_QUIET, "/ci mute stops notices for a while."),
    ],
)
async def test_what_can_not_be_is_said_to_be_so(
    desk: Desk, all_allowed: None, said: str, reason: ValueReason, shown: str
) -> None:
    with pytest.raises(BadValue) as caught:
        await desk.ask(said)

    assert caught.value.reason is reason
    assert shown in told(caught.value)[0]
